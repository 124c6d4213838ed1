import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, describe, test } from 'node:test'
import { loadFormatter } from '../src/report/load.ts'
import { escapeControls } from '../src/text/escape.ts'
import { cleanContext, cleanResults, context, results } from './report-set.ts'

const here = process.cwd()
const scratch = mkdtempSync(path.join(tmpdir(), 'dockseal-load-'))
after(() => rmSync(scratch, { recursive: true, force: true }))

function write(file: string, text: string): string {
  const full = path.join(scratch, file)
  mkdirSync(path.dirname(full), { recursive: true })
  writeFileSync(full, text)
  return full
}

async function load(name: string | undefined, cwd = scratch) {
  const loaded = await loadFormatter(name, cwd)
  assert.ok(loaded.ok, loaded.ok ? '' : loaded.why)
  return loaded
}

async function whyNot(name: string, cwd = scratch): Promise<string> {
  const loaded = await loadFormatter(name, cwd)
  assert.ok(!loaded.ok)
  assert.doesNotMatch(loaded.why, /[\n\u001b]/)
  return loaded.why
}

// What each one has to show of the shared results; the names are what a user types after -f.
const packages: Readonly<Record<string, RegExp>> = {
  gitlab: /warn\s+read-only-root-filesystem/,
  junit: /<testcase time="0" name="org.eslint.read-only-root-filesystem"/,
  codeframe: /> 3 \|\s+web:/,
  checkstyle: /<error line="3" column="3" severity="warning"/,
  '@microsoft/sarif': /"ruleId": ?"read-only-root-filesystem"/,
  pretty: /deploy\/shop\.yaml/,
  compact: /shop\.yaml: line 3, col 3, Warning - /,
  unix: /shop\.yaml:3:3: /,
  tap: /not ok \d+ - .*shop\.yaml/,
  stylish: /3:3\s+warning\s/,
}

describe('formatters from npm print our results', () => {
  for (const [name, expected] of Object.entries(packages)) {
    test(name, async () => {
      const loaded = await load(name, here)
      assert.match(loaded.from, /node_modules.*eslint-formatter/)
      const formatted = await loaded.format(results, context)
      assert.ok(formatted.ok, formatted.ok ? '' : formatted.why)
      assert.match(formatted.text, expected)
      // Colours and links are theirs to use; nothing of a hostile name may come through.
      assert.doesNotMatch(formatted.text, /\u001b\[2J|\u001b\]0|\u0085|\u009b|\u202e/)
      const clean = await loaded.format(cleanResults, cleanContext)
      assert.ok(clean.ok && !clean.text.includes('read-only-root-filesystem'))
    })
  }
})

test('eslint-formatter-gitlab writes its report with our fingerprintable results', async () => {
  const report = path.join(scratch, 'codequality.json')
  // The variables by which a GitLab job tells the formatter where to write, and what paths are relative to.
  Object.assign(process.env, { CI_PROJECT_DIR: '/repo', ESLINT_CODE_QUALITY_REPORT: report, GITLAB_CI: 'true', CI_JOB_NAME: 'lint' })
  const formatted = await (await load('gitlab', here)).format(results, context)
  for (const name of ['CI_PROJECT_DIR', 'ESLINT_CODE_QUALITY_REPORT', 'GITLAB_CI', 'CI_JOB_NAME']) delete process.env[name]
  assert.ok(formatted.ok)
  const issues: { check_name: string; location: { path: string } }[] = JSON.parse(readFileSync(report, 'utf8'))
  assert.equal(issues.length, results.flatMap((result) => result.messages).length)
  assert.ok(issues.some((issue) => issue.location.path === 'deploy/shop.yaml' && issue.check_name === 'read-only-root-filesystem'))
})

test('dockseal:name is the built-in, whatever is installed', async () => {
  write('node_modules/eslint-formatter-unix/index.js', "throw new Error('run')\n")
  assert.equal((await load('dockseal:unix')).from, 'unix')
  assert.match(await whyNot('dockseal:unx'), /^dockseal:unx is none of dockseal:pretty, dockseal:stylish/)
  rmSync(path.join(scratch, 'node_modules/eslint-formatter-unix'), { recursive: true })
})

test('an installed package wins over the built-in of its name; the default is always ours', async () => {
  assert.match((await load('compact', here)).from, /eslint-formatter-compact/)
  assert.equal((await load('compact')).from, 'compact')
  assert.match((await load('pretty', here)).from, /eslint-formatter-pretty/)
  for (const name of [undefined, '']) assert.equal((await load(name, here)).from, 'pretty')
})

test('names become packages as in ESLint', async () => {
  const formatter = (text: string) => `module.exports = () => ${JSON.stringify(text)}`
  for (const name of ['eslint-formatter-mine', '@scope/eslint-formatter', '@scope/eslint-formatter-mine']) {
    write(`node_modules/${name}/index.js`, formatter(name))
  }
  const asked = {
    mine: 'eslint-formatter-mine',
    'eslint-formatter-mine': 'eslint-formatter-mine',
    '@scope': '@scope/eslint-formatter',
    '@scope/mine': '@scope/eslint-formatter-mine',
    '@scope\\mine': '@scope/eslint-formatter-mine',
  }
  for (const [name, found] of Object.entries(asked)) {
    assert.deepEqual(await (await load(name)).format([], context), { ok: true, text: found }, name)
  }
})

test('paths are from cwd; CommonJS, transpiled CommonJS, ESM, a directory, without extension', async () => {
  write('f/plain.js', 'module.exports = () => "plain"')
  write('f/transpiled.cjs', 'exports.__esModule = true; exports.default = () => "transpiled"')
  write('f/module.mjs', 'export default async () => "module"')
  write('f/folder/index.js', 'module.exports = () => "folder"')
  const asked = {
    './f/plain.js': 'plain',
    'f/plain': 'plain',
    '.\\f\\plain.js': 'plain',
    './f/transpiled.cjs': 'transpiled',
    './f/module.mjs': 'module',
    './f/folder': 'folder',
  }
  for (const [name, text] of Object.entries({ ...asked, [path.join(scratch, 'f/plain.js')]: 'plain' })) {
    assert.deepEqual(await (await load(name)).format([], context), { ok: true, text }, name)
  }
})

test('results come sorted by path, and the context holds what ESLint gives', async () => {
  write(
    'f/echo.js',
    'module.exports = (results, context) => JSON.stringify([results.map((r) => r.filePath), context.cwd, Object.keys(context.rulesMeta)])',
  )
  const formatted = await (await load('./f/echo.js')).format(results.toReversed(), context)
  assert.ok(formatted.ok)
  const [paths, cwd, rules] = JSON.parse(formatted.text)
  assert.deepEqual(
    paths,
    results.map((result) => escapeControls(result.filePath)),
  )
  assert.equal(cwd, '/repo')
  assert.deepEqual(rules, ['read-only-root-filesystem', 'published-port-on-all-interfaces'])
})

test('what cannot be loaded is one clear line', async () => {
  write('f/object.js', 'module.exports = { format() {} }')
  write('f/named.mjs', 'export const formatter = () => ""')
  write('f/broken.js', 'module.exports = (')
  write('f/throws.js', 'throw new Error("no\\nway \\u001b[2J")')
  write('f/null.js', 'module.exports = null')
  assert.match(await whyNot('./f/gone.js'), /no formatter at .*gone\.js/)
  assert.match(await whyNot('nowhere'), /no formatter "nowhere": built in are pretty, .*npm install -D eslint-formatter-nowhere/)
  assert.match(await whyNot('../../etc'), /no formatter at/)
  assert.match(await whyNot('evil\u001b[2J\n'), /no formatter "evil/)
  for (const [file, why] of [
    ['object', /must export a function, but exports object/],
    ['null', /must export a function, but exports null/],
    ['broken', /cannot be loaded: /],
    ['throws', /cannot be loaded: no$/],
  ] as const)
    assert.match(await whyNot(`./f/${file}.js`), why)
  assert.match(await whyNot('./f/named.mjs'), /must export a function/)
})

test('a formatter that fails, or gives something else than text, is one clear line', async () => {
  write('f/fails.js', 'module.exports = () => { throw new TypeError("x is not\\nthere") }')
  write('f/rejects.js', 'module.exports = async () => { throw "just a string" }')
  write('f/number.js', 'module.exports = () => 7')
  for (const [file, why] of [
    ['fails', /failed: x is not$/],
    ['rejects', /failed: just a string$/],
    ['number', /gave number instead of text/],
  ] as const) {
    const formatted = await (await load(`./f/${file}.js`)).format(results, context)
    assert.ok(!formatted.ok)
    assert.match(formatted.why, why)
  }
})
