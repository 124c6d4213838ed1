import { oneDirectory, temporary } from '../../parts.ts'
import type { ImageRecord, WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'

export const actual = oneDirectory(
  { names: ['actualbudget/actual-server', 'ghcr.io/actualbudget/actual'] },
  '/data',
  'budgets and accounts',
  'https://actualbudget.org/docs/install/docker',
)

const FIREFLY = [
  'firefly-iii/base-image Dockerfile.web and scripts/finalize-image.sh @ e9b835683',
  'firefly-iii/docker docker-compose.yml @ 841e32834',
]
const SERVERSIDE_UP = 'serversideup/docker-php src/s6/etc/entrypoint.d/10-init-webserver-config.sh @ 6d9a54f60'
export const fireflyIII = defineImage({
  names: ['fireflyiii/core'],
  user: '33:33',
  accounts: { 'www-data': '33:33' },
  volumes: ['/var/www/html/storage/upload'],
  inferred: true,
  writes: [
    { path: '/var/www/html/storage/upload', kind: 'data', what: 'attachments', evidence: FIREFLY },
    {
      path: '/var/www/html/storage/database',
      kind: 'data',
      what: 'the SQLite database, where it is used',
      when: { env: { DB_CONNECTION: { matches: '^sqlite$' } } },
      evidence: FIREFLY,
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint renders the configuration of nginx in /etc/nginx and makes directories next to the program',
      evidence: [...FIREFLY, SERVERSIDE_UP],
    },
  ],
})

export const ghostfolio = defineImage({
  names: ['ghostfolio/ghostfolio'],
  user: '1000:1000',
  accounts: { node: '1000:1000' },
  inferred: true,
  writes: [
    {
      path: '/home/node/.npm',
      kind: 'cache',
      what: 'logs of npx, by which it migrates its database',
      absent: true,
      without: { effect: 'degrades', what: 'npm warns that it cannot write its log' },
      evidence: ['ghostfolio/ghostfolio Dockerfile and docker/entrypoint.sh @ c542997d2'],
    },
    temporary('ghostfolio/ghostfolio docker/entrypoint.sh @ c542997d2'),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** Maybe and Sure, its fork: Rails keeps the pid file of the server and its caches in tmp. */
function maybeFinance(names: ImageRecord['names'], evidence: string): ImageRecord {
  return {
    names,
    user: '1000:1000',
    accounts: { rails: '1000:1000' },
    inferred: true,
    writes: [
      { path: '/rails/storage', kind: 'data', what: 'uploads, where they are kept on disk', evidence: [evidence] },
      {
        path: '/rails/tmp',
        kind: 'runtime',
        what: 'the pid file of the server and compiled code',
        ships: 'the cache that the build made',
        hidesNothingNeeded: true,
        evidence: [evidence],
      },
      temporary(evidence),
    ],
    gainsPrivileges: 'none',
    capabilities: [{ needs: [] }],
    healthcheck: false,
  }
}

export const maybe = defineImage(
  maybeFinance(
    ['ghcr.io/maybe-finance/maybe'],
    'maybe-finance/maybe Dockerfile, bin/docker-entrypoint and compose.example.yml @ 77b546983',
  ),
)

export const sure = defineImage(
  maybeFinance(['ghcr.io/we-promise/sure'], 'we-promise/sure Dockerfile, bin/docker-entrypoint and compose.example.yml @ 0252787dc'),
)

export const wallos = defineImage({
  names: ['bellamy/wallos', 'ghcr.io/ellite/wallos'],
  writes: (['/var/www/html/db', '/var/www/html/images/uploads/logos'] as const).map(
    (path): WriteFact => ({
      path,
      kind: 'data',
      what: path.endsWith('db') ? 'its database' : 'logos',
      evidence: ['runtipi/runtipi-appstore apps/wallos/docker-compose.yml', 'ellite/Wallos startup.sh @ 5d5baf357'],
    }),
  ),
  obstacles: [
    {
      effect: 'fails',
      why: 'its start script changes the ids of its user and the crontab, and gives the programs to that user',
      evidence: ['ellite/Wallos startup.sh @ 5d5baf357'],
    },
  ],
  healthcheck: true,
})

const MONEY = ['spiral-project/ihatemoney Dockerfile @ 049552f24 and conf/entrypoint.sh @ 08c045e98']
export const iHateMoney = defineImage({
  names: ['ihatemoney/ihatemoney'],
  volumes: ['/database'],
  inferred: true,
  writes: [
    {
      path: '/database',
      kind: 'data',
      what: 'its SQLite database',
      when: { not: { env: { SQLALCHEMY_DATABASE_URI: { matches: '^(postgres|mysql)' } } } },
      evidence: MONEY,
    },
    { path: '/etc/ihatemoney', kind: 'config', what: 'settings, written from the environment at each start', evidence: MONEY },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'files by which gunicorn watches its workers',
      evidence: [...MONEY, 'https://docs.gunicorn.org/en/stable/settings.html#worker-tmp-dir'],
    },
  ],
  obstacles: [
    {
      when: { all: [{ env: { PUID: { matches: '^(?!0$)' } } }, { env: { PGID: { matches: '^(?!0$)' } } }] },
      effect: 'fails',
      why: 'it changes the ids of its user for PUID and PGID at start',
      instead: 'set `user` instead',
      evidence: MONEY,
    },
  ],
  healthcheck: false,
})
