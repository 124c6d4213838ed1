import { OLD_BASH } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const DOCKERFILE_17 = 'docker-library/postgres 17/trixie/Dockerfile @ 6edb0a8c4d'
const DOCKERFILE_18 = 'docker-library/postgres 18/trixie/Dockerfile @ 6edb0a8c4d'
const ENTRYPOINT = 'docker-library/postgres docker-entrypoint.sh @ 6edb0a8c4d'

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
      without: OLD_BASH,
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

const IMMICH = 'tmatens/compose-lint docs/examples/read-only-multi-service @ a250bcb'

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
    { path: '/tmp', kind: 'scratch', what: 'here-documents of the entrypoint', without: OLD_BASH, evidence: [IMMICH] },
  ],
  notes: [{ text: 'Images of 2025 kept templates in /etc/postgresql, which a mount hides: try a restart after sealing it' }],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'root' }, needs: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'] }, { needs: [] }],
})

const SPILO = ['zalando/spilo postgres-appliance/launch.sh, build_scripts/post_build.sh and Dockerfile @ 7cb50bd64']
export const spilo = defineImage({
  names: ['ghcr.io/zalando/spilo-*', 'registry.opensource.zalan.do/acid/spilo-*'],
  inferred: true,
  writes: [{ path: '/home/postgres/pgdata', kind: 'data', what: 'the database and its logs', evidence: SPILO }],
  obstacles: [
    {
      effect: 'fails',
      why: 'it keeps services, sockets and rendered files below /run, in directories of several users that a tmpfs there would hide',
      evidence: SPILO,
    },
  ],
  healthcheck: false,
})

const PERCONA = ['percona/percona-docker percona-distribution-postgresql-16/Dockerfile and entrypoint.sh @ 5c654083c']
export const perconaPostgres = defineImage({
  names: ['percona/percona-distribution-postgresql'],
  user: '26:26',
  accounts: { postgres: '26:26' },
  volumes: ['/data/db', '/sshd', '/pgconf', '/pgdata', '/pgwal', '/backrestrepo'],
  inferred: true,
  writes: [
    { path: '/data/db', from: [{ env: 'PGDATA' }], kind: 'data', what: 'the database', evidence: PERCONA },
    { path: '/run/postgresql', kind: 'runtime', what: 'socket and lock file', evidence: PERCONA },
    { path: '/tmp', kind: 'scratch', what: 'here-documents of the entrypoint', without: OLD_BASH, evidence: PERCONA },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
