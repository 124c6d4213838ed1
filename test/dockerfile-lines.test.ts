import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readInstruction } from '../src/sources/dockerfile/instructions.ts'
import { splitFile } from '../src/sources/dockerfile/lines.ts'
import { substitute } from '../src/sources/dockerfile/substitute.ts'

const FILE = [
  '# syntax=docker/dockerfile:1',
  '# check=error=true',
  '',
  '# a comment',
  'ARG VERSION="3.20"',
  'FROM --platform=$BUILDPLATFORM alpine:${VERSION} AS build',
  'RUN --mount=type=cache,target=/c apk add \\',
  '    # why curl',
  '    curl \\',
  '',
  '    jq',
  'COPY --chown=app:app ["a b", "/c d/"]',
  'RUN <<-EOF sh',
  '\tset -e',
  '\tmake',
  '\tEOF',
  'CMD ["./run"] ',
].join('\n')

test('every piece of a file stands where its span says', () => {
  for (const text of [FILE, FILE.replaceAll('\n', '\r\n'), `\uFEFF${FILE}`]) {
    const split = splitFile(text)
    assert.deepEqual(
      [...split.directives],
      [
        ['syntax', 'docker/dockerfile:1'],
        ['check', 'error=true'],
      ],
    )
    assert.deepEqual(
      split.comments.map((comment) => text.slice(...comment.span)),
      ['# a comment', '# why curl'],
    )
    assert.deepEqual(split.problems, [])
    const instructions = split.lines.map((line) => readInstruction(line, split.escape))
    assert.deepEqual(
      instructions.map((each) => each.name),
      ['ARG', 'FROM', 'RUN', 'COPY', 'RUN', 'CMD'],
    )
    for (const { args, flags, json, span, name } of instructions) {
      assert.ok(text.slice(...span).startsWith(name))
      for (const flag of flags) {
        assert.equal(text.slice(...flag.span), `--${flag.name}=${flag.value?.text}`)
        assert.equal(flag.value && text.slice(...flag.value.span), flag.value?.text)
      }
      for (const arg of args) if (name !== 'RUN') assert.equal(text.slice(...arg.span), json ? JSON.stringify(arg.text) : arg.text)
    }
    assert.equal(instructions[2]?.rest.text.replace(/\s+/g, ' '), 'apk add curl jq')
    assert.equal(instructions[4]?.heredocs[0]?.body.text, 'set -e\nmake\n')
  }
})

test('what a builder refuses is a problem, and the rest is read all the same', () => {
  const problems = (text: string) => splitFile(text).problems.map((problem) => problem.level)
  assert.deepEqual(problems('FROM a\nRUN <<EOF\nb\n'), ['error'])
  assert.deepEqual(problems('# escape=x\nFROM a\n'), ['error'])
  assert.deepEqual(problems('# escape=`\n# escape=`\nFROM a\n'), ['note'])
  for (const text of [
    '',
    '\n',
    '\\',
    '`',
    '#',
    '<<',
    'RUN <<',
    'RUN <<-',
    'ONBUILD',
    'ONBUILD ONBUILD',
    'ENV',
    'ENV =',
    'COPY --',
    'HEALTHCHECK',
    'FROM\0',
    'CMD [',
    'ADD "',
  ]) {
    const split = splitFile(text)
    for (const line of split.lines) assert.equal(typeof readInstruction(line, split.escape).name, 'string')
  }
})

test('several heredocs of one instruction are taken in order', () => {
  const { lines } = splitFile('FROM a\nCOPY <<one <<"two" /d/\n1\none\n2 $X\ntwo\nUSER b\n')
  assert.deepEqual(
    lines[1]?.heredocs.map((heredoc) => [heredoc.name, heredoc.expand, heredoc.body.text]),
    [
      ['one', true, '1\n'],
      ['two', false, '2 $X\n'],
    ],
  )
  assert.equal(lines.length, 3)
})

test('words are substituted as the builder does it', () => {
  const known = new Map<string, string | null>([
    ['A', 'a.tar.gz'],
    ['E', ''],
    ['N', null],
  ])
  const cases: readonly [string, string | undefined][] = [
    ['plain', 'plain'],
    ['$A', 'a.tar.gz'],
    ['x${A}y', 'xa.tar.gzy'],
    ['"$A b"', 'a.tar.gz b'],
    ["'$A'", '$A'],
    ['\\$A', '$A'],
    ['"\\$A\\n"', '$A\\n'],
    ['${E:-d}', 'd'],
    ['${E-d}', ''],
    ['${N:-${A}}', 'a.tar.gz'],
    ['${N:+d}', ''],
    ['${A:+d}', 'd'],
    ['${A%.*}', 'a.tar'],
    ['${A%%.*}', 'a'],
    ['${A#*.}', 'tar.gz'],
    ['${A/tar/zip}', 'a.zip.gz'],
    ['${A//a/b}', 'b.tbr.gz'],
    ['$N', undefined],
    ['$U', undefined],
    ['${U:-d}', undefined],
    ['${A:-$U}', 'a.tar.gz'],
    ['${A', '${A'],
    ['"open', '"open'],
    ['a$', 'a$'],
    ['$(x)', '$(x)'],
  ]
  for (const [text, expected] of cases)
    assert.equal(
      substitute(text, '\\', (name) => known.get(name)),
      expected,
      text,
    )
  assert.equal(
    substitute('C:\\a`$A$A', '`', (name) => known.get(name)),
    'C:\\a$Aa.tar.gz',
  )
})
