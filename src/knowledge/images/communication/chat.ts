import { refused } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const MATTERMOST = 'mattermost/docker docker-compose.yml (read_only, tmpfs /tmp)'

/** Its vendor's Compose file runs it read-only. */
export const mattermost = defineImage({
  names: ['mattermost/mattermost-team-edition', 'mattermost/mattermost-enterprise-edition'],
  user: '2000:2000',
  accounts: { mattermost: '2000:2000' },
  writes: [
    { path: '/mattermost/config', kind: 'data', what: 'config.json', evidence: [MATTERMOST] },
    { path: '/mattermost/data', kind: 'data', what: 'uploads', evidence: [MATTERMOST] },
    { path: '/mattermost/logs', kind: 'log', what: 'logs', evidence: [MATTERMOST] },
    { path: '/mattermost/plugins', kind: 'data', what: 'plug-ins', ships: 'the bundled plug-ins', exec: true, evidence: [MATTERMOST] },
    { path: '/mattermost/client/plugins', kind: 'data', what: 'plug-ins for browsers', evidence: [MATTERMOST] },
    { path: '/mattermost/bleve-indexes', kind: 'data', what: 'search index', evidence: [MATTERMOST] },
    { path: '/tmp', kind: 'scratch', what: 'uploads and plug-ins in progress', evidence: [MATTERMOST] },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: true,
})

/** Rocket.Chat's home is /tmp. */
export const rocketChat = defineImage({
  names: ['rocket.chat', 'rocketchat/rocket.chat', 'registry.rocket.chat/rocketchat/rocket.chat'],
  user: 'rocketchat',
  volumes: ['/app/uploads'],
  inferred: true,
  writes: [
    { path: '/app/uploads', kind: 'data', what: 'uploads', evidence: ['RocketChat/Docker.Official.Image 8.1/Dockerfile @ 30094c990'] },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'its home directory',
      evidence: ['RocketChat/Docker.Official.Image 8.1/Dockerfile (HOME=/tmp) @ 30094c990'],
    },
  ],
})

const ZULIP = ['zulip/docker-zulip Dockerfile and entrypoint.sh @ 3a592adee']
export const zulip = defineImage({
  names: ['ghcr.io/zulip/zulip-server', 'zulip/docker-zulip'],
  volumes: ['/data'],
  writes: [{ path: '/data', kind: 'data', what: 'uploads, certificates, secrets and backups', evidence: ZULIP }],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint writes settings in /etc/zulip and links in /etc and /home/zulip',
      evidence: ZULIP,
    },
  ],
  healthcheck: true,
})

const EJABBERD = ['processone/ejabberd .github/container/Dockerfile @ 61bf7a9cc']
export const ejabberd = defineImage({
  names: ['ghcr.io/processone/ejabberd'],
  user: '9000:9000',
  accounts: { ejabberd: '9000:9000' },
  volumes: ['/opt/ejabberd'],
  inferred: true,
  writes: [
    { path: '/opt/ejabberd', kind: 'data', what: 'its database, settings, uploads and logs', exec: true, evidence: EJABBERD },
    { path: '/tmp', kind: 'scratch', what: 'temporary files of Erlang', evidence: EJABBERD },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

const LOUNGE = 'thelounge/thelounge-docker Dockerfile and docker-compose.yml @ f320749e2'
export const theLounge = defineImage({
  names: ['ghcr.io/thelounge/thelounge', 'thelounge/thelounge'],
  user: '1000:1000',
  accounts: { node: '1000:1000' },
  volumes: ['/var/opt/thelounge'],
  inferred: true,
  writes: [
    {
      path: '/var/opt/thelounge',
      from: [{ env: 'THELOUNGE_HOME' }],
      kind: 'data',
      what: 'users, their networks, logs and uploads',
      evidence: [LOUNGE],
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', absent: true, evidence: [LOUNGE] },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const ZNC = ['znc/znc-docker slim/Dockerfile, slim/entrypoint.sh and slim/startup-sequence @ 079544b1c']
export const znc = defineImage({
  names: ['znc'],
  dropsTo: '100:101',
  volumes: ['/znc-data'],
  inferred: true,
  writes: [
    {
      path: '/znc-data',
      kind: 'data',
      what: 'settings, modules and logs',
      owner: '100:101',
      chowned: true,
      exec: true,
      evidence: ZNC,
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'modules that are built at start',
      exec: true,
      when: { not: { tag: { matches: 'slim' } } },
      evidence: ZNC,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const tinode = refused(
  { names: ['tinode/tinode', 'tinode/tinode-*'], healthcheck: true },
  { '/botdata': 'the credentials of the chat bot' },
  {
    effect: 'fails',
    why: 'its entrypoint writes working.config and files of its web pages into the directory of the program',
    evidence: ['tinode/chat docker/tinode/Dockerfile and docker/tinode/entrypoint.sh @ 22a7c18e9'],
  },
)
