import { oneDirectory, temporary } from '../parts.ts'
import type { WriteFact } from '../record.ts'
import { defineImage } from '../record.ts'

const BITMAGNET = 'bitmagnet-io/bitmagnet Dockerfile and docker-compose.yml @ e31b30d73'
export const bitmagnet = defineImage({
  names: ['ghcr.io/bitmagnet-io/bitmagnet'],
  inferred: true,
  writes: [
    {
      path: '/root/.local/share/bitmagnet',
      kind: 'log',
      what: 'logs, where LOG_FILE_ROTATOR_ENABLED is set',
      when: { env: { LOG_FILE_ROTATOR_ENABLED: { matches: '^true$' } } },
      absent: true,
      evidence: [BITMAGNET],
    },
    temporary(BITMAGNET),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const GITEA_MIRROR = 'RayLabsHQ/gitea-mirror Dockerfile and docker-entrypoint.sh @ 8446811e8'
export const giteaMirror = defineImage({
  names: ['ghcr.io/raylabshq/gitea-mirror'],
  user: '1001:1001',
  accounts: { 'gitea-mirror': '1001:1001' },
  volumes: ['/app/data'],
  inferred: true,
  writes: [
    { path: '/app/data', kind: 'data', what: 'its database and secrets', evidence: [GITEA_MIRROR] },
    {
      path: '/app/certs',
      kind: 'config',
      what: 'a bundle of the certificates that are mounted there',
      when: { mounted: '/app/certs' },
      evidence: [GITEA_MIRROR],
    },
    { path: '/home/gitea-mirror', kind: 'cache', what: 'settings of git', evidence: [GITEA_MIRROR] },
    temporary(GITEA_MIRROR),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: true,
})

const UPSNAP = 'seriousm4x/UpSnap Dockerfile and docker-compose.yml @ 8f52541fe'
export const upSnap = oneDirectory(
  { names: ['ghcr.io/seriousm4x/upsnap', 'seriousm4x/upsnap'], healthcheck: true },
  '/app/pb_data',
  'its database and uploads',
  UPSNAP,
)

const RYBBIT = 'rybbit-io/rybbit client/Dockerfile @ e0f9499e7'
export const rybbitClient = defineImage({
  names: ['ghcr.io/rybbit-io/rybbit-client'],
  user: '1001',
  inferred: true,
  writes: [
    {
      path: '/app/.next/cache',
      kind: 'cache',
      what: 'rendered pages and images',
      absent: true,
      without: { effect: 'degrades', what: 'pages are rendered anew each time' },
      evidence: [RYBBIT],
    },
    temporary(RYBBIT),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

const RYBBIT_SERVER = ['rybbit-io/rybbit server/Dockerfile and server/docker-entrypoint.sh @ e0f9499e7']
export const rybbitBackend = defineImage({
  names: ['ghcr.io/rybbit-io/rybbit-backend'],
  inferred: true,
  writes: [
    {
      path: '/root/.npm',
      kind: 'cache',
      what: 'logs of npm, by which it migrates its database',
      absent: true,
      without: { effect: 'degrades', what: 'npm warns that it cannot write its log' },
      evidence: RYBBIT_SERVER,
    },
    ...RYBBIT_SERVER.map(temporary),
  ],
  gainsPrivileges: 'none',
})

const EVOLUTION = ['EvolutionAPI/evolution-api Dockerfile, Docker/scripts/deploy_database.sh and package.json @ 3454bec79']
export const evolutionApi = defineImage({
  names: ['evoapicloud/evolution-api', 'atendai/evolution-api'],
  writes: [
    {
      path: '/evolution/instances',
      kind: 'data',
      what: 'sessions, where they are kept on disk',
      when: { mounted: '/evolution/instances' },
      evidence: EVOLUTION,
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'at each start it copies the changes of its database to /evolution/prisma and generates its client into node_modules',
      evidence: EVOLUTION,
    },
  ],
  healthcheck: false,
})

const GO_WHATSAPP = [
  'aldinokemal/go-whatsapp-web-multidevice docker/golang.Dockerfile, docker/entrypoint.sh and docker-compose.yml @ 51f7b199e',
]
export const goWhatsApp = defineImage({
  names: ['aldinokemal2104/go-whatsapp-web-multidevice', 'ghcr.io/aldinokemal/go-whatsapp-web-multidevice'],
  inferred: true,
  writes: [
    { path: '/app/storages', kind: 'data', what: 'sessions and messages', absent: true, evidence: GO_WHATSAPP },
    { path: '/app/statics', kind: 'data', what: 'received and sent files', absent: true, evidence: GO_WHATSAPP },
    { path: '/tmp', kind: 'scratch', what: 'files in work', evidence: GO_WHATSAPP },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const RYOT = ['IgnisDa/ryot Dockerfile and ci/run-container.sh @ 9c37d60b2']
export const ryot = defineImage({
  names: ['ignisda/ryot', 'ghcr.io/ignisda/ryot'],
  user: '1001:1001',
  accounts: { ryot: '1001:1001' },
  inferred: true,
  writes: [
    {
      path: '/home/ryot/.npm',
      kind: 'cache',
      what: 'logs of npx, by which it starts',
      absent: true,
      without: { effect: 'degrades', what: 'npm warns that it cannot write its log' },
      evidence: RYOT,
    },
    {
      path: '/home/ryot/.config',
      kind: 'config',
      what: 'what Caddy saves of its configuration',
      absent: true,
      without: { effect: 'degrades', what: 'Caddy warns that it cannot save it' },
      evidence: RYOT,
    },
    ...RYOT.map(temporary),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const WEB_CHECK = ['Lissy93/web-check Dockerfile @ 714cf62ca']
export const webCheck = defineImage({
  names: ['lissy93/web-check', 'ghcr.io/lissy93/web-check'],
  inferred: true,
  writes: [
    { path: '/tmp', kind: 'scratch', what: 'profiles of its browser', evidence: WEB_CHECK },
    ...(['/root/.config', '/root/.cache'] as const).map(
      (path): WriteFact => ({
        path,
        kind: 'cache',
        what: 'settings and caches of its browser',
        absent: true,
        evidence: WEB_CHECK,
      }),
    ),
  ],
  healthcheck: false,
})

export const adGuardHomeSync = defineImage({
  // bakito/adguardhome-sync Dockerfile @ ccbec95fa: a program in an empty image that only reads its configuration.
  names: ['ghcr.io/bakito/adguardhome-sync', 'quay.io/bakito/adguardhome-sync'],
  user: '1001',
  inferred: true,
  writes: [],
  configuration: ['/config'],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const ATUIN = 'atuinsh/atuin Dockerfile (ATUIN_CONFIG_DIR) @ 824c8716d'
export const atuin = oneDirectory(
  { names: ['ghcr.io/atuinsh/atuin'], user: 'atuin', gainsPrivileges: 'none', capabilities: [{ needs: [] }] },
  '/config',
  'its settings, made at the first start, and its SQLite database, where it lies there',
  ATUIN,
)

export const cup = defineImage({
  // sergi0g/cup Dockerfile @ c58c2da6e: a program in an empty image that keeps nothing.
  names: ['ghcr.io/sergi0g/cup'],
  inferred: true,
  writes: [],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const FILESTASH = 'mickael-kerjean/filestash docker/Dockerfile and docker/docker-compose.yml @ ce3086538'
export const filestash = oneDirectory(
  { names: ['machines/filestash'], user: 'filestash', gainsPrivileges: 'none', capabilities: [{ needs: [] }], healthcheck: false },
  '/app/data/state',
  'its settings, database, search index, caches and logs',
  FILESTASH,
)

const KOILLECTION = ['benjaminjonard/koillection docker/entrypoint.sh @ 0b2334a69']
export const koillection = defineImage({
  names: ['koillection/koillection'],
  writes: [{ path: '/uploads', kind: 'data', what: 'pictures', evidence: KOILLECTION }],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint writes .env.local next to the program and settings of PHP and nginx in /etc',
      evidence: KOILLECTION,
    },
  ],
})
