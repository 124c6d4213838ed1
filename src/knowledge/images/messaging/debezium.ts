import { jvmTemp, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const DEBEZIUM = ['debezium/container-images connect-base/3.0/Dockerfile and docker-entrypoint.sh @ 07fabf054']
export const debezium = defineImage({
  names: ['debezium/connect', 'quay.io/debezium/connect', 'debezium/connect-base', 'quay.io/debezium/connect-base'],
  user: '1001:1001',
  accounts: { kafka: '1001:1001' },
  volumes: ['/kafka/data', '/kafka/logs', '/kafka/config'],
  inferred: true,
  writes: [
    { path: '/kafka/config', kind: 'config', what: 'its properties, copied from /kafka/config.orig and edited', evidence: DEBEZIUM },
    { path: '/kafka/logs', kind: 'log', what: 'logs', evidence: DEBEZIUM },
    { path: '/kafka/data', kind: 'data', what: 'offsets of a worker that stands alone', evidence: DEBEZIUM },
    jvmTemp([...DEBEZIUM, 'https://github.com/xerial/snappy-java/issues/240']),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const SERVER = ['debezium/container-images server/3.0/Dockerfile @ 07fabf054']
export const debeziumServer = defineImage({
  names: ['debezium/server', 'quay.io/debezium/server'],
  user: 'jboss',
  volumes: ['/debezium/config', '/debezium/data'],
  inferred: true,
  writes: [{ path: '/debezium/data', kind: 'data', what: 'offsets and the history of schemas', evidence: SERVER }, jvmTemp(SERVER)],
  configuration: ['/debezium/config'],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const UI = 'debezium/container-images ui/2.5/Dockerfile @ 07fabf054'
export const debeziumUi = defineImage({
  names: ['debezium/debezium-ui', 'quay.io/debezium/debezium-ui'],
  user: '1001',
  inferred: true,
  writes: [temporary(UI)],
  gainsPrivileges: 'none',
  healthcheck: false,
})

/** What the project builds beside its Kafka Connect; PostgreSQL is with its kin. */
const KAFKA = ['debezium/container-images kafka/3.0/Dockerfile and docker-entrypoint.sh @ 07fabf054']
export const debeziumKafka = defineImage({
  names: ['debezium/kafka', 'quay.io/debezium/kafka'],
  user: '1001:1001',
  accounts: { kafka: '1001:1001' },
  volumes: ['/kafka/data', '/kafka/logs', '/kafka/config'],
  inferred: true,
  writes: [
    { path: '/kafka/data', from: [{ env: 'KAFKA_LOG_DIRS' }], kind: 'data', what: 'topics', evidence: KAFKA },
    { path: '/kafka/config', kind: 'config', what: 'its properties, copied from /kafka/config.orig and edited', evidence: KAFKA },
    { path: '/kafka/logs', kind: 'log', what: 'logs', evidence: KAFKA },
    jvmTemp([...KAFKA, 'https://github.com/xerial/snappy-java/issues/240']),
  ],
  obstacles: [
    {
      when: { env: { HEAP_OPTS: 'set' } },
      effect: 'fails',
      why: 'HEAP_OPTS is written into a start script in /kafka/bin',
      instead: 'use KAFKA_HEAP_OPTS',
      evidence: KAFKA,
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const ZOOKEEPER = ['debezium/container-images zookeeper/3.0/Dockerfile and docker-entrypoint.sh @ 07fabf054']
export const debeziumZookeeper = defineImage({
  names: ['debezium/zookeeper', 'quay.io/debezium/zookeeper'],
  user: '1001:1001',
  accounts: { zookeeper: '1001:1001' },
  volumes: ['/zookeeper/data', '/zookeeper/txns', '/zookeeper/conf'],
  inferred: true,
  writes: [
    { path: '/zookeeper/data', kind: 'data', what: 'snapshots and the id of the server', evidence: ZOOKEEPER },
    { path: '/zookeeper/txns', kind: 'data', what: 'the transaction log', evidence: ZOOKEEPER },
    { path: '/zookeeper/conf', kind: 'config', what: 'its settings, copied from /zookeeper/conf.orig and edited', evidence: ZOOKEEPER },
    { path: '/zookeeper/logs', kind: 'log', what: 'logs', evidence: ZOOKEEPER },
    jvmTemp(ZOOKEEPER),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})
