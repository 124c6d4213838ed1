import { oneDirectory, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

export const memos = oneDirectory(
  { names: ['neosmemo/memos', 'ghcr.io/usememos/memos'], volumes: ['/var/opt/memos'] },
  '/var/opt/memos',
  'notes and uploads',
  'usememos/memos scripts/Dockerfile and scripts/entrypoint.sh @ 76a762924',
)

export const trilium = oneDirectory(
  { names: ['ghcr.io/triliumnext/trilium', 'triliumnext/trilium', 'triliumnext/notes'] },
  '/home/node/trilium-data',
  'notes',
  'https://triliumnext.github.io/Docs/Wiki/docker-server-installation.html',
)

const FLATNOTES = ['dullage/flatnotes Dockerfile and entrypoint.sh @ a38ac15e0']
export const flatnotes = defineImage({
  names: ['dullage/flatnotes'],
  dropsTo: '1000:1000',
  volumes: ['/data'],
  inferred: true,
  writes: [
    {
      path: '/data',
      from: [{ env: 'FLATNOTES_PATH' }],
      kind: 'data',
      what: 'notes and their index',
      owner: '1000:1000',
      chowned: true,
      evidence: FLATNOTES,
    },
    temporary('dullage/flatnotes Dockerfile (Python) @ a38ac15e0'),
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

const SILVERBULLET = ['silverbulletmd/silverbullet Dockerfile and docker-entrypoint.sh @ 754e8525b']
export const silverbullet = defineImage({
  names: ['ghcr.io/silverbulletmd/silverbullet', 'silverbulletmd/silverbullet', 'zefhemel/silverbullet'],
  inferred: true,
  writes: [
    { path: '/space', from: [{ env: 'SB_FOLDER' }], kind: 'data', what: 'notes', absent: true, evidence: SILVERBULLET },
    { path: '/tmp', kind: 'scratch', what: 'temporary files of git', evidence: SILVERBULLET },
  ],
  obstacles: [
    {
      when: { user: 'root', not: { env: { PUID: { matches: '^0$' } } } },
      effect: 'fails',
      why: 'it makes a user for the owner of its space at start',
      instead: 'set `user:` to the owner of the space, or PUID=0 where that is root',
      evidence: SILVERBULLET,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

const SIYUAN = ['siyuan-note/siyuan Dockerfile and kernel/entrypoint.sh @ eef105683']
export const siyuan = defineImage({
  names: ['b3log/siyuan'],
  writes: [
    {
      path: '/siyuan/workspace',
      from: [{ env: 'SIYUAN_WORKSPACE_PATH' }, { option: '--workspace' }],
      kind: 'data',
      what: 'notes, their index and settings',
      absent: true,
      evidence: SIYUAN,
    },
    { path: '/home/siyuan', kind: 'config', what: 'the list of its workspaces', absent: true, evidence: SIYUAN },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint makes a user and gives the program to it at start',
      evidence: SIYUAN,
    },
  ],
  healthcheck: false,
})

const JOPLIN = ['laurent22/joplin Dockerfile.server, packages/server/package.json (pm2) and src/config.ts @ db966f919']
export const joplinServer = defineImage({
  names: ['joplin/server'],
  user: '1001:1001',
  accounts: { joplin: '1001:1001' },
  inferred: true,
  writes: [
    {
      path: '/home/joplin/packages/server/temp',
      kind: 'scratch',
      what: 'uploads in progress',
      absent: true,
      evidence: JOPLIN,
    },
    { path: '/home/joplin/packages/server/logs', kind: 'log', what: 'logs', absent: true, evidence: JOPLIN },
    { path: '/home/joplin/.pm2', kind: 'runtime', what: 'sockets, pid files and logs of pm2', absent: true, evidence: JOPLIN },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files of Node.js and yarn',
      evidence: ['laurent22/joplin Dockerfile.server (yarn) @ db966f919'],
    },
  ],
  notes: [{ when: { env: { STORAGE_DRIVER: 'set' } }, text: 'A directory that STORAGE_DRIVER names needs a volume' }],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const BLINKO = 'blinkospace/blinko dockerfile and server/routerExpress/file/plugin.ts @ 49fcdbb15'
export const blinko = defineImage({
  names: ['blinkospace/blinko'],
  inferred: true,
  writes: [
    { path: '/app/.blinko', kind: 'data', what: 'attachments, vectors and plug-ins', absent: true, evidence: [BLINKO] },
    temporary(BLINKO),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

/** Its vendor's Compose file shows how it runs read-only. */
const HEDGEDOC = 'hedgedoc/container docker-compose.yml (read_only, tmpfs) and resources/docker-entrypoint.sh @ 81748a94f'
export const hedgedoc = defineImage({
  names: ['quay.io/hedgedoc/hedgedoc', 'hedgedoc/hedgedoc'],
  accounts: { hedgedoc: '10000:10000' },
  dropsTo: 'hedgedoc',
  writes: [
    {
      path: '/hedgedoc/public/uploads',
      kind: 'data',
      what: 'uploads, unless CMD_IMAGE_UPLOAD_TYPE names a service for them',
      owner: 'hedgedoc',
      chowned: true,
      oftenCache: true,
      evidence: [HEDGEDOC],
    },
    { path: '/tmp', kind: 'scratch', what: 'uploads in progress', evidence: [HEDGEDOC] },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})
