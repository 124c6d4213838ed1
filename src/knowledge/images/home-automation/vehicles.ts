import { oneDirectory } from '../../parts.ts'
import { defineImage } from '../../record.ts'

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

const LUBELOGGER = 'hargata/lubelog Dockerfile, docker-compose.yml, Helper/StaticHelper.cs and Helper/FileHelper.cs @ 95e811b7b'
export const lubelogger = oneDirectory(
  { names: ['ghcr.io/hargata/lubelogger', 'hargata/lubelogger'], gainsPrivileges: 'none', healthcheck: false },
  '/App/data',
  'its database, settings and documents',
  LUBELOGGER,
  [
    {
      path: '/root/.aspnet/DataProtection-Keys',
      kind: 'data',
      what: 'keys of the sessions',
      absent: true,
      evidence: [LUBELOGGER],
    },
  ],
)
