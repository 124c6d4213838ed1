import { oneDirectory, temporary } from '../parts.ts'
import { defineImage } from '../record.ts'

const OCIS = 'owncloud/ocis ocis/docker/Dockerfile.linux.amd64 @ 071e1a810'
export const ocis = defineImage({
  names: ['owncloud/ocis'],
  user: '1000:1000',
  accounts: { 'ocis-user': '1000:1000' },
  volumes: ['/var/lib/ocis', '/etc/ocis'],
  inferred: true,
  writes: [
    { path: '/var/lib/ocis', kind: 'data', what: 'files, users and search index', evidence: [OCIS] },
    { path: '/etc/ocis', kind: 'data', what: 'settings and secrets that `ocis init` makes', evidence: [OCIS] },
    temporary(OCIS),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const DRAWIO = ['jgraph/docker-drawio main/Dockerfile @ 26ffc8902 and main/docker-entrypoint.sh @ 0b2f800be']
export const drawio = defineImage({
  names: ['jgraph/drawio'],
  writes: [
    { path: '/usr/local/tomcat/logs', kind: 'log', what: 'logs of Tomcat', evidence: DRAWIO },
    { path: '/usr/local/tomcat/work', kind: 'cache', what: 'compiled pages', evidence: DRAWIO },
    { path: '/usr/local/tomcat/temp', kind: 'scratch', what: 'temporary files', evidence: DRAWIO },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint writes its settings and a certificate next to the pages, and leaves them out where it cannot',
      evidence: DRAWIO,
    },
  ],
  healthcheck: false,
})

const FLAME = ['pawelmalak/flame .docker/Dockerfile, utils/init/createFile.js and db/index.js @ 3e03c2513']
export const flame = defineImage({
  names: ['pawelmalak/flame'],
  writes: [{ path: '/app/data', kind: 'data', what: 'bookmarks, settings and uploads', evidence: FLAME }],
  obstacles: [
    {
      effect: 'fails',
      why: 'at each start it copies its style sheet into its pages in /app/public',
      evidence: FLAME,
    },
  ],
  healthcheck: false,
})

const OCTOPRINT = ['OctoPrint/octoprint-docker Dockerfile and root/etc/cont-init.d/01-mjpg-streamer-config @ 32fdd6eae']
export const octoprint = defineImage({
  names: ['octoprint/octoprint'],
  volumes: ['/octoprint'],
  writes: [{ path: '/octoprint', kind: 'data', what: 'settings, files to print and plug-ins', evidence: OCTOPRINT }],
  obstacles: [
    {
      effect: 'fails',
      why: 'its s6-overlay removes the service of the camera from /etc at start',
      evidence: OCTOPRINT,
    },
  ],
  healthcheck: false,
})

const MYSPEED =
  'gnmyt/myspeed Dockerfile @ 10d382dbf, server/util/createFolders.js @ c30db9961 and server/util/providers/loadOokla.js @ 2d13a6c71'
export const mySpeed = oneDirectory(
  { names: ['germannewsmaker/myspeed'], volumes: ['/myspeed/data'], gainsPrivileges: 'none', healthcheck: false },
  '/myspeed/data',
  'measurements, settings and logs',
  MYSPEED,
  [
    {
      path: '/myspeed/bin',
      kind: 'cache',
      what: 'programs that measure, loaded at start',
      exec: true,
      absent: true,
      evidence: [MYSPEED],
    },
  ],
)

const PSMDB = 'percona/percona-docker percona-server-mongodb-8.0/Dockerfile and ps-entry.sh @ 5c654083c'
export const perconaMongo = defineImage({
  names: ['percona/percona-server-mongodb'],
  user: '1001:0',
  accounts: { mongodb: '1001:0' },
  volumes: ['/data/db'],
  inferred: true,
  writes: [
    { path: '/data/db', kind: 'data', what: 'the database', evidence: [PSMDB] },
    { path: '/tmp', kind: 'runtime', what: 'the socket of mongod and files of the entrypoint', evidence: [PSMDB] },
  ],
  settings: [
    {
      environment: { name: 'PERCONA_TELEMETRY_DISABLE', value: '1' },
      why: 'the telemetry agent writes below /usr/local/percona and /var/log/percona',
      evidence: ['percona/percona-docker percona-server-mongodb-8.0/ps-entry.sh and telemetry-agent-supervisor.sh @ 5c654083c'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const ZEROTIER = 'zerotier/ZeroTierOne entrypoint.sh.release @ 2388c9f4e and Dockerfile.release @ 00d9abb61'
export const zeroTier = oneDirectory(
  { names: ['zerotier/zerotier'], healthcheck: true },
  '/var/lib/zerotier-one',
  'the identity of the node and the networks that it joined',
  ZEROTIER,
)

const MONEY = ['spiral-project/ihatemoney Dockerfile @ 049552f24 and conf/entrypoint.sh @ 08c045e98']
export const iHateMoney = defineImage({
  names: ['ihatemoney/ihatemoney'],
  volumes: ['/database'],
  inferred: true,
  writes: [
    {
      path: '/database',
      kind: 'data',
      what: 'its SQLite database',
      when: { not: { env: { SQLALCHEMY_DATABASE_URI: { matches: '^(postgres|mysql)' } } } },
      evidence: MONEY,
    },
    { path: '/etc/ihatemoney', kind: 'config', what: 'settings, written from the environment at each start', evidence: MONEY },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'files by which gunicorn watches its workers',
      evidence: [...MONEY, 'https://docs.gunicorn.org/en/stable/settings.html#worker-tmp-dir'],
    },
  ],
  obstacles: [
    {
      when: { all: [{ env: { PUID: { matches: '^(?!0$)' } } }, { env: { PGID: { matches: '^(?!0$)' } } }] },
      effect: 'fails',
      why: 'it changes the ids of its user for PUID and PGID at start',
      instead: 'set `user` instead',
      evidence: MONEY,
    },
  ],
  healthcheck: false,
})
