import { jvmTemp, oneBinary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

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

// oliver006/redis_exporter Dockerfile @ cd5941f16.
export const redisExporter = oneBinary(['oliver006/redis_exporter', 'quay.io/oliver006/redis_exporter'], '59000:59000')

export const processExporter = defineImage({
  // ncabatoff/process-exporter Dockerfile @ e52ab0a1c: a program in an empty image that only reads /proc and its configuration.
  names: ['ncabatoff/process-exporter'],
  inferred: true,
  writes: [],
  configuration: ['/config'],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const CLOUDWATCH = ['prometheus/cloudwatch_exporter Dockerfile @ 8b110cf4b']
export const cloudWatchExporter = defineImage({
  names: ['prom/cloudwatch-exporter', 'quay.io/prometheus/cloudwatch-exporter'],
  user: '65534',
  inferred: true,
  writes: [jvmTemp(CLOUDWATCH)],
  configuration: ['/config'],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** cAdvisor reads the host and logs to standard error. */
export const cadvisor = defineImage({
  names: ['gcr.io/cadvisor/cadvisor', 'google/cadvisor', 'ghcr.io/google/cadvisor'],
  inferred: true,
  // google/cadvisor deploy/Dockerfile @ 0061d10d0: no data path.
  writes: [],
})

// nginx/nginx-prometheus-exporter build/Dockerfile @ 9956da707.
export const nginxExporter = oneBinary(['nginx/nginx-prometheus-exporter'], '1001')
