import { temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

export const yopass = defineImage({
  // jhaals/yopass Dockerfile @ de900a0cd: a program that keeps its secrets in Memcached or Redis.
  names: ['jhaals/yopass'],
  user: '1000',
  inferred: true,
  writes: [],
  notes: [{ text: 'A directory for files, where its options name one, needs a volume' }],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const cryptgeon = defineImage({
  // cupcakearmy/cryptgeon Dockerfile @ c3e475c16: a program that keeps its notes in Redis.
  names: ['cupcakearmy/cryptgeon', 'ghcr.io/cupcakearmy/cryptgeon'],
  inferred: true,
  writes: [],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const PWPUSH = ['pglombardo/PasswordPusher containers/docker/Dockerfile and containers/docker/entrypoint.sh @ df07d894b']
export const passwordPusher = defineImage({
  names: ['pglombardo/pwpush'],
  user: '1000:1000',
  accounts: { pwpusher: '1000:1000' },
  inferred: true,
  writes: [
    {
      path: '/opt/PasswordPusher/storage',
      kind: 'data',
      what: 'its SQLite database, uploads and certificates',
      ships: 'a directory for the database',
      evidence: PWPUSH,
    },
    {
      path: '/opt/PasswordPusher/db',
      kind: 'data',
      what: 'the SQLite database, where an older one lies there',
      when: { mounted: '/opt/PasswordPusher/db' },
      evidence: PWPUSH,
    },
    {
      path: '/opt/PasswordPusher/tmp',
      kind: 'runtime',
      what: 'the pid file of the server and compiled code',
      evidence: PWPUSH,
    },
    { path: '/opt/PasswordPusher/log', kind: 'log', what: 'logs', evidence: PWPUSH },
    ...PWPUSH.map(temporary),
  ],
  obstacles: [
    {
      when: { any: [{ env: { PWP__THEME: { matches: '.' } } }, { env: { PWP_PRECOMPILE: { matches: '.' } } }] },
      effect: 'fails',
      why: 'for PWP__THEME and PWP_PRECOMPILE it builds its pages at start',
      evidence: PWPUSH,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
