import { jvmTemp } from '../parts.ts'
import { defineImage } from '../record.ts'

const RABBITMQ = 'docker-library/rabbitmq 4.1/ubuntu/Dockerfile @ 9193c1d'
const SNAPPY = 'https://github.com/xerial/snappy-java/issues/240'

/** RabbitMQ keeps data, cookie and generated configuration in one VOLUME and logs to the console. */
export const rabbitmq = defineImage({
  names: ['rabbitmq'],
  accounts: { rabbitmq: [{ when: { tag: { matches: 'alpine' } }, use: '100:101' }, { use: '999:999' }] },
  dropsTo: 'rabbitmq',
  volumes: ['/var/lib/rabbitmq'],
  writes: [
    {
      path: '/var/lib/rabbitmq',
      from: [{ env: 'RABBITMQ_MNESIA_BASE' }],
      kind: 'data',
      what: 'queues, users and the cluster cookie',
      owner: 'rabbitmq',
      chowned: true,
      worldWritable: true,
      evidence: [RABBITMQ],
    },
    {
      path: '/etc/rabbitmq',
      kind: 'config',
      what: 'list of enabled plugins',
      when: { command: { matches: 'rabbitmq-plugins(\\s+--offline)?\\s+enable' } },
      owner: 'rabbitmq',
      worldWritable: true,
      ships: 'conf.d with the default settings',
      evidence: ['https://github.com/rabbitmq/rabbitmq-server/issues/2234', 'https://github.com/docker-library/rabbitmq/issues/496'],
    },
    {
      path: '/etc/rabbitmq',
      kind: 'config',
      what: 'rabbitmq.conf, which the entrypoint writes from its variables where there is none',
      when: {
        all: [
          { tag: { below: '3.9' } },
          { not: { mounted: '/etc/rabbitmq/rabbitmq.conf' } },
          { not: { mounted: '/etc/rabbitmq/rabbitmq.config' } },
        ],
      },
      owner: 'rabbitmq',
      worldWritable: true,
      ships: 'the list of enabled plugins and conf.d',
      evidence: [
        'docker-library/rabbitmq 3.8/alpine/docker-entrypoint.sh (shouldWriteConfig) @ 02cdac229',
        'https://github.com/docker-library/rabbitmq/pull/424',
      ],
    },
  ],
  notes: [{ text: 'File logging, where the configuration turns it on, needs a mount at /var/log/rabbitmq' }],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'root' }, needs: ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETUID'] }, { needs: [] }],
  healthcheck: false,
})

/** NATS is one binary; JetStream without a store directory keeps its streams below the temporary directory. */
export const nats = defineImage({
  names: ['nats'],
  writes: [
    {
      path: '/tmp/nats/jetstream',
      from: [{ option: '--store_dir' }, { option: '-sd' }],
      kind: 'data',
      what: 'JetStream streams',
      when: { command: { matches: '(^|\\s)--?(js|jetstream)(\\s|=|$)' } },
      absent: true,
      evidence: ['https://docs.nats.io/running-a-nats-service/configuration/resource_management (store_dir)'],
    },
  ],
  notes: [
    {
      when: { command: { matches: '(^|\\s)(-c|--config)[ =]' } },
      text: 'JetStream store, log and pid files that the configuration file names need a mount',
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** Mosquitto writes only to its two VOLUMEs. */
export const mosquitto = defineImage({
  names: ['eclipse-mosquitto'],
  accounts: { mosquitto: '1883:1883' },
  dropsTo: 'mosquitto',
  volumes: ['/mosquitto/data', '/mosquitto/log'],
  writes: [
    {
      path: '/mosquitto/data',
      kind: 'data',
      what: 'persistent sessions and retained messages',
      owner: 'mosquitto',
      chowned: true,
      evidence: ['eclipse-mosquitto/mosquitto docker/2.1-alpine/Dockerfile @ 7b8aba10'],
    },
    {
      path: '/mosquitto/log',
      kind: 'log',
      what: 'log file, where the configuration asks for one',
      owner: 'mosquitto',
      evidence: ['eclipse-mosquitto/mosquitto docker/2.1-alpine/Dockerfile @ 7b8aba10'],
    },
  ],
  healthcheck: false,
})

/** ZooKeeper writes its zoo.cfg at start unless one is mounted; the directory is its own user's, which a tmpfs is not. */
export const zookeeper = defineImage({
  names: ['zookeeper'],
  accounts: { zookeeper: '1000:1000' },
  dropsTo: 'zookeeper',
  volumes: ['/data', '/datalog', '/logs'],
  writes: [
    {
      path: '/data',
      from: [{ env: 'ZOO_DATA_DIR' }],
      kind: 'data',
      what: 'snapshots and the server id',
      owner: 'zookeeper',
      chowned: true,
      evidence: ['31z4/zookeeper-docker 3.9.4/docker-entrypoint.sh @ 52a8364'],
    },
    {
      path: '/datalog',
      from: [{ env: 'ZOO_DATA_LOG_DIR' }],
      kind: 'data',
      what: 'transaction log',
      owner: 'zookeeper',
      chowned: true,
      evidence: ['31z4/zookeeper-docker 3.9.4/Dockerfile @ 52a8364'],
    },
    {
      path: '/logs',
      from: [{ env: 'ZOO_LOG_DIR' }],
      kind: 'log',
      what: 'logs',
      owner: 'zookeeper',
      chowned: true,
      evidence: ['31z4/zookeeper-docker 3.9.4/Dockerfile @ 52a8364'],
    },
    {
      path: '/conf',
      from: [{ env: 'ZOO_CONF_DIR' }],
      kind: 'config',
      what: 'zoo.cfg, generated from the ZOO_ variables',
      when: { not: { mounted: '/conf/zoo.cfg' } },
      owner: 'zookeeper',
      ships: 'logback.xml and configuration.xsl',
      evidence: ['31z4/zookeeper-docker 3.9.4/Dockerfile lines 18-22,67 and docker-entrypoint.sh @ 52a8364'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'root' }, needs: ['CHOWN', 'SETGID', 'SETUID'] }, { needs: [] }],
  healthcheck: false,
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
