import { temporary } from '../../parts.ts'
import type { ImageRecord, WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'

/** The Docker registry keeps its layers in one VOLUME. */
export const registry = defineImage({
  names: ['registry', 'distribution/distribution'],
  volumes: ['/var/lib/registry'],
  writes: [
    {
      path: '/var/lib/registry',
      from: [{ env: 'REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY' }],
      kind: 'data',
      what: 'image layers',
      evidence: ['distribution/distribution-library-image Dockerfile and config-example.yml @ a829ed8'],
    },
  ],
  configuration: ['/etc/docker/registry', '/etc/distribution'],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const registryUi = defineImage({
  names: ['joxit/docker-registry-ui', 'ghcr.io/joxit/docker-registry-ui'],
  writes: [],
  obstacles: [
    {
      at: '/usr/share/nginx/html',
      effect: 'fails',
      why: 'its start script puts its settings into index.html, beside the pages',
      evidence: ['Joxit/docker-registry-ui bin/90-docker-registry-ui.sh @ 82f6240da'],
    },
  ],
  healthcheck: false,
})

const HARBOR = ['goharbor/harbor make/photon/common/install_cert.sh and make/photon/*/Dockerfile @ c50c7ddd6']

/** Parts of Harbor that add to the certificates of the system at start, whatever their settings. */
function harborPart(names: ImageRecord['names'], user: string, volumes: readonly string[], writes: readonly WriteFact[]): ImageRecord {
  return defineImage({
    names,
    user,
    volumes,
    writes,
    obstacles: [
      {
        effect: 'fails',
        why: 'its entrypoint rewrites /etc/pki/tls/certs/ca-bundle.crt and keeps a copy beside its program',
        evidence: HARBOR,
      },
    ],
    gainsPrivileges: 'none',
    healthcheck: true,
  })
}
export const harborCore = harborPart(['goharbor/harbor-core', 'goharbor/harbor-exporter'], '10000:10000', [], [])
export const harborJobservice = harborPart(
  ['goharbor/harbor-jobservice'],
  '10000:10000',
  ['/var/log/jobs'],
  [{ path: '/var/log/jobs', kind: 'data', what: 'logs of jobs', evidence: HARBOR }],
)
export const harborRegistry = harborPart(
  ['goharbor/registry-photon'],
  '10000:10000',
  ['/storage'],
  [{ path: '/storage', kind: 'data', what: 'images', evidence: HARBOR }],
)
export const harborRegistryctl = harborPart(
  ['goharbor/harbor-registryctl'],
  '10000:10000',
  ['/var/lib/registry'],
  [{ path: '/storage', kind: 'data', what: 'images', when: { mounted: '/storage' }, evidence: HARBOR }],
)
export const harborTrivy = harborPart(
  ['goharbor/trivy-adapter-photon'],
  '10000:10000',
  [],
  [{ path: '/home/scanner/.cache', kind: 'cache', what: 'the vulnerability database and reports', large: true, evidence: HARBOR }],
)

const HARBOR_NGINX = [
  'goharbor/harbor make/photon/nginx/Dockerfile and make/photon/prepare/templates/nginx/nginx.http.conf.jinja @ c50c7ddd6',
]
export const harborNginx = defineImage({
  names: ['goharbor/nginx-photon', 'goharbor/harbor-portal'],
  user: '10000:10000',
  accounts: { nginx: '10000:10000' },
  volumes: ['/var/cache/nginx', '/var/log/nginx', '/run'],
  inferred: true,
  writes: [
    { path: '/tmp', kind: 'runtime', what: 'nginx.pid, request bodies and proxy buffers', evidence: HARBOR_NGINX },
    { path: '/var/cache/nginx', kind: 'cache', what: 'request bodies and proxy buffers', evidence: HARBOR_NGINX },
    { path: '/run', kind: 'runtime', what: 'nginx.pid', evidence: HARBOR_NGINX },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

const HARBOR_DB = ['goharbor/harbor make/photon/db/Dockerfile, Dockerfile.base and docker-entrypoint.sh @ c50c7ddd6']
export const harborDb = defineImage({
  names: ['goharbor/harbor-db'],
  user: '999:999',
  accounts: { postgres: '999:999' },
  volumes: ['/var/lib/postgresql/data'],
  inferred: true,
  writes: [
    { path: '/var/lib/postgresql/data', from: [{ env: 'PGDATA' }], kind: 'data', what: 'the database', evidence: HARBOR_DB },
    { path: '/run/postgresql', kind: 'runtime', what: 'socket and lock file', worldWritable: true, evidence: HARBOR_DB },
    temporary('goharbor/harbor make/photon/db/docker-entrypoint.sh @ c50c7ddd6'),
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

const HARBOR_REDIS = ['goharbor/harbor make/photon/valkey/Dockerfile and redis.conf @ c50c7ddd6']
export const harborRedis = defineImage({
  names: ['goharbor/valkey-photon', 'goharbor/redis-photon'],
  user: '999:999',
  volumes: ['/var/lib/redis'],
  writes: [{ path: '/var/lib/redis', kind: 'data', what: 'snapshots', oftenCache: true, evidence: HARBOR_REDIS }],
  inferred: true,
  gainsPrivileges: 'none',
  healthcheck: true,
})

const HARBOR_LOG = ['goharbor/harbor make/photon/log/Dockerfile, Dockerfile.base and start.sh @ c50c7ddd6']
export const harborLog = defineImage({
  names: ['goharbor/harbor-log'],
  accounts: { syslog: '10000:10000' },
  dropsTo: 'syslog',
  volumes: ['/var/log/docker', '/run', '/etc/logrotate.d'],
  inferred: true,
  writes: [
    { path: '/var/log/docker', kind: 'data', what: 'logs of the other parts', owner: 'syslog', chowned: true, evidence: HARBOR_LOG },
    { path: '/run', kind: 'runtime', what: 'pid files and sockets', owner: 'syslog', evidence: HARBOR_LOG },
    { path: '/var/lib/logrotate', kind: 'runtime', what: 'what was rotated when', owner: 'syslog', evidence: HARBOR_LOG },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: HARBOR_LOG },
  ],
  gainsPrivileges: 'sudo, by which its start script becomes syslog',
  healthcheck: true,
})
