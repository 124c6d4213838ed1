import { oneDirectory, temporary } from '../parts.ts'
import { defineImage } from '../record.ts'

const HOMER = ['bastienwirtz/homer Dockerfile and entrypoint.sh @ 6972395b6']
export const homer = defineImage({
  names: ['b4bz/homer', 'ghcr.io/bastienwirtz/homer'],
  user: '1000:1000',
  inferred: true,
  writes: [
    {
      path: '/www/assets',
      kind: 'data',
      what: 'its configuration and icons, which its first start copies there',
      evidence: HOMER,
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: true,
})

const DASHY = ['Lissy93/dashy Dockerfile and docker-compose.yml @ fde99410f']
export const dashy = defineImage({
  names: ['lissy93/dashy', 'ghcr.io/lissy93/dashy'],
  user: [{ when: { tag: { atLeast: '4' } }, use: '1000:1000' }, { use: 'root' }],
  accounts: { node: '1000:1000' },
  inferred: true,
  writes: [
    {
      path: '/app/user-data',
      kind: 'data',
      what: 'its configuration, where it is changed in the browser',
      ships: 'conf.yml',
      without: { effect: 'degrades', what: 'changes that are made in the browser cannot be saved' },
      evidence: DASHY,
    },
  ],
  obstacles: [
    {
      when: { tag: { below: '4' } },
      at: '/app',
      effect: 'fails',
      why: 'versions before 4 build their pages again when the configuration changes, next to the program',
      instead: 'use version 4 or newer',
      evidence: ['Lissy93/dashy docs/configuring.md (recompiled automatically in Docker) @ fde99410f'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

const HOMARR = 'homarr-labs/homarr Dockerfile and scripts/run.sh @ 464d98e12'
export const homarr = defineImage({
  names: ['ghcr.io/homarr-labs/homarr'],
  volumes: ['/appdata'],
  writes: [{ path: '/appdata', kind: 'data', what: 'its database and certificates', evidence: [HOMARR] }],
  obstacles: [
    {
      at: '/etc/nginx',
      effect: 'fails',
      why: 'its start script renders /etc/nginx/nginx.conf from a template that lies beside it',
      evidence: [HOMARR],
    },
  ],
  healthcheck: false,
})

const DOCKGE = 'louislam/dockge docker/Dockerfile, compose.yaml and backend/dockge-server.ts @ f809ae192'
export const dockge = oneDirectory(
  { names: ['louislam/dockge'], volumes: ['/app/data'], healthcheck: true },
  '/app/data',
  'its database and settings',
  DOCKGE,
  [
    {
      path: '/opt/stacks',
      from: [{ env: 'DOCKGE_STACKS_DIR' }],
      kind: 'data',
      what: 'the Compose files that it manages',
      absent: true,
      evidence: [DOCKGE],
    },
  ],
)

export const diun = defineImage({
  names: ['crazymax/diun', 'ghcr.io/crazy-max/diun'],
  volumes: ['/data'],
  writes: [
    {
      path: '/data',
      from: [{ env: 'DIUN_DB_PATH', parent: true }],
      kind: 'data',
      what: 'what it has seen of each image',
      evidence: ['crazy-max/diun Dockerfile @ 9050b6a23'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

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

/** Pages in the unprivileged nginx image. */
export const cyberchef = defineImage({
  // gchq/CyberChef Dockerfile @ 2e048b02: FROM nginxinc/nginx-unprivileged with a COPY of the page.
  names: ['ghcr.io/gchq/cyberchef'],
  extends: 'nginxinc/nginx-unprivileged',
  writes: [],
})

const SWAGGER_UI = ['swagger-api/swagger-ui docker/docker-entrypoint.d/40-swagger-ui.sh @ 0b81afd0']
export const swaggerUi = defineImage({
  names: ['swaggerapi/swagger-ui', 'docker.swagger.io/swaggerapi/swagger-ui'],
  writes: [],
  obstacles: [
    {
      at: '/usr/share/nginx/html',
      effect: 'fails',
      why: 'its start script writes the settings into swagger-initializer.js and compresses every page beside it',
      evidence: SWAGGER_UI,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

/** Its vendor's documentation runs it read-only; all that it writes is a VOLUME. */
const PRIVATEBIN = ['PrivateBin/docker-nginx-fpm-alpine Dockerfile and README.md (--read-only) @ 50f330ac1']
export const privatebin = defineImage({
  names: ['privatebin/nginx-fpm-alpine', 'ghcr.io/privatebin/nginx-fpm-alpine'],
  user: '65534:82',
  accounts: { nobody: '65534:82' },
  volumes: ['/run', '/srv/data', '/tmp', '/var/lib/nginx/tmp'],
  writes: [
    { path: '/srv/data', kind: 'data', what: 'pastes', evidence: PRIVATEBIN },
    { path: '/run', kind: 'runtime', what: 'services of s6, which it runs there', exec: true, evidence: PRIVATEBIN },
    { path: '/tmp', kind: 'scratch', what: 'temporary files of PHP', evidence: PRIVATEBIN },
    { path: '/var/lib/nginx/tmp', kind: 'scratch', what: 'request bodies', evidence: PRIVATEBIN },
  ],
  configuration: ['/srv/cfg'],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const imgproxy = defineImage({
  names: ['darthsim/imgproxy', 'ghcr.io/imgproxy/imgproxy'],
  user: '999:999',
  inferred: true,
  writes: [temporary('imgproxy/imgproxy docker/Dockerfile and docker/entrypoint.sh @ eef3b3129')],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: true,
})

export const podinfo = defineImage({
  // stefanprodan/podinfo Dockerfile @ eec06d1ea: one program on Alpine.
  names: ['stefanprodan/podinfo', 'ghcr.io/stefanprodan/podinfo'],
  user: 'app',
  inferred: true,
  writes: [
    {
      path: '/data',
      from: [{ option: '--data-path' }],
      kind: 'data',
      what: 'what is stored through its API',
      when: { any: [{ mounted: '/data' }, { command: { matches: '--data-path' } }] },
      absent: true,
      evidence: ['stefanprodan/podinfo cmd/podinfo/main.go (data-path) @ eec06d1ea'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

export const exampleVotingApp = defineImage({
  names: ['dockersamples/examplevotingapp_vote', 'dockersamples/examplevotingapp_worker', 'dockersamples/examplevotingapp_result'],
  inferred: true,
  writes: [temporary('dockersamples/example-voting-app vote/Dockerfile (gunicorn) and worker/Dockerfile (.NET) @ 63e9150ca')],
  healthcheck: false,
})
