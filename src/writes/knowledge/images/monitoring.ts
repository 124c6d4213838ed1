import { defineImage } from '../record.ts'

const COMPOSE_LINT_LOGGING = 'tmatens/compose-lint docs/examples/logging-without-the-socket @ a250bcb'
const DISTROLESS = { tag: { matches: 'distroless' } } as const
const PROMETHEUS = 'prometheus/prometheus Dockerfile and Dockerfile.distroless @ d15adb9ad7'

/** Prometheus: the busybox image has a VOLUME for its data, the distroless one has not. */
export const prometheus = defineImage({
  names: ['prom/prometheus', 'quay.io/prometheus/prometheus'],
  user: [{ when: DISTROLESS, use: '65532:65532' }, { use: '65534:65534' }],
  accounts: { nobody: '65534:65534' },
  volumes: [{ path: '/prometheus', when: { not: DISTROLESS } }],
  writes: [
    {
      path: '/prometheus',
      from: [{ option: '--storage\\.tsdb\\.path' }, { option: '--storage\\.agent\\.path' }],
      kind: 'data',
      what: 'time series',
      evidence: [PROMETHEUS],
    },
  ],
  configuration: ['/etc/prometheus'],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** Alertmanager: as Prometheus. */
export const alertmanager = defineImage({
  names: ['prom/alertmanager', 'quay.io/prometheus/alertmanager'],
  user: '65534:65534',
  accounts: { nobody: '65534:65534' },
  volumes: [{ path: '/alertmanager', when: { not: DISTROLESS } }],
  writes: [
    {
      path: '/alertmanager',
      from: [{ option: '--storage\\.path' }],
      kind: 'data',
      what: 'silences and the notification log',
      evidence: ['prometheus/alertmanager Dockerfile and Dockerfile.distroless @ 68fb2d575'],
    },
  ],
  configuration: ['/etc/alertmanager'],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** Exporters of the Prometheus project: one binary that only reads. */
export const nodeExporter = defineImage({
  names: ['prom/node-exporter', 'quay.io/prometheus/node-exporter'],
  user: '65534:65534',
  // prometheus/node_exporter Dockerfile @ 0c561fa1c: one binary, no directory.
  writes: [],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** The rest of the Prometheus project's exporters are built alike. */
export const prometheusExporters = defineImage({
  names: [
    'prom/blackbox-exporter',
    'quay.io/prometheus/blackbox-exporter',
    'prom/mysqld-exporter',
    'prom/snmp-exporter',
    'prom/statsd-exporter',
    'prom/memcached-exporter',
    'prom/consul-exporter',
    'prom/pushgateway',
    'prom/graphite-exporter',
    'prometheuscommunity/postgres-exporter',
    'quay.io/prometheuscommunity/postgres-exporter',
    // Dockerfiles of one program each: prometheus-community/elasticsearch_exporter @ 9bc4295dd, danielqsj/kafka_exporter @ 953e2f174.
    'prometheuscommunity/elasticsearch-exporter',
    'quay.io/prometheuscommunity/elasticsearch-exporter',
    'danielqsj/kafka-exporter',
  ],
  user: '65534:65534',
  inferred: true,
  writes: [
    {
      from: [{ option: '--persistence\\.file', parent: true }],
      kind: 'data',
      what: 'pushed metrics',
      evidence: ['prometheus/pushgateway README.md (--persistence.file)'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

/** Exporters on an empty image. */
export const scratchExporters = defineImage({
  // percona/mongodb_exporter Dockerfile @ 12667a157, kbudde/rabbitmq_exporter Dockerfile @ 4dcae0489.
  names: ['percona/mongodb_exporter', 'kbudde/rabbitmq-exporter'],
  user: '65535:65535',
  writes: [],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

/** cAdvisor reads the host and logs to standard error. */
export const cadvisor = defineImage({
  names: ['gcr.io/cadvisor/cadvisor', 'google/cadvisor', 'ghcr.io/google/cadvisor'],
  inferred: true,
  // google/cadvisor deploy/Dockerfile @ 0061d10d0: no data path.
  writes: [],
})

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

/** The OpenTelemetry collector is one binary on scratch. */
export const otelCollector = defineImage({
  names: [
    'otel/opentelemetry-collector',
    'otel/opentelemetry-collector-contrib',
    'otel/opentelemetry-collector-k8s',
    'ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector',
    'ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-contrib',
  ],
  user: '10001:10001',
  // open-telemetry/opentelemetry-collector-releases distributions/otelcol/Dockerfile @ 08b16071e
  writes: [],
  notes: [{ text: 'file_storage and file exporters that the configuration names need a volume' }],
  configuration: ['/etc/otelcol', '/etc/otelcol-contrib'],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** Jaeger keeps traces in memory unless told otherwise. */
export const jaeger = defineImage({
  names: ['jaegertracing/all-in-one', 'jaegertracing/jaeger'],
  user: '10001',
  inferred: true,
  writes: [
    {
      from: [{ env: 'BADGER_DIRECTORY_VALUE' }, { option: '--badger\\.directory-value' }],
      kind: 'data',
      what: 'traces (badger values)',
      evidence: ['https://www.jaegertracing.io/docs/1.76/deployment/#badger---local-storage'],
    },
    {
      from: [{ env: 'BADGER_DIRECTORY_KEY' }, { option: '--badger\\.directory-key' }],
      kind: 'data',
      what: 'traces (badger keys)',
      evidence: ['https://www.jaegertracing.io/docs/1.76/deployment/#badger---local-storage'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files',
      evidence: ['https://www.jaegertracing.io/docs/1.76/deployment/#badger---local-storage'],
    },
  ],
})

/** Telegraf's entrypoint tries to give its program a capability, and goes on without. */
export const telegraf = defineImage({
  names: ['telegraf'],
  accounts: { telegraf: '999:999' },
  dropsTo: 'telegraf',
  writes: [],
  obstacles: [
    {
      when: { user: 'root' },
      effect: 'degrades',
      why: 'the entrypoint cannot run setcap on the program, so that ping and privileged ports are lost',
      instead: 'use `method = "native"` with cap_add, or the exec ping',
      evidence: ['influxdata/influxdata-docker telegraf/1.39/entrypoint.sh @ d457cb9'],
    },
  ],
  notes: [{ text: 'Output files, state files and log files that the configuration names need a mount' }],
  healthcheck: false,
})
