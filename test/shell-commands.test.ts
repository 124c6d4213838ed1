import assert from 'node:assert/strict'
import { test } from 'node:test'
import { resolveWord } from '../src/shell/expand.ts'
import { removeAffix } from '../src/shell/parameter.ts'
import { parseShell } from '../src/shell/parse.ts'
import type { SimpleCommand } from '../src/shell/script.ts'
import { wordAsScript } from '../src/shell/words.ts'
import { joinText, plainText, sliceText, sourceSpan } from '../src/text/mapped-text.ts'

const commandName = ({ words }: SimpleCommand) => words[0]?.value
const names = (script: string) => parseShell(script).commands.map(commandName)
const contextOf = (script: string, name: string) => parseShell(script).commands.find((command) => commandName(command) === name)?.context

test('every simple command is found, wherever it is nested', () => {
  assert.deepEqual(names('a; b && c || d | e & (f); { g; }; if h; then i; elif j; then k; else l; fi'), [...'abcdefghijkl'])
  assert.deepEqual(names('for x in 1; do a; done; while b; do c; done; case x in y) d;; *) e;; esac; f() { g; }'), [...'abcdeg'])
  assert.deepEqual(names('a $(b `c` <(d)) "$(e)" <<< "$(f)"; x=$(g)'), ['a', 'b', 'c', 'd', 'e', 'f', undefined, 'g'])
})

test('a word keeps its text, its value and its place', () => {
  const script = `run -a 'b c' "d $X" e\\ f *.txt "" x{1,2}`
  const words = parseShell(script).commands[0]?.words ?? []
  assert.deepEqual(
    words.map((word) => word.value),
    ['run', '-a', 'b c', undefined, 'e f', '*.txt', '', 'x{1,2}'],
  )
  for (const word of words) assert.equal(script.slice(...word.span), word.text)
})

test('what depends on a condition says so, and a plain chain does not', () => {
  const conditional = (script: string) => contextOf(script, 'x')?.conditional
  for (const script of ['if a; then x; fi', 'a || x', '[ -d /a ] && x', '! a && x', 'case $a in b) x;; esac', 'while a; do x; done']) {
    assert.equal(conditional(script), true, script)
  }
  for (const script of ['x', 'a && x', 'if x; then a; fi', 'for i in 1 2; do x; done', '{ x; }', 'while x; do a; done']) {
    assert.equal(conditional(script), false, script)
  }
})

test('functions, substitutions and background are told apart', () => {
  assert.equal(contextOf('f() { x; }', 'x')?.functionName, 'f')
  assert.deepEqual([contextOf('a $(x)', 'x')?.substitution, contextOf('x &', 'x')?.background], [true, true])
})

test('members of a pipeline share its number', () => {
  const { commands } = parseShell('a | b | { c; d; }; e | f; g')
  assert.deepEqual(
    commands.map((command) => command.pipeline && [command.pipeline.id, command.pipeline.index, command.pipeline.length]),
    [[0, 0, 3], [0, 1, 3], [0, 2, 3], [0, 2, 3], [1, 0, 2], [1, 1, 2], undefined],
  )
})

test('assignments before a command are told from those that last', () => {
  const list = parseShell('A=1 cmd; B=2; export C=3 D; args=(a "b c"); E+=4').commands.flatMap((command) => command.assignments)
  assert.deepEqual(
    list.map((item) => [
      item.name,
      item.lasting,
      item.append,
      item.value.kind === 'array' ? item.value.words.length : item.value.word.value,
    ]),
    [
      ['A', false, false, '1'],
      ['B', true, false, '2'],
      ['C', true, false, '3'],
      ['args', true, false, 2],
      ['E', true, true, '4'],
    ],
  )
})

test('redirections of simple and compound commands', () => {
  const { commands } = parseShell('a > /x 2>&1; { b; } >> "/y"; > /z')
  const targets = commands.flatMap((command) => command.redirections.map((item) => [item.operator, item.descriptor, item.target?.value]))
  assert.deepEqual(targets, [
    ['>', undefined, '/x'],
    ['>&', 2, '1'],
    ['>>', undefined, '/y'],
    ['>', undefined, '/z'],
  ])
})

test('a heredoc gives its body with exact offsets, tabs stripped for <<-', () => {
  const script = "ssh host <<-'EOF'\n\tdocker run a\n\t\tb\n\tEOF\nnext <<X\n$(inner)\nX\n"
  const { commands } = parseShell(script)
  const heredoc = commands[0]?.redirections[0]?.heredoc
  assert.equal(heredoc?.quoted, true)
  assert.equal(heredoc?.body.text, 'docker run a\nb\n')
  const inner = heredoc ? parseShell(heredoc.body) : undefined
  assert.deepEqual(
    inner?.commands.map((command) => script.slice(...command.span)),
    ['docker run a', 'b'],
  )
  assert.deepEqual(commands.map(commandName), ['ssh', 'next', 'inner'])
})

test('the content of a quoted word is a script whose offsets lead to the file', () => {
  for (const script of ['sh -c "docker run \\"$NAME\\" img"', "sh -c 'docker run img'", 'sh -c docker\\ run\\ img']) {
    const word = parseShell(script).commands[0]?.words[2]
    assert.ok(word)
    const inner = parseShell(wordAsScript(word)).commands[0]
    assert.equal(inner && commandName(inner), 'docker')
    const image = inner?.words.at(-1)
    assert.equal(image?.value, 'img')
    assert.equal(image && script.slice(...image.span), 'img')
  }
})

test('variables resolve through a lookup, and what is not known stays unknown', () => {
  const known = new Map<string, string | null>([
    ['A', '/a'],
    ['E', ''],
    ['N', null],
    ['F', 'x.tar.gz'],
  ])
  const resolve = (text: string) => {
    const word = parseShell(`c ${text}`).commands[0]?.words[1]
    return word && resolveWord(word, (name) => known.get(name))
  }
  const cases: [string, string | undefined][] = [
    ['"$A/b"', '/a/b'],
    ['${E:-d}', 'd'],
    ['${E-d}', ''],
    ['${N:-/d/$A}', '/d//a'],
    ['${A:+y}', 'y'],
    ['${N:+y}', ''],
    ['$N', undefined],
    ['$U', undefined],
    ['${U:-d}', undefined],
    ['${F%.*}', 'x.tar'],
    ['${F%%.*}', 'x'],
    ['${F#*.}', 'tar.gz'],
    ['${F##*.}', 'gz'],
    ['$(x)', undefined],
    ['~/x', '~/x'],
  ]
  for (const [text, expected] of cases) assert.equal(resolve(text), expected, text)
  assert.equal(removeAffix('abc', '%', '[c]'), undefined)
})

test('comments are found, and what only looks like one is not', () => {
  const script = '#!/bin/sh\n# one\na b#c "# d" \'# e\' ${#x} $# # two\ncat <<E\n# f\nE\nargs=(\n  # three\n  x\n)\n(( 16#ff ))\na;# four'
  const { comments, shebang } = parseShell(script)
  assert.equal(shebang, '/bin/sh')
  assert.deepEqual(
    comments.map((comment) => comment.text),
    ['one', 'two', 'three', 'four'],
  )
  for (const comment of comments) assert.match(script.slice(...comment.span), /^# \w+$/)
})

test('a broken script gives what could be read, and never throws', () => {
  const { commands, errors } = parseShell('a && (b; if c; then "d')
  assert.ok(errors.length > 0)
  assert.equal(commands[0] && commandName(commands[0]), 'a')
  for (const bad of ['', '\0', '$((', '${', '<<', 'a <<', '`', '))', 'case', '"', `${'('.repeat(5000)}`, `${'$('.repeat(5000)}`]) {
    assert.ok(Array.isArray(parseShell(bad).commands), bad.slice(0, 10))
  }
})

test('a mapped text leads back over dropped and replaced pieces', () => {
  const mapped = joinText([
    { text: 'ab', source: [10, 12] },
    { text: 'cd', source: [14, 16] },
    { text: '$', source: [16, 18] },
    { text: 'e', source: [18, 19] },
  ])
  assert.equal(mapped.text, 'abcd$e')
  assert.deepEqual(sourceSpan(mapped, [0, 2]), [10, 12])
  assert.deepEqual(sourceSpan(mapped, [2, 4]), [14, 16])
  assert.deepEqual(sourceSpan(mapped, [1, 3]), [11, 15])
  assert.deepEqual(sourceSpan(mapped, [4, 5]), [16, 18])
  assert.deepEqual(sourceSpan(mapped, [5, 6]), [18, 19])
  assert.deepEqual(sourceSpan(mapped, [6, 6]), [19, 19])
  const slice = sliceText(mapped, [1, 5])
  assert.equal(slice.text, 'bcd$')
  assert.deepEqual(sourceSpan(slice, [1, 4]), [14, 18])
  assert.deepEqual(sourceSpan(plainText('abc', 7), [1, 2]), [8, 9])
})
