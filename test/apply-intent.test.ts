import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applyIntent, intentHolds } from '../src/model/apply-intent.ts'
import { blankContainer } from '../src/model/blank-container.ts'
import type { Container } from '../src/model/container.ts'
import { RUN, SWARM } from '../src/model/dialect.ts'
import { set, type TextOrigin } from '../src/model/fact.ts'
import type { Intent } from '../src/model/intent.ts'
import type { Mount } from '../src/model/mount.ts'
import { COMPOSE, STACK } from '../src/sources/compose/dialect.ts'
import { QUADLET } from '../src/sources/quadlet/dialect.ts'

const origin: TextOrigin = { kind: 'text', file: '/compose.yaml', span: [0, 1] }

function container(
  part: Partial<Container> & { mounted?: readonly Mount[]; options?: readonly string[]; dropped?: readonly string[] },
): Container {
  const { mounted = [], options = [], dropped = [], ...rest } = part
  const list = <T>(values: readonly T[]) => ({ items: values.map((value) => ({ value, origin })) })
  const blank = blankContainer('web', part.swarm ? STACK : COMPOSE, origin)
  return { ...blank, mounts: list(mounted), security: { ...blank.security, capDrop: list(dropped), options: list(options) }, ...rest }
}

const run: Mount = { type: 'tmpfs', target: '/run', readOnly: false, form: 'short', options: {} }
const conf: Mount = { type: 'bind', target: '/etc/app', source: './conf', readOnly: false, form: 'short' }

const EVERY: readonly [Intent, Container][] = [
  [{ do: 'set-read-only-root' }, container({ readOnlyRoot: set(false, origin) })],
  [{ do: 'add-tmpfs', path: '/var/run', options: { uid: 1 } }, container({})],
  [{ do: 'set-tmpfs-options', path: '/run', options: { exec: true } }, container({ mounted: [run] })],
  [{ do: 'add-volume', path: '/data', name: 'data' }, container({})],
  [{ do: 'tmpfs-to-volume', path: '/run', name: 'run' }, container({ mounted: [conf, run] })],
  [{ do: 'set-mount-read-only', path: '/etc/app' }, container({ mounted: [conf, run] })],
  [{ do: 'set-environment', name: 'A', value: '1' }, container({})],
  [{ do: 'add-security-option', option: 'no-new-privileges:true' }, container({ options: ['no-new-privileges=false', 'label:user:x'] })],
  [{ do: 'drop-capability', capability: 'ALL' }, container({ dropped: ['NET_RAW'] })],
  [{ do: 'add-capability', capability: 'CHOWN' }, container({})],
]

test('every intent changes a container that it does not hold for, and holds afterwards', () => {
  for (const [intent, before] of EVERY) {
    assert.equal(intentHolds(before, intent), false, intent.do)
    const after = applyIntent(before, intent)
    assert.notEqual(after, before, intent.do)
    assert.equal(intentHolds(after, intent), true, intent.do)
    assert.equal(applyIntent(after, intent), after, `${intent.do} twice is ${intent.do} once`)
  }
})

test('a mount is never added to a path that is mounted, however that path is spelled', () => {
  const before = container({ mounted: [run] })
  assert.equal(applyIntent(before, { do: 'add-tmpfs', path: '/var/run/', options: { exec: true } }), before)
  assert.equal(applyIntent(before, { do: 'add-volume', path: '/run', name: 'x' }), before)
  assert.equal(intentHolds(before, { do: 'add-volume', path: '/run', name: 'x' }), false)
})

test('an intent without anything to work on neither changes nor holds', () => {
  for (const intent of [
    { do: 'set-tmpfs-options', path: '/run', options: {} },
    { do: 'tmpfs-to-volume', path: '/run', name: 'x' },
    { do: 'set-mount-read-only', path: '/run' },
  ] satisfies Intent[]) {
    const before = container({ mounted: [conf] })
    assert.equal(applyIntent(before, intent), before)
    assert.equal(intentHolds(before, intent), false)
  }
})

test('options that the engine sets anyway make no difference', () => {
  const noexec: Mount = { ...run, options: { exec: false, suid: false, other: ['b', 'a'] } } as Mount
  assert.equal(
    intentHolds(container({ mounted: [noexec] }), { do: 'set-tmpfs-options', path: '/run', options: { other: ['a', 'b'] } }),
    true,
  )
})

test('swarm knows only the size of a tmpfs', () => {
  const after = applyIntent(container({ swarm: true }), { do: 'add-tmpfs', path: '/tmp', options: { size: 5, mode: 0o1777 } })
  assert.deepEqual(after.mounts.items[0]?.value, { type: 'tmpfs', target: '/tmp', readOnly: false, form: 'long', options: { size: 5 } })
})

test('spellings of security options and capabilities are known', () => {
  const before = container({ options: ['no-new-privileges'], dropped: ['cap_chown'] })
  assert.equal(intentHolds(before, { do: 'add-security-option', option: 'no-new-privileges:true' }), true)
  // As rules read it: the first `=` parts, whatever the case and the spaces.
  const policy = container({ options: ['No-New-Privileges = true'] })
  assert.equal(intentHolds(policy, { do: 'add-security-option', option: 'no-new-privileges:true' }), true)
  const other = container({ options: ['writable-cgroups=true'] })
  assert.equal(intentHolds(other, { do: 'add-security-option', option: 'no-new-privileges:true' }), false)
  assert.equal(intentHolds(before, { do: 'drop-capability', capability: 'CHOWN' }), true)
  assert.equal(intentHolds(container({ dropped: ['all'] }), { do: 'drop-capability', capability: 'NET_RAW' }), true)
  assert.equal(intentHolds(before, { do: 'drop-capability', capability: 'ALL' }), false)
})

test('a security option does not hold while another value of it stands beside it', () => {
  const before = container({ options: ['no-new-privileges:true', 'no-new-privileges:false'] })
  const intent: Intent = { do: 'add-security-option', option: 'no-new-privileges:true' }
  assert.equal(intentHolds(before, intent), false)
  assert.equal(intentHolds(applyIntent(before, intent), intent), true)
})

test('another value of a security option is replaced, labels are added', () => {
  const before = container({ options: ['seccomp=unconfined', 'label:user:x'] })
  const values = (intent: Intent) => applyIntent(before, intent).security.options.items.map((item) => item.value)
  assert.deepEqual(values({ do: 'add-security-option', option: 'seccomp=profile.json' }), ['label:user:x', 'seccomp=profile.json'])
  assert.deepEqual(values({ do: 'add-security-option', option: 'label:role:y' }), ['seccomp=unconfined', 'label:user:x', 'label:role:y'])
})

test('a volume whose path holds a colon is written in the long form of each dialect', () => {
  const intent: Intent = { do: 'add-volume', path: '/srv/a:b', name: 'web-a-b' }
  assert.equal(COMPOSE.intent(intent), 'volumes: { type: volume, source: web-a-b, target: "/srv/a:b" }')
  assert.equal(RUN.intent(intent), '--mount type=volume,source=web-a-b,destination=/srv/a:b')
  assert.equal(QUADLET.intent(intent), 'Mount=type=volume,source=web-a-b,destination=/srv/a:b')
  assert.equal(QUADLET.intent({ ...intent, path: '/srv/a' }), 'Volume=web-a-b:/srv/a')
  assert.equal(SWARM.intent({ ...intent, path: '/srv/a' }), '--mount type=volume,source=web-a-b,destination=/srv/a')
  assert.equal(RUN.intent({ ...intent, path: '/srv/a' }), '-v web-a-b:/srv/a')
})
