import assert from 'node:assert/strict'
import { test } from 'node:test'
import { environment, fact, mounts } from './container-fixture.ts'
import { plan, ways } from './record-plan.ts'

test('images that their vendors show read-only need no more than the vendors mount', () => {
  const radicale = plan('tomsquest/docker-radicale', { mounts: mounts('./data:/data') })
  assert.equal(radicale.ready, 'yes')
  assert.deepEqual(ways(radicale), ['/data: covered'])
  const bunkerweb = ways(plan('bunkerity/bunkerweb:1.6'))
  for (const path of ['/etc/bunkerweb', '/etc/nginx', '/run/bunkerweb', '/tmp', '/var/cache/bunkerweb', '/var/tmp/bunkerweb']) {
    assert.ok(bunkerweb.includes(`${path}: tmpfs`), path)
  }
  const crawl4ai = plan('unclecode/crawl4ai:0.7')
  assert.deepEqual(crawl4ai.paths.find(({ path }) => path === '/var/lib/redis')?.mount, { as: 'tmpfs', options: { uid: 999, gid: 999 } })
})

test('images that change their own files at start are refused', () => {
  for (const image of [
    '2fauth/2fauth',
    'b3log/siyuan',
    'evoapicloud/evolution-api',
    'ghcr.io/analogj/scrutiny:v0.8-omnibus',
    'ghcr.io/hotio/sonarr',
    'ghcr.io/kieraneglin/pinchflat',
    'ghcr.io/librespeed/speedtest',
    'octoprint/octoprint',
    'passbolt/passbolt',
    'pawelmalak/flame',
    'rocker/rstudio',
  ]) {
    assert.equal(plan(image).ready, 'no', image)
  }
  // What a variable asks for would be left out silently; without any the image starts as it was built.
  assert.equal(plan('jgraph/drawio', { environment: environment({ DRAWIO_BASE_URL: 'https://draw.example.org' }) }).ready, 'no')
  assert.equal(plan('jgraph/drawio').ready, 'with-mounts')
  assert.deepEqual(ways(plan('ghcr.io/analogj/scrutiny:v0.8-web')), ['/opt/scrutiny/config: volume', '/tmp: tmpfs'])
})

test('a user of the author spares a start that makes one', () => {
  const space = { mounts: mounts('./space:/space') }
  assert.equal(plan('ghcr.io/silverbulletmd/silverbullet', space).ready, 'no')
  assert.equal(plan('ghcr.io/silverbulletmd/silverbullet', { ...space, user: fact('1000:1000') }).ready, 'with-mounts')
})

test('versions that write elsewhere, or no more', () => {
  assert.equal(plan('temporalio/ui:2.40').ready, 'yes')
  assert.deepEqual(ways(plan('temporalio/ui:2.21')), ['/home/ui-server/config: tmpfs'])
  assert.deepEqual(ways(plan('guacamole/guacamole:1.5.5')), ['/home/guacamole: tmpfs', '/tmp: tmpfs exec'])
  assert.deepEqual(ways(plan('guacamole/guacamole:1.6.0')), ['/tmp: tmpfs exec'])
  assert.deepEqual(ways(plan('hasura/graphql-engine:v2.40.0')), ['/tmp: tmpfs exec'])
  assert.deepEqual(ways(plan('hasura/graphql-engine:v2.40.0.cli-migrations-v3')), ['/root/.hasura: tmpfs exec', '/tmp: tmpfs exec'])
  assert.equal(plan('espocrm/espocrm:9').ready, 'no')
  assert.equal(plan('espocrm/espocrm:9', { mounts: mounts('data:/var/www/html') }).ready, 'with-mounts')
  assert.equal(plan('espocrm/espocrm:10').ready, 'with-mounts')
})

test('settings that move what an image keeps, or switch a write off', () => {
  assert.deepEqual(
    plan('ckulka/baikal:apache').settings.map(({ environment: set }) => set),
    [{ name: 'BAIKAL_SKIP_CHOWN', value: '1' }],
  )
  const working = (path: string) => ({ environment: environment({ PLUGIN_WORKING_PATH: path }) })
  assert.equal(plan('langgenius/dify-plugin-daemon:0.1').ready, 'no')
  assert.equal(plan('langgenius/dify-plugin-daemon:0.1', working('/app/storage/cwd')).ready, 'with-mounts')
  assert.ok(ways(plan('kutt/kutt')).includes('/kutt/db: volume'))
  assert.ok(ways(plan('ihatemoney/ihatemoney')).includes('/database: covered'))
  const elsewhere = { environment: environment({ SQLALCHEMY_DATABASE_URI: 'postgresql://db/money' }) }
  assert.deepEqual(ways(plan('ihatemoney/ihatemoney', elsewhere)), ['/etc/ihatemoney: tmpfs', '/tmp: tmpfs'])
  const kutt = plan('kutt/kutt', { environment: environment({ DB_FILENAME: '/data/kutt.sqlite' }) })
  assert.ok(ways(kutt).includes('/data: volume'))
})

test('what a database keeps beside its tables is kept too', () => {
  assert.deepEqual(ways(plan('supabase/postgres:15.8')), [
    '/etc/postgresql-custom: volume',
    '/run/postgresql: tmpfs',
    '/tmp: tmpfs',
    '/var/lib/postgresql/data: volume',
  ])
})

test('a setting names a path in its own way: in an address, or below a directory of the image', () => {
  const hedgedoc = (address: string) =>
    ways(plan('quay.io/hedgedoc/hedgedoc:1', { environment: environment({ CMD_DB_URL: address }), mounts: mounts('db:/data') }))
  assert.ok(hedgedoc('sqlite:///data/hedgedoc.db').includes('/data: covered'))
  assert.ok(!hedgedoc('postgres://user:word@db:5432/hedgedoc').some((way) => way.startsWith('/data')))
  const linkwarden = (folder: string) =>
    ways(plan('ghcr.io/linkwarden/linkwarden:v2', { environment: environment({ STORAGE_FOLDER: folder }) }))
  assert.ok(linkwarden('/data').includes('/data/data: volume'))
  assert.ok(linkwarden('archives').includes('/data/archives: volume'))
  const dify = plan('langgenius/dify-api:1.0.0', {
    environment: environment({ STORAGE_LOCAL_PATH: 'storage' }),
    mounts: mounts('files:/app/api/storage'),
  })
  assert.equal(
    dify.notes.some((note) => note.includes('STORAGE_LOCAL_PATH')),
    false,
  )
})

test('images from before their vendor made them for a read-only root are refused', () => {
  assert.equal(plan('jitsi/web:stable-10888').ready, 'no')
  assert.equal(plan('jlesage/firefox:v26.03.2').ready, 'no')
  assert.equal(plan('jlesage/firefox:v26.04.1').ready, 'with-mounts')
  assert.ok(ways(plan('jitsi/prosody:stable-11146')).includes('/var/lib/prosody: volume'))
})

test('a version before those that the record describes is a guess', () => {
  const { ready, confidence, notes } = plan('ghcr.io/paperless-ngx/paperless-ngx:2.13.5')
  assert.deepEqual([ready, confidence, notes[0]], ['unknown', 'default', 'Of this image, only versions from 2.15 on were read'])
  assert.equal(plan('ghcr.io/paperless-ngx/paperless-ngx:2.15.1').confidence, 'known')
  assert.equal(plan('ghcr.io/paperless-ngx/paperless-ngx:${VERSION}').confidence, 'inferred')
  for (const image of ['filebrowser/filebrowser:v2.31.2', 'sonarqube:9.9.8-community', 'emqx/emqx:4.4'])
    assert.equal(plan(image).ready, 'unknown', image)
  assert.equal(plan('sonarqube:lts-community').ready, 'no')
})

test('authentik: a worker that starts as root and finds the Docker socket is not sealed', () => {
  const worker = { user: fact('root'), command: fact(['worker']) }
  const socket = mounts('/var/run/docker.sock:/var/run/docker.sock', './certs:/certs', './data:/data')
  assert.equal(plan('ghcr.io/goauthentik/server:2026.2', { ...worker, mounts: socket }).ready, 'no')
  assert.equal(plan('ghcr.io/goauthentik/server:2026.2', { ...worker, mounts: mounts('./certs:/certs', './data:/data') }).ready, 'yes')
  assert.equal(plan('ghcr.io/goauthentik/server:2026.2', { command: fact(['worker']), mounts: socket }).ready, 'yes')
})

test('what an old version does differently is said of its tags alone', () => {
  assert.equal(plan('ghcr.io/umami-software/umami:postgresql-v2.20.2').ready, 'no')
  assert.equal(plan('ghcr.io/umami-software/umami:3.1.0').ready, 'with-mounts')
  const homepage = (tag: string) => plan(`ghcr.io/gethomepage/homepage:${tag}`, { environment: environment({ PUID: '1000' }) }).ready
  assert.deepEqual([homepage('v0.9.13'), homepage('v1.12')], ['no', 'with-mounts'])
  assert.equal(plan('caronc/apprise:v1.1.6', { user: fact('1000') }).confidence, 'default')
  assert.equal(plan('caronc/apprise:v1.5.1', { user: fact('1000') }).confidence, 'known')
  assert.deepEqual(ways(plan('triliumnext/trilium:rootless', { mounts: mounts('notes:/home/trilium/trilium-data') })), [
    '/home/trilium/trilium-data: covered',
    '/tmp: tmpfs',
  ])
})

test('a start that needs a user or a variable of its own is refused without it', () => {
  const monerod = (user: string) => plan('sethforprivacy/simple-monerod:v0.18', { user: fact(user) }).ready
  assert.deepEqual([monerod('1000:1000'), monerod('1001:1001'), monerod('monero')], ['with-mounts', 'no', 'with-mounts'])
  const saleor = (variables: Record<string, string>) => plan('ghcr.io/saleor/saleor:3.22', { environment: environment(variables) }).ready
  assert.deepEqual([saleor({}), saleor({ RSA_PRIVATE_KEY: 'key' })], ['no', 'with-mounts'])
  const astuto = (variables: Record<string, string>) => plan('riggraz/astuto:v0.19.0', { environment: environment(variables) }).ready
  assert.deepEqual([astuto({}), astuto({ RAILS_ENV: 'production' })], ['no', 'with-mounts'])
})
