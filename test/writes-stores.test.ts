import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Container } from '../src/model/container.ts'
import { environment, fact, mounts } from './container-fixture.ts'
import { plan, ways } from './record-plan.ts'

function dataOf(image: string, given: Partial<Container> = {}): string[] {
  return plan(image, given).paths.flatMap(({ kind, path }) => (kind === 'data' ? [path] : []))
}

test('where a tag begins with the version of an extension, that of PostgreSQL still decides where the data lies', () => {
  for (const image of [
    'pgvector/pgvector:pg16',
    'pgvector/pgvector:0.8.0-pg17',
    'timescale/timescaledb:latest-pg16',
    'timescale/timescaledb:2.17.2-pg16',
    'tensorchord/pgvecto-rs:pg14-v0.2.0',
    'ghcr.io/tensorchord/vchord-postgres:pg17-v0.4.3',
    'apache/age:release_PG16_1.6.0',
    'debezium/example-postgres',
    'citusdata/citus:13.0',
    'citusdata/citus:postgres_17',
    'quay.io/debezium/example-postgres:3.0',
  ]) {
    assert.deepEqual(dataOf(image), ['/var/lib/postgresql/data'], image)
  }
  for (const image of [
    'pgvector/pgvector:0.8.1-pg18',
    'timescale/timescaledb:latest-pg18',
    'apache/age:latest',
    'citusdata/citus:14.1',
    'quay.io/debezium/example-postgres:3.4',
  ]) {
    assert.deepEqual(dataOf(image), ['/var/lib/postgresql'], image)
  }
  // A mount at the path of older versions says which one is meant.
  assert.deepEqual(dataOf('apache/age:latest', { mounts: mounts('./data:/var/lib/postgresql/data') }), ['/var/lib/postgresql/data'])
})

test('a broker that edits its configuration keeps it, in a volume with what the image ships', () => {
  const standalone = plan('apachepulsar/pulsar:3.1.3', { command: fact(['bin/pulsar', 'standalone']) })
  const paths = ['/pulsar/data: volume', '/pulsar/download: tmpfs', '/pulsar/logs: tmpfs', '/tmp: tmpfs exec']
  assert.deepEqual(ways(standalone), paths)
  const configured = plan('apachepulsar/pulsar:3.1.3', {
    command: fact(['bash', '-c', 'bin/apply-config-from-env.py conf/standalone.conf && bin/pulsar standalone']),
  })
  assert.deepEqual(ways(configured), ['/pulsar/conf: volume', ...paths])
})

test('jars that a start puts beside those of an image', () => {
  const jars = fact(['sh', '-c', 'cp /jars/*.jar /opt/flink/lib/ && /docker-entrypoint.sh jobmanager'])
  assert.equal(plan('flink:1.20', { entrypoint: jars }).ready, 'no')
  assert.equal(plan('flink:1.20', { command: fact(['jobmanager']) }).ready, 'with-mounts')
})

test('directories that settings within a variable name', () => {
  const checkpoints = (text: string) => ways(plan('flink:2.0', { environment: environment({ FLINK_PROPERTIES: text }) }))
  assert.ok(checkpoints('a: b\nstate.checkpoints.dir: file:///tmp/checkpoints\n').includes('/tmp: volume'))
  assert.ok(checkpoints('state.checkpoints.dir: s3://a/b').includes('/tmp: tmpfs exec'))
  assert.deepEqual(
    dataOf('joplin/server', { environment: environment({ STORAGE_DRIVER: 'Type=Filesystem; Path=/srv', DB_CLIENT: 'pg' }) }),
    ['/srv'],
  )
})

test('an image that is sealed by its vendor only since a version', () => {
  assert.equal(plan('icr.io/ibm-messaging/mq:9.4.0.0-r1').ready, 'with-mounts')
  assert.equal(plan('icr.io/ibm-messaging/mq:9.2.5.0-r1').ready, 'no')
  assert.equal(plan('ibmcom/mq').ready, 'no')
})

test('a tag from before a record begins is a guess', () => {
  for (const [image, older, newer] of [
    ['grafana/loki', '1.3.0', '2.0.0'],
    ['logstash', '5.6', '7.9.1'],
    ['prom/prometheus', 'v1.8.2', 'v2.6.0'],
    ['traefik', '1.7-alpine', 'v2.3'],
  ] as const) {
    assert.equal(plan(`${image}:${older}`).confidence, 'default', image)
    assert.notEqual(plan(`${image}:${newer}`).confidence, 'default', image)
  }
})

test('an image that several versions start as different users has the user of its tag', () => {
  const owner = (image: string) => plan(image).paths.find(({ path }) => path === '/run/mysqld')?.mount
  assert.deepEqual(owner('percona:5.7'), { as: 'tmpfs', options: { uid: 999, gid: 999 } })
  assert.deepEqual(owner('percona:8.0'), { as: 'tmpfs', options: { uid: 1001, gid: 1001 } })
  assert.deepEqual(owner('percona/percona-server:5.7'), owner('percona:8.0'))
})

test('an agent that makes its certificate beside its program is sealed only where it makes none', () => {
  assert.equal(plan('portainer/agent').ready, 'no')
  assert.equal(plan('portainer/agent', { environment: environment({ EDGE: '1' }) }).ready, 'with-mounts')
})

test('settings that make an entrypoint write decide', () => {
  assert.equal(plan('apache/hive:4.0.0').ready, 'no')
  assert.equal(plan('apache/hive:4.0.0', { environment: environment({ DB_DRIVER: 'postgres' }) }).ready, 'with-mounts')
  assert.equal(plan('hivemq/hivemq4:4.30.0').ready, 'with-mounts')
  assert.equal(plan('hivemq/hivemq4:dns-4.30.0').ready, 'no')
})

test('a database of SQLite is kept where its type is written out, as where it is the default', () => {
  for (const [image, name, value, other] of [
    ['roundcube/roundcubemail', 'ROUNDCUBEMAIL_DB_TYPE', 'sqlite', 'pgsql'],
    ['vikunja/vikunja', 'VIKUNJA_DATABASE_TYPE', 'sqlite', 'postgres'],
    ['metabase/metabase', 'MB_DB_TYPE', 'h2', 'postgres'],
  ] as const) {
    const kept = dataOf(image)
    assert.deepEqual(dataOf(image, { environment: environment({ [name]: value }) }), kept, image)
    assert.notDeepEqual(dataOf(image, { environment: environment({ [name]: other }) }), kept, image)
  }
  assert.equal(plan('apache/hive:4.0.0', { environment: environment({ DB_DRIVER: 'derby' }) }).ready, 'no')
})

test('a pooler with a configuration of its own still writes the users that its environment names', () => {
  const own = 'pgbouncer.ini:/etc/pgbouncer/pgbouncer.ini:ro'
  const users = 'userlist.txt:/etc/pgbouncer/userlist.txt:ro'
  const rendered = (variables: Record<string, string>, ...files: string[]) =>
    ways(plan('edoburu/pgbouncer', { environment: environment(variables), mounts: mounts(...files) })).some((way) =>
      way.startsWith('/etc/pgbouncer:'),
    )
  assert.equal(rendered({ DB_PASSWORD: 'x' }), true)
  assert.equal(rendered({}, own), false)
  assert.equal(rendered({ DB_PASSWORD: 'x' }, own), true)
  assert.equal(rendered({ DATABASE_URL: 'postgres://a:b@c/d' }, own), true)
  assert.equal(rendered({ DB_PASSWORD: 'x' }, own, users), false)
})

test('an nginx that starts with its own scripts logs that it cannot edit its site', () => {
  const logs = (given: Partial<Container>) => plan('nginx:1.27', given).notes.some((note) => note.includes('default.conf'))
  assert.equal(logs({}), true)
  assert.equal(logs({ command: fact(['nginx', '-g', 'daemon off;']) }), true)
  assert.equal(logs({ command: fact(['sh', '-c', 'exec nginx']) }), false)
  assert.equal(logs({ mounts: mounts('./site.conf:/etc/nginx/conf.d/default.conf:ro') }), false)
})

test('an image that is many programs is judged by its command', () => {
  assert.equal(plan('concourse/concourse:7', { command: fact(['web']) }).ready, 'with-mounts')
  assert.equal(plan('concourse/concourse:7', { command: fact(['worker']) }).ready, 'no')
  const stored = ['mlflow', 'server', '--backend-store-uri', 'sqlite:////data/mlflow.db']
  assert.equal(plan('ghcr.io/mlflow/mlflow:v2.9.2', { command: fact(stored), mounts: mounts('./ml:/data') }).ready, 'with-mounts')
  assert.equal(plan('ghcr.io/mlflow/mlflow:v2.9.2', { command: fact(['mlflow', 'server']) }).ready, 'no')
})

test('what a vendor built on WildFly is not what it builds today', () => {
  const optimized = { command: fact(['start', '--optimized']) }
  assert.equal(plan('quay.io/keycloak/keycloak:26.0', optimized).ready, 'with-mounts')
  assert.equal(plan('quay.io/keycloak/keycloak:16.1.1', optimized).ready, 'no')
  assert.equal(plan('jboss/keycloak', optimized).ready, 'no')
})

test('an image for one part of a product speaks for that part', () => {
  assert.equal(plan('goharbor/harbor-core:v2.10.0').ready, 'no')
  assert.deepEqual(ways(plan('goharbor/nginx-photon:v2.10.0')), ['/run: covered', '/tmp: tmpfs', '/var/cache/nginx: covered'])
  assert.deepEqual(dataOf('goharbor/registry-photon:v2.10.0'), ['/storage'])
})

test('data that a program keeps in its temporary directory is no scratch', () => {
  assert.deepEqual(ways(plan('apachepinot/pinot:1.2.0', { command: fact(['StartServer']) })), ['/opt/pinot/logs: tmpfs', '/tmp: volume'])
})

test('an agent keeps its positions where its mode puts them', () => {
  assert.deepEqual(ways(plan('grafana/agent:v0.40.0')), ['/etc/agent/data: volume', '/tmp: volume'])
  const flow = plan('grafana/agent:v0.40.0', { command: fact(['run', '/etc/agent/config.river']) })
  assert.deepEqual(ways(flow), ['/data-agent: volume', '/tmp: tmpfs'])
  const moved = { command: fact(['run', '/etc/agent/config.river', '--storage.path=/state']), mounts: mounts('./state:/state') }
  assert.deepEqual(ways(plan('grafana/agent:v0.40.0', moved)), ['/state: covered', '/tmp: tmpfs'])
  assert.deepEqual(ways(plan('datadog/agent:7')), [
    '/etc/datadog-agent: volume',
    '/opt/datadog-agent/run: volume',
    '/tmp: tmpfs',
    '/var/log/datadog: covered',
  ])
})

test('a store whose options say where its data lie', () => {
  assert.equal(plan('pingcap/pd', { command: fact(['--name=pd1']) }).ready, 'no')
  assert.deepEqual(ways(plan('pingcap/pd', { command: fact(['--data-dir=/data/pd1']) })), ['/data/pd1: volume', '/tmp: tmpfs'])
  assert.deepEqual(ways(plan('pingcap/tidb', { command: fact(['--store=tikv', '--path=pd:2379']) })), ['/tmp: tmpfs'])
  assert.deepEqual(dataOf('pingcap/tidb'), ['/tmp/tidb'])
})

test('a mount that cures a program which writes beside itself', () => {
  assert.equal(plan('apache/nifi:1.25.0').ready, 'no')
  assert.equal(plan('apache/nifi:1.25.0', { mounts: mounts('./work:/opt/nifi/nifi-current/work') }).ready, 'with-mounts')
})
