import { data, OLD_BASH, s6Run, scratch } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const JITSI = 'jitsi/docker-jitsi-meet docker-compose.yml (read_only, tmpfs) @ 2e6b31d'

/** Jitsi Meet's containers run on s6-overlay, read-only in their vendor's Compose file. */
export const jitsi = defineImage({
  names: [
    'ghcr.io/jitsi/web',
    ...['prosody', 'jicofo', 'jvb', 'jibri', 'jigasi'].map((name) => `ghcr.io/jitsi/${name}`),
    ...['web', 'prosody', 'jicofo', 'jvb', 'jibri', 'jigasi'].map((name) => `jitsi/${name}`),
  ],
  writes: [data(JITSI, '/config', 'rendered configuration, keys and accounts'), s6Run([JITSI]), ...scratch(JITSI, '/tmp')],
})

export const livekit = defineImage({
  // livekit/livekit Dockerfile @ 788d4c354: one program on Alpine, its state in memory or Redis.
  names: ['livekit/livekit-server'],
  writes: [],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const coturn = defineImage({
  names: ['coturn/coturn', 'ghcr.io/coturn/coturn'],
  user: '65534:65534',
  volumes: ['/var/lib/coturn'],
  inferred: true,
  writes: [
    {
      path: '/var/lib/coturn',
      kind: 'data',
      what: 'the SQLite database of users',
      oftenCache: true,
      evidence: ['coturn/coturn docker/coturn/debian/Dockerfile and docker/coturn/README.md @ 8024aa634'],
    },
  ],
  gainsPrivileges: 'the file capability NET_BIND_SERVICE of turnserver',
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
    { path: '/tmp', kind: 'scratch', what: 'here-documents of the entrypoint', without: OLD_BASH, evidence: MUMBLE },
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
