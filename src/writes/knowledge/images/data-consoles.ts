import { jvmTemp } from '../parts.ts'
import { defineImage } from '../record.ts'

const PLAIN = { gainsPrivileges: 'none', capabilities: [{ needs: [] }] } as const

const DEPENDENCY_TRACK = ['DependencyTrack/dependency-track apiserver/src/main/docker/Dockerfile (DATA_DIR) @ c157ee480']
export const dependencyTrack = defineImage({
  names: ['dependencytrack/apiserver', 'ghcr.io/dependencytrack/apiserver', 'dependencytrack/bundled'],
  user: '1000:1000',
  accounts: { dtrack: '1000:1000' },
  inferred: true,
  writes: [
    { path: '/data', kind: 'data', what: 'its keys, index and embedded database', evidence: DEPENDENCY_TRACK },
    jvmTemp(DEPENDENCY_TRACK),
  ],
  ...PLAIN,
})

/** A silent failure: the start script goes on without the settings that it was given. */
const DT_FRONTEND = ['DependencyTrack/frontend docker/docker-entrypoint.d/30-oidc-configuration.sh @ f681ba009']
export const dependencyTrackFrontend = defineImage({
  names: ['dependencytrack/frontend', 'ghcr.io/dependencytrack/frontend'],
  extends: 'nginxinc/nginx-unprivileged',
  writes: [
    {
      path: '/etc/nginx/conf.d',
      kind: 'config',
      what: 'its site, rendered from a template of the image',
      ships: 'default.conf',
      hidesNothingNeeded: true,
      evidence: [
        'DependencyTrack/frontend docker/Dockerfile.alpine @ f681ba009',
        'nginxinc/docker-nginx entrypoint/20-envsubst-on-templates.sh @ b430bec',
      ],
    },
  ],
  obstacles: [
    {
      when: { any: (['API_BASE_URL', 'OIDC_ISSUER', 'OIDC_CLIENT_ID'] as const).map((name) => ({ env: { [name]: 'set' } })) },
      at: '/opt/owasp/dependency-track-frontend/static/config.json',
      effect: 'fails',
      why: 'its settings are written into static/config.json, and are silently left out where that cannot be done',
      instead: 'mount a config.json of your own',
      evidence: DT_FRONTEND,
    },
  ],
})

const SPARK = ['apache/spark-docker 4.0.0/scala2.13-java17-ubuntu/Dockerfile and entrypoint.sh.template @ 7f2e1f0a9']
export const spark = defineImage({
  names: ['spark', 'apache/spark', 'apache/spark-py'],
  user: '185:185',
  accounts: { spark: '185:185' },
  inferred: true,
  writes: [
    { path: '/opt/spark/work-dir', kind: 'data', what: 'files of programs, which start here', evidence: SPARK },
    {
      path: '/opt/spark/work',
      from: [{ env: 'SPARK_WORKER_DIR' }],
      kind: 'scratch',
      what: 'programs and logs of a worker',
      when: { command: { matches: 'deploy\\.worker\\.Worker|start-worker|start-slave' } },
      absent: true,
      large: true,
      evidence: ['https://spark.apache.org/docs/latest/spark-standalone.html (SPARK_WORKER_DIR)'],
    },
    {
      path: '/opt/spark/logs',
      from: [{ env: 'SPARK_LOG_DIR' }],
      kind: 'log',
      what: 'logs of a server that is started by a script',
      when: { command: { matches: 'sbin/start-' } },
      absent: true,
      evidence: ['https://spark.apache.org/docs/latest/spark-standalone.html (SPARK_LOG_DIR)'],
    },
    jvmTemp(SPARK, 'shuffled data and native libraries'),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const AKHQ = ['tchiotludo/akhq Dockerfile and docker/usr/local/bin/docker-entrypoint.sh @ 91aa445f6']
export const akhq = defineImage({
  names: ['tchiotludo/akhq', 'ghcr.io/tchiotludo/akhq'],
  user: 'akhq',
  inferred: true,
  writes: [jvmTemp(AKHQ)],
  obstacles: [
    {
      when: { env: { AKHQ_CONFIGURATION: 'set' } },
      at: '/app/application.yml',
      effect: 'fails',
      why: 'AKHQ_CONFIGURATION is written into application.yml, next to the program',
      instead: 'mount the configuration as /app/application.yml',
      evidence: AKHQ,
    },
  ],
  ...PLAIN,
  healthcheck: true,
})

export const registryUi = defineImage({
  names: ['joxit/docker-registry-ui', 'ghcr.io/joxit/docker-registry-ui'],
  writes: [],
  obstacles: [
    {
      at: '/usr/share/nginx/html',
      effect: 'fails',
      why: 'its start script puts its settings into index.html, beside the pages',
      evidence: ['Joxit/docker-registry-ui bin/90-docker-registry-ui.sh @ 82f6240da'],
    },
  ],
  healthcheck: false,
})

export const citus = defineImage({
  // citusdata/docker Dockerfile @ 6bf0d2447: FROM postgres with an extension.
  names: ['citusdata/citus'],
  extends: 'postgres',
  inferred: true,
  writes: [],
  healthcheck: true,
})

const WURSTMEISTER = ['wurstmeister/kafka-docker Dockerfile and start-kafka.sh @ 901c08481']
export const wurstmeisterKafka = defineImage({
  names: ['wurstmeister/kafka'],
  volumes: ['/kafka'],
  writes: [{ path: '/kafka', kind: 'data', what: 'topics', evidence: WURSTMEISTER }],
  obstacles: [
    {
      effect: 'fails',
      why: 'its start script edits server.properties and kafka-server-start.sh in its installation',
      evidence: WURSTMEISTER,
    },
  ],
  healthcheck: false,
})

export const redpandaConsole = defineImage({
  names: ['docker.redpanda.com/redpandadata/console', 'redpandadata/console', 'vectorized/console', 'quay.io/cloudhut/kowl'],
  user: 'redpandaconsole',
  inferred: true,
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'the configuration that its usual command writes there',
      evidence: ['redpanda-data/console docs/local/docker-compose.yaml (/tmp/config.yml) @ 12ba56d5f'],
    },
  ],
  ...PLAIN,
})

export const seq = defineImage({
  names: ['datalust/seq', 'public.ecr.aws/datalust/seq'],
  inferred: true,
  writes: [
    {
      path: '/data',
      kind: 'data',
      what: 'events, settings and the key of its secrets',
      evidence: ['https://datalust.co/docs/docker-storage'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'sockets of the .NET diagnostics',
      evidence: ['https://github.com/dotnet/runtime/issues/86259'],
    },
  ],
})

const DYNAMODB = [
  'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DynamoDBLocal.DownloadingAndRunning.html (Docker, -dbPath)',
]
export const dynamodbLocal = defineImage({
  names: ['amazon/dynamodb-local', 'public.ecr.aws/aws-dynamodb-local/aws-dynamodb-local'],
  user: 'dynamodblocal',
  inferred: true,
  writes: [
    {
      path: '/home/dynamodblocal/data',
      from: [{ option: '-dbPath' }],
      kind: 'data',
      what: 'tables',
      when: { command: { matches: '-dbPath' } },
      absent: true,
      evidence: DYNAMODB,
    },
    jvmTemp(DYNAMODB),
  ],
  ...PLAIN,
})
