import { s6Run } from '../parts.ts'
import { defineImage } from '../record.ts'

const COMPOSE_LINT_MULTI = 'tmatens/compose-lint docs/examples/read-only-multi-service @ a250bcb'
const COMPOSE_LINT_TENSION = 'tmatens/compose-lint docs/examples/read-only-in-tension @ a250bcb'

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
