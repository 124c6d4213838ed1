import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { test } from 'node:test'
import { checkedEdits } from '../src/lint/checked-edits.ts'
import { applyIntent, intentHolds } from '../src/model/apply-intent.ts'
import type { Container } from '../src/model/container.ts'
import type { Intent } from '../src/model/intent.ts'
import type { ContainerChange, Document } from '../src/sources/source.ts'
import { applyEdits } from '../src/text/edit.ts'
import { parseRunFile, type RunFileKind, recogniseRunFile } from './command-files.ts'

const nothing = { read: () => ({ ok: false, why: 'does not exist' }) as const, exists: () => false, list: () => [] }

const SEAL: readonly Intent[] = [
  { do: 'set-read-only-root' },
  { do: 'add-tmpfs', path: '/tmp', options: {} },
  { do: 'add-tmpfs', path: '/run', options: { exec: true, size: 64 * 2 ** 20 } },
  { do: 'add-volume', path: '/var/lib/app', name: 'app-data' },
]

function read(name: string, text: string): Document {
  const kind = recogniseRunFile(name, text) as RunFileKind
  assert.ok(kind, `${name} is recognised`)
  return parseRunFile(resolve(name), text, kind, nothing)
}

const planOf = (document: Document, changes: readonly ContainerChange[], name: string) =>
  checkedEdits(document, changes, [], (texts) => read(name, texts.get(resolve(name)) ?? ''))

/** The text after all containers got the intents, and what was refused. */
function fix(name: string, text: string, intents: readonly Intent[]): { readonly text: string; readonly refused: readonly string[] } {
  const document = read(name, text)
  const plan = planOf(
    document,
    document.containers.map((container) => ({ container, intents })),
    name,
  )
  const edits = plan.edits.flatMap((each) => each.edits)
  return {
    text: applyEdits(text, edits),
    refused: plan.refused.map(({ container, intent, why }) => `${container.name} ${intent.do}: ${why}`),
  }
}

function filesBelow(directory: string): readonly string[] {
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name)
    if (name === 'fixed' || name === 'intents.json') return []
    return statSync(path).isDirectory() ? filesBelow(path) : [path]
  })
}

/** Facts without their places and without spelling that means the same; mounts by target, for the engine keeps them in a map. */
function facts(container: Container): unknown {
  const mounts = container.mounts.items.map(({ value }) => value).sort((a, b) => (a.target < b.target ? -1 : 1))
  const plain = { ...container, mounts: { ...container.mounts, items: mounts } }
  return JSON.parse(JSON.stringify(plain, (key, value) => (key === 'origin' || key === 'writtenTarget' ? undefined : value)))
}

for (const name of readdirSync('fixtures/run/fix')) {
  const directory = join('fixtures/run/fix', name)
  const own = join(directory, 'intents.json')
  const intents = existsSync(own) ? (JSON.parse(readFileSync(own, 'utf8')) as readonly Intent[]) : SEAL
  for (const file of filesBelow(directory)) {
    const place = relative(directory, file)
    const text = readFileSync(file, 'utf8')

    test(`a fix is written in the layout of ${name}/${place}`, () => {
      assert.equal(fix(file, text, intents).text, readFileSync(join(directory, 'fixed', place), 'utf8'))
    })

    test(`a second fix of ${name}/${place} changes nothing`, () => {
      const once = fix(file, text, intents).text
      assert.equal(fix(file, once, intents).text, once)
    })

    test(`a fix of ${name}/${place} does what was asked of each container and nothing else`, () => {
      const before = read(file, text)
      before.containers.forEach((container, index) => {
        const plan = planOf(before, [{ container, intents }], file)
        const after = read(
          file,
          applyEdits(
            text,
            plan.edits.flatMap((each) => each.edits),
          ),
        )
        const wanted = plan.refused.length > 0 ? container : intents.reduce(applyIntent, container)
        assert.equal(after.containers.length, before.containers.length)
        after.containers.forEach((changed, other) => {
          const expected = other === index ? wanted : before.containers[other]
          if (changed.engine === 'podman' && other === index) assert.ok(intents.every((intent) => intentHolds(changed, intent)))
          else assert.deepEqual(facts(changed), facts(expected as Container))
        })
      })
    })

    if (/\.sh$/.test(file)) {
      test(`bash takes ${name}/${place} before and after`, (context) => {
        const check = (script: string) => spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' })
        if (check('true').error) {
          context.skip('bash is not installed')
          return
        }
        assert.equal(check(text).stderr, '')
        assert.equal(check(fix(file, text, intents).text).stderr, '')
      })
    }
  }
}

/** Command, intent, and the command after it. */
const CHANGES: readonly (readonly [string, Intent, string])[] = [
  ['docker run --read-only=false a', { do: 'set-read-only-root' }, 'docker run --read-only a'],
  ['docker run --read-only a', { do: 'set-read-only-root' }, 'docker run --read-only a'],
  ['docker run -v /etc:/etc a', { do: 'set-mount-read-only', path: '/etc' }, 'docker run -v /etc:/etc:ro a'],
  ['docker run -v "$PWD:/src" a', { do: 'set-mount-read-only', path: '/src' }, 'docker run -v "$PWD:/src:ro" a'],
  [
    'docker run --mount type=bind,src=/a,dst=/b a',
    { do: 'set-mount-read-only', path: '/b' },
    'docker run --mount type=bind,src=/a,dst=/b,readonly a',
  ],
  ['docker run -e A=1 a', { do: 'set-environment', name: 'A', value: '2' }, 'docker run -e A=1 -e A=2 a'],
  ['docker run a', { do: 'set-environment', name: 'A', value: 'b c' }, "docker run -e 'A=b c' a"],
  ['docker run a', { do: 'add-security-option', option: 'no-new-privileges:true' }, 'docker run --security-opt no-new-privileges:true a'],
  ['docker run a', { do: 'drop-capability', capability: 'ALL' }, 'docker run --cap-drop ALL a'],
  ['docker run a', { do: 'add-capability', capability: 'CHOWN' }, 'docker run --cap-add CHOWN a'],
]

for (const [before, intent, after] of CHANGES) {
  test(`${intent.do}: ${before}`, () => {
    const outcome = fix('a.sh', `${before}\n`, [intent])
    assert.deepEqual(outcome, { text: `${after}\n`, refused: [] })
  })
}

test('podman gets no flag for the directories that it makes writable itself under a read-only root', () => {
  const add = (path: string, options = {}): Intent => ({ do: 'add-tmpfs', path, options })
  const seal: Intent = { do: 'set-read-only-root' }
  for (const [command, intents, expected] of [
    ['podman run a', [seal, add('/tmp'), add('/run', { exec: true }), add('/var/tmp', { mode: 0o1777 })], 'podman run --read-only a'],
    ['podman run a', [seal, add('/cache')], 'podman run --read-only --tmpfs /cache a'],
    ['podman run a', [seal, add('/run', { mode: 0o700 })], 'podman run --read-only --tmpfs /run:mode=0700 a'],
    ['podman run a', [seal, add('/tmp', { size: 2 ** 20 })], 'podman run --read-only --tmpfs /tmp:size=1m a'],
    ['podman run a', [add('/tmp')], 'podman run --tmpfs /tmp a'],
    ['podman run --read-only-tmpfs=false a', [seal, add('/tmp')], 'podman run --read-only-tmpfs=false --read-only --tmpfs /tmp a'],
    ['docker run a', [seal, add('/tmp')], 'docker run --read-only --tmpfs /tmp a'],
  ] as const)
    assert.equal(fix('a.sh', `${command}\n`, intents).text, `${expected}\n`)
})

test('a mount that podman makes by itself gives way to one that is written', () => {
  const intent: Intent = { do: 'set-tmpfs-options', path: '/run', options: { exec: true, uid: 1000 } }
  assert.equal(fix('a.sh', 'podman run --read-only a\n', [intent]).text, 'podman run --read-only --tmpfs /run:exec,uid=1000 a\n')
  assert.equal(
    fix('a.container', '[Container]\nImage=a\nReadOnly=true\n', [intent]).text,
    '[Container]\nImage=a\nReadOnly=true\nTmpfs=/run:exec,uid=1000\n',
  )
})

/** Commands that cannot be changed rightly, and why. */
const REFUSED: readonly (readonly [string, Intent, RegExp])[] = [
  ['docker run --tmpfs /run a', { do: 'set-tmpfs-options', path: '/run', options: { exec: true } }, /is mounted by a flag already/],
  ['docker run --tmpfs /data a', { do: 'tmpfs-to-volume', path: '/data', name: 'data' }, /is mounted by a flag already/],
  ['docker run -v/etc:/etc:rw,z a', { do: 'set-mount-read-only', path: '/etc' }, /make it read-only by hand/],
  ['docker run -v /x a', { do: 'set-mount-read-only', path: '/x' }, /make it read-only by hand/],
  [
    'docker run --security-opt no-new-privileges=false a',
    { do: 'add-security-option', option: 'no-new-privileges:true' },
    /a flag says no-new-privileges=false already/,
  ],
  ['docker run --read-only=$RO a', { do: 'set-read-only-root' }, /\$RO is not known/],
  ["bash -c 'docker run a'", { do: 'set-environment', name: 'A', value: 'b c' }, /quotes/],
  ['docker service create a', { do: 'add-security-option', option: 'no-new-privileges:true' }, /swarm/],
  ['docker service create a', { do: 'add-tmpfs', path: '/tmp', options: { exec: true } }, /size and a mode/],
]

for (const [command, intent, why] of REFUSED) {
  test(`${intent.do} is refused with a reason: ${command}`, () => {
    const outcome = fix('a.sh', `${command}\n`, [intent])
    assert.equal(outcome.text, `${command}\n`)
    assert.match(outcome.refused[0] ?? '', why)
  })
}

test('a root that could not get its mounts is not made read-only', () => {
  const text = 'docker service create a\n'
  const outcome = fix('a.sh', text, [{ do: 'set-read-only-root' }, { do: 'add-tmpfs', path: '/tmp', options: { uid: 1 } }])
  assert.equal(outcome.text, text)
  assert.equal(outcome.refused.length, 2)
})

test('line ends of Windows stay, and a UTF-8 name keeps its place', () => {
  const text = 'echo "größe"\r\ndocker run -d \\\r\n  --name ä \\\r\n  nginx:1\r\n'
  assert.equal(
    fix('a.sh', text, [{ do: 'set-read-only-root' }]).text,
    'echo "größe"\r\ndocker run -d \\\r\n  --name ä \\\r\n  --read-only \\\r\n  nginx:1\r\n',
  )
})
