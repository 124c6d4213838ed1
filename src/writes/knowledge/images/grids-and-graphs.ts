import { jvmTemp } from '../parts.ts'
import { defineImage } from '../record.ts'

const HAZELCAST = 'hazelcast/hazelcast-docker hazelcast-oss/Dockerfile @ 790da9985'
export const hazelcast = defineImage({
  names: ['hazelcast/hazelcast', 'hazelcast/hazelcast-enterprise'],
  user: [{ when: { tag: { atLeast: '4' } }, use: 'hazelcast' }, { use: 'root' }],
  inferred: true,
  writes: [jvmTemp([HAZELCAST])],
  notes: [{ text: 'What its configuration keeps in files (persistence, Jet resources, diagnostics) needs a volume' }],
  configuration: ['/opt/hazelcast/config'],
  gainsPrivileges: 'none',
})

const MANAGEMENT_CENTER = ['hazelcast/management-center-docker Dockerfile (MC_DATA) @ a3cba0530']
export const hazelcastManagementCenter = defineImage({
  names: ['hazelcast/management-center'],
  user: '10001:0',
  accounts: { hazelcast: '10001:0' },
  volumes: ['/data'],
  inferred: true,
  writes: [
    { path: '/data', from: [{ env: 'MC_DATA' }], kind: 'data', what: 'users, settings, metrics and logs', evidence: MANAGEMENT_CENTER },
    jvmTemp(MANAGEMENT_CENTER),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const INFINISPAN = [
  'infinispan/infinispan-images modules/org/infinispan/runtime/added/bin/launch.sh, modules/org/infinispan/runtime/extract.sh and server-openjdk.yaml @ aa855dc52',
]
export const infinispan = defineImage({
  names: ['infinispan/server', 'quay.io/infinispan/server'],
  user: '185:0',
  inferred: true,
  writes: [
    { path: '/opt/infinispan/server/data', kind: 'data', what: 'caches, counters and the state of the cluster', evidence: INFINISPAN },
    { path: '/opt/infinispan/server/log', kind: 'log', what: 'logs', evidence: INFINISPAN },
    jvmTemp(INFINISPAN),
  ],
  obstacles: [
    {
      at: '/opt/infinispan/server/conf',
      effect: 'fails',
      why: 'its start script writes users into /opt/infinispan/server/conf',
      instead: 'give /opt/infinispan/server/conf a volume',
      evidence: INFINISPAN,
    },
    {
      when: { env: { SERVER_LIBS: 'set' } },
      effect: 'fails',
      why: 'SERVER_LIBS installs libraries beside the server at start',
      instead: 'install them in a Dockerfile',
      evidence: INFINISPAN,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const IGNITE = [
  'apache/ignite deliveries/docker/apache-ignite/x86_64/Dockerfile @ 1fb866919',
  'apache/ignite deliveries/docker/apache-ignite/run.sh @ 00fe69fc5',
]
const IGNITE_3 = ['apache/ignite-3 packaging/docker/Dockerfile (IGNITE_WORK_DIR, IGNITE_CONFIG_PATH) @ 1401a2e07']
export const ignite = defineImage({
  names: ['apacheignite/ignite'],
  inferred: true,
  writes: [
    {
      path: '/opt/ignite/apache-ignite/work',
      from: [{ env: 'IGNITE_WORK_DIR' }],
      kind: 'data',
      what: 'persistent caches, metadata and logs',
      when: { any: [{ tag: { below: '3' } }, { mounted: '/opt/ignite/apache-ignite' }] },
      absent: true,
      evidence: IGNITE,
    },
    {
      path: '/opt/ignite/work',
      from: [{ env: 'IGNITE_WORK_DIR' }],
      kind: 'data',
      what: 'tables, metadata and logs',
      when: { tag: { atLeast: '3' }, not: { mounted: '/opt/ignite/apache-ignite' } },
      absent: true,
      evidence: IGNITE_3,
    },
    jvmTemp([...IGNITE, ...IGNITE_3]),
  ],
  obstacles: [
    {
      when: { env: { EXTERNAL_LIBS: 'set' } },
      at: '/opt/ignite/apache-ignite/libs',
      effect: 'fails',
      why: 'EXTERNAL_LIBS downloads libraries beside the program at start',
      instead: 'install them in a Dockerfile',
      evidence: IGNITE,
    },
    {
      when: { tag: { atLeast: '3' }, not: { mounted: '/opt/ignite/apache-ignite' } },
      at: '/opt/ignite/etc',
      effect: 'degrades',
      why: 'settings of the node that are changed at run time cannot be saved in /opt/ignite/etc/ignite-config.conf',
      evidence: IGNITE_3,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const ORIENTDB = ['orientechnologies/orientdb-docker release/3.0.x/3.0.29/Dockerfile @ db1197c4d']
export const orientdb = defineImage({
  names: ['orientdb'],
  volumes: ['/orientdb/backup', '/orientdb/databases', '/orientdb/config'],
  inferred: true,
  writes: [
    { path: '/orientdb/databases', kind: 'data', what: 'databases', evidence: ORIENTDB },
    {
      path: '/orientdb/config',
      kind: 'config',
      what: 'its users, written at the first start',
      ships: 'the configuration',
      evidence: ORIENTDB,
    },
    { path: '/orientdb/backup', kind: 'data', what: 'backups', when: { mounted: '/orientdb/backup' }, evidence: ORIENTDB },
    {
      path: '/orientdb/log',
      kind: 'log',
      what: 'logs',
      ships: 'nothing that is needed',
      hidesNothingNeeded: true,
      evidence: ['orientechnologies/orientdb server/config/orientdb-server-log.properties (../log) @ 046f46c14'],
    },
    jvmTemp(ORIENTDB),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const JANUSGRAPH = ['JanusGraph/janusgraph-docker 1.0/Dockerfile, 1.0/docker-entrypoint.sh and 1.0/conf @ 30b941500']
export const janusgraph = defineImage({
  names: ['janusgraph/janusgraph', 'ghcr.io/janusgraph/janusgraph'],
  user: [{ when: { tag: { atLeast: '0.5' } }, use: '999:999' }, { use: 'root' }],
  accounts: { janusgraph: '999:999' },
  dropsTo: 'janusgraph',
  inferred: true,
  writes: [
    {
      path: '/var/lib/janusgraph',
      from: [{ env: 'JANUS_DATA_DIR' }],
      kind: 'data',
      what: 'graphs and indexes that are kept in files',
      owner: 'janusgraph',
      chowned: true,
      evidence: JANUSGRAPH,
    },
    {
      path: '/etc/opt/janusgraph',
      from: [{ env: 'JANUS_CONFIG_DIR' }],
      kind: 'config',
      what: 'its properties, rendered at each start',
      owner: 'janusgraph',
      chowned: true,
      evidence: JANUSGRAPH,
    },
    { path: '/opt/janusgraph/logs', kind: 'log', what: 'logs', owner: 'janusgraph', absent: true, evidence: JANUSGRAPH },
    jvmTemp(JANUSGRAPH),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const gremlinServer = defineImage({
  names: ['tinkerpop/gremlin-server'],
  user: 'gremlin',
  inferred: true,
  writes: [jvmTemp(['apache/tinkerpop gremlin-server/Dockerfile @ 723f86980'])],
  obstacles: [
    {
      at: '/opt/gremlin-server/conf',
      effect: 'fails',
      why: 'its entrypoint writes its address into its configuration in /opt/gremlin-server/conf',
      instead: 'give /opt/gremlin-server/conf a volume',
      evidence: ['apache/tinkerpop gremlin-server/src/main/docker/docker-entrypoint.sh @ 4ee883940'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const TARANTOOL = ['tarantool/docker files/tarantool-entrypoint.lua, files/docker-entrypoint.sh and dockerfiles @ 5a68dc4a3']
export const tarantool = defineImage({
  names: ['tarantool/tarantool', 'tarantool'],
  dropsTo: 'tarantool',
  volumes: ['/var/lib/tarantool'],
  writes: [{ path: '/var/lib/tarantool', kind: 'data', what: 'snapshots and write-ahead logs', evidence: TARANTOOL }],
  obstacles: [
    {
      effect: 'fails',
      why: 'it writes /etc/tarantool/config.yml and a socket below /run/tarantool, in directories of its own user that a tmpfs would hide',
      evidence: TARANTOOL,
    },
  ],
})

const AEROSPIKE = [
  'aerospike/aerospike-server.docker releases/7.1/community/ubuntu22.04/entrypoint.sh and template/7/aerospike.template.conf @ 1f82d24dc',
]
export const aerospike = defineImage({
  names: ['aerospike/aerospike-server', 'aerospike/aerospike-server-enterprise', 'aerospike'],
  writes: [{ path: '/opt/aerospike/data', kind: 'data', what: 'records', evidence: AEROSPIKE }],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint renders /etc/aerospike/aerospike.conf at each start and deletes the template',
      evidence: AEROSPIKE,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const SCYLLA = [
  'scylladb/scylladb dist/docker/docker-entrypoint.py, dist/docker/scyllasetup.py and dist/docker/redhat/build_docker.sh @ f4a4091ca',
]
export const scylla = defineImage({
  names: ['scylladb/scylla', 'scylladb/scylla-enterprise'],
  volumes: ['/var/lib/scylla'],
  writes: [{ path: '/var/lib/scylla', kind: 'data', what: 'tables and commit logs', evidence: SCYLLA }],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint writes settings into /etc/scylla.d and its home, and its supervisor a pid file into /var/tmp',
      evidence: SCYLLA,
    },
  ],
  healthcheck: false,
})
