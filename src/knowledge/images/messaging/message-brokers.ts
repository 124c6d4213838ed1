import { jvmTemp } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const RABBITMQ = 'docker-library/rabbitmq 4.1/ubuntu/Dockerfile @ 9193c1d'

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

export const nsq = defineImage({
  names: ['nsqio/nsq'],
  writes: [
    {
      path: '/data',
      from: [{ option: '-data-path' }],
      kind: 'data',
      what: 'messages that are not in memory',
      when: { command: { matches: '\\bnsqd\\b' } },
      evidence: ['nsqio/nsq Dockerfile (WORKDIR /data) @ 3103474b6', 'https://nsq.io/components/nsqd.html (--data-path)'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
