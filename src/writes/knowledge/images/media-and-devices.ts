import { jvmTemp, oneDirectory } from '../parts.ts'
import type { WriteFact } from '../record.ts'
import { defineImage } from '../record.ts'

const KOMGA = ['gotson/komga komga/docker/Dockerfile.tpl @ cba53ed37']
export const komga = defineImage({
  names: ['gotson/komga', 'ghcr.io/gotson/komga'],
  volumes: ['/config'],
  inferred: true,
  writes: [
    { path: '/config', from: [{ env: 'KOMGA_CONFIGDIR' }], kind: 'data', what: 'its database and index', evidence: KOMGA },
    jvmTemp([...KOMGA, 'https://github.com/xerial/sqlite-jdbc (org.sqlite.tmpdir)'], 'work directory of Tomcat and the library of SQLite'),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

/** A tmpfs on /tmp would hide the file that the first start is made from, and the start would end there. */
const KAVITA = ['Kareadita/Kavita Dockerfile and entrypoint.sh @ ed7e9d4a6']
export const kavita = defineImage({
  names: ['jvmilazz0/kavita', 'kizaing/kavita', 'ghcr.io/kareadita/kavita'],
  inferred: true,
  writes: [
    {
      path: '/kavita/config',
      kind: 'data',
      what: 'its database, covers, logs and temporary files',
      evidence: KAVITA,
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'sockets of the .NET diagnostics, uploads',
      ships: 'config/appsettings.json, which the first start copies',
      evidence: [...KAVITA, 'https://github.com/dotnet/runtime/issues/86259'],
    },
  ],
  healthcheck: true,
})

const SEERR = ['fallenbagel/jellyseerr Dockerfile @ 368ecf877', 'sct/overseerr Dockerfile @ 46a9b244e']
export const seerr = defineImage({
  names: ['fallenbagel/jellyseerr', 'ghcr.io/fallenbagel/jellyseerr', 'sctx/overseerr', 'ghcr.io/sct/overseerr'],
  inferred: true,
  writes: [
    {
      path: '/app/config',
      from: [{ env: 'CONFIG_DIRECTORY' }],
      kind: 'data',
      what: 'its settings, database and logs',
      evidence: [...SEERR, 'runtipi/runtipi-appstore apps/jellyseerr/docker-compose.yml'],
    },
    {
      path: '/app/.next/cache',
      kind: 'cache',
      what: 'resized images',
      without: { effect: 'degrades', what: 'images are resized anew each time' },
      absent: true,
      evidence: ['https://nextjs.org/docs/app/api-reference/components/image#caching-behavior'],
    },
    { path: '/tmp', kind: 'scratch', what: 'pnpm or yarn, by which it is started', evidence: SEERR },
  ],
  healthcheck: false,
})

export const flaresolverr = defineImage({
  names: ['ghcr.io/flaresolverr/flaresolverr', 'flaresolverr/flaresolverr'],
  user: 'flaresolverr',
  volumes: ['/config'],
  inferred: true,
  writes: [
    { path: '/config', kind: 'data', what: 'logs and screenshots', evidence: ['FlareSolverr/FlareSolverr Dockerfile @ 0f05ed8fc'] },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'profiles of the browser',
      evidence: ['FlareSolverr/FlareSolverr src/utils.py @ 0f05ed8fc'],
    },
  ],
  obstacles: [
    {
      at: '/app',
      effect: 'fails',
      why: 'it patches its copy of chromedriver and keeps files of Chromium below /app, its home directory, beside the program',
      evidence: ['FlareSolverr/FlareSolverr Dockerfile and src/undetected_chromedriver/patcher.py @ 0f05ed8fc'],
    },
  ],
  healthcheck: false,
})

const METUBE = ['alexta69/metube Dockerfile and docker-entrypoint.sh @ f11b376ce']
export const metube = defineImage({
  names: ['ghcr.io/alexta69/metube', 'alexta69/metube'],
  dropsTo: '1000:1000',
  volumes: ['/downloads'],
  inferred: true,
  writes: [
    {
      path: '/downloads',
      from: [{ env: 'DOWNLOAD_DIR' }],
      kind: 'data',
      what: 'downloads',
      owner: '1000:1000',
      chowned: true,
      evidence: METUBE,
    },
    ...(['AUDIO_DOWNLOAD_DIR', 'STATE_DIR', 'TEMP_DIR'] as const).map(
      (env): WriteFact => ({
        from: [{ env }],
        kind: 'data',
        what: env === 'STATE_DIR' ? 'its queue' : 'downloads',
        owner: '1000:1000',
        chowned: true,
        absent: true,
        evidence: METUBE,
      }),
    ),
    {
      path: '/.cache',
      kind: 'cache',
      what: 'caches of yt-dlp',
      worldWritable: true,
      without: { effect: 'degrades', what: 'yt-dlp warns that it cannot keep its cache' },
      evidence: METUBE,
    },
    { path: '/tmp', kind: 'scratch', what: 'a log and temporary files', evidence: METUBE },
  ],
  obstacles: [
    {
      when: { env: { YTDL_NIGHTLY_UPDATE_TIME: 'set' } },
      effect: 'degrades',
      why: 'yt-dlp is not updated each night',
      evidence: METUBE,
    },
  ],
  healthcheck: true,
})

/** Its vendor's Compose file runs it read-only. */
const RECYCLARR = ['recyclarr/recyclarr docker-compose.yml (read_only, tmpfs /tmp) @ 5bcd1122e']
export const recyclarr = defineImage({
  names: ['ghcr.io/recyclarr/recyclarr', 'recyclarr/recyclarr'],
  user: '1000:1000',
  volumes: ['/config'],
  writes: [
    {
      path: '/config',
      from: [{ env: 'RECYCLARR_APP_DATA' }],
      kind: 'data',
      what: 'its configuration, caches and logs',
      evidence: RECYCLARR,
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'the crontab',
      evidence: [...RECYCLARR, 'recyclarr/recyclarr docker/scripts/prod/entrypoint.sh @ 5bcd1122e'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const autobrr = oneDirectory(
  { names: ['ghcr.io/autobrr/autobrr', 'autobrr/autobrr'], volumes: ['/config'], healthcheck: false },
  '/config',
  'its configuration and database',
  'autobrr/autobrr Dockerfile @ 489d8ddf9',
)

const FRIGATE = ['blakeblackshear/frigate docs/docs/frigate/installation.md @ e3fa70189']
export const frigate = defineImage({
  names: ['ghcr.io/blakeblackshear/frigate', 'blakeblackshear/frigate'],
  writes: [
    { path: '/config', kind: 'data', what: 'its configuration and database', evidence: FRIGATE },
    { path: '/media/frigate', kind: 'data', what: 'recordings and clips', evidence: FRIGATE },
    { path: '/tmp/cache', kind: 'scratch', what: 'segments of recordings', large: true, evidence: FRIGATE },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its start scripts write below /usr/local/nginx/conf and /etc/letsencrypt',
      evidence: ['blakeblackshear/frigate docker/main/rootfs/etc/s6-overlay/s6-rc.d/nginx/run @ e3fa70189'],
    },
  ],
})

const ESPHOME = 'esphome/esphome docker/Dockerfile and docker/docker_entrypoint.sh @ 33fdbbe30'
export const esphome = oneDirectory(
  { names: ['ghcr.io/esphome/esphome', 'esphome/esphome'], volumes: ['/config'], healthcheck: true },
  '/config',
  'configurations of the devices and builds',
  ESPHOME,
  [
    {
      path: '/root/.platformio',
      kind: 'cache',
      what: 'settings of PlatformIO, which builds the firmware',
      absent: true,
      without: { effect: 'degrades', what: 'firmware cannot be built' },
      evidence: [ESPHOME],
    },
    { path: '/cache', kind: 'cache', what: 'tool chains', large: true, when: { mounted: '/cache' }, evidence: [ESPHOME] },
    { path: '/build', kind: 'cache', what: 'builds', large: true, when: { mounted: '/build' }, evidence: [ESPHOME] },
  ],
)

export const zwaveJsUi = defineImage({
  names: ['zwavejs/zwave-js-ui', 'ghcr.io/zwave-js/zwave-js-ui', 'zwavejs/zwavejs2mqtt'],
  inferred: true,
  writes: [
    {
      path: '/usr/src/app/store',
      from: [{ env: 'STORE_DIR' }],
      kind: 'data',
      what: 'its settings, network keys, logs and temporary files',
      absent: true,
      evidence: ['zwave-js/zwave-js-ui api/config/app.ts and docker/docker-compose.yml @ cd01655a9'],
    },
    ...(['BACKUPS_DIR', 'ZWAVEJS_LOGS_DIR', 'ZWAVEJS_EXTERNAL_CONFIG'] as const).map(
      (env): WriteFact => ({
        from: [{ env }],
        kind: 'data',
        what: 'backups, logs or the database of devices',
        absent: true,
        evidence: ['zwave-js/zwave-js-ui docs/guide/env-vars.md @ cd01655a9'],
      }),
    ),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const MINECRAFT = ['itzg/docker-minecraft-server Dockerfile, scripts/start and scripts/start-configuration @ f61f72196']
export const minecraft = defineImage({
  names: ['itzg/minecraft-server', 'ghcr.io/itzg/minecraft-server'],
  accounts: { minecraft: '1000:1000' },
  dropsTo: 'minecraft',
  volumes: ['/data'],
  inferred: true,
  writes: [
    {
      path: '/data',
      kind: 'data',
      what: 'the world, plug-ins and the server itself',
      owner: '1000:1000',
      chowned: true,
      evidence: MINECRAFT,
    },
    jvmTemp(MINECRAFT, 'downloads and native libraries of the JVM'),
  ],
  obstacles: [
    {
      when: {
        user: 'root',
        any: [{ env: { UID: { matches: '^(?!1000$)' } } }, { env: { GID: { matches: '^(?!1000$)' } } }],
      },
      effect: 'fails',
      why: 'for another UID or GID than 1000 it changes its users at start',
      instead: 'set `user:` to those ids',
      evidence: MINECRAFT,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})
