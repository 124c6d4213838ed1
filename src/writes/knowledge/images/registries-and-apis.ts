import { temporary } from '../parts.ts'
import type { Condition, ImageRecord, WriteFact } from '../record.ts'
import { defineImage } from '../record.ts'

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

const KRAKEND = 'krakend/krakend-ce Dockerfile @ ce098cf99'
export const krakend = defineImage({
  names: ['krakend', 'devopsfaith/krakend', 'krakend/krakend-ee'],
  user: '1000',
  inferred: true,
  writes: [
    {
      from: [{ env: 'FC_OUT', parent: true }],
      kind: 'scratch',
      what: 'the rendered configuration',
      absent: true,
      evidence: ['https://www.krakend.io/docs/configuration/flexible-config/ (FC_OUT)'],
    },
    temporary(KRAKEND),
  ],
  configuration: ['/etc/krakend'],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const TYK = [
  'TykTechnologies/tyk ci/Dockerfile.std, ci/Dockerfile.distroless, config/config.go and gateway/coprocess_bundle.go @ 31e219beb',
]
export const tykGateway = defineImage({
  names: ['tykio/tyk-gateway', 'docker.tyk.io/tyk-gateway/tyk-gateway'],
  inferred: true,
  writes: [
    {
      path: '/run/tyk',
      kind: 'runtime',
      what: 'pid file',
      absent: true,
      without: { effect: 'degrades', what: 'it warns that it cannot write its pid file' },
      evidence: TYK,
    },
    {
      path: '/opt/tyk-gateway/middleware/bundles',
      kind: 'cache',
      what: 'bundles of plug-ins that it downloads',
      exec: true,
      absent: true,
      without: { effect: 'degrades', what: 'bundles of plug-ins cannot be downloaded' },
      evidence: TYK,
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: TYK },
  ],
  notes: [{ text: 'Definitions that its interface writes to /opt/tyk-gateway/apps and policies in files need a volume' }],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const KONGA = ['pantsel/konga Dockerfile, config/bootstrap.js and config/connections.js @ c7518acae']
export const konga = defineImage({
  names: ['pantsel/konga'],
  volumes: ['/app/kongadata'],
  inferred: true,
  writes: [
    {
      path: '/app/kongadata',
      from: [{ env: 'STORAGE_PATH' }],
      kind: 'data',
      what: 'uploads, and its database where no other is set',
      evidence: KONGA,
    },
    {
      path: '/app/.tmp',
      kind: 'scratch',
      what: 'its public files, copied at start',
      ships: 'nothing that is needed',
      hidesNothingNeeded: true,
      evidence: KONGA,
    },
    temporary('pantsel/konga Dockerfile (Node.js) @ c7518acae'),
  ],
  obstacles: [
    {
      at: '/app/views',
      effect: 'fails',
      why: 'at its start Grunt links scripts into the pages of /app/views',
      instead: 'give /app/views a volume',
      evidence: ['pantsel/konga tasks/config/sails-linker.js and .sailsrc @ c7518acae'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const CONCOURSE = ['concourse/concourse-docker Dockerfile and entrypoint.sh @ 8f71cc2f1']
const WEB: Condition = { command: { matches: '(^|/|\\s)web\\b' } }
export const concourse = defineImage({
  names: ['concourse/concourse'],
  volumes: ['/worker-state'],
  inferred: true,
  writes: [
    {
      path: '/worker-state',
      from: [{ env: 'CONCOURSE_WORK_DIR' }],
      kind: 'data',
      what: 'volumes, images and containers of the worker',
      when: { not: WEB },
      exec: true,
      evidence: CONCOURSE,
    },
    {
      path: '/run',
      kind: 'runtime',
      what: 'sockets of containerd',
      when: { not: { command: { matches: '^web\\b' } } },
      evidence: CONCOURSE,
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', exec: true, evidence: CONCOURSE },
  ],
  obstacles: [
    {
      when: { not: WEB },
      effect: 'fails',
      why: 'its worker runs containers of its own, which nobody is known to do on a read-only root',
      evidence: CONCOURSE,
    },
  ],
  healthcheck: false,
})

const KEYCLOAK = [
  'keycloak/keycloak-containers server/tools/docker-entrypoint.sh @ 06382ea5b',
  'keycloak/keycloak-containers server/Dockerfile @ 012834442',
]
export const keycloakWildfly = defineImage({
  names: ['jboss/keycloak'],
  user: '1000',
  writes: [
    {
      path: '/opt/jboss/keycloak/standalone/data',
      kind: 'data',
      what: 'its database, where no other is set',
      when: { mounted: '/opt/jboss/keycloak/standalone/data' },
      evidence: KEYCLOAK,
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint changes the configuration of WildFly and adds users in /opt/jboss/keycloak/standalone',
      instead: 'use quay.io/keycloak/keycloak',
      evidence: KEYCLOAK,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
