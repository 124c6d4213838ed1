import { jvmTemp, oneDirectory, temporary } from '../parts.ts'
import { defineImage } from '../record.ts'

const INBUCKET = ['inbucket/inbucket Dockerfile and etc/docker/defaults/start-inbucket.sh @ e56c6d5f8']
export const inbucket = defineImage({
  names: ['inbucket/inbucket'],
  volumes: ['/config', '/storage'],
  writes: [
    { path: '/storage', kind: 'data', what: 'received mails', oftenCache: true, evidence: INBUCKET },
    {
      path: '/config',
      kind: 'data',
      what: 'the greeting of its pages, which its first start copies there',
      oftenCache: true,
      evidence: INBUCKET,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

export const mailcatcher = defineImage({
  // sj26/mailcatcher Dockerfile @ 18a9cb7a7: mails are kept in a SQLite database in memory.
  names: ['sj26/mailcatcher'],
  inferred: true,
  writes: [temporary('sj26/mailcatcher Dockerfile @ 18a9cb7a7')],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const greenmail = defineImage({
  names: ['greenmail/standalone'],
  user: 'greenmail',
  inferred: true,
  writes: [jvmTemp(['greenmail-mail-test/greenmail greenmail-docker/standalone/Dockerfile @ 659cd219e'])],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
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

export const moto = defineImage({
  names: ['motoserver/moto', 'ghcr.io/getmoto/motoserver'],
  inferred: true,
  writes: [temporary('getmoto/moto Dockerfile @ 0af643a5d')],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const mockServer = defineImage({
  names: ['mockserver/mockserver'],
  user: '65532:65532',
  inferred: true,
  writes: [jvmTemp(['mock-server/mockserver docker/Dockerfile (distroless, netty) @ 976693c98'])],
  configuration: ['/config'],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

export const loadTests = defineImage({
  names: ['grafana/k6', 'loadimpact/k6'],
  user: '12345',
  inferred: true,
  writes: [temporary('grafana/k6 Dockerfile @ 87883075c')],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const locust = defineImage({
  names: ['locustio/locust'],
  user: 'locust',
  inferred: true,
  writes: [temporary('locustio/locust Dockerfile @ 407343d0f')],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const redisInsight = defineImage({
  names: ['redis/redisinsight'],
  user: '1000:1000',
  inferred: true,
  writes: [
    {
      path: '/data',
      from: [{ env: 'RI_APP_FOLDER_ABSOLUTE_PATH' }],
      kind: 'data',
      what: 'connections and its logs',
      evidence: ['https://redis.io/docs/latest/operate/redisinsight/install/install-on-docker/ (/data, user 1000)'],
    },
    temporary('https://nodejs.org/api/os.html#ostmpdir'),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const PIPER = 'rhasspy/wyoming-addons piper/run.sh and piper/Dockerfile (--data-dir, --download-dir) @ f93510766'
export const wyoming = oneDirectory(
  {
    names: ['rhasspy/wyoming-piper', 'rhasspy/wyoming-whisper', 'rhasspy/wyoming-openwakeword'],
    gainsPrivileges: 'none',
    healthcheck: false,
  },
  '/data',
  'downloaded voices and models',
  PIPER,
)

export const go2rtc = oneDirectory(
  { names: ['alexxit/go2rtc', 'ghcr.io/alexxit/go2rtc'], volumes: ['/config'], healthcheck: false },
  '/config',
  'its configuration, where it is changed in the browser',
  'AlexxIT/go2rtc docker/Dockerfile @ dc1685e9c',
)

export const matterServer = oneDirectory(
  {
    names: ['ghcr.io/home-assistant-libs/python-matter-server', 'ghcr.io/matter-js/python-matter-server'],
    volumes: ['/data'],
    healthcheck: false,
  },
  '/data',
  'its fabric, devices and certificates',
  'matter-js/python-matter-server Dockerfile (--storage-path, --paa-root-cert-dir) @ 4c820ed12',
)

export const kiwix = oneDirectory(
  { names: ['ghcr.io/kiwix/kiwix-serve', 'kiwix/kiwix-serve'], user: '1001:1001', volumes: ['/data'], gainsPrivileges: 'none' },
  '/data',
  'archives that it serves, and those that it downloads',
  'kiwix/kiwix-tools docker/server/Dockerfile and docker/server/start.sh @ f76e38bdc',
)
