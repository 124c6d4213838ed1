import { apacheRun, phpTemp, temporary } from '../parts.ts'
import { defineImage } from '../record.ts'

const ROMM = ['rommapp/romm docker/Dockerfile, docker/init_scripts/docker-entrypoint.sh and docker/init_scripts/init @ 57badfd62']
export const romm = defineImage({
  names: ['rommapp/romm', 'ghcr.io/rommapp/romm'],
  volumes: ['/romm', '/redis-data'],
  inferred: true,
  writes: [
    {
      path: '/romm',
      from: [{ env: 'ROMM_BASE_PATH' }],
      kind: 'data',
      what: 'covers, saves, settings and the library',
      worldWritable: true,
      evidence: ROMM,
    },
    {
      path: '/redis-data',
      kind: 'data',
      what: 'the queue of its background tasks',
      when: { env: { REDIS_HOST: 'unset' } },
      evidence: ROMM,
    },
    {
      path: '/etc/nginx/conf.d',
      kind: 'config',
      what: 'the site of nginx, rendered from a template',
      hidesNothingNeeded: true,
      worldWritable: true,
      evidence: ROMM,
    },
    { path: '/var/cache/nginx', kind: 'cache', what: 'request bodies and proxy buffers', evidence: ROMM },
    { path: '/tmp', kind: 'runtime', what: 'pid files, sockets and uploads', evidence: ROMM },
  ],
  obstacles: [
    {
      when: { env: { ROMM_BASE_PATH: { matches: '^(?!/romm/?$)' } } },
      effect: 'fails',
      why: 'for another ROMM_BASE_PATH than /romm it changes a link in its pages',
      instead: 'keep /romm',
      evidence: ROMM,
    },
  ],
})

/** One image by three tags: all in one (omnibus), the pages (web) and what reads the disks (collector). */
const SCRUTINY = ['AnalogJ/scrutiny docker/Dockerfile, docker/Dockerfile.web and docker/example.hubspoke.docker-compose.yml @ 89588a4f2']
export const scrutiny = defineImage({
  names: ['ghcr.io/analogj/scrutiny'],
  inferred: true,
  writes: [
    {
      path: '/opt/scrutiny/config',
      kind: 'data',
      what: 'its database',
      when: { not: { tag: { matches: 'collector' } } },
      worldWritable: true,
      evidence: SCRUTINY,
    },
    {
      path: '/opt/scrutiny/influxdb',
      kind: 'data',
      what: 'the history of the disks',
      when: { not: { tag: { matches: 'collector|web' } } },
      absent: true,
      evidence: SCRUTINY,
    },
    temporary('AnalogJ/scrutiny docker/Dockerfile.web @ 89588a4f2'),
  ],
  obstacles: [
    {
      when: { not: { tag: { matches: 'web' } } },
      effect: 'fails',
      why: 'at start it writes /env.sh and the schedule in /etc/cron.d',
      instead: 'run its web and collector images, of which the former can be sealed',
      evidence: ['AnalogJ/scrutiny rootfs/etc/cont-init.d/50-cron-config and docker/entrypoint-collector.sh @ 89588a4f2'],
    },
  ],
})

const YOURLS = ['YOURLS/docker images/yourls/Dockerfile.template and container-entrypoint.sh @ c2eda1848']
export const yourls = defineImage({
  names: ['yourls', 'ghcr.io/yourls/yourls'],
  accounts: { 'www-data': [{ when: { tag: { matches: 'alpine' } }, use: '82:82' }, { use: '33:33' }] },
  inferred: true,
  writes: [
    {
      path: '/var/www/html',
      kind: 'data',
      what: 'YOURLS, its plug-ins and config.php, copied there at the first start',
      owner: 'www-data',
      chowned: true,
      evidence: YOURLS,
    },
    apacheRun({ not: { tag: { matches: 'fpm' } } }),
    phpTemp(),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const SHLINK = ['shlinkio/shlink Dockerfile, docker/docker-entrypoint.sh and config/autoload @ 59c62a2cc']
export const shlink = defineImage({
  names: ['shlinkio/shlink', 'ghcr.io/shlinkio/shlink'],
  user: '1001',
  inferred: true,
  writes: [
    {
      path: '/etc/shlink/data',
      kind: 'data',
      what: 'its SQLite database, where no other one is set, caches, locks and places',
      ships: 'templates and empty directories',
      evidence: SHLINK,
    },
    temporary('shlinkio/shlink Dockerfile (PHP) @ 59c62a2cc'),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const SHLINK_WEB = ['shlinkio/shlink-web-client Dockerfile and scripts/docker/servers_from_env.sh @ cd26200e3']
export const shlinkWebClient = defineImage({
  names: ['shlinkio/shlink-web-client', 'ghcr.io/shlinkio/shlink-web-client'],
  extends: 'nginxinc/nginx-unprivileged',
  writes: [],
  obstacles: [
    {
      when: { env: { SHLINK_SERVER_URL: 'set', SHLINK_SERVER_API_KEY: 'set' } },
      effect: 'fails',
      why: 'it writes the server that SHLINK_SERVER_URL names into servers.json, next to its pages',
      instead: 'mount a servers.json of your own at /usr/share/nginx/html/servers.json and leave SHLINK_SERVER_URL unset',
      evidence: SHLINK_WEB,
    },
  ],
  healthcheck: false,
})

const TWO_F_AUTH = ['Bubka/2FAuth Dockerfile and docker/entrypoint.sh @ b823160b6']
export const twoFAuth = defineImage({
  names: ['2fauth/2fauth'],
  user: '1000:1000',
  writes: [
    {
      path: '/2fauth',
      kind: 'data',
      what: 'its database, keys, icons and logs',
      evidence: TWO_F_AUTH,
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint moves /srv/storage to its volume and puts a link in its place, next to the program',
      evidence: TWO_F_AUTH,
    },
  ],
  healthcheck: false,
})

const PASSBOLT = ['passbolt/passbolt_docker debian/Dockerfile, debian/Dockerfile.rootless and scripts/entrypoint @ 7c9e247f3']
export const passbolt = defineImage({
  names: ['passbolt/passbolt'],
  user: [{ when: { tag: { matches: 'non-root' } }, use: '33:33' }, { use: 'root' }],
  accounts: { 'www-data': '33:33' },
  writes: [
    { path: '/etc/passbolt/gpg', kind: 'data', what: 'the key pair of the server', owner: 'www-data', evidence: PASSBOLT },
    { path: '/etc/passbolt/jwt', kind: 'data', what: 'the keys of the sessions', owner: 'www-data', evidence: PASSBOLT },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint writes /etc/environment and a certificate in /etc/ssl',
      evidence: PASSBOLT,
    },
  ],
  healthcheck: false,
})

const PHOTOPRISM = [
  'photoprism/photoprism docker/photoprism/bookworm/Dockerfile, scripts/dist/entrypoint.sh and entrypoint-init.sh @ 382ffa899',
]
export const photoprism = defineImage({
  names: ['photoprism/photoprism'],
  inferred: true,
  writes: [
    {
      path: '/photoprism/storage',
      from: [{ env: 'PHOTOPRISM_STORAGE_PATH' }],
      kind: 'data',
      what: 'its database, settings, sidecar files, previews and caches',
      worldWritable: true,
      evidence: PHOTOPRISM,
    },
    {
      path: '/photoprism/originals',
      from: [{ env: 'PHOTOPRISM_ORIGINALS_PATH' }],
      kind: 'data',
      what: 'pictures and films',
      worldWritable: true,
      evidence: PHOTOPRISM,
    },
    {
      path: '/photoprism/import',
      from: [{ env: 'PHOTOPRISM_IMPORT_PATH' }],
      kind: 'data',
      what: 'files to be imported',
      when: { mounted: '/photoprism/import' },
      evidence: PHOTOPRISM,
    },
    { path: '/tmp', kind: 'scratch', what: 'pictures and films in work', evidence: PHOTOPRISM },
  ],
  obstacles: [
    {
      when: {
        user: 'root',
        any: [{ env: { PHOTOPRISM_UID: { matches: '^(?!0$)' } } }, { env: { PUID: { matches: '^(?!0$)' } } }],
      },
      effect: 'fails',
      why: 'it makes the user that PHOTOPRISM_UID asks for at start',
      instead: 'set `user:` to those ids',
      evidence: PHOTOPRISM,
    },
    {
      when: { not: { env: { PHOTOPRISM_INIT: { matches: '^$' } } } },
      effect: 'degrades',
      why: 'it cannot install what PHOTOPRISM_INIT names, which is a certificate unless it is set',
      instead: 'set PHOTOPRISM_INIT to nothing and let a reverse proxy do TLS',
      evidence: PHOTOPRISM,
    },
  ],
})
