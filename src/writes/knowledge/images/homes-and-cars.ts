import { oneDirectory } from '../parts.ts'
import type { WriteFact } from '../record.ts'
import { defineImage } from '../record.ts'

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

const EVCC = 'evcc-io/evcc Dockerfile, packaging/docker/bin/entrypoint.sh and cmd/root.go (userDB) @ b29b49e30'
export const evcc = oneDirectory(
  { names: ['evcc/evcc', 'andig/evcc'], gainsPrivileges: 'none', healthcheck: true },
  '/root/.evcc',
  'its database and keys',
  EVCC,
)

const TESLAMATE = ['teslamate-org/teslamate Dockerfile, entrypoint.sh and config/runtime.exs @ 8a692e293']
export const teslaMate = defineImage({
  names: ['teslamate/teslamate', 'ghcr.io/teslamate-org/teslamate'],
  user: '10000:10001',
  accounts: { nonroot: '10000:10001' },
  inferred: true,
  writes: [
    {
      path: '/opt/app/.srtm_cache',
      from: [{ env: 'SRTM_CACHE' }],
      kind: 'cache',
      what: 'heights of the land',
      large: true,
      evidence: TESLAMATE,
    },
    {
      path: '/opt/app/import',
      from: [{ env: 'IMPORT_DIR' }],
      kind: 'data',
      what: 'files to be imported',
      when: { mounted: '/opt/app/import' },
      evidence: TESLAMATE,
    },
    { path: '/tmp', kind: 'scratch', what: 'time zones and temporary files', evidence: TESLAMATE },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const teslaMateGrafana = defineImage({
  // teslamate-org/teslamate grafana/Dockerfile @ 8a692e293: FROM grafana/grafana with dashboards.
  names: ['teslamate/grafana', 'ghcr.io/teslamate-org/teslamate/grafana'],
  extends: 'grafana/grafana',
  writes: [],
})

const OPENHAB = ['openhab/openhab-docker alpine/Dockerfile and alpine/entrypoint @ ec3b3489b']
export const openHab = defineImage({
  names: ['openhab/openhab', 'ghcr.io/openhab/openhab'],
  volumes: ['/openhab/conf', '/openhab/userdata', '/openhab/addons'],
  writes: (['/openhab/conf', '/openhab/userdata', '/openhab/addons'] as const).map(
    (path): WriteFact => ({
      path,
      kind: 'data',
      what: path === '/openhab/userdata' ? 'its database, caches and logs' : 'settings and add-ons',
      evidence: OPENHAB,
    }),
  ),
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint makes its user and groups at start',
      evidence: OPENHAB,
    },
  ],
  healthcheck: true,
})

const REMARK = ['umputun/remark42 Dockerfile, docker-init.sh and docker-compose.yml @ 4793c1cd2']
export const remark42 = defineImage({
  names: ['umputun/remark42', 'ghcr.io/umputun/remark42'],
  accounts: { app: '1001:1001' },
  dropsTo: 'app',
  writes: [{ path: '/srv/var', kind: 'data', what: 'comments, pictures and backups', owner: 'app', chowned: true, evidence: REMARK }],
  obstacles: [
    {
      effect: 'fails',
      why: 'at start it writes REMARK_URL into the pages in /srv/web',
      evidence: REMARK,
    },
  ],
  healthcheck: true,
})
