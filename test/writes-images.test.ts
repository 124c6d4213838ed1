import assert from 'node:assert/strict'
import { test } from 'node:test'
import { builtInRecords } from '../src/knowledge/index.ts'
import type { Container } from '../src/model/container.ts'
import { parseImageTemplate } from '../src/model/image.ts'
import type { WritePlan } from '../src/model/write-plan.ts'
import { planWrites } from '../src/plan/plan.ts'
import { container, environment, fact, mounts } from './container-fixture.ts'
import { plan, ways } from './record-plan.ts'

/** The plan where the image is what a Compose file says, with a variable that has no value. */
function planOfTemplate(written: string, given: Partial<Container> = {}): WritePlan {
  const image: Container['image'] = { state: 'unknown', why: 'the variable TAG has no value here', written }
  return planWrites({ container: container({ image, ...given }), records: builtInRecords })
}

test('kavita: its first start needs a file below /tmp, so no tmpfs goes there', () => {
  assert.deepEqual(ways(plan('jvmilazz0/kavita:0.8')), ['/kavita/config: volume', '/tmp: volume'])
})

test('images whose vendors run them read-only ask for what the vendors mount', () => {
  assert.deepEqual(ways(plan('nicolargo/glances:latest-full')), ['/tmp: tmpfs'])
  assert.deepEqual(ways(plan('headscale/headscale:0.26', { mounts: mounts('./lib:/var/lib/headscale') })), [
    '/run/headscale: tmpfs',
    '/var/lib/headscale: covered',
  ])
  assert.deepEqual(ways(plan('privatebin/nginx-fpm-alpine:2')), [
    '/run: covered',
    '/srv/data: covered',
    '/tmp: covered',
    '/var/lib/nginx/tmp: covered',
  ])
  const planka = plan('ghcr.io/plankanban/planka:2.1', { mounts: mounts('data:/app/data') })
  const temporary = planka.paths.find(({ path }) => path === '/app/.tmp')
  assert.deepEqual(temporary?.mount, { as: 'tmpfs', options: { uid: 1000, gid: 1000 } })
})

test('minio keeps its buckets where the command says', () => {
  const minio = (command: readonly string[], ...volumes: string[]) =>
    ways(plan('minio/minio', { command: fact(command), mounts: mounts(...volumes) })).filter((way) => !way.includes('.minio'))
  assert.deepEqual(minio(['server', '/data'], 'buckets:/data'), ['/data: covered'])
  assert.deepEqual(minio(['server', '/export', '--console-address', ':9090'], 'uploads:/export'), ['/export: covered'])
  assert.deepEqual(minio(['server', '/export']), ['/export: volume'])
  assert.deepEqual(minio(['server', '--console-address', ':9090', '/data']), ['/data: covered'])
  assert.deepEqual(minio(['server', 'http://minio{1...4}/data{1...2}'], 'one:/data1', 'two:/data2'), [])
  assert.deepEqual(minio(['server', '/drive1', '/drive2'], 'one:/drive1', 'two:/drive2'), [])
  assert.deepEqual(minio(['minio', 'server', '/drive{1...4}'], 'one:/drive1'), [])
})

test('an option that moves data may have one dash or two, as Go programs take it', () => {
  for (const command of [['-storageDataPath=/x'], ['--storageDataPath=/x'], ['--storageDataPath', '/x']]) {
    const metrics = plan('victoriametrics/victoria-metrics:v1', { command: fact(command), mounts: mounts('d:/x') })
    assert.deepEqual(ways(metrics), ['/x: covered'], command.join(' '))
  }
})

test('a file that names no version of InfluxDB, but a path or setting of one, runs that version', () => {
  const of = (given: Partial<Container>) => ways(plan('influxdb:latest', given)).sort()
  assert.deepEqual(of({ mounts: mounts('data:/var/lib/influxdb2') }), ['/etc/influxdb2: covered', '/var/lib/influxdb2: covered'])
  assert.deepEqual(of({ mounts: mounts('data:/var/lib/influxdb') }), ['/var/lib/influxdb: covered'])
  const setup = { environment: environment({ DOCKER_INFLUXDB_INIT_MODE: 'setup' }) }
  assert.ok(of(setup).some((way) => way.startsWith('/tmp')))
  assert.ok(of(setup).every((way) => !way.includes('influxdb3')))
  assert.deepEqual(of({}), ['/home/influxdb3/.influxdb3: volume', '/plugins: volume', '/var/lib/influxdb3: volume'])
  const disabled = { command: fact(['influxdb3', 'serve', '--package-manager=disabled']) }
  assert.ok(of(disabled).every((way) => way.includes('influxdb3')))
})

test('vault keeps nothing in its development mode, which is its own command', () => {
  const files = (given: Partial<Container>) => ways(plan('hashicorp/vault:1.20', given)).filter((way) => way.startsWith('/vault/file'))
  assert.deepEqual(files({}), [])
  assert.deepEqual(files({ command: fact(['server', '-dev', '-dev-root-token-id=x']) }), [])
  assert.deepEqual(files({ command: fact(['server']) }), ['/vault/file: covered'])
  assert.deepEqual(files({ command: fact(['vault', 'server', '-config=/vault/config']) }), ['/vault/file: covered'])
})

test('a record says by which name it was found', () => {
  const found = (image: string) => [plan(image).knowledge?.record, plan(image).knowledge?.image]
  assert.deepEqual(found('ubuntu:24.04'), ['alpine', 'ubuntu'])
  assert.deepEqual(found('docker.io/library/nginx'), ['nginx', 'nginx'])
})

test('rabbitmq before 3.9 writes its configuration at start, beside the plugins that it ships', () => {
  const old = ['/etc/rabbitmq: volume', '/var/lib/rabbitmq: covered', '/var/log/rabbitmq: tmpfs']
  assert.deepEqual(ways(plan('rabbitmq:3.8-management-alpine')), old)
  assert.deepEqual(ways(plan('rabbitmq:3.7')), old)
  for (const image of ['rabbitmq:3.9', 'rabbitmq:3-management', 'rabbitmq:management', 'rabbitmq:4.1', 'rabbitmq'])
    assert.deepEqual(ways(plan(image)), ['/var/lib/rabbitmq: covered', '/var/log/rabbitmq: tmpfs'], image)
  const mounted = plan('rabbitmq:3.8', { mounts: mounts('./rabbitmq.conf:/etc/rabbitmq/rabbitmq.conf') })
  assert.deepEqual(ways(mounted), ['/var/lib/rabbitmq: covered', '/var/log/rabbitmq: tmpfs'])
})

test('a family speaks for every image of a vendor', () => {
  const firefox = plan('jlesage/firefox:v25', { mounts: mounts('./firefox:/config') })
  assert.equal(firefox.confidence, 'inferred')
  assert.deepEqual(ways(firefox), ['/config: covered', '/run: tmpfs', '/tmp: tmpfs'])
})

test('what no mount cures is refused, with the reason', () => {
  const gluetun = plan('qmcgaw/gluetun:v3')
  assert.equal(gluetun.ready, 'no')
  assert.match(gluetun.ready === 'no' ? gluetun.why : '', /resolv\.conf/)
  for (const image of [
    'atmoz/sftp',
    'wallabag/wallabag:2',
    'wodby/drupal-php:8.3',
    'selenium/standalone-chrome:4',
    'kimai/kimai2:apache',
    'swaggerapi/swagger-ui',
  ]) {
    assert.equal(plan(image).ready, 'no', image)
  }
})

test('what a mount of the author cures is not refused', () => {
  assert.equal(plan('jeessy/ddns-go:v6').ready, 'no')
  assert.equal(plan('jeessy/ddns-go:v6', { mounts: mounts('./ddns:/root') }).ready, 'yes')
})

test('versions that keep their data elsewhere', () => {
  const dataOf = (image: string) => plan(image).paths.flatMap(({ kind, path }) => (kind === 'data' ? [path] : []))
  assert.deepEqual(dataOf('chromadb/chroma:1.0.15'), ['/data'])
  assert.deepEqual(dataOf('chromadb/chroma:0.5.23'), ['/chroma/chroma'])
  assert.deepEqual(dataOf('ghcr.io/plankanban/planka:1.26.3'), [
    '/app/private/attachments',
    '/app/public/project-background-images',
    '/app/public/user-avatars',
  ])
})

test('settings and options that move data, or do away with it', () => {
  const paths = (image: string, given: Partial<Container>) => plan(image, given).paths.map(({ path }) => path)
  assert.ok(paths('prom/prometheus:v3.5', { command: fact(['--storage.tsdb.path=/srv/tsdb']) }).includes('/srv/tsdb'))
  assert.ok(paths('traefik:v3.5', { command: fact(['--certificatesresolvers.le.acme.storage=/le/acme.json']) }).includes('/le'))
  assert.ok(paths('victoriametrics/victoria-metrics', { command: fact(['-storageDataPath', '/vm']) }).includes('/vm'))
  assert.ok(paths('victoriametrics/victoria-metrics', { command: fact(['--storageDataPath=/vm']) }).includes('/vm'))
  assert.ok(paths('typesense/typesense:29.0', { command: fact(['--data-dir', '/srv/search']) }).includes('/srv/search'))
  assert.ok(!paths('fsouza/fake-gcs-server', { command: fact(['-backend', 'memory']) }).includes('/storage'))
  assert.ok(paths('healthchecks/healthchecks', { environment: environment({ DB_NAME: '/data/hc.sqlite' }) }).includes('/data'))
  assert.ok(!paths('healthchecks/healthchecks', { environment: environment({ DB: 'postgres', DB_NAME: 'hc' }) }).includes('/data'))
  assert.equal(plan('mcr.microsoft.com/azure-storage/azurite', { command: fact(['azurite', '--blobHost', '0.0.0.0']) }).ready, 'no')
  assert.notEqual(plan('mcr.microsoft.com/azure-storage/azurite', { command: fact(['azurite', '-l', '/data']) }).ready, 'no')
})

test('tags that a vendor makes for a read-only root, and those that it does not', () => {
  assert.equal(plan('owasp/modsecurity-crs:4-nginx').ready, 'no')
  const sealed = plan('owasp/modsecurity-crs:4-nginx-read-only')
  assert.equal(sealed.ready, 'with-mounts')
  assert.deepEqual(sealed.paths.find(({ path }) => path === '/etc/nginx')?.mount, { as: 'tmpfs', options: { uid: 101, gid: 101 } })
})

test('a setting that would be left out silently is a reason to refuse', () => {
  const url = { environment: environment({ API_BASE_URL: 'https://track.example.org' }) }
  assert.equal(plan('dependencytrack/frontend:4.13', url).ready, 'no')
  assert.deepEqual(ways(plan('dependencytrack/frontend:4.13')), ['/etc/nginx/conf.d: tmpfs', '/tmp: tmpfs'])
})

test('a name is read where its tag or its registry depends on a variable', () => {
  assert.deepEqual(parseImageTemplate('postgres:${TAG}'), { name: 'postgres', tag: '${TAG}' })
  assert.deepEqual(parseImageTemplate('nginx:$VERSION-alpine'), { name: 'nginx', tag: '$VERSION-alpine' })
  assert.deepEqual(parseImageTemplate('localhost:5000/team/app:v${V}'), { registry: 'localhost:5000', name: 'team/app', tag: 'v${V}' })
  assert.deepEqual(parseImageTemplate('redis@${DIGEST}'), { name: 'redis', tag: '${DIGEST}' })
  assert.deepEqual(parseImageTemplate('${REG}/grafana/grafana:${V}'), { registry: '${REG}', name: 'grafana/grafana', tag: '${V}' })
  assert.deepEqual(parseImageTemplate('${REG:-}grafana/grafana:11'), { registry: '${REG:-}', name: 'grafana/grafana', tag: '11' })
  assert.deepEqual(parseImageTemplate('$REG/redis'), { registry: '$REG', name: 'redis' })
  for (const text of [
    '${IMAGE}',
    '${REGISTRY}/${NAME}:1',
    '${PREFIX}${NAME}',
    'host:${PORT}/app:1',
    'team/${NAME}:1',
    'app${SUFFIX}',
    'postgres:16',
    'Bad:${TAG}',
  ]) {
    assert.equal(parseImageTemplate(text), undefined, text)
  }
})

test('of an image whose tag is a variable, what holds for every tag is planned, and never surely', () => {
  const postgres = planOfTemplate('postgres:${TAG}')
  assert.equal(postgres.knowledge?.record, 'postgres')
  assert.equal(postgres.confidence, 'inferred')
  assert.deepEqual(ways(postgres), ['/run/postgresql: tmpfs', '/tmp: tmpfs'])
  // Where the data lies is a matter of the tag: said, not done.
  assert.ok(
    postgres.notes.some((note) => note.includes('/var/lib/postgresql')),
    postgres.notes.join('\n'),
  )
  assert.equal(planOfTemplate('redis:${TAG}').confidence, 'inferred')
  assert.equal(planOfTemplate('${IMAGE}').ready, 'unknown')
})

test('an image is not sealed while the place of its data depends on the version behind a variable', () => {
  // Chroma moved its data with version 1, and declares no VOLUME that would be writable.
  const chroma = (given: Partial<Container> = {}) =>
    planOfTemplate('ghcr.io/chroma-core/chroma:${TAG}', { environment: environment({ CHROMA_LOG_CONFIG: '/log.yml' }), ...given })
  assert.equal(chroma().ready, 'no')
  for (const path of ['/data', '/chroma/chroma']) assert.equal(chroma({ mounts: mounts(`data:${path}`) }).ready, 'with-mounts', path)
  // Before version 1, its own settings of logging write beside the program.
  assert.equal(planOfTemplate('ghcr.io/chroma-core/chroma:${TAG}', { mounts: mounts('data:/data') }).ready, 'unknown')
  assert.equal(planOfTemplate('postgres:${TAG}').ready, 'with-mounts')
  assert.equal(planOfTemplate('mysql:${TAG}').ready, 'with-mounts')
})

test('an image is known in another registry, and behind a variable, by its owner and name', () => {
  for (const [image, record] of [
    ['quay.io/prometheus/pushgateway:v1.11', 'prom/pushgateway'],
    ['quay.io/prometheus/snmp-exporter', 'prom/snmp-exporter'],
    ['ghcr.io/oliver006/redis_exporter', 'oliver006/redis_exporter'],
    ['ghcr.io/traefik/whoami', 'traefik/whoami'],
  ] as const) {
    const { knowledge } = plan(image)
    assert.deepEqual([knowledge?.image, knowledge?.match], [record, 'name'], image)
  }
  const copied = plan('registry.example.com/grafana/grafana:11.1')
  assert.deepEqual([copied.knowledge?.record, copied.knowledge?.match, copied.confidence], ['grafana/grafana', 'twin', 'inferred'])
  const written = (text: string) =>
    planWrites({
      container: container({ image: { state: 'unknown', why: 'a variable', written: text } }),
      records: builtInRecords,
    })
  assert.equal(written('${DOCKER_REGISTRY}confluentinc/cp-kafka:${V}').knowledge?.match, 'twin')
  assert.equal(written('${REG}/grafana/grafana:${V}').confidence, 'inferred')
  assert.equal(written('${REG}/${NAME}:1').confidence, 'default')
})
