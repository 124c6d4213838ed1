import { configured, jvmTemp } from '../../parts.ts'
import type { ImageRecord } from '../../record.ts'
import { defineImage } from '../../record.ts'

/** Beats remember in their data directory how far they have read, or which instance they are. */
function beat(names: ImageRecord['names'], home: string): ImageRecord {
  return defineImage({
    names,
    inferred: true,
    writes: [
      {
        path: `${home}/data`,
        kind: 'data',
        what: 'how far each log was read, and its identity',
        evidence: [
          'https://www.elastic.co/docs/reference/beats/filebeat/directory-layout (path.data)',
          'elastic/beats dev-tools/packaging/templates/docker/Dockerfile.tmpl (data, logs)',
        ],
      },
      {
        path: `${home}/logs`,
        kind: 'log',
        what: 'logs',
        evidence: ['https://www.elastic.co/docs/reference/beats/filebeat/directory-layout (path.logs)'],
      },
    ],
  })
}
export const filebeat = beat(
  ['docker.elastic.co/beats/filebeat', 'elastic/filebeat', 'docker.elastic.co/beats/filebeat-oss'],
  '/usr/share/filebeat',
)
export const metricbeat = beat(
  ['docker.elastic.co/beats/metricbeat', 'elastic/metricbeat', 'docker.elastic.co/beats/metricbeat-oss'],
  '/usr/share/metricbeat',
)
export const heartbeat = beat(
  ['docker.elastic.co/beats/heartbeat', 'elastic/heartbeat', 'docker.elastic.co/beats/heartbeat-oss'],
  '/usr/share/heartbeat',
)
export const packetbeat = beat(
  ['docker.elastic.co/beats/packetbeat', 'elastic/packetbeat', 'docker.elastic.co/beats/packetbeat-oss'],
  '/usr/share/packetbeat',
)
export const auditbeat = beat(
  ['docker.elastic.co/beats/auditbeat', 'elastic/auditbeat', 'docker.elastic.co/beats/auditbeat-oss'],
  '/usr/share/auditbeat',
)

/** Logstash rewrites its configuration when the environment holds any of its settings. */
export const logstash = defineImage({
  names: ['logstash', 'docker.elastic.co/logstash/logstash'],
  user: '1000:1000',
  accounts: { logstash: '1000:1000' },
  inferred: true,
  writes: [
    {
      path: '/usr/share/logstash/data',
      kind: 'data',
      what: 'instance id, persistent and dead-letter queues',
      evidence: ['https://www.elastic.co/guide/en/logstash/current/dir-layout.html (path.data)'],
    },
    jvmTemp(['https://www.elastic.co/guide/en/logstash/current/jvm-settings.html (temp directory)'], 'JRuby and its native libraries'),
  ],
  obstacles: [
    {
      when: {
        any: [
          { env: { NODE_NAME: 'set' } },
          { env: { XPACK_MONITORING_ENABLED: 'set' } },
          { env: { PIPELINE_WORKERS: 'set' } },
          { env: { LOG_LEVEL: 'set' } },
          { env: { CONFIG_STRING: 'set' } },
          { env: { 'xpack.monitoring.enabled': 'set' } },
        ],
      },
      at: '/usr/share/logstash/config/logstash.yml',
      effect: 'fails',
      why: 'it rewrites logstash.yml from the environment at start',
      instead: 'mount a logstash.yml of your own and drop those variables',
      evidence: ['https://github.com/elastic/cloud-on-k8s/issues/7450', 'https://github.com/elastic/logstash-docker/issues/60'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

export const fluentBit = defineImage({
  names: ['fluent/fluent-bit', 'cr.fluentbit.io/fluent/fluent-bit', 'ghcr.io/fluent/fluent-bit'],
  // fluent/fluent-bit dockerfiles/Dockerfile @ d55459d49: one program on distroless, root, no data path of its own.
  ...configured,
  writes: [],
  notes: [{ text: 'Paths that its configuration names (storage.path, DB of tail, output file) need a volume' }],
})

export const fluentd = defineImage({
  names: ['fluent/fluentd'],
  ...configured,
  user: 'fluent',
  writes: [
    {
      path: '/fluentd/log',
      kind: 'data',
      what: 'received logs, where it runs with the configuration of the image',
      when: { not: { mounted: '/fluentd/etc' } },
      evidence: ['fluent/fluentd-docker-image v1.16/debian/Dockerfile and fluent.conf @ 426b4a18a'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'sockets of its workers',
      evidence: ['https://docs.ruby-lang.org/en/3.4/Dir.html#method-c-tmpdir'],
    },
  ],
  notes: [{ when: { mounted: '/fluentd/etc' }, text: 'Buffers and position files that its configuration names need a volume' }],
})

const VECTOR = [
  'vectordotdev/vector distribution/docker/debian/Dockerfile @ c3445d42d',
  'https://vector.dev/docs/reference/configuration/global-options/#data_dir',
]
export const vector = defineImage({
  names: ['timberio/vector', 'ghcr.io/vectordotdev/vector'],
  writes: [{ path: '/var/lib/vector', kind: 'data', what: 'checkpoints and disk buffers', evidence: VECTOR }],
  gainsPrivileges: 'none',
  healthcheck: false,
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
