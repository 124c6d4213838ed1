import assert from 'node:assert/strict'
import { test } from 'node:test'
import { matchRecord } from '../src/knowledge/match.ts'
import type { Condition, ImageRecord } from '../src/knowledge/record.ts'
import { tagAtLeast, tagVersion } from '../src/knowledge/tag.ts'
import { every, opposite, some, type Truth } from '../src/knowledge/truth.ts'
import type { Container } from '../src/model/container.ts'
import { parseImageReference } from '../src/model/image.ts'
import { judge } from '../src/plan/condition.ts'
import { planContext } from '../src/plan/plan-context.ts'
import type { StartUser } from '../src/plan/user.ts'
import { catalogueOf } from './catalogue.ts'
import { container, environment, fact, listOf, mounts } from './container-fixture.ts'

function decide(condition: Condition, given: Partial<Container>, image = 'app:1.5'): Truth {
  return judge(condition, planContext(container(given), undefined, parseImageReference(image)), { known: true, root: true })
}

test('versions are read from the tags that people use', () => {
  assert.deepEqual(tagVersion('17.2-alpine3.20'), [17, 2])
  assert.deepEqual(tagVersion('v3.0.1'), [3, 0, 1])
  assert.deepEqual(tagVersion('pg16-v0.3.0'), undefined)
  assert.deepEqual(tagVersion('latest'), undefined)
  assert.deepEqual(tagVersion('8-management'), [8])
})

test('a version decides as far as it goes; no version is likely the newest', () => {
  assert.equal(tagAtLeast('18', '18'), 'yes')
  assert.equal(tagAtLeast('17.9', '18'), 'no')
  assert.equal(tagAtLeast('2.10', '2.9'), 'yes')
  assert.equal(tagAtLeast('2', '2.9'), 'likely')
  assert.equal(tagAtLeast('2', '2.0'), 'yes')
  assert.equal(tagAtLeast('latest', '18'), 'likely')
  assert.equal(tagAtLeast(undefined, '18'), 'likely')
  assert.equal(tagAtLeast('${PG}', '18'), 'unknown')
})

test('truths join like a logic of five values', () => {
  const all: Truth[] = ['no', 'unlikely', 'unknown', 'likely', 'yes']
  for (const a of all) {
    assert.equal(opposite(opposite(a)), a)
    for (const b of all) {
      assert.equal(opposite(every([a, b])), some([opposite(a), opposite(b)]))
      assert.equal(every([a, b]), every([b, a]))
    }
  }
  assert.equal(every([]), 'yes')
  assert.equal(some([]), 'no')
})

test('environment: set, empty, unset, and not to be seen', () => {
  const given = { environment: environment({ HOST: 'redis', EMPTY: '', PASSED: null, VARIABLE: '${X}' }) }
  assert.equal(decide({ env: { HOST: 'set' } }, given), 'yes')
  assert.equal(decide({ env: { HOST: { matches: '^redis$' } } }, given), 'yes')
  assert.equal(decide({ env: { EMPTY: 'set' } }, given), 'no')
  assert.equal(decide({ env: { MISSING: 'unset' } }, given), 'yes')
  assert.equal(decide({ env: { PASSED: 'set' } }, given), 'unknown')
  assert.equal(decide({ env: { VARIABLE: 'set' } }, given), 'yes')
  assert.equal(decide({ env: { VARIABLE: { matches: 'x' } } }, given), 'unknown')
  assert.equal(decide({ env: { 'H*T': 'set', 'VAR*': 'set' } }, given), 'yes')
  assert.equal(decide({ env: { 'HOST_*': 'unset', 'M*': 'unset' } }, given), 'yes')
  assert.equal(decide({ env: { '*T': { matches: 'redis' } } }, { environment: environment({ AT: 'redis', OUT: 'other' }) }), 'unknown')
  assert.equal(decide({ env: { MISSING: 'unset' } }, { environment: { items: [], incomplete: { why: 'env_file' } } }), 'unknown')
})

test('a mount at or below a path is there; one above may hold anything', () => {
  const condition = { mounted: '/etc/nginx/templates' }
  assert.equal(decide(condition, { mounts: mounts('./t:/etc/nginx/templates') }), 'yes')
  assert.equal(decide(condition, { mounts: mounts('./t:/etc/nginx/templates/site.template') }), 'yes')
  assert.equal(decide(condition, { mounts: mounts('./t:/etc/nginx') }), 'unknown')
  assert.equal(decide(condition, { mounts: mounts('./t:/etc/nginx/conf.d') }), 'no')
  const injected = listOf({ kind: 'config' as const, name: 'c', target: '/etc/nginx/templates/x', from: 'file' as const })
  assert.equal(decide(condition, { injected }), 'yes')
})

test('the command is entrypoint and command as the engine joins them', () => {
  const condition = { command: { matches: 'start-dev' } }
  assert.equal(decide(condition, { command: fact(['start-dev']) }), 'yes')
  assert.equal(decide(condition, { entrypoint: fact(['kc.sh']), command: fact(['start-dev']) }), 'yes')
  assert.equal(decide(condition, {}), 'no')
  assert.equal(decide(condition, { command: { state: 'unknown', why: '$CMD' } }), 'unknown')
})

test('the number of the user is that of the account, if it is known', () => {
  const decideFor = (user: StartUser) => judge({ uid: '1000' }, planContext(container({}), undefined, parseImageReference('app')), user)
  assert.equal(decideFor({ known: true, root: false, ids: { uid: 1000 } }), 'yes')
  assert.equal(decideFor({ known: true, root: false, ids: { uid: 1001 } }), 'no')
  assert.equal(decideFor({ known: true, root: true }), 'no')
  assert.equal(decideFor({ known: true, root: false }), 'unknown')
  assert.equal(decideFor({ known: false }), 'unknown')
})

test('a regular expression that is none decides nothing', () => {
  assert.equal(decide({ command: { matches: '(' } }, { command: fact(['x']) }), 'unknown')
  assert.equal(decide({ tag: { matches: '(' } }, {}), 'unknown')
})

test('a digest without a tag leaves the variant open', () => {
  assert.equal(decide({ tag: { matches: 'alpine' } }, {}, 'app@sha256:0123'), 'unknown')
  assert.equal(decide({ tag: { matches: 'alpine' } }, {}, 'app'), 'no')
})

const all: ImageRecord[] = [
  { names: ['nginx'], writes: [] },
  { names: ['example.org/*'], writes: [{ path: '/family', kind: 'cache', what: 'x', evidence: ['here it is'] }] },
  { names: ['example.org/team/*'], writes: [] },
  { names: ['derived'], extends: 'nginx', writes: [] },
  { names: ['ghcr.io/team/tool'], writes: [] },
  { names: ['example.org/*/application'], writes: [] },
]
const records = catalogueOf(all)

test('a name finds its record, else the longest pattern does', () => {
  const find = (text: string) => {
    const reference = parseImageReference(text)
    const match = reference && matchRecord(reference, records)
    return match && `${match.by} ${match.record.names[0]}`
  }
  for (const name of [
    'nginx',
    'nginx:1.27',
    'docker.io/library/nginx',
    'docker.io/nginx@sha256:00',
    'mirror.gcr.io/library/nginx:1',
    'arm64v8/nginx:1',
  ]) {
    assert.equal(find(name), 'name nginx', name)
  }
  // Copies of Docker Hub in a company's registry.
  for (const name of ['harbor.example.com/library/nginx', 'registry.example.com:5000/proxy/hub/library/nginx:1.27'])
    assert.equal(find(name), 'name nginx', name)
  assert.equal(find('harbor.example.com/library/team/nginx'), undefined)
  assert.equal(find('example.org/app'), 'family example.org/*')
  assert.equal(find('example.org/team/app'), 'family example.org/team/*')
  // A publisher's images are built alike, whatever others call so.
  assert.equal(find('example.org/team/application'), 'family example.org/team/*')
  assert.equal(find('example.org/others/application'), 'family example.org/*/application')
  // The same owner and name in another registry is most likely the same program.
  assert.equal(find('registry.example.com/team/tool:1'), 'twin ghcr.io/team/tool')
  assert.equal(find('team/tool'), 'twin ghcr.io/team/tool')
  assert.equal(find('registry.example.com/ghcr.io/team/tool'), 'twin ghcr.io/team/tool')
  assert.equal(find('quay.io/team/tool'), 'twin ghcr.io/team/tool')
  assert.equal(find('registry.example.com/nginx'), undefined)
  assert.equal(find('quay.io/someone/nginx'), undefined)
  assert.equal(find('someone/nginx'), undefined)
})

test("a user's record replaces the built-in one, and may extend another", () => {
  const mine: ImageRecord = { names: ['nginx'], writes: [{ path: '/mine', kind: 'cache', what: 'x', evidence: ['mine'] }] }
  const reference = parseImageReference('nginx')
  assert.ok(reference)
  assert.equal(matchRecord(reference, catalogueOf([...all, mine]))?.record, mine)
  const derived = parseImageReference('derived')
  assert.ok(derived)
  assert.deepEqual(
    matchRecord(derived, catalogueOf([...all, mine]))?.record.writes.map(({ path }) => path),
    ['/mine'],
  )
})

test('records that extend each other in a circle do not hang', () => {
  const circle: ImageRecord[] = [
    { names: ['a'], extends: 'b', writes: [] },
    { names: ['b'], extends: 'a', writes: [] },
  ]
  const reference = parseImageReference('a')
  assert.ok(reference)
  assert.deepEqual(matchRecord(reference, catalogueOf(circle))?.record.names, ['a'])
})
