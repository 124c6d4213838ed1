import { OLD_BASH, oneBinary, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

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
    { path: '/tmp', kind: 'scratch', what: 'here-documents of the entrypoint', without: OLD_BASH, evidence: SUPABASE_DB },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
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

// supabase/auth Dockerfile @ bc32168e1.
export const supabaseAuth = oneBinary(['supabase/gotrue'], '1000')
