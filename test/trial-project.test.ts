import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hostReach } from '../src/commands/prove/host.ts'
import { neededBy, OWNER_LABEL, TRIAL_LABEL, type TrialOptions, trialProject } from '../src/live/trial/project.ts'
import { sealed } from '../src/live/trial/seal.ts'
import type { Json } from '../src/text/json.ts'

/** What `docker compose config --format json` prints of a project with fixed names, ports, networks, volumes and binds. */
const SHOP: Json = {
  name: 'shop',
  services: {
    web: {
      image: 'nginx:1.27',
      command: ['sh', '-c', 'echo $$HOME'],
      container_name: 'shop-frontend',
      depends_on: { db: { condition: 'service_healthy', restart: true, required: true } },
      deploy: { replicas: 3, resources: { limits: { memory: '67108864' } } },
      environment: { A: 'x$$y', PASSED: null },
      expose: ['81'],
      external_links: ['legacy'],
      labels: { 'traefik.enable': 'true' },
      logging: { driver: 'syslog' },
      networks: { back: { ipv4_address: '172.30.0.9', aliases: ['w'] } },
      ports: [
        { mode: 'ingress', target: 80, published: '8080', protocol: 'tcp' },
        { mode: 'ingress', target: 53, published: '53', protocol: 'udp' },
      ],
      restart: 'always',
      read_only: true,
      tmpfs: ['/run'],
      secrets: [{ source: 'key', target: '/run/secrets/key' }],
      stop_grace_period: '3s',
      volumes: [
        { type: 'bind', source: '/home/me/shop/uploads', target: '/uploads' },
        { type: 'bind', source: '/home/me/shop/conf', target: '/etc/nginx/conf.d', read_only: true },
        { type: 'volume', source: 'cache', target: '/var/cache' },
      ],
    },
    db: {
      build: { context: '/home/me/shop/db', tags: ['registry/db:latest'] },
      healthcheck: { test: ['CMD', 'true'], interval: '30s' },
      networks: { back: null },
      volumes: [{ type: 'volume', source: 'data', target: '/data' }],
    },
    agent: { image: 'agent', privileged: true, networks: { default: null } },
    tool: { image: 'tool', profiles: ['tools'], networks: { default: null } },
  },
  networks: { back: { name: 'fixed', external: true }, default: { name: 'shop_default', ipam: { config: [{ subnet: '172.30.0.0/24' }] } } },
  volumes: {
    data: { name: 'precious', external: true },
    cache: { name: 'shop_cache', driver_opts: { type: 'none', o: 'bind', device: '/srv/cache' } },
    unused: { name: 'shop_unused' },
  },
  secrets: { key: { name: 'shop_key', file: '/home/me/shop/key.txt' } },
}

const OPTIONS: TrialOptions = {
  name: 'trial-1',
  owner: 'host/1',
  services: [],
  profiles: [],
  without: new Set(),
  offline: false,
  copyOf: (source) => `/tmp/trial${source}`,
  built: (service) => (service === 'web' ? 'nginx:1.27' : undefined),
  exposed: (service) => (service === 'db' ? ['5432/tcp'] : []),
}

interface Service extends Record<string, unknown> {
  readonly ports?: readonly { readonly target: number; readonly published?: string; readonly host_ip: string }[]
  readonly volumes?: readonly { readonly source: string }[]
  readonly environment?: Readonly<Record<string, string | null>>
  readonly labels?: Readonly<Record<string, string>>
}

const services = (model: Json) => model.services as Record<'web' | 'db', Service>

test('a trial has no name, port, network or volume of the project that may run beside it', () => {
  const trial = trialProject(SHOP, { ...OPTIONS, without: new Set(['agent']) })
  const text = JSON.stringify(trial.model)
  for (const own of [
    'container_name',
    '8080',
    'precious',
    '172.30',
    '"/home/me/shop/uploads"',
    'traefik',
    'registry/db',
    '/srv/cache',
    'shop_key',
    'external',
  ])
    assert.ok(!text.includes(own), own)
  const { web, db } = services(trial.model)
  // What calls it by its fixed name still finds it.
  assert.deepEqual(web.networks, { back: { aliases: ['w', 'shop-frontend'] } })
  assert.equal(web.container_name, undefined)
  assert.deepEqual(
    web.ports?.map(({ target, published, host_ip }) => [target, published, host_ip]),
    [
      [80, undefined, '127.0.0.1'],
      [53, undefined, '127.0.0.1'],
      [81, undefined, '127.0.0.1'],
    ],
  )
  assert.deepEqual(
    db.ports?.map(({ target }) => target),
    [5432],
  )
  assert.deepEqual(trial.model.networks, { back: { labels: { [TRIAL_LABEL]: 'trial-1', [OWNER_LABEL]: 'host/1' } } })
  assert.deepEqual(Object.keys(trial.model.volumes as object), ['data', 'cache'])
  assert.equal(web.restart, 'no')
  assert.equal(web.read_only, undefined)
  assert.equal(web.labels?.[TRIAL_LABEL], 'trial-1')
  assert.deepEqual(trial.builds, ['db'])
  assert.equal(db.image, 'trial-1-db')
})

test('what decides how a service runs is untouched', () => {
  const { web, db } = services(trialProject(SHOP, OPTIONS).model)
  assert.deepEqual(web.command, ['sh', '-c', 'echo $$HOME'])
  assert.deepEqual(web.tmpfs, ['/run'])
  assert.deepEqual(web.secrets, [{ source: 'key', target: '/run/secrets/key' }])
  assert.equal(web.stop_grace_period, '3s')
  assert.deepEqual(web.deploy, { resources: { limits: { memory: '67108864' } } })
  assert.deepEqual(web.depends_on, { db: { condition: 'service_healthy', required: true } })
  assert.deepEqual(web.environment, { A: 'x$$y', PASSED: null })
  assert.deepEqual(db.healthcheck, { test: ['CMD', 'true'], interval: '30s' })
})

test('writable binds are copied, read-only ones are shared', () => {
  const trial = trialProject(SHOP, OPTIONS)
  assert.deepEqual(trial.copies, [{ from: '/home/me/shop/uploads', to: '/tmp/trial/home/me/shop/uploads' }])
  assert.deepEqual(
    services(trial.model).web.volumes?.map(({ source }) => source),
    ['/tmp/trial/home/me/shop/uploads', '/home/me/shop/conf', 'cache'],
  )
  assert.deepEqual(trial.data, [
    { from: 'precious', to: 'trial-1_data' },
    { from: 'shop_cache', to: 'trial-1_cache' },
  ])
})

test('what differs from the project of the user is told', () => {
  const { notes } = trialProject(SHOP, { ...OPTIONS, without: new Set(['db']) })
  assert.deepEqual(notes, [
    'web: started without its external links',
    'web: logs to the engine, not to its own logging driver',
    'web: started without db',
    "volume cache: a fresh one takes the place of the user's",
  ])
})

test('named services bring what they depend on, profiles decide about the rest', () => {
  const of = (options: Partial<TrialOptions>) => {
    const { chosen, services: all } = trialProject(SHOP, { ...OPTIONS, ...options })
    return [chosen, all]
  }
  assert.deepEqual(of({}), [
    ['web', 'db', 'agent'],
    ['web', 'db', 'agent'],
  ])
  assert.deepEqual(of({ services: ['web'] }), [['web'], ['web', 'db']])
  assert.deepEqual(of({ services: ['tool'] }), [['tool'], ['tool']])
  assert.deepEqual(of({ profiles: ['tools'] })[0], ['web', 'db', 'agent', 'tool'])
  assert.deepEqual(
    neededBy({ links: ['db:database'], network_mode: 'service:vpn', volumes_from: ['store:ro', 'container:x'], depends_on: { cache: {} } }),
    ['cache', 'vpn', 'db', 'store'],
  )
})

test('--offline makes the networks internal', () => {
  const { model } = trialProject(SHOP, { ...OPTIONS, offline: true })
  assert.ok(Object.values(model.networks as Record<string, { internal?: boolean }>).every(({ internal }) => internal === true))
})

test('a sealed model has what the intents ask for, and only for those services', () => {
  const { model } = trialProject(SHOP, OPTIONS)
  const next = sealed(
    model,
    new Map([
      [
        'web',
        [
          { do: 'set-read-only-root' },
          { do: 'add-tmpfs', path: '/var/lib/x', options: { uid: 101, size: 16 * 2 ** 20 } },
          { do: 'add-volume', path: '/srv', name: 'web-srv' },
          { do: 'set-environment', name: 'TMPDIR', value: '/var/lib/x' },
        ],
      ],
    ]),
  )
  const { web, db } = services(next)
  assert.equal(web.read_only, true)
  assert.deepEqual(web.tmpfs, ['/run', '/var/lib/x:uid=101,size=16m'])
  assert.deepEqual(web.volumes?.at(-1), { type: 'volume', source: 'web-srv', target: '/srv' })
  assert.equal(web.environment?.TMPDIR, '/var/lib/x')
  assert.deepEqual((next.volumes as Record<string, { labels: object }>)['web-srv']?.labels, {
    [TRIAL_LABEL]: 'trial-1',
    [OWNER_LABEL]: 'host/1',
  })
  assert.equal(db.read_only, undefined)
})

test('services that reach the host are told, ordinary ones are not', () => {
  const bind = (source: string, read_only = false) => ({ volumes: [{ type: 'bind', source, target: '/x', read_only }] })
  const reaching: readonly (readonly [Json, RegExp])[] = [
    [{ privileged: true }, /privileged/],
    [{ network_mode: 'host' }, /network of the host/],
    [{ pid: 'container:other' }, /container:other/],
    [{ devices: [{ source: '/dev/sda' }] }, /devices/],
    [{ cap_add: ['SYS_ADMIN'] }, /SYS_ADMIN/],
    [bind('/var/run/docker.sock', true), /socket of Docker/],
    [bind('/etc'), /\/etc of the host/],
    [bind('/', true), /socket of Docker/],
    [{ deploy: { resources: { reservations: { devices: [{ capabilities: ['gpu'] }] } } } }, /devices/],
  ]
  for (const [service, why] of reaching) assert.match(hostReach(service) ?? 'nothing', why)
  for (const service of [
    {},
    { network_mode: 'service:vpn' },
    { cap_add: ['NET_BIND_SERVICE'] },
    bind('/home/me/data'),
    bind('/etc/localtime', true),
  ])
    assert.equal(hostReach(service as Json), undefined, JSON.stringify(service))
})
