import { jvmTemp, s6Run } from '../parts.ts'
import { defineImage } from '../record.ts'

const COMPOSE_LINT_MULTI = 'tmatens/compose-lint docs/examples/read-only-multi-service @ a250bcb'
const COMPOSE_LINT_TENSION = 'tmatens/compose-lint docs/examples/read-only-in-tension @ a250bcb'
const PAPERLESS = 'paperless-ngx/paperless-ngx Dockerfile @ b0e0e8a35'
const WEBLATE = 'WeblateOrg/docker-compose docker-compose.yml @ 7c74639'
const N8N = 'n8n-io/n8n docker/images/n8n/Dockerfile @ 003abfdc4'

/** Vaultwarden keeps everything, temporary files included, in its VOLUME. */
export const vaultwarden = defineImage({
  names: ['vaultwarden/server', 'ghcr.io/dani-garcia/vaultwarden', 'quay.io/vaultwarden/server', 'bitwardenrs/server'],
  volumes: ['/data'],
  writes: [
    {
      path: '/data',
      from: [{ env: 'DATA_FOLDER' }],
      kind: 'data',
      what: 'the vault, attachments and keys',
      evidence: ['dani-garcia/vaultwarden docker/Dockerfile.debian, src/config.rs line 515, .env.template @ 46d71107'],
    },
  ],
  capabilities: [{ needs: ['NET_BIND_SERVICE'] }],
  healthcheck: true,
})

/** Keycloak: an image that is not built with `kc.sh build` re-augments itself at start, inside the program. */
export const keycloak = defineImage({
  names: ['quay.io/keycloak/keycloak', 'keycloak/keycloak'],
  user: '1000:0',
  accounts: { keycloak: '1000:0' },
  writes: [
    {
      path: '/opt/keycloak/data/tmp',
      kind: 'cache',
      what: 'compressed theme files',
      absent: true,
      without: { effect: 'degrades', what: 'theme files answer HTTP 500 while health is green' },
      evidence: ['https://github.com/keycloak/keycloak/issues/37533', 'https://github.com/quarkusio/quarkus/issues/46388'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'cache of Vert.x',
      evidence: ['https://github.com/quarkusio/quarkus/issues/40531', 'https://github.com/quarkusio/quarkus/issues/28094'],
    },
  ],
  obstacles: [
    {
      when: { not: { command: { matches: '--optimized' } } },
      effect: 'fails',
      why: 'without --optimized it rebuilds itself at start, inside /opt/keycloak/lib',
      instead: 'build an image with `kc.sh build` and start it with `start --optimized`',
      evidence: ['https://github.com/keycloak/keycloak/issues/44632'],
    },
  ],
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** authentik writes to /dev/shm for temporary files; where its media lie changed with 2025.12. */
export const authentik = defineImage({
  names: ['ghcr.io/goauthentik/server', 'goauthentik/server', 'beryju/authentik'],
  user: '1000:1000',
  accounts: { authentik: '1000:1000' },
  writes: [
    {
      path: '/media',
      kind: 'data',
      what: 'icons and uploads',
      when: { any: [{ tag: { below: '2025.12' } }, { mounted: '/media' }] },
      evidence: ['https://github.com/goauthentik/authentik/issues/16350', 'goauthentik/authentik Dockerfile @ 0027813e4'],
    },
    {
      path: '/data',
      kind: 'data',
      what: 'icons and uploads',
      when: { tag: { atLeast: '2025.12' }, not: { mounted: '/media' } },
      evidence: ['goauthentik/authentik Dockerfile @ 0027813e4'],
    },
    {
      path: '/dev/shm',
      kind: 'scratch',
      what: 'temporary files (TMPDIR)',
      evidence: ['goauthentik/authentik Dockerfile @ 0027813e4', 'https://github.com/moby/moby/issues/28639'],
    },
  ],
  capabilities: [{ when: { user: 'non-root' }, needs: [] }],
  healthcheck: true,
})

/** Authelia rewrites a file next to its program at start, unless its health check is off in the configuration. */
export const authelia = defineImage({
  names: ['authelia/authelia', 'ghcr.io/authelia/authelia'],
  writes: [
    {
      path: '/config',
      kind: 'data',
      what: 'database, users and notifications',
      evidence: ['authelia/authelia entrypoint.sh @ 23572030b'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files',
      evidence: ['tmatens/compose-lint docs/examples/clean-edge-proxy/docker-compose.yml @ a250bcb'],
    },
  ],
  obstacles: [
    {
      when: {
        not: { any: [{ env: { AUTHELIA_SERVER_DISABLE_HEALTHCHECK: { matches: '^(?i:true)$' } } }, { mounted: '/app/.healthcheck.env' }] },
      },
      effect: 'fails',
      why: 'it rewrites /app/.healthcheck.env at start and stops when it cannot',
      instead: 'set AUTHELIA_SERVER_DISABLE_HEALTHCHECK=true (server.disable_healthcheck) first',
      evidence: [
        'authelia/authelia internal/middlewares/startup.go lines 15-22,129-141 and internal/commands/root.go lines 91-97 @ 23572030b',
      ],
    },
  ],
  healthcheck: true,
})

/** Mailpit keeps a temporary database unless MP_DATABASE names one. */
export const mailpit = defineImage({
  names: ['axllent/mailpit', 'ghcr.io/axllent/mailpit'],
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'the temporary database of a server without MP_DATABASE',
      when: { env: { MP_DATABASE: 'unset', MP_DATA_FILE: 'unset' } },
      evidence: ['https://mailpit.axllent.org/docs/configuration/runtime-options/ (--database)', 'axllent/mailpit Dockerfile @ 408b30d'],
    },
    {
      from: [
        { env: 'MP_DATABASE', parent: true },
        { env: 'MP_DATA_FILE', parent: true },
      ],
      kind: 'data',
      what: 'the database of mails',
      absent: true,
      evidence: ['https://mailpit.axllent.org/docs/configuration/runtime-options/ (--database)'],
    },
  ],
  capabilities: [{ needs: [] }],
  healthcheck: true,
})

/** MailHog keeps mails in memory. */
export const mailhog = defineImage({
  names: ['mailhog/mailhog'],
  user: '1000:1000',
  // mailhog/MailHog Dockerfile @ 01ce555a2
  writes: [
    {
      from: [{ env: 'MH_MAILDIR_PATH' }],
      kind: 'data',
      what: 'mails',
      evidence: ['mailhog/MailHog docs/CONFIG.md (MH_MAILDIR_PATH)'],
    },
  ],
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** Home Assistant runs on s6-overlay; integrations that install Python packages at run time do not. */
export const homeAssistant = defineImage({
  names: ['ghcr.io/home-assistant/home-assistant', 'homeassistant/home-assistant'],
  writes: [
    { path: '/config', kind: 'data', what: 'configuration, history and credentials', evidence: [COMPOSE_LINT_TENSION] },
    s6Run([COMPOSE_LINT_TENSION, 'https://github.com/just-containers/s6-overlay/issues/397']),
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: [COMPOSE_LINT_TENSION] },
  ],
  obstacles: [
    {
      effect: 'degrades',
      why: 'integrations that install Python packages at run time (most custom ones) do not work',
      evidence: ['https://github.com/home-assistant/core/issues/128214', 'https://github.com/home-assistant/core/issues/74700'],
    },
  ],
  healthcheck: false,
})

/** Jellyfin: both directories are VOLUMEs; .NET needs /tmp. */
export const jellyfin = defineImage({
  names: ['jellyfin/jellyfin', 'ghcr.io/jellyfin/jellyfin'],
  volumes: ['/config', '/cache'],
  writes: [
    {
      path: '/config',
      kind: 'data',
      what: 'library, users and settings',
      worldWritable: true,
      evidence: ['jellyfin/jellyfin-packaging docker/Dockerfile @ 69a2981'],
    },
    {
      path: '/cache',
      kind: 'cache',
      what: 'images and transcoding',
      large: true,
      worldWritable: true,
      evidence: ['jellyfin/jellyfin-packaging docker/Dockerfile @ 69a2981'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'sockets of the .NET diagnostics, temporary files',
      evidence: ['https://github.com/dotnet/runtime/issues/86259'],
    },
  ],
  capabilities: [{ needs: [] }],
  healthcheck: true,
})

/** Plex' own image installs and changes users at start. */
export const plex = defineImage({
  names: ['plexinc/pms-docker'],
  volumes: ['/config', '/transcode'],
  writes: [
    { path: '/config', kind: 'data', what: 'library and settings', evidence: ['plexinc/pms-docker Dockerfile @ 1cef65e'] },
    { path: '/transcode', kind: 'scratch', what: 'transcoding', large: true, evidence: ['plexinc/pms-docker Dockerfile @ 1cef65e'] },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'it changes its users and, for some tags, installs Plex at every start',
      instead: 'use lscr.io/linuxserver/plex, whose vendor supports it',
      evidence: ['plexinc/pms-docker root/etc/cont-init.d/40-plex-first-run @ 1cef65e'],
    },
  ],
  healthcheck: true,
})

/** Pi-hole's start script edits files in the root directory. */
export const pihole = defineImage({
  names: ['pihole/pihole', 'ghcr.io/pi-hole/pihole'],
  writes: [
    {
      path: '/etc/pihole',
      kind: 'data',
      what: 'lists, settings and query database',
      evidence: ['pi-hole/docker-pi-hole src/Dockerfile and bash_functions.sh @ dd91b48'],
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its start script edits /crontab.txt and /macvendor.db, changes users and installs a crontab',
      evidence: ['pi-hole/docker-pi-hole src/bash_functions.sh @ dd91b48', 'https://github.com/pi-hole/docker-pi-hole/issues/1824'],
    },
  ],
  healthcheck: true,
})

/** AdGuard Home rewrites its configuration by rename, so the directory must be mounted, not the file. */
export const adguardHome = defineImage({
  names: ['adguard/adguardhome'],
  writes: [
    {
      path: '/opt/adguardhome/work',
      kind: 'data',
      what: 'query log, statistics and filters',
      evidence: ['AdguardTeam/AdGuardHome docker/Dockerfile @ 2ab738b30'],
    },
    {
      path: '/opt/adguardhome/conf',
      kind: 'data',
      what: 'AdGuardHome.yaml',
      evidence: ['AdguardTeam/AdGuardHome docker/Dockerfile @ 2ab738b30'],
    },
  ],
  healthcheck: false,
})

/** n8n runs as node; the cache directory is made in its home, which is the image's. */
export const n8n = defineImage({
  names: ['n8nio/n8n', 'docker.n8n.io/n8nio/n8n', 'ghcr.io/n8n-io/n8n'],
  user: '1000:1000',
  accounts: { node: '1000:1000' },
  writes: [
    {
      path: '/home/node/.n8n',
      from: [{ env: 'N8N_USER_FOLDER', below: '/.n8n' }],
      kind: 'data',
      what: 'workflows, credentials and the encryption key',
      evidence: [N8N],
    },
    {
      path: '/home/node/.cache',
      kind: 'cache',
      what: 'generated front-end files',
      absent: true,
      evidence: ['https://github.com/n8n-io/n8n/issues/8367', 'https://github.com/n8n-io/n8n/issues/11743'],
    },
    {
      path: '/home/node/.npm',
      kind: 'cache',
      what: 'npm, when community nodes are installed',
      absent: true,
      without: { effect: 'degrades', what: 'community nodes cannot be installed' },
      evidence: ['https://github.com/n8n-io/n8n/pull/26032'],
    },
    { path: '/tmp', kind: 'scratch', what: 'uploads and npm', evidence: ['https://github.com/n8n-io/n8n/pull/26032'] },
  ],
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** Node-RED keeps flows and palette nodes in /data. */
export const nodeRed = defineImage({
  names: ['nodered/node-red'],
  user: '1000:0',
  accounts: { 'node-red': '1000:1000' },
  writes: [
    {
      path: '/data',
      kind: 'data',
      what: 'flows, credentials and palette nodes',
      evidence: ['node-red/node-red-docker .docker/Dockerfile.alpine and scripts/entrypoint.sh @ 100a725'],
    },
  ],
  settings: [
    {
      environment: { name: 'npm_config_cache', value: '/data/.npm' },
      why: 'palette nodes are installed with npm, whose cache is in the home directory',
      evidence: ['https://docs.npmjs.com/cli/v11/using-npm/config#cache'],
    },
  ],
  capabilities: [{ needs: [] }],
  healthcheck: true,
})

export const immichServer = defineImage({
  names: ['ghcr.io/immich-app/immich-server'],
  volumes: [],
  writes: [
    {
      path: '/data',
      from: [{ env: 'IMMICH_MEDIA_LOCATION' }],
      kind: 'data',
      what: 'photos and videos',
      when: { not: { mounted: '/usr/src/app/upload' } },
      evidence: [COMPOSE_LINT_MULTI],
    },
    {
      path: '/usr/src/app/upload',
      kind: 'data',
      what: 'photos and videos',
      when: { mounted: '/usr/src/app/upload' },
      evidence: [COMPOSE_LINT_MULTI],
    },
    { path: '/tmp', kind: 'scratch', what: 'uploads in progress', evidence: [COMPOSE_LINT_MULTI] },
  ],
  healthcheck: true,
})

export const immichMachineLearning = defineImage({
  names: ['ghcr.io/immich-app/immich-machine-learning'],
  writes: [
    { path: '/cache', kind: 'cache', what: 'downloaded models', large: true, evidence: [COMPOSE_LINT_MULTI] },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: [COMPOSE_LINT_MULTI] },
  ],
  settings: [
    {
      environment: { name: 'MPLCONFIGDIR', value: '/tmp/matplotlib' },
      why: 'matplotlib writes its configuration into the home directory',
      evidence: [COMPOSE_LINT_MULTI],
    },
  ],
  healthcheck: true,
})

/** Paperless runs on s6-overlay; changing its user and installing languages at start need a writable root. */
export const paperless = defineImage({
  names: ['ghcr.io/paperless-ngx/paperless-ngx', 'paperlessngx/paperless-ngx'],
  accounts: { paperless: '1000:1000' },
  volumes: ['/usr/src/paperless/data', '/usr/src/paperless/media', '/usr/src/paperless/consume', '/usr/src/paperless/export'],
  writes: [
    { path: '/usr/src/paperless/data', kind: 'data', what: 'database and index', evidence: [PAPERLESS] },
    { path: '/usr/src/paperless/media', kind: 'data', what: 'documents', evidence: [PAPERLESS] },
    { path: '/usr/src/paperless/consume', kind: 'data', what: 'documents to read in', evidence: [PAPERLESS] },
    { path: '/usr/src/paperless/export', kind: 'data', what: 'exports', evidence: [PAPERLESS] },
    s6Run([PAPERLESS, 'https://github.com/just-containers/s6-overlay/issues/600']),
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'OCR and its scratch directory',
      evidence: ['paperless-ngx/paperless-ngx docker/rootfs/etc/s6-overlay/s6-rc.d/init-folders/run @ b0e0e8a35'],
    },
  ],
  settings: [
    {
      environment: { name: 'S6_READ_ONLY_ROOT', value: '1' },
      why: 's6-overlay then copies its scripts to /run instead of changing them in place',
      evidence: ['paperless-ngx/paperless-ngx docs/configuration.md @ b0e0e8a35', 'just-containers/s6-overlay README.md @ 9658b23'],
    },
  ],
  obstacles: [
    {
      when: {
        any: [
          { env: { USERMAP_UID: { matches: '^(?!1000$)' } } },
          { env: { USERMAP_GID: { matches: '^(?!1000$)' } } },
          { env: { PAPERLESS_OCR_LANGUAGES: 'set' } },
        ],
      },
      effect: 'fails',
      why: 'USERMAP_UID, USERMAP_GID and PAPERLESS_OCR_LANGUAGES change users and install packages at start',
      instead: 'use `user:`, and an image of your own with the languages',
      evidence: [PAPERLESS],
    },
  ],
  healthcheck: true,
})

/** Metabase makes a user at start unless `user:` is set. */
export const metabase = defineImage({
  names: ['metabase/metabase', 'metabase/metabase-enterprise'],
  inferred: true,
  accounts: { metabase: '2000:2000' },
  writes: [
    {
      path: '/metabase.db',
      from: [{ env: 'MB_DB_FILE', parent: true }],
      kind: 'data',
      what: 'the embedded database',
      when: { env: { MB_DB_TYPE: 'unset' } },
      absent: true,
      evidence: ['metabase/metabase bin/docker/run_metabase.sh @ 0024b8917'],
    },
    {
      path: '/plugins',
      from: [{ env: 'MB_PLUGINS_DIR' }],
      kind: 'cache',
      what: 'drivers unpacked at start',
      exec: true,
      evidence: ['https://www.metabase.com/docs/latest/developers-guide/drivers/plugins'],
    },
    jvmTemp(['https://github.com/xerial/snappy-java/issues/240']),
  ],
  obstacles: [
    {
      when: { user: 'root' },
      effect: 'fails',
      why: 'as root its start script adds a user to /etc/passwd',
      instead: 'set `user: "2000:2000"` and use an external application database',
      evidence: ['metabase/metabase bin/docker/run_metabase.sh @ 0024b8917'],
    },
  ],
  healthcheck: false,
})

export const superset = defineImage({
  names: ['apache/superset'],
  user: '1000:1000',
  accounts: { superset: '1000:1000' },
  writes: [
    {
      path: '/app/superset_home',
      from: [{ env: 'SUPERSET_HOME' }],
      kind: 'data',
      what: 'its default database',
      evidence: ['apache/superset Dockerfile @ 003941c07'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'workers of gunicorn, uploads',
      evidence: ['https://github.com/alephdata/aleph/issues/2425'],
    },
  ],
  obstacles: [
    {
      when: { command: { matches: 'docker-bootstrap|pip' } },
      effect: 'fails',
      why: 'its bootstrap script installs Python packages at start',
      instead: 'install the drivers in a Dockerfile',
      evidence: ['apache/superset docker/docker-bootstrap.sh'],
    },
  ],
  capabilities: [{ needs: [] }],
})

export const airflow = defineImage({
  names: ['apache/airflow'],
  user: '50000:0',
  accounts: { airflow: '50000:0' },
  inferred: true,
  writes: [
    {
      path: '/opt/airflow/logs',
      kind: 'data',
      what: 'logs of the tasks',
      evidence: ['https://github.com/helm/charts/issues/22938'],
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: ['https://github.com/apache/airflow/issues/19206'] },
  ],
  obstacles: [
    {
      when: { not: { mounted: '/opt/airflow/airflow.cfg' } },
      effect: 'fails',
      why: 'it writes airflow.cfg into /opt/airflow at start',
      instead: 'mount an airflow.cfg and a webserver_config.py of your own',
      evidence: [
        'https://github.com/wellcometrust/reach/issues/281',
        'https://www.astronomer.io/docs/astro-private-cloud/v-1-x/read-only-root-filesystem.md',
      ],
    },
    {
      when: { env: { _PIP_ADDITIONAL_REQUIREMENTS: 'set' } },
      effect: 'fails',
      why: '_PIP_ADDITIONAL_REQUIREMENTS installs Python packages at start',
      instead: 'install them in a Dockerfile',
      evidence: ['https://airflow.apache.org/docs/docker-stack/entrypoint.html'],
    },
  ],
  capabilities: [{ needs: [] }],
})

/** pgAdmin writes a configuration file next to its program unless another file is named. */
export const pgadmin = defineImage({
  names: ['dpage/pgadmin4', 'elestio/pgadmin'],
  user: '5050:0',
  accounts: { pgadmin: '5050:0' },
  volumes: ['/var/lib/pgadmin'],
  writes: [
    {
      path: '/var/lib/pgadmin',
      kind: 'data',
      what: 'servers, users and saved queries',
      evidence: ['https://github.com/pgadmin-org/pgadmin4/issues/7330'],
    },
    { path: '/tmp', kind: 'scratch', what: 'workers of gunicorn', evidence: ['https://github.com/alephdata/aleph/issues/2425'] },
  ],
  settings: [
    {
      environment: { name: 'PGADMIN_DISABLE_POSTFIX', value: '1' },
      why: 'the mail server writes to /var/spool/postfix',
      evidence: ['https://www.pgadmin.org/docs/pgadmin4/latest/container_deployment.html (PGADMIN_DISABLE_POSTFIX)'],
    },
  ],
  obstacles: [
    {
      when: { env: { PGADMIN_CUSTOM_CONFIG_DISTRO_FILE: 'unset' }, not: { mounted: '/pgadmin4/config_distro.py' } },
      effect: 'fails',
      why: 'its entrypoint writes /pgadmin4/config_distro.py, next to the program',
      instead: 'set PGADMIN_CUSTOM_CONFIG_DISTRO_FILE to a file in a volume',
      evidence: ['https://github.com/pgadmin-org/pgadmin4/issues/7330', 'https://github.com/pgadmin-org/pgadmin4/issues/10218'],
    },
  ],
  healthcheck: false,
})

export const mongoExpress = defineImage({
  names: ['mongo-express'],
  // mongo-express/mongo-express-docker 1.0/20-alpine3.19 @ 0752343: waits for the database and starts node.
  writes: [],
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const redisCommander = defineImage({
  names: ['rediscommander/redis-commander', 'ghcr.io/joeferner/redis-commander'],
  user: 'redis',
  writes: [],
  obstacles: [
    {
      when: { env: { REDIS_HOSTS: 'set' } },
      effect: 'fails',
      why: 'REDIS_HOSTS is turned into a file next to the program',
      instead: 'use REDIS_HOST and REDIS_PORT, or mount the configuration file',
      evidence: ['joeferner/redis-commander docker/entrypoint.sh @ 0c0ef13f6'],
    },
  ],
  healthcheck: true,
})

/** Ghost copies its themes into the VOLUME at start. */
export const ghost = defineImage({
  names: ['ghost', 'ghcr.io/tryghost/ghost'],
  accounts: { node: '1000:1000' },
  volumes: ['/var/lib/ghost/content'],
  writes: [
    {
      path: '/var/lib/ghost/content',
      kind: 'data',
      what: 'posts, images and themes',
      owner: 'node',
      chowned: true,
      worldWritable: true,
      evidence: ['docker-library/ghost 6/bookworm/Dockerfile and docker-entrypoint.sh @ 7edb45d'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'uploads',
      evidence: ['https://nodejs.org/api/os.html#ostmpdir', 'docker-library/ghost 6/bookworm/docker-entrypoint.sh (bash) @ 7edb45d'],
    },
  ],
  obstacles: [
    {
      when: { tag: { atLeast: '4.22', below: '5' } },
      effect: 'fails',
      why: 'this version rebuilds files below current/core/frontend/public at start',
      instead: 'use version 5 or newer',
      evidence: ['https://github.com/TryGhost/docker-library-ghost/issues/271'],
    },
  ],
  capabilities: [{ when: { user: 'root' }, needs: ['CHOWN', 'SETGID', 'SETUID'] }, { needs: [] }],
  healthcheck: false,
})

/** Weblate's own Compose files run it read-only. */
export const weblate = defineImage({
  names: ['weblate/weblate', 'ghcr.io/weblateorg/weblate', 'weblate/dev'],
  user: '1000:0',
  accounts: { weblate: '1000:0' },
  volumes: ['/app/data', '/app/cache'],
  writes: [
    { path: '/app/data', kind: 'data', what: 'repositories and settings', worldWritable: true, evidence: [WEBLATE] },
    {
      path: '/app/cache',
      kind: 'cache',
      what: 'compiled files, some of which are executed',
      exec: true,
      worldWritable: true,
      evidence: [WEBLATE, 'WeblateOrg/docker-compose docker-compose-split.yml @ 7c74639'],
    },
    { path: '/run', kind: 'runtime', what: 'sockets and rendered configuration', worldWritable: true, evidence: [WEBLATE] },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: [WEBLATE] },
  ],
  capabilities: [{ needs: [] }],
  healthcheck: true,
})

export const mssql = defineImage({
  names: ['mcr.microsoft.com/mssql/server'],
  user: '10001:0',
  accounts: { mssql: '10001:0' },
  inferred: true,
  writes: [
    {
      path: '/var/opt/mssql',
      kind: 'data',
      what: 'databases, logs and instance id',
      evidence: [
        'https://github.com/microsoft/mssql-docker/issues/136',
        'https://github.com/dotnet-architecture/eShopOnContainers/issues/1660',
      ],
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'nobody is known to run it so, and it falls back to /.system in the root directory',
      evidence: ['https://github.com/microsoft/mssql-docker/issues/693'],
    },
  ],
  healthcheck: false,
})
