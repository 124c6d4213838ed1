import { oneDirectory, refused, temporary } from '../../parts.ts'
import type { WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'

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

const PINCHFLAT = [
  'kieraneglin/pinchflat docker/selfhosted.Dockerfile @ 019791ccf',
  'kieraneglin/pinchflat config/runtime.exs @ 048209b36',
  'kieraneglin/pinchflat lib/pinchflat/release.ex @ 122aa6137',
]
export const pinchflat = defineImage({
  names: ['ghcr.io/kieraneglin/pinchflat'],
  inferred: true,
  writes: [
    { path: '/config', kind: 'data', what: 'its database, metadata and logs', evidence: PINCHFLAT },
    { path: '/downloads', kind: 'data', what: 'videos', evidence: PINCHFLAT },
    {
      path: '/etc/elixir_tzdata_data',
      from: [{ env: 'TZ_DATA_DIR' }],
      kind: 'cache',
      what: 'time zones that it loads',
      evidence: PINCHFLAT,
    },
    { path: '/tmp', kind: 'scratch', what: 'metadata of downloads, and yt-dlp as it unpacks itself', exec: true, evidence: PINCHFLAT },
  ],
  obstacles: [
    {
      when: { user: 'root' },
      effect: 'fails',
      why: 'it updates yt-dlp in /usr/local/bin each day, without which downloads stop working in time',
      evidence: ['kieraneglin/pinchflat lib/pinchflat/yt_dlp/update_worker.ex @ 7ebb9e522'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

const UNPACKERR = 'Unpackerr/unpackerr init/docker/Dockerfile and examples/docker-compose.yml @ 63dfd08d2'
export const unpackerr = defineImage({
  names: ['golift/unpackerr', 'ghcr.io/unpackerr/unpackerr'],
  inferred: true,
  writes: [
    ...(['/downloads', '/data', '/config'] as const).map(
      (path): WriteFact => ({
        path,
        kind: 'data',
        what: path === '/config' ? 'its settings and log' : 'downloads, which it unpacks',
        when: { mounted: path },
        evidence: [UNPACKERR],
      }),
    ),
    temporary(UNPACKERR),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const CROSS_SEED = 'cross-seed/cross-seed Dockerfile (CONFIG_DIR) @ 0a222a03b'
export const crossSeed = oneDirectory(
  { names: ['ghcr.io/cross-seed/cross-seed', 'crossseed/cross-seed'], gainsPrivileges: 'none', healthcheck: false },
  '/config',
  'its settings, database, logs and torrents',
  CROSS_SEED,
)

export const autobrr = oneDirectory(
  { names: ['ghcr.io/autobrr/autobrr', 'autobrr/autobrr'], volumes: ['/config'], healthcheck: false },
  '/config',
  'its configuration and database',
  'autobrr/autobrr Dockerfile @ 489d8ddf9',
)

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

export const transmissionOpenvpn = refused(
  { names: ['haugene/transmission-openvpn'], healthcheck: true },
  { '/config': 'settings of Transmission', '/data': 'downloads' },
  {
    effect: 'fails',
    why: 'its start script fetches and edits configurations below /etc/openvpn and makes /dev/net/tun anew',
    evidence: ['haugene/docker-transmission-openvpn Dockerfile and openvpn/start.sh @ 4f22965b2'],
  },
)

const BITMAGNET = 'bitmagnet-io/bitmagnet Dockerfile and docker-compose.yml @ e31b30d73'
export const bitmagnet = defineImage({
  names: ['ghcr.io/bitmagnet-io/bitmagnet'],
  inferred: true,
  writes: [
    {
      path: '/root/.local/share/bitmagnet',
      kind: 'log',
      what: 'logs, where LOG_FILE_ROTATOR_ENABLED is set',
      when: { env: { LOG_FILE_ROTATOR_ENABLED: { matches: '^true$' } } },
      absent: true,
      evidence: [BITMAGNET],
    },
    temporary(BITMAGNET),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
