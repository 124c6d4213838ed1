import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { collectContainers, collectSaved } from '../src/live/collect.ts'
import type { Engine } from '../src/live/engine.ts'
import { readSaved } from '../src/live/saved.ts'

/* What is made of an engine's answers. That engines answer so is what the tests of test/engine show. */
type Answers = Readonly<Record<string, unknown>>

const REFUSED = { ok: false, why: 'status 500: broken' }

/** An engine with these answers by path; another path is not found, and an answer with `why` is an error. */
function engineWith(answers: Answers): Engine {
  const get = async (path: string) => {
    const value = answers[path]
    if (value === undefined) return { ok: false, why: 'status 404: not found' }
    return typeof value === 'object' && value !== null && 'why' in value ? value : { ok: true, value }
  }
  return { get, bytes: async () => ({ ok: true, value: new Uint8Array() }) } as unknown as Engine
}

const [A, B, C] = ['aa11', 'aa22', 'cc33'].map((start) => start.padEnd(64, '0')) as [string, string, string]
const ANONYMOUS = 'f'.repeat(64)

const inspected = (id: string, name: string, more: object = {}) => ({
  Id: id,
  Name: `/${name}`,
  Image: 'sha256:1',
  State: { Status: 'running' },
  HostConfig: {},
  Config: { Image: 'acme/app:1', Env: ['MODE=on'] },
  ...more,
})

const IMAGE = { Id: 'sha256:1', RepoTags: ['acme/app:1'], Config: { Env: ['MODE=on'], User: 'app' } }
const service = (name: string, image: string) => ({
  ID: `id-${name}`,
  Spec: { Name: name, TaskTemplate: { ContainerSpec: { Image: image } } },
})

const ANSWERS: Answers = {
  '/containers/json?all=1': [
    { Id: B, Names: ['/web'] },
    { Id: A, Names: ['/db', '/web/db'] },
    { Id: C, Names: [] },
  ],
  [`/containers/${A}/json`]: inspected(A, 'db', {
    HostConfig: { Binds: ['memory:/m', 'disk:/d'] },
    Mounts: [
      { Type: 'volume', Name: 'memory', Destination: '/m' },
      { Type: 'volume', Name: 'disk', Destination: '/d' },
      { Type: 'volume', Name: 'gone', Destination: '/g' },
      { Type: 'volume', Name: ANONYMOUS, Destination: '/a' },
    ],
  }),
  [`/containers/${B}/json`]: inspected(B, 'web', { Image: 'sha256:2' }),
  [`/containers/${C}/json`]: inspected(C, 'app'),
  '/images/sha256%3A1/json': IMAGE,
  '/volumes/memory': { Options: { type: 'tmpfs' } },
  '/volumes/disk': { Options: { type: 'nfs' } },
  [`/volumes/${ANONYMOUS}`]: { Options: { type: 'tmpfs' } },
  '/info': { CgroupVersion: '2', LoggingDriver: 'journald', SecurityOptions: ['name=apparmor'] },
  '/version': { Components: [{ Name: 'Engine' }] },
}

const OPTIONS = { wanted: [], evidence: false, now: 0 }

async function collected(answers: Answers = ANSWERS, more: object = {}) {
  const answer = await collectContainers(engineWith(answers), { ...OPTIONS, ...more })
  assert.ok(answer.ok, answer.ok ? '' : answer.why)
  return answer.value
}
const namesOf = ({ containers }: Awaited<ReturnType<typeof collected>>) => containers.map(({ live }) => live.container.name)

describe('the containers of an engine', () => {
  it('are read with their image, what the engine is, and the volumes that are in memory', async () => {
    const { containers, services, unknown, notes, unread } = await collected()
    assert.deepEqual([services, unknown, notes, unread], [[], [], [], []])
    assert.deepEqual(
      containers.map(({ live, image, evidence }) => [live.container.name, image?.user.state, evidence]),
      [
        ['app', 'set', undefined],
        ['db', 'set', undefined],
        ['web', undefined, undefined],
      ],
    )
    const [app, db, web] = containers
    assert.deepEqual(app?.facts, { engine: 'docker', cgroupVersion: '2', loggingDriver: 'journald', security: ['name=apparmor'] })
    const volumes = db?.live.container.mounts.items.map(({ value }) => [value.target, value.type === 'volume' && value.inMemory])
    assert.deepEqual(volumes, [
      ['/a', undefined],
      ['/d', undefined],
      ['/g', undefined],
      ['/m', true],
    ])
    // What the image sets is not the container's own.
    const variables = [app, web].map((each) => each?.live.container.environment.items.length)
    assert.deepEqual(variables, [0, 1])
  })

  it('are chosen by name, by id or by its start', async () => {
    assert.deepEqual(namesOf(await collected(ANSWERS, { wanted: ['web', 'web/db'] })), ['db', 'web'])
    assert.deepEqual(namesOf(await collected(ANSWERS, { wanted: [C] })), ['app'])
    assert.deepEqual(namesOf(await collected(ANSWERS, { wanted: ['aa11', 'aa11', 'cc'] })), ['app', 'db'])
    const named = {
      ...ANSWERS,
      '/containers/json?all=1': [
        { Id: A, Names: ['/cc'] },
        { Id: C, Names: ['/x'] },
      ],
    }
    assert.deepEqual(namesOf(await collected(named, { wanted: ['cc'] })), ['db'])
    assert.deepEqual((await collected(ANSWERS, { wanted: ['zz', 'bb', 'db'] })).unknown, ['zz', 'bb'])
    const twice = await collectContainers(engineWith(ANSWERS), { ...OPTIONS, wanted: ['aa'] })
    assert.deepEqual(twice, { ok: false, why: '"aa" is the start of several container ids', hint: 'write more of it' })
  })

  it('are left out where they are gone, and reported where they cannot be read', async () => {
    const found = await collected({
      ...ANSWERS,
      [`/containers/${A}/json`]: undefined,
      [`/containers/${B}/json`]: REFUSED,
      [`/containers/${C}/json`]: { Id: C },
    })
    assert.deepEqual(found.containers, [])
    assert.deepEqual(
      found.unread.map(({ kind, name, why }) => `${kind} ${name}: ${why}`),
      [
        'container web: status 500: broken',
        `container ${C.slice(0, 12)}: the engine's answer has no "HostConfig" and "Config", so it is no answer of \`docker inspect\` about a container`,
      ],
    )
  })

  it('come with what they wrote where that is asked for, and with what the engine does not show', async () => {
    const answers = { ...ANSWERS, [`/containers/${A}/changes`]: [{ Path: '/tmp/x', Kind: 1 }], [`/containers/${B}/changes`]: REFUSED }
    const found = await collected(answers, { evidence: true, wanted: ['db', 'web'] })
    assert.deepEqual(
      found.containers.map(({ evidence }) => evidence?.changed.map(({ path }) => path)),
      [['/tmp/x'], []],
    )
    assert.deepEqual(found.notes, ['container web: not reported by the engine: what it changed (status 500: broken)'])
  })

  it('are those of Podman where the engine says so, and of an engine that says little', async () => {
    const facts = async (more: Answers) => (await collected({ ...ANSWERS, ...more }, { wanted: ['web'] })).containers[0]?.facts
    assert.equal((await facts({ '/version': { Components: [{ Name: 'Podman Engine' }] } }))?.engine, 'podman')
    const little = { '/info': { CgroupVersion: '3' }, '/version': REFUSED }
    assert.deepEqual(await facts(little), { engine: 'docker' })
    assert.deepEqual(await facts({ '/info': REFUSED }), { engine: 'docker' })
    assert.equal((await facts({ '/info': { CgroupVersion: '1' } }))?.cgroupVersion, '1')
  })

  it('are an error where the list is none', async () => {
    const answer = await collectContainers(engineWith({ ...ANSWERS, '/containers/json?all=1': {} }), OPTIONS)
    assert.equal(answer.ok, false)
  })
})

describe('the services of a swarm', () => {
  const swarm = (more: Answers, options: object = {}) =>
    collected({ ...ANSWERS, '/info': { Swarm: { ControlAvailable: true } }, ...more }, options)

  it('are read by a manager, with the images that it has', async () => {
    const found = await swarm({
      '/services': [service('shop_web', 'acme/web:1'), service('shop_db', 'acme/app:1'), { ID: 'x', Spec: { Name: 'odd' } }, {}],
      '/images/acme%2Fapp%3A1/json': IMAGE,
    })
    assert.deepEqual(
      found.services.map(({ service: { container: each }, image, facts }) => [each.name, image?.user.state, facts?.engine]),
      [
        ['shop_db', 'set', 'docker'],
        ['shop_web', undefined, 'docker'],
      ],
    )
    const why = `the engine's answer has no "ID" and "Spec.TaskTemplate.ContainerSpec"`
    assert.deepEqual(found.unread, [
      { kind: 'service', name: 'odd', id: 'x', why },
      { kind: 'service', name: 'a service', id: '', why },
    ])
  })

  it('are reported where a manager does not list them, and not asked for where a container is', async () => {
    const unread = async (answer: unknown) => (await swarm({ '/services': answer })).unread.map(({ why }) => why)
    assert.deepEqual(await unread(REFUSED), ['status 500: broken'])
    assert.deepEqual(await unread({}), ['the list of services is no list'])
    const one = await swarm({ '/services': [service('shop_web', 'acme/web:1')] }, { wanted: ['web'] })
    assert.deepEqual([one.services, one.unread], [[], []])
    const worker = await collected({ ...ANSWERS, '/services': [service('shop_web', 'acme/web:1')] })
    assert.deepEqual(worker.services, [])
  })
})

describe('saved answers', () => {
  const saved = (...documents: readonly unknown[]) => {
    const answer = readSaved(JSON.stringify(documents))
    assert.ok(answer.ok)
    return answer.saved
  }

  it('are sorted by what they describe', () => {
    const { containers, services, images, inMemoryVolumes, others } = saved(
      inspected(A, 'db'),
      service('web', 'a'),
      { ...IMAGE, RepoDigests: ['acme/app@sha256:3'] },
      { Name: 'memory', Mountpoint: '/m', Options: { type: 'tmpfs' } },
      { Name: 'disk', Mountpoint: '/d', Options: { type: 'nfs' } },
      { Name: 'plain', Mountpoint: '/p', Options: null },
      { Mountpoint: '/q', Options: { type: 'tmpfs' } },
      { Spec: { Name: 'config' } },
      { Name: 'bridge' },
      7,
    )
    assert.deepEqual([containers.length, services.length, others], [1, 1, 3])
    assert.deepEqual([...images.keys()], ['sha256:1', 'acme/app:1', 'acme/app@sha256:3'])
    assert.deepEqual([...inMemoryVolumes], ['memory', ''])
  })

  it('are read with the image among them, and say which are of no use', () => {
    const found = collectSaved(
      saved(inspected(B, 'web'), inspected(A, 'db', { Image: 'sha256:9' }), { HostConfig: {} }, IMAGE, service('shop', 'acme/app:1'), {
        Spec: { TaskTemplate: {} },
      }),
    )
    assert.deepEqual(
      found.containers.map(({ live, image }) => [live.container.name, image?.user.state]),
      [
        ['db', 'set'],
        ['web', 'set'],
      ],
    )
    assert.deepEqual(
      found.services.map(({ image }) => image?.user.state),
      ['set'],
    )
    assert.deepEqual(found.notes, ['a document has no "Id"', 'a document has no "ID" and "Spec.TaskTemplate.ContainerSpec"'])
    assert.equal(collectSaved(saved(inspected(B, 'web'))).containers[0]?.image, undefined)
  })
})
