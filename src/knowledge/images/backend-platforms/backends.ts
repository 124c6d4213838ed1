import { oneBinary, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

export const appwrite = defineImage({
  names: ['appwrite/appwrite', 'ghcr.io/appwrite/appwrite'],
  inferred: true,
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'uploads and temporary files of PHP',
      evidence: ['https://appwrite.io/docs/advanced/self-hosting (storage in volumes below /storage)'],
    },
  ],
})

/** The admin pages write a migration for every change of a collection, and the change fails where they cannot. */
const POCKETBASE = 'muchobien/pocketbase-docker Dockerfile and entrypoint.sh @ 22f36a0'
export const pocketbase = defineImage({
  names: ['ghcr.io/muchobien/pocketbase'],
  inferred: true,
  writes: [
    {
      path: '/pb_data',
      from: [{ option: '--dir' }],
      kind: 'data',
      what: 'its databases, files and backups',
      absent: true,
      evidence: [POCKETBASE],
    },
    {
      path: '/pb_migrations',
      from: [{ option: '--migrationsDir' }],
      kind: 'data',
      what: 'migrations, which changes of collections in the browser make',
      absent: true,
      without: { effect: 'degrades', what: 'collections cannot be changed in the browser' },
      evidence: [POCKETBASE, 'pocketbase/pocketbase plugins/migratecmd/automigrate.go and examples/base/main.go (automigrate) @ 03f6a7e39'],
    },
    temporary(POCKETBASE),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const PARSE = ['parse-community/parse-server Dockerfile @ 7ea2a2953']
export const parseServer = defineImage({
  names: ['parseplatform/parse-server'],
  user: '1000:1000',
  accounts: { node: '1000:1000' },
  volumes: ['/parse-server/cloud', '/parse-server/config'],
  inferred: true,
  writes: [
    { path: '/parse-server/logs', from: [{ env: 'PARSE_SERVER_LOGS_FOLDER' }], kind: 'log', what: 'logs', evidence: PARSE },
    {
      path: '/parse-server/files',
      kind: 'data',
      what: 'files, where they are kept on disk',
      when: { mounted: '/parse-server/files' },
      evidence: PARSE,
    },
    { path: '/tmp', kind: 'scratch', what: 'uploads', evidence: PARSE },
  ],
  configuration: ['/parse-server/cloud', '/parse-server/config'],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const parseDashboard = defineImage({
  names: ['parseplatform/parse-dashboard'],
  user: '1000:1000',
  accounts: { node: '1000:1000' },
  inferred: true,
  writes: [temporary('parse-community/parse-dashboard Dockerfile @ 6c4d392a')],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const CONVEX = 'get-convex/convex-backend self-hosted/docker-build/Dockerfile.backend and run_backend.sh @ 94a42c3db'
export const convexBackend = defineImage({
  names: ['ghcr.io/get-convex/convex-backend'],
  volumes: ['/convex/data'],
  inferred: true,
  writes: [
    {
      path: '/convex/data',
      from: [{ env: 'DATA_DIR' }],
      kind: 'data',
      what: 'its database, files and temporary files',
      exec: true,
      evidence: [CONVEX],
    },
    temporary(CONVEX),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const convexDashboard = defineImage({
  names: ['ghcr.io/get-convex/convex-dashboard'],
  user: '1001:1001',
  inferred: true,
  writes: [temporary('get-convex/convex-backend self-hosted/docker-build/Dockerfile.dashboard (Node.js) @ 94a42c3db')],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const HASURA = 'hasura/graphql-engine packaging/cli-migrations/v3/Dockerfile and docker-entrypoint.sh @ 2e3cc6cb9'
const HASURA_CLI = {
  kind: 'cache',
  what: 'settings and tools of its command line, by which it applies migrations',
  exec: true,
  absent: true,
  evidence: [HASURA],
} as const
export const hasura = defineImage({
  names: ['hasura/graphql-engine'],
  accounts: { hasura: '1001:1001' },
  inferred: true,
  writes: [
    { path: '/root/.hasura', when: { tag: { matches: 'cli-migrations' }, user: 'root' }, ...HASURA_CLI },
    { path: '/.hasura', when: { tag: { matches: 'cli-migrations' }, user: 'non-root' }, ...HASURA_CLI },
    { path: '/home/hasura/.hasura', when: { tag: { matches: 'cli-migrations' }, user: 'non-root' }, ...HASURA_CLI },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'a copy of the migrations, and temporary files',
      exec: true,
      evidence: [HASURA, 'hasura/graphql-engine packaging/graphql-engine/Dockerfile @ 1c8236d7d'],
    },
  ],
  configuration: ['/hasura-migrations', '/hasura-metadata', '/hasura-seeds'],
  gainsPrivileges: 'none',
})

const ELECTRIC = 'electric-sql/electric packages/sync-service/Dockerfile and config/runtime.exs (ELECTRIC_STORAGE_DIR) @ dc07a1e6c'
export const electric = defineImage({
  names: ['electricsql/electric'],
  inferred: true,
  writes: [
    {
      path: '/app/persistent',
      from: [{ env: 'ELECTRIC_STORAGE_DIR' }],
      kind: 'data',
      what: 'shapes and what it knows of the stream',
      absent: true,
      oftenCache: true,
      evidence: [ELECTRIC],
    },
    temporary(ELECTRIC),
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

// PostgREST/postgrest nix/tools/docker/default.nix @ 483467890.
export const postgrest = oneBinary(['postgrest/postgrest'], '1000')
