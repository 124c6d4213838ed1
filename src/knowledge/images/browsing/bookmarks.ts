import { oneDirectory, s6Run } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const LINKDING = ['sissbruecker/linkding bootstrap.sh and uwsgi.ini @ 65813a754']
export const linkding = defineImage({
  names: ['sissbruecker/linkding', 'ghcr.io/sissbruecker/linkding'],
  dropsTo: 'www-data',
  accounts: { 'www-data': [{ when: { tag: { matches: 'alpine' } }, use: '82:82' }, { use: '33:33' }] },
  inferred: true,
  writes: [
    {
      path: '/etc/linkding/data',
      kind: 'data',
      what: 'its database, key, previews and favicons',
      owner: 'www-data',
      chowned: true,
      evidence: LINKDING,
    },
    { path: '/tmp', kind: 'runtime', what: 'linkding.pid and the home directory of its jobs', evidence: LINKDING },
  ],
  obstacles: [
    {
      when: { not: { env: { LD_DISABLE_BACKGROUND_TASKS: { matches: '^True$' } } } },
      at: '/etc/linkding',
      effect: 'degrades',
      why: 'supervisord, which keeps log and pid file next to the program, does not run the background tasks (previews, favicons, archives)',
      instead: 'set LD_DISABLE_BACKGROUND_TASKS=True where they are not needed',
      evidence: ['sissbruecker/linkding supervisord-tasks.conf and bootstrap.sh @ 65813a754'],
    },
  ],
  healthcheck: true,
})

const LINKWARDEN = 'linkwarden/linkwarden Dockerfile and docker-compose.yml @ 7550ebb89'
export const linkwarden = oneDirectory(
  { names: ['ghcr.io/linkwarden/linkwarden', 'linkwarden/linkwarden'], healthcheck: true },
  '/data/data',
  'archives, screenshots and uploads',
  LINKWARDEN,
  [
    {
      path: '/data/apps/web/.next/cache',
      kind: 'cache',
      what: 'rendered pages and images',
      worldWritable: true,
      without: { effect: 'degrades', what: 'pages are rendered anew each time' },
      evidence: [LINKWARDEN],
    },
  ],
)

const KARAKEEP = 'karakeep-app/karakeep docker/Dockerfile and docker/docker-compose.yml @ 7ca5ee236'
export const karakeep = oneDirectory(
  { names: ['ghcr.io/karakeep-app/karakeep', 'ghcr.io/hoarder-app/hoarder'], healthcheck: true },
  '/data',
  'its database and archives',
  KARAKEEP,
  [s6Run([KARAKEEP])],
)

export const wallabag = defineImage({
  names: ['wallabag/wallabag', 'ghcr.io/wallabag/wallabag'],
  writes: [
    {
      path: '/var/www/wallabag/data',
      kind: 'data',
      what: 'the SQLite database',
      evidence: ['wallabag/docker root/entrypoint.sh @ 1e28e2550'],
    },
    {
      path: '/var/www/wallabag/web/assets/images',
      kind: 'data',
      what: 'pictures of the articles',
      evidence: ['https://github.com/wallabag/docker#docker-compose (volumes)'],
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint renders app/config/parameters.yml, next to the program, and a file in /etc/php',
      evidence: ['wallabag/docker root/entrypoint.sh @ 1e28e2550'],
    },
  ],
  healthcheck: true,
})

const SHIORI = 'go-shiori/shiori Dockerfile @ 585ea341a'
export const shiori = oneDirectory(
  { names: ['ghcr.io/go-shiori/shiori'], gainsPrivileges: 'none', healthcheck: false },
  '/shiori',
  'its database and archives',
  SHIORI,
)
