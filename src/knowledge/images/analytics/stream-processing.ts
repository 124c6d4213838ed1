import { jvmTemp } from '../../parts.ts'
import { defineImage } from '../../record.ts'

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

const NIFI = ['apache/nifi nifi-docker/dockerhub/Dockerfile @ 057862536', 'apache/nifi nifi-docker/dockerhub/sh/start.sh @ 02a7d53f9']
const NIFI_HOME = '/opt/nifi/nifi-current'
const NIFI_STORES = ['database_repository', 'flowfile_repository', 'content_repository', 'provenance_repository', 'state'] as const
export const nifi = defineImage({
  names: ['apache/nifi'],
  user: '1000:1000',
  accounts: { nifi: '1000:1000' },
  volumes: [`${NIFI_HOME}/logs`, `${NIFI_HOME}/conf`, ...NIFI_STORES.map((store) => `${NIFI_HOME}/${store}`)],
  inferred: true,
  writes: [
    ...NIFI_STORES.map((store) => ({
      path: `${NIFI_HOME}/${store}`,
      kind: 'data' as const,
      what: store === 'state' ? 'the state of processors' : 'flow files and what became of them',
      evidence: NIFI,
    })),
    {
      path: `${NIFI_HOME}/conf`,
      kind: 'data',
      what: 'its flows, keys and the settings that its start script edits',
      ships: 'the configuration',
      evidence: NIFI,
    },
    { path: `${NIFI_HOME}/logs`, kind: 'log', what: 'logs', evidence: NIFI },
    { path: `${NIFI_HOME}/run`, kind: 'runtime', what: 'pid file and status', absent: true, evidence: NIFI },
    {
      path: '/home/nifi',
      kind: 'config',
      what: 'settings of its toolkit',
      ships: 'nothing that is needed',
      hidesNothingNeeded: true,
      evidence: ['apache/nifi nifi-docker/dockerhub/sh/toolkit.sh @ 4424b2ae4'],
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files and native libraries of the JVM', exec: true, evidence: NIFI },
  ],
  obstacles: [
    {
      at: `${NIFI_HOME}/work`,
      effect: 'fails',
      why: `it unpacks its archives into ${NIFI_HOME}/work, which is large and which the image lacks`,
      instead: `mount a directory at ${NIFI_HOME}/work that user 1000 may write`,
      evidence: ['https://nifi.apache.org/docs/nifi-docs/html/administration-guide.html (nifi.nar.working.directory)'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const NIFI_REGISTRY = [
  'apache/nifi nifi-registry/nifi-registry-core/nifi-registry-docker/dockerhub/Dockerfile @ 103710038',
  'apache/nifi nifi-registry/nifi-registry-core/nifi-registry-docker/dockerhub/sh/start.sh @ 059e38ed9',
]
export const nifiRegistry = defineImage({
  names: ['apache/nifi-registry'],
  user: '1000:1000',
  accounts: { nifi: '1000:1000' },
  writes: [
    {
      path: '/opt/nifi-registry/nifi-registry-current/database',
      kind: 'data',
      what: 'its database',
      when: { mounted: '/opt/nifi-registry/nifi-registry-current/database' },
      evidence: NIFI_REGISTRY,
    },
    {
      path: '/opt/nifi-registry/nifi-registry-current/flow_storage',
      kind: 'data',
      what: 'flows',
      when: { mounted: '/opt/nifi-registry/nifi-registry-current/flow_storage' },
      evidence: NIFI_REGISTRY,
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its start script edits its configuration, and its database, flows and work files lie beside its program',
      evidence: NIFI_REGISTRY,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
