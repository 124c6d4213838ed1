import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { dockseal, folderWith, oneLine, start } from './cli.ts'

const BAD = 'services:\n  web:\n    image: nginx:1.27\n'
const GOOD = `${BAD}    read_only: true\n    tmpfs: [/run, /var/cache/nginx]\n`

describe('exit codes', () => {
  it('0 on a clean tree, 1 on findings, 2 on what cannot be read', () => {
    assert.equal(start(['.'], { cwd: folderWith({ 'compose.yaml': GOOD }) }).code, 0)
    assert.equal(start(['.'], { cwd: folderWith({ 'compose.yaml': BAD }) }).code, 1)
    assert.equal(start(['.'], { cwd: folderWith({ 'compose.yaml': 'services: [' }) }).code, 2)
  })

  it('follow --fail-on and --max-warnings', () => {
    const cwd = folderWith({ 'compose.yaml': BAD })
    assert.equal(dockseal(['--fail-on', 'error'], { cwd }).code, 0)
    assert.equal(dockseal(['--fail-on', 'never'], { cwd }).code, 0)
    assert.equal(dockseal(['--fail-on', 'error', '--max-warnings', '0'], { cwd }).code, 1)
    assert.equal(dockseal(['--fail-on', 'error', '--max-warnings', '9'], { cwd }).code, 0)
    assert.equal(dockseal(['--rule', 'read-only-root-filesystem:error', '--fail-on', 'error'], { cwd }).code, 1)
  })

  it('2 and one line for a wrong call', () => {
    for (const args of [
      ['--nonsense'],
      ['explain', 'no-such-rule'],
      ['-f', 'no-such-formatter'],
      ['--config', 'missing.yml'],
      ['--rule', 'no-such-rule:off'],
    ]) {
      const { stderr, code } = dockseal(args, { cwd: folderWith({ 'compose.yaml': BAD }) })
      assert.equal(code, 2, args.join(' '))
      assert.equal(stderr.trim().split('\n').length, 1, stderr)
      assert.match(stderr, /^dockseal: /)
    }
  })
})

describe('the walk', () => {
  const files = {
    'compose.yaml': BAD,
    'deploy/docker-compose.prod.yml': BAD,
    'deploy/stack.compose.yml': BAD,
    'named-otherwise.yaml': BAD,
    'node_modules/a/compose.yaml': BAD,
    'ignored/compose.yaml': BAD,
    'config/services.yaml': 'services:\n  App\\Mailer:\n    class: App\\Mailer\n',
    'chart/values.yaml': 'image: nginx\n',
    '.gitignore': 'ignored/\n',
  }
  const found = (args: readonly string[], cwd: string) =>
    (JSON.parse(dockseal([...args, '-f', 'json'], { cwd }).stdout) as { filePath: string }[])
      .map(({ filePath }) => filePath.slice(cwd.length + 1))
      .sort()

  it('finds Compose files by name and content, and leaves out what git ignores', () => {
    assert.deepEqual(found(['.'], folderWith(files)), [
      'compose.yaml',
      'deploy/docker-compose.prod.yml',
      'deploy/stack.compose.yml',
      'named-otherwise.yaml',
    ])
  })

  it('takes --no-ignore and --ignore-pattern', () => {
    assert.deepEqual(found(['.', '--no-ignore', '--ignore-pattern', 'deploy/**', '--ignore-pattern', 'named*'], folderWith(files)), [
      'compose.yaml',
      'ignored/compose.yaml',
    ])
  })

  it('reads standard input under the name given', () => {
    const { stdout, code } = start(['-', '--stdin-filename', 'sub/compose.yaml', '-f', 'unix'], { input: BAD })
    assert.equal(code, 1)
    assert.match(stdout, /sub\/compose\.yaml:2:3:/)
  })
})

describe('--fix', () => {
  it('repairs the file, keeps its mode, and has nothing to do the second time', () => {
    const cwd = folderWith({ 'compose.yaml': `# kept\r\n${BAD.replaceAll('\n', '\r\n')}` })
    const { code, stderr } = dockseal(['--fix'], { cwd })
    assert.equal(code, 0, stderr)
    const fixed = readFileSync(join(cwd, 'compose.yaml'), 'utf8')
    assert.match(fixed, /^# kept\r\nservices:\r\n {2}web:\r\n {4}image: nginx:1\.27\r\n {4}read_only: true\r\n/)
    assert.doesNotMatch(fixed, /[^\r]\n/)
    dockseal(['--fix'], { cwd })
    assert.equal(readFileSync(join(cwd, 'compose.yaml'), 'utf8'), fixed)
    assert.deepEqual(readdirSync(cwd), ['compose.yaml'], 'no temporary file stays')
  })

  it('repairs the target of a symbolic link and leaves the link', () => {
    const cwd = folderWith({ 'real/base.yaml': BAD })
    symlinkSync('real/base.yaml', join(cwd, 'compose.yaml'))
    const mode = statSync(join(cwd, 'real/base.yaml')).mode
    dockseal(['compose.yaml', '--fix'], { cwd })
    assert.match(readFileSync(join(cwd, 'real/base.yaml'), 'utf8'), /read_only: true/)
    assert.equal(statSync(join(cwd, 'real/base.yaml')).mode, mode)
  })

  it('--fix repairs Dockerfiles as well', () => {
    const cwd = folderWith({ Dockerfile: 'FROM debian:12\nADD . /app\n' })
    assert.match(dockseal(['--preset', 'cis', '--fix-dry-run'], { cwd }).stdout, /-ADD \. \/app\n\+COPY \. \/app/)
    dockseal(['--preset', 'cis', '--fix'], { cwd })
    assert.equal(readFileSync(join(cwd, 'Dockerfile'), 'utf8'), 'FROM debian:12\nCOPY . /app\n')
  })

  it('--fix-dry-run and --diff print the change and write nothing; --diff fails on one', () => {
    const cwd = folderWith({ 'compose.yaml': BAD })
    const dry = dockseal(['--fix-dry-run'], { cwd })
    assert.match(dry.stdout, /^\+ {4}read_only: true$/m)
    assert.equal(dry.code, 0)
    const diff = dockseal(['--diff'], { cwd })
    assert.equal(diff.stdout, dry.stdout)
    assert.equal(diff.code, 1)
    assert.equal(readFileSync(join(cwd, 'compose.yaml'), 'utf8'), BAD)
    assert.equal(dockseal(['--diff'], { cwd: folderWith({ 'compose.yaml': GOOD }) }).code, 0)
  })

  it('names the volumes that keep what the image ships', () => {
    const run = (dockerfile: string) =>
      dockseal(['--fix-dry-run'], {
        cwd: folderWith({ 'compose.yaml': 'services:\n  panels:\n    build: .\n', Dockerfile: dockerfile }),
      }).stderr
    const filled = run('FROM grafana/grafana:11.6.0\nCOPY panels /var/lib/grafana/dashboards/\n')
    assert.match(
      oneLine(filled),
      / panels .* volume \S+:\/var\/lib\/grafana keeps the files of the image's first version: \/var\/lib\/grafana .*must be emptied when/,
    )
    assert.doesNotMatch(run('FROM grafana/grafana:11.6.0\n'), /first version/)
  })

  it('holds back what is less sure than asked for', () => {
    const cwd = folderWith({ 'compose.yaml': BAD.replace('nginx:1.27', 'example.test/unknown:1') })
    const { stderr } = dockseal(['--fix', '--fix-confidence', 'known'], { cwd })
    assert.match(
      oneLine(stderr),
      /^Left unchanged: web image unknown; its plan is "default" A plan less sure than "known" .*`dockseal prove`/,
    )
    assert.doesNotMatch(readFileSync(join(cwd, 'compose.yaml'), 'utf8'), /read_only/)
    // Nobody knows the image: a guess is applied only where that is asked for, and shown everywhere.
    assert.match(dockseal(['--fix'], { cwd }).stderr, /^Left unchanged:\n {2}web /m)
    assert.doesNotMatch(readFileSync(join(cwd, 'compose.yaml'), 'utf8'), /read_only/)
    for (const format of ['unix', 'github', 'gitlab', 'junit', 'sarif', 'checkstyle', 'compact']) {
      assert.match(dockseal(['-f', `dockseal:${format}`], { cwd }).stdout, /image unknown.*--fix-confidence default/, format)
    }
    assert.match(
      dockseal(['--fix', '--fix-confidence', 'default'], { cwd }).stderr,
      /^ {2}web .* image unknown\n(?:.*\n)*dockseal does not know/m,
    )
  })
})

describe('disable comments', () => {
  const rule = 'read-only-root-filesystem'
  const run = (text: string, config = '') =>
    dockseal(['-f', 'unix'], { cwd: folderWith({ 'compose.yaml': text, '.docksealrc.yml': config }) })

  for (const [what, text] of Object.entries({
    'next line': `services:\n  # dockseal-disable-next-line ${rule} -- replaced next week\n  web:\n    image: nginx:1.27\n`,
    'same line': `services:\n  web: # dockseal-disable-line ${rule} -- legacy\n    image: nginx:1.27\n`,
    service: `services:\n  # dockseal-disable-service\n  web:\n    image: nginx:1.27\n    read_only: false\n`,
    file: `# dockseal-disable-file ${rule} -- examples\n${BAD}`,
  })) {
    it(`silence a finding: ${what}`, () => {
      const { stdout, code } = run(text)
      assert.equal(code, 0, stdout)
    })
  }

  it('are reported when they suppress nothing, or name no rule', () => {
    assert.match(run(`# dockseal-disable-file ${rule}\n${GOOD}`).stdout, /suppresses nothing/)
    assert.match(run(`# dockseal-disable-file no-such-rule\n${GOOD}`).stdout, /no rule is called so/)
    assert.match(run(`# dockseal-disable-file no-privilegd\n${GOOD}`).stdout, /did you mean "no-privileged"/)
    assert.match(run(`# dockseal-disable-file no-privileged we need it\n${GOOD}`).stdout, /a reason comes after " -- "/)
  })

  it('do nothing without a reason where the configuration requires one', () => {
    const { stdout, code } = run(`# dockseal-disable-file ${rule}\n${BAD}`, 'requireReason: true\n')
    assert.equal(code, 1)
    assert.match(stdout, /requires one/)
    assert.match(stdout, new RegExp(`${rule}\\]`))
  })
})

describe('the configuration', () => {
  const run = (files: Readonly<Record<string, string>>, args: readonly string[] = []) =>
    dockseal(['-f', 'unix', ...args], { cwd: folderWith({ 'compose.yaml': BAD, ...files }) })

  it('is found under each of its names', () => {
    for (const [name, text] of [
      ['.docksealrc.yml', 'rules: {read-only-root-filesystem: off}'],
      ['.docksealrc.json', '{"rules": {"read-only-root-filesystem": "off"}}'],
      ['dockseal.config.yaml', 'rules:\n  read-only-root-filesystem: "off"'],
      ['package.json', '{"name": "x", "dockseal": {"rules": {"read-only-root-filesystem": "off"}}}'],
    ] as const) {
      const { code, stdout, stderr } = run({ [name]: text })
      assert.equal(code, 0, `${name}: ${stdout}${stderr}`)
      assert.equal(run({ [name]: text }, ['--no-config']).code, 1, name)
    }
  })

  it('overrides by file and service', () => {
    const config = 'overrides:\n  - files: ["legacy/**"]\n    services: ["old-*"]\n    rules: {read-only-root-filesystem: off}\n'
    const { stdout } = run({
      '.docksealrc.yml': config,
      'legacy/compose.yaml': 'services:\n  old-web:\n    image: nginx:1.27\n  web:\n    image: nginx:1.27\n',
    })
    assert.doesNotMatch(stdout, /old-web/)
    assert.equal(stdout.match(/read-only-root-filesystem\]/g)?.length, 2)
  })

  it('is no text in package.json', () => {
    const { stderr, code } = run({ 'package.json': '{"name": "a", "dockseal": "cis"}\n' })
    assert.equal(code, 2)
    assert.match(stderr, /package\.json:1:1: the configuration is not a mapping/)
  })

  it('points at the key that is wrong', () => {
    for (const [text, expected] of [
      ['rules:\n  no-such-rule: error\n', /\.docksealrc\.yml:2:3: no rule is called "no-such-rule"/],
      ['rulez: {}\n', /\.docksealrc\.yml:1:1: unknown key "rulez"/],
      ['rules:\n  no-privileged: fatal\n', /\.docksealrc\.yml:2:3: .*off, info, warning, error/],
      ['rules: [\n', /\.docksealrc\.yml:\d+:\d+: /],
      ['rules:\n', /:1:1: "rules" has no value \(give it one/],
      ['rules: [a]\n', /"rules" must be a mapping/],
      ['rules:\n  memory-limt: off\n', /:2:3: no rule is called "memory-limt" \(did you mean "memory-limit"\?/],
      ['rules:\n  memory-limit: [error, {a: 1}]\n', /:2:3: "memory-limit" has no options/],
      ['rules:\n  pinned-image: [error, {diggest: true}]\n', /:2:3: .*unknown option "diggest"/],
      ['ruls: {}\n', /unknown key "ruls" \(did you mean "rules"\?/],
      ['ignore: vendor\n', /"ignore" must be a list \(write \["vendor"\]/],
      ['extends: dockseal:recomended\n', /did you mean "dockseal:recommended"\?/],
      ['requireReason: yes\n', /"requireReason" must be true or false \(without quotes/],
      ['fix: {tmpfsSize: 64}\n', /must be a text \(write "64"/],
      ['fix: {tmpfsSize: much}\n', /such as "64m"/],
      ['overrides: [{files: [a]}]\n', /"overrides\.0" needs "rules"/],
      ['a: b: c\n', /:1:4: [^:]* \(correct the syntax/],
      ['rules: {}\n---\nrules: {}\n', /:2:1: a second document begins here/],
    ] as const) {
      const { stderr, code } = run({ '.docksealrc.yml': text })
      assert.equal(code, 2)
      assert.match(stderr, expected)
    }
  })
})

describe('baselines', () => {
  it('accept what is there, survive moved lines, and let new findings through', () => {
    const cwd = folderWith({ 'compose.yaml': BAD })
    assert.equal(dockseal(['--baseline', 'base.json', '--update-baseline'], { cwd }).code, 0)
    assert.equal(dockseal(['--baseline', 'base.json'], { cwd }).code, 0)
    const moved = folderWith({
      'base.json': readFileSync(join(cwd, 'base.json'), 'utf8'),
      'compose.yaml': `# a comment\n\n${BAD}  new:\n    image: redis:7\n`,
    })
    const { stdout, code } = dockseal(['--baseline', 'base.json', '-f', 'unix'], { cwd: moved })
    assert.equal(code, 1)
    assert.match(stdout, /"new"/)
    assert.doesNotMatch(stdout, /"web"/)
  })

  it('that is none is one clear line', () => {
    const { stderr, code } = dockseal(['--baseline', 'compose.yaml'], { cwd: folderWith({ 'compose.yaml': BAD }) })
    assert.equal(code, 2)
    assert.match(stderr, /is no baseline/)
  })
})

describe('the other commands', () => {
  it('show says of each setting which line set it', () => {
    const cwd = folderWith({
      'compose.yaml': 'x-base: &base\n  read_only: true\nservices:\n  web:\n    <<: *base\n    image: nginx:1.27\n',
    })
    const { stdout, code } = dockseal(['show', 'web'], { cwd })
    assert.equal(code, 0)
    assert.match(stdout, /read_only +true +compose\.yaml:2 \(merge key\)/)
    assert.match(stdout, /image +nginx:1\.27 +compose\.yaml:6 \(own key\)/)
    const [container] = JSON.parse(dockseal(['show', '--json'], { cwd }).stdout) as {
      name: string
      settings: { key: string; line?: number }[]
    }[]
    assert.equal(container?.settings.find(({ key }) => key === 'read_only')?.line, 2)
  })

  it('show never prints the value of a variable', () => {
    const cwd = folderWith({ 'compose.yaml': 'services:\n  web:\n    image: nginx\n    environment: {TOKEN: s3cr3t-value}\n' })
    for (const args of [['show'], ['show', '--json']]) assert.doesNotMatch(dockseal(args, { cwd }).stdout, /s3cr3t-value/)
  })

  it('explain-plan takes a service for itself where a folder is called like it', () => {
    const cwd = folderWith({
      'compose.yaml': 'services:\n  db:\n    build: db\n',
      'db/Dockerfile': 'FROM postgres:17\n',
      'db/compose.yaml': BAD,
      'other/compose.yaml': BAD,
    })
    assert.match(dockseal(['explain-plan', 'db'], { cwd }).stdout, /^db: .*\n.*postgres/)
    assert.match(dockseal(['explain-plan', './db'], { cwd }).stdout, /^web: /)
    assert.match(dockseal(['explain-plan', 'other'], { cwd }).stdout, /^web: /)
  })

  it('explain-plan names the paths and their sources', () => {
    const { stdout } = dockseal(['explain-plan', 'web'], { cwd: folderWith({ 'compose.yaml': BAD }) })
    assert.match(stdout, /tmpfs \/var\/cache\/nginx/)
    assert.match(stdout, /docker-library\/docs nginx/)
  })

  it('explain prints a page, rules a list', () => {
    assert.match(dockseal(['explain', 'read-only-root-filesystem']).stdout, /^# read-only-root-filesystem\n[\s\S]*## Remediation/)
    const list = JSON.parse(dockseal(['rules', '--json']).stdout) as { id: string }[]
    assert.ok(list.some(({ id }) => id === 'no-privileged'))
  })

  it('rules --cis names what covers each control, in the numbers of that version', () => {
    const of = (version: string) =>
      JSON.parse(dockseal(['rules', '--cis', version, '--json']).stdout) as { number: string; rules: string[]; manual?: string }[]
    assert.deepEqual(
      of('1.5')
        .find(({ number }) => number === '5.12')
        ?.rules.includes('read-only-root-filesystem'),
      true,
    )
    assert.deepEqual(
      of('1.7')
        .find(({ number }) => number === '5.13')
        ?.rules.includes('read-only-root-filesystem'),
      true,
    )
    assert.deepEqual(
      of('1.7').filter(({ rules, manual }) => rules.length === 0 && manual === undefined),
      [],
    )
    assert.equal(dockseal(['rules', '--cis', '9']).code, 2)
  })

  it('init writes a configuration that is valid, and overwrites nothing', () => {
    const cwd = folderWith({ 'compose.yaml': GOOD })
    assert.equal(dockseal(['init', 'all'], { cwd }).code, 0)
    assert.equal(dockseal([], { cwd }).code, 0)
    const before = readFileSync(join(cwd, '.docksealrc.yml'), 'utf8')
    assert.match(dockseal(['init'], { cwd }).stdout, /exists and is left as it is/)
    assert.equal(readFileSync(join(cwd, '.docksealrc.yml'), 'utf8'), before)
  })

  it('--help fits one screen', () => {
    const lines = dockseal(['--help']).stdout.split('\n')
    assert.ok(lines.length <= 48, `${lines.length} lines`)
    assert.ok(lines.every((line) => line.length <= 110))
  })
})
