import { jvmTemp } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const SNAPPY = 'https://github.com/xerial/snappy-java/issues/240'

/** Apache's Kafka image renders its configuration from templates that lie elsewhere; without KAFKA_LOG_DIRS it keeps its topics in /tmp. */
export const apacheKafka = defineImage({
  names: ['apache/kafka'],
  user: '1000:1000',
  accounts: { appuser: '1000:1000' },
  volumes: ['/etc/kafka/secrets', '/var/lib/kafka/data', '/mnt/shared/config'],
  writes: [
    {
      path: '/var/lib/kafka/data',
      from: [{ env: 'KAFKA_LOG_DIRS' }],
      kind: 'data',
      what: 'topics',
      when: { any: [{ env: { KAFKA_LOG_DIRS: 'set' } }, { env: { KAFKA_PROCESS_ROLES: 'set' } }] },
      evidence: ['apache/kafka docker/jvm/Dockerfile @ 120d52df7'],
    },
    {
      path: '/tmp/kraft-combined-logs',
      kind: 'data',
      what: 'topics, where no setting is given',
      when: { env: { KAFKA_LOG_DIRS: 'unset', KAFKA_PROCESS_ROLES: 'unset' } },
      absent: true,
      evidence: ['apache/kafka docker/resources/common-scripts/configure @ 070305685'],
    },
    {
      path: '/opt/kafka/config',
      kind: 'config',
      what: 'server.properties, rendered at start',
      ships: 'sample configuration',
      hidesNothingNeeded: true,
      evidence: ['apache/kafka docker/resources/common-scripts/configure @ 070305685'],
    },
    {
      path: '/opt/kafka/logs',
      from: [{ env: 'LOG_DIR' }],
      kind: 'log',
      what: 'logs of the JVM and of Kafka',
      absent: true,
      evidence: ['apache/kafka bin/kafka-run-class.sh (LOG_DIR, mkdir -p)'],
    },
    jvmTemp([SNAPPY], 'native libraries for snappy and zstd'),
  ],
  settings: [
    {
      environment: { name: 'KAFKA_LOG_DIRS', value: '/var/lib/kafka/data' },
      // Any setting makes the image build its configuration from the environment alone, so this one must not be the first.
      when: { env: { KAFKA_PROCESS_ROLES: 'set', KAFKA_LOG_DIRS: 'unset' } },
      why: 'its topics go to the temporary directory otherwise, and are lost with the container',
      evidence: ['apache/kafka docker/jvm/Dockerfile @ 120d52df7', 'apache/kafka docker/resources/common-scripts/configure @ 070305685'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

/** Confluent's Kafka renders its configuration into /etc/kafka, and checks first that it may. */
export const cpKafka = defineImage({
  names: ['confluentinc/cp-kafka', 'confluentinc/cp-server', 'confluentinc/confluent-local'],
  user: '1000:1000',
  accounts: { appuser: '1000:1000' },
  volumes: ['/var/lib/kafka/data', '/etc/kafka/secrets'],
  writes: [
    {
      path: '/var/lib/kafka/data',
      from: [{ env: 'KAFKA_LOG_DIRS' }],
      kind: 'data',
      what: 'topics',
      evidence: ['confluentinc/kafka-images kafka/Dockerfile.ubi9 @ f8e3015a9'],
    },
    {
      path: '/etc/kafka',
      kind: 'config',
      what: 'kafka.properties and log4j2.yaml, rendered at start',
      ships: 'sample configuration',
      hidesNothingNeeded: true,
      evidence: [
        'confluentinc/kafka-images kafka/include/etc/confluent/docker/configure @ f8e3015a9',
        'https://github.com/confluentinc/kafka-images/issues/197',
      ],
    },
    { path: '/var/log/kafka', kind: 'log', what: 'logs', evidence: ['confluentinc/kafka-images kafka/Dockerfile.ubi9 @ f8e3015a9'] },
    jvmTemp([SNAPPY], 'native libraries for snappy and zstd'),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

const WURSTMEISTER = ['wurstmeister/kafka-docker Dockerfile and start-kafka.sh @ 901c08481']
export const wurstmeisterKafka = defineImage({
  names: ['wurstmeister/kafka'],
  volumes: ['/kafka'],
  writes: [{ path: '/kafka', kind: 'data', what: 'topics', evidence: WURSTMEISTER }],
  obstacles: [
    {
      effect: 'fails',
      why: 'its start script edits server.properties and kafka-server-start.sh in its installation',
      evidence: WURSTMEISTER,
    },
  ],
  healthcheck: false,
})

const FAST_DATA = ['lensesio/fast-data-dev setup-and-run.sh and Dockerfile @ 9e59d64f5']
export const fastDataDev = defineImage({
  names: ['lensesio/fast-data-dev', 'landoop/fast-data-dev'],
  volumes: ['/data'],
  writes: [{ path: '/data', kind: 'data', what: 'topics and the state of ZooKeeper', evidence: FAST_DATA }],
  obstacles: [
    {
      effect: 'fails',
      why: 'its start script writes into /etc/supervisord.d and into its pages, /var/www',
      evidence: FAST_DATA,
    },
  ],
  healthcheck: false,
})
