import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Container } from '../src/model/container.ts'
import type { Evidence } from '../src/model/evidence.ts'
import { tmpfsText } from '../src/model/tmpfs.ts'
import { chooseMounts, tmpfsNeeds } from '../src/plan/choose-mounts.ts'
import { coverOf } from '../src/plan/cover.ts'
import type { MountContext } from '../src/plan/mount-context.ts'
import { joinNeeds, type Need } from '../src/plan/need.ts'
import { planWrites } from '../src/plan/plan.ts'
import { lostTmpfs, rewrittenForStack, stackNotes } from '../src/plan/stack-tmpfs.ts'
import type { StartUser } from '../src/plan/user.ts'
import { COMPOSE } from '../src/sources/compose/dialect.ts'
import { catalogueOf } from './catalogue.ts'
import { container, fact, listOf, mounts } from './container-fixture.ts'
import { onVolume, planOf, writePath } from './prove-rounds.ts'

const need = (path: string, more: Partial<Need> = {}): Need => ({
  path,
  kind: 'scratch',
  because: [{ evidence: 'image-record', text: path }],
  confidence: 'known',
  ...more,
})
const ROOT: StartUser = { known: true, root: true }
const APP: StartUser = { known: true, root: false, ids: { uid: 5, gid: 6 } }
const NAMED: StartUser = { known: true, root: false }
const NOBODY: StartUser = { known: false }

const contextOf = (more: Partial<MountContext> = {}): MountContext => {
  const own = more.container ?? container()
  return {
    container: own,
    user: ROOT,
    mounts: own.mounts.items,
    volumes: [],
    takenVolumeNames: new Set(),
    siblingVolumes: new Map(),
    ...more,
  }
}

/** The mounts for needs, each in short. */
function chosen(needs: readonly Need[], more: Partial<MountContext> = {}): string[] {
  return chooseMounts(needs, contextOf(more)).map(({ path, mount }) => {
    if (mount.as === 'tmpfs') return `tmpfs ${tmpfsText(path, mount.options)}`
    return mount.as === 'volume' ? `volume ${mount.name}:${path}${mount.shared ? ' shared' : ''}` : `${path} by ${mount.by} ${mount.target}`
  })
}

test('each need gets the mount that serves it, and none twice', () => {
  assert.deepEqual(chosen([need('/b'), need('/a')]), ['tmpfs /a', 'tmpfs /b'])
  assert.deepEqual(chosen([need('/a/b'), need('/a')]), ['tmpfs /a'])
  assert.deepEqual(chosen([need('/a'), need('/a/b', { mustExist: true })]), ['tmpfs /a', 'tmpfs /a/b'])
  assert.deepEqual(chosen([need('/a'), need('/a/b', { kind: 'data' })]), ['tmpfs /a', 'volume web-b:/a/b'])
  assert.deepEqual(chosen([need('/a', { kind: 'data' }), need('/a/b'), need('/ab')]), ['volume web-a:/a', 'tmpfs /ab'])
  // What is executed, or written by another user, needs more than a plain tmpfs above.
  assert.deepEqual(chosen([need('/a'), need('/a/b', { exec: true })]), ['tmpfs /a', 'tmpfs /a/b:exec'])
  assert.deepEqual(chosen([need('/a', { exec: true }), need('/a/b', { exec: true })]), ['tmpfs /a:exec'])
  const owner = { owner: { uid: 7, gid: 8 } }
  assert.deepEqual(chosen([need('/a'), need('/a/b', owner)]), ['tmpfs /a', 'tmpfs /a/b:uid=7,gid=8'])
  assert.deepEqual(chosen([need('/a', owner), need('/a/b', owner)]), ['tmpfs /a:uid=7,gid=8'])
  assert.deepEqual(chosen([need('/a', owner), need('/a/b', { owner: { uid: 7, gid: 9 } })]), [
    'tmpfs /a:uid=7,gid=8',
    'tmpfs /a/b:uid=7,gid=9',
  ])
  assert.deepEqual(chosen([need('/a', owner), need('/a/b', { owner: { uid: 9, gid: 8 } })]), [
    'tmpfs /a:uid=7,gid=8',
    'tmpfs /a/b:uid=9,gid=8',
  ])
  assert.deepEqual(chosen([need('/a', { anyUser: true }), need('/a/b', owner)]), ['tmpfs /a:mode=1777'])
  assert.deepEqual(chosen([need('/tmp'), need('/tmp/b', owner)]), ['tmpfs /tmp'])
  assert.deepEqual(chosen([need('/a', owner), need('/a/b')]), ['tmpfs /a:uid=7,gid=8'])
  assert.deepEqual(chosen([need('/a', owner), need('/a/b', { anyUser: true })]), ['tmpfs /a:uid=7,gid=8', 'tmpfs /a/b:mode=1777'])
})

test('what is large, shipped or kept gets a volume, with a name of its own or a shared one', () => {
  assert.deepEqual(chosen([need('/a/data', { kind: 'data' }), need('/b/data', { kind: 'data' })]), [
    'volume web-data:/a/data',
    'volume web-b-data:/b/data',
  ])
  assert.deepEqual(chosen([need('/a', { kind: 'data' })], { takenVolumeNames: new Set(['web-a']) }).length, 1)
  assert.deepEqual(chosen([need('/a', { kind: 'data' })], { siblingVolumes: new Map([['/a', 'media']]) }), ['volume media:/a shared'])
  assert.deepEqual(chosen([need('/a', { kind: 'cache', large: true })], { siblingVolumes: new Map([['/a', 'media']]) }), [
    'volume web-a:/a',
  ])
  assert.deepEqual(chosen([need('/a', { ships: 'x' })]), ['volume web-a:/a'])
  assert.deepEqual(chosen([need('/a', { ships: 'x', hidesNothingNeeded: true })]), ['tmpfs /a'])
  assert.deepEqual(chosen([need('/a')], { tmpfsSize: 1024 }), ['tmpfs /a:size=1k'])
  // A new volume belongs to root: a cache of another user is better in memory.
  const cache = { kind: 'cache', large: true, absent: true } as const
  assert.deepEqual(chosen([need('/a', cache)], { user: APP }), ['tmpfs /a:uid=5,gid=6'])
  assert.deepEqual(chosen([need('/a', cache)]), ['volume web-a:/a'])
  assert.deepEqual(chosen([need('/a', cache)], { user: NOBODY }), ['volume web-a:/a'])
  assert.deepEqual(chosen([need('/a', { kind: 'cache', large: true })], { user: APP }), ['volume web-a:/a'])
  assert.deepEqual(chosen([need('/a', { ...cache, ships: 'x' })], { user: APP }), ['volume web-a:/a'])
  assert.deepEqual(chosen([need('/a', { ...cache, kind: 'data' })], { user: APP }), ['volume web-a:/a'])
  assert.deepEqual(chosen([need('/a', { absent: true, ships: 'x' })], { user: APP }), ['volume web-a:/a'])
})

test('the deepest mount decides what covers a path', () => {
  const cover = (
    path: string,
    entries: readonly string[],
    volumes: readonly string[] = [],
    more: Partial<Need> = {},
    given: Partial<Container> = {},
  ) => {
    const own = container({ mounts: mounts(...entries), ...given })
    const found = coverOf(need(path, more), { container: own, mounts: own.mounts.items, volumes })
    return typeof found === 'object' ? `${found.by} ${found.target}` : found
  }
  assert.deepEqual(
    [cover('/a/b', []), cover('/a/b', ['/a']), cover('/a/b', ['/a/b/c']), cover('/ab', ['/a'])],
    [undefined, 'mount /a', undefined, undefined],
  )
  assert.deepEqual(
    [cover('/a/b', ['/a/b', '/a']), cover('/a/b', ['/a', '/a/b']), cover('/a/b', ['/a', 'v:/a/b:ro'])],
    ['mount /a/b', 'mount /a/b', 'read-only'],
  )
  assert.deepEqual([cover('/a/b', ['v:/a/b:ro', '/a/b']), cover('/a/b', ['/a/b', 'v:/a/b:ro'])], ['mount /a/b', 'read-only'])
  assert.deepEqual(
    [cover('/a/b', ['/a'], ['/a/b']), cover('/a/b', ['/a/b'], ['/a', '/a/b']), cover('/a/b/c', [], ['/a', '/a/b'])],
    ['image-volume /a/b', 'mount /a/b', 'image-volume /a/b'],
  )
  assert.deepEqual(
    [
      cover('/run/x', ['tmpfs:/run']),
      cover('/run/x', ['tmpfs:/run'], [], { mustExist: true }),
      cover('/run', ['tmpfs:/run'], [], { mustExist: true }),
      cover('/run/x', ['v:/run'], [], { mustExist: true }),
    ],
    ['mount /run', undefined, 'mount /run', 'mount /run'],
  )
  const podman = { engine: 'podman' } as const
  assert.deepEqual(
    [cover('/dev/shm', []), cover('/run/x', []), cover('/run/x', [], [], {}, podman), cover('/run/x', [], [], { exec: true }, podman)],
    ['engine /dev', undefined, 'engine /run', undefined],
  )
})

test('a tmpfs belongs to who writes there', () => {
  const options = (more: Partial<Need>, user: StartUser, given: Partial<Container> = {}, path = '/a') =>
    tmpfsText('', tmpfsNeeds(need(path, more), user, container(given)))
  const owner = { owner: { uid: 7, gid: 8 } }
  assert.deepEqual([options({}, ROOT), options({}, APP), options({}, NAMED), options({}, NOBODY)], ['', ':uid=5,gid=6', ':mode=1777', ''])
  assert.equal(options({}, NOBODY, { user: { state: 'unknown', why: 'x' } }), ':mode=1777')
  assert.deepEqual([options(owner, ROOT), options(owner, APP), options({ owner: { uid: 0 } }, ROOT)], [':uid=7,gid=8', ':uid=5,gid=6', ''])
  assert.deepEqual(
    [options({ worldWritable: true }, APP), options({ worldWritable: true, absent: true }, APP), options({}, APP, {}, '/dev/shm/x')],
    ['', ':uid=5,gid=6', ''],
  )
  assert.deepEqual(
    [
      options({ anyUser: true }, ROOT),
      options({ anyUser: true }, APP),
      options({ anyUser: true, ...owner }, ROOT),
      options({ anyUser: true }, NOBODY),
    ],
    [':mode=1777', ':uid=5,gid=6', ':uid=7,gid=8', ':mode=1777'],
  )
  assert.deepEqual(
    [
      options({ ...owner, mode: 0o755 }, APP),
      options({ ...owner, mode: 0o775 }, APP),
      options({ owner: { uid: 0 }, mode: 0o777 }, APP),
      options({ owner: { uid: 0, gid: 3 }, mode: 0o755 }, APP),
      options({ mode: 0o777 }, APP),
    ],
    [':uid=7,gid=8', ':uid=7,gid=8,mode=0775', ':mode=0777', ':uid=0,gid=3', ':uid=5,gid=6'],
  )
  const chowned = { ...owner, chowned: true } as const
  const security = (capAdd: readonly string[], capDrop: readonly string[], privileged?: boolean): Partial<Container> => ({
    security: {
      ...container().security,
      capAdd: listOf(...capAdd),
      capDrop: listOf(...capDrop),
      ...(privileged === undefined ? {} : { privileged: fact(privileged) }),
    },
  })
  const OWN = ':uid=7,gid=8'
  const rows: readonly (readonly [Partial<Container>, string])[] = [
    [{}, ''],
    [security([], ['CHOWN']), OWN],
    [security([], ['ALL']), OWN],
    [security([], ['KILL']), ''],
    [security(['CHOWN'], ['ALL']), ''],
    [security(['ALL'], ['CHOWN']), ''],
    [security(['KILL'], ['ALL']), OWN],
    [security([], ['ALL'], true), ''],
    [security([], ['ALL'], false), OWN],
  ]
  for (const [given, expected] of rows) assert.equal(options(chowned, ROOT, given), expected, JSON.stringify(given.security))
  assert.equal(options({ exec: true }, ROOT), ':exec')
})

test('a stack gives a tmpfs no owner, and ignores the short syntax', () => {
  const stack = (given: Partial<Container> = {}) => container({ swarm: true, ...given })
  const tmpfs = (options: object, form: 'short' | 'long' = 'short') =>
    listOf({ type: 'tmpfs', target: '/a', readOnly: false, form, options } as const)
  const rewritten = (given: Container) => rewrittenForStack(given).map(({ path, options }) => tmpfsText(path, options))
  assert.deepEqual(rewritten(container({ mounts: tmpfs({}) })), [])
  assert.deepEqual(rewritten(stack({ mounts: tmpfs({ size: 1024 }) })), ['/a:size=1k'])
  assert.deepEqual(rewritten(stack({ mounts: tmpfs({ size: 1024 }, 'long') })), [])
  assert.deepEqual(rewritten(stack({ mounts: mounts('v:/a') })), [])
  assert.deepEqual(rewritten(stack({ mounts: tmpfs({ uid: 5 }) })), [])
  assert.deepEqual(rewritten(container({ maybeStack: true, mounts: tmpfs({ uid: 5 }) })), ['/a:mode=1777'])
  assert.deepEqual(rewritten(container({ maybeStack: true, mounts: tmpfs({ exec: true }) })), [])
  const lost = (given: Container) => lostTmpfs(given)?.lost
  assert.deepEqual(
    [
      lost(container({ mounts: tmpfs({ uid: 5 }) })),
      lost(stack({ mounts: tmpfs({ uid: 5 }) })),
      lost(stack({ mounts: tmpfs({ size: 1 }) })),
    ],
    [undefined, ['uid=5'], undefined],
  )
  const path = (options: object) =>
    chooseMounts([need('/a')], contextOf()).map((each) => ({ ...each, mount: { as: 'tmpfs', options } as const }))
  const notes = (given: Container, options: object, more: readonly { path: string; options: object }[] = []) =>
    stackNotes(given, path(options), more).length
  const maybe = container({ maybeStack: true })
  assert.deepEqual(
    [
      notes(container(), { mode: 1 }),
      notes(maybe, {}),
      notes(maybe, { mode: 1 }),
      notes(maybe, {}, [{ path: '/b', options: { mode: 1 } }]),
    ],
    [0, 0, 1, 1],
  )
})

test('needs of one path are joined: the first knows best, and any may add', () => {
  const joined = (first: Partial<Need>, other: Partial<Need>) => joinNeeds([need('/a', first), need('/a', other)])[0]
  const seen = { because: [{ evidence: 'observed', text: 'x' }] } as const
  assert.deepEqual(
    [
      joined({}, { kind: 'data' })?.kind,
      joined({}, { kind: 'data', because: [{ evidence: 'program', text: 'x' }] })?.kind,
      joined(seen, { kind: 'data' })?.kind,
      joined({ ...seen, kind: 'data' }, {})?.kind,
    ],
    ['scratch', 'data', 'data', 'data'],
  )
  assert.deepEqual(
    [
      joined({ confidence: 'inferred' }, { confidence: 'known' })?.confidence,
      joined({ confidence: 'known' }, { confidence: 'inferred' })?.confidence,
    ],
    ['known', 'known'],
  )
  assert.deepEqual(
    [joined({ perhaps: true }, { perhaps: true })?.perhaps, joined({ perhaps: true }, {})?.perhaps, joined({}, { perhaps: true })?.perhaps],
    [true, undefined, undefined],
  )
  const other = joined({}, { anyUser: true, ships: 'x', exec: true, mode: 0o700 })
  assert.deepEqual([other?.anyUser, other?.ships, other?.exec, other?.mode, other?.because.length], [undefined, undefined, true, 0o700, 2])
  assert.equal(joinNeeds([need('/a'), need('/b')]).length, 2)
})

test('a list to paste in one line quotes options with commas, and leaves long entries as they are', () => {
  const tmpfs = ['/a', '/b', '/c', '/d', '/e', '/f'].map((path) => writePath(path))
  const owned = writePath('/run/app', { mount: { as: 'tmpfs', options: { uid: 5, gid: 6 } } })
  const lines = COMPOSE.paste(planOf([...tmpfs, owned, onVolume('/data', 'store'), onVolume('/C:/x', 'odd')])).map(({ text }) => text)
  assert.deepEqual(lines, [
    'read_only: true',
    'tmpfs: [/a, /b, /c, /d, /e, /f, "/run/app:uid=5,gid=6"]',
    'volumes: [store:/data, { type: volume, source: odd, target: "/C:/x" }]',
  ])
})

test('a trial is not made where a file was written that no mount can serve', () => {
  const evidence: Evidence = { changed: [{ path: '/state', kind: 'added' }], readOnlyErrors: [], readOnlyRoot: false }
  const { ready, ...plan } = planWrites({ container: container({ image: fact('app') }), records: catalogueOf([]), evidence, trial: true })
  assert.equal(ready, 'no')
  assert.match('why' in plan ? plan.why : '', /\/state/)
})
