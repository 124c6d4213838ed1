import { jvmTemp } from '../parts.ts'
import { defineImage } from '../record.ts'

const MONGO = 'docker-library/mongo 8.0/Dockerfile @ 2c69a57b9'
const CASSANDRA = 'docker-library/cassandra 5.0/Dockerfile @ 7b9da8f'
const COUCHDB = 'apache/couchdb-docker 3.5.1/docker-entrypoint.sh @ 4c82ee0'
const INFLUX = 'influxdata/influxdata-docker @ d457cb9'
const CLICKHOUSE = 'ClickHouse/ClickHouse docker/server/entrypoint.sh @ 00b7432bc'

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

/** InfluxDB 1, 2 and 3 are three different images under one name. */
export const influxdb = defineImage({
  names: ['influxdb'],
  user: [
    { when: { tag: { atLeast: '3' } }, use: 'influxdb3' },
    { when: { tag: { atLeast: '2' } }, use: 'root' },
    { when: { tag: { atLeast: '1.9' } }, use: 'influxdb' },
    { use: 'root' },
  ],
  accounts: {
    influxdb: [{ when: { tag: { atLeast: '2' } }, use: '1000:1000' }, { use: '1500:1500' }],
    influxdb3: '1500:1500',
  },
  volumes: [
    { path: '/var/lib/influxdb', when: { tag: { below: '2' } } },
    { path: '/var/lib/influxdb2', when: { tag: { atLeast: '2', below: '3' } } },
    { path: '/etc/influxdb2', when: { tag: { atLeast: '2', below: '3' } } },
  ],
  writes: [
    {
      path: '/var/lib/influxdb',
      kind: 'data',
      what: 'the database',
      when: { tag: { below: '2' } },
      evidence: [`${INFLUX} influxdb/1.12/Dockerfile`],
    },
    {
      path: '/var/lib/influxdb2',
      kind: 'data',
      what: 'the database',
      when: { tag: { atLeast: '2', below: '3' } },
      owner: 'influxdb',
      chowned: true,
      evidence: [`${INFLUX} influxdb/2.8/Dockerfile`],
    },
    {
      path: '/etc/influxdb2',
      kind: 'data',
      what: 'the operator token',
      when: { tag: { atLeast: '2', below: '3' } },
      owner: 'influxdb',
      chowned: true,
      evidence: [`${INFLUX} influxdb/2.8/entrypoint.sh lines 182-191`, 'https://github.com/influxdata/influxdata-docker/issues/496'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'configuration of the set-up run',
      when: { tag: { atLeast: '2', below: '3' }, env: { DOCKER_INFLUXDB_INIT_MODE: 'set' } },
      evidence: [`${INFLUX} influxdb/2.8/entrypoint.sh line 399`],
    },
    {
      path: '/var/lib/influxdb3',
      from: [{ env: 'INFLUXDB_IOX_DB_DIR' }, { option: '--data-dir' }],
      kind: 'data',
      what: 'the database',
      when: { tag: { atLeast: '3' } },
      evidence: [`${INFLUX} influxdb/3.0-core/Dockerfile`],
    },
    {
      path: '/home/influxdb3/.influxdb3',
      kind: 'data',
      what: 'the database of an unconfigured server',
      when: { tag: { atLeast: '3' } },
      evidence: [`${INFLUX} influxdb/3.11-core/Dockerfile`],
    },
  ],
  obstacles: [
    {
      when: { tag: { matches: '^2\\.9' } },
      effect: 'fails',
      why: 'the entrypoint of 2.9 fails on a read-only root',
      instead: 'stay on 2.8 until influxdata-docker#876 is solved',
      evidence: ['https://github.com/influxdata/influxdata-docker/issues/876'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [
    { when: { tag: { atLeast: '2', below: '3' }, user: 'root' }, needs: ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETUID'] },
    { when: { user: 'non-root' }, needs: [] },
  ],
  healthcheck: false,
})

/** Cassandra rewrites its configuration on every start, so the directory must be a volume. */
export const cassandra = defineImage({
  names: ['cassandra'],
  accounts: { cassandra: '999:999' },
  dropsTo: 'cassandra',
  volumes: ['/var/lib/cassandra'],
  writes: [
    {
      path: '/var/lib/cassandra',
      kind: 'data',
      what: 'the database',
      owner: 'cassandra',
      chowned: true,
      worldWritable: true,
      evidence: [CASSANDRA],
    },
    {
      path: '/etc/cassandra',
      from: [{ env: 'CASSANDRA_CONF' }],
      kind: 'config',
      what: 'cassandra.yaml, rewritten on every start',
      owner: 'cassandra',
      chowned: true,
      worldWritable: true,
      ships: 'the configuration itself',
      evidence: ['docker-library/cassandra 5.0/docker-entrypoint.sh (_sed-in-place) @ 7b9da8f'],
    },
    {
      path: '/var/log/cassandra',
      from: [{ env: 'CASSANDRA_LOG_DIR' }],
      kind: 'log',
      what: 'system and garbage-collection logs',
      owner: 'cassandra',
      chowned: true,
      worldWritable: true,
      evidence: [`${CASSANDRA} lines 160-165`],
    },
    jvmTemp(['docker-library/cassandra 5.0/docker-entrypoint.sh @ 7b9da8f', 'https://github.com/xerial/snappy-java/issues/240']),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'root' }, needs: ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETUID'] }, { needs: [] }],
  healthcheck: false,
})

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

/** Neo4j takes over its whole installation directory at start. */
export const neo4j = defineImage({
  names: ['neo4j'],
  accounts: { neo4j: '7474:7474' },
  dropsTo: 'neo4j',
  volumes: ['/data', '/logs'],
  writes: [
    {
      path: '/data',
      kind: 'data',
      what: 'the database',
      owner: 'neo4j',
      chowned: true,
      evidence: ['neo4j/docker-neo4j docker-image-src/calver/coredb/Dockerfile-trixie @ 9df98ef'],
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint changes the owner of the whole installation and rewrites conf/neo4j.conf at every start',
      evidence: [
        'neo4j/docker-neo4j docker-image-src/calver/coredb/docker-entrypoint.sh lines 188-263,390-397 @ 9df98ef',
        'https://github.com/antonyrag/ragleap-core/pull/348',
      ],
    },
  ],
  ships: [
    {
      path: '/var/lib/neo4j/conf',
      what: 'the shipped settings, security hardening among them',
      evidence: ['https://github.com/antonyrag/ragleap-core/pull/348'],
    },
  ],
  healthcheck: false,
})

/** ClickHouse writes a user file when the environment names a user or a password. */
export const clickhouse = defineImage({
  names: ['clickhouse/clickhouse-server', 'clickhouse', 'yandex/clickhouse-server', 'altinity/clickhouse-server'],
  accounts: { clickhouse: '101:101' },
  dropsTo: 'clickhouse',
  volumes: ['/var/lib/clickhouse'],
  writes: [
    {
      path: '/var/lib/clickhouse',
      kind: 'data',
      what: 'the database',
      owner: 'clickhouse',
      chowned: true,
      worldWritable: true,
      evidence: [CLICKHOUSE, 'ClickHouse/ClickHouse docker/server/Dockerfile.ubuntu @ 001409ce7'],
    },
    {
      path: '/var/log/clickhouse-server',
      kind: 'log',
      what: 'server and error log',
      owner: 'clickhouse',
      chowned: true,
      worldWritable: true,
      evidence: [CLICKHOUSE],
    },
    {
      path: '/etc/clickhouse-server/users.d',
      kind: 'config',
      what: 'default-user.xml, written from the environment',
      when: { not: { env: { CLICKHOUSE_SKIP_USER_SETUP: 'set' } } },
      worldWritable: true,
      evidence: [CLICKHOUSE],
    },
    { path: '/tmp', kind: 'scratch', what: 'here-document for default-user.xml', evidence: [CLICKHOUSE] },
  ],
  ships: [
    {
      path: '/etc/clickhouse-server',
      what: 'config.xml and users.xml',
      evidence: ['ClickHouse/ClickHouse docker/server/Dockerfile.ubuntu @ 001409ce7'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'root' }, needs: ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETUID'] }, { needs: [] }],
  healthcheck: false,
})
