import { HERE_DOCUMENTS, runtime } from '../../parts.ts'

export const node = runtime({
  names: ['node', 'oven/bun', 'denoland/deno'],
  accounts: { node: '1000:1000', bun: '1000:1000' },
  writes: [
    { path: '/tmp', kind: 'scratch', what: 'temporary files of the program', evidence: HERE_DOCUMENTS },
    {
      path: '/root/.npm',
      from: [{ env: 'npm_config_cache' }, { env: 'NPM_CONFIG_CACHE' }],
      kind: 'cache',
      what: 'logs and cache of npm',
      when: { user: 'root', command: { matches: '(^|[\\s;&|"\'])(npm|npx)\\s' } },
      absent: true,
      without: { effect: 'degrades', what: 'npm warns that it cannot write its log' },
      evidence: ['nodejs/docker-node 22/bookworm/Dockerfile (user, home) @ f27d936f'],
    },
    {
      path: '/home/node/.npm',
      from: [{ env: 'npm_config_cache' }, { env: 'NPM_CONFIG_CACHE' }],
      kind: 'cache',
      what: 'logs and cache of npm',
      when: { user: 'non-root', command: { matches: '(^|[\\s;&|"\'])(npm|npx)\\s' } },
      absent: true,
      without: { effect: 'degrades', what: 'npm warns that it cannot write its log' },
      evidence: ['nodejs/docker-node 22/bookworm/Dockerfile (user, home) @ f27d936f'],
    },
  ],
})
