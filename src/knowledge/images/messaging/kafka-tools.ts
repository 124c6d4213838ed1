import { jvmTemp, PLAIN, statelessJvm } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const SCHEMA_REGISTRY = ['confluentinc/schema-registry-images schema-registry/include/etc/confluent/docker/configure @ 8a5f36fea']
export const schemaRegistry = defineImage({
  names: ['confluentinc/cp-schema-registry'],
  user: '1000:1000',
  accounts: { appuser: '1000:1000' },
  volumes: ['/etc/schema-registry/secrets'],
  inferred: true,
  writes: [
    {
      path: '/etc/schema-registry',
      kind: 'config',
      what: 'its properties, rendered at start',
      ships: 'sample configuration',
      hidesNothingNeeded: true,
      evidence: SCHEMA_REGISTRY,
    },
    {
      path: '/usr/logs',
      kind: 'log',
      what: 'logs',
      evidence: ['confluentinc/schema-registry-images schema-registry/Dockerfile.ubi9 @ 8a5f36fea'],
    },
    jvmTemp([...SCHEMA_REGISTRY, 'https://github.com/xerial/snappy-java/issues/240']),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

const CONNECT = ['confluentinc/kafka-images kafka-connect-base/include/etc/confluent/docker/configure @ f8e3015a9']
export const kafkaConnect = defineImage({
  names: ['confluentinc/cp-kafka-connect', 'confluentinc/cp-kafka-connect-base', 'confluentinc/cp-server-connect'],
  user: '1000:1000',
  accounts: { appuser: '1000:1000' },
  volumes: ['/etc/kafka-connect/jars', '/etc/kafka-connect/secrets'],
  inferred: true,
  writes: [
    {
      path: '/etc/kafka-connect',
      kind: 'config',
      what: 'its properties, rendered at start',
      ships: 'directories of keys and jars',
      hidesNothingNeeded: true,
      evidence: CONNECT,
    },
    {
      path: '/etc/kafka',
      kind: 'config',
      what: 'its logging configuration, rendered at start',
      ships: 'sample configuration',
      hidesNothingNeeded: true,
      evidence: CONNECT,
    },
    {
      path: '/usr/logs',
      kind: 'log',
      what: 'logs',
      evidence: ['confluentinc/kafka-images kafka-connect-base/Dockerfile.ubi9 @ f8e3015a9'],
    },
    jvmTemp([...CONNECT, 'https://github.com/xerial/snappy-java/issues/240']),
  ],
  obstacles: [
    {
      when: { command: { matches: 'confluent-hub\\s+install' } },
      effect: 'fails',
      why: 'its command installs plug-ins at start',
      instead: 'install them in a Dockerfile',
      evidence: ['https://docs.confluent.io/platform/current/connect/confluent-hub/client.html'],
    },
  ],
  gainsPrivileges: 'none',
})

const KAFKA_REST = ['confluentinc/kafka-rest-images kafka-rest/include/etc/confluent/docker/configure and Dockerfile.ubi9 @ c1fd36996']
export const kafkaRest = defineImage({
  names: ['confluentinc/cp-kafka-rest'],
  user: '1000:1000',
  accounts: { appuser: '1000:1000' },
  inferred: true,
  writes: [
    {
      path: '/etc/kafka-rest',
      kind: 'config',
      what: 'its properties, rendered at start',
      ships: 'sample configuration',
      hidesNothingNeeded: true,
      evidence: KAFKA_REST,
    },
    jvmTemp(KAFKA_REST),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const AKHQ = ['tchiotludo/akhq Dockerfile and docker/usr/local/bin/docker-entrypoint.sh @ 91aa445f6']
export const akhq = defineImage({
  names: ['tchiotludo/akhq', 'ghcr.io/tchiotludo/akhq'],
  user: 'akhq',
  inferred: true,
  writes: [jvmTemp(AKHQ)],
  obstacles: [
    {
      when: { env: { AKHQ_CONFIGURATION: 'set' } },
      at: '/app/application.yml',
      effect: 'fails',
      why: 'AKHQ_CONFIGURATION is written into application.yml, next to the program',
      instead: 'mount the configuration as /app/application.yml',
      evidence: AKHQ,
    },
  ],
  ...PLAIN,
  healthcheck: true,
})

export const kafdrop = defineImage({
  names: ['obsidiandynamics/kafdrop'],
  inferred: true,
  writes: [jvmTemp(['obsidiandynamics/kafdrop src/main/docker/Dockerfile @ dd68ef732'])],
  obstacles: [
    {
      when: { any: [{ env: { KAFKA_PROPERTIES: 'set' } }, { env: { KAFKA_TRUSTSTORE: 'set' } }, { env: { KAFKA_KEYSTORE: 'set' } }] },
      effect: 'fails',
      why: 'KAFKA_PROPERTIES, KAFKA_TRUSTSTORE and KAFKA_KEYSTORE are turned into files in the root directory',
      instead: 'mount the files and name them with KAFKA_PROPERTIES_FILE and its like',
      evidence: ['obsidiandynamics/kafdrop src/main/docker/kafdrop.sh @ dd68ef732'],
    },
  ],
})

export const redpandaConsole = defineImage({
  names: ['docker.redpanda.com/redpandadata/console', 'redpandadata/console', 'vectorized/console', 'quay.io/cloudhut/kowl'],
  user: 'redpandaconsole',
  inferred: true,
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'the configuration that its usual command writes there',
      evidence: ['redpanda-data/console docs/local/docker-compose.yaml (/tmp/config.yml) @ 12ba56d5f'],
    },
  ],
  ...PLAIN,
})

export const kafkaUi = statelessJvm(['provectuslabs/kafka-ui', 'ghcr.io/kafbat/kafka-ui'])
