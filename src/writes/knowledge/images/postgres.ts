import { defineImage } from '../record.ts'

const DOCKERFILE_17 = 'docker-library/postgres 17/trixie/Dockerfile @ 6edb0a8c4d'
const DOCKERFILE_18 = 'docker-library/postgres 18/trixie/Dockerfile @ 6edb0a8c4d'
const ENTRYPOINT = 'docker-library/postgres docker-entrypoint.sh @ 6edb0a8c4d'
const IMMICH = 'tmatens/compose-lint docs/examples/read-only-multi-service @ a250bcb'

/** The official PostgreSQL image: since 18 its data lies one directory higher, below the new VOLUME. */
export const postgres = defineImage({
  names: ['postgres'],
  accounts: { postgres: [{ when: { tag: { matches: 'alpine' } }, use: '70:70' }, { use: '999:999' }] },
  dropsTo: 'postgres',
  volumes: [
    { path: '/var/lib/postgresql/data', when: { tag: { below: '18' } } },
    { path: '/var/lib/postgresql', when: { tag: { atLeast: '18' } } },
  ],
  writes: [
    {
      path: '/var/lib/postgresql/data',
      from: [{ env: 'PGDATA' }],
      kind: 'data',
      what: 'the database',
      // A file that mounts this path and names no version was written for an older one.
      when: { any: [{ tag: { below: '18' } }, { mounted: '/var/lib/postgresql/data' }] },
      owner: 'postgres',
      chowned: true,
      evidence: [DOCKERFILE_17],
    },
    {
      path: '/var/lib/postgresql',
      from: [{ env: 'PGDATA' }],
      kind: 'data',
      what: 'the database',
      when: { tag: { atLeast: '18' }, not: { mounted: '/var/lib/postgresql/data' } },
      owner: 'postgres',
      chowned: true,
      evidence: [DOCKERFILE_18],
    },
    {
      from: [{ env: 'POSTGRES_INITDB_WALDIR' }],
      kind: 'data',
      what: 'the write-ahead log',
      owner: 'postgres',
      chowned: true,
      absent: true,
      evidence: [ENTRYPOINT],
    },
    {
      path: '/run/postgresql',
      kind: 'runtime',
      what: 'socket and lock file',
      owner: 'postgres',
      chowned: true,
      worldWritable: true,
      evidence: [DOCKERFILE_18, ENTRYPOINT, 'https://github.com/docker-library/postgres/issues/154'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'here-documents of the entrypoint',
      evidence: [ENTRYPOINT, 'https://github.com/docker-library/postgres/issues/154'],
    },
  ],
  configuration: ['/etc/postgresql', '/docker-entrypoint-initdb.d'],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'root' }, needs: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'] }, { needs: [] }],
  healthcheck: false,
})

/** Built FROM postgres, adding extensions and an initialisation script. */
export const postgis = defineImage({
  names: ['postgis/postgis'],
  extends: 'postgres',
  writes: [],
})

/** Immich's PostgreSQL copies its configuration into a directory of its own at start: derived, and not the same. */
export const immichPostgres = defineImage({
  names: ['ghcr.io/immich-app/postgres'],
  accounts: { postgres: '999:999' },
  dropsTo: 'postgres',
  volumes: ['/var/lib/postgresql/data'],
  writes: [
    { path: '/var/lib/postgresql/data', kind: 'data', what: 'the database', owner: 'postgres', chowned: true, evidence: [IMMICH] },
    {
      path: '/etc/postgresql',
      kind: 'config',
      what: 'postgresql.conf, copied from a template at start',
      evidence: ['https://github.com/immich-app/immich/issues/21614', IMMICH],
    },
    { path: '/run', kind: 'runtime', what: 'socket and lock file', owner: 'postgres', chowned: true, evidence: [IMMICH] },
    { path: '/tmp', kind: 'scratch', what: 'here-documents of the entrypoint', evidence: [IMMICH] },
  ],
  notes: [{ text: 'Images of 2025 kept templates in /etc/postgresql, which a mount hides: try a restart after sealing it' }],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'root' }, needs: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'] }, { needs: [] }],
})

const BITNAMI_PG = 'bitnami/charts bitnami/postgresql/templates/primary/statefulset.yaml @ 0068ed9db'

/** Bitnami's PostgreSQL runs as 1001 and renders its configuration at start. */
export const bitnamiPostgresql = defineImage({
  names: ['bitnami/postgresql', 'bitnamilegacy/postgresql', 'public.ecr.aws/bitnami/postgresql'],
  user: '1001',
  inferred: true,
  writes: [
    { path: '/bitnami/postgresql', kind: 'data', what: 'the database', evidence: [BITNAMI_PG] },
    {
      path: '/opt/bitnami/postgresql/conf',
      kind: 'config',
      what: 'configuration rendered at start',
      evidence: [BITNAMI_PG, 'https://github.com/bitnami/charts/issues/14578'],
    },
    {
      path: '/opt/bitnami/postgresql/tmp',
      kind: 'runtime',
      what: 'pid file and socket',
      evidence: [BITNAMI_PG, 'https://github.com/bitnami/charts/issues/14578'],
    },
    { path: '/opt/bitnami/postgresql/logs', kind: 'log', what: 'logs', evidence: [BITNAMI_PG] },
    { path: '/tmp', kind: 'scratch', what: 'here-documents of the entrypoint', evidence: [BITNAMI_PG] },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})
