import { APACHE_LOG_LINKS, apacheRun, phpTemp, temporary, WWW_DATA } from '../../parts.ts'
import { defineImage } from '../../record.ts'

/** Matomo lives in its VOLUME, as WordPress does. */
export const matomo = defineImage({
  names: ['matomo'],
  accounts: WWW_DATA,
  volumes: ['/var/www/html'],
  writes: [
    {
      path: '/var/www/html',
      kind: 'data',
      what: 'Matomo, its configuration and plug-ins',
      evidence: ['matomo-org/docker apache/docker-entrypoint.sh @ adb618afe'],
    },
    apacheRun({ not: { tag: { matches: 'fpm' } } }),
    phpTemp(),
  ],
  ships: [APACHE_LOG_LINKS],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'root' }, needs: ['CHOWN', 'SETGID', 'SETUID', 'NET_BIND_SERVICE'] }],
  healthcheck: false,
})

const PLAUSIBLE = 'plausible/analytics Dockerfile @ 01598e6ce'
export const plausible = defineImage({
  names: ['ghcr.io/plausible/community-edition', 'plausible/analytics'],
  user: '999:65533',
  volumes: ['/var/lib/plausible'],
  inferred: true,
  writes: [
    { path: '/var/lib/plausible', kind: 'data', what: 'certificates, exports and caches', worldWritable: true, evidence: [PLAUSIBLE] },
    temporary(PLAUSIBLE),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const umami = defineImage({
  names: ['ghcr.io/umami-software/umami', 'umamisoftware/umami', 'docker.umami.is/umami-software/umami'],
  user: '1001',
  inferred: true,
  writes: [
    { path: '/tmp', kind: 'scratch', what: 'pnpm and prisma', evidence: ['umami-software/umami Dockerfile @ c0ea3aefb'] },
    {
      path: '/app/.next/cache',
      kind: 'cache',
      what: 'rendered pages',
      absent: true,
      without: { effect: 'degrades', what: 'pages are rendered anew each time' },
      evidence: ['umami-software/umami Dockerfile @ c0ea3aefb'],
    },
  ],
  obstacles: [
    {
      when: { env: { COLLECT_API_ENDPOINT: 'set' } },
      at: '/app/public',
      effect: 'fails',
      why: 'COLLECT_API_ENDPOINT makes it edit public/script.js at start',
      evidence: ['umami-software/umami scripts/update-tracker.js @ c0ea3aefb'],
    },
  ],
})

const ACKEE = ['electerious/Ackee Dockerfile, package.json (scripts) and build.js @ 32025ae']
export const ackee = defineImage({
  names: ['electerious/ackee'],
  user: 'ackee',
  inferred: true,
  writes: [{ path: '/tmp', kind: 'scratch', what: 'temporary files of yarn', evidence: ACKEE }],
  obstacles: [
    {
      when: { any: [{ command: { matches: '^$' } }, { command: { matches: '(yarn|npm)( run)? start' } }] },
      effect: 'fails',
      why: 'it builds its pages at start, into dist beside the program',
      instead: 'set `command: yarn server`, which serves the pages that the image ships',
      evidence: ACKEE,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

export const openpanel = defineImage({
  names: ['lindesvard/openpanel-api', 'lindesvard/openpanel-dashboard', 'lindesvard/openpanel-worker'],
  inferred: true,
  writes: [
    temporary(
      'Openpanel-dev/openpanel apps/api/Dockerfile (report-directory), apps/start/Dockerfile and apps/worker/Dockerfile @ ed7bdddb',
    ),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const goatcounter = defineImage({
  names: ['arp242/goatcounter'],
  user: 'goatcounter',
  volumes: ['/home/goatcounter/goatcounter-data'],
  inferred: true,
  writes: [
    {
      path: '/home/goatcounter/goatcounter-data',
      kind: 'data',
      what: 'the SQLite database and certificates',
      evidence: ['arp242/goatcounter Dockerfile @ c957f51c4'],
    },
    temporary('arp242/goatcounter Dockerfile @ c957f51c4'),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const RYBBIT = 'rybbit-io/rybbit client/Dockerfile @ e0f9499e7'
export const rybbitClient = defineImage({
  names: ['ghcr.io/rybbit-io/rybbit-client'],
  user: '1001',
  inferred: true,
  writes: [
    {
      path: '/app/.next/cache',
      kind: 'cache',
      what: 'rendered pages and images',
      absent: true,
      without: { effect: 'degrades', what: 'pages are rendered anew each time' },
      evidence: [RYBBIT],
    },
    temporary(RYBBIT),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

const RYBBIT_SERVER = ['rybbit-io/rybbit server/Dockerfile and server/docker-entrypoint.sh @ e0f9499e7']
export const rybbitBackend = defineImage({
  names: ['ghcr.io/rybbit-io/rybbit-backend'],
  inferred: true,
  writes: [
    {
      path: '/root/.npm',
      kind: 'cache',
      what: 'logs of npm, by which it migrates its database',
      absent: true,
      without: { effect: 'degrades', what: 'npm warns that it cannot write its log' },
      evidence: RYBBIT_SERVER,
    },
    ...RYBBIT_SERVER.map(temporary),
  ],
  gainsPrivileges: 'none',
})

const GOACCESS = 'allinurl/goaccess Dockerfile @ 043bac80e'
export const goaccess = defineImage({
  names: ['allinurl/goaccess'],
  inferred: true,
  writes: [
    {
      from: [
        { option: '-o', parent: true },
        { option: '--output', parent: true },
      ],
      kind: 'data',
      what: 'the report',
      absent: true,
      evidence: [GOACCESS],
    },
    { from: [{ option: '--db-path' }], kind: 'data', what: 'what it counted', absent: true, evidence: [GOACCESS] },
    temporary(GOACCESS),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
