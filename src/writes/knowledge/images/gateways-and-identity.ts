import type { ImageRecord } from '../record.ts'
import { defineImage } from '../record.ts'

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

/** OpenResty keeps its pid file beside the links of its logs, and its temporary files in /run. */
export const openresty = defineImage({
  names: ['openresty/openresty'],
  inferred: true,
  writes: [
    {
      path: '/run/openresty',
      kind: 'cache',
      what: 'request bodies and proxy buffers',
      evidence: ['openresty/docker-openresty nginx.conf lines 72-76 @ db093957c'],
    },
    {
      path: '/usr/local/openresty/nginx/logs',
      kind: 'runtime',
      what: 'nginx.pid',
      ships: 'links of the logs to standard output',
      evidence: ['openresty/docker-openresty alpine/Dockerfile and nginx.conf line 31 @ db093957c'],
    },
  ],
  healthcheck: false,
})

/** Programs of one file that keep their state elsewhere, by the user that each image starts as. */
function oneBinary(names: ImageRecord['names'], user?: ImageRecord['user']): ImageRecord {
  return defineImage({ names, ...(user === undefined ? {} : { user }), inferred: true, writes: [] })
}

export const oauth2Proxy = oneBinary(
  // oauth2-proxy/oauth2-proxy Dockerfile and Makefile (distroless nonroot; Alpine without USER) @ 14af2951e.
  ['quay.io/oauth2-proxy/oauth2-proxy'],
  [{ when: { tag: { matches: 'alpine' } }, use: 'root' }, { use: '65532:65532' }],
)
// bitnami/containers bitnami/oauth2-proxy (USER 1001), nginx/nginx-prometheus-exporter build/Dockerfile @ 9956da707.
export const of1001 = oneBinary(['bitnami/oauth2-proxy', 'nginx/nginx-prometheus-exporter'], '1001')
// supabase/auth Dockerfile @ bc32168e1, PostgREST/postgrest nix/tools/docker/default.nix @ 483467890.
export const of1000 = oneBinary(['supabase/gotrue', 'postgrest/postgrest'], '1000')
// oliver006/redis_exporter Dockerfile @ cd5941f16.
export const redisExporter = oneBinary(['oliver006/redis_exporter', 'quay.io/oliver006/redis_exporter'], '59000:59000')
// hashicorp/http-echo Dockerfile @ b69bfb9d0: distroless nonroot.
export const httpEcho = oneBinary(['hashicorp/http-echo'], '65532:65532')
// curl/curl-container create_appliance_image.sh.
export const curl = oneBinary(['curlimages/curl'], 'curl_user')
export const ofRoot = oneBinary(['alpine/curl', 'alpine/socat', 'jwilder/whoami', 'portainer/agent'])

export const dex = defineImage({
  names: ['dexidp/dex', 'ghcr.io/dexidp/dex', 'quay.io/dexidp/dex'],
  user: '1001:1001',
  accounts: { dex: '1001:1001' },
  inferred: true,
  writes: [
    {
      path: '/var/dex',
      kind: 'data',
      what: 'the SQLite database, where the configuration puts it there',
      when: { mounted: '/var/dex' },
      evidence: ['dexidp/dex Dockerfile @ ab64ed778'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'rendered configuration',
      evidence: ['dexidp/dex cmd/docker-entrypoint/main.go @ ab64ed778'],
    },
  ],
})

/** Tailscale keeps its state where TS_STATE_DIR says, its socket in /tmp. */
export const tailscale = defineImage({
  names: ['tailscale/tailscale', 'ghcr.io/tailscale/tailscale'],
  inferred: true,
  writes: [
    {
      from: [{ env: 'TS_STATE_DIR' }],
      kind: 'data',
      what: 'keys of the node',
      absent: true,
      evidence: ['https://tailscale.com/kb/1282/docker (TS_STATE_DIR)'],
    },
    { path: '/tmp', kind: 'runtime', what: 'its socket', evidence: ['https://tailscale.com/kb/1282/docker (TS_SOCKET)'] },
    { path: '/run', kind: 'runtime', what: 'lock of iptables', evidence: ['iptables(8), XTABLES_LOCKFILE'] },
  ],
})

/** Certbot: two VOLUMEs, and a log directory that is none. */
export const certbot = defineImage({
  names: ['certbot/certbot', 'certbot/dns-*'],
  volumes: ['/etc/letsencrypt', '/var/lib/letsencrypt'],
  inferred: true,
  writes: [
    {
      path: '/etc/letsencrypt',
      kind: 'data',
      what: 'certificates and the account',
      evidence: ['certbot/certbot tools/docker/core/Dockerfile (VOLUME)'],
    },
    {
      path: '/var/lib/letsencrypt',
      kind: 'cache',
      what: 'work files',
      evidence: ['certbot/certbot tools/docker/core/Dockerfile (VOLUME)'],
    },
    {
      path: '/var/log/letsencrypt',
      kind: 'log',
      what: 'logs',
      evidence: ['https://eff-certbot.readthedocs.io/en/stable/using.html#log-rotation'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'logs of the first moments',
      evidence: ['https://eff-certbot.readthedocs.io/en/stable/using.html#log-rotation'],
    },
  ],
  healthcheck: false,
})

export const pgbouncer = defineImage({
  names: ['edoburu/pgbouncer', 'ghcr.io/edoburu/pgbouncer'],
  user: 'postgres',
  inferred: true,
  writes: [
    {
      path: '/etc/pgbouncer',
      kind: 'config',
      what: 'pgbouncer.ini and userlist.txt, rendered from the environment',
      when: { not: { mounted: '/etc/pgbouncer/pgbouncer.ini' } },
      ships: 'examples',
      hidesNothingNeeded: true,
      evidence: ['edoburu/docker-pgbouncer entrypoint.sh and Dockerfile @ 91a581b7e'],
    },
    { path: '/run/pgbouncer', kind: 'runtime', what: 'socket and pid file', evidence: ['edoburu/docker-pgbouncer Dockerfile @ 91a581b7e'] },
    { path: '/tmp', kind: 'scratch', what: 'socket', evidence: ['edoburu/docker-pgbouncer entrypoint.sh @ 91a581b7e'] },
  ],
})

/** Temporal's server image renders its configuration beside the template. */
export const temporal = defineImage({
  names: ['temporalio/auto-setup', 'temporalio/server'],
  user: 'temporal',
  writes: [],
  obstacles: [
    {
      at: '/etc/temporal/config',
      effect: 'fails',
      why: 'its entrypoint renders /etc/temporal/config/docker.yaml beside the template',
      evidence: ['temporalio/docker-builds docker/entrypoint.sh (dockerize)'],
    },
  ],
})
