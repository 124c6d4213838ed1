import { jvmTemp } from '../parts.ts'
import type { ImageRecord, WriteFact } from '../record.ts'
import { defineImage } from '../record.ts'

/** Servers with the protocol of Redis: one VOLUME, which many run as a cache. */
function likeRedis(names: [string, ...string[]], account: string, ids: string, evidence: string): ImageRecord {
  return defineImage({
    names,
    accounts: { [account]: ids },
    dropsTo: account,
    volumes: ['/data'],
    writes: [
      {
        path: '/data',
        from: [{ option: '--dir' }],
        kind: 'data',
        what: 'snapshots',
        owner: account,
        chowned: true,
        oftenCache: true,
        evidence: [evidence],
      },
    ],
    gainsPrivileges: 'none',
    capabilities: [{ when: { user: 'root' }, needs: ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETUID'] }, { needs: [] }],
  })
}
export const dragonfly = likeRedis(
  ['docker.dragonflydb.io/dragonflydb/dragonfly', 'dragonflydb/dragonfly', 'ghcr.io/dragonflydb/dragonfly'],
  'dfly',
  '999:999',
  'dragonflydb/dragonfly tools/packaging/Dockerfile.ubuntu-prod and tools/docker/entrypoint.sh @ f8eca6d0b',
)
export const keydb = likeRedis(['eqalpha/keydb'], 'keydb', '999:999', 'Snapchat/KeyDB pkg/docker/Dockerfile @ 603ebb27f')

export const redisStack = defineImage({
  names: ['redis/redis-stack-server'],
  inferred: true,
  writes: [
    {
      path: '/data',
      from: [{ env: 'REDIS_DATA_DIR' }],
      kind: 'data',
      what: 'snapshots and append-only file',
      oftenCache: true,
      evidence: ['redis-stack/redis-stack etc/scripts/entrypoint.sh'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files of its modules',
      evidence: ['redis-stack/redis-stack etc/scripts/entrypoint.sh'],
    },
  ],
})

/** The same with RedisInsight beside it, which keeps its settings elsewhere. */
export const redisStackInsight = defineImage({
  names: ['redis/redis-stack'],
  extends: 'redis/redis-stack-server',
  inferred: true,
  writes: [
    {
      path: '/redisinsight',
      from: [{ env: 'RI_APP_FOLDER_ABSOLUTE_PATH' }],
      kind: 'data',
      what: 'connections and logs of RedisInsight',
      absent: true,
      without: { effect: 'degrades', what: 'RedisInsight does not start, while the database does' },
      evidence: ['redis-stack/redis-stack etc/envfiles/insight.docker.env (RI_APP_FOLDER_ABSOLUTE_PATH)'],
    },
  ],
})

export const qdrant = defineImage({
  names: ['qdrant/qdrant'],
  user: [{ when: { tag: { matches: 'unprivileged' } }, use: '1000:1000' }, { use: 'root' }],
  inferred: true,
  writes: [
    { path: '/qdrant/storage', kind: 'data', what: 'collections', evidence: ['qdrant/qdrant Dockerfile @ 74f3e85b9'] },
    { path: '/qdrant/snapshots', kind: 'data', what: 'snapshots', evidence: ['qdrant/qdrant Dockerfile @ 74f3e85b9'] },
    { path: '/tmp', kind: 'scratch', what: 'uploads of snapshots', evidence: ['qdrant/qdrant config/config.yaml (temp_path)'] },
  ],
  settings: [
    {
      environment: { name: 'QDRANT_INIT_FILE_PATH', value: '/tmp/.qdrant-initialized' },
      why: 'it marks that it has started in a file beside the program',
      evidence: ['qdrant/qdrant-helm charts/qdrant/templates/statefulset.yaml (QDRANT_INIT_FILE_PATH)'],
    },
  ],
})

/** VictoriaMetrics keeps its data below its working directory, the root, unless an option says otherwise. */
export const victoriaMetrics = defineImage({
  names: ['victoriametrics/victoria-metrics'],
  writes: [
    {
      path: '/victoria-metrics-data',
      from: [{ option: '-storageDataPath' }],
      kind: 'data',
      what: 'time series',
      absent: true,
      evidence: ['https://docs.victoriametrics.com/victoriametrics/single-server-victoriametrics/ (-storageDataPath)'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const CP = ['confluentinc/kafka-images zookeeper/include/etc/confluent/docker/configure @ f8e3015a9']
export const cpZookeeper = defineImage({
  names: ['confluentinc/cp-zookeeper'],
  user: '1000:1000',
  accounts: { appuser: '1000:1000' },
  volumes: ['/var/lib/zookeeper/data', '/var/lib/zookeeper/log', '/etc/zookeeper/secrets'],
  inferred: true,
  writes: [
    ...(['/var/lib/zookeeper/data', '/var/lib/zookeeper/log'] as const).map(
      (path): WriteFact => ({
        path,
        kind: 'data',
        what: path.endsWith('log') ? 'transaction log' : 'snapshots',
        evidence: CP,
      }),
    ),
    {
      path: '/etc/kafka',
      kind: 'config',
      what: 'zookeeper.properties and log4j.properties, rendered at start',
      ships: 'sample configuration',
      hidesNothingNeeded: true,
      evidence: CP,
    },
    { path: '/var/log/kafka', kind: 'log', what: 'logs', evidence: CP },
    jvmTemp(CP),
  ],
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
