import { jvmTemp, oneDirectory, temporary } from '../parts.ts'
import type { WriteFact } from '../record.ts'
import { defineImage } from '../record.ts'

/** Graphical programs on one base image, whose documentation describes the read-only root. */
const JLESAGE = ['jlesage/docker-baseimage README.md "Using Read-Only Filesystem" @ d601d898d']
export const jlesage = defineImage({
  names: ['jlesage/*', 'ghcr.io/jlesage/*'],
  volumes: ['/config'],
  inferred: true,
  writes: [
    { path: '/config', kind: 'data', what: 'settings and data of the program', owner: '1000:1000', chowned: true, evidence: JLESAGE },
    { path: '/run', kind: 'runtime', what: 'its services, users and sockets', evidence: JLESAGE },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: JLESAGE },
  ],
  notes: [
    {
      text: 'Images of this vendor from before April 2026 do not start read-only (https://github.com/jlesage/docker-baseimage/issues/16)',
    },
  ],
})

const SUPABASE = 'supabase/supabase docker/docker-compose.yml @ 00069a4c6'
export const supabaseStorage = defineImage({
  names: ['supabase/storage-api', 'public.ecr.aws/supabase/storage-api', 'ghcr.io/supabase/storage-api'],
  inferred: true,
  writes: [
    {
      path: '/var/lib/storage',
      from: [{ env: 'FILE_STORAGE_BACKEND_PATH' }, { env: 'STORAGE_FILE_BACKEND_PATH' }],
      kind: 'data',
      what: 'objects, where it keeps them in files',
      when: { any: [{ env: { STORAGE_BACKEND: { matches: '^file$' } } }, { mounted: '/var/lib/storage' }] },
      absent: true,
      evidence: [SUPABASE, 'supabase/storage src/config.ts @ 4fa61fba9'],
    },
    temporary('supabase/storage Dockerfile (Node.js) @ 4fa61fba9'),
  ],
  gainsPrivileges: 'none',
})

export const supabaseMeta = defineImage({
  names: ['supabase/postgres-meta', 'public.ecr.aws/supabase/postgres-meta', 'ghcr.io/supabase/postgres-meta'],
  inferred: true,
  writes: [temporary('supabase/postgres-meta Dockerfile (Node.js) @ 641831e05')],
  gainsPrivileges: 'none',
  healthcheck: true,
})

export const supabaseFunctions = defineImage({
  names: ['supabase/edge-runtime', 'public.ecr.aws/supabase/edge-runtime', 'ghcr.io/supabase/edge-runtime'],
  inferred: true,
  writes: [
    {
      path: '/root/.cache/deno',
      kind: 'cache',
      what: 'modules of the functions',
      large: true,
      when: { user: 'root' },
      absent: true,
      evidence: [SUPABASE],
    },
    temporary(SUPABASE),
  ],
  gainsPrivileges: 'none',
})

const MASTODON = 'mastodon/mastodon Dockerfile (tmp, log, public/system) @ 002973418'
export const mastodon = defineImage({
  names: ['ghcr.io/mastodon/mastodon', 'tootsuite/mastodon'],
  user: '991:991',
  accounts: { mastodon: '991:991' },
  links: { '/mastodon': '/opt/mastodon' },
  inferred: true,
  writes: [
    {
      path: '/opt/mastodon/public/system',
      kind: 'data',
      what: 'media, unless they are kept in S3',
      worldWritable: true,
      when: { not: { env: { S3_ENABLED: { matches: '^true$' } } } },
      evidence: [MASTODON],
    },
    {
      path: '/opt/mastodon/tmp',
      kind: 'runtime',
      what: 'pid file and caches',
      ships: 'caches of the build',
      hidesNothingNeeded: true,
      worldWritable: true,
      evidence: [MASTODON],
    },
    temporary(MASTODON),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const CHATWOOT = 'chatwoot/chatwoot docker/Dockerfile @ 02cf698fa'
export const chatwoot = oneDirectory(
  { names: ['chatwoot/chatwoot'], gainsPrivileges: 'none', healthcheck: false },
  '/app/storage',
  'attachments, where they are kept in files',
  'chatwoot/chatwoot docker-compose.production.yaml (/app/storage)',
  [
    {
      path: '/app/tmp',
      kind: 'runtime',
      what: 'pid file and caches',
      ships: 'nothing that is needed',
      hidesNothingNeeded: true,
      evidence: [CHATWOOT],
    },
  ],
)

const COCKROACH = [
  'cockroachdb/cockroach build/deploy/Dockerfile @ 0116efa23',
  'https://www.cockroachlabs.com/docs/stable/start-a-local-cluster-in-docker-linux',
]
export const cockroach = defineImage({
  names: ['cockroachdb/cockroach'],
  inferred: true,
  writes: [
    {
      path: '/cockroach/cockroach-data',
      from: [{ option: '--store' }],
      kind: 'data',
      what: 'tables, logs and temporary files',
      when: { not: { command: { matches: '--store[= ]+type=mem' } } },
      absent: true,
      evidence: COCKROACH,
    },
    {
      path: '/cockroach/certs',
      kind: 'data',
      what: 'certificates that a single node makes at its first start',
      when: { command: { matches: 'start-single-node(?!.*--(insecure|certs-dir))' } },
      absent: true,
      evidence: COCKROACH,
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: COCKROACH },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const QUESTDB = ['questdb/questdb core/docker-entrypoint.sh @ 08e6ed3a6']
export const questdb = defineImage({
  names: ['questdb/questdb'],
  dropsTo: 'questdb',
  inferred: true,
  writes: [
    {
      path: '/var/lib/questdb',
      from: [{ env: 'QUESTDB_DATA_DIR' }],
      kind: 'data',
      what: 'tables and its configuration',
      when: { not: { mounted: '/root/.questdb' } },
      evidence: QUESTDB,
    },
    { path: '/root/.questdb', kind: 'data', what: 'tables and its configuration', when: { mounted: '/root/.questdb' }, evidence: QUESTDB },
    jvmTemp(QUESTDB),
  ],
  healthcheck: false,
})

const PLAUSIBLE = 'plausible/analytics Dockerfile @ 01598e6ce'
export const plausible = defineImage({
  names: ['ghcr.io/plausible/community-edition', 'plausible/analytics'],
  user: '999:65533',
  volumes: ['/var/lib/plausible'],
  inferred: true,
  writes: [
    { path: '/var/lib/plausible', kind: 'data', what: 'certificates, exports and caches', worldWritable: true, evidence: [PLAUSIBLE] },
    temporary(PLAUSIBLE),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const ELEMENT = ['element-hq/element-web Dockerfile @ 036353ace']
export const elementWeb = defineImage({
  names: ['vectorim/element-web', 'ghcr.io/element-hq/element-web'],
  user: '101:101',
  accounts: { nginx: '101:101' },
  inferred: true,
  writes: [
    {
      path: '/etc/nginx/conf.d',
      kind: 'config',
      what: 'the site of nginx, rendered from a template',
      ships: 'default.conf',
      hidesNothingNeeded: true,
      evidence: ELEMENT,
    },
    { path: '/var/cache/nginx', kind: 'cache', what: 'request bodies and proxy buffers', evidence: ELEMENT },
    { path: '/tmp', kind: 'runtime', what: 'nginx.pid and the configuration of modules', evidence: ELEMENT },
    {
      path: '/run',
      kind: 'runtime',
      what: 'nginx.pid of versions that start as root',
      when: { user: 'root' },
      evidence: ['nginxinc/docker-nginx stable/debian/Dockerfile @ b430bec'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

export const wallos = defineImage({
  names: ['bellamy/wallos', 'ghcr.io/ellite/wallos'],
  writes: (['/var/www/html/db', '/var/www/html/images/uploads/logos'] as const).map(
    (path): WriteFact => ({
      path,
      kind: 'data',
      what: path.endsWith('db') ? 'its database' : 'logos',
      evidence: ['runtipi/runtipi-appstore apps/wallos/docker-compose.yml', 'ellite/Wallos startup.sh @ 5d5baf357'],
    }),
  ),
  obstacles: [
    {
      effect: 'fails',
      why: 'its start script changes the ids of its user and the crontab, and gives the programs to that user',
      evidence: ['ellite/Wallos startup.sh @ 5d5baf357'],
    },
  ],
  healthcheck: true,
})

const GOTOSOCIAL = ['superseriousbusiness/gotosocial Dockerfile and example/docker-compose/docker-compose.yaml @ 57cb4fe74']
export const gotosocial = defineImage({
  names: ['superseriousbusiness/gotosocial'],
  user: '1000:1000',
  volumes: ['/gotosocial/storage', '/gotosocial/.cache'],
  writes: [
    { path: '/gotosocial/storage', from: [{ env: 'GTS_STORAGE_LOCAL_BASE_PATH' }], kind: 'data', what: 'media', evidence: GOTOSOCIAL },
    {
      from: [{ env: 'GTS_DB_ADDRESS', parent: true }],
      kind: 'data',
      what: 'the SQLite database',
      when: { env: { GTS_DB_TYPE: { matches: '^sqlite$' } } },
      absent: true,
      evidence: GOTOSOCIAL,
    },
    {
      path: '/gotosocial/.cache',
      from: [{ env: 'GTS_WAZERO_COMPILATION_CACHE' }],
      kind: 'cache',
      what: 'compiled ffmpeg',
      without: { effect: 'degrades', what: 'ffmpeg is compiled anew at each start' },
      evidence: GOTOSOCIAL,
    },
    { path: '/tmp', kind: 'scratch', what: 'uploads', evidence: ['https://pkg.go.dev/mime/multipart#Reader.ReadForm'] },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})
