import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ImageRecord } from '../src/knowledge/record.ts'
import { blankImage } from '../src/model/blank-image.ts'
import type { Container } from '../src/model/container.ts'
import type { Image } from '../src/model/image.ts'
import { describeCondition } from '../src/plan/describe-condition.ts'
import type { MountContext } from '../src/plan/mount-context.ts'
import { idsOf, type StartUser, startUser } from '../src/plan/user.ts'
import { isBoundedByUser } from '../src/plan/user-bound.ts'
import { parseDockerfile } from '../src/sources/dockerfile/parse.ts'
import { container, fact, HERE, listOf, mounts } from './container-fixture.ts'
import { started } from './dockerfile-context.ts'
import { filesIn } from './files-in.ts'

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
    [{ uid: '1000' }, 'it starts as user 1000'],
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

test('a plan is sound where it serves all that the user may write', () => {
  const record: ImageRecord = {
    names: ['acme/base'],
    checked: '2026-11-29',
    accounts: { app: '5:6' },
    owned: { '*': ['/shared'], app: ['/home/app'], root: ['/root'], other: ['/other'] },
    writes: [],
  }
  const test = () => 'yes' as const
  const served = ['tmpfs:/tmp', 'a:/shared', 'b:/home/app']
  const isBounded = (dockerfile: string, targets: readonly string[] = served, given: Partial<Container> = {}, known = true) => {
    const text = /^FROM/.test(dockerfile) ? dockerfile : `FROM acme/base\n${dockerfile}`
    const image = parseDockerfile('/ctx/Dockerfile', text, filesIn('/ctx', {}), started()).images[0] ?? assert.fail('no image')
    const own = container({ ...given, mounts: mounts(...targets) })
    const context: MountContext = {
      container: own,
      user: startUser(own, image, record, test),
      mounts: own.mounts.items,
      volumes: image.volumes.items.map(({ value }) => value),
      takenVolumeNames: new Set(),
      siblingVolumes: new Map(),
    }
    return isBoundedByUser(image, known ? ({ record, test } as never) : undefined, [], context)
  }
  const rows: readonly (readonly [string, boolean])[] = [
    ['USER app', true],
    // The number of `other` is unknown: it may be 5.
    ['USER 5', false],
    ['USER root', false],
    ['RUN make', false],
    ['USER unknown', false],
    ['RUN useradd -m -d /data own\nUSER own', false],
    ['RUN useradd -M own\nUSER own', true],
    ['USER 9', false],
    ['RUN mkdir /x && chown app /x\nUSER app', false],
    ['RUN mkdir /x && chown other /x\nUSER app', true],
    ['RUN mkdir /x && chown 5 /x\nUSER app', false],
    ['RUN mkdir /x && chmod 777 /x\nUSER app', false],
    ['RUN mkdir /x && chmod 755 /x\nUSER app', true],
    ['RUN chmod -R go+w /x\nUSER app', false],
    ['RUN chmod a+w /x\nUSER app', false],
    ['RUN chmod g=u /x\nUSER app', false],
    ['RUN chmod u=rwx,g+rw /x\nUSER app', false],
    ['RUN chmod ug+rw /x\nUSER app', false],
    ['RUN chmod u+w /x\nUSER app', true],
    ['COPY --chown=app a /x\nUSER app', false],
    ['COPY --chown=root a /x\nUSER app', true],
    ['RUN mkdir /tmp/x && chown app /tmp/x\nUSER app', true],
    ['RUN apt-get install -y sudo\nUSER app', false],
    ['RUN apk add doas=1\nUSER app', false],
    ['RUN chmod u+s /bin/x\nUSER app', false],
    ['RUN chmod 4755 /bin/x\nUSER app', false],
    ['RUN setcap cap_net_bind_service=+ep /bin/x\nUSER app', true],
    ['RUN setcap cap_setuid=+ep /bin/x\nUSER app', false],
    ['RUN setfacl -m u:app:w /x\nUSER app', false],
    ['FROM acme/base AS build\nRUN apt-get install -y sudo\nFROM acme/base\nUSER app', true],
  ]
  assert.deepEqual(
    rows.map(([dockerfile]) => [dockerfile, isBounded(dockerfile)]),
    rows,
  )
  for (const missing of served)
    assert.equal(
      isBounded(
        'USER app',
        served.filter((each) => each !== missing),
      ),
      false,
      missing,
    )
  assert.equal(isBounded('USER app', served, {}, false), false)
  assert.equal(isBounded('FROM scratch\nUSER 5', ['tmpfs:/tmp'], {}, false), true)
  const security = container().security
  for (const [more, expected] of [
    [{ privileged: fact(true) }, false],
    [{ privileged: fact(false) }, true],
    [{ privileged: { state: 'unknown', why: 'x' } }, false],
    [{ capAdd: listOf('NET_BIND_SERVICE') }, true],
    [{ capAdd: listOf('CAP_CHOWN') }, false],
    [{ capAdd: { items: [], incomplete: { why: 'x' } } }, false],
  ] as const)
    assert.equal(isBounded('USER app', served, { security: { ...security, ...more } }), expected, JSON.stringify(more))
})
