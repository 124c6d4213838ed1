import assert from 'node:assert/strict'
import { test } from 'node:test'
import { environment, fact, mounts } from './container-fixture.ts'
import { plan, ways } from './record-plan.ts'

const command = (...words: string[]) => ({ command: fact(words) })

test('applications whose start changes their own installation are refused', () => {
  for (const image of [
    'monica:5-apache',
    'prestashop/prestashop:9',
    'taigaio/taiga-back:latest',
    'taigaio/taiga-front',
    'ghcr.io/nodebb/nodebb:v4',
    'ghcr.io/mailcow/sogo:1.133',
    'tiredofit/freescout',
    'discourse/base:release',
    'cm2network/csgo',
    'budibase/proxy',
    'baptistearno/typebot-viewer:3',
    'redocly/redoc:v2.1.5',
    'cryptpad/cryptpad:2025.6.0',
    'ghcr.io/maintainerr/maintainerr:2',
    'haugene/transmission-openvpn',
    'geonetwork:4.4.9',
    'librenms/librenms:25.7.0',
    'anonaddy/anonaddy:1',
    'lycheeorg/lychee:v6',
    'tinode/tinode-postgres:0.24',
    'judge0/judge0:1.13.1',
    'openemr/openemr:7.0.2',
    'wolveix/satisfactory-server:v1',
    'sharelatex/sharelatex:5',
    'mondedie/flarum:stable',
    'ghcr.io/activepieces/activepieces:0.70.0',
  ]) {
    assert.equal(plan(image).ready, 'no', image)
  }
})

test('a node that keeps its chain among its programs is refused, but for a directory of its own', () => {
  assert.equal(plan('hyperledger/besu:25.7', command('--network=dev')).ready, 'no')
  const besu = plan('hyperledger/besu:25.7', { ...command('--data-path=/var/lib/besu'), mounts: mounts('chain:/var/lib/besu') })
  assert.notEqual(besu.ready, 'no')
  assert.deepEqual(ways(besu), ['/tmp: tmpfs exec', '/var/lib/besu: covered'])
  // What its configuration file says is not known: no refusal, and a word on it.
  const configured = plan('hyperledger/besu:25.7', command('--config-file=/etc/besu/config.toml'))
  assert.notEqual(configured.ready, 'no')
  assert.match(configured.notes.join('\n'), /data-path/)
})

test('options that move what a node keeps', () => {
  assert.deepEqual(ways(plan('nethermind/nethermind:1.31', command('--config', 'mainnet'))), [
    '/nethermind/keystore: covered',
    '/nethermind/logs: covered',
    '/nethermind/nethermind_db: covered',
    '/tmp: tmpfs',
  ])
  assert.deepEqual(ways(plan('nethermind/nethermind:1.31', command('--config', 'mainnet', '--datadir', '/data'))), [
    '/data: volume',
    '/tmp: tmpfs',
  ])
  assert.deepEqual(ways(plan('trufflesuite/ganache')), ['/tmp: tmpfs'])
  assert.deepEqual(ways(plan('trufflesuite/ganache', command('--database.dbPath', '/chain'))), ['/chain: volume', '/tmp: tmpfs'])
})

test('what the start would build is refused, and what is built is not', () => {
  assert.equal(plan('electerious/ackee:3').ready, 'no')
  assert.notEqual(plan('electerious/ackee:3', command('yarn', 'server')).ready, 'no')
  assert.equal(plan('ckan/ckan-base:2.11').ready, 'no')
  assert.notEqual(plan('ckan/ckan-base:2.11', command('ckan', 'jobs', 'worker')).ready, 'no')
})

test('OpenProject is sealed as its chart does, and not as root', () => {
  const web = { ...command('./docker/prod/web'), mounts: mounts('assets:/var/openproject/assets') }
  assert.equal(plan('openproject/openproject:16-slim', web).ready, 'no')
  const sealed = plan('openproject/openproject:16-slim', { ...web, user: fact('1000:1000') })
  assert.notEqual(sealed.ready, 'no')
  assert.deepEqual(ways(sealed), ['/app/tmp: tmpfs', '/tmp: tmpfs', '/var/openproject/assets: covered'])
})

test('models are kept in volumes, and compiled code can be executed', () => {
  const vllm = plan('vllm/vllm-openai:v0.11.0', { mounts: mounts('./models:/root/.cache/huggingface') })
  assert.deepEqual(ways(vllm), [
    '/root/.cache/huggingface: covered',
    '/root/.cache: volume',
    '/root/.config: tmpfs',
    '/root/.triton: tmpfs exec',
    '/tmp: tmpfs exec',
  ])
  assert.deepEqual(ways(plan('vllm/vllm-openai:v0.11.0', { user: fact('2000:0') })), ['/home/vllm: volume', '/tmp: tmpfs exec'])
  const moved = plan('vllm/vllm-openai:v0.11.0', { environment: environment({ XDG_CACHE_HOME: '/caches' }) })
  assert.ok(ways(moved).includes('/root/.cache/flashinfer: volume'))
})

test('applications that keep their data in one place need no more than that and scratch', () => {
  assert.deepEqual(ways(plan('ghcr.io/muchobien/pocketbase:0.29', { mounts: mounts('./pb:/pb_data') })), [
    '/pb_data: covered',
    '/pb_migrations: volume',
    '/tmp: tmpfs',
  ])
  assert.deepEqual(ways(plan('freeipa/freeipa-server:fedora-43', { mounts: mounts('./ipa:/data') })), [
    '/data: covered',
    '/run: covered',
    '/tmp: covered',
  ])
  assert.deepEqual(ways(plan('dokuwiki/dokuwiki:stable', { user: fact('1000:1000'), mounts: mounts('./wiki:/storage') })), [
    '/run: tmpfs',
    '/storage: covered',
    '/tmp: tmpfs',
  ])
  // The tag counts versions of CKAN, not of Solr.
  assert.deepEqual(ways(plan('ckan/ckan-solr:2.10-solr9')), ['/tmp: tmpfs', '/var/solr: covered'])
  assert.ok(ways(plan('simplelogin/app:4', { environment: environment({ GNUPGHOME: '/sl/pgp' }) })).includes('/sl/pgp: volume'))
})

test('what would keep its data in a place that a tmpfs empties is refused', () => {
  assert.equal(plan('docspell/restserver').ready, 'no')
  const settings = environment({ DOCSPELL_SERVER_BACKEND_JDBC_URL: 'jdbc:postgresql://db:5432/docspell' })
  assert.notEqual(plan('docspell/restserver', { environment: settings }).ready, 'no')
  assert.equal(plan('ghcr.io/getsentry/taskbroker').ready, 'no')
  const broker = plan('ghcr.io/getsentry/taskbroker', { environment: environment({ TASKBROKER_DB_PATH: '/var/lib/tasks/a.sqlite' }) })
  assert.deepEqual(ways(broker), ['/tmp: tmpfs', '/var/lib/tasks: volume'])
})

test('parts of Sentry, as their vendor runs them', () => {
  const web = { command: fact(['run', 'web']), mounts: mounts('data:/data', './certificates:/usr/local/share/ca-certificates:ro') }
  assert.equal(plan('ghcr.io/getsentry/sentry:25.9.0', web).ready, 'no')
  assert.deepEqual(ways(plan('ghcr.io/getsentry/sentry:25.9.0', { ...web, mounts: mounts('data:/data') })), [
    '/data: covered',
    '/tmp: tmpfs',
  ])
  assert.deepEqual(ways(plan('ghcr.io/getsentry/relay:25.9.0', { mounts: mounts('./relay:/work/.relay:ro') })), ['/tmp: tmpfs'])
})

test('communities, galleries and contests keep their data where their settings say', () => {
  const ctfd = plan('ctfd/ctfd:3.8', {
    environment: environment({ UPLOAD_FOLDER: '/var/uploads', LOG_FOLDER: '/var/log/CTFd', REDIS_URL: 'redis://cache' }),
    mounts: mounts('uploads:/var/uploads'),
  })
  assert.deepEqual(ways(ctfd), ['/tmp: tmpfs', '/var/log/CTFd: tmpfs', '/var/uploads: covered'])
  assert.ok(ctfd.notes.some((note) => note.includes('give it SECRET_KEY')))
  assert.deepEqual(ways(plan('ctfd/ctfd:3.8')), [
    '/opt/CTFd/.data: tmpfs',
    '/opt/CTFd/CTFd/logs: tmpfs',
    '/opt/CTFd/CTFd/uploads: volume',
    '/tmp: tmpfs',
  ])
  assert.deepEqual(ways(plan('thehiveproject/cortex:3.1.7')), ['/tmp: tmpfs exec', '/var/log/cortex: tmpfs'])
  assert.deepEqual(ways(plan('wurstmeister/zookeeper')), [
    '/opt/zookeeper-3.4.13/conf: covered',
    '/opt/zookeeper-3.4.13/data: covered',
    '/tmp: tmpfs',
  ])
  assert.deepEqual(ways(plan('ghcr.io/novuhq/novu/worker:2.0.0')), ['/home/node/.pm2: tmpfs', '/tmp: tmpfs'])
  assert.deepEqual(ways(plan('eclipse/ditto-gateway:3.7')), ['/tmp: tmpfs exec'])
  assert.deepEqual(ways(plan('reallibrephotos/librephotos-proxy:latest')), ['/run: tmpfs', '/var/cache/nginx: tmpfs'])
  assert.deepEqual(ways(plan('apache/answer', { mounts: mounts('answer:/data') })), ['/data: covered', '/tmp: tmpfs'])
  assert.equal(plan('photoview/photoview:2').ready, 'no', 'the media cache needs a directory of its user')
  assert.deepEqual(ways(plan('photoview/photoview:2', { mounts: mounts('cache:/home/photoview/media-cache') })), [
    '/home/photoview/media-cache: covered',
    '/tmp: tmpfs',
  ])
})

test('a setting or a command that moves what an application keeps', () => {
  assert.deepEqual(ways(plan('ollama/ollama:0.9', { environment: environment({ OLLAMA_MODELS: '/models' }) })), [
    '/models: volume',
    '/root/.ollama: volume',
    '/tmp: tmpfs exec',
  ])
  assert.equal(plan('ollama/ollama:0.9', { user: fact('1000') }).ready, 'no')
  const home = { user: fact('1000'), environment: environment({ HOME: '/state' }) }
  assert.deepEqual(ways(plan('ollama/ollama:0.9', home)), ['/state/.ollama: volume', '/tmp: tmpfs exec'])
  const ca = { environment: environment({ FABRIC_CA_SERVER_HOME: '/crypto' }) }
  assert.deepEqual(ways(plan('hyperledger/fabric-ca:1.5', ca)), ['/crypto: volume', '/tmp: tmpfs'])
  const bench = plan('frappe/erpnext:v15', command('bench', 'schedule'))
  assert.ok(ways(bench).includes('/home/frappe/frappe-bench/config: tmpfs'), String(ways(bench)))
  assert.equal(plan('ctfd/ctfd:3.8').ready, 'no')
  assert.equal(plan('amazon/dynamodb-local', command('-jar', 'DynamoDBLocal.jar', '-sharedDb')).ready, 'no')
  assert.notEqual(plan('amazon/dynamodb-local', command('-jar', 'DynamoDBLocal.jar', '-inMemory')).ready, 'no')
  assert.notEqual(plan('amazon/dynamodb-local').ready, 'no')
  const volumes = { command: fact(['server']), environment: environment({ MINIO_VOLUMES: '/mnt/disk' }) }
  assert.deepEqual(ways(plan('minio/minio', volumes)), ['/mnt/disk: volume', '/root/.minio: tmpfs'])
})

test('versions that write next to their program are refused', () => {
  for (const image of ['openlistteam/openlist:v4.0.9', 'gtstef/filebrowser:0.7.5-beta']) assert.equal(plan(image).ready, 'no', image)
  for (const image of ['openlistteam/openlist:v4.1.5', 'gtstef/filebrowser:1.2.0-stable']) assert.notEqual(plan(image).ready, 'no', image)
})

test('settings that move what an image writes', () => {
  const at = (image: string, settings: Record<string, string>, words?: string) =>
    ways(plan(image, { environment: environment(settings), ...(words === undefined ? {} : command(...words.split(' '))) }))
  const log = { N8N_LOG_OUTPUT: 'file', N8N_LOG_FILE_LOCATION: '/logs/n8n.log' }
  const sqlite = 'mlflow server --backend-store-uri sqlite:////srv/runs/m.db'
  for (const [found, expected] of [
    [at('gitea/gitea:1.24-rootless', { GITEA__repository__ROOT: '/srv/git' }), '/srv/git: volume'],
    [at('gitea/gitea:1.24-rootless', { GITEA__log__MODE: 'file', GITEA__log__ROOT_PATH: '/logs' }), '/logs: tmpfs'],
    [at('codeberg.org/forgejo/forgejo:11-rootless', { FORGEJO__database__PATH: '/srv/forgejo/f.db' }), '/srv/forgejo: volume'],
    [at('bitnami/postgresql:17', { PGDATA: '/srv/pg' }), '/srv/pg: volume'],
    [at('bitnami/valkey:8', { VALKEY_DATA_DIR: '/srv/valkey' }), '/srv/valkey: volume'],
    [at('bitnami/kafka:4', { KAFKA_LOG_DIRS: '/srv/topics' }), '/srv/topics: volume'],
    [at('redis/redis-stack-server:7.4.0-v3', {}, 'redis-stack-server --appendonly yes'), '/var/lib/redis-stack: volume'],
    [at('owncast/owncast:0.2.3', {}, '-database /srv/owncast/o.db'), '/srv/owncast: volume'],
    [at('kometateam/kometa:v2.2.0', { KOMETA_CONFIG: '/srv/kometa/config.yml' }), '/srv/kometa: volume'],
    [at('syncthing/syncthing:2', { STHOMEDIR: '/srv/st' }), '/srv/st: volume'],
    [at('adguard/adguardhome:v0.107.0', {}, '-c /srv/conf/a.yaml -w /srv/work'), '/srv/work: volume'],
    [at('adguard/adguardhome:v0.107.0', {}, '-c /srv/conf/a.yaml -w /srv/work'), '/srv/conf: volume'],
    [at('drone/drone:2', { DRONE_DATABASE_DATASOURCE: '/srv/drone/d.sqlite' }), '/srv/drone: volume'],
    [at('deluan/navidrome:0.55.0', { ND_BACKUP_PATH: '/backups' }), '/backups: volume'],
    [at('tailscale/tailscale:v1.80.0', { TS_SOCKET: '/sockets/ts.sock' }), '/sockets: tmpfs'],
    [at('n8nio/n8n:1.90.0', log), '/logs: tmpfs'],
    [at('cloudflare/cloudflared:2025.1.0', { TUNNEL_LOGFILE: '/logs/c.log' }), '/logs: tmpfs'],
    [at('ghcr.io/techarohq/anubis:v1.20.0', { BIND: '/sockets/a.sock' }), '/sockets: tmpfs'],
    [at('ghcr.io/mlflow/mlflow:v2.14.1', {}, sqlite), '/srv/runs: volume'],
  ] as const)
    assert.ok(
      found.some((way) => way.startsWith(expected)),
      `${expected} in ${found.join(', ')}`,
    )
})
