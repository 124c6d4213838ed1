import { jvmTemp, PLAIN, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const LOCALSTACK = ['localstack/localstack Dockerfile.s3, docker-compose.yml and localstack-core/localstack/config.py @ 8b9a79f05']
export const localstack = defineImage({
  names: ['localstack/localstack', 'localstack/localstack-pro', 'public.ecr.aws/localstack/localstack'],
  volumes: ['/var/lib/localstack'],
  inferred: true,
  writes: [
    {
      path: '/var/lib/localstack',
      kind: 'data',
      what: 'state, caches and downloaded services',
      worldWritable: true,
      oftenCache: true,
      evidence: LOCALSTACK,
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'infrastructure and code of functions',
      exec: true,
      ships: 'an empty directory',
      hidesNothingNeeded: true,
      evidence: LOCALSTACK,
    },
  ],
  notes: [{ text: 'Services that it downloads into its program directories do not work: keep to those that the image has' }],
  healthcheck: true,
})

const AZURITE = ['Azure/Azurite Dockerfile @ 9074bea35']
export const azurite = defineImage({
  names: ['mcr.microsoft.com/azure-storage/azurite'],
  volumes: ['/data'],
  writes: [
    {
      path: '/data',
      from: [{ option: '--location' }, { option: '-l' }],
      kind: 'data',
      what: 'blobs, queues and tables',
      evidence: AZURITE,
    },
    {
      from: [
        { option: '--debug', parent: true },
        { option: '-d', parent: true },
      ],
      kind: 'log',
      what: 'the debug log',
      absent: true,
      evidence: ['https://github.com/Azure/Azurite#debug-log-configuration'],
    },
  ],
  obstacles: [
    {
      when: { command: { matches: '^(?=.*azurite)(?!.*(\\s-l\\s|--location|--inMemoryPersistence))' } },
      at: '/opt/azurite',
      effect: 'fails',
      why: 'its command does not say where to keep data, so that it lies in /opt/azurite, next to the program',
      instead: 'add `--location /data`',
      evidence: AZURITE,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const moto = defineImage({
  names: ['motoserver/moto', 'ghcr.io/getmoto/motoserver'],
  inferred: true,
  writes: [temporary('getmoto/moto Dockerfile @ 0af643a5d')],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const fakeGcsServer = defineImage({
  names: ['fsouza/fake-gcs-server'],
  writes: [
    {
      path: '/storage',
      from: [{ option: '-filesystem-root' }, { env: 'FAKE_GCS_FILESYSTEM_ROOT' }],
      kind: 'data',
      what: 'buckets',
      when: { not: { any: [{ command: { matches: '-backend[= ]+memory' } }, { env: { FAKE_GCS_BACKEND: { matches: '^memory$' } } }] } },
      absent: true,
      oftenCache: true,
      evidence: ['fsouza/fake-gcs-server internal/config/config.go (backend, filesystem-root) @ 75035351d'],
    },
    { path: '/tmp', kind: 'scratch', what: 'uploads', evidence: ['https://pkg.go.dev/mime/multipart#Reader.ReadForm'] },
  ],
  inferred: true,
  gainsPrivileges: 'none',
  healthcheck: false,
})

const ELASTICMQ =
  'softwaremill/elasticmq server/Dockerfile, native-server/Dockerfile and README.md (messages-storage, queues-storage) @ f86bb055d'
export const elasticMq = defineImage({
  names: ['softwaremill/elasticmq', 'softwaremill/elasticmq-native'],
  volumes: ['/data'],
  inferred: true,
  writes: [
    {
      path: '/data',
      kind: 'data',
      what: 'queues and messages, where the configuration keeps them',
      when: { mounted: '/data' },
      evidence: [ELASTICMQ],
    },
    temporary(ELASTICMQ),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const ALPINE_SQS = ['roribio/alpine-sqs Dockerfile, opt/sqs-init.sh and etc/supervisor/supervisord.conf @ b07ff8ad3']
export const alpineSqs = defineImage({
  names: ['roribio16/alpine-sqs', 'roribio/alpine-sqs'],
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'its start script copies configuration to /opt/config and into the program of its page, /opt/sqs-insight',
      instead: 'use softwaremill/elasticmq',
      evidence: ALPINE_SQS,
    },
  ],
  healthcheck: false,
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
