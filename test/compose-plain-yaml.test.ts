import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { isCollection, isMap, isPair, isScalar, parseAllDocuments } from 'yaml'
import { readPlainYaml } from '../src/sources/compose/plain-yaml.ts'
import { disk, walk } from './compose-oracle.ts'

/** A node as plain data: kind, value, style and ranges. */
function shape(node: unknown): unknown {
  if (isPair(node)) return [shape(node.key), shape(node.value)]
  if (isScalar(node))
    return { value: node.value, source: node.source, type: node.type, range: node.range, tag: node.tag, anchor: node.anchor }
  if (!isCollection(node)) return node
  const kind = isMap(node) ? 'map' : 'seq'
  return { kind, flow: node.flow === true, range: node.range, tag: node.tag, anchor: node.anchor, items: node.items.map(shape) }
}

/** Compares with the library; false where the text is not plain. */
function agrees(text: string, name: string): boolean {
  const plain = readPlainYaml(text)
  if (!plain) return false
  const documents = [...parseAllDocuments(text, { schema: 'failsafe', uniqueKeys: false, prettyErrors: false })]
  assert.equal(documents.length, 1, name)
  assert.deepEqual(documents[0]?.errors, [], name)
  assert.deepEqual(shape(plain.contents), shape(documents[0]?.contents), name)
  return true
}

const CASES: readonly string[] = [
  'a: 1\n',
  'a: 1',
  '---\na: 1\n',
  '# x\n---\n# y\na: 1\n',
  'a:\n  b: 1\n  c: 2\nd: 3\n',
  'a:\n  b: 1\n  # in b\nd: 3\n',
  'a:\n  b: 1\n    # farther in\nd: 3\n',
  'a:\n  b: 1\n\n    # farther in, after a blank line\n\nd: 3\n',
  'a:\n  b: 1\n# at the left\nd: 3\n',
  'a:\n  b: 1\n# at the left\n  # and in\nd: 3\n',
  'a:\n  b:\n    c: 1\n    # c\n  # b\n# a\n',
  'a:\n  b:\n    c: 1\n  # b\n  d: 1\n',
  'a:\n  - 1\n  - 2\n  # two\nb: 1\n',
  'a:\n- 1\n- 2\n# at the dash\nb: 1\n',
  'a:\n- b: 1\n  c: 2\n\n- d: 3\n',
  'a:\n  - b: 1\n    c:\n      - x\n      # x\n    # c\n  # dash\ne: 1\n',
  'a:\n  -   b: 1\n      c: 2\n',
  'a: # comment\n  b: 1 # other\n  c: "x # y" # z\n',
  'a:\nb:\n  c:\n  d: 1\ne:\n',
  'a:   \n\nb: 1\n',
  `a: "x\\ny"\nb: 'it''s'\nc: ""\nd: ''\n"e": 1\n'f': 2\n`,
  'a: [x, "y", \'z\', -1, a:b]\nb: []\nc: {}\nd: [ x , y ]  # z\n',
  'a: |\n  one\n    two\n\n  three\nb: >-\n  x\n  y\n\n  z\n\n\nc: 1\n',
  'a:\n  - |\n    one\n  - >\n    two\n',
  'a: |\n  one\n# left\nb: 1\n',
  'a: |\n  one\n  # not a comment\n\n # left of it\nb: 1\n',
  'a:\r\n  b: 1\r\n  # c\r\n\r\n  d: "x"\r\n',
  'a: x: y\n',
  'a: x\n  y\n',
  'a: x\n  # c\n  y\n',
  'a:\n  b: 1\n c: 2\n',
  'a:\n    b: 1\n  c: 2\n',
  'a: b\n- c\n',
  'a:\n  - b\n  c: d\n',
  'a: &x 1\nb: *x\n',
  'a: !t 1\n',
  'a: "x\n  y"\n',
  'a: [x,\n  y]\n',
  'a: {b: c}\n',
  'a: - b\n',
  'a: b: c\n',
  'a: "b" c\n',
  'a: "b"#c\n',
  'a: |2\n  x\n',
  'a: |\n',
  'a: |+\n  x\n\n',
  'a:\n# c\nb: 1\n',
  'a: 1\n---\nb: 1\n',
  'a: 1\n...\n',
  '- a\n- b\n',
  'a\n',
  '',
  '# only\n',
  '? a\n: b\n',
  'a:\n  b: 1\n  - c\n',
  'a: @x\n',
  'a: `x`\n',
  'a: %x\n',
  'a: x # y\n    # z\n  # w\nb: 1\n',
  'a:\n  - x\n    # deep\n  - y\n',
  'a:\n  - x\n\n\n  - y\n\n\n\n',
]

test('plain texts have the document that the library gives them, others are left to it', () => {
  const plain = CASES.filter((text) => agrees(text, JSON.stringify(text)))
  assert.ok(plain.length > 25, `${plain.length} of ${CASES.length} are plain`)
})

test('texts cut anywhere are read alike or left to the library', () => {
  for (const text of CASES) for (let end = 0; end < text.length; end++) agrees(text.slice(0, end), JSON.stringify(text.slice(0, end)))
})

test('every corpus file is read alike or left to the library', (t) => {
  const corpus = resolve(process.env.DOCKSEAL_SHARED ?? '../shared', 'corpus/compose')
  if (!existsSync(corpus)) return t.skip(`SKIPPED: no corpus at ${corpus}`)
  let plain = 0
  let all = 0
  for (const file of walk(corpus)) {
    const read = /\.ya?ml$/.test(file) ? disk.read(file) : undefined
    if (!read?.ok) continue
    all++
    if (agrees(read.text, file)) plain++
  }
  t.diagnostic(`${plain} of ${all} files are plain`)
  assert.ok(plain > all * 0.6)
})
