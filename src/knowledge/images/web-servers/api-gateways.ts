import { temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

/** Kong renders its configuration into its prefix, which its documentation moves to a mount for read-only mode. */
export const kong = defineImage({
  names: ['kong', 'kong/kong-gateway', 'kong/kong'],
  user: 'kong',
  inferred: true,
  writes: [
    {
      path: '/run/kong',
      from: [{ env: 'KONG_PREFIX' }],
      kind: 'runtime',
      what: 'rendered configuration and sockets',
      absent: true,
      evidence: ['Kong/docker-kong docker-entrypoint.sh @ d1ed165bf', 'https://developer.konghq.com/gateway/read-only-mode/'],
    },
    { path: '/tmp', kind: 'scratch', what: 'request bodies', evidence: ['https://developer.konghq.com/gateway/read-only-mode/'] },
  ],
  settings: [
    {
      environment: { name: 'KONG_PREFIX', value: '/var/run/kong' },
      why: 'its prefix is a directory of the program otherwise',
      evidence: ['https://developer.konghq.com/gateway/read-only-mode/'],
    },
  ],
  healthcheck: true,
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

export const apisix = defineImage({
  names: ['apache/apisix'],
  writes: [],
  obstacles: [
    {
      at: '/usr/local/apisix/conf',
      effect: 'fails',
      why: 'it generates nginx.conf beside the configuration that it ships in /usr/local/apisix/conf',
      evidence: ['apache/apisix-docker debian-dev/docker-entrypoint.sh (apisix init) @ 5c25f5dca'],
    },
  ],
  healthcheck: false,
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
