import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Intent } from '../src/model/intent.ts'
import { checkLaws, memory } from './compose-edit-laws.ts'

const FILE = '/project/compose.yaml'
const SEAL: readonly Intent[] = [{ do: 'set-read-only-root' }, { do: 'add-tmpfs', path: '/tmp', options: {} }]
const KEEP: Intent = { do: 'add-volume', path: '/data', name: 'data' }

/** The text after every service got the intents; the laws are checked on the way. */
function edited(text: string, intents: readonly Intent[]): string {
  const { texts, plan } = checkLaws(memory(new Map([[FILE, text]])), [FILE], ({ containers }) =>
    containers.map((container) => ({ container, intents })),
  )
  assert.deepEqual(plan.refused, [])
  return texts.get(FILE) ?? text
}

function refusals(text: string, intents: readonly Intent[]): string[] {
  const { plan } = checkLaws(memory(new Map([[FILE, text]])), [FILE], ({ containers }) =>
    containers.map((container) => ({ container, intents })),
  )
  assert.deepEqual(plan.edits, [])
  return plan.refused.map(({ why }) => why)
}

test('lines end as the lines around them do', () => {
  assert.equal(
    edited('services:\r\n  a:\r\n    image: app\r\n    tmpfs: /x\r\n', [...SEAL, KEEP]),
    'services:\r\n  a:\r\n    image: app\r\n    read_only: true\r\n    tmpfs:\r\n      - /x\r\n      - /tmp\r\n    volumes:\r\n      - data:/data\r\n\r\nvolumes:\r\n  data:\r\n',
  )
})

test('a volume at a path with a colon gets the long form', () => {
  assert.equal(
    edited('services:\n  a:\n    image: app\n', [{ do: 'add-volume', path: '/srv/a:b', name: 'data' }]),
    'services:\n  a:\n    image: app\n    volumes:\n      - type: volume\n        source: data\n        target: /srv/a:b\n\nvolumes:\n  data:\n',
  )
})

test('a CRLF text without a newline at its end stays without', () => {
  assert.equal(
    edited('services:\r\n  a:\r\n    image: app', SEAL),
    'services:\r\n  a:\r\n    image: app\r\n    read_only: true\r\n    tmpfs:\r\n      - /tmp',
  )
})

test('a byte order mark stays the first character, and takes no column', () => {
  assert.equal(
    edited('\ufeffservices:\n  a:\n    image: app\n', [KEEP]),
    '\ufeffservices:\n  a:\n    image: app\n    volumes:\n      - data:/data\n\nvolumes:\n  data:\n',
  )
})

test('a whole document that is indented gets its new section indented', () => {
  assert.equal(
    edited('  services:\n    a:\n      image: app\n', [KEEP]),
    '  services:\n    a:\n      image: app\n      volumes:\n        - data:/data\n\n  volumes:\n    data:\n',
  )
})

test('a last line of nothing but blanks is no place to write on', () => {
  assert.equal(
    edited('services:\n  a:\n    image: app\n    ', [...SEAL, KEEP]),
    'services:\n  a:\n    image: app\n    read_only: true\n    tmpfs:\n      - /tmp\n    volumes:\n      - data:/data\n    \nvolumes:\n  data:',
  )
})

test('tabs before a comment and after a value are kept', () => {
  assert.equal(
    edited('services:\n  a:\n    image: app\t# one\n    tmpfs:\t[/x]\t# two\n', SEAL),
    'services:\n  a:\n    image: app\t# one\n    read_only: true\n    tmpfs:\t[/x, /tmp]\t# two\n',
  )
})

test('a key and its colon may stand apart, a value on the next line', () => {
  assert.equal(
    edited('services:\n  a:\n    image :\n      app\n    read_only :\n      false\n', SEAL),
    'services:\n  a:\n    image :\n      app\n    read_only :\n      true\n    tmpfs:\n      - /tmp\n',
  )
})

test('an explicit key is gone round', () => {
  assert.equal(
    edited('services:\n  a:\n    ? image\n    : app\n    command: x\n', SEAL),
    'services:\n  a:\n    ? image\n    : app\n    read_only: true\n    tmpfs:\n      - /tmp\n    command: x\n',
  )
  assert.match(refusals('services:\n  a:\n    image: app\n    ? tmpfs\n    :\n', [SEAL[1] as Intent])[0] ?? '', /not laid out as expected/)
})

test('a tagged or anchored value keeps its tag and its anchor', () => {
  assert.equal(
    edited('services:\n  a:\n    image: !!str app\n    tmpfs: &t\n      - /x\n    volumes: &v\n', [...SEAL, KEEP]),
    'services:\n  a:\n    image: !!str app\n    read_only: true\n    tmpfs: &t\n      - /x\n      - /tmp\n    volumes: &v\n      - data:/data\n\nvolumes:\n  data:\n',
  )
})

test('an alias that is a list item can be added to, not changed', () => {
  const text = 'x-a: &a /x\nservices:\n  a:\n    image: app\n    tmpfs:\n      - *a\n'
  assert.equal(edited(text, SEAL), text.replace('app\n', 'app\n    read_only: true\n').replace('*a\n', '*a\n      - /tmp\n'))
  assert.match(refusals(text, [{ do: 'set-tmpfs-options', path: '/x', options: { size: 1 } }])[0] ?? '', /alias \*a/)
})

test('values of environment variables are quoted where YAML or Compose would read something else', () => {
  const set = (value: string) =>
    edited('services:\n  a:\n    image: app\n    environment: {}\n', [{ do: 'set-environment', name: 'A', value }])
  for (const [value, written] of [
    ['plain text', 'plain text'],
    ['', '""'],
    ['1', '"1"'],
    ['0x1f', '"0x1f"'],
    ['1e3', '"1e3"'],
    ['12:30:00', '"12:30:00"'],
    ['2024-01-02', '"2024-01-02"'],
    ['yes', '"yes"'],
    ['null', '"null"'],
    ['~', '"~"'],
    ['a: b', '"a: b"'],
    ['a #b', '"a #b"'],
    ['a#b', 'a#b'],
    ['http://x/?a=1&b=[2]', 'http://x/?a=1&b=[2]'],
    ['- a', '"- a"'],
    ['*a', '"*a"'],
    ['a\nb', '"a\\nb"'],
    ['it\'s "x"', 'it\'s "x"'],
    ['${HOME} $x', '$${HOME} $$x'],
    ['ende:', '"ende:"'],
    [' a ', '" a "'],
  ] as const) {
    assert.equal(set(value), `services:\n  a:\n    image: app\n    environment:\n      A: ${written}\n`, JSON.stringify(value))
  }
})

test('a text in flow collections is quoted where a comma or a bracket would end it', () => {
  assert.equal(
    edited("services: {a: {image: app, environment: ['A=b']}}\n", [
      { do: 'add-tmpfs', path: '/run', options: { uid: 1, gid: 2 } },
      { do: 'set-environment', name: 'B', value: "it's [1]" },
    ]),
    "services: {a: {image: app, tmpfs: ['/run:uid=1,gid=2'], environment: ['A=b', 'B=it''s [1]']}}\n",
  )
})

test('a read-only root is not set without the mounts that it needs', () => {
  const why = refusals('services:\n  a:\n    image: app\n    tmpfs: /data\n', [...SEAL, KEEP])
  assert.deepEqual(
    why.map((each) => each.includes('/data is mounted already')),
    [true, true, true],
  )
})

test('dropping all capabilities is not done without adding back what is needed', () => {
  const text = 'services:\n  a:\n    image: app\n    cap_add: !reset []\n'
  const why = refusals(text, [
    { do: 'drop-capability', capability: 'ALL' },
    { do: 'add-capability', capability: 'CHOWN' },
  ])
  assert.equal(why.length, 2)
})

test('the same intent for a path spelled in two ways is carried out once', () => {
  assert.equal(
    edited('services:\n  a:\n    image: app\n', [
      { do: 'add-tmpfs', path: '/run', options: {} },
      { do: 'add-tmpfs', path: '/var/run/', options: {} },
    ]),
    'services:\n  a:\n    image: app\n    tmpfs:\n      - /run\n',
  )
})

test('many services behind one anchor are changed once, and quickly', () => {
  const services = Array.from({ length: 500 }, (_, index) => `  s${index}:\n    <<: *b\n`).join('')
  const text = `x-b: &b\n  image: app\nservices:\n${services}`
  assert.equal(edited(text, SEAL), text.replace('app\n', 'app\n  read_only: true\n  tmpfs:\n    - /tmp\n'))
})
