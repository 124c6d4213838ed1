import { oneDirectory, temporary } from '../parts.ts'
import type { WriteFact } from '../record.ts'
import { defineImage } from '../record.ts'

const DGRAPH = 'dgraph-io/dgraph contrib/Dockerfile and contrib/standalone/Dockerfile @ 64804bd28'
export const dgraph = oneDirectory(
  { names: ['dgraph/dgraph', 'dgraph/standalone'], gainsPrivileges: 'none', healthcheck: false },
  '/dgraph',
  'the graph, its log and state',
  DGRAPH,
)

const MEMGRAPH = ['memgraph/memgraph release/docker/v8_deb.dockerfile @ df0f63683']
export const memgraph = defineImage({
  names: ['memgraph/memgraph', 'memgraph/memgraph-mage'],
  user: 'memgraph',
  volumes: ['/var/log/memgraph', '/var/lib/memgraph', '/etc/memgraph'],
  inferred: true,
  writes: [
    { path: '/var/lib/memgraph', from: [{ option: '--data-directory' }], kind: 'data', what: 'the graph', evidence: MEMGRAPH },
    { path: '/var/log/memgraph', kind: 'log', what: 'logs', evidence: MEMGRAPH },
    { path: '/tmp', kind: 'scratch', what: 'temporary files of its procedures', exec: true, evidence: MEMGRAPH },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const EJABBERD = ['processone/ejabberd .github/container/Dockerfile @ 61bf7a9cc']
export const ejabberd = defineImage({
  names: ['ghcr.io/processone/ejabberd'],
  user: '9000:9000',
  accounts: { ejabberd: '9000:9000' },
  volumes: ['/opt/ejabberd'],
  inferred: true,
  writes: [
    { path: '/opt/ejabberd', kind: 'data', what: 'its database, settings, uploads and logs', exec: true, evidence: EJABBERD },
    { path: '/tmp', kind: 'scratch', what: 'temporary files of Erlang', evidence: EJABBERD },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

export const prism = defineImage({
  names: ['stoplight/prism'],
  inferred: true,
  writes: [temporary('stoplightio/prism Dockerfile (Node.js) @ ddbe0206d')],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const CHRONOGRAF = 'influxdata/influxdata-docker chronograf/1.10/Dockerfile and chronograf/1.10/entrypoint.sh @ d457cb936'
export const chronograf = defineImage({
  names: ['chronograf'],
  dropsTo: 'chronograf',
  volumes: ['/var/lib/chronograf'],
  inferred: true,
  writes: [
    {
      path: '/var/lib/chronograf',
      from: [{ env: 'BOLT_PATH', parent: true }],
      kind: 'data',
      what: 'its database',
      evidence: [CHRONOGRAF],
    },
    temporary(CHRONOGRAF),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const KAPACITOR = 'influxdata/influxdata-docker kapacitor/1.8/Dockerfile, kapacitor.conf and entrypoint.sh @ d457cb936'
export const kapacitor = defineImage({
  names: ['kapacitor'],
  dropsTo: 'kapacitor',
  volumes: ['/var/lib/kapacitor'],
  inferred: true,
  writes: [
    {
      path: '/var/lib/kapacitor',
      from: [{ env: 'KAPACITOR_DATA_DIR' }],
      kind: 'data',
      what: 'tasks and recordings',
      evidence: [KAPACITOR],
    },
    temporary(KAPACITOR),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const DOLIBARR = ['Dolibarr/dolibarr-docker Dockerfile.template and docker-run.sh @ 01d93b3d4']
export const dolibarr = defineImage({
  names: ['dolibarr/dolibarr', 'tuxgasy/dolibarr'],
  volumes: ['/var/www/documents', '/var/www/html/custom'],
  writes: (['/var/www/documents', '/var/www/html/custom'] as const).map(
    (path): WriteFact => ({
      path,
      kind: 'data',
      what: path === '/var/www/documents' ? 'documents' : 'modules',
      owner: '33:33',
      evidence: DOLIBARR,
    }),
  ),
  obstacles: [
    {
      effect: 'fails',
      why: 'its start script writes settings of PHP and conf.php next to the program',
      evidence: DOLIBARR,
    },
  ],
  healthcheck: false,
})

const SEAFILE = ['haiwen/seafile-docker image/seafile_13.0/Dockerfile and scripts/scripts_13.0/create_data_links.sh @ 7ab3682fb']
export const seafile = defineImage({
  names: ['seafileltd/seafile-mc', 'seafileltd/seafile-pro-mc', 'seafileltd/seafile'],
  writes: [{ path: '/shared', kind: 'data', what: 'libraries, settings and logs', evidence: SEAFILE }],
  obstacles: [
    {
      effect: 'fails',
      why: 'at start it puts links to its data next to its programs in /opt/seafile',
      evidence: SEAFILE,
    },
  ],
})

const OWNTRACKS = 'owntracks/docker-recorder Dockerfile and entrypoint.sh @ 888f909b3'
export const ownTracks = oneDirectory(
  { names: ['owntracks/recorder'], volumes: ['/store', '/config'], gainsPrivileges: 'none', healthcheck: false },
  '/store',
  'places and their index',
  OWNTRACKS,
)

const DAWARICH = ['Freika/dawarich docker/Dockerfile, docker/web-entrypoint.sh and docker/docker-compose.yml @ 60734da42']
export const dawarich = defineImage({
  names: ['freikin/dawarich'],
  inferred: true,
  writes: [
    {
      path: '/var/app/public',
      kind: 'data',
      what: 'pages, copied there at each start, and exports',
      ships: 'its pages',
      evidence: DAWARICH,
    },
    { path: '/var/app/storage', kind: 'data', what: 'imports and exports', evidence: DAWARICH },
    {
      path: '/var/app/tmp',
      kind: 'runtime',
      what: 'the pid file of the server and caches',
      ships: 'empty directories for them',
      evidence: DAWARICH,
    },
    {
      path: '/var/app/tmp/imports/watched',
      kind: 'data',
      what: 'files to be imported',
      when: { mounted: '/var/app/tmp/imports/watched' },
      evidence: DAWARICH,
    },
    { path: '/var/app/log', kind: 'log', what: 'logs', evidence: DAWARICH },
  ],
  ships: [{ path: '/tmp', what: 'its pages, which each start copies from /tmp/public_assets', evidence: DAWARICH }],
  obstacles: [
    {
      effect: 'fails',
      why: 'it ships its pages in /tmp, where it also needs to write',
      evidence: DAWARICH,
    },
  ],
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
