import { defineImage } from '../../record.ts'
import { node } from '../languages/node.ts'
import { python } from '../languages/python.ts'

const SELENIUM = [
  'https://github.com/SeleniumHQ/docker-selenium/issues/2648',
  'SeleniumHQ/docker-selenium NodeBase/generate_config @ 3290a305c',
]
export const selenium = defineImage({
  names: ['selenium/standalone-*', 'selenium/node-*', 'selenium/hub', 'seleniarm/standalone-*', 'seleniarm/node-*', 'seleniarm/hub'],
  user: '1200:1201',
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'its start scripts write /opt/selenium/config.toml, and supervisord writes its logs below /var/log',
      evidence: SELENIUM,
    },
  ],
  gainsPrivileges: 'sudo',
})

const SELENOID = ['aerokube/selenoid Dockerfile (-video-output-dir) @ c03e8d194']
export const selenoid = defineImage({
  names: ['aerokube/selenoid'],
  inferred: true,
  writes: [
    {
      path: '/opt/selenoid/video',
      from: [{ option: '-video-output-dir' }],
      kind: 'data',
      what: 'recordings',
      when: { mounted: '/opt/selenoid' },
      absent: true,
      evidence: SELENOID,
    },
    {
      from: [{ option: '-log-output-dir' }],
      kind: 'log',
      what: 'logs of the sessions',
      absent: true,
      evidence: ['https://aerokube.com/selenoid/latest/#_saving_session_logs'],
    },
    { path: '/tmp', kind: 'scratch', what: 'uploads', evidence: SELENOID },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const PUPPETEER = 'puppeteer/puppeteer docker/Dockerfile @ 062fa30d6'
export const puppeteer = defineImage({
  names: ['ghcr.io/puppeteer/puppeteer'],
  runtime: true,
  user: '10042',
  accounts: { pptruser: '10042' },
  writes: [
    { path: '/tmp', kind: 'scratch', what: 'profiles of the browser', evidence: [PUPPETEER] },
    {
      path: '/home/pptruser/.npm',
      from: [{ env: 'npm_config_cache' }, { env: 'NPM_CONFIG_CACHE' }],
      kind: 'cache',
      what: 'logs and cache of npm',
      when: { command: { matches: '(^|[\\s;&|"\'])(npm|npx)\\s' } },
      without: { effect: 'degrades', what: 'npm warns that it cannot write its log' },
      evidence: [PUPPETEER],
    },
  ],
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

/** Node and Python with the browsers of Playwright. */
export const playwright = defineImage({ ...node, names: ['mcr.microsoft.com/playwright'] })
export const playwrightPython = defineImage({ ...python, names: ['mcr.microsoft.com/playwright/python'] })
