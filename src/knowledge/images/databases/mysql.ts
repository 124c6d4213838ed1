import { OLD_BASH } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const DOCKERFILE = 'docker-library/mysql 8.4/Dockerfile.oracle @ 7f30fdb'
const ENTRYPOINT = 'docker-library/mysql 8.4/docker-entrypoint.sh @ 7f30fdb'
const DIFF = 'https://github.com/docker-library/mysql/issues/328'
const AS_ROOT = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID']

/** The official MySQL image; its entrypoint creates the socket directory where it is missing. */
export const mysql = defineImage({
  names: ['mysql'],
  accounts: { mysql: '999:999' },
  dropsTo: 'mysql',
  volumes: ['/var/lib/mysql'],
  writes: [
    { path: '/var/lib/mysql', kind: 'data', what: 'the database', owner: 'mysql', chowned: true, evidence: [DOCKERFILE] },
    {
      path: '/run/mysqld',
      kind: 'runtime',
      what: 'sockets, pid and lock files',
      owner: 'mysql',
      chowned: true,
      worldWritable: true,
      evidence: [`${DOCKERFILE} lines 89-92`, ENTRYPOINT, DIFF],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'sort files, temporary tables and here-documents of the entrypoint',
      evidence: [ENTRYPOINT, DIFF],
    },
  ],
  configuration: ['/etc/mysql', '/docker-entrypoint-initdb.d'],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'root' }, needs: AS_ROOT }, { needs: [] }],
  healthcheck: false,
})

/** Oracle's own image: the entrypoint writes files into the root directory itself. */
export const mysqlServer = defineImage({
  names: ['mysql/mysql-server', 'container-registry.oracle.com/mysql/community-server'],
  accounts: { mysql: '27:27' },
  volumes: ['/var/lib/mysql'],
  inferred: true,
  writes: [
    {
      path: '/var/lib/mysql',
      kind: 'data',
      what: 'the database',
      owner: 'mysql',
      chowned: true,
      evidence: ['mysql/mysql-docker mysql-server/8.0/Dockerfile'],
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint writes /healthcheck.cnf and /mysql-init-complete into the root directory',
      instead: 'use the official mysql image',
      evidence: ['mysql/mysql-docker mysql-server/8.0/docker-entrypoint.sh', 'https://github.com/cybozu-go/moco/pull/186'],
    },
  ],
  healthcheck: true,
})

const MARIADB_DOCKERFILE = 'MariaDB/mariadb-docker 11.8/Dockerfile @ 1b6429b'
const MARIADB_ENTRYPOINT = 'MariaDB/mariadb-docker 11.8/docker-entrypoint.sh @ 1b6429b'

/** The official MariaDB image. Unlike mysql's, its entrypoint does not create the socket directory, it only gives it to mysql. */
export const mariadb = defineImage({
  names: ['mariadb', 'quay.io/mariadb-foundation/mariadb-devel'],
  accounts: { mysql: '999:999' },
  dropsTo: 'mysql',
  volumes: ['/var/lib/mysql'],
  writes: [
    {
      path: '/var/lib/mysql',
      kind: 'data',
      what: 'the database',
      owner: 'mysql',
      chowned: true,
      evidence: [MARIADB_DOCKERFILE, MARIADB_ENTRYPOINT],
    },
    {
      path: '/run/mysqld',
      kind: 'runtime',
      what: 'socket and pid file',
      owner: 'mysql',
      chowned: true,
      worldWritable: true,
      mustExist: true,
      evidence: [`${MARIADB_DOCKERFILE} lines 120-123`, `${MARIADB_ENTRYPOINT} lines 206-213`],
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary tables and here-strings of the entrypoint', evidence: [MARIADB_ENTRYPOINT] },
  ],
  configuration: ['/etc/mysql', '/docker-entrypoint-initdb.d'],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'root' }, needs: AS_ROOT }, { needs: [] }],
  healthcheck: false,
})

const PERCONA = 'percona/percona-docker percona-server-8.4 @ 5c654083'

/** Percona Server starts as uid 1001, so a plain tmpfs on its socket directory would not be writable. */
export const percona = defineImage({
  names: ['percona', 'percona/percona-server'],
  user: '1001:1001',
  accounts: { mysql: '1001:1001' },
  volumes: ['/var/lib/mysql', '/var/log/mysql'],
  writes: [
    { path: '/var/lib/mysql', kind: 'data', what: 'the database', evidence: [`${PERCONA} Dockerfile`] },
    { path: '/var/log/mysql', kind: 'log', what: 'logs', evidence: [`${PERCONA} Dockerfile`] },
    { path: '/run/mysqld', kind: 'runtime', what: 'socket and pid file', evidence: [`${PERCONA} Dockerfile line 105`] },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'here-documents of the entrypoint',
      without: OLD_BASH,
      evidence: [`${PERCONA} ps-entry.sh lines 62-207`],
    },
  ],
  settings: [
    {
      environment: { name: 'PERCONA_TELEMETRY_DISABLE', value: '1' },
      when: { tag: { atLeast: '8' } },
      why: 'the telemetry agent writes below /usr/local/percona',
      evidence: [`${PERCONA} ps-entry.sh lines 232-251`],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

export const perconaXtradbCluster = defineImage({
  names: ['percona/percona-xtradb-cluster', 'perconalab/percona-xtradb-cluster'],
  user: '1001:1001',
  volumes: ['/var/lib/mysql', '/var/log/mysql'],
  writes: [
    {
      path: '/var/lib/mysql',
      kind: 'data',
      what: 'the database',
      evidence: ['percona/percona-docker percona-xtradb-cluster-8.4/Dockerfile @ 5c654083'],
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint edits /etc/mysql/node.cnf at every start',
      evidence: ['percona/percona-docker percona-xtradb-cluster-8.4/dockerdir/entrypoint.sh line 10 @ 5c654083'],
    },
  ],
})

const EXAMPLE_MYSQL = ['debezium/container-images examples/mysql/*/Dockerfile @ 07fabf054']
/** Built FROM mysql until 2.x, then FROM Oracle's own image. */
export const debeziumExampleMysql = defineImage({
  names: [
    'debezium/example-mysql',
    'quay.io/debezium/example-mysql',
    'debezium/example-mysql-gtids',
    'quay.io/debezium/example-mysql-gtids',
  ],
  extends: 'mysql',
  accounts: { mysql: [{ when: { tag: { atLeast: '2.7' } }, use: '27:27' }, { use: '999:999' }] },
  writes: [],
  obstacles: [
    {
      when: { tag: { atLeast: '2.7' } },
      effect: 'fails',
      why: 'its entrypoint writes /healthcheck.cnf and /mysql-init-complete into the root directory',
      instead: 'use the official mysql image',
      evidence: [...EXAMPLE_MYSQL, 'mysql/mysql-docker mysql-server/8.0/docker-entrypoint.sh'],
    },
  ],
})

// debezium/container-images examples/mariadb/3.0/Dockerfile @ 07fabf054.
export const debeziumExampleMariadb = defineImage({
  names: ['quay.io/debezium/example-mariadb', 'debezium/example-mariadb'],
  extends: 'mariadb',
  writes: [],
})
