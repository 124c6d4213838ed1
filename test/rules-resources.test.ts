import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cgroupParentDefault } from '../rules/cgroup-parent-default.ts'
import { cpuLimit } from '../rules/cpu-limit.ts'
import { healthcheckDefined } from '../rules/healthcheck-defined.ts'
import { loggingEnabled } from '../rules/logging-enabled.ts'
import { memoryLimit } from '../rules/memory-limit.ts'
import { pidsLimit } from '../rules/pids-limit.ts'
import { pinnedImage } from '../rules/pinned-image.ts'
import { restartBounded } from '../rules/restart-bounded.ts'
import { ulimitsBounded } from '../rules/ulimits-bounded.ts'
import { unknown } from '../src/model/fact.ts'
import { container, fact, ids, judge, knowledge, listOf } from './container-builder.ts'

test('memory and process limits: absent, lifted, set, unknown', () => {
  for (const [rule, kind] of [
    [memoryLimit, 'memory'],
    [pidsLimit, 'pids'],
  ] as const) {
    const subject = container()
    assert.deepEqual(
      judge(rule, subject).map(({ messageId, at }) => [messageId, at]),
      [['missing', subject.origin]],
    )
    for (const none of [0, -1]) assert.deepEqual(ids(rule, container({ limits: { [kind]: fact(none) } })), ['lifted'], `${kind} ${none}`)
    assert.deepEqual(ids(rule, container({ limits: { [kind]: fact(100) } })), [])
    assert.deepEqual(ids(rule, container({ limits: { [kind]: unknown('${LIMIT}') } })), [])
    assert.equal(judge(rule, container({ oneOff: true }))[0]?.severity, 'info')
  }
})

test('pids-limit: Podman limits by default, but not where that is lifted', () => {
  assert.deepEqual(ids(pidsLimit, container({ engine: 'podman' })), [])
  assert.deepEqual(ids(pidsLimit, container({ engine: 'podman', limits: { pids: fact(-1) } })), ['lifted'])
})

test('cpu-limit: any of quota, weight and pinning will do; the default weight is none', () => {
  assert.deepEqual(ids(cpuLimit, container()), ['missing'])
  assert.deepEqual(ids(cpuLimit, container({ limits: { cpus: fact(0.5) } })), [])
  assert.deepEqual(ids(cpuLimit, container({ limits: { cpuset: fact('0,1') } })), [])
  assert.deepEqual(ids(cpuLimit, container({ limits: { cpuShares: fact(512) } })), [])
  assert.deepEqual(ids(cpuLimit, container({ limits: { cpuShares: fact(1024) } })), ['lifted'])
  assert.deepEqual(ids(cpuLimit, container({ limits: { cpus: fact(0) } })), ['lifted'])
  assert.deepEqual(ids(cpuLimit, container({ limits: { cpus: unknown('${CPUS}') } })), [])
})

test('ulimits-bounded: unlimited shared resources, not memlock', () => {
  const of = (name: string, soft: number, hard = soft) =>
    ids(ulimitsBounded, container({ limits: { ulimits: listOf({ name, soft, hard }) } }))
  assert.deepEqual(of('nofile', -1), ['unlimited'])
  assert.deepEqual(of('nproc', 1000, -1), ['unlimited'])
  assert.deepEqual(of('nofile', 65536), [])
  assert.deepEqual(of('memlock', -1), [])
  assert.deepEqual(of('core', 0), [])
  assert.deepEqual(ids(ulimitsBounded, container()), [], 'the limits of the daemon hold')
})

test('restart-bounded: on-failure needs a bound of at most five; the usual policies are a remark', () => {
  type Policy = 'no' | 'always' | 'on-failure' | 'unless-stopped'
  const of = (policy: Policy, maxRetries?: number) =>
    judge(restartBounded, container({ restart: fact({ policy, ...(maxRetries === undefined ? {} : { maxRetries }) }) })).map(
      ({ messageId, severity }) => `${messageId} ${severity}`,
    )
  assert.deepEqual(of('always'), ['always info'])
  assert.deepEqual(of('unless-stopped'), ['always info'])
  assert.deepEqual(of('on-failure'), ['unbounded info'])
  assert.deepEqual(of('on-failure', 0), ['unbounded info'])
  assert.deepEqual(of('on-failure', 6), ['unbounded info'])
  assert.deepEqual(of('on-failure', 5), [])
  assert.deepEqual(of('no'), [])
  assert.deepEqual(ids(restartBounded, container()), [])
})

test('cgroup-parent-default: the groups of the engines themselves are silent', () => {
  for (const parent of ['', 'docker', '/docker', 'system.slice']) {
    assert.deepEqual(ids(cgroupParentDefault, container({ limits: { cgroupParent: fact(parent) } })), [], parent)
  }
  assert.deepEqual(ids(cgroupParentDefault, container({ limits: { cgroupParent: fact('/other') } })), ['other'])
  assert.deepEqual(ids(cgroupParentDefault, container()), [])
})

test('healthcheck-defined: the check of a known image counts, a disabled one is reported', () => {
  const test = ['CMD', 'true']
  assert.deepEqual(ids(healthcheckDefined, container()), ['missing'])
  assert.deepEqual(ids(healthcheckDefined, container(), { knowledge: knowledge({ healthcheck: true }) }), [])
  assert.match(judge(healthcheckDefined, container(), { knowledge: knowledge({ healthcheck: false }) })[0]?.message ?? '', /example\/app/)
  assert.deepEqual(ids(healthcheckDefined, container({ healthcheck: fact({ disabled: false, test }) })), [])
  assert.deepEqual(ids(healthcheckDefined, container({ healthcheck: fact({ disabled: true, test: [] }) })), ['disabled'])
  assert.deepEqual(ids(healthcheckDefined, container({ healthcheck: unknown('${H}') })), [])
  assert.deepEqual(ids(healthcheckDefined, container({ oneOff: true })), [])
})

test('pinned-image: no tag, latest, tags without a version; digests and builds are silent', () => {
  const of = (image: string, options = {}) =>
    judge(pinnedImage, container({ image: fact(image) }), { options }).map(({ messageId }) => messageId)
  assert.deepEqual(of('nginx'), ['noTag'])
  assert.deepEqual(of('registry.example:5000/team/app'), ['noTag'])
  assert.deepEqual(of('nginx:latest'), ['latest'])
  assert.deepEqual(of('app:latest-alpine'), ['latest'])
  assert.deepEqual(of('nginx:alpine'), ['moving'])
  assert.deepEqual(of('nginx:1.27'), [])
  assert.deepEqual(of('postgres:17-alpine'), [])
  assert.deepEqual(of('nginx:$VERSION'), [])
  const digest = `sha256:${'0'.repeat(64)}`
  assert.deepEqual(of(`nginx@${digest}`), [])
  assert.deepEqual(of('nginx:1.27', { digest: true }), ['noDigest'])
  assert.deepEqual(of(`nginx:1.27@${digest}`, { digest: true }), [])
  assert.deepEqual(ids(pinnedImage, container({ image: unknown('${IMAGE}') })), [])
})

test('pinned-image: what is built on the spot is not pulled', () => {
  const build = fact({ context: '/project', args: {} })
  const built = container({ name: 'web', image: fact('shop:latest'), build })
  const user = container({ name: 'worker', image: fact('shop:latest') })
  assert.deepEqual(ids(pinnedImage, built), [])
  assert.deepEqual(ids(pinnedImage, user, { document: [built, user] }), [])
  assert.deepEqual(ids(pinnedImage, user, { document: [user] }), ['latest'])
  assert.deepEqual(
    ids(pinnedImage, container({ origin: { kind: 'live', id: 'a1', path: '' }, project: 'shop', image: fact('shop-web') })),
    [],
  )
  assert.deepEqual(ids(pinnedImage, container({ origin: { kind: 'live', id: 'a1', path: '' }, project: 'shop', image: fact('nginx') })), [
    'noTag',
  ])
})

test('logging-enabled: only the driver none', () => {
  assert.deepEqual(ids(loggingEnabled, container({ loggingDriver: fact('none') })), ['none'])
  assert.deepEqual(ids(loggingEnabled, container({ loggingDriver: fact('local') })), [])
  assert.deepEqual(ids(loggingEnabled, container()), [])
})
