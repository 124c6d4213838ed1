import type { ImageRecord } from '../../record.ts'
import { defineImage } from '../../record.ts'

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

/** Servers with the protocol of Redis: one VOLUME, which many run as a cache. */
function likeRedis(names: [string, ...string[]], account: string, ids: string, evidence: string): ImageRecord {
  return defineImage({
    names,
    accounts: { [account]: ids },
    dropsTo: account,
    volumes: ['/data'],
    writes: [
      {
        path: '/data',
        from: [{ option: '--dir' }],
        kind: 'data',
        what: 'snapshots',
        owner: account,
        chowned: true,
        oftenCache: true,
        evidence: [evidence],
      },
    ],
    gainsPrivileges: 'none',
    capabilities: [{ when: { user: 'root' }, needs: ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETUID'] }, { needs: [] }],
  })
}
export const dragonfly = likeRedis(
  ['docker.dragonflydb.io/dragonflydb/dragonfly', 'dragonflydb/dragonfly', 'ghcr.io/dragonflydb/dragonfly'],
  'dfly',
  '999:999',
  'dragonflydb/dragonfly tools/packaging/Dockerfile.ubuntu-prod and tools/docker/entrypoint.sh @ f8eca6d0b',
)
export const keydb = likeRedis(['eqalpha/keydb'], 'keydb', '999:999', 'Snapchat/KeyDB pkg/docker/Dockerfile @ 603ebb27f')

export const redisStack = defineImage({
  names: ['redis/redis-stack-server'],
  inferred: true,
  writes: [
    {
      path: '/data',
      from: [{ env: 'REDIS_DATA_DIR' }],
      kind: 'data',
      what: 'snapshots and append-only file',
      oftenCache: true,
      evidence: ['redis-stack/redis-stack etc/scripts/entrypoint.sh'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files of its modules',
      evidence: ['redis-stack/redis-stack etc/scripts/entrypoint.sh'],
    },
  ],
})

/** The same with RedisInsight beside it, which keeps its settings elsewhere. */
export const redisStackInsight = defineImage({
  names: ['redis/redis-stack'],
  extends: 'redis/redis-stack-server',
  inferred: true,
  writes: [
    {
      path: '/redisinsight',
      from: [{ env: 'RI_APP_FOLDER_ABSOLUTE_PATH' }],
      kind: 'data',
      what: 'connections and logs of RedisInsight',
      absent: true,
      without: { effect: 'degrades', what: 'RedisInsight does not start, while the database does' },
      evidence: ['redis-stack/redis-stack etc/envfiles/insight.docker.env (RI_APP_FOLDER_ABSOLUTE_PATH)'],
    },
  ],
})

const REDIS_CLUSTER = ['Grokzen/docker-redis-cluster docker-entrypoint.sh, generate-supervisor-conf.sh and Dockerfile @ 7922e1f9a']
export const redisCluster = defineImage({
  names: ['grokzen/redis-cluster'],
  writes: [{ path: '/redis-data', kind: 'data', what: 'append-only files', oftenCache: true, evidence: REDIS_CLUSTER }],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint renders /etc/supervisor/supervisord.conf and /redis-conf, and its supervisor logs to /supervisord.log',
      evidence: REDIS_CLUSTER,
    },
  ],
  healthcheck: false,
})
