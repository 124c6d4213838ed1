import { temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

export const pgbouncer = defineImage({
  names: ['edoburu/pgbouncer', 'ghcr.io/edoburu/pgbouncer'],
  user: 'postgres',
  inferred: true,
  writes: [
    {
      path: '/etc/pgbouncer',
      kind: 'config',
      what: 'pgbouncer.ini and userlist.txt, rendered from the environment',
      when: { not: { mounted: '/etc/pgbouncer/pgbouncer.ini' } },
      ships: 'examples',
      hidesNothingNeeded: true,
      evidence: ['edoburu/docker-pgbouncer entrypoint.sh and Dockerfile @ 91a581b7e'],
    },
    { path: '/run/pgbouncer', kind: 'runtime', what: 'socket and pid file', evidence: ['edoburu/docker-pgbouncer Dockerfile @ 91a581b7e'] },
    { path: '/tmp', kind: 'scratch', what: 'socket', evidence: ['edoburu/docker-pgbouncer entrypoint.sh @ 91a581b7e'] },
  ],
})

const PGPOOL = ['pgpool/pgpool2_on_k8s pgpool.docker/entrypoint.sh and Dockerfile.pgpool @ 0134b5e64']
export const pgpool = defineImage({
  names: ['pgpool/pgpool'],
  user: 'postgres',
  inferred: true,
  writes: [{ path: '/run/pgpool', kind: 'runtime', what: 'sockets and pid file', evidence: PGPOOL }],
  obstacles: [
    {
      at: '/opt/pgpool-II/etc',
      effect: 'fails',
      why: 'its entrypoint writes passwords and configuration into /opt/pgpool-II/etc, beside its programs',
      evidence: PGPOOL,
    },
  ],
  healthcheck: false,
})

const PERCONA_PROXYSQL = ['percona/percona-docker proxysql/Dockerfile and dockerdir/entrypoint.sh @ 5c654083c']
export const perconaProxysql = defineImage({
  names: ['percona/proxysql2', 'perconalab/proxysql'],
  volumes: ['/var/lib/proxysql'],
  writes: [{ path: '/var/lib/proxysql', kind: 'data', what: 'its configuration database and keys', evidence: PERCONA_PROXYSQL }],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint writes ports and passwords into /etc/proxysql/proxysql.cnf and /etc/proxysql-admin.cnf',
      instead: 'use proxysql/proxysql with a configuration of your own',
      evidence: PERCONA_PROXYSQL,
    },
  ],
  healthcheck: false,
})

const PROXYSQL = 'severalnines/proxysql-docker 2.5/Dockerfile and entrypoint.sh @ 2f0318e75'
export const proxysqlSeveralnines = defineImage({
  names: ['severalnines/proxysql'],
  volumes: ['/var/lib/proxysql'],
  inferred: true,
  writes: [
    { path: '/var/lib/proxysql', kind: 'data', what: 'its configuration database, keys and logs', evidence: [PROXYSQL] },
    temporary(PROXYSQL),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const MAXSCALE = [
  'mariadb-corporation/maxscale-docker maxscale/Dockerfile, scripts/docker-entrypoint.sh and scripts/maxscale-start @ 4fa0c1e9c',
]
export const maxscale = defineImage({
  names: ['mariadb/maxscale', 'maxscale'],
  volumes: ['/var/lib/maxscale'],
  writes: [{ path: '/var/lib/maxscale', kind: 'data', what: 'settings that were changed at run time', evidence: MAXSCALE }],
  obstacles: [
    {
      effect: 'fails',
      why: 'rsyslogd and monit beside it keep pid files, logs and state in several directories of the system',
      evidence: MAXSCALE,
    },
  ],
  healthcheck: false,
})
