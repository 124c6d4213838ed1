import { jvmTemp } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const ACTIVE_MQ = ['apache/activemq assembly/src/docker/Dockerfile and entrypoint.sh @ c3580e79d']
export const activeMqClassic = defineImage({
  names: ['apache/activemq-classic'],
  user: 'activemq',
  inferred: true,
  writes: [
    { path: '/opt/apache-activemq/data', kind: 'data', what: 'messages and logs', ships: 'a log file', evidence: ACTIVE_MQ },
    { path: '/opt/apache-activemq/tmp', kind: 'scratch', what: 'pages of the console', absent: true, evidence: ACTIVE_MQ },
    jvmTemp(ACTIVE_MQ),
  ],
  obstacles: [
    {
      when: {
        any: [
          { env: { ACTIVEMQ_CONNECTION_USER: { matches: '.' } } },
          { env: { ACTIVEMQ_JMX_USER: { matches: '.' } } },
          { env: { ACTIVEMQ_WEB_USER: { matches: '.' } } },
        ],
      },
      at: '/opt/apache-activemq/conf',
      effect: 'fails',
      why: 'for its users its entrypoint changes the files in /opt/apache-activemq/conf',
      instead: 'mount a conf directory of your own, or give it a volume',
      evidence: ACTIVE_MQ,
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

/** Its instance is made in the VOLUME at the first start: settings, programs, messages and temporary files. */
const ARTEMIS = ['apache/activemq-artemis artemis-docker/Dockerfile-alpine-21-jre and docker-run.sh @ 6700541d4']
export const activeMqArtemis = defineImage({
  names: ['apache/activemq-artemis', 'apache/artemis'],
  user: '1001:1001',
  accounts: { artemis: '1001:1001' },
  volumes: ['/var/lib/artemis-instance'],
  inferred: true,
  writes: [
    {
      path: '/var/lib/artemis-instance',
      kind: 'data',
      what: 'messages, settings and the programs of the instance',
      exec: true,
      evidence: ARTEMIS,
    },
    jvmTemp(ARTEMIS),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
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
