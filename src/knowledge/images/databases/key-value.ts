import { defineImage } from '../../record.ts'

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

const AEROSPIKE = [
  'aerospike/aerospike-server.docker releases/7.1/community/ubuntu22.04/entrypoint.sh and template/7/aerospike.template.conf @ 1f82d24dc',
]
export const aerospike = defineImage({
  names: ['aerospike/aerospike-server', 'aerospike/aerospike-server-enterprise', 'aerospike'],
  writes: [{ path: '/opt/aerospike/data', kind: 'data', what: 'records', evidence: AEROSPIKE }],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint renders /etc/aerospike/aerospike.conf at each start and deletes the template',
      evidence: AEROSPIKE,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const TARANTOOL = ['tarantool/docker files/tarantool-entrypoint.lua, files/docker-entrypoint.sh and dockerfiles @ 5a68dc4a3']
export const tarantool = defineImage({
  names: ['tarantool/tarantool', 'tarantool'],
  dropsTo: 'tarantool',
  volumes: ['/var/lib/tarantool'],
  writes: [{ path: '/var/lib/tarantool', kind: 'data', what: 'snapshots and write-ahead logs', evidence: TARANTOOL }],
  obstacles: [
    {
      effect: 'fails',
      why: 'it writes /etc/tarantool/config.yml and a socket below /run/tarantool, in directories of its own user that a tmpfs would hide',
      evidence: TARANTOOL,
    },
  ],
})
