import { s6Run } from '../../parts.ts'
import type { ImageRecord, Obstacle, WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'

const DOCS = 'linuxserver/docker-documentation docs/misc/read-only.md @ 002af3ee'
const NON_ROOT = 'linuxserver/docker-documentation docs/misc/non-root.md @ 002af3ee'
const REGISTRIES = ['lscr.io/linuxserver', 'linuxserver', 'ghcr.io/linuxserver']

const RUN: WriteFact = s6Run([DOCS])
const CONFIG: WriteFact = {
  path: '/config',
  kind: 'data',
  what: 'configuration and database of the application',
  owner: '911:911',
  chowned: true,
  evidence: [DOCS],
}

/** What a read-only root takes from every image of this family. */
const LIMITS: readonly Obstacle[] = [
  {
    when: { user: 'root', any: [{ env: { PUID: { matches: '^(?!911$)' } } }, { env: { PGID: { matches: '^(?!911$)' } } }] },
    effect: 'fails',
    why: 'PUID and PGID have no effect on a read-only root: the application would run as uid 911 and take /config for itself',
    instead: "set `user:` to those ids and mount `/run:uid=…,gid=…,exec`, after reading the vendor's pages on both",
    evidence: [DOCS, NON_ROOT],
  },
  {
    when: { env: { DOCKER_MODS: 'set' } },
    effect: 'fails',
    why: 'Docker Mods are not run on a read-only root',
    evidence: [DOCS],
  },
  {
    when: { any: [{ mounted: '/custom-services.d' }, { mounted: '/custom-cont-init.d' }] },
    effect: 'degrades',
    why: 'custom services are not run and custom scripts can do little',
    evidence: [DOCS],
  },
  { when: { env: { UMASK: 'set' } }, effect: 'degrades', why: 'UMASK has no effect', evidence: [DOCS] },
]

function names(...images: string[]): [string, ...string[]] {
  const [first = '', ...rest] = images.flatMap((image) => REGISTRIES.map((registry) => `${registry}/${image}`))
  return [first, ...rest]
}

function supported(images: string[], own: Partial<ImageRecord> = {}): ImageRecord {
  return defineImage({
    volumes: ['/config'],
    accounts: { abc: '911:911' },
    dropsTo: 'abc',
    healthcheck: false,
    ...own,
    names: names(...images),
    writes: [...(own.writes ?? []), CONFIG, RUN],
    obstacles: [...(own.obstacles ?? []), ...LIMITS],
  })
}

/** Images whose page says that they can run read-only, without more words. */
export const linuxserverPlain = supported([
  'sonarr',
  'adguardhome-sync',
  'airsonic-advanced',
  'apprise-api',
  'bazarr',
  'beets',
  'changedetection.io',
  'davos',
  'doplarr',
  'doplarr_rs',
  'duckdns',
  'faster-whisper',
  'flexget',
  'foldingathome',
  'habridge',
  'hishtory-server',
  'ldap-auth',
  'lidarr',
  'nzbget',
  'piper',
  'planka',
  'prowlarr',
  'radarr',
  'sabnzbd',
  'synclounge',
  'syslog-ng',
  'tautulli',
  'thelounge',
  'transmission',
  'wikijs',
])

/** Keeps nothing. */
export const linuxserverPairdrop = defineImage({
  names: names('pairdrop'),
  accounts: { abc: '911:911' },
  writes: [RUN],
  obstacles: LIMITS,
  healthcheck: false,
})

const TEMP: WriteFact = {
  path: '/tmp',
  kind: 'scratch',
  what: 'temporary files',
  evidence: ['linuxserver/docker-documentation docs/images "/tmp must be mounted to tmpfs" @ 002af3ee'],
}

/** Images whose page also asks for a tmpfs on /tmp. */
export const linuxserverWithTemp = supported(['nginx', 'bookstack', 'ddclient'], { writes: [TEMP] })

const page = (image: string) => [`linuxserver/docker-documentation docs/images/docker-${image}.md @ 002af3ee`]

export const linuxserverCodeServer = supported(['code-server'], {
  writes: [TEMP],
  obstacles: [{ effect: 'degrades', why: 'sudo is not available', evidence: page('code-server') }],
})
export const linuxserverSwag = supported(['swag'], {
  writes: [TEMP],
  obstacles: [{ effect: 'degrades', why: 'fail2ban is not available', evidence: page('swag') }],
})
export const linuxserverPhpmyadmin = supported(['phpmyadmin'], {
  writes: [TEMP],
  obstacles: [{ effect: 'degrades', why: 'custom themes are not supported', evidence: page('phpmyadmin') }],
})
export const linuxserverMariadb = supported(['mariadb'], {
  writes: [TEMP],
  obstacles: [
    {
      effect: 'fails',
      why: 'its first run, which sets up the database, does not work on a read-only root',
      instead: 'start it once without, then set read_only with tmpfs on /tmp and /run:exec',
      evidence: page('mariadb'),
    },
  ],
})
export const linuxserverDeluge = supported(['deluge'], {
  obstacles: [{ effect: 'degrades', why: 'GeoIP data is not updated', evidence: page('deluge') }],
})
export const linuxserverJackett = supported(['jackett'], {
  obstacles: [{ when: { env: { AUTO_UPDATE: 'set' } }, effect: 'degrades', why: 'AUTO_UPDATE has no effect', evidence: page('jackett') }],
})
export const linuxserverOmbi = supported(['ombi'], {
  obstacles: [
    {
      when: { env: { BASE_URL: { matches: '^(?!/$)' } } },
      effect: 'fails',
      why: 'BASE_URL cannot be changed on a read-only root',
      evidence: page('ombi'),
    },
  ],
})
export const linuxserverPlex = supported(['plex'], {
  obstacles: [
    {
      when: { env: { VERSION: { matches: '^(?!docker$)' } } },
      effect: 'fails',
      why: 'Plex cannot update itself at start on a read-only root',
      instead: 'set VERSION=docker',
      evidence: page('plex'),
    },
  ],
  writes: [
    {
      path: '/transcode',
      kind: 'scratch',
      what: 'transcoding, where Plex is set to use it',
      large: true,
      when: { mounted: '/transcode' },
      evidence: page('plex'),
    },
  ],
  notes: [{ text: 'The transcoding directory that is set in Plex must be a mount' }],
})
export const linuxserverQbittorrent = supported(['qbittorrent'], {
  obstacles: [
    {
      effect: 'degrades',
      why: 'search plug-ins cannot be installed',
      evidence: ['https://github.com/linuxserver/docker-qbittorrent/issues/329'],
    },
  ],
})
export const linuxserverWireguard = supported(['wireguard'], {
  obstacles: [
    {
      when: { env: { PEERS: 'unset' } },
      effect: 'fails',
      why: 'client mode (no PEERS) is not supported on a read-only root',
      evidence: page('wireguard'),
    },
  ],
})
export const linuxserverZnc = supported(['znc'], {
  notes: [{ text: 'Not supported with SSL turned on in ZNC' }],
})

/** The exception of the family: no s6, it renders HAProxy's configuration into /run. */
export const linuxserverSocketProxy = defineImage({
  names: names('socket-proxy'),
  writes: [
    {
      path: '/run',
      kind: 'runtime',
      what: 'rendered haproxy.cfg',
      evidence: [...page('socket-proxy'), 'Haxxnet/Compose-Examples examples/traefik/docker-compose.yml @ aca0f09'],
    },
  ],
  healthcheck: false,
})

/** Every other image of the vendor: not supported read-only. */
export const linuxserver = defineImage({
  names: ['lscr.io/linuxserver/*', 'linuxserver/*', 'ghcr.io/linuxserver/*'],
  writes: [CONFIG, RUN],
  obstacles: [
    {
      effect: 'fails',
      why: 'its vendor does not support this image on a read-only root (the page has no section "Read-Only Operation")',
      evidence: [DOCS],
    },
    ...LIMITS,
  ],
  healthcheck: false,
})
