import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ImageRecord } from '../src/knowledge/record.ts'
import { blankImage } from '../src/model/blank-image.ts'
import type { Container } from '../src/model/container.ts'
import type { Image } from '../src/model/image.ts'
import { describeCondition } from '../src/plan/describe-condition.ts'
import { idsOf, type StartUser, startUser } from '../src/plan/user.ts'
import { container, fact, HERE, listOf } from './container-fixture.ts'

const ROOT: StartUser = { known: true, root: true }
const APP: StartUser = { known: true, root: false, ids: { uid: 5, gid: 6 } }
const NAMED: StartUser = { known: true, root: false }
const NOBODY: StartUser = { known: false }

test('who starts: the container’s user, the Dockerfile’s, the record’s, else root', () => {
  const image = (given: Partial<Image>): Image => ({ ...blankImage(HERE), ...given })
  const record: ImageRecord = { names: ['a'], checked: '2026-11-29', user: 'app', accounts: { app: '5:6', odd: 'x' }, writes: [] }
  const yes = () => 'yes' as const
  const start = (user: Container['user'] | undefined, built?: Image, known?: ImageRecord) =>
    startUser(container(user ? { user } : {}), built, known, yes)
  assert.deepEqual(start({ state: 'unknown', why: 'x' }, undefined, record), NOBODY)
  assert.deepEqual(start(fact('5:6')), APP)
  assert.deepEqual(start(fact('app'), undefined, record), APP)
  assert.deepEqual(start(fact('app:9'), undefined, record), { known: true, root: false, ids: { uid: 5, gid: 9 } })
  assert.deepEqual(start(fact('odd'), undefined, record), NAMED)
  assert.deepEqual(start(fact('someone')), NAMED)
  assert.deepEqual(start(fact('$USER')), NOBODY)
  assert.deepEqual([start(fact('root')), start(fact('0:5'))], [ROOT, ROOT])
  assert.deepEqual(start(fact(''), undefined, record), APP)
  assert.deepEqual(start(undefined, image({ user: { state: 'unknown', why: 'x' } }), record), NOBODY)
  assert.deepEqual(start(undefined, image({ user: fact('7') }), record), { known: true, root: false, ids: { uid: 7 } })
  assert.deepEqual(start(undefined, image({}), record), APP)
  assert.deepEqual(start(undefined, image({}), { ...record, user: undefined } as never), ROOT)
  assert.deepEqual(start(undefined), NOBODY)
  assert.deepEqual(start(undefined, image({ base: fact('scratch') })), ROOT)
  assert.deepEqual(start(undefined, image({ base: { state: 'unset' } })), ROOT)
  assert.deepEqual(start(undefined, image({ base: fact('other') })), NOBODY)
  assert.deepEqual(start(undefined, image({ base: { state: 'unknown', why: 'x' } })), NOBODY)
  assert.deepEqual(start(undefined, image({ base: fact('other'), origin: { kind: 'live', id: 'a', path: '' } })), ROOT)
  const users = image({ users: listOf<Image['users'][number]['value']>({ name: 'app', uid: 9, gid: 1 }, { name: 'half' }).items })
  assert.deepEqual(
    [
      idsOf('app', users, record, yes),
      idsOf('app:3', users, record, yes),
      idsOf('half', users, record, yes),
      idsOf('app:staff', users, record, yes),
    ],
    [{ uid: 9, gid: 1 }, { uid: 9, gid: 3 }, undefined, { uid: 9, gid: 1 }],
  )
})

test('a condition is told in words', () => {
  const rows: readonly (readonly [Parameters<typeof describeCondition>[0], string])[] = [
    [
      { tag: { atLeast: '18', below: '20', matches: 'alpine' } },
      'the tag is 18 or newer and the tag is older than 20 and the tag contains alpine',
    ],
    [
      { env: { A: 'set', B: { matches: '^$' }, C: { matches: '^true$' }, D: { matches: '^(?!1000$)' }, E: { matches: '^a://' } } },
      'A is set and B is empty and C is true and D is not 1000 and E starts with a://',
    ],
    [
      { env: { A: { matches: '^(?!http)' }, B: { matches: 'a.c' } }, command: { matches: '^run(-|$)' } },
      'A does not start with http and B matches a.c and the command matches ^run(-|$)',
    ],
    [{ user: 'root' }, 'it starts as root'],
    [{ user: 'non-root' }, 'it does not start as root'],
    [{ mounted: '/a', swarm: true }, 'something is mounted at /a and it runs in swarm'],
    [{ swarm: false }, 'it does not run in swarm'],
    [
      { any: [{ swarm: true }, { mounted: '/b' }], not: { user: 'root' } },
      'it runs in swarm or something is mounted at /b and not (it starts as root)',
    ],
    [{ all: [{ swarm: true }, { mounted: '/b' }] }, 'it runs in swarm and something is mounted at /b'],
  ]
  for (const [condition, words] of rows) assert.equal(describeCondition(condition), `when ${words}`)
})
