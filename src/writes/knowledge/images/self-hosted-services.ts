import type { WriteFact } from '../record.ts'
import { defineImage } from '../record.ts'

const MATTERMOST = 'mattermost/docker docker-compose.yml (read_only, tmpfs /tmp)'

/** ntfy writes where its settings say; without any it keeps messages in memory. */
export const ntfy = defineImage({
  names: ['binwiederhier/ntfy'],
  writes: (
    [
      [{ env: 'NTFY_CACHE_FILE', parent: true }, 'messages'],
      [{ env: 'NTFY_AUTH_FILE', parent: true }, 'users'],
      [{ env: 'NTFY_WEB_PUSH_FILE', parent: true }, 'web push subscriptions'],
      [{ env: 'NTFY_ATTACHMENT_CACHE_DIR' }, 'attachments'],
    ] as const
  ).map(
    ([source, what]): WriteFact => ({
      from: [source],
      kind: 'data',
      what,
      absent: true,
      evidence: ['https://docs.ntfy.sh/config/#config-options', 'binwiederhier/ntfy Dockerfile'],
    }),
  ),
  notes: [{ when: { mounted: '/etc/ntfy' }, text: 'Files that server.yml names need a volume' }],
  gainsPrivileges: 'none',
  capabilities: [{ needs: ['NET_BIND_SERVICE'] }],
  healthcheck: false,
})

export const miniflux = defineImage({
  // miniflux/v2 packaging/docker/alpine/Dockerfile and packaging/docker/distroless/Dockerfile @ 106cdd09e: one program, its data in PostgreSQL.
  names: ['miniflux/miniflux', 'ghcr.io/miniflux/miniflux', 'quay.io/miniflux/miniflux'],
  user: [{ when: { tag: { matches: 'distroless' } }, use: '65532:65532' }, { use: '65534' }],
  writes: [],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const filebrowser = defineImage({
  names: ['filebrowser/filebrowser'],
  user: [{ when: { tag: { matches: 's6' } }, use: 'root' }, { use: '1000:1000' }],
  accounts: { user: '1000:1000' },
  volumes: ['/srv', '/config', '/database'],
  inferred: true,
  writes: ['/config', '/database', '/srv'].map(
    (path): WriteFact => ({
      path,
      kind: 'data',
      what: path === '/srv' ? 'the files' : 'settings and users',
      evidence: ['filebrowser/filebrowser Dockerfile and docker/alpine/init.sh @ 833d90888'],
    }),
  ),
  healthcheck: true,
})

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

export const syncthing = defineImage({
  names: ['syncthing/syncthing', 'ghcr.io/syncthing/syncthing'],
  // Its entrypoint hands over to PUID and PGID, 1000 where they are not set.
  dropsTo: '1000:1000',
  volumes: ['/var/syncthing'],
  writes: [
    {
      path: '/var/syncthing',
      kind: 'data',
      what: 'its configuration, keys and folders',
      owner: '1000:1000',
      chowned: true,
      evidence: ['syncthing/syncthing Dockerfile and script/docker-entrypoint.sh @ 328d910ae'],
    },
  ],
  obstacles: [
    {
      when: { env: { PCAP: 'set' } },
      effect: 'fails',
      why: 'PCAP makes the entrypoint run setcap on the program',
      instead: 'leave PCAP unset',
      evidence: ['syncthing/syncthing script/docker-entrypoint.sh @ 328d910ae'],
    },
  ],
  healthcheck: true,
})

/** Homepage copies missing configuration into its directory, and caches images below .next. */
export const homepage = defineImage({
  names: ['ghcr.io/gethomepage/homepage', 'gethomepage/homepage'],
  inferred: true,
  writes: [
    {
      path: '/app/config',
      kind: 'data',
      what: 'its configuration and logs',
      absent: true,
      evidence: ['gethomepage/homepage Dockerfile and docker-entrypoint.sh @ b2a52ff2a'],
    },
    {
      path: '/app/.next/cache',
      kind: 'cache',
      what: 'resized images',
      absent: true,
      without: { effect: 'degrades', what: 'images are resized anew each time' },
      evidence: ['https://nextjs.org/docs/app/api-reference/components/image#caching-behavior'],
    },
  ],
  healthcheck: true,
})

export const searxng = defineImage({
  names: ['searxng/searxng', 'ghcr.io/searxng/searxng'],
  accounts: { searxng: '977:977' },
  volumes: ['/etc/searxng', '/var/cache/searxng'],
  inferred: true,
  writes: [
    {
      path: '/etc/searxng',
      kind: 'data',
      what: 'settings.yml with its secret',
      owner: 'searxng',
      chowned: true,
      evidence: ['searxng/searxng container/dist.dockerfile and container/entrypoint.sh @ 9fea41204'],
    },
    {
      path: '/var/cache/searxng',
      kind: 'cache',
      what: 'caches of the engines',
      owner: 'searxng',
      chowned: true,
      evidence: ['searxng/searxng container/dist.dockerfile @ 9fea41204'],
    },
    { path: '/tmp', kind: 'scratch', what: 'caches of the engines', evidence: ['searxng/searxng searx/cache.py (tempfile.gettempdir)'] },
  ],
})

export const umami = defineImage({
  names: ['ghcr.io/umami-software/umami', 'umamisoftware/umami', 'docker.umami.is/umami-software/umami'],
  user: '1001',
  inferred: true,
  writes: [
    { path: '/tmp', kind: 'scratch', what: 'pnpm and prisma', evidence: ['umami-software/umami Dockerfile @ c0ea3aefb'] },
    {
      path: '/app/.next/cache',
      kind: 'cache',
      what: 'rendered pages',
      absent: true,
      without: { effect: 'degrades', what: 'pages are rendered anew each time' },
      evidence: ['umami-software/umami Dockerfile @ c0ea3aefb'],
    },
  ],
  obstacles: [
    {
      when: { env: { COLLECT_API_ENDPOINT: 'set' } },
      at: '/app/public',
      effect: 'fails',
      why: 'COLLECT_API_ENDPOINT makes it edit public/script.js at start',
      evidence: ['umami-software/umami scripts/update-tracker.js @ c0ea3aefb'],
    },
  ],
})

export const zigbee2mqtt = defineImage({
  names: ['koenkk/zigbee2mqtt', 'ghcr.io/koenkk/zigbee2mqtt'],
  inferred: true,
  writes: [
    {
      path: '/app/data',
      from: [{ env: 'ZIGBEE2MQTT_DATA' }],
      kind: 'data',
      what: 'its configuration, devices and logs',
      evidence: ['Koenkk/zigbee2mqtt docker/Dockerfile and docker/docker-entrypoint.sh @ 6835cbf5a'],
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: ['Koenkk/zigbee2mqtt docker/Dockerfile @ 6835cbf5a'] },
  ],
})
export const synapse = defineImage({
  names: ['matrixdotorg/synapse', 'ghcr.io/element-hq/synapse'],
  accounts: { synapse: '991:991' },
  dropsTo: 'synapse',
  inferred: true,
  writes: [
    {
      path: '/data',
      from: [{ env: 'SYNAPSE_DATA_DIR' }],
      kind: 'data',
      what: 'its configuration, keys and media',
      owner: '991:991',
      chowned: true,
      evidence: ['element-hq/synapse docker/start.py'],
    },
    { path: '/tmp', kind: 'scratch', what: 'uploads', evidence: ['https://docs.python.org/3/library/tempfile.html#tempfile.gettempdir'] },
  ],
  healthcheck: true,
})
export const maildev = defineImage({
  names: ['maildev/maildev', 'djfarrelly/maildev'],
  user: '1000:1000',
  accounts: { node: '1000:1000' },
  inferred: true,
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'received mails',
      evidence: ['maildev/maildev README.md (--mail-directory)', 'maildev/maildev Dockerfile @ 7756cfa1a'],
    },
  ],
  healthcheck: true,
})
