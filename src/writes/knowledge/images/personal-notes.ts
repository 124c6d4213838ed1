import { oneDirectory, temporary } from '../parts.ts'
import { defineImage } from '../record.ts'

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

const LUBELOGGER = 'hargata/lubelog Dockerfile, docker-compose.yml, Helper/StaticHelper.cs and Helper/FileHelper.cs @ 95e811b7b'
export const lubelogger = oneDirectory(
  { names: ['ghcr.io/hargata/lubelogger', 'hargata/lubelogger'], gainsPrivileges: 'none', healthcheck: false },
  '/App/data',
  'its database, settings and documents',
  LUBELOGGER,
  [
    {
      path: '/root/.aspnet/DataProtection-Keys',
      kind: 'data',
      what: 'keys of the sessions',
      absent: true,
      evidence: [LUBELOGGER],
    },
  ],
)

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

export const wakapi = defineImage({
  names: ['ghcr.io/muety/wakapi'],
  user: '65532:65532',
  inferred: true,
  writes: [
    {
      path: '/data',
      kind: 'data',
      what: 'its SQLite database',
      when: { not: { env: { WAKAPI_DB_TYPE: { matches: '^(mysql|postgres|cockroach|mssql)$' } } } },
      evidence: ['muety/wakapi Dockerfile (WAKAPI_DB_NAME) @ 2ed2e3faa'],
    },
    temporary('muety/wakapi Dockerfile (Go) @ 2ed2e3faa'),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
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

const SEERR = 'seerr-team/seerr Dockerfile, docs/getting-started/docker.mdx and server/datasource.ts @ f74306ed0'
export const seerr = defineImage({
  names: ['ghcr.io/seerr-team/seerr', 'seerr/seerr'],
  user: '1000:1000',
  accounts: { node: '1000:1000' },
  inferred: true,
  writes: [
    {
      path: '/app/config',
      from: [{ env: 'CONFIG_DIRECTORY' }],
      kind: 'data',
      what: 'its database, settings, logs and pictures',
      evidence: [SEERR],
    },
    {
      path: '/app/.next/cache',
      kind: 'cache',
      what: 'pictures in other sizes',
      without: { effect: 'degrades', what: 'they are made anew each time' },
      evidence: [SEERR],
    },
    {
      path: '/home/node/.npm',
      kind: 'cache',
      what: 'logs of npm, by which it starts',
      absent: true,
      without: { effect: 'degrades', what: 'npm warns that it cannot write its log' },
      evidence: [SEERR],
    },
    temporary(SEERR),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const CROSS_SEED = 'cross-seed/cross-seed Dockerfile (CONFIG_DIR) @ 0a222a03b'
export const crossSeed = oneDirectory(
  { names: ['ghcr.io/cross-seed/cross-seed', 'crossseed/cross-seed'], gainsPrivileges: 'none', healthcheck: false },
  '/config',
  'its settings, database, logs and torrents',
  CROSS_SEED,
)

const MUSIC = 'music-assistant/server Dockerfile @ a80940c99'
export const musicAssistant = oneDirectory(
  { names: ['ghcr.io/music-assistant/server'], volumes: ['/data'] },
  '/data',
  'its settings, database, caches and logs',
  MUSIC,
)
