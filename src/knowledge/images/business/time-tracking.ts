import { refused, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const KIMAI = ['kimai/kimai Dockerfile and .docker/entrypoint.sh @ 1f421c276']
export const kimai = defineImage({
  names: ['kimai/kimai2'],
  volumes: ['/opt/kimai/var'],
  writes: [{ path: '/opt/kimai/var', kind: 'data', what: 'uploads, exports, caches and its secret', evidence: KIMAI }],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint edits php.ini and files of its configuration, and writes /opt/kimai/.env.local',
      evidence: KIMAI,
    },
  ],
  healthcheck: true,
})

export const solidtime = refused(
  { names: ['solidtime/solidtime'], healthcheck: false },
  {},
  {
    effect: 'fails',
    why: 'its start script links its storage into public and caches settings and routes in bootstrap, both beside the program',
    evidence: ['solidtime-io/solidtime docker/prod/deployment/start-container and docker/prod/Dockerfile @ 114a3253'],
  },
)

export const wakapi = defineImage({
  names: ['ghcr.io/muety/wakapi'],
  user: '65532:65532',
  inferred: true,
  writes: [
    {
      path: '/data',
      kind: 'data',
      what: 'its SQLite database',
      when: { not: { env: { WAKAPI_DB_TYPE: { matches: '^(mysql|postgres|cockroach|mssql)$' } } } },
      evidence: ['muety/wakapi Dockerfile (WAKAPI_DB_NAME) @ 2ed2e3faa'],
    },
    temporary('muety/wakapi Dockerfile (Go) @ 2ed2e3faa'),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: true,
})
