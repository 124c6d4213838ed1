import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { lintFiles } from '../src/index.ts'
import type { LintResult } from '../src/report/result.ts'
import { dockseal, folderWith, oneLine } from './cli.ts'

const RECORD = `images:
  - names: [shop/hub]
    writes: []
    obstacles: [{ effect: degrades, why: plug-ins cannot be installed }]
  - names: [shop/never]
    writes: []
    obstacles: [{ effect: fails, why: it replaces its own program }]
`
const FILES = {
  '.docksealrc.yml': RECORD,
  'compose.yaml': `services:
  known: { image: nginx:1.27 }
  guess: { image: example.test/nobody:1 }
  hub: { image: shop/hub:1 }
  never: { image: shop/never:1 }
`,
}
const sealed = (cwd: string) =>
  [...readFileSync(join(cwd, 'compose.yaml'), 'utf8').matchAll(/(\w+): \{[^}]*read_only: true/g)].map(([, name]) => name)

describe('how sure a fix is', () => {
  it('decides what --fix applies, and the summary says what was left and why', () => {
    const cwd = folderWith(FILES)
    const { stderr } = dockseal(['--fix'], { cwd })
    assert.deepEqual(sealed(cwd), ['known'])
    assert.match(stderr, /^ {2}known +read_only: true; tmpfs \/run, \/var\/cache\/nginx +known image$/m)
    assert.match(
      stderr,
      /^Left unchanged:\n {2}guess +image unknown; its plan is "default"\n {2}hub +with a read-only root, plug-ins cannot be installed\n/m,
    )
    assert.match(oneLine(stderr), /`dockseal prove`.*--fix-confidence default\. --fix-degraded applies/)
    assert.match(dockseal(['--fix', '--fix-degraded'], { cwd }).stderr, /^ {2}hub +\S.*\n +stops working: plug-ins cannot be installed$/m)
    assert.deepEqual(sealed(cwd), ['known', 'hub'])
    dockseal(['--fix', '--fix-confidence', 'default'], { cwd })
    assert.deepEqual(sealed(cwd), ['known', 'guess', 'hub'])
  })

  it('says that the configuration was not read, and nothing untrue of the program', () => {
    const compose = 'services:\n  web:\n    image: nginx:1.27\n    volumes: ["/srv/nginx.conf:/etc/nginx/nginx.conf:ro"]\n'
    const { stderr } = dockseal(['--fix-dry-run'], { cwd: folderWith({ 'compose.yaml': compose }) })
    assert.match(stderr, /^ {2}web +configuration not read; its plan is "default"$/m)
    const guess = dockseal(['--fix-dry-run', '--fix-confidence', 'default'], { cwd: folderWith({ 'compose.yaml': compose }) })
    assert.match(oneLine(guess.stderr), /web read_only: true; .* What decides where it writes could not be read: \/etc\/nginx\/nginx\.conf/)
    assert.doesNotMatch(stderr, /What decides/)
  })

  it('names the rule that is left of a service, and each setting once', () => {
    const cwd = folderWith({
      Dockerfile: 'FROM node:20\nWORKDIR /app\nCOPY server.js .\nUSER node\nCMD ["node", "server.js"]\n',
      'server.js': "require('http').createServer().listen(3000)\n",
      'compose.yaml': 'services:\n  api: { build: . }\n  db: { image: "postgres:17" }\n',
    })
    const { stderr } = dockseal(['--fix-dry-run', '--preset', 'cis'], { cwd })
    assert.match(oneLine(stderr), /Left unchanged: api no-new-privileges: a guess; its plan is "default"/)
    assert.match(oneLine(stderr), / CHOWN, DAC_OVERRIDE, FOWNER, SETGID, SETUID; security_opt/)
  })

  it('is that of the least sure fix of a service, with what is known of its image', () => {
    const cwd = folderWith({
      '.docksealrc.yml': 'images: [{ names: [shop/plain], writes: [] }]\n',
      'compose.yaml': 'services:\n  plain: { image: shop/plain:1 }\n',
    })
    const { stderr } = dockseal(['--fix', '--preset', 'strict', '--fix-confidence', 'default'], { cwd })
    assert.match(stderr, /: 1 known image, 1 a guess\.\n {2}plain .* a guess\n$/)
  })

  it('is in the diff where something stops working, in lines that patch passes over', () => {
    const { stdout } = dockseal(['--fix-dry-run', '--fix-degraded'], { cwd: folderWith(FILES) })
    assert.match(stdout, /^# hub: stops working: plug-ins cannot be installed\n--- a\/compose\.yaml/)
    assert.doesNotMatch(dockseal(['--fix-dry-run'], { cwd: folderWith(FILES) }).stdout, /stops working/)
  })

  it('is in the words of every format, with what stops working', () => {
    const cwd = folderWith(FILES)
    for (const format of [
      'pretty',
      'stylish',
      'github',
      'gitlab',
      'junit',
      'checkstyle',
      'compact',
      'unix',
      'sarif',
      'json',
      'markdown',
      'html',
    ]) {
      const { stdout } = dockseal(['-f', `dockseal:${format}`], { cwd })
      assert.match(stdout, /plug-ins cannot be\s+installed/, format)
    }
    for (const format of ['github', 'gitlab', 'junit', 'checkstyle', 'compact', 'unix', 'sarif']) {
      const { stdout } = dockseal(['-f', `dockseal:${format}`], { cwd })
      assert.match(stdout, /known image/, format)
      assert.match(stdout, /image unknown/, format)
    }
  })

  it('is a guess where a script was not followed wholly, or only a condition keeps it from failing', () => {
    const folder = 'fixtures/read-only-root-filesystem/start-that-ends'
    const { stdout, stderr } = dockseal(['--fix-dry-run', folder])
    assert.match(stdout, /^ {3}sure:\n.*\n\+ {4}read_only: true$/m)
    assert.equal(stdout.match(/read_only/g)?.length, 1)
    assert.match(stderr, /^Left unchanged:\n.*\n +unknown +.*\n +deep +.*\n +maybe /m)
    const notes = dockseal(['explain-plan', '--json', '.'], { cwd: folder }).stdout
    assert.match(notes, /start\.sh: where it writes is not known \(output of date\)/)
    assert.match(notes, /start\.sh: what it starts there is more than is followed/)
    assert.match(notes, /With a read-only root this may fail: its start removes/)
  })

  it('leaves suggestions of what --fix leaves out', () => {
    const [result] = (JSON.parse(dockseal(['-f', 'json'], { cwd: folderWith(FILES) }).stdout) as LintResult[]).filter(
      ({ messages }) => messages.length > 0,
    )
    const of = (subject: string) =>
      result?.messages.find((message) => message.subject === subject && message.ruleId === 'read-only-root-filesystem')
    assert.ok(of('known')?.fix && of('guess')?.fix === undefined && of('hub')?.fix === undefined)
    assert.ok(of('guess')?.suggestions?.length === 1 && of('hub')?.suggestions?.length === 1)
  })

  it('makes a container that cannot be sealed a warning in cis and strict', () => {
    const cwd = folderWith({ ...FILES, 'compose.yaml': 'services:\n  never: { image: shop/never:1 }\n' })
    assert.equal(dockseal([], { cwd }).code, 0)
    for (const preset of ['cis', 'strict']) {
      const { stdout } = dockseal(['-f', 'unix', '--preset', preset], { cwd })
      assert.match(stdout, /it replaces its own program.*\[Warning\/read-only-root-filesystem\]/)
    }
  })
})

describe('a baseline', () => {
  it('holds for --diff and --fix, and can be reviewed', () => {
    const cwd = folderWith({ 'compose.yaml': 'services:\n  web:\n    image: nginx:1.27\n' })
    dockseal(['--baseline', 'b.json', '--update-baseline'], { cwd })
    assert.match(readFileSync(join(cwd, 'b.json'), 'utf8'), /"rule": "read-only-root-filesystem",\s+"of": "web",\s+"count": 1/)
    const before = readFileSync(join(cwd, 'compose.yaml'), 'utf8')
    assert.equal(dockseal(['--diff', '--baseline', 'b.json'], { cwd }).code, 0)
    assert.equal(dockseal(['--fix', '--baseline', 'b.json'], { cwd }).code, 0)
    assert.equal(readFileSync(join(cwd, 'compose.yaml'), 'utf8'), before)
    assert.equal(dockseal(['--diff'], { cwd }).code, 1)
  })
})

describe('what a command ignores', () => {
  for (const args of [
    ['rules', '--watch'],
    ['explain', 'drift', '--fix'],
    ['init', '--preset', 'cis'],
    ['--report', 'cis'],
    ['--host', 'x'],
    ['audit', '--changed-since', 'HEAD'],
  ]) {
    it(`${args.join(' ')}: is an error`, () => {
      const { stderr, code } = dockseal(args, { cwd: folderWith({}) })
      assert.equal(code, 2)
      assert.match(stderr, /does not take --/)
    })
  }
})

describe('for editors and programs', () => {
  it('--fix - prints the fixed text of standard input, and nothing else', () => {
    const input = 'services:\n  web:\n    image: nginx:1.27\n'
    const { stdout, code } = dockseal(['--fix', '-', '--stdin-filename', 'compose.yaml'], { input, cwd: folderWith({}) })
    assert.equal(code, 0)
    assert.match(stdout, /^services:\n {2}web:\n {4}image: nginx:1\.27\n {4}read_only: true\n/)
    const same = 'services: {}\n'
    assert.equal(dockseal(['--fix', '-', '--stdin-filename', 'compose.yaml'], { input: same, cwd: folderWith({}) }).stdout, same)
  })

  it('lintFiles takes the configuration that is there, as the command line does', async () => {
    const cwd = folderWith({
      '.docksealrc.yml': 'rules: { read-only-root-filesystem: off }\n',
      'compose.yaml': 'services: {web: {image: nginx}}\n',
    })
    const ids = (results: readonly LintResult[]) => results.flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId))
    assert.deepEqual(ids(await lintFiles([cwd], { cwd })), [])
    assert.deepEqual(ids(await lintFiles([cwd], { cwd, config: {} })), ['read-only-root-filesystem'])
  })

  it('a fix over other services comes as several edits, and junit passes an info', () => {
    const text = 'services:\n  db:\n    image: redis:7\n  other:\n    image: nginx\n    privileged: true\n'
    const [result] = JSON.parse(dockseal(['-f', 'json'], { cwd: folderWith({ 'compose.yaml': text }) }).stdout) as LintResult[]
    for (const { fix, line } of result?.messages ?? []) {
      if (fix === undefined) continue
      const replaced = text.slice(...fix.range)
      assert.ok(line > 3 || !replaced.includes('other:'), replaced)
    }
    const junit = dockseal(['-f', 'dockseal:junit', '--preset', 'cis'], {
      cwd: folderWith({ 'compose.yaml': 'services: {a: {image: "nginx:1"}}\n' }),
    }).stdout
    assert.match(junit, /<system-out>/)
  })
})
