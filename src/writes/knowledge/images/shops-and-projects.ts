import { APACHE_LOG_LINKS, apacheRun, phpTemp, refused, temporary, WWW_DATA } from '../parts.ts'
import { defineImage } from '../record.ts'

export const monica = refused(
  { names: ['monica', 'monicahq/monicahq'], accounts: WWW_DATA, dropsTo: 'www-data', healthcheck: false },
  { '/var/www/html/storage': 'uploads, keys and caches' },
  {
    effect: 'fails',
    why: 'its entrypoint links its storage into public and caches routes and settings in bootstrap, both beside the program',
    evidence: [
      'monicahq/docker 4/apache/Dockerfile and 4/apache/entrypoint.sh @ 7ffc743',
      'monicahq/monica app/Console/Commands/Update.php (storage:link, route:cache) @ 068b4305b',
    ],
  },
)

/** Its start script and the files of the shop are shipped in /tmp, where PHP wants to put uploads. */
const PRESTASHOP = ['PrestaShop/docker base/Dockerfile.model, Dockerfile.model and base/config_files/docker_run.sh @ 8438a4b']
export const prestashop = defineImage({
  names: ['prestashop/prestashop', 'prestashop/base'],
  accounts: WWW_DATA,
  inferred: true,
  writes: [
    { path: '/var/www/html', kind: 'data', what: 'the shop, its pictures and modules', worldWritable: true, evidence: PRESTASHOP },
    apacheRun({ not: { tag: { matches: 'fpm' } } }),
  ],
  ships: [
    APACHE_LOG_LINKS,
    { path: '/tmp', what: 'its start script and the files of the shop, which it installs from there', evidence: PRESTASHOP },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its start script and the files of the shop lie in /tmp, which PHP must be able to write for uploads',
      evidence: PRESTASHOP,
    },
  ],
})

export const solidtime = refused(
  { names: ['solidtime/solidtime'], healthcheck: false },
  {},
  {
    effect: 'fails',
    why: 'its start script links its storage into public and caches settings and routes in bootstrap, both beside the program',
    evidence: ['solidtime-io/solidtime docker/prod/deployment/start-container and docker/prod/Dockerfile @ 114a3253'],
  },
)

export const cachet = refused(
  { names: ['cachethq/docker'] },
  {},
  {
    effect: 'fails',
    why: 'its entrypoint edits .env beside the program and the settings of PHP in /etc',
    evidence: ['CachetHQ/Docker entrypoint.sh (initialize_system) @ e88a87d'],
  },
)

export const taigaBack = refused(
  { names: ['taigaio/taiga-back'], accounts: { taiga: '999:999' }, dropsTo: 'taiga', healthcheck: false },
  { '/taiga-back/media': 'attachments and exports', '/taiga-back/static': 'files of its pages, which a web server shares' },
  {
    effect: 'fails',
    why: 'its entrypoints give /taiga-back, the program included, to its user and stop where that fails',
    evidence: ['taigaio/taiga-back docker/entrypoint.sh and docker/async_entrypoint.sh @ 3bea7114'],
  },
)

export const taigaFront = defineImage({
  names: ['taigaio/taiga-front'],
  extends: 'nginx',
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'a script of its entrypoint renders conf.json among its pages and edits index.html there',
      evidence: ['taigaio/taiga-front docker/Dockerfile and docker/config_env_subst.sh @ e98660b04'],
    },
  ],
})

export const taigaEvents = refused(
  { names: ['taigaio/taiga-events'], accounts: { taiga: '99:99' }, dropsTo: 'taiga', healthcheck: false },
  {},
  {
    effect: 'fails',
    why: 'its entrypoint writes .env beside the program and gives the directory to its user',
    evidence: ['taigaio/taiga-events docker/entrypoint.sh @ e411856'],
  },
)

export const taigaProtected = refused(
  { names: ['taigaio/taiga-protected'], accounts: { taiga: '999:999' }, dropsTo: 'taiga', healthcheck: false },
  {},
  {
    effect: 'fails',
    why: 'its entrypoint gives /taiga-protected, the program, to its user and stops where that fails',
    evidence: ['taigaio/taiga-protected docker/entrypoint.sh @ 0eeaa8e0f'],
  },
)

/** As root the entrypoint changes owners in the program; the vendor's chart runs it read-only as another user. */
const OPENPROJECT = ['opf/openproject docker/prod/Dockerfile @ 00c3b43f0 and docker/prod/entrypoint.sh @ 0d0c6de1e']
const OPENPROJECT_CHART = ['opf/helm-charts charts/openproject/templates/_helpers.tpl (openproject.tmpVolumeMounts) @ 0230725f7']
export const openproject = defineImage({
  names: ['openproject/openproject', 'openproject/community'],
  dropsTo: 'app',
  volumes: ['/var/openproject/pgdata', '/var/openproject/assets'],
  inferred: true,
  writes: [
    { path: '/var/openproject/assets', kind: 'data', what: 'attachments and repositories', evidence: OPENPROJECT },
    {
      path: '/var/openproject/pgdata',
      kind: 'data',
      what: 'the database of the all-in-one image',
      when: { not: { any: [{ tag: { matches: 'slim' } }, { command: { matches: 'docker/prod/(web|worker|seeder|cron)' } }] } },
      evidence: OPENPROJECT,
    },
    {
      path: '/app/tmp',
      kind: 'runtime',
      what: 'pid files and caches of Rails',
      ships: 'empty directories',
      hidesNothingNeeded: true,
      evidence: OPENPROJECT_CHART,
    },
    { path: '/tmp', kind: 'scratch', what: 'uploads and exports', evidence: OPENPROJECT_CHART },
  ],
  obstacles: [
    {
      when: { user: 'root' },
      effect: 'fails',
      why: 'started as root, its entrypoint gives directories of the program to its user, and the all-in-one image keeps its servers there',
      instead: 'set `user:` to the owner of /app with the slim image and one command for each part, as the chart of its vendor does',
      evidence: [...OPENPROJECT, ...OPENPROJECT_CHART],
    },
  ],
})

const FOCALBOARD = 'mattermost/focalboard docker/Dockerfile and docker/server_config.json @ de5e5cc41'
export const focalboard = defineImage({
  names: ['mattermost/focalboard'],
  user: '65534:65534',
  accounts: { nobody: '65534:65534' },
  volumes: ['/opt/focalboard/data'],
  inferred: true,
  writes: [
    { path: '/opt/focalboard/data', kind: 'data', what: 'the SQLite database and uploaded files', evidence: [FOCALBOARD] },
    { path: '/var/tmp', kind: 'runtime', what: 'the socket of its local mode', evidence: [FOCALBOARD] },
    temporary(FOCALBOARD),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** Apache and PHP for Moodle's code, which is mounted. */
const MOODLE = ['moodlehq/moodle-php-apache Dockerfile, moodle-docker-php-entrypoint and moodle-docker-php-ini @ 8ced11e']
export const moodlePhpApache = defineImage({
  names: ['moodlehq/moodle-php-apache'],
  runtime: true,
  accounts: { 'www-data': '33:33' },
  writes: [
    {
      path: '/var/www/moodledata',
      kind: 'data',
      what: "Moodle's files, caches and sessions",
      owner: 'www-data',
      evidence: MOODLE,
    },
    {
      path: '/usr/local/etc/php/conf.d',
      kind: 'config',
      what: '20-local.ini, which its entrypoint makes at every start',
      ships: 'the settings of the PHP extensions',
      evidence: MOODLE,
    },
    apacheRun(),
    phpTemp(),
  ],
  ships: [APACHE_LOG_LINKS],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'root' }, needs: ['CHOWN', 'SETGID', 'SETUID', 'NET_BIND_SERVICE'] }],
  healthcheck: false,
})

/** All that changes is behind links into one volume. */
const DOKUWIKI = ['dokuwiki/docker Dockerfile, root/dokuwiki-entrypoint.sh, dokuwiki-storagesetup.sh and build-setup.sh @ 6b3b0d3']
export const dokuwiki = defineImage({
  names: ['dokuwiki/dokuwiki'],
  accounts: { 'www-data': '33:33' },
  dropsTo: 'www-data',
  volumes: ['/storage'],
  links: {
    '/var/www/html/conf': '/storage/conf',
    '/var/www/html/data': '/storage/data',
    '/var/www/html/lib/plugins': '/storage/lib/plugins',
    '/var/www/html/lib/tpl': '/storage/lib/tpl',
  },
  writes: [
    {
      path: '/storage',
      kind: 'data',
      what: 'pages, settings, plug-ins and templates',
      owner: 'www-data',
      chowned: true,
      evidence: DOKUWIKI,
    },
    apacheRun(),
    phpTemp(),
  ],
  ships: [APACHE_LOG_LINKS],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'root' }, needs: ['CHOWN', 'SETGID', 'SETUID'] }, { needs: [] }],
  healthcheck: true,
})
