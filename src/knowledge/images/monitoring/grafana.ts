import type { Condition } from '../../record.ts'
import { defineImage } from '../../record.ts'

const COMPOSE_LINT_LOGGING = 'tmatens/compose-lint docs/examples/logging-without-the-socket @ a250bcb'

/** Grafana: one data directory, no VOLUME; from 13 on its plug-in installer also touches bundled plug-ins. */
export const grafana = defineImage({
  names: ['grafana/grafana', 'grafana/grafana-oss', 'grafana/grafana-enterprise'],
  user: '472:0',
  accounts: { grafana: '472:0' },
  writes: [
    {
      path: '/var/lib/grafana',
      from: [{ env: 'GF_PATHS_DATA' }],
      kind: 'data',
      what: 'its database, plug-ins and rendered images',
      exec: true,
      evidence: ['grafana/grafana packaging/docker/run.sh @ 07754534f', COMPOSE_LINT_LOGGING],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'plug-in downloads',
      evidence: ['https://github.com/grafana/grafana/issues/20950', 'https://github.com/kubara-io/kubara/issues/302'],
    },
    {
      path: '/usr/share/grafana/.aws',
      kind: 'config',
      what: 'AWS credentials, written from GF_AWS_PROFILES',
      when: { env: { GF_AWS_PROFILES: 'set' } },
      evidence: ['grafana/grafana packaging/docker/run.sh @ 07754534f'],
    },
  ],
  settings: [
    {
      environment: { name: 'GF_PLUGINS_PREINSTALL_AUTO_UPDATE', value: 'false' },
      when: { tag: { atLeast: '13' }, env: { GF_PLUGINS_PREINSTALL_DISABLED: 'unset' } },
      why: 'the installer unlinks bundled data sources before it finds that it cannot replace them',
      evidence: ['https://github.com/entigolabs/entigo-infralib/pull/1737', 'https://github.com/grafana/grafana-operator/issues/2946'],
    },
  ],
  configuration: ['/etc/grafana'],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** Loki's shipped configuration keeps everything below /loki. */
export const loki = defineImage({
  names: ['grafana/loki'],
  user: '10001:10001',
  accounts: { loki: '10001:10001' },
  writes: [
    {
      path: '/loki',
      kind: 'data',
      what: 'chunks, index and write-ahead log',
      evidence: ['grafana/loki cmd/loki/Dockerfile @ 0230065a1', COMPOSE_LINT_LOGGING],
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: [COMPOSE_LINT_LOGGING] },
  ],
  notes: [{ when: { command: { matches: '-config\\.file' } }, text: 'A configuration of your own decides the real paths' }],
  configuration: ['/etc/loki'],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const tempo = defineImage({
  names: ['grafana/tempo'],
  user: '10001:10001',
  inferred: true,
  writes: [
    { path: '/var/tempo', kind: 'data', what: 'traces and write-ahead log', evidence: ['grafana/tempo cmd/tempo/Dockerfile @ ad33aa8fa'] },
  ],
  notes: [{ text: 'A configuration of your own decides the real paths' }],
})

const PYROSCOPE = ['grafana/pyroscope cmd/pyroscope/Dockerfile @ 3fe6a457a']
export const pyroscope = defineImage({
  names: ['grafana/pyroscope'],
  user: '10001:10001',
  accounts: { pyroscope: '10001:10001' },
  volumes: ['/data'],
  inferred: true,
  writes: [
    { path: '/data', kind: 'data', what: 'profiles', evidence: PYROSCOPE },
    ...(['/data-compactor', '/data-metastore'] as const).map((path) => ({
      path,
      kind: 'data' as const,
      what: 'index of the profiles',
      when: { mounted: path },
      evidence: PYROSCOPE,
    })),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** Grafana Alloy keeps its state where the command says. */
export const alloy = defineImage({
  names: ['grafana/alloy'],
  writes: [
    {
      path: '/var/lib/alloy/data',
      from: [{ option: '--storage\\.path' }],
      kind: 'data',
      what: 'read positions and the write-ahead log',
      evidence: ['https://grafana.com/docs/alloy/latest/reference/cli/run/ (--storage.path)', COMPOSE_LINT_LOGGING],
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: [COMPOSE_LINT_LOGGING] },
  ],
  healthcheck: false,
})

/** Promtail's shipped configuration keeps its read positions in /tmp, where they look like scratch and are not. */
export const promtail = defineImage({
  names: ['grafana/promtail'],
  writes: [
    {
      path: '/tmp',
      kind: 'data',
      what: 'positions.yaml: how far each log was read',
      evidence: ['grafana/loki clients/cmd/promtail/promtail-docker-config.yaml @ 1d3976057'],
    },
  ],
  notes: [{ text: 'Better: set positions.filename in its configuration to a volume of its own' }],
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
