import { oneDirectory, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

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
  gainsPrivileges: 'none',
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

export const navidrome = oneDirectory(
  { names: ['deluan/navidrome', 'ghcr.io/navidrome/navidrome'], volumes: ['/data', '/music'] },
  '/data',
  'its database and caches',
  'navidrome/navidrome Dockerfile @ 295886cb9',
)

const AUDIOBOOKSHELF = 'advplyr/audiobookshelf Dockerfile (CONFIG_PATH, METADATA_PATH) @ 1b46d6802'
export const audiobookshelf = defineImage({
  names: ['ghcr.io/advplyr/audiobookshelf', 'advplyr/audiobookshelf'],
  inferred: true,
  writes: [
    { path: '/config', from: [{ env: 'CONFIG_PATH' }], kind: 'data', what: 'its database', evidence: [AUDIOBOOKSHELF] },
    { path: '/metadata', from: [{ env: 'METADATA_PATH' }], kind: 'data', what: 'covers, logs and backups', evidence: [AUDIOBOOKSHELF] },
    temporary(AUDIOBOOKSHELF),
  ],
  healthcheck: false,
})

const MUSIC = 'music-assistant/server Dockerfile @ a80940c99'
export const musicAssistant = oneDirectory(
  { names: ['ghcr.io/music-assistant/server'], volumes: ['/data'] },
  '/data',
  'its settings, database, caches and logs',
  MUSIC,
)
