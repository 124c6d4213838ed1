import { OLD_BASH, oneBinary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

/** Every Bitnami image renders its configuration below /opt/bitnami at start; which directories that are differs. */
export const bitnami = defineImage({
  names: ['bitnami/*', 'bitnamilegacy/*', 'bitnamisecure/*', 'public.ecr.aws/bitnami/*'],
  user: '1001',
  inferred: true,
  writes: [
    {
      path: '/bitnami',
      kind: 'data',
      what: 'what the application keeps',
      evidence: ['bitnami/containers README.md "Persisting your application" (each image)'],
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'Bitnami images render their configuration below /opt/bitnami at start, and which directories this one needs is not known',
      instead: 'mount a tmpfs with uid=1001 at each directory that its Helm chart gives an emptyDir, then set read_only',
      evidence: ['https://github.com/bitnami/bitnami-docker-mongodb/issues/293', 'https://github.com/bitnami/charts/issues/2673'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

const NGINX = 'bitnami/charts bitnami/nginx/templates/deployment.yaml @ 003c11f7f'

/** Bitnami's nginx: its log directory holds links to standard output, which only a volume keeps. */
export const bitnamiNginx = defineImage({
  names: ['bitnami/nginx', 'bitnamilegacy/nginx', 'public.ecr.aws/bitnami/nginx'],
  user: '1001',
  inferred: true,
  writes: [
    {
      path: '/opt/bitnami/nginx/conf',
      kind: 'config',
      what: 'configuration rendered at start',
      ships: 'nginx.conf and mime.types',
      evidence: [NGINX],
    },
    { path: '/opt/bitnami/nginx/tmp', kind: 'runtime', what: 'pid file and temporary bodies', evidence: [NGINX] },
    {
      path: '/opt/bitnami/nginx/logs',
      kind: 'log',
      what: 'logs',
      ships: 'links of the logs to standard output',
      evidence: [`${NGINX} (preserve-logs-symlinks)`],
    },
    { path: '/tmp', kind: 'scratch', what: 'here-documents of the entrypoint', without: OLD_BASH, evidence: [NGINX] },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

const BITNAMI_PG = 'bitnami/charts bitnami/postgresql/templates/primary/statefulset.yaml @ 0068ed9db'

/** Bitnami's PostgreSQL runs as 1001 and renders its configuration at start. */
export const bitnamiPostgresql = defineImage({
  names: ['bitnami/postgresql', 'bitnamilegacy/postgresql', 'public.ecr.aws/bitnami/postgresql'],
  user: '1001',
  inferred: true,
  writes: [
    { path: '/bitnami/postgresql', kind: 'data', what: 'the database', evidence: [BITNAMI_PG] },
    {
      path: '/opt/bitnami/postgresql/conf',
      kind: 'config',
      what: 'configuration rendered at start',
      evidence: [BITNAMI_PG, 'https://github.com/bitnami/charts/issues/14578'],
    },
    {
      path: '/opt/bitnami/postgresql/tmp',
      kind: 'runtime',
      what: 'pid file and socket',
      evidence: [BITNAMI_PG, 'https://github.com/bitnami/charts/issues/14578'],
    },
    { path: '/opt/bitnami/postgresql/logs', kind: 'log', what: 'logs', evidence: [BITNAMI_PG] },
    { path: '/tmp', kind: 'scratch', what: 'here-documents of the entrypoint', without: OLD_BASH, evidence: [BITNAMI_PG] },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

/** Bitnami's Redis renders its configuration at start and runs as 1001. */
export const bitnamiRedis = defineImage({
  names: ['bitnami/redis', 'bitnamilegacy/redis', 'public.ecr.aws/bitnami/redis'],
  user: '1001',
  inferred: true,
  writes: [
    {
      path: '/bitnami/redis/data',
      kind: 'data',
      what: 'snapshots and append-only file',
      oftenCache: true,
      evidence: ['bitnami/containers bitnami/redis README.md "Persisting your database"'],
    },
    {
      path: '/opt/bitnami/redis/etc',
      kind: 'config',
      what: 'configuration rendered at start',
      ships: 'redis-default.conf, from which the configuration is made',
      evidence: ['rendered bitnami redis charts (mountPath /opt/bitnami/redis/etc/, subPath app-conf-dir)'],
    },
    {
      path: '/opt/bitnami/redis/tmp',
      kind: 'runtime',
      what: 'pid file',
      evidence: ['bitnami/containers bitnami/redis rootfs/opt/bitnami/scripts/redis-env.sh (REDIS_TMP_DIR)'],
    },
    {
      path: '/opt/bitnami/redis/logs',
      kind: 'log',
      what: 'logs',
      evidence: ['bitnami/containers bitnami/redis rootfs/opt/bitnami/scripts/redis-env.sh (REDIS_LOG_DIR)'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'here-documents of the entrypoint',
      without: OLD_BASH,
      evidence: ['rendered bitnami redis charts (mountPath /tmp, subPath tmp-dir)'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

// bitnami/containers bitnami/oauth2-proxy (USER 1001).
export const bitnamiOauth2Proxy = oneBinary(['bitnami/oauth2-proxy'], '1001')
