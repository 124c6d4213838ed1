import { temporary } from '../../parts.ts'
import type { WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'

const KANBOARD = ['kanboard/kanboard Dockerfile and docker/usr/local/bin/entrypoint.sh @ 2cba210db']
export const kanboard = defineImage({
  names: ['kanboard/kanboard', 'ghcr.io/kanboard/kanboard', 'quay.io/kanboard/kanboard'],
  volumes: ['/var/www/app/data', '/var/www/app/plugins', '/etc/nginx/ssl'],
  writes: [
    { path: '/var/www/app/data', kind: 'data', what: 'its database and attachments', evidence: KANBOARD },
    { path: '/var/www/app/plugins', kind: 'data', what: 'plug-ins that are installed in the browser', evidence: KANBOARD },
    { path: '/etc/nginx/ssl', kind: 'data', what: 'its certificate', evidence: KANBOARD },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its supervisor (s6-svscan) keeps its state in /etc/services.d, which the image ships',
      evidence: KANBOARD,
    },
  ],
  healthcheck: true,
})

const WEKAN = 'wekan/wekan Dockerfile (WRITABLE_PATH) and docker-compose.yml @ f5cc8e373'
export const wekan = defineImage({
  names: ['wekanteam/wekan', 'quay.io/wekan/wekan', 'ghcr.io/wekan/wekan'],
  user: 'wekan',
  inferred: true,
  writes: [
    { path: '/data', from: [{ env: 'WRITABLE_PATH' }], kind: 'data', what: 'attachments, avatars and backups', evidence: [WEKAN] },
    temporary(WEKAN),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** Version 2 has one VOLUME; its vendor's Compose file shows the tmpfs for uploads. */
const PLANKA = ['plankanban/planka Dockerfile, server/start.sh and docker-compose.yml (tmpfs /app/.tmp) @ a8dcd7cef']
export const planka = defineImage({
  names: ['ghcr.io/plankanban/planka', 'meltyshev/planka'],
  user: '1000:1000',
  accounts: { node: '1000:1000' },
  volumes: [{ path: '/app/data', when: { tag: { atLeast: '2' } } }],
  inferred: true,
  writes: [
    { path: '/app/data', kind: 'data', what: 'attachments and pictures', when: { tag: { atLeast: '2' } }, evidence: PLANKA },
    { path: '/app/.tmp', kind: 'scratch', what: 'uploads in progress', absent: true, evidence: PLANKA },
    { path: '/tmp', kind: 'runtime', what: 'configuration and pid file of its proxy', evidence: PLANKA },
    ...(['/app/public/user-avatars', '/app/public/project-background-images', '/app/private/attachments'] as const).map(
      (path): WriteFact => ({
        path,
        kind: 'data',
        what: 'attachments and pictures of version 1',
        when: { tag: { below: '2' } },
        evidence: ['runtipi/runtipi-appstore apps/planka/docker-compose.yml (version 1.26)'],
      }),
    ),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: true,
})

const FOCALBOARD = 'mattermost/focalboard docker/Dockerfile and docker/server_config.json @ de5e5cc41'
export const focalboard = defineImage({
  names: ['mattermost/focalboard'],
  user: '65534:65534',
  accounts: { nobody: '65534:65534' },
  volumes: ['/opt/focalboard/data'],
  inferred: true,
  writes: [
    { path: '/opt/focalboard/data', kind: 'data', what: 'the SQLite database and uploaded files', evidence: [FOCALBOARD] },
    { path: '/var/tmp', kind: 'runtime', what: 'the socket of its local mode', evidence: [FOCALBOARD] },
    temporary(FOCALBOARD),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const vikunja = defineImage({
  names: ['vikunja/vikunja'],
  user: '1000:1000',
  inferred: true,
  writes: [
    {
      path: '/app/vikunja/files',
      from: [{ env: 'VIKUNJA_FILES_BASEPATH' }],
      kind: 'data',
      what: 'attachments',
      absent: true,
      evidence: ['go-vikunja/vikunja Dockerfile @ 00a87dc55'],
    },
    {
      path: '/db',
      from: [{ env: 'VIKUNJA_DATABASE_PATH', parent: true }],
      kind: 'data',
      what: 'the SQLite database',
      when: { env: { VIKUNJA_DATABASE_TYPE: 'unset' } },
      absent: true,
      evidence: ['go-vikunja/vikunja Dockerfile @ 00a87dc55'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'uploads',
      absent: true,
      evidence: ['go-vikunja/vikunja Dockerfile (FROM scratch) @ 00a87dc55'],
    },
  ],
  capabilities: [{ needs: [] }],
})
