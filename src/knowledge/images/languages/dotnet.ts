import { runtime } from '../../parts.ts'
import { defineImage } from '../../record.ts'

export const dotnet = runtime({
  names: ['mcr.microsoft.com/dotnet/runtime', 'mcr.microsoft.com/dotnet/runtime-deps', 'mcr.microsoft.com/dotnet/core/runtime'],
  user: [{ when: { tag: { matches: 'chiseled|distroless' } }, use: '1654:1654' }, { use: 'root' }],
  accounts: { app: '1654:1654' },
  writes: [
    {
      path: '/tmp',
      kind: 'runtime',
      what: 'sockets of the .NET diagnostics, uploads',
      evidence: ['https://github.com/dotnet/runtime/issues/86259', 'https://github.com/dotnet/coreclr/issues/11769'],
    },
  ],
})

export const aspnet = defineImage({
  names: ['mcr.microsoft.com/dotnet/aspnet', 'mcr.microsoft.com/dotnet/core/aspnet'],
  extends: 'mcr.microsoft.com/dotnet/runtime',
  runtime: true,
  writes: [],
  notes: [{ text: 'ASP.NET keeps data-protection keys in the home directory: without a volume there, users are logged out at each start' }],
})

/** The SDK compiles; its images also carry the runtime, so that published programs run on them as well. */
export const dotnetSdk = defineImage({
  names: ['mcr.microsoft.com/dotnet/sdk', 'mcr.microsoft.com/dotnet/core/sdk', 'mcr.microsoft.com/dotnet/nightly/sdk'],
  extends: 'mcr.microsoft.com/dotnet/runtime',
  runtime: true,
  writes: [],
  obstacles: [
    {
      when: { command: { matches: '(^|[\\s;&|"\'])dotnet\\s+(run|watch|build|restore|test|publish|ef)\\b' } },
      effect: 'fails',
      why: 'its command compiles at start, into the project and into caches below the home directory',
      instead: 'publish in a Dockerfile',
      evidence: ['https://learn.microsoft.com/dotnet/core/tools/dotnet-build#description'],
    },
  ],
})

/** .NET before it left Docker Hub: one name for runtime and SDK. */
export const dotnetOnHub = defineImage({
  names: ['microsoft/dotnet', 'microsoft/aspnetcore-build'],
  extends: 'mcr.microsoft.com/dotnet/sdk',
  runtime: true,
  writes: [],
})
export const aspnetOnHub = defineImage({
  names: ['microsoft/aspnetcore', 'mcr.microsoft.com/dotnet/nightly/aspnet'],
  extends: 'mcr.microsoft.com/dotnet/aspnet',
  runtime: true,
  writes: [],
})
