import { jvmTemp } from '../../parts.ts'
import type { Condition, WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'

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

export const emqx = defineImage({
  names: ['emqx/emqx', 'emqx', 'emqx/emqx-enterprise'],
  user: '1000:1000',
  accounts: { emqx: '1000:1000' },
  volumes: ['/opt/emqx/log', '/opt/emqx/data'],
  inferred: true,
  writes: [
    {
      path: '/opt/emqx/data',
      kind: 'data',
      what: 'sessions, users and generated configuration',
      evidence: ['emqx/emqx deploy/docker/Dockerfile (VOLUME)'],
    },
    { path: '/opt/emqx/log', kind: 'log', what: 'logs', evidence: ['emqx/emqx deploy/docker/Dockerfile (VOLUME)'] },
    { path: '/tmp', kind: 'scratch', what: 'temporary files of Erlang', evidence: ['emqx/emqx deploy/docker/Dockerfile'] },
  ],
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

const HIVEMQ = ['hivemq/hivemq4-docker-images hivemq4/base-image/Dockerfile and 20_handle_envs.sh @ c051d4cd4']

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
