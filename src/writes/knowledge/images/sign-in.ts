import { temporary } from '../parts.ts'
import { defineImage } from '../record.ts'

const PLAIN = { gainsPrivileges: 'none', capabilities: [{ needs: [] }], healthcheck: false } as const

export const tinyauth = defineImage({
  names: ['ghcr.io/steveiliop56/tinyauth'],
  volumes: ['/data'],
  inferred: true,
  writes: [
    {
      path: '/data',
      from: [
        { env: 'TINYAUTH_DATABASE_PATH', parent: true },
        { env: 'DATABASE_PATH', parent: true },
      ],
      kind: 'data',
      what: 'sessions',
      evidence: ['steveiliop56/tinyauth Dockerfile @ 479f16578'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

export const traefikForwardAuth = defineImage({
  // thomseddon/traefik-forward-auth Dockerfile @ 26e7995ea: FROM scratch, its state in cookies.
  names: ['thomseddon/traefik-forward-auth'],
  writes: [],
  ...PLAIN,
})

const LLDAP = ['lldap/lldap docker-entrypoint.sh and .github/workflows/Dockerfile.ci.alpine-base @ 9cc54ab03']
export const lldap = defineImage({
  names: ['lldap/lldap', 'ghcr.io/lldap/lldap', 'nitnelave/lldap'],
  user: [{ when: { tag: { matches: 'rootless' } }, use: '1000:1000' }, { use: 'root' }],
  accounts: { lldap: '1000:1000' },
  dropsTo: 'lldap',
  volumes: ['/data'],
  inferred: true,
  writes: [
    { path: '/data', kind: 'data', what: 'its configuration, key and database', owner: 'lldap', chowned: true, evidence: LLDAP },
    temporary('lldap/lldap docker-entrypoint.sh (bash) @ 9cc54ab03'),
  ],
  obstacles: [
    {
      when: {
        user: 'root',
        any: [{ env: { UID: { matches: '^(?!1000$)' } } }, { env: { GID: { matches: '^(?!1000$)' } } }],
      },
      effect: 'fails',
      why: 'for another UID or GID than 1000 its entrypoint gives the programs in /app to that user',
      instead: 'use a rootless tag with `user:`',
      evidence: LLDAP,
    },
  ],
  healthcheck: true,
})

const POCKET_ID = ['pocket-id/pocket-id docker/Dockerfile, scripts/docker/entrypoint.sh and docker-compose.yml @ d258d952b']
export const pocketId = defineImage({
  names: ['ghcr.io/pocket-id/pocket-id', 'pocketid/pocket-id', 'ghcr.io/stonith404/pocket-id', 'stonith404/pocket-id'],
  user: [{ when: { tag: { matches: 'distroless' } }, use: '65532:65532' }, { use: 'root' }],
  dropsTo: 'pocket-id',
  inferred: true,
  writes: [
    {
      path: '/app/data',
      kind: 'data',
      what: 'its database, keys and uploads',
      owner: '1000:1000',
      chowned: true,
      absent: true,
      evidence: POCKET_ID,
    },
    { path: '/tmp', kind: 'scratch', what: 'uploads', absent: true, evidence: POCKET_ID },
  ],
  healthcheck: true,
})

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
  ...PLAIN,
})
