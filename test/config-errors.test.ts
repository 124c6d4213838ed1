import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { rules } from '../rules/index.ts'
import { loadConfig } from '../src/config/load.ts'
import { diskFiles } from '../src/discover/files.ts'
import type { Rule } from '../src/lint/rule.ts'
import { indexLines, positionAt } from '../src/text/line-index.ts'
import { folderWith } from './cli.ts'

const load = (folder: string, named?: string) => loadConfig(folder, named && join(folder, named), diskFiles(), rules as readonly Rule[])

/** `line:column` of an offset. */
function positionIn(text: string, offset: number): string {
  const { line, column } = positionAt(indexLines(text), offset)
  return `${line}:${column}`
}

/** A configuration, and each error: `line:column message (hint)`. */
const ROWS: readonly (readonly [text: string, ...errors: readonly string[]])[] = [
  [''],
  ['# only a comment\n'],
  ['rules: {cpu-limit: warning}\n'],
  ['rules: {cpu-limit: [warning]}\n'],
  ['a: 1\n---\nb: 2\n', '2:1 a second document begins here (a configuration is one document)'],
  [
    'rules: [\n',
    '2:1 Flow sequence in block collection must be sufficiently indented and end with a ] (correct the syntax of the configuration)',
  ],
  ['rules: {}\nrules: {}\n', '2:1 the key "rules" is twice in one mapping (keep one of the two)'],
  ['- a\n', '1:1 the configuration is not a mapping (write keys such as "rules:")'],
  [
    'rules: *none\n',
    '1:1 the aliases of the configuration cannot be resolved (Unresolved alias (the anchor must be set before the alias): none) (write the values out)',
  ],
  ['rule: {}\n', '1:1 unknown key "rule" (did you mean "rules"?)'],
  [
    'extends: dockseal:all\n',
    '1:1 "extends" must be one of dockseal:recommended, dockseal:cis, dockseal:strict (see the configuration section of the README)',
  ],
  [
    'extends: dockseal:strct\n',
    '1:1 "extends" must be one of dockseal:recommended, dockseal:cis, dockseal:strict (did you mean "dockseal:strict"?)',
  ],
  ['rules:\n', '1:1 "rules" has no value (give it one, or leave the key out)'],
  [
    'rules: {cpu-limit: loud}\n',
    '1:9 "rules.cpu-limit" must be one of off, info, warning, error (see the configuration section of the README)',
  ],
  ['rules: {cpu-limits: off}\n', '1:9 no rule is called "cpu-limits" (did you mean "cpu-limit"?)'],
  ['rules: {cpu-limit: [warning, {}]}\n'],
  ['rules: {cpu-limit: [warning, {a: 1}]}\n', '1:9 "cpu-limit" has no options (see `dockseal explain cpu-limit`)'],
  ['rules: {pinned-image: [warning, {digest: true}]}\n'],
  [
    'rules: {pinned-image: [warning, {digest: 1}]}\n',
    '1:9 the options of "pinned-image" are not valid: "digest" must be true or false (see `dockseal explain pinned-image`)',
  ],
  [
    'rules: {pinned-image: [warning, {tag: true}]}\n',
    '1:9 the options of "pinned-image" are not valid: unknown option "tag" (see `dockseal explain pinned-image`)',
  ],
  ['ignore: a\n', '1:1 "ignore" must be a list (write ["a"])'],
  [
    'ignore: ["a*b*c*d*e"]\n',
    '1:10 "ignore" has more than 3 wildcards between two slashes or more than 3 `**`, or a group that repeats, and may take too long to match (write several patterns)',
  ],
  [
    'overrides: [{files: ["a*b*c*d*e"], rules: {}}]\n',
    '1:22 "overrides.0.files" has more than 3 wildcards between two slashes or more than 3 `**`, or a group that repeats, and may take too long to match (write several patterns)',
  ],
  ['requireReason: "yes"\n', '1:1 "requireReason" must be true or false (without quotes; yes, no, on and off are texts in YAML 1.2)'],
  ['overrides: [{rules: {}}]\n', '1:13 "overrides.0" needs "files" or "services" (see the configuration section of the README)'],
  ['overrides: [{files: [], rules: {}}]\n', '1:14 "overrides.0.files" must not be empty (see the configuration section of the README)'],
  ['overrides: [{files: [a], rules: {nothing: off}}]\n', '1:34 no rule is called "nothing" (list them with `dockseal rules`)'],
  ['overrides: [{files: [a]}]\n', '1:13 "overrides.0" needs "rules" (see the configuration section of the README)'],
  [
    'images: [{names: [a/b], writes: [], extends: no/such}]\n',
    '1:37 no image record is called "no/such" (extend a built-in record or one of this list)',
  ],
  [
    'images: [{names: [docker.io/library/redis], writes: []}]\n',
    '1:19 an image "docker.io/library/redis" is looked up as "redis" (write "redis")',
  ],
]

test('an error of a configuration is at its place, with what to write', async () => {
  for (const [text, ...errors] of ROWS) {
    const answer = await load(folderWith({ '.docksealrc.yml': text }))
    const found = answer.ok
      ? []
      : answer.problems.map(({ message, hint, offset }) => `${positionIn(text, offset ?? -1)} ${message} (${hint})`)
    assert.deepEqual(found, errors, text)
  }
})

test('a configuration is found beside the files or above them, up to the root of the repository', async () => {
  const from = async (files: Record<string, string>, below = '') => {
    const folder = folderWith(files)
    const answer = await load(join(folder, below))
    return answer.ok ? answer.loaded.file?.slice(folder.length + 1) : answer.problems[0]?.message
  }
  const text = 'rules: {}\n'
  assert.equal(await from({ '.docksealrc.yml': text, 'dockseal.config.json': '{}' }), '.docksealrc.yml')
  assert.equal(await from({ '.docksealrc.yml': text, 'a/b/c': '' }, 'a/b'), '.docksealrc.yml')
  assert.equal(await from({ '.docksealrc.yml': text, 'a/.git': '', 'a/b/c': '' }, 'a/b'), undefined)
  assert.equal(await from({ 'package.json': '{"dockseal": {"rules": {}}}' }), 'package.json')
  assert.equal(await from({ 'package.json': '{"dockseal": null}' }), 'package.json')
  assert.equal(await from({ 'package.json': '{"dockseal": 5}' }), 'the configuration is not a mapping')
  assert.equal(await from({ '.docksealrc.yml': text, 'a/package.json': '{"name": "dockseal"}' }, 'a'), '.docksealrc.yml')
  for (const manifest of ['null', '"dockseal"', '["dockseal"]', '{"dockseal"', '5'])
    assert.equal(await from({ '.docksealrc.yml': text, 'a/package.json': manifest }, 'a'), '.docksealrc.yml', manifest)
  const absent = await load(folderWith({}), 'none.yml')
  assert.match(JSON.stringify(absent), /none\.yml.*the configuration does not exist.*check the path given with --config/)
})
