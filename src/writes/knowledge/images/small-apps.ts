import { oneDirectory, temporary } from '../parts.ts'
import type { WriteFact } from '../record.ts'
import { defineImage } from '../record.ts'

const DOCMOST = ['docmost/docmost Dockerfile and docker-compose.yml @ 549cf7c00']
export const docmost = defineImage({
  names: ['docmost/docmost'],
  user: '1000:1000',
  accounts: { node: '1000:1000' },
  volumes: ['/app/data/storage'],
  inferred: true,
  writes: [
    { path: '/app/data/storage', kind: 'data', what: 'attachments', evidence: DOCMOST },
    temporary('docmost/docmost Dockerfile (pnpm) @ 549cf7c00'),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const RALLLY = ['lukevella/rallly apps/web/Dockerfile and scripts/docker-start.sh @ c629b3148']
export const rallly = defineImage({
  names: ['lukevella/rallly'],
  user: 'nextjs',
  inferred: true,
  writes: [
    {
      path: '/app/.npm',
      kind: 'cache',
      what: 'logs of npx, by which it migrates its database',
      absent: true,
      without: { effect: 'degrades', what: 'npm warns that it cannot write its log' },
      evidence: RALLLY,
    },
    {
      path: '/app/apps/web/.next/cache',
      kind: 'cache',
      what: 'rendered pages and images',
      absent: true,
      without: { effect: 'degrades', what: 'pages are rendered anew each time' },
      evidence: RALLLY,
    },
    temporary('lukevella/rallly scripts/docker-start.sh @ c629b3148'),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

const ZIPLINE = 'diced/zipline docker-compose.yml and docker-entrypoint.sh @ effe1f9ec'
export const zipline = oneDirectory(
  { names: ['ghcr.io/diced/zipline'], gainsPrivileges: 'none' },
  '/zipline/uploads',
  'uploaded files',
  ZIPLINE,
  [{ path: '/zipline/public', kind: 'data', what: 'files of its pages', when: { mounted: '/zipline/public' }, evidence: [ZIPLINE] }],
)

export const convertx = oneDirectory(
  { names: ['ghcr.io/c4illin/convertx', 'c4illin/convertx'], gainsPrivileges: 'none', healthcheck: false },
  '/app/data',
  'its database and converted files',
  'C4illin/ConvertX Dockerfile and compose.yaml @ 84e954948',
)

export const vert = defineImage({
  // VERT-sh/VERT Dockerfile @ e1c83ba4a: FROM nginx with a COPY of the page.
  names: ['ghcr.io/vert-sh/vert'],
  extends: 'nginx',
  writes: [],
  healthcheck: true,
})

export const pterodactylPanel = defineImage({
  names: ['ghcr.io/pterodactyl/panel'],
  writes: (['/app/var', '/app/storage/logs'] as const).map(
    (path): WriteFact => ({
      path,
      kind: path === '/app/var' ? 'data' : 'log',
      what: path === '/app/var' ? 'its settings with their key' : 'logs',
      evidence: ['pterodactyl/panel docker-compose.example.yml @ 706db62c6'],
    }),
  ),
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint links .env into the program and copies its site into /etc/nginx',
      evidence: ['pterodactyl/panel .github/docker/entrypoint.sh @ 706db62c6'],
    },
  ],
  healthcheck: false,
})

const WINGS = ['pterodactyl/wings Dockerfile and docker-compose.example.yml @ f1c5bbd42']
export const pterodactylWings = defineImage({
  names: ['ghcr.io/pterodactyl/wings'],
  inferred: true,
  writes: (['/etc/pterodactyl', '/var/lib/pterodactyl', '/var/log/pterodactyl', '/tmp/pterodactyl'] as const).map(
    (path): WriteFact => ({
      path,
      kind: 'data',
      what: 'servers, their files and its configuration, at the same place as on the host',
      absent: true,
      evidence: WINGS,
    }),
  ),
  healthcheck: false,
})

export const watchYourLan = oneDirectory(
  { names: ['aceberg/watchyourlan', 'ghcr.io/aceberg/watchyourlan'], gainsPrivileges: 'none', healthcheck: false },
  '/data',
  'its configuration and database',
  'aceberg/WatchYourLAN Dockerfile and docker-compose.yml @ ca9f644bc',
)

const KOPIA = ['kopia/kopia tools/docker/Dockerfile (KOPIA_CONFIG_PATH, KOPIA_CACHE_DIRECTORY, KOPIA_LOG_DIR) @ 4ebb2be6c']
export const kopia = defineImage({
  names: ['kopia/kopia', 'ghcr.io/kopia/kopia'],
  inferred: true,
  writes: [
    {
      path: '/app/config',
      from: [{ env: 'KOPIA_CONFIG_PATH', parent: true }],
      kind: 'data',
      what: 'the connection to its repository',
      absent: true,
      evidence: KOPIA,
    },
    {
      path: '/app/cache',
      from: [{ env: 'KOPIA_CACHE_DIRECTORY' }],
      kind: 'cache',
      what: 'contents of its repository',
      large: true,
      absent: true,
      evidence: KOPIA,
    },
    { path: '/app/logs', from: [{ env: 'KOPIA_LOG_DIR' }], kind: 'log', what: 'logs', absent: true, evidence: KOPIA },
    { path: '/tmp', kind: 'scratch', what: 'mounted snapshots', evidence: ['kopia/kopia tools/docker/docker-compose.yml @ 4ebb2be6c'] },
  ],
  gainsPrivileges: 'fusermount3, which is setuid root',
  healthcheck: false,
})

export const soketi = defineImage({
  // soketi/soketi Dockerfile @ 5d188786b: a program on Node.js that keeps nothing.
  names: ['quay.io/soketi/soketi'],
  inferred: true,
  writes: [temporary('soketi/soketi Dockerfile (Node.js) @ 5d188786b')],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const RUSTFS = ['rustfs/rustfs Dockerfile @ 20d126649']
export const rustfs = defineImage({
  names: ['rustfs/rustfs', 'ghcr.io/rustfs/rustfs'],
  user: '10001',
  volumes: ['/data'],
  inferred: true,
  writes: [
    { path: '/data', kind: 'data', what: 'buckets', evidence: RUSTFS },
    { path: '/logs', from: [{ env: 'RUSTFS_OBS_LOG_DIRECTORY' }], kind: 'log', what: 'logs', evidence: RUSTFS },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: RUSTFS },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

const SPOOLMAN = ['Donkie/Spoolman Dockerfile and entrypoint.sh @ a9e50559b']
export const spoolman = defineImage({
  names: ['ghcr.io/donkie/spoolman'],
  accounts: { app: '1000:1000' },
  dropsTo: 'app',
  inferred: true,
  writes: [
    { path: '/home/app/.local/share/spoolman', kind: 'data', what: 'its database, backups and logs', owner: 'app', evidence: SPOOLMAN },
    temporary('Donkie/Spoolman Dockerfile @ a9e50559b'),
  ],
  obstacles: [
    {
      when: { any: [{ env: { PUID: { matches: '^(?!1000$)' } } }, { env: { PGID: { matches: '^(?!1000$)' } } }] },
      effect: 'fails',
      why: 'for another PUID or PGID than 1000 it changes the ids of its user at start',
      instead: 'set `user:` to those ids',
      evidence: SPOOLMAN,
    },
  ],
  healthcheck: false,
})

/** Without FILE_DIR it keeps uploads below /tmp, in a directory that it chooses anew at each start. */
const SEND = ['timvisee/send server/config.js (FILE_DIR, tmpdir) and Dockerfile @ e0a3d2bf2']
export const send = defineImage({
  names: ['registry.gitlab.com/timvisee/send'],
  user: '1000:1000',
  accounts: { app: '1000:1000' },
  inferred: true,
  writes: [
    { from: [{ env: 'FILE_DIR' }], kind: 'data', what: 'uploads', absent: true, evidence: SEND },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'uploads, where FILE_DIR is not set',
      large: true,
      when: { env: { FILE_DIR: 'unset' } },
      evidence: SEND,
    },
  ],
  notes: [{ when: { env: { FILE_DIR: 'unset' } }, text: 'It forgets its uploads at each start: set FILE_DIR and give it a volume' }],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const pingvinShare = defineImage({
  names: ['stonith404/pingvin-share', 'ghcr.io/stonith404/pingvin-share'],
  dropsTo: '1000:1000',
  inferred: true,
  writes: [
    {
      path: '/opt/app/backend/data',
      kind: 'data',
      what: 'shares and its database',
      owner: '1000:1000',
      chowned: true,
      evidence: ['stonith404/pingvin-share docker-compose.yml and scripts/docker/create-user.sh @ 4f9a502e4'],
    },
    temporary('stonith404/pingvin-share Dockerfile @ 4f9a502e4'),
  ],
  obstacles: [
    {
      at: '/opt/app/frontend/public',
      effect: 'degrades',
      why: 'its logo cannot be changed in the browser',
      instead: 'mount a volume at /opt/app/frontend/public/img',
      evidence: ['stonith404/pingvin-share docker-compose.yml @ 4f9a502e4'],
    },
  ],
  healthcheck: true,
})
