import { temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

/** Keycloak: an image that is not built with `kc.sh build` re-augments itself at start, inside the program. */
export const keycloak = defineImage({
  names: ['quay.io/keycloak/keycloak', 'keycloak/keycloak'],
  user: '1000:0',
  accounts: { keycloak: '1000:0' },
  writes: [
    {
      path: '/opt/keycloak/data/tmp',
      kind: 'cache',
      what: 'compressed theme files',
      absent: true,
      without: { effect: 'degrades', what: 'theme files answer HTTP 500 while health is green' },
      evidence: ['https://github.com/keycloak/keycloak/issues/37533', 'https://github.com/quarkusio/quarkus/issues/46388'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'cache of Vert.x',
      evidence: ['https://github.com/quarkusio/quarkus/issues/40531', 'https://github.com/quarkusio/quarkus/issues/28094'],
    },
  ],
  obstacles: [
    {
      when: { any: [{ tag: { below: '17' } }, { tag: { matches: 'legacy' } }] },
      effect: 'fails',
      why: 'versions before 17 change the configuration of WildFly at start, beside its programs',
      instead: 'use version 17 or newer',
      evidence: ['keycloak/keycloak-containers server/tools/docker-entrypoint.sh @ 06382ea5b'],
    },
    {
      when: { not: { command: { matches: '--optimized' } } },
      at: '/opt/keycloak/lib/quarkus',
      effect: 'fails',
      why: 'without --optimized it rebuilds itself at start, inside /opt/keycloak/lib',
      instead: 'build an image with `kc.sh build` and start it with `start --optimized`',
      evidence: ['https://github.com/keycloak/keycloak/issues/44632'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const KEYCLOAK = [
  'keycloak/keycloak-containers server/tools/docker-entrypoint.sh @ 06382ea5b',
  'keycloak/keycloak-containers server/Dockerfile @ 012834442',
]
export const keycloakWildfly = defineImage({
  names: ['jboss/keycloak'],
  user: '1000',
  writes: [
    {
      path: '/opt/jboss/keycloak/standalone/data',
      kind: 'data',
      what: 'its database, where no other is set',
      when: { mounted: '/opt/jboss/keycloak/standalone/data' },
      evidence: KEYCLOAK,
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint changes the configuration of WildFly and adds users in /opt/jboss/keycloak/standalone',
      instead: 'use quay.io/keycloak/keycloak',
      evidence: KEYCLOAK,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

/** authentik writes to /dev/shm for temporary files; where its media lie changed with 2025.12. */
export const authentik = defineImage({
  names: ['ghcr.io/goauthentik/server', 'goauthentik/server', 'beryju/authentik'],
  user: '1000:1000',
  accounts: { authentik: '1000:1000' },
  writes: [
    {
      path: '/media',
      kind: 'data',
      what: 'icons and uploads',
      when: { any: [{ tag: { below: '2025.12' } }, { mounted: '/media' }] },
      evidence: ['https://github.com/goauthentik/authentik/issues/16350', 'goauthentik/authentik Dockerfile @ 0027813e4'],
    },
    {
      path: '/data',
      kind: 'data',
      what: 'icons and uploads',
      when: { tag: { atLeast: '2025.12' }, not: { mounted: '/media' } },
      evidence: ['goauthentik/authentik Dockerfile @ 0027813e4'],
    },
    {
      path: '/dev/shm',
      kind: 'scratch',
      what: 'temporary files (TMPDIR)',
      evidence: ['goauthentik/authentik Dockerfile @ 0027813e4', 'https://github.com/moby/moby/issues/28639'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'non-root' }, needs: [] }],
  healthcheck: true,
})

/** Authelia rewrites a file next to its program at start, unless its health check is off in the configuration. */
export const authelia = defineImage({
  names: ['authelia/authelia', 'ghcr.io/authelia/authelia'],
  writes: [
    {
      path: '/config',
      kind: 'data',
      what: 'database, users and notifications',
      evidence: ['authelia/authelia entrypoint.sh @ 23572030b'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files',
      evidence: ['tmatens/compose-lint docs/examples/clean-edge-proxy/docker-compose.yml @ a250bcb'],
    },
  ],
  obstacles: [
    {
      when: {
        not: { any: [{ env: { AUTHELIA_SERVER_DISABLE_HEALTHCHECK: { matches: '^[Tt]rue$' } } }, { mounted: '/app/.healthcheck.env' }] },
      },
      at: '/app/.healthcheck.env',
      effect: 'fails',
      why: 'it rewrites /app/.healthcheck.env at start and stops when it cannot',
      instead: 'set AUTHELIA_SERVER_DISABLE_HEALTHCHECK=true (server.disable_healthcheck) first',
      evidence: [
        'authelia/authelia internal/middlewares/startup.go lines 15-22,129-141 and internal/commands/root.go lines 91-97 @ 23572030b',
      ],
    },
  ],
  healthcheck: true,
})

const CASDOOR = ['casdoor/casdoor Dockerfile, docker-entrypoint.sh and conf/app.conf @ e6b2338f8']
export const casdoor = defineImage({
  names: ['casbin/casdoor'],
  user: '1000',
  inferred: true,
  writes: [
    { path: '/logs', kind: 'log', what: 'casdoor.log', evidence: CASDOOR },
    {
      path: '/files',
      kind: 'data',
      what: 'uploads, where they are kept on disk',
      when: { mounted: '/files' },
      evidence: CASDOOR,
    },
    { path: '/tmp', kind: 'scratch', what: 'uploads and sessions', evidence: CASDOOR },
  ],
  notes: [{ text: 'A SQLite database needs a directory of its own with a volume: dataSourceName names it' }],
  gainsPrivileges: 'sudo, which its start does not use',
  healthcheck: false,
})

export const casdoorAllInOne = defineImage({
  names: ['casbin/casdoor-all-in-one'],
  writes: [],
  obstacles: [
    {
      when: { env: { dataSourceName: 'unset' } },
      effect: 'fails',
      why: 'it makes its SQLite database in the root directory',
      instead: 'set driverName and dataSourceName, with a directory that has a volume',
      evidence: ['casdoor/casdoor docker-entrypoint.sh @ e6b2338f8'],
    },
    {
      when: { env: { dataSourceName: 'set' } },
      at: '/logs',
      effect: 'fails',
      why: 'it writes its log in /logs',
      instead: 'give /logs a volume',
      evidence: CASDOOR,
    },
  ],
  healthcheck: false,
})

export const dex = defineImage({
  names: ['dexidp/dex', 'ghcr.io/dexidp/dex', 'quay.io/dexidp/dex'],
  user: '1001:1001',
  accounts: { dex: '1001:1001' },
  inferred: true,
  writes: [
    {
      path: '/var/dex',
      kind: 'data',
      what: 'the SQLite database, where the configuration puts it there',
      when: { mounted: '/var/dex' },
      evidence: ['dexidp/dex Dockerfile @ ab64ed778'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'rendered configuration',
      evidence: ['dexidp/dex cmd/docker-entrypoint/main.go @ ab64ed778'],
    },
  ],
})

const LOGTO = ['logto-io/logto Dockerfile, docker-compose.yml and packages/cli/src/commands/database/alteration/utils.ts @ 1fbc55441']
export const logto = defineImage({
  names: ['svhd/logto', 'ghcr.io/logto-io/logto'],
  inferred: true,
  writes: [
    {
      path: '/etc/logto/packages/cli/alteration-scripts',
      kind: 'scratch',
      what: 'changes of the database that its CLI carries out',
      evidence: LOGTO,
    },
    {
      path: '/etc/logto/packages/core/connectors',
      kind: 'data',
      what: 'connectors that are added to the image',
      when: { mounted: '/etc/logto/packages/core/connectors' },
      evidence: LOGTO,
    },
    {
      path: '/root/.npm',
      kind: 'cache',
      what: 'logs of npm, by which it starts',
      absent: true,
      without: { effect: 'degrades', what: 'npm warns that it cannot write its log' },
      evidence: LOGTO,
    },
    temporary('logto-io/logto Dockerfile (Node.js) @ 1fbc55441'),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
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
