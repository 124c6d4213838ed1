import { defineImage } from '../record.ts'

/** `--save ""` turns snapshots off: the server is then a cache. */
const KEEPS_DATA = { not: { command: { matches: '--save[ =](""|\'\'|(?=\\s|$))' } } } as const
const AS_ROOT = ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETUID']

/** The official Redis image: writes nothing but its data. */
export const redis = defineImage({
  names: ['redis'],
  accounts: { redis: [{ when: { tag: { matches: 'alpine' } }, use: '999:1000' }, { use: '999:999' }] },
  dropsTo: 'redis',
  volumes: ['/data'],
  writes: [
    {
      path: '/data',
      from: [{ option: '--dir' }],
      kind: 'data',
      what: 'snapshots and append-only file',
      when: KEEPS_DATA,
      owner: 'redis',
      chowned: true,
      oftenCache: true,
      evidence: ['docker-library/redis Dockerfile @ e9204996', 'redis/docker-library-redis docker-entrypoint.sh @ e5650da9'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'root' }, needs: AS_ROOT }, { needs: [] }],
  healthcheck: false,
})

/** Valkey keeps redis' layout. */
export const valkey = defineImage({
  names: ['valkey/valkey', 'ghcr.io/valkey-io/valkey'],
  accounts: { valkey: [{ when: { tag: { matches: 'alpine' } }, use: '999:1000' }, { use: '999:999' }] },
  dropsTo: 'valkey',
  volumes: ['/data'],
  writes: [
    {
      path: '/data',
      from: [{ option: '--dir' }],
      kind: 'data',
      what: 'snapshots and append-only file',
      when: KEEPS_DATA,
      owner: 'valkey',
      chowned: true,
      oftenCache: true,
      evidence: [
        'valkey-io/valkey-container alpine/Dockerfile @ ae6141e',
        'WeblateOrg/docker-compose docker-compose.yml (read_only, redis-data:/data) @ 7c74639',
      ],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'root' }, needs: AS_ROOT }, { needs: [] }],
  healthcheck: false,
})

/** memcached has no file of its own. */
export const memcached = defineImage({
  names: ['memcached'],
  user: '11211:11211',
  accounts: { memcache: '11211:11211' },
  // docker-library/memcached 1/debian/Dockerfile @ 53ac0ec: no directory is prepared, no entrypoint writes.
  writes: [
    {
      from: [{ option: '-s', parent: true }],
      kind: 'runtime',
      what: 'unix socket',
      evidence: ['docker-library/memcached 1/debian/Dockerfile @ 53ac0ec'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
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
      evidence: ['rendered bitnami redis charts (mountPath /tmp, subPath tmp-dir)'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})
