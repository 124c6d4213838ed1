import { oneDirectory, temporary } from '../../parts.ts'
import type { WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'

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

export const gotify = oneDirectory(
  { names: ['gotify/server', 'ghcr.io/gotify/server'], healthcheck: true },
  '/app/data',
  'its database, images and plug-ins',
  'gotify/server docker/Dockerfile @ d543a8aad, https://gotify.net/docs/install',
)

/** Its vendor's documentation runs it read-only. */
const APPRISE = ['caronc/apprise-api README.md (read_only, tmpfs /tmp) @ 69b618714']
export const apprise = defineImage({
  names: ['caronc/apprise', 'ghcr.io/caronc/apprise-api'],
  volumes: ['/config', '/attach', '/plugin'],
  writes: [
    {
      path: '/config',
      from: [{ env: 'APPRISE_CONFIG_DIR' }],
      kind: 'data',
      what: 'configurations and their store',
      worldWritable: true,
      evidence: APPRISE,
    },
    {
      path: '/attach',
      from: [{ env: 'APPRISE_ATTACH_DIR' }],
      kind: 'data',
      what: 'attachments',
      worldWritable: true,
      oftenCache: true,
      evidence: APPRISE,
    },
    { path: '/tmp', kind: 'runtime', what: 'sockets, pid files and buffers of nginx', evidence: APPRISE },
  ],
  healthcheck: false,
})

const NOVU = 'novuhq/novu apps/api/Dockerfile, apps/worker/Dockerfile and apps/ws/Dockerfile @ 74a2e9a6a'
export const novu = defineImage({
  names: ['ghcr.io/novuhq/novu/api', 'ghcr.io/novuhq/novu/worker', 'ghcr.io/novuhq/novu/ws'],
  user: '1000:1000',
  accounts: { node: '1000:1000' },
  inferred: true,
  writes: [
    { path: '/home/node/.pm2', kind: 'runtime', what: 'sockets, pid files and logs of pm2', absent: true, evidence: [NOVU] },
    temporary(NOVU),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
