import { defineImage } from '../record.ts'

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

/** Erlang's virtual machine: its tools and releases put pipes and dumps where the program says. */
export const beam = defineImage({
  names: ['elixir', 'erlang', 'hexpm/elixir', 'hexpm/erlang'],
  runtime: true,
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files of the program',
      evidence: ['https://hexdocs.pm/elixir/System.html#tmp_dir/0'],
    },
  ],
  obstacles: [
    {
      when: { command: { matches: '(^|[\\s;&|"\'])(mix|rebar3)\\s' } },
      effect: 'fails',
      why: 'its command compiles at start, into the project',
      instead: 'build a release in a Dockerfile',
      evidence: ['https://hexdocs.pm/mix/Mix.Tasks.Compile.html'],
    },
  ],
})

export const interpreters = defineImage({
  names: ['perl', 'swift', 'julia', 'r-base', 'rocker/r-ver', 'haskell', 'dart', 'groovy', 'clojure'],
  runtime: true,
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files of the program and here-documents of the shell',
      evidence: ['https://github.com/docker-library/postgres/issues/154'],
    },
  ],
})
