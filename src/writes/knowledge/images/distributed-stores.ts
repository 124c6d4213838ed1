import { jvmTemp, temporary } from '../parts.ts'
import { defineImage } from '../record.ts'

const TIDB_COMPOSE = 'pingcap/tidb-docker-compose docker-compose.yml (--data-dir, --path) @ 03a1cb862'
const PD = ['tikv/pd Dockerfile @ 11463eefc', TIDB_COMPOSE]
export const placementDriver = defineImage({
  names: ['pingcap/pd'],
  inferred: true,
  writes: [
    { from: [{ option: '--data-dir' }], kind: 'data', what: 'the state of the cluster', absent: true, evidence: PD },
    temporary('tikv/pd Dockerfile @ 11463eefc'),
  ],
  obstacles: [
    {
      when: { not: { command: { matches: '--data-dir' } } },
      effect: 'fails',
      why: 'without --data-dir it keeps its data in its working directory, the root of the container',
      instead: 'give --data-dir, and a volume there',
      evidence: PD,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const TIKV = [TIDB_COMPOSE, 'https://docs.pingcap.com/tidb/stable/command-line-flags-for-tikv-configuration (--data-dir)']
export const tikv = defineImage({
  names: ['pingcap/tikv'],
  inferred: true,
  writes: [
    {
      path: '/tmp/tikv/store',
      from: [{ option: '--data-dir' }],
      kind: 'data',
      what: 'tables',
      absent: true,
      evidence: TIKV,
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: TIKV },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const TIDB = [
  'pingcap/tidb Dockerfile @ 00d965e28',
  'https://docs.pingcap.com/tidb/stable/command-line-flags-for-tidb-configuration (--path, --store, --socket)',
]
export const tidb = defineImage({
  names: ['pingcap/tidb'],
  inferred: true,
  writes: [
    {
      path: '/tmp/tidb',
      from: [{ option: '--path' }, { option: '-path' }],
      kind: 'data',
      what: 'tables of a server that stands alone',
      when: { not: { command: { matches: '--?store[= ]+tikv' } } },
      absent: true,
      evidence: TIDB,
    },
    { path: '/tmp', kind: 'scratch', what: 'its socket, sorts and joins that spill', evidence: TIDB },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const materialized = defineImage({
  names: ['materialize/materialized'],
  writes: [
    {
      path: '/mzdata',
      kind: 'data',
      what: 'tables, and the database of its own that the image begins with',
      ships: 'an initialised database',
      evidence: ['MaterializeInc/materialize src/materialized/ci/Dockerfile @ 01d47671d'],
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'it runs PostgreSQL and nginx beside itself, with state in several directories of the system',
      evidence: ['MaterializeInc/materialize src/materialized/ci/entrypoint.sh @ 0d9395c7f'],
    },
  ],
  healthcheck: false,
})

const TDENGINE = [
  'taosdata/TDengine packaging/docker/bin/entrypoint.sh @ 152408441',
  'taosdata/TDengine packaging/docker/Dockerfile @ 01d2677fc',
]
export const tdengine = defineImage({
  names: ['tdengine/tdengine', 'tdengine/tsdb'],
  volumes: ['/var/lib/taos', '/var/log/taos', '/corefile'],
  inferred: true,
  writes: [
    { path: '/var/lib/taos', kind: 'data', what: 'tables', evidence: TDENGINE },
    { path: '/var/log/taos', kind: 'log', what: 'logs', evidence: TDENGINE },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: TDENGINE },
  ],
  obstacles: [
    {
      when: { env: { TZ: 'set' } },
      effect: 'fails',
      why: 'for TZ its entrypoint changes /etc/localtime and /etc/timezone',
      instead: 'set the time zone in a taos.cfg of your own',
      evidence: TDENGINE,
    },
    {
      when: { env: { TAOS_FQDN: 'set' } },
      effect: 'fails',
      why: 'a name in TAOS_FQDN that is not that of the host is added to /etc/hosts, which is read-only then',
      instead: 'give the container that name with hostname, and leave TAOS_FQDN out',
      evidence: TDENGINE,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const IOTDB = [
  'apache/iotdb docker/src/main/DockerCompose/entrypoint.sh @ 001495757',
  'apache/iotdb docker/src/main/DockerCompose/replace-conf-from-env.sh @ 0d2db5fe9',
]
export const iotdb = defineImage({
  names: ['apache/iotdb'],
  inferred: true,
  writes: [
    { path: '/iotdb/data', kind: 'data', what: 'time series and the state of the cluster', evidence: IOTDB },
    { path: '/iotdb/logs', kind: 'log', what: 'logs', absent: true, evidence: IOTDB },
    jvmTemp(IOTDB),
  ],
  obstacles: [
    {
      at: '/iotdb/conf',
      effect: 'fails',
      why: 'its entrypoint writes settings of the environment into /iotdb/conf',
      instead: 'mount a conf directory of your own, or give it a volume',
      evidence: IOTDB,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const starrocks = defineImage({
  names: ['starrocks/allin1-ubuntu', 'starrocks/allin1-ubi'],
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint adds to the configuration of its servers, whose logs and data lie beside their programs, and links /etc/supervisord.conf',
      evidence: ['StarRocks/starrocks docker/dockerfiles/allin1/entrypoint.sh @ 07aef8ffd'],
    },
  ],
})

export const doris = defineImage({
  names: ['apache/doris'],
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'its start script adds to /opt/apache-doris/fe/conf/fe.conf and /etc/hosts, and its data lie beside its program',
      evidence: ['apache/doris docker/runtime/fe/resource/init_fe.sh @ 1148e36ea'],
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

const REDIS_CLUSTER = ['Grokzen/docker-redis-cluster docker-entrypoint.sh, generate-supervisor-conf.sh and Dockerfile @ 7922e1f9a']
export const redisCluster = defineImage({
  names: ['grokzen/redis-cluster'],
  writes: [{ path: '/redis-data', kind: 'data', what: 'append-only files', oftenCache: true, evidence: REDIS_CLUSTER }],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint renders /etc/supervisor/supervisord.conf and /redis-conf, and its supervisor logs to /supervisord.log',
      evidence: REDIS_CLUSTER,
    },
  ],
  healthcheck: false,
})

const MANTICORE = ['manticoresoftware/docker Dockerfile, docker-entrypoint.sh and manticore.conf.sh @ 7a4603026']
export const manticore = defineImage({
  names: ['manticoresearch/manticore'],
  dropsTo: 'manticore',
  volumes: ['/var/lib/manticore'],
  inferred: true,
  writes: [{ path: '/var/lib/manticore', kind: 'data', what: 'tables and binary logs', evidence: MANTICORE }],
  obstacles: [
    {
      effect: 'fails',
      why: 'as root its entrypoint gives /etc/manticoresearch to its user, and its sockets and pid file need directories of that user below /run',
      evidence: MANTICORE,
    },
  ],
  healthcheck: false,
})

const ORACLE = [
  'oracle/docker-images OracleDatabase/SingleInstance/dockerfiles/19.3.0/runOracle.sh, 21.3.0/Dockerfile.xe and 23.26.1/Containerfile.free @ d5b0a1f76',
]
export const oracleDatabase = defineImage({
  names: ['container-registry.oracle.com/database/*'],
  user: 'oracle',
  inferred: true,
  writes: [{ path: '/opt/oracle/oradata', kind: 'data', what: 'the database', evidence: ORACLE }],
  obstacles: [
    {
      effect: 'fails',
      why: 'it moves settings between its program, /opt/oracle/product, and its data, and edits /etc/oratab',
      evidence: ORACLE,
    },
  ],
  healthcheck: true,
})

const VITESS = 'vitessio/vitess docker/lite/Dockerfile (VTDATAROOT) @ 04958df39'
export const vitess = defineImage({
  names: ['vitess/lite'],
  user: 'vitess',
  volumes: ['/vt/vtdataroot'],
  inferred: true,
  writes: [
    { path: '/vt/vtdataroot', from: [{ env: 'VTDATAROOT' }], kind: 'data', what: 'tables, sockets and logs', evidence: [VITESS] },
    temporary(VITESS),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
