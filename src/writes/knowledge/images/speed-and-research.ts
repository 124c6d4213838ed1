import { temporary } from '../parts.ts'
import { defineImage } from '../record.ts'

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

const ZULIP = ['zulip/docker-zulip Dockerfile and entrypoint.sh @ 3a592adee']
export const zulip = defineImage({
  names: ['ghcr.io/zulip/zulip-server', 'zulip/docker-zulip'],
  volumes: ['/data'],
  writes: [{ path: '/data', kind: 'data', what: 'uploads, certificates, secrets and backups', evidence: ZULIP }],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint writes settings in /etc/zulip and links in /etc and /home/zulip',
      evidence: ZULIP,
    },
  ],
  healthcheck: true,
})

const ROCKER = ['rocker-org/rocker-versioned2 scripts/init_set_env.sh, scripts/init_userconf.sh and scripts/install_rstudio.sh @ 69cded5dc']
export const rstudio = defineImage({
  names: [
    'rocker/rstudio',
    'rocker/tidyverse',
    'rocker/verse',
    'rocker/geospatial',
    'rocker/shiny',
    'rocker/shiny-verse',
    'ghcr.io/rocker-org/rstudio',
    'ghcr.io/rocker-org/tidyverse',
    'ghcr.io/rocker-org/verse',
    'ghcr.io/rocker-org/geospatial',
    'ghcr.io/rocker-org/shiny',
  ],
  writes: [
    {
      path: '/home/rstudio',
      kind: 'data',
      what: 'projects and settings',
      when: { mounted: '/home/rstudio' },
      evidence: ROCKER,
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'at start it writes its environment into the settings of R and changes its user and password',
      evidence: ROCKER,
    },
  ],
})

const HOPPSCOTCH = ['hoppscotch/hoppscotch prod.Dockerfile and aio_run.mjs @ afc2cf181']
export const hoppscotch = defineImage({
  names: ['hoppscotch/hoppscotch', 'hoppscotch/hoppscotch-frontend', 'hoppscotch/hoppscotch-admin'],
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'at start it writes its settings into the pages in /site',
      evidence: [...HOPPSCOTCH, 'hoppscotch/hoppscotch packages/hoppscotch-selfhost-web/prod_run.mjs @ afc2cf181'],
    },
  ],
})

export const hoppscotchBackend = defineImage({
  names: ['hoppscotch/hoppscotch-backend'],
  inferred: true,
  writes: [temporary('hoppscotch/hoppscotch prod.Dockerfile and packages/hoppscotch-backend/prod_run.mjs @ afc2cf181')],
  gainsPrivileges: 'none',
})

const TWENTY = 'twentyhq/twenty packages/twenty-docker/twenty/Dockerfile and entrypoint.sh @ 00c31a5b5'
export const twenty = defineImage({
  names: ['twentycrm/twenty'],
  user: '1000',
  inferred: true,
  writes: [
    {
      path: '/app/packages/twenty-server/.local-storage',
      kind: 'data',
      what: 'uploads, where they are kept on disk',
      evidence: [TWENTY],
    },
    temporary(TWENTY),
  ],
  obstacles: [
    {
      at: '/app/packages/twenty-server/dist/front',
      effect: 'degrades',
      why: 'it cannot write SERVER_URL into its pages, which then call the address that they were opened by',
      instead: 'let pages and API have one address',
      evidence: ['twentyhq/twenty packages/twenty-server/src/utils/generate-front-config.ts @ 7890768f3'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const BROWSERLESS = ['browserless/browserless docker/base/Dockerfile, scripts/start.sh and src/config.ts @ 0e2f33edd']
export const browserless = defineImage({
  names: [
    'ghcr.io/browserless/chromium',
    'ghcr.io/browserless/chrome',
    'ghcr.io/browserless/firefox',
    'ghcr.io/browserless/webkit',
    'ghcr.io/browserless/edge',
    'ghcr.io/browserless/multi',
    'browserless/chrome',
    'browserless/chromium',
  ],
  user: '999:999',
  accounts: { blessuser: '999:999' },
  inferred: true,
  writes: [
    { path: '/tmp', kind: 'scratch', what: 'profiles, downloads and sockets of the browsers', evidence: BROWSERLESS },
    {
      path: '/home/blessuser',
      kind: 'cache',
      what: 'settings and caches of the browsers',
      ships: 'an empty Downloads',
      hidesNothingNeeded: true,
      evidence: BROWSERLESS,
    },
    { from: [{ env: 'DATA_DIR' }], kind: 'data', what: 'profiles that are kept', absent: true, evidence: BROWSERLESS },
    { from: [{ env: 'DOWNLOAD_DIR' }], kind: 'data', what: 'downloads', absent: true, evidence: BROWSERLESS },
  ],
  healthcheck: false,
})
