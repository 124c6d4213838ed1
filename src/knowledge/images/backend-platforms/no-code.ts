import { oneDirectory, refused } from '../../parts.ts'
import { defineImage } from '../../record.ts'

export const budibase = refused(
  { names: ['budibase/budibase'], volumes: ['/data'] },
  { '/data': 'databases, files, keys and settings' },
  {
    effect: 'fails',
    why: 'its start script links .env into the programs and writes the settings of nginx and CouchDB into the image',
    evidence: ['Budibase/budibase hosting/single/runner.sh @ 028f427d4 and hosting/couchdb/runner.sh @ 0daa72402'],
  },
)

export const budibaseCouchdb = refused(
  { names: ['budibase/couchdb', 'budibase/database'] },
  { '/opt/couchdb/data': 'the databases', '/data': 'the databases and their search, where TARGETBUILD does not move them' },
  {
    effect: 'fails',
    why: 'its start script edits the settings of CouchDB and Clouseau below /opt and writes /buildtarget.txt',
    evidence: ['Budibase/budibase hosting/couchdb/runner.sh @ 0daa72402'],
  },
)

const BUDIBASE = [
  'Budibase/budibase packages/server/Dockerfile @ 01a3a8ff0, packages/server/docker_run.sh @ 33a4c0de6 and packages/backend-core/src/objectStore/utils.ts (budibaseTempDir) @ 04908ed7f',
]
export const budibaseServices = defineImage({
  names: ['budibase/apps', 'budibase/worker'],
  inferred: true,
  writes: [
    { path: '/tmp', kind: 'scratch', what: 'files in work, for which it makes a directory at start', evidence: BUDIBASE },
    { from: [{ env: 'PLUGINS_DIR' }], kind: 'data', what: 'plug-ins', absent: true, evidence: BUDIBASE },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const budibaseProxy = defineImage({
  names: ['budibase/proxy'],
  extends: 'nginx',
  writes: [],
  obstacles: [
    {
      at: '/etc/nginx/nginx.conf',
      effect: 'fails',
      why: 'its entrypoint renders nginx.conf into /etc/nginx, and serves the default page where it cannot',
      instead: 'mount a rendered nginx.conf',
      evidence: ['Budibase/budibase hosting/proxy/Dockerfile (NGINX_ENVSUBST_OUTPUT_DIR) @ 0cc5b094f'],
    },
  ],
})

export const baserow = refused(
  { names: ['baserow/baserow'] },
  { '/baserow/data': 'the database, files, keys and plug-ins' },
  {
    effect: 'fails',
    why: 'its start script moves settings of supervisord among its programs and edits those of PostgreSQL',
    evidence: ['bram2w/baserow deploy/all-in-one/supervisor/start.sh @ 01baf3b0c'],
  },
)

const BASEROW_BACKEND = [
  'bram2w/baserow backend/docker/docker-entrypoint.sh @ 01baf3b0c, docker-compose.yml (media) @ 0513d03a7 and deploy/plugins/utils.sh @ f4a94ee5a',
]
export const baserowBackend = defineImage({
  names: ['baserow/backend'],
  user: '9999:9999',
  accounts: { baserow_docker_user: '9999:9999' },
  inferred: true,
  writes: [
    { path: '/baserow/media', kind: 'data', what: 'uploaded files and exports', absent: true, evidence: BASEROW_BACKEND },
    { path: '/tmp', kind: 'scratch', what: 'temporary files of Python', evidence: BASEROW_BACKEND },
  ],
  obstacles: [
    {
      when: { any: [{ env: { BASEROW_PLUGIN_URLS: 'set' } }, { env: { BASEROW_PLUGIN_GIT_REPOS: 'set' } }] },
      effect: 'fails',
      why: 'BASEROW_PLUGIN_URLS and BASEROW_PLUGIN_GIT_REPOS make it install plug-ins among its programs at start',
      instead: 'install them in a Dockerfile',
      evidence: BASEROW_BACKEND,
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

export const nocodb = oneDirectory(
  { names: ['nocodb/nocodb'] },
  '/usr/app/data',
  'its database',
  'https://nocodb.com/docs/self-hosting/installation/docker',
)

/** Its work files go to a directory of the system's temporary one, its cache and attachments beside the program. */
const TEABLE = [
  'teableio/teable dockers/teable/Dockerfile, dockers/examples/standalone/docker-compose.yaml and apps/nestjs-backend/src/features/attachments/plugins/adapter.ts (TEMPORARY_DIR) @ c398cf4e0',
]
export const teable = defineImage({
  names: ['ghcr.io/teableio/teable', 'teableio/teable'],
  inferred: true,
  writes: [
    { path: '/app/.assets', kind: 'data', what: 'attachments', evidence: TEABLE },
    { path: '/app/.temporary', kind: 'scratch', what: 'uploads in work', evidence: TEABLE },
    { path: '/tmp', kind: 'scratch', what: 'uploads in work', evidence: TEABLE },
    {
      path: '/app/apps/nextjs-app/.next/cache',
      kind: 'cache',
      what: 'rendered pages and images',
      absent: true,
      without: { effect: 'degrades', what: 'pages are rendered anew each time' },
      evidence: TEABLE,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const GRIST = 'gristlabs/grist-core Dockerfile (GRIST_DATA_DIR, GRIST_INST_DIR, TYPEORM_DATABASE) @ f98cda95a'
export const grist = oneDirectory(
  { names: ['gristlabs/grist', 'gristlabs/grist-oss', 'gristlabs/grist-ee'], healthcheck: false },
  '/persist',
  'documents and their index',
  GRIST,
)
