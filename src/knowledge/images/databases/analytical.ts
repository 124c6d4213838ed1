import { jvmTemp, OLD_BASH } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const CLICKHOUSE = 'ClickHouse/ClickHouse docker/server/entrypoint.sh @ 00b7432bc'

/** ClickHouse writes a user file when the environment names a user or a password. */
export const clickhouse = defineImage({
  names: ['clickhouse/clickhouse-server', 'clickhouse', 'yandex/clickhouse-server', 'altinity/clickhouse-server'],
  accounts: { clickhouse: '101:101' },
  dropsTo: 'clickhouse',
  volumes: ['/var/lib/clickhouse'],
  writes: [
    {
      path: '/var/lib/clickhouse',
      kind: 'data',
      what: 'the database',
      owner: 'clickhouse',
      chowned: true,
      worldWritable: true,
      evidence: [CLICKHOUSE, 'ClickHouse/ClickHouse docker/server/Dockerfile.ubuntu @ 001409ce7'],
    },
    {
      path: '/var/log/clickhouse-server',
      kind: 'log',
      what: 'server and error log',
      owner: 'clickhouse',
      chowned: true,
      worldWritable: true,
      evidence: [CLICKHOUSE],
    },
    {
      path: '/etc/clickhouse-server/users.d',
      kind: 'config',
      what: 'default-user.xml, written from the environment',
      when: { not: { env: { CLICKHOUSE_SKIP_USER_SETUP: 'set' } } },
      worldWritable: true,
      evidence: [CLICKHOUSE],
    },
    { path: '/tmp', kind: 'scratch', what: 'here-document for default-user.xml', without: OLD_BASH, evidence: [CLICKHOUSE] },
  ],
  ships: [
    {
      path: '/etc/clickhouse-server',
      what: 'config.xml and users.xml',
      evidence: ['ClickHouse/ClickHouse docker/server/Dockerfile.ubuntu @ 001409ce7'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'root' }, needs: ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETUID'] }, { needs: [] }],
  healthcheck: false,
})

/** Its start script says that it keeps the configuration in /tmp so that the root may be read-only. */
const DRUID = ['apache/druid distribution/docker/druid.sh @ 014967a45', 'apache/druid distribution/docker/Dockerfile @ 019fc3530']
export const druid = defineImage({
  names: ['apache/druid'],
  user: '1000:1000',
  accounts: { druid: '1000:1000' },
  volumes: ['/opt/druid/var'],
  inferred: true,
  writes: [
    { path: '/opt/druid/var', kind: 'data', what: 'segments, tasks and its temporary files', evidence: DRUID },
    {
      path: '/opt/shared',
      kind: 'data',
      what: 'segments and logs that its processes share',
      when: { any: [{ mounted: '/opt/shared' }, { env: { druid_storage_storageDirectory: { matches: '^/opt/shared' } } }] },
      evidence: DRUID,
    },
    jvmTemp(DRUID, 'its configuration, rendered at start, and native libraries'),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const PINOT = [
  'apache/pinot docker/images/pinot/Dockerfile @ 210c2951e',
  'apache/pinot pinot-tools/src/main/java/org/apache/pinot/tools/admin/command/StartServerCommand.java (dataDir below the temporary directory) @ 210c2951e',
]
export const pinot = defineImage({
  names: ['apachepinot/pinot'],
  volumes: ['/opt/pinot/configs', '/opt/pinot/data'],
  inferred: true,
  writes: [
    {
      path: '/tmp',
      kind: 'data',
      what: 'segments and the state of ZooKeeper, where no configuration moves them',
      exec: true,
      evidence: PINOT,
    },
    {
      path: '/opt/pinot/data',
      kind: 'data',
      what: 'segments, where the configuration keeps them there',
      when: { mounted: '/opt/pinot/data' },
      evidence: PINOT,
    },
    {
      path: '/opt/pinot/logs',
      kind: 'log',
      what: 'logs',
      absent: true,
      without: { effect: 'degrades', what: 'its log files' },
      evidence: ['apache/pinot docker/images/pinot/etc/conf/pinot-server-log4j2.xml @ 210c2951e'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const KUDU = ['apache/kudu docker/kudu-entrypoint.sh (DATA_DIR) @ 11b9f6529', 'apache/kudu docker/Dockerfile @ 00c60a2de']
export const kudu = defineImage({
  names: ['apache/kudu'],
  user: 'kudu',
  inferred: true,
  writes: [
    { path: '/var/lib/kudu', from: [{ env: 'DATA_DIR' }], kind: 'data', what: 'tables and the write-ahead log', evidence: KUDU },
    { path: '/tmp', kind: 'scratch', what: 'log files', evidence: KUDU },
  ],
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

const CRATE = ['crate/docker-crate Dockerfile and docker-entrypoint.sh @ 44147dee6']
export const crateDb = defineImage({
  names: ['crate', 'crate/crate'],
  accounts: { crate: '1000:1000' },
  dropsTo: 'crate',
  volumes: ['/data'],
  inferred: true,
  writes: [{ path: '/data', kind: 'data', what: 'tables and logs', owner: 'crate', chowned: true, evidence: CRATE }, jvmTemp(CRATE)],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'root' }, needs: ['CHOWN', 'SETUID', 'SETGID', 'SYS_CHROOT'] }],
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
