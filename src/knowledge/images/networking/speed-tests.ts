import { oneDirectory } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const LIBRESPEED = ['librespeed/speedtest Dockerfile and docker/entrypoint.sh @ 04cdce6ac']
export const libreSpeed = defineImage({
  names: ['ghcr.io/librespeed/speedtest', 'adolfintel/speedtest'],
  writes: [
    {
      path: '/database',
      kind: 'data',
      what: 'results, where they are kept in SQLite',
      when: { env: { TELEMETRY: { matches: '^true$' } } },
      absent: true,
      evidence: LIBRESPEED,
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint copies its pages to /var/www/html and changes the configuration of Apache',
      evidence: LIBRESPEED,
    },
  ],
  healthcheck: true,
})

const OPEN_SPEED_TEST = ['openspeedtest/Docker-Image Dockerfile, files/entrypoint.sh and files/nginx.conf @ fc86f9f4b']
export const openSpeedTest = defineImage({
  names: ['openspeedtest/latest'],
  user: '101:101',
  accounts: { nginx: '101:101' },
  volumes: ['/var/log/letsencrypt'],
  inferred: true,
  writes: [
    { path: '/tmp', kind: 'runtime', what: 'nginx.pid', evidence: OPEN_SPEED_TEST },
    { path: '/var/cache/nginx', kind: 'cache', what: 'request bodies', evidence: OPEN_SPEED_TEST },
    {
      path: '/var/log/letsencrypt',
      kind: 'data',
      what: 'certificates',
      when: { env: { ENABLE_LETSENCRYPT: { matches: '^True$' } } },
      evidence: OPEN_SPEED_TEST,
    },
  ],
  obstacles: [
    {
      when: {
        any: [
          { env: { CHANGE_CONTAINER_PORTS: { matches: '^True$' } } },
          { env: { ENABLE_LETSENCRYPT: { matches: '^True$' } } },
          { env: { SET_SERVER_NAME: { matches: '.' } } },
          { env: { ALLOW_ONLY: { matches: '.' } } },
          { env: { VERIFY_OWNERSHIP: { matches: '.' } } },
        ],
      },
      effect: 'fails',
      why: 'for these settings its entrypoint changes its pages and the configuration in /etc/nginx',
      evidence: OPEN_SPEED_TEST,
    },
  ],
  gainsPrivileges: 'crond, which has a file capability; it renews certificates only',
})

const MYSPEED =
  'gnmyt/myspeed Dockerfile @ 10d382dbf, server/util/createFolders.js @ c30db9961 and server/util/providers/loadOokla.js @ 2d13a6c71'
export const mySpeed = oneDirectory(
  { names: ['germannewsmaker/myspeed'], volumes: ['/myspeed/data'], gainsPrivileges: 'none', healthcheck: false },
  '/myspeed/data',
  'measurements, settings and logs',
  MYSPEED,
  [
    {
      path: '/myspeed/bin',
      kind: 'cache',
      what: 'programs that measure, loaded at start',
      exec: true,
      absent: true,
      evidence: [MYSPEED],
    },
  ],
)
