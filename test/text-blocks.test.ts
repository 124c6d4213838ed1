import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { isScalar, parseDocument, type Scalar, visit } from 'yaml'
import { isSecretKey } from '../src/text/credentials.ts'
import { isLeftOut } from '../src/text/dockerignore.ts'
import { applyEdits, mergeEdits } from '../src/text/edit.ts'
import { escapeControls, escapeControlsInLines, jsonText, maskControls } from '../src/text/escape.ts'
import { parseIni } from '../src/text/ini.ts'
import { someLineHas } from '../src/text/lines.ts'
import { joinText, type MappedText, sliceText, sourceSpan, trimText, withoutLeadingTabs } from '../src/text/mapped-text.ts'
import { isPasswordHash, maskQuoted, maskText } from '../src/text/mask.ts'
import { nearest } from '../src/text/nearest.ts'
import { sha256 } from '../src/text/sha256.ts'
import { matchesWildcard } from '../src/text/wildcard.ts'
import { encodeScalar, scalarText } from '../src/text/yaml-scalar.ts'
import { duplicateKey, openYaml } from '../src/text/yaml-tree.ts'
import { blocks } from './blocks.ts'

const linesOf = (text: string) => text.trimEnd().split('\n')

/** A mapped text with the place in the file of each piece. */
const mapped = ({ pieces, text }: MappedText) =>
  pieces.map(({ at, length, source: [start, end] }) => `${JSON.stringify(text.slice(at, at + length))} ${start}-${end}`).join(', ')

/** A text of pieces, `shown<start-end`, and what its parts come from. */
function pieces(text: string): readonly string[] {
  return linesOf(text).flatMap((line) => {
    const parts = line.split(' ').map((word) => {
      const [, shown = '', start, end] = /^(.*)<(\d+)-(\d+)$/.exec(word) ?? []
      return { text: JSON.parse(`"${shown}"`) as string, source: [Number(start), Number(end)] as const }
    })
    const joined = joinText(parts)
    const ends = Array.from({ length: joined.text.length + 1 }, (_, at) => at)
    return [
      mapped(joined),
      ...ends.slice(0, -1).map((start) =>
        ends
          .slice(start)
          .map((end) => sourceSpan(joined, [start, end]).join('-'))
          .join(' '),
      ),
      ...ends.slice(0, -1).map((start) => `${start}: ${mapped(sliceText(joined, [start, joined.text.length - 1]))}`),
      `trimmed: ${mapped(trimText(joined))}`,
      `without tabs: ${mapped(withoutLeadingTabs(joined))}`,
    ]
  })
}

/** Scalars of a YAML text, each with its content, place and spelling, and the comments and repeated keys. */
function yaml(text: string): readonly string[] {
  const document = parseDocument(text, { uniqueKeys: false })
  const found: Scalar[] = []
  visit(document, { Scalar: (_, node) => void found.push(node) })
  const { comments, root } = openYaml(text)
  const twice = duplicateKey(document)
  return [
    ...found
      .filter(isScalar)
      .map((node) => `${mapped(scalarText(text, node))} | ${encodeScalar(node, `it's "a": b #c`) ?? 'not as it is'}`),
    ...comments.map(({ text: words, span }) => `comment ${span.join('-')} ${words}`),
    ...(twice ? [`twice ${twice.message.split('"')[1]} ${twice.offset}`] : []),
    ...(root === undefined ? ['no root'] : []),
  ]
}

function unit(text: string): readonly string[] {
  const { entries, sections, comments } = parseIni(text)
  return [
    ...sections.map(({ name, span }) => `[${name}] ${span.join('-')}`),
    ...entries.map(({ section, key, value, span }) => `${section}.${key} ${span.join('-')}: ${mapped(value)}`),
    ...comments.map(({ text: words, span }) => `comment ${span.join('-')} ${words}`),
  ]
}

/** What is read from a block, by the name of its file. */
const READERS: Readonly<Record<string, (text: string) => readonly string[]>> = {
  /** As reports and diffs show it. */
  'secrets.txt': (text) => linesOf(maskText(text)),
  /** As a message of ours shows it. */
  'messages.txt': (text) => linesOf(text).map((line) => `${maskQuoted(line)}${isPasswordHash(line) ? ' (hash)' : ''}`),
  /** The keys that name a credential. */
  'keys.txt': (text) => [text.split(/\s+/).filter(isSecretKey).join(' ') || 'none'],
  'unit.txt': unit,
  'windows-unit.txt': (text) => unit(text.replaceAll('\n', '\r\n')),
  'scalars.yaml': yaml,
  'windows.yaml': (text) => yaml(text.replaceAll('\n', '\r\n')),
  'pieces.txt': pieces,
  /** A word, and the words that it may be meant for. */
  'nearest.txt': (text) => linesOf(text).map((line) => nearest(line.split(' ')[0] ?? '', line.split(' ').slice(1)) ?? 'none'),
  /** A pattern, and the texts that it takes. */
  'wildcards.txt': (text) =>
    linesOf(text).map((line) =>
      line
        .split(' ')
        .slice(1)
        .filter((each) => matchesWildcard(line.split(' ')[0] ?? '', each))
        .join(' '),
    ),
  /** Lines of a .dockerignore, and which of the files in the last line it leaves out. */
  'dockerignore.txt': (text) => {
    const lines = linesOf(text)
    return [
      (lines.at(-1) ?? '')
        .split(' ')
        .filter((file) => isLeftOut(file, lines.slice(0, -1)))
        .join(' '),
    ]
  },
  /** A JSON string, as each kind of output has it. */
  'controls.txt': (text) =>
    linesOf(text).map((line) => {
      const given = JSON.parse(line) as string
      return (
        [escapeControls(given), escapeControlsInLines(given), jsonText([given], 1)].map((each) => JSON.stringify(each)).join(' ') +
        JSON.stringify(maskControls(given)).replace(/\ufffd/g, ' ?')
      )
    }),
}

for (const name of readdirSync('fixtures/text')) {
  const file = join('fixtures/text', name)
  const read = READERS[name]
  for (const { title, text, check } of blocks(readFileSync(file, 'utf8'), file))
    test(`${name}: ${title}`, () => check(read?.(text) ?? ['no reader']))
}

test('a SHA-256 is that of Node, whatever the lengths of its parts are', () => {
  const texts = ['', 'abc', 'ä'.repeat(100), ...[55, 56, 63, 64, 65, 119, 120, 1000].map((length) => 'x'.repeat(length))]
  for (const text of texts)
    for (const parts of [[text], [text, text], [text.slice(0, 7), text.slice(7)]])
      assert.equal(sha256(parts), createHash('sha256').update(parts.join('')).digest('hex'))
})

test('edits are put in by place, and those that overlap or lie outside are refused', () => {
  const edit = (start: number, end: number, text: string) => ({ span: [start, end] as const, text })
  assert.equal(applyEdits('abcdef', [edit(4, 5, 'X'), edit(1, 1, '1'), edit(1, 1, '2'), edit(1, 3, '')]), 'a12dXf')
  assert.equal(applyEdits('ab', [edit(2, 2, 'c')]), 'abc')
  for (const wrong of [[edit(0, 2, ''), edit(1, 3, '')], [edit(2, 1, '')], [edit(0, 7, '')], [edit(7, 7, '')]])
    assert.throws(() => applyEdits('abcdef', wrong), RangeError)
  assert.deepEqual(mergeEdits('abcdef', [edit(4, 5, 'X'), edit(1, 2, '')]), edit(1, 5, 'cdX'))
  assert.deepEqual(mergeEdits('abcdef', [edit(2, 4, 'X'), edit(2, 2, 'i'), edit(4, 4, 'j')]), edit(2, 4, 'iXj'))
  for (const none of [[], [edit(0, 2, ''), edit(1, 3, '')], [edit(1, 3, ''), edit(0, 2, '')], [edit(0, 3, ''), edit(0, 1, '')]])
    assert.equal(mergeEdits('abcdef', none), undefined)
})

test('a line that has one pattern behind another', () => {
  for (const [text, expected] of [
    ['a b', true],
    ['b a', false],
    ['a\nb', false],
    ['a\nx a b', true],
    ['b\na', false],
    ['ab', true],
    ['', false],
  ] as const)
    assert.equal(someLineHas(text, /a/, /b/), expected, text)
  assert.equal(someLineHas('x\n', /^$/, /^$/), true, 'the last line is empty')
})
