import { jvmTemp, oneDirectory } from '../parts.ts'
import type { WriteFact } from '../record.ts'
import { defineImage } from '../record.ts'

const FLINK = ['apache/flink-docker 2.2/scala_2.12-java21-ubuntu/Dockerfile and docker-entrypoint.sh @ 983be3455']
export const flink = defineImage({
  names: ['flink', 'apache/flink'],
  user: [{ when: { tag: { atLeast: '2' } }, use: '9999:9999' }, { use: 'root' }],
  accounts: { flink: '9999:9999' },
  dropsTo: 'flink',
  inferred: true,
  writes: [
    {
      path: '/opt/flink/conf',
      kind: 'config',
      what: 'config.yaml, which its entrypoint edits',
      ships: 'the configuration',
      evidence: FLINK,
    },
    {
      path: '/opt/flink/log',
      kind: 'log',
      what: 'logs, which it prints as well',
      ships: 'nothing that is needed',
      hidesNothingNeeded: true,
      evidence: ['https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/advanced/logging/'],
    },
    jvmTemp([...FLINK, 'https://github.com/docker-flink/docker-flink/issues/46'], 'jars, spilled records and the library of RocksDB'),
  ],
  notes: [{ text: 'State that its configuration keeps in files (checkpoints, savepoints) needs a volume' }],
  healthcheck: false,
})

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

const NACOS = ['nacos-group/nacos-docker build/Dockerfile and build/bin/docker-startup.sh @ b47f96f51']
export const nacos = defineImage({
  names: ['nacos/nacos-server'],
  inferred: true,
  writes: [
    {
      path: '/home/nacos/data',
      kind: 'data',
      what: 'the embedded database, snapshots and the state of the cluster',
      ships: 'archives of skills in version 3',
      evidence: NACOS,
    },
    {
      path: '/home/nacos/logs',
      kind: 'log',
      what: 'logs',
      ships: 'a link of start.out to standard output',
      hidesNothingNeeded: true,
      evidence: NACOS,
    },
    {
      path: '/home/nacos/conf',
      kind: 'config',
      what: 'cluster.conf, written at start of a cluster',
      ships: 'application.properties and nacos-logback.xml',
      when: { not: { env: { MODE: { matches: '^standalone$' } } } },
      evidence: NACOS,
    },
    jvmTemp(NACOS, 'work directory of Tomcat and native libraries'),
  ],
  healthcheck: false,
})

const FABRIC = ['hyperledger/fabric images/peer/Dockerfile and images/orderer/Dockerfile @ 0c423ac47']
export const fabric = defineImage({
  names: ['hyperledger/fabric-peer', 'hyperledger/fabric-orderer', 'ghcr.io/hyperledger/fabric-peer', 'ghcr.io/hyperledger/fabric-orderer'],
  volumes: ['/etc/hyperledger/fabric', '/var/hyperledger'],
  inferred: true,
  writes: [
    { path: '/var/hyperledger', kind: 'data', what: 'the ledger and installed chaincode', evidence: FABRIC },
    {
      path: '/etc/hyperledger/fabric',
      kind: 'data',
      what: 'its configuration, keys and certificates',
      ships: 'core.yaml or orderer.yaml',
      evidence: FABRIC,
    },
    { path: '/tmp', kind: 'scratch', what: 'chaincode packages in work', evidence: FABRIC },
  ],
  healthcheck: false,
})

const KUBO = ['ipfs/kubo Dockerfile and bin/container_daemon @ 867cdc5d8']
export const kubo = defineImage({
  names: ['ipfs/kubo', 'ipfs/go-ipfs'],
  accounts: { ipfs: '1000:100' },
  dropsTo: 'ipfs',
  volumes: ['/data/ipfs'],
  inferred: true,
  writes: [
    {
      path: '/data/ipfs',
      from: [{ env: 'IPFS_PATH' }],
      kind: 'data',
      what: 'its key, configuration and blocks',
      owner: 'ipfs',
      chowned: true,
      evidence: KUBO,
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: KUBO },
  ],
  gainsPrivileges: 'fusermount, which is setuid root',
  healthcheck: true,
})

const MAIL: WriteFact = {
  path: '/opt/stalwart',
  kind: 'data',
  what: 'configuration and mails of earlier versions',
  when: { mounted: '/opt/stalwart' },
  evidence: ['https://stalw.art/docs/install/platform/docker (volume at /opt/stalwart)'],
}
export const stalwart = oneDirectory(
  {
    names: ['stalwartlabs/stalwart', 'ghcr.io/stalwartlabs/stalwart'],
    user: '2000:2000',
    accounts: { stalwart: '2000:2000' },
    volumes: ['/etc/stalwart', '/var/lib/stalwart'],
    gainsPrivileges: 'the file capability NET_BIND_SERVICE of stalwart',
    healthcheck: true,
  },
  '/var/lib/stalwart',
  'mails and its database',
  'stalwartlabs/stalwart Dockerfile @ d72608f3e',
  [
    {
      path: '/etc/stalwart',
      kind: 'data',
      what: 'its configuration',
      evidence: ['stalwartlabs/stalwart Dockerfile @ d72608f3e'],
    },
    MAIL,
  ],
)
