import { jvmTemp, temporary } from '../parts.ts'
import type { Condition, WriteFact } from '../record.ts'
import { defineImage } from '../record.ts'

const PULSAR = ['apache/pulsar docker/pulsar/Dockerfile (data, logs, conf, PULSAR_PID_DIR, USER) @ 00aa5ce4c']
export const pulsar = defineImage({
  names: ['apachepulsar/pulsar', 'apachepulsar/pulsar-all'],
  user: [{ when: { tag: { atLeast: '2.10' } }, use: '10000:0' }, { use: 'root' }],
  accounts: { pulsar: '10000:0' },
  inferred: true,
  writes: [
    { path: '/pulsar/data', kind: 'data', what: 'topics and metadata', evidence: PULSAR },
    { path: '/pulsar/logs', kind: 'log', what: 'logs and pid files', evidence: PULSAR },
    {
      path: '/pulsar/conf',
      kind: 'config',
      what: 'settings that its command takes over from the environment',
      ships: 'the configuration',
      // Most commands call the script for this first; where a script calls it, its command does not say so.
      when: { not: { command: { matches: '^\\s*(\\S*/)?pulsar\\s' } } },
      evidence: ['https://pulsar.apache.org/docs/3.1.x/getting-started-docker (bin/apply-config-from-env.py, pulsarconf)'],
    },
    jvmTemp(PULSAR, 'unpacked archives of functions and connectors, and native libraries'),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const VERNEMQ = ['vernemq/docker-vernemq Dockerfile and bin/vernemq.sh @ 84855d5c8']
export const vernemq = defineImage({
  names: ['vernemq/vernemq'],
  user: '10000:10000',
  accounts: { vernemq: '10000:10000' },
  volumes: ['/vernemq/log', '/vernemq/data', '/vernemq/etc'],
  links: { '/etc/vernemq': '/vernemq/etc', '/var/lib/vernemq': '/vernemq/data', '/var/log/vernemq': '/vernemq/log' },
  inferred: true,
  writes: [
    { path: '/vernemq/data', kind: 'data', what: 'messages, subscriptions and the state of the cluster', evidence: VERNEMQ },
    {
      path: '/vernemq/etc',
      kind: 'config',
      what: 'vernemq.conf and vm.args, which its start script edits',
      ships: 'the configuration',
      evidence: VERNEMQ,
    },
    { path: '/vernemq/log', kind: 'log', what: 'logs', evidence: VERNEMQ },
    { path: '/tmp', kind: 'scratch', what: 'the answer of its check and pipes of Erlang', evidence: VERNEMQ },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: true,
})

const HIVEMQ = ['hivemq/hivemq4-docker-images hivemq4/base-image/Dockerfile and 20_handle_envs.sh @ c051d4cd4']
const HIVEMQ_CE = ['hivemq/hivemq-community-edition build.gradle.kts (oci) and src/oci/docker-entrypoint.sh @ 5d953093a']
const hiveMqWrites = (evidence: readonly string[]): WriteFact[] => [
  { path: '/opt/hivemq/data', kind: 'data', what: 'sessions, retained and queued messages', evidence },
  { path: '/opt/hivemq/log', kind: 'log', what: 'logs', evidence },
  jvmTemp(evidence, 'native libraries of RocksDB and Netty'),
]

/** Without this setting both entrypoints delete an extension, and go on where they cannot. */
const SHUT: Condition = { env: { HIVEMQ_ALLOW_ALL_CLIENTS: 'set' }, not: { env: { HIVEMQ_ALLOW_ALL_CLIENTS: { matches: '^true$' } } } }
const OPEN = 'its entrypoint cannot delete the extension that lets every client in'

export const hivemqCommunity = defineImage({
  names: ['hivemq/hivemq-ce'],
  user: '10000',
  volumes: ['/opt/hivemq/data', '/opt/hivemq/log'],
  inferred: true,
  writes: hiveMqWrites(HIVEMQ_CE),
  obstacles: [{ when: SHUT, at: '/opt/hivemq/extensions', effect: 'fails', why: OPEN, evidence: HIVEMQ_CE }],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const hivemq = defineImage({
  names: ['hivemq/hivemq4'],
  user: '10000',
  volumes: ['/opt/hivemq/data', '/opt/hivemq/log'],
  inferred: true,
  writes: [
    ...hiveMqWrites(HIVEMQ),
    {
      path: '/opt/hivemq/license',
      kind: 'config',
      what: 'the licence, decoded from HIVEMQ_LICENSE',
      ships: 'licences of others',
      hidesNothingNeeded: true,
      when: { env: { HIVEMQ_LICENSE: 'set' } },
      evidence: HIVEMQ,
    },
  ],
  obstacles: [
    { when: SHUT, at: '/opt/hivemq/extensions', effect: 'fails', why: OPEN, evidence: HIVEMQ },
    {
      when: {
        any: [
          { tag: { matches: '^(dns-|k8s-)' } },
          { env: { HIVEMQ_REST_API_ENABLED: { matches: '^true$' } } },
          { env: { HIVEMQ_CLUSTER_TRANSPORT_TYPE: 'set' } },
        ],
      },
      at: '/opt/hivemq/conf',
      effect: 'fails',
      why: 'its entrypoint edits /opt/hivemq/conf/config.xml',
      instead: 'mount a conf directory of your own, or give it a volume',
      evidence: [...HIVEMQ, 'hivemq/hivemq4-docker-images hivemq4/dns-image/40_dns_entrypoint.sh @ c051d4cd4'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const RMOHR = [
  'rmohr/docker-activemq 5.15.9/Dockerfile @ a57fb6c28',
  'apache/activemq assembly/src/release/bin/activemq (ACTIVEMQ_DATA, ACTIVEMQ_TMP) @ c3580e79d',
]
export const activemqRmohr = defineImage({
  names: ['rmohr/activemq'],
  user: 'activemq',
  inferred: true,
  writes: [
    { path: '/opt/activemq/data', kind: 'data', what: 'messages and logs', evidence: RMOHR },
    { path: '/opt/activemq/tmp', kind: 'scratch', what: 'pages of the console', absent: true, evidence: RMOHR },
    jvmTemp(RMOHR),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const VROMERO = ['vromero/activemq-artemis-docker src/Dockerfile and src/assets/docker-entrypoint.sh @ fafc3b843']
export const artemisVromero = defineImage({
  names: ['vromero/activemq-artemis'],
  user: '1000:1000',
  accounts: { artemis: '1000:1000' },
  volumes: ['/var/lib/artemis/data', '/var/lib/artemis/tmp', '/var/lib/artemis/etc', '/var/lib/artemis/etc-override'],
  inferred: true,
  writes: [
    { path: '/var/lib/artemis/data', kind: 'data', what: 'messages', evidence: VROMERO },
    {
      path: '/var/lib/artemis/etc',
      kind: 'config',
      what: 'the configuration, which its entrypoint edits',
      ships: 'the configuration',
      evidence: VROMERO,
    },
    { path: '/var/lib/artemis/tmp', kind: 'scratch', what: 'pages of the console', evidence: VROMERO },
    { path: '/var/lib/artemis/lock', kind: 'runtime', what: 'the lock of its command', evidence: VROMERO },
    { path: '/var/lib/artemis/log', kind: 'log', what: 'logs, where its configuration asks for them', absent: true, evidence: VROMERO },
    jvmTemp(VROMERO),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const MQ = ['ibm-messaging/mq-container docs/usage.md "Running with a read-only root filesystem" and setup-image.sh @ def963859']
const MQ_BEFORE = 'versions before 9.3.4 write below /etc/mqm and /var'
export const ibmMq = defineImage({
  names: ['icr.io/ibm-messaging/mq', 'cp.icr.io/cp/ibm-mqadvanced-server', 'cp.icr.io/cp/ibm-mqadvanced-server-integration'],
  user: '1001:0',
  writes: [
    { path: '/mnt/mqm', kind: 'data', what: 'queues, their messages and logs', evidence: MQ },
    { path: '/run', kind: 'runtime', what: 'rendered configuration, keys and its termination log', evidence: MQ },
    jvmTemp(MQ, 'what it collects for diagnosis, and temporary files of its console'),
  ],
  obstacles: [{ when: { tag: { below: '9.3.4' } }, effect: 'fails', why: MQ_BEFORE, instead: 'use version 9.3.4 or newer', evidence: MQ }],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** Docker Hub got no version after 9.2. */
export const ibmMqBefore = defineImage({
  names: ['ibmcom/mq'],
  writes: [{ path: '/mnt/mqm', kind: 'data', what: 'queues, their messages and logs', evidence: MQ }],
  obstacles: [
    {
      effect: 'fails',
      why: MQ_BEFORE,
      instead: 'use icr.io/ibm-messaging/mq, 9.3.4 or newer',
      evidence: [...MQ, 'ibm-messaging/mq-container manifests/dockerhub (9.2.0 is the newest) @ def963859'],
    },
  ],
  healthcheck: false,
})

const ELASTICMQ =
  'softwaremill/elasticmq server/Dockerfile, native-server/Dockerfile and README.md (messages-storage, queues-storage) @ f86bb055d'
export const elasticMq = defineImage({
  names: ['softwaremill/elasticmq', 'softwaremill/elasticmq-native'],
  volumes: ['/data'],
  inferred: true,
  writes: [
    {
      path: '/data',
      kind: 'data',
      what: 'queues and messages, where the configuration keeps them',
      when: { mounted: '/data' },
      evidence: [ELASTICMQ],
    },
    temporary(ELASTICMQ),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const ALPINE_SQS = ['roribio/alpine-sqs Dockerfile, opt/sqs-init.sh and etc/supervisor/supervisord.conf @ b07ff8ad3']
export const alpineSqs = defineImage({
  names: ['roribio16/alpine-sqs', 'roribio/alpine-sqs'],
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'its start script copies configuration to /opt/config and into the program of its page, /opt/sqs-insight',
      instead: 'use softwaremill/elasticmq',
      evidence: ALPINE_SQS,
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
