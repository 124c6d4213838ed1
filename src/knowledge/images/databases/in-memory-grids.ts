import { jvmTemp } from '../../parts.ts'
import { defineImage } from '../../record.ts'

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
