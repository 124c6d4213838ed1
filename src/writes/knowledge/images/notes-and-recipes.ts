import { oneDirectory, s6Run, temporary } from '../parts.ts'
import { defineImage } from '../record.ts'

const MEALIE = 'mealie-recipes/mealie docker/Dockerfile and docker/entry.sh @ b5643a939'
export const mealie = defineImage({
  names: ['ghcr.io/mealie-recipes/mealie', 'hkotel/mealie'],
  accounts: { abc: '911:911' },
  dropsTo: 'abc',
  volumes: ['/app/data'],
  inferred: true,
  writes: [
    { path: '/app/data', kind: 'data', what: 'its database, pictures and backups', owner: '911:911', chowned: true, evidence: [MEALIE] },
    temporary(MEALIE),
  ],
  healthcheck: true,
})

const TANDOOR = ['TandoorRecipes/recipes Dockerfile and boot.sh @ d206eddbd']
export const tandoor = defineImage({
  names: ['vabene1111/recipes', 'ghcr.io/tandoorrecipes/recipes'],
  inferred: true,
  writes: [
    {
      path: '/opt/recipes/mediafiles',
      from: [{ env: 'MEDIA_ROOT' }],
      kind: 'data',
      what: 'pictures of the recipes',
      evidence: ['TandoorRecipes/recipes docs/install/docker/plain/docker-compose.yml @ d206eddbd'],
    },
    {
      path: '/opt/recipes/staticfiles',
      from: [{ env: 'STATIC_ROOT' }],
      kind: 'cache',
      what: 'pages and scripts, collected anew at each start',
      evidence: ['TandoorRecipes/recipes boot.sh (collectstatic --clear) @ d206eddbd'],
    },
    {
      path: '/opt/recipes/http.d',
      kind: 'config',
      what: 'the site of nginx, rendered from a template beside it',
      ships: 'Recipes.conf.template and error pages',
      worldWritable: true,
      evidence: TANDOOR,
    },
    {
      path: '/var/lib/nginx/tmp',
      kind: 'scratch',
      what: 'request bodies',
      evidence: ['PrivateBin/docker-nginx-fpm-alpine Dockerfile (what nginx of Alpine must write) @ 50f330ac1'],
    },
    { path: '/tmp', kind: 'runtime', what: 'nginx.pid and uploads', evidence: TANDOOR },
  ],
  ships: [
    {
      path: '/var/log/nginx',
      what: 'links of access.log and error.log to standard output, so the logs no longer reach `docker logs`',
      evidence: TANDOOR,
    },
  ],
  obstacles: [
    {
      when: { env: { PLUGINS_BUILD: { matches: '^1$' } } },
      effect: 'fails',
      why: 'PLUGINS_BUILD makes it build its pages at start',
      evidence: TANDOOR,
    },
  ],
  healthcheck: false,
})

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

const WIKI_JS = ['requarks/wiki dev/build/Dockerfile, server/core/system.js and server/controllers/upload.js @ 6f042e97c']
export const wikiJs = defineImage({
  names: ['requarks/wiki', 'ghcr.io/requarks/wiki'],
  user: '1000:1000',
  accounts: { node: '1000:1000' },
  volumes: ['/wiki/data/content'],
  inferred: true,
  writes: [
    { path: '/wiki/data/content', kind: 'data', what: 'pages, where they are kept on disk', evidence: WIKI_JS },
    { path: '/wiki/data/cache', kind: 'cache', what: 'rendered pages and assets', absent: true, evidence: WIKI_JS },
    { path: '/wiki/data/uploads', kind: 'scratch', what: 'uploads in progress', absent: true, evidence: WIKI_JS },
    {
      from: [{ env: 'DB_FILEPATH', parent: true }],
      kind: 'data',
      what: 'the SQLite database',
      when: { env: { DB_TYPE: { matches: '^sqlite$' } } },
      absent: true,
      evidence: ['https://docs.requarks.io/install/docker (DB_FILEPATH)'],
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: ['https://nodejs.org/api/os.html#ostmpdir'] },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** Its vendor's Compose file shows how it runs read-only. */
const HEDGEDOC = 'hedgedoc/container docker-compose.yml (read_only, tmpfs) and resources/docker-entrypoint.sh @ 81748a94f'
export const hedgedoc = defineImage({
  names: ['quay.io/hedgedoc/hedgedoc', 'hedgedoc/hedgedoc'],
  accounts: { hedgedoc: '10000:10000' },
  dropsTo: 'hedgedoc',
  writes: [
    {
      path: '/hedgedoc/public/uploads',
      kind: 'data',
      what: 'uploads, unless CMD_IMAGE_UPLOAD_TYPE names a service for them',
      owner: 'hedgedoc',
      chowned: true,
      oftenCache: true,
      evidence: [HEDGEDOC],
    },
    { path: '/tmp', kind: 'scratch', what: 'uploads in progress', evidence: [HEDGEDOC] },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

const OUTLINE = ['outline/outline Dockerfile @ d77dcdf85']
export const outline = defineImage({
  names: ['outlinewiki/outline', 'docker.getoutline.com/outlinewiki/outline'],
  user: '1001:1001',
  accounts: { nodejs: '1001:1001' },
  volumes: ['/var/lib/outline/data'],
  inferred: true,
  writes: [
    {
      path: '/var/lib/outline/data',
      from: [{ env: 'FILE_STORAGE_LOCAL_ROOT_DIR' }],
      kind: 'data',
      what: 'uploads, where FILE_STORAGE is local',
      worldWritable: true,
      evidence: OUTLINE,
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'imports and exports',
      evidence: ['outline/outline server/storage/files/S3Storage.ts and server/queues/tasks/ExportDocumentTreeTask.ts @ d77dcdf85'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: true,
})

const SHIORI = 'go-shiori/shiori Dockerfile @ 585ea341a'
export const shiori = oneDirectory(
  { names: ['ghcr.io/go-shiori/shiori'], gainsPrivileges: 'none', healthcheck: false },
  '/shiori',
  'its database and archives',
  SHIORI,
)

const OPENGIST = ['thomiceli/opengist Dockerfile and docker/entrypoint.sh @ 72c5696cd']
export const opengist = defineImage({
  names: ['ghcr.io/thomiceli/opengist', 'thomiceli/opengist'],
  dropsTo: 'opengist',
  volumes: ['/opengist'],
  inferred: true,
  writes: [
    { path: '/opengist', from: [{ env: 'OG_OPENGIST_HOME' }], kind: 'data', what: 'snippets and its database', evidence: OPENGIST },
    { path: '/tmp', kind: 'scratch', what: 'temporary files of git', evidence: OPENGIST },
  ],
  obstacles: [
    {
      when: { user: 'root', any: [{ env: { UID: 'set' } }, { env: { GID: 'set' } }] },
      effect: 'fails',
      why: 'UID and GID have no effect on a read-only root: it would run as a user of the image and take /opengist for itself',
      instead: 'set `user:` to those ids',
      evidence: OPENGIST,
    },
    {
      when: { user: 'root', env: { UID: 'unset', GID: 'unset' } },
      effect: 'degrades',
      why: 'it runs as the uid that the image has rather than as 1000, and gives /opengist to it',
      instead: 'set `user:`',
      evidence: OPENGIST,
    },
  ],
  healthcheck: true,
})
