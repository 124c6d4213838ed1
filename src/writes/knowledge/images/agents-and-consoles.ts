import type { Condition } from '../record.ts'
import { defineImage } from '../record.ts'

const DATADOG = [
  'DataDog/documentation content/en/containers/guide/readonly-root-filesystem.md @ 0a61ae6d9',
  'DataDog/datadog-agent Dockerfiles/agent/Dockerfile @ 00b4f913a',
]
/** Its vendor runs it so. The image's /var/run is a directory of its own, not the usual link, so a mount at /run is no help there. */
export const datadogAgent = defineImage({
  names: [
    'datadog/agent',
    'gcr.io/datadoghq/agent',
    'eu.gcr.io/datadoghq/agent',
    'asia.gcr.io/datadoghq/agent',
    'public.ecr.aws/datadog/agent',
    'registry.datadoghq.com/agent',
  ],
  accounts: { 'dd-agent': '100:0' },
  volumes: ['/var/run/s6', '/var/log/datadog'],
  writes: [
    {
      path: '/etc/datadog-agent',
      kind: 'config',
      what: 'datadog.yaml and checks, chosen at start',
      ships: 'the configuration of checks',
      evidence: [...DATADOG, 'DataDog/datadog-agent Dockerfiles/agent/cont-init.d/59-defaults.sh @ 08f718777'],
    },
    { path: '/opt/datadog-agent/run', kind: 'data', what: 'how far each log was read', evidence: DATADOG },
    { path: '/var/log/datadog', kind: 'log', what: 'logs', evidence: DATADOG },
    { path: '/tmp', kind: 'scratch', what: 'flares and temporary files', evidence: DATADOG },
  ],
  obstacles: [
    {
      at: '/var/run/datadog',
      effect: 'degrades',
      why: 'the sockets of DogStatsD and of the trace agent need a volume at /var/run/datadog',
      evidence: DATADOG,
    },
  ],
  healthcheck: true,
})

const NEW_RELIC = ['newrelic/nri-kubernetes charts/newrelic-infrastructure/templates/kubelet/daemonset.yaml @ 088a63eba']
export const newRelicInfrastructure = defineImage({
  names: ['newrelic/infrastructure', 'newrelic/infrastructure-bundle'],
  inferred: true,
  writes: [
    { path: '/var/db/newrelic-infra/data', kind: 'cache', what: 'inventory that was sent', absent: true, evidence: NEW_RELIC },
    { path: '/var/db/newrelic-infra/user_data', kind: 'cache', what: 'inventory of integrations', absent: true, evidence: NEW_RELIC },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: NEW_RELIC },
  ],
  healthcheck: false,
})

const GRAFANA_AGENT = ['grafana/agent cmd/grafana-agent/Dockerfile and internal/flowmode/cmd_run.go (storagePath) @ 372611b64']
const FLOW: Condition = { any: [{ env: { AGENT_MODE: { matches: '^flow$' } } }, { command: { matches: '(^|\\s)run\\b' } }] }
export const grafanaAgent = defineImage({
  names: ['grafana/agent'],
  inferred: true,
  writes: [
    {
      path: '/etc/agent/data',
      from: [{ option: '--metrics.wal-directory' }],
      kind: 'data',
      what: 'the write-ahead log',
      when: { not: FLOW },
      absent: true,
      evidence: GRAFANA_AGENT,
    },
    {
      path: '/data-agent',
      from: [{ option: '--storage.path' }],
      kind: 'data',
      what: 'read positions and the write-ahead log',
      when: FLOW,
      absent: true,
      evidence: GRAFANA_AGENT,
    },
    {
      path: '/tmp',
      kind: 'data',
      what: 'how far each log was read, where its configuration keeps that there',
      when: { not: FLOW },
      evidence: ['grafana/loki clients/cmd/promtail/promtail-docker-config.yaml @ 1d3976057'],
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', when: FLOW, evidence: GRAFANA_AGENT },
  ],
  notes: [{ text: 'Better: set positions_directory in its configuration to a volume of its own' }],
  gainsPrivileges: 'none',
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

const PMM = ['percona/pmm build/docker/server/entrypoint.sh @ 0799e532c', 'percona/pmm build/docker/server/Dockerfile.el9 @ 009e756f2']
export const pmmServer = defineImage({
  names: ['percona/pmm-server', 'perconalab/pmm-server'],
  user: [{ when: { tag: { atLeast: '3' } }, use: 'pmm' }, { use: 'root' }],
  volumes: ['/srv'],
  writes: [{ path: '/srv', kind: 'data', what: 'its databases, metrics, certificates and logs', evidence: PMM }],
  obstacles: [
    {
      effect: 'fails',
      why: 'it runs several servers, which keep files below /usr/share/pmm-server, /run and /etc',
      evidence: PMM,
    },
  ],
  healthcheck: true,
})

const NOMAD = ['hashicorp/nomad Dockerfile @ 291410a60', 'hashicorp/nomad scripts/docker-entrypoint.sh @ 1b872c422']
export const nomad = defineImage({
  names: ['hashicorp/nomad'],
  inferred: true,
  writes: [
    {
      from: [{ option: '-data-dir' }],
      kind: 'data',
      what: 'the state of the agent and of its jobs',
      exec: true,
      absent: true,
      evidence: ['https://developer.hashicorp.com/nomad/commands/agent (-data-dir)'],
    },
    { path: '/tmp', kind: 'scratch', what: 'directories of jobs in development mode', exec: true, evidence: NOMAD },
  ],
  notes: [{ when: { command: { matches: '-config' } }, text: 'A data_dir that its configuration names needs a volume' }],
  healthcheck: false,
})
