import { runtime } from '../../parts.ts'

export const golang = runtime({
  names: ['golang'],
  writes: [{ path: '/tmp', kind: 'scratch', what: 'temporary files of the program', evidence: ['go help environment (GOTMPDIR)'] }],
  notes: [{ text: 'Compiling at start also writes module and build caches: build in a Dockerfile instead' }],
  obstacles: [
    {
      when: {
        command: {
          matches:
            '(^|[/\\s;&|"\'])(go\\s+(run|build|install|test)|cargo\\s+(run|build|install|test|watch)|air|reflex|CompileDaemon)(\\s|$)',
        },
      },
      effect: 'fails',
      why: 'it compiles at start, into caches below the home directory',
      instead: 'compile in a Dockerfile',
      evidence: ['go help cache'],
    },
  ],
})
