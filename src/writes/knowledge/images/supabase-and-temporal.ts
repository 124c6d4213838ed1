import { temporary } from '../parts.ts'
import { defineImage } from '../record.ts'

export const supabaseStudio = defineImage({
  names: ['supabase/studio', 'public.ecr.aws/supabase/studio', 'ghcr.io/supabase/studio'],
  inferred: true,
  writes: [
    {
      path: '/app/apps/studio/.next/cache',
      kind: 'cache',
      what: 'rendered pages and images',
      absent: true,
      without: { effect: 'degrades', what: 'pages are rendered anew each time' },
      evidence: ['supabase/supabase apps/studio/Dockerfile (Next.js) @ bd52b887c'],
    },
    {
      from: [{ env: 'SNIPPETS_MANAGEMENT_FOLDER' }],
      kind: 'data',
      what: 'SQL snippets',
      absent: true,
      evidence: ['supabase/supabase docker/docker-compose.yml @ 00069a4c6'],
    },
    temporary('supabase/supabase apps/studio/Dockerfile (Node.js) @ bd52b887c'),
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

const REALTIME = ['supabase/realtime Dockerfile and run.sh @ 833cf36c3']
export const supabaseRealtime = defineImage({
  names: ['supabase/realtime', 'public.ecr.aws/supabase/realtime', 'ghcr.io/supabase/realtime'],
  inferred: true,
  writes: [{ path: '/tmp', kind: 'scratch', what: 'crash dumps and temporary files', evidence: REALTIME }],
  obstacles: [
    {
      when: { env: { GENERATE_CLUSTER_CERTS: { matches: '.' } } },
      effect: 'fails',
      why: 'GENERATE_CLUSTER_CERTS makes it write certificates next to the program',
      evidence: REALTIME,
    },
  ],
  gainsPrivileges: 'sudo, by which its start script migrates the database as nobody',
  healthcheck: false,
})

export const supabaseLogs = defineImage({
  names: ['supabase/logflare', 'public.ecr.aws/supabase/logflare', 'ghcr.io/supabase/logflare'],
  inferred: true,
  writes: [temporary('Logflare/logflare Dockerfile and run.sh @ e9444de8c')],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const supabasePooler = defineImage({
  names: ['supabase/supavisor', 'public.ecr.aws/supabase/supavisor', 'ghcr.io/supabase/supavisor'],
  inferred: true,
  writes: [temporary('supabase/supavisor Dockerfile @ 03e5cc569')],
  healthcheck: false,
})

/** The entrypoint of the official image, with settings of its own; the key of its vault lies in /etc/postgresql-custom. */
const SUPABASE_DB = ['supabase/postgres Dockerfile-15, ansible/files/postgresql_config and pgsodium_getkey_urandom.sh.j2 @ 7db7e1a9e']
export const supabasePostgres = defineImage({
  names: ['supabase/postgres', 'public.ecr.aws/supabase/postgres', 'ghcr.io/supabase/postgres'],
  inferred: true,
  writes: [
    {
      path: '/var/lib/postgresql/data',
      from: [{ env: 'PGDATA' }],
      kind: 'data',
      what: 'the database',
      absent: true,
      evidence: SUPABASE_DB,
    },
    {
      path: '/etc/postgresql-custom',
      kind: 'data',
      what: 'the key of its vault',
      ships: 'settings that postgresql.conf includes',
      evidence: SUPABASE_DB,
    },
    { path: '/run/postgresql', kind: 'runtime', what: 'socket and lock file', worldWritable: true, evidence: SUPABASE_DB },
    { path: '/tmp', kind: 'scratch', what: 'here-documents of the entrypoint', evidence: SUPABASE_DB },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

/** Since 2.38 it reads its settings without rendering them, so that it runs read-only. */
const TEMPORAL_UI = ['temporalio/ui server/docker/start-ui-server.sh @ 41687b1f5, before @ f070805ad and fbbd8ed90']
export const temporalUi = defineImage({
  names: ['temporalio/ui'],
  user: '1000:1000',
  accounts: { temporal: '1000:1000' },
  writes: [
    {
      path: '/home/ui-server/config',
      kind: 'config',
      what: 'docker.yaml, rendered from a template at each start',
      when: { tag: { below: '2.38', atLeast: '2.15' } },
      evidence: TEMPORAL_UI,
    },
    {
      path: '/home/ui-server/config',
      kind: 'config',
      what: 'docker.yaml, rendered from a template beside it at each start',
      when: { tag: { below: '2.15' } },
      ships: 'the template of its configuration',
      evidence: TEMPORAL_UI,
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const DIRECTUS = 'directus/directus Dockerfile @ 64308cd11'
export const directus = defineImage({
  names: ['directus/directus'],
  user: '1000:1000',
  accounts: { node: '1000:1000' },
  inferred: true,
  writes: [
    {
      path: '/directus/uploads',
      from: [{ env: 'STORAGE_LOCAL_ROOT' }],
      kind: 'data',
      what: 'uploads, where they are kept on disk',
      evidence: [DIRECTUS],
    },
    {
      path: '/directus/database',
      from: [{ env: 'DB_FILENAME', parent: true }],
      kind: 'data',
      what: 'the SQLite database',
      when: { any: [{ env: { DB_CLIENT: 'unset' } }, { env: { DB_CLIENT: { matches: '^sqlite3$' } } }] },
      evidence: [DIRECTUS],
    },
    {
      path: '/directus/extensions',
      kind: 'data',
      what: 'extensions that are installed in the browser',
      when: { mounted: '/directus/extensions' },
      evidence: [DIRECTUS],
    },
    { path: '/home/node/.pm2', kind: 'runtime', what: 'sockets, pid files and logs of pm2', absent: true, evidence: [DIRECTUS] },
    temporary(DIRECTUS),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})
