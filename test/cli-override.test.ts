import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { Log } from 'sarif'
import { writeNew } from '../src/discover/write.ts'
import type { LintResult } from '../src/report/result.ts'
import { applyEdits } from '../src/text/edit.ts'
import { dockseal, folderWith, oneLine, type Run } from './cli.ts'

const OPEN = 'services:\n  web:\n    image: nginx:1.27\n'
const SEAL = 'services:\n  web:\n    read_only: true\n    tmpfs:\n      - /run\n      - /var/cache/nginx\n'
const INTO = ['--fix-into', 'override']

const fix = (cwd: string, ...args: string[]): Run => dockseal(['--fix', ...INTO, ...args], { cwd })

/** What a folder holds, by name. */
function holds(cwd: string): Record<string, string> {
  return Object.fromEntries(readdirSync(cwd).map((name) => [name, readFileSync(join(cwd, name), 'utf8')]))
}

/** A run with `--fix` that refuses for a reason and leaves the folder as it is. */
function refuses(files: Readonly<Record<string, string>>, why: RegExp, ...args: string[]): void {
  refusesWith(1, files, why, ...args)
}

function refusesWith(exitCode: 1 | 2, files: Readonly<Record<string, string>>, why: RegExp, ...args: string[]): void {
  const cwd = folderWith(files)
  const { stderr, code } = fix(cwd, ...args)
  assert.match(oneLine(stderr), why)
  assert.equal(code, exitCode)
  for (const [name, text] of Object.entries(files)) assert.equal(readFileSync(join(cwd, name), 'utf8'), text)
  assert.deepEqual(readdirSync(cwd).sort(), [...new Set(Object.keys(files).map((name) => name.split('/')[0]))].sort())
}

describe('--fix-into override', () => {
  for (const [base, made] of [
    ['compose.yaml', 'compose.override.yaml'],
    ['compose.yml', 'compose.override.yml'],
    ['docker-compose.yml', 'docker-compose.override.yml'],
    ['docker-compose.yaml', 'docker-compose.override.yaml'],
  ] as const) {
    it(`makes ${made}, finds it again, and leaves ${base} as it is`, () => {
      const cwd = folderWith({ [base]: OPEN })
      assert.equal(fix(cwd).code, 0)
      assert.deepEqual(holds(cwd), { [base]: OPEN, [made]: SEAL })
      assert.equal(fix(cwd).code, 0)
      assert.deepEqual(holds(cwd), { [base]: OPEN, [made]: SEAL })
      assert.equal(dockseal(['--diff', ...INTO], { cwd }).stdout, '')
    })
  }

  it('takes the override that Compose would read, whatever it is called', () => {
    const own = 'services:\r\n    web:\r\n        ports:\r\n        -   "80:80"\r\n'
    const cwd = folderWith({ 'compose.yaml': OPEN, 'docker-compose.override.yml': own, 'docker-compose.override.yaml': SEAL })
    fix(cwd)
    assert.deepEqual(holds(cwd), {
      'compose.yaml': OPEN,
      'docker-compose.override.yml':
        'services:\r\n    web:\r\n        read_only: true\r\n        tmpfs:\r\n        - /run\r\n        - /var/cache/nginx\r\n        ports:\r\n        -   "80:80"\r\n',
      'docker-compose.override.yaml': SEAL,
    })
  })

  it('ends the lines of a new file as the base does', () => {
    const cwd = folderWith({ 'compose.yaml': `${OPEN}  db:\n    image: postgres:17\n`.replaceAll('\n', '\r\n') })
    fix(cwd)
    assert.doesNotMatch(readFileSync(join(cwd, 'compose.override.yaml'), 'utf8'), /[^\r]\n/)
  })

  it('shows a new file in the diff, and writes nothing', () => {
    const cwd = folderWith({ 'compose.yaml': OPEN })
    const { stdout, code } = dockseal(['--fix-dry-run', ...INTO], { cwd })
    const added = SEAL.trimEnd().replace(/^/gm, '+')
    assert.equal(stdout, `--- /dev/null\n+++ b/compose.override.yaml\n@@ -0,0 +1,6 @@\n${added}\n`)
    assert.equal(code, 0)
    assert.equal(dockseal(['--diff', ...INTO], { cwd }).code, 1)
    assert.deepEqual(holds(cwd), { 'compose.yaml': OPEN })
  })

  it('offers the same change in every format', () => {
    const cwd = folderWith({ 'compose.yaml': OPEN, 'compose.override.yaml': 'services:\n  web:\n    ports: ["80:80"]\n' })
    for (const name of ['compose.override.yaml', undefined]) {
      const at = name === undefined ? folderWith({ 'compose.yaml': OPEN }) : cwd
      const before = name === undefined ? '' : readFileSync(join(at, name), 'utf8')
      const results = JSON.parse(dockseal(['-f', 'json', ...INTO], { cwd: at }).stdout) as LintResult[]
      const edits = results.flatMap(({ messages }) => messages.flatMap(({ fileEdits }) => fileEdits ?? []))
      const log = JSON.parse(dockseal(['-f', 'sarif', ...INTO], { cwd: at }).stdout) as Log
      const changes = log.runs[0]?.results?.flatMap(({ fixes }) => fixes?.flatMap(({ artifactChanges }) => artifactChanges) ?? [])
      assert.equal(changes?.[0]?.artifactLocation.uri, 'compose.override.yaml')
      fix(at)
      assert.deepEqual(
        edits.map(({ file, edits }) => [file, applyEdits(before, edits)]),
        [[join(at, 'compose.override.yaml'), readFileSync(join(at, 'compose.override.yaml'), 'utf8')]],
      )
    }
  })

  it('is what the configuration says, unless the command line says otherwise', () => {
    const files = { 'compose.yaml': OPEN, '.docksealrc.yml': 'fix: { into: override }\n' }
    const cwd = folderWith(files)
    dockseal(['--fix'], { cwd })
    assert.deepEqual(holds(cwd), { ...files, 'compose.override.yaml': SEAL })
    const other = folderWith(files)
    dockseal(['--fix', '--fix-into', 'definition'], { cwd: other })
    assert.deepEqual(readdirSync(other).sort(), ['.docksealrc.yml', 'compose.yaml'])
  })

  it('takes the last of several files that form a project', () => {
    const local = 'services:\n  web:\n    ports: ["80:80"]\n'
    const sealed = local.replace('    ports', `${SEAL.slice(SEAL.indexOf('    read_only'))}    ports`)
    const named = folderWith({ 'a.yml': OPEN, 'b.yml': local })
    fix(named, '-f', 'a.yml', '-f', 'b.yml')
    assert.deepEqual(holds(named), { 'a.yml': OPEN, 'b.yml': sealed })
    const rc = 'projects:\n  - [a.yml, b.yml]\n'
    const configured = folderWith({ 'a.yml': OPEN, 'b.yml': local, '.docksealrc.yml': rc })
    fix(configured)
    assert.deepEqual(holds(configured), { 'a.yml': OPEN, 'b.yml': sealed, '.docksealrc.yml': rc })
    const env = 'COMPOSE_FILE=compose.yaml:b.yml\n'
    const listed = folderWith({ 'compose.yaml': OPEN, 'b.yml': local, '.env': env })
    fix(listed)
    assert.deepEqual(holds(listed), { 'compose.yaml': OPEN, 'b.yml': sealed, '.env': env })
  })

  it('gives each variant of a base its own entry, as Compose reads no override beside it', () => {
    const prod = 'services:\n  web:\n    restart: always\n'
    const cwd = folderWith({ 'compose.yaml': OPEN, 'compose.prod.yaml': prod })
    assert.equal(fix(cwd).code, 0)
    const { 'compose.yaml': base, 'compose.override.yaml': made, 'compose.prod.yaml': variant } = holds(cwd)
    assert.deepEqual([base, made], [OPEN, SEAL])
    assert.match(variant ?? '', /read_only: true/)
  })

  it('refuses a file with which Compose loads no override', () => {
    refuses({ 'compose.yaml': OPEN }, /no override with compose\.yaml alone; name both/, '-f', 'compose.yaml')
    refuses({ 'app.yml': OPEN }, /no override with app\.yml alone/)
    refuses({ 'compose.yaml': OPEN, '.env': 'COMPOSE_FILE=compose.yaml\n' }, /no override with compose\.yaml alone/)
  })

  it('refuses an override that is ignored, be it there or not', () => {
    const files = { 'compose.yaml': OPEN, '.gitignore': '*.override.yaml\n' }
    const why = /compose\.override\.yaml, which is ignored/
    refuses(files, why)
    refuses(files, why, 'compose.yaml')
    refuses({ ...files, 'compose.override.yaml': 'services:\n  web:\n    ports: ["80:80"]\n' }, why)
    refuses({ 'compose.yaml': OPEN }, why, '--ignore-pattern', '*.override.yaml')
    refuses({ 'compose.yaml': OPEN, '.docksealrc.yml': 'ignore: ["*.override.yaml"]\n' }, why)
    for (const args of [['--no-ignore'], ['compose.yaml', 'compose.override.yaml']]) {
      const cwd = folderWith({ ...files, 'compose.override.yaml': 'services:\n  web:\n    restart: always\n' })
      fix(cwd, ...args)
      assert.match(holds(cwd)['compose.override.yaml'] ?? '', /read_only: true/, args.join(' '))
    }
  })

  it('refuses an override that is there and no Compose file', () => {
    // Compose reads the file by its name, and refuses it.
    refusesWith(
      2,
      { 'compose.yaml': OPEN, 'docker-compose.override.yml': '- a list\n' },
      /docker-compose\.override\.yml, which is there and cannot/,
    )
    const cwd = folderWith({ 'compose.yaml': OPEN })
    mkdirSync(join(cwd, 'compose.override.yml'))
    assert.match(oneLine(fix(cwd).stderr), /compose\.override\.yml, which is there and cannot/)
    assert.deepEqual(readdirSync(cwd).sort(), ['compose.override.yml', 'compose.yaml'])
  })

  it('leaves an override with a mistake as it is', () => {
    const cwd = folderWith({ 'compose.yaml': OPEN, 'compose.override.yaml': 'services:\n  web: {\n' })
    const { code, stderr } = fix(cwd)
    assert.match(oneLine(stderr), /compose\.override\.yaml, which cannot be read/)
    assert.equal(code, 2)
    assert.equal(holds(cwd)['compose.override.yaml'], 'services:\n  web: {\n')
  })
})

describe('a new file', () => {
  it('never takes the place of one that has come meanwhile', () => {
    const cwd = folderWith({ taken: 'mine' })
    assert.equal(writeNew(join(cwd, 'taken'), 'ours'), 'exists already')
    assert.equal(writeNew(join(cwd, 'free'), 'ours'), undefined)
    assert.deepEqual(holds(cwd), { taken: 'mine', free: 'ours' })
    writeFileSync(join(cwd, 'free'), 'theirs')
    assert.equal(writeNew(join(cwd, 'free'), 'ours'), 'exists already')
    assert.equal(writeNew(join(cwd, 'gone/free'), 'ours'), 'does not exist')
    assert.ok(!existsSync(join(cwd, 'gone')))
  })
})
