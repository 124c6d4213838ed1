import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, it } from 'node:test'
import { dockseal, folderWith, start } from './cli.ts'

const BAD = 'services:\n  web:\n    image: nginx:1.27\n'
const GRAVE = `${BAD}    privileged: true\n`

describe('what a run comes to', () => {
  it('is not changed by a reader that has seen enough', () => {
    const cwd = folderWith({ 'compose.yaml': BAD })
    const shell = `set -o pipefail; '${process.execPath}' '${resolve('dist/cli.js')}' -f sarif . | head -c 10`
    const { status, stderr } = spawnSync('bash', ['-c', shell], { cwd, encoding: 'utf8' })
    assert.deepEqual({ status, stderr }, { status: 1, stderr: '' })
  })

  it('--max-warnings alone says how many warnings are allowed; errors fail as ever', () => {
    assert.equal(dockseal(['--max-warnings', '1'], { cwd: folderWith({ 'compose.yaml': BAD }) }).code, 0)
    assert.equal(dockseal(['--max-warnings', '9'], { cwd: folderWith({ 'compose.yaml': GRAVE }) }).code, 1)
    const cwd = folderWith({ 'compose.yaml': BAD })
    assert.equal(dockseal(['--max-warnings', '1', '--fail-on', 'warning'], { cwd }).code, 1)
    const { code, stderr } = dockseal(['--max-warnings', '0'], { cwd })
    assert.equal(code, 1)
    assert.equal(stderr, 'dockseal: 1 warning, and --max-warnings allows 0\n')
  })

  it('--quiet leaves warnings out; what is told to count them still does, as in ESLint', () => {
    const cwd = folderWith({ 'compose.yaml': BAD })
    assert.equal(dockseal(['--quiet'], { cwd }).code, 0)
    assert.match(dockseal(['--quiet'], { cwd }).stdout, /^No findings/)
    assert.equal(dockseal(['--quiet', '--max-warnings', '0'], { cwd }).code, 1)
    const { code, stderr } = dockseal(['--quiet', '--fail-on', 'warning'], { cwd })
    assert.equal(code, 1)
    assert.match(stderr, /1 warning that --quiet leaves out/)
    assert.equal(dockseal(['--quiet'], { cwd: folderWith({ 'compose.yaml': GRAVE }) }).code, 1)
  })

  it('is one line on a Node that is too old', () => {
    const cwd = folderWith({ 'old.cjs': 'process.getBuiltinModule = undefined\n' })
    const { code, stderr } = start(['--version'], { env: { NODE_OPTIONS: `--require=${join(cwd, 'old.cjs')}` } })
    assert.deepEqual({ code, stderr }, { code: 2, stderr: `dockseal needs Node 20.19 or newer, not ${process.version}\n` })
  })

  it('is 2 where the program itself is at fault, with what to report', () => {
    const cwd = folderWith({ 'compose.yaml': BAD, 'broken.cjs': "JSON.stringify = () => { throw new TypeError('broken') }\n" })
    const env = { NODE_OPTIONS: `--require=${join(cwd, 'broken.cjs')}` }
    const { code, stderr } = start(['-f', 'json'], { cwd, env })
    assert.equal(code, 2)
    assert.match(stderr, /^dockseal hit an internal error; please report it at .*\nTypeError: broken\n/)
  })

  it('is one clear line where a bundle without packages is asked for a foreign formatter', () => {
    const cwd = folderWith({
      'compose.yaml': BAD,
      'package.json': '{"type": "module", "version": "0"}',
      'x.cjs': "module.exports = () => ''",
    })
    // Without what Node keeps there: other processes write it at the same time.
    cpSync('dist', join(cwd, 'dist'), { recursive: true, filter: (path) => !path.includes('.compile-cache') })
    const { status, stderr } = spawnSync(process.execPath, [join(cwd, 'dist/cli.js'), '-f', './x.cjs'], { cwd, encoding: 'utf8' })
    assert.equal(status, 2)
    assert.match(stderr, /^dockseal: Formatters beside the built-in ones .* not installed here: take one of dockseal:pretty, .*\n$/)
  })

  it('is 2 for a text on standard input that is nothing dockseal knows, unless its name is given', () => {
    const { stdout, stderr, code } = dockseal(['-', '-f', 'unix'], { input: 'docker run nginx\n' })
    assert.deepEqual({ stdout, code }, { stdout: '', code: 2 })
    assert.match(stderr, /--stdin-filename says what it is called/)
    assert.equal(dockseal(['-', '-f', 'unix'], { input: '#!/bin/sh\ndocker run nginx\n' }).code, 1)
    assert.equal(dockseal(['-', '-f', 'unix', '--stdin-filename', 'run.sh'], { input: 'docker run nginx\n' }).code, 1)
    assert.equal(dockseal(['-', '-f', 'unix', '--stdin-filename', 'values.yaml'], { input: 'a: 1\n' }).code, 0)
  })

  it('says what depends on a variable without a value, and is 2 with --strict-coverage', () => {
    const cwd = folderWith({ 'compose.yaml': `${BAD}    read_only: \${READ_ONLY}\n    privileged: \${PRIVILEGED:-false}\n` })
    const { stdout, code } = dockseal([], { cwd })
    assert.equal(code, 0)
    assert.match(stdout, /^Not seen in full\n {2}read_only is not judged: the variable READ_ONLY has no value here \(set it/m)
    assert.match(stdout, /^ {4}compose\.yaml:4:/m)
    assert.equal(dockseal(['--strict-coverage'], { cwd }).code, 2)
    assert.equal(dockseal(['--strict-coverage', '--env-from-shell'], { cwd, env: { READ_ONLY: 'false' } }).code, 1)
  })

  it('--changed-since without a change does not send the reader to the manual', () => {
    const cwd = folderWith({ 'compose.yaml': BAD })
    const git = (...args: string[]) => spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], { cwd })
    git('init', '-q')
    git('add', '.')
    git('commit', '-qm', 'first')
    const { stdout, code } = dockseal(['--changed-since', 'HEAD'], { cwd })
    assert.deepEqual({ stdout, code }, { stdout: 'No findings. Checked 0 files, 0 containers.\n', code: 0 })
  })
})

describe('a baseline', () => {
  const files = { 'a/compose.yaml': BAD, 'b/compose.yaml': GRAVE }

  it('says what it accepts, and what it need not accept any more', () => {
    const cwd = folderWith(files)
    const written = dockseal(['--baseline', 'base.json', '--update-baseline'], { cwd })
    assert.equal(written.stderr, 'Wrote base.json: it accepts 3 findings.\n')
    assert.match(written.stdout, /^No findings\..*; 3 accepted by the baseline\.$/m)
    dockseal(['--fix', 'a'], { cwd })
    const { stderr, stdout, code } = dockseal(['--baseline', 'base.json'], { cwd })
    assert.equal(code, 0)
    assert.equal(stderr, 'base.json accepts 1 finding that is gone; --update-baseline takes it out.\n')
    assert.match(stdout, /2 accepted/)
    assert.match(dockseal(['--baseline', 'base.json', '--update-baseline'], { cwd }).stderr, /^Updated base\.json: it accepts 2 findings/)
  })

  it('keeps what it accepts of files that an update does not look at, while they are there', () => {
    const cwd = folderWith(files)
    dockseal(['--baseline', 'base.json', '--update-baseline'], { cwd })
    assert.match(dockseal(['a', '--baseline', 'base.json', '--update-baseline'], { cwd }).stderr, /accepts 3 findings/)
    assert.equal(dockseal(['--baseline', 'base.json'], { cwd }).code, 0)
    rmSync(join(cwd, 'b'), { recursive: true })
    assert.match(dockseal(['--baseline', 'base.json', '--update-baseline'], { cwd }).stderr, /accepts 1 finding\./)
  })

  it('is not written over a file that is none', () => {
    const cwd = folderWith(files)
    assert.equal(dockseal(['--baseline', 'a/compose.yaml', '--update-baseline'], { cwd }).code, 2)
    assert.equal(readFileSync(join(cwd, 'a/compose.yaml'), 'utf8'), BAD)
  })
})
