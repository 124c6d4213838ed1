import { PLAIN_UNPROBED } from '../../parts.ts'
import { defineImage } from '../../record.ts'

export const ory = defineImage({
  names: ['oryd/kratos', 'oryd/hydra'],
  user: [{ when: { tag: { matches: 'distroless' } }, use: '65532:65532' }, { use: 'ory' }],
  inferred: true,
  writes: [
    {
      path: '/var/lib/sqlite',
      kind: 'data',
      what: 'the SQLite database',
      when: { any: [{ env: { DSN: { matches: '^sqlite' } } }, { mounted: '/var/lib/sqlite' }] },
      evidence: ['ory/kratos .docker/Dockerfile-alpine @ b86338da0', 'ory/hydra .docker/Dockerfile-alpine @ 83127c575'],
    },
  ],
  ...PLAIN_UNPROBED,
})

const KETO = 'ory/keto .docker/Dockerfile and .docker/Dockerfile-alpine @ e026d8391'
export const keto = defineImage({
  names: ['oryd/keto'],
  user: 'ory',
  inferred: true,
  writes: [
    {
      path: '/home/ory',
      kind: 'data',
      what: 'the SQLite database',
      when: { any: [{ mounted: '/home/ory' }, { env: { DSN: { matches: '^sqlite:///home/ory' } } }] },
      absent: true,
      evidence: [KETO],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const oathkeeper = defineImage({
  // ory/oathkeeper .docker/Dockerfile-alpine @ 024fbb5f2: a program that keeps nothing.
  names: ['oryd/oathkeeper'],
  user: 'ory',
  inferred: true,
  writes: [],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})
