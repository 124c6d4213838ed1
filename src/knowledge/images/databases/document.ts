import { defineImage } from '../../record.ts'

const MONGO = 'docker-library/mongo 8.0/Dockerfile @ 2c69a57b9'

/** MongoDB: data in VOLUMEs, socket and the entrypoint's files in /tmp. */
export const mongo = defineImage({
  names: ['mongo'],
  accounts: { mongodb: '999:999' },
  dropsTo: 'mongodb',
  volumes: ['/data/db', '/data/configdb'],
  writes: [
    {
      path: '/data/db',
      from: [{ option: '--dbpath' }],
      kind: 'data',
      what: 'the database',
      owner: 'mongodb',
      chowned: true,
      evidence: [MONGO],
    },
    {
      path: '/data/configdb',
      kind: 'data',
      what: 'metadata of a config server',
      when: { command: { matches: '--configsvr' } },
      owner: 'mongodb',
      chowned: true,
      evidence: [MONGO],
    },
    {
      path: '/tmp',
      kind: 'runtime',
      what: 'mongodb socket and files of the entrypoint',
      evidence: [
        'docker-library/mongo 8.0/docker-entrypoint.sh lines 177-179,338 @ 2c69a57b9',
        'https://github.com/docker-library/mongo/issues/323',
      ],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'root' }, needs: ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETUID'] }, { needs: [] }],
  healthcheck: false,
})

const PSMDB = 'percona/percona-docker percona-server-mongodb-8.0/Dockerfile and ps-entry.sh @ 5c654083c'
export const perconaMongo = defineImage({
  names: ['percona/percona-server-mongodb'],
  user: '1001:0',
  accounts: { mongodb: '1001:0' },
  volumes: ['/data/db'],
  inferred: true,
  writes: [
    { path: '/data/db', kind: 'data', what: 'the database', evidence: [PSMDB] },
    { path: '/tmp', kind: 'runtime', what: 'the socket of mongod and files of the entrypoint', evidence: [PSMDB] },
  ],
  settings: [
    {
      environment: { name: 'PERCONA_TELEMETRY_DISABLE', value: '1' },
      why: 'the telemetry agent writes below /usr/local/percona and /var/log/percona',
      evidence: ['percona/percona-docker percona-server-mongodb-8.0/ps-entry.sh and telemetry-agent-supervisor.sh @ 5c654083c'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const COUCHDB = 'apache/couchdb-docker 3.5.1/docker-entrypoint.sh @ 4c82ee0'

/** CouchDB touches a file in its configuration directory on every start. */
export const couchdb = defineImage({
  names: ['couchdb', 'apache/couchdb'],
  accounts: { couchdb: '5984:5984' },
  dropsTo: 'couchdb',
  volumes: ['/opt/couchdb/data'],
  writes: [
    {
      path: '/opt/couchdb/data',
      kind: 'data',
      what: 'the databases',
      owner: 'couchdb',
      chowned: true,
      evidence: ['apache/couchdb-docker 3.5.1/Dockerfile @ 4c82ee0'],
    },
    {
      path: '/opt/couchdb/etc/local.d',
      kind: 'data',
      what: 'docker.ini with admin, secret and changed settings',
      owner: 'couchdb',
      chowned: true,
      evidence: [COUCHDB],
    },
  ],
  obstacles: [
    {
      when: { env: { COUCHDB_ERLANG_COOKIE: 'set' } },
      at: '/opt/couchdb/.erlang.cookie',
      effect: 'fails',
      why: 'COUCHDB_ERLANG_COOKIE makes the entrypoint write /opt/couchdb/.erlang.cookie, next to the program',
      instead: 'mount the cookie as a file',
      evidence: [COUCHDB],
    },
    {
      when: { env: { NODENAME: 'set' }, not: { mounted: '/opt/couchdb/etc/vm.args' } },
      at: '/opt/couchdb/etc/vm.args',
      effect: 'fails',
      why: 'NODENAME makes the entrypoint append to /opt/couchdb/etc/vm.args',
      instead: 'mount a vm.args of your own',
      evidence: [COUCHDB],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'root' }, needs: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'] }, { needs: [] }],
  healthcheck: false,
})

const COUCHBASE = ['couchbase/docker enterprise/couchbase-server/7.6.9/Dockerfile and scripts/entrypoint.sh (runsvdir) @ 98adaeba6']
export const couchbase = defineImage({
  names: ['couchbase', 'couchbase/server'],
  accounts: { couchbase: '1000:1000' },
  volumes: ['/opt/couchbase/var'],
  writes: [{ path: '/opt/couchbase/var', kind: 'data', what: 'buckets, settings and logs', evidence: COUCHBASE }],
  obstacles: [
    {
      effect: 'fails',
      why: 'its supervisor (runsvdir) keeps its state in /etc/service, which the image ships',
      evidence: COUCHBASE,
    },
  ],
  healthcheck: false,
})

export const rethinkdb = defineImage({
  names: ['rethinkdb'],
  volumes: ['/data'],
  writes: [
    {
      path: '/data',
      kind: 'data',
      what: 'tables and its log',
      evidence: ['rethinkdb/rethinkdb-dockerfiles xenial/2.4.4/Dockerfile @ 5dea1287d'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

// debezium/container-images examples/mongodb/2.7/Dockerfile @ 07fabf054: a key file that the build made.
export const debeziumExampleMongodb = defineImage({
  names: ['debezium/example-mongodb', 'quay.io/debezium/example-mongodb'],
  extends: 'mongo',
  writes: [],
})
