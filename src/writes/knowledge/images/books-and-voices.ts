import { temporary } from '../parts.ts'
import type { WriteFact } from '../record.ts'
import { defineImage } from '../record.ts'

const BOOKLORE = ['booklore-app/booklore Dockerfile and start.sh @ 0e4fb4758']
export const booklore = defineImage({
  names: ['booklore/booklore', 'ghcr.io/booklore-app/booklore'],
  writes: (['/app/data', '/books', '/bookdrop'] as const).map(
    (path): WriteFact => ({
      path,
      kind: 'data',
      what: path === '/app/data' ? 'covers and settings' : 'books',
      when: { mounted: path },
      evidence: BOOKLORE,
    }),
  ),
  obstacles: [
    {
      effect: 'fails',
      why: 'at start it renders /etc/nginx/nginx.conf in its place',
      evidence: BOOKLORE,
    },
  ],
  healthcheck: false,
})

const BLINKO = 'blinkospace/blinko dockerfile and server/routerExpress/file/plugin.ts @ 49fcdbb15'
export const blinko = defineImage({
  names: ['blinkospace/blinko'],
  inferred: true,
  writes: [
    { path: '/app/.blinko', kind: 'data', what: 'attachments, vectors and plug-ins', absent: true, evidence: [BLINKO] },
    temporary(BLINKO),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const KUTT = 'thedevs-network/kutt Dockerfile, docker-compose.yml and server/env.js @ fc832d7e7'
export const kutt = defineImage({
  names: ['kutt/kutt'],
  inferred: true,
  writes: [
    {
      from: [{ env: 'DB_FILENAME', parent: true }],
      kind: 'data',
      what: 'the SQLite database, where no other one is set',
      when: { not: { env: { DB_CLIENT: { matches: '^(pg|mysql)' } } } },
      evidence: [KUTT],
    },
    {
      path: '/root/.npm',
      kind: 'cache',
      what: 'logs of npm, by which it starts',
      absent: true,
      without: { effect: 'degrades', what: 'npm warns that it cannot write its log' },
      evidence: [KUTT],
    },
    temporary(KUTT),
  ],
  obstacles: [
    {
      when: { env: { DB_FILENAME: 'unset' }, not: { env: { DB_CLIENT: { matches: '^(pg|mysql)' } } } },
      at: '/kutt/db',
      effect: 'fails',
      why: 'without DB_FILENAME its SQLite database lies next to the program',
      instead: 'set DB_FILENAME=/var/lib/kutt/data.sqlite and give /var/lib/kutt a volume',
      evidence: [KUTT],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const KITCHEN_OWL = ['TomBursch/kitchenowl Dockerfile and backend/entrypoint.sh @ 8677319da']
export const kitchenOwl = defineImage({
  names: ['tombursch/kitchenowl'],
  volumes: ['/data'],
  inferred: true,
  writes: [
    {
      path: '/data',
      from: [{ env: 'STORAGE_PATH' }],
      kind: 'data',
      what: 'its database and pictures',
      evidence: KITCHEN_OWL,
    },
    { path: '/tmp', kind: 'scratch', what: 'uploads', evidence: KITCHEN_OWL },
  ],
  obstacles: [
    {
      when: { env: { BASE_HREF: { matches: '.' } } },
      effect: 'fails',
      why: 'for BASE_HREF its entrypoint changes its pages',
      evidence: KITCHEN_OWL,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

export const omniTools = defineImage({
  // iib0011/omni-tools Dockerfile @ 89a50e3e3: FROM nginx with pages.
  names: ['iib0011/omni-tools'],
  extends: 'nginx',
  writes: [],
  healthcheck: false,
})

export const mazanoke = defineImage({
  // civilblur/mazanoke Dockerfile @ 4dca1f0c4: FROM nginx with pages.
  names: ['ghcr.io/civilblur/mazanoke'],
  extends: 'nginx',
  writes: [],
  obstacles: [
    {
      when: { env: { USERNAME: { matches: '.' }, PASSWORD: { matches: '.' } } },
      effect: 'fails',
      why: 'for USERNAME and PASSWORD it changes the configuration of nginx at start',
      instead: 'let a reverse proxy ask for the password',
      evidence: ['civilblur/mazanoke Dockerfile (basicauth.sh) @ 4dca1f0c4'],
    },
  ],
  healthcheck: false,
})

const ZNC = ['znc/znc-docker slim/Dockerfile, slim/entrypoint.sh and slim/startup-sequence @ 079544b1c']
export const znc = defineImage({
  names: ['znc'],
  dropsTo: '100:101',
  volumes: ['/znc-data'],
  inferred: true,
  writes: [
    {
      path: '/znc-data',
      kind: 'data',
      what: 'settings, modules and logs',
      owner: '100:101',
      chowned: true,
      exec: true,
      evidence: ZNC,
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'modules that are built at start',
      exec: true,
      when: { not: { tag: { matches: 'slim' } } },
      evidence: ZNC,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const TEAMSPEAK = ['TeamSpeak-Systems/teamspeak-linux-docker-images alpine/Dockerfile and alpine/entrypoint.sh @ e17fc2b95']
export const teamSpeak = defineImage({
  names: ['teamspeak'],
  accounts: { ts3server: '9987:9987' },
  dropsTo: 'ts3server',
  volumes: ['/var/ts3server'],
  writes: [
    {
      path: '/var/ts3server',
      kind: 'data',
      what: 'its database, files, keys and logs',
      owner: 'ts3server',
      chowned: true,
      evidence: TEAMSPEAK,
    },
    {
      path: '/run/ts3server',
      kind: 'runtime',
      what: 'its settings, rendered at each start',
      owner: 'ts3server',
      mustExist: true,
      evidence: TEAMSPEAK,
    },
  ],
  inferred: true,
  gainsPrivileges: 'none',
  healthcheck: false,
})

const MUMBLE = ['mumble-voip/mumble-docker Dockerfile and entrypoint.sh @ a0ab293b2']
export const mumble = defineImage({
  names: ['mumblevoip/mumble-server'],
  dropsTo: '10000:10000',
  volumes: ['/data'],
  inferred: true,
  writes: [
    { path: '/data', kind: 'data', what: 'its database and settings', owner: '10000:10000', chowned: true, evidence: MUMBLE },
    { path: '/tmp', kind: 'scratch', what: 'here-documents of the entrypoint', evidence: MUMBLE },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
