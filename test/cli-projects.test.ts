import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, it } from 'node:test'
import type { LintResult } from '../src/report/result.ts'
import { dockseal, folderWith, oneLine, type RunOptions } from './cli.ts'

const OPEN = 'services:\n  web:\n    image: nginx:1.27\n'
const SEAL = 'services:\n  web:\n    read_only: true\n    tmpfs: [/run, /var/cache/nginx]\n'
const SEALED = `${OPEN}${SEAL.slice(SEAL.indexOf('    read_only'))}`

/** Names of the files with findings, relative to the folder, sorted. */
function open(cwd: string, args: readonly string[] = [], options: RunOptions = {}): string[] {
  const { stdout, stderr } = dockseal(['-f', 'json', ...args], { ...options, cwd })
  assert.notEqual(stdout, '', stderr)
  const results = JSON.parse(stdout) as LintResult[]
  return results.flatMap(({ filePath, messages }) => (messages.length > 0 ? [filePath.slice(cwd.length + 1)] : [])).sort()
}

describe('files that make one project', () => {
  const files = { 'base.yml': OPEN, 'prod.yml': SEAL }

  it('are read apart without being told so', () => {
    assert.deepEqual(open(folderWith(files)), ['base.yml'])
  })

  it('are merged in the order of -f', () => {
    const cwd = folderWith({ ...files, 'open.yml': 'services:\n  web:\n    read_only: false\n' })
    assert.deepEqual(open(cwd, ['-f', 'base.yml', '-f', 'prod.yml']), [])
    assert.deepEqual(open(cwd, ['-f', 'base.yml', '-f', 'prod.yml', '-f', 'open.yml']), ['open.yml'])
    assert.deepEqual(open(cwd, ['-f', 'base.yml', '-f', 'open.yml', '-f', 'prod.yml']), [])
  })

  it('are merged as the configuration says, from any folder below', () => {
    const cwd = folderWith({ '.docksealrc.yml': 'projects:\n  - [deploy/base.yml, deploy/prod.yml]\n' })
    mkdirSync(join(cwd, 'deploy'))
    for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, 'deploy', name), text)
    assert.deepEqual(open(cwd), [])
    assert.deepEqual(open(join(cwd, 'deploy')), [])
    assert.deepEqual(open(cwd, ['--no-config']), ['deploy/base.yml'])
  })

  it('that do not exist are an error, not a pass', () => {
    assert.equal(dockseal(['-f', 'base.yml', '-f', 'gone.yml'], { cwd: folderWith(files) }).code, 2)
  })
})

describe('a variant of a base', () => {
  const record = 'images: [{ names: [app], writes: [], obstacles: [{ at: /srv, effect: fails, why: it writes its own program }] }]\n'
  const files = {
    '.docksealrc.yml': record,
    'compose.yaml': `${OPEN}  app:\n    image: app:1\n`,
    // By name before its base.
    'compose.prod.yaml': 'services:\n  app:\n    volumes:\n      - ./srv:/srv\n',
  }

  it('gets what only it needs, and the base what it needs itself', () => {
    const cwd = folderWith(files)
    dockseal(['--fix'], { cwd })
    assert.equal(
      readFileSync(join(cwd, 'compose.yaml'), 'utf8'),
      `${SEALED.replace(' [/run, /var/cache/nginx]', '\n      - /run\n      - /var/cache/nginx')}  app:\n    image: app:1\n`,
    )
    assert.match(readFileSync(join(cwd, 'compose.prod.yaml'), 'utf8'), /^services:\n {2}app:\n {4}read_only: true\n {4}volumes:\n/)
  })

  const places = (texts: Readonly<Record<string, string>>) => {
    const { stdout } = dockseal(['-f', 'json'], { cwd: folderWith({ ...files, ...texts }) })
    return (JSON.parse(stdout) as LintResult[]).flatMap(({ filePath, messages }) =>
      messages.flatMap(({ subject, line, ruleId }) =>
        ruleId === 'read-only-root-filesystem' ? [`${basename(filePath)}:${line} ${subject}`] : [],
      ),
    )
  }

  it('is told what the base is not told, in its own lines', () => {
    assert.deepEqual(places({}), ['compose.prod.yaml:2 app', 'compose.yaml:2 web', 'compose.yaml:4 app'])
    // Neither seals it alone, for the same reason: once is enough.
    assert.deepEqual(places({ 'compose.prod.yaml': 'services:\n  app:\n    init: true\n' }), ['compose.yaml:2 web', 'compose.yaml:4 app'])
  })

  it('named alone, gets nothing for what it says nothing of', () => {
    const cwd = folderWith(files)
    const { stderr } = dockseal(['--fix', 'compose.prod.yaml'], { cwd })
    assert.doesNotMatch(readFileSync(join(cwd, 'compose.prod.yaml'), 'utf8'), /web/)
    assert.equal(readFileSync(join(cwd, 'compose.yaml'), 'utf8'), files['compose.yaml'])
    assert.match(oneLine(stderr), /Left unchanged: .* web .*compose\.prod\.yaml says nothing about it/)
  })

  it('is silenced in its own lines or in those of the base', () => {
    const silence = (text: string) => text.replace('  app:', '  # dockseal-disable-service read-only-root-filesystem -- known\n  app:')
    assert.deepEqual(places({ 'compose.prod.yaml': silence(files['compose.prod.yaml']) }), ['compose.yaml:2 web', 'compose.yaml:4 app'])
    assert.deepEqual(places({ 'compose.yaml': silence(files['compose.yaml']) }), ['compose.yaml:2 web'])
  })
})

describe('a base that is started in more than one way', () => {
  const base = 'services:\n  app:\n    image: app:1\n'
  const mount = 'services:\n  app:\n    volumes:\n      - ./srv:/srv\n'
  const obstacle = 'images: [{ names: [app], writes: [], obstacles: [{ at: /srv, effect: fails, why: it writes its own program }] }]\n'

  it('is not sealed for what only its override mounts', () => {
    const cwd = folderWith({ '.docksealrc.yml': obstacle, 'compose.yaml': base, 'compose.override.yaml': mount })
    const { stderr } = dockseal(['--fix'], { cwd })
    assert.equal(readFileSync(join(cwd, 'compose.yaml'), 'utf8'), base)
    assert.match(
      oneLine(stderr),
      /Left unchanged: app .*compose\.yaml without compose\.override\.yaml, .*it writes its own program.*--fix-into override/,
    )
    dockseal(['--fix', '--fix-into', 'override'], { cwd })
    assert.equal(readFileSync(join(cwd, 'compose.yaml'), 'utf8'), base)
    assert.match(readFileSync(join(cwd, 'compose.override.yaml'), 'utf8'), /read_only: true/)
  })

  it('is not sealed where a variant cannot be', () => {
    const tag = 'images: [{ names: [app], writes: [], obstacles: [{ when: { tag: { atLeast: "2" } }, effect: fails, why: it is new }] }]\n'
    const variant = 'services:\n  app:\n    image: app:2\n  more:\n    image: nginx:1.27\n'
    const cwd = folderWith({ '.docksealrc.yml': tag, 'compose.yaml': base, 'compose.prod.yaml': `${variant}  app2:\n    extends: app\n` })
    dockseal(['--fix'], { cwd })
    // Complete in itself, the other file is no variant: each is fixed for itself.
    assert.match(readFileSync(join(cwd, 'compose.yaml'), 'utf8'), /read_only: true/)
    const both = { '.docksealrc.yml': tag, 'compose.yaml': `${base}  db:\n    image: nginx:1.27\n` }
    const two = folderWith({ ...both, 'compose.prod.yaml': 'services:\n  app:\n    image: app:2\n  db:\n    init: true\n' })
    dockseal(['--fix'], { cwd: two })
    const text = readFileSync(join(two, 'compose.yaml'), 'utf8')
    assert.ok(text.startsWith(base), text)
    assert.match(text, /db:[\s\S]*read_only: true/)
  })

  it('is sealed where all can be', () => {
    const cwd = folderWith({ 'compose.yaml': OPEN, 'compose.override.yaml': 'services:\n  web:\n    init: true\n' })
    dockseal(['--fix'], { cwd })
    assert.match(readFileSync(join(cwd, 'compose.yaml'), 'utf8'), /read_only: true/)
  })
})

describe('--env-from-shell', () => {
  const cwd = folderWith({ 'compose.yaml': `${OPEN}    read_only: \${SEAL:-false}\n    tmpfs: [/run, /var/cache/nginx]\n` })

  it('takes variables from the shell', () => {
    assert.deepEqual(open(cwd, ['--env-from-shell'], { env: { SEAL: 'true' } }), [])
  })

  it('is needed for that: a report must not depend on who runs it', () => {
    assert.deepEqual(open(cwd, [], { env: { SEAL: 'true' } }), ['compose.yaml'])
  })
})

describe('ignore', () => {
  const files = { 'a/compose.yaml': OPEN, 'vendor/compose.yaml': OPEN, '.docksealrc.yml': 'ignore: ["vendor/**"]\n' }

  it('is relative to the configuration, wherever the run starts', () => {
    const cwd = folderWith(files)
    assert.deepEqual(open(cwd), ['a/compose.yaml'])
    assert.deepEqual(open(cwd, ['vendor', 'a']), ['a/compose.yaml'])
    assert.deepEqual(open(join(cwd, 'vendor'), ['--no-error-on-unmatched-pattern']), [])
    assert.deepEqual(open(cwd, ['--no-ignore']), ['a/compose.yaml', 'vendor/compose.yaml'])
  })

  it('holds for files that are named too, and says so', () => {
    const cwd = folderWith(files)
    const { code, stderr } = dockseal(['vendor/compose.yaml'], { cwd })
    assert.equal(code, 0)
    assert.match(stderr, /^Left out by "ignore": vendor\/compose\.yaml; --no-ignore/)
    assert.equal(dockseal(['--no-ignore', 'vendor/compose.yaml'], { cwd }).code, 1)
  })
})

describe('--changed-since', () => {
  function git(cwd: string, ...args: string[]): string {
    const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.test', '-c', 'core.hooksPath=/dev/null']
    const { status, stdout, stderr } = spawnSync('git', [...who, ...args], { cwd, encoding: 'utf8' })
    assert.equal(status, 0, stderr)
    return stdout
  }

  /** A repository with a commit of three open projects. */
  function repository(): string {
    const cwd = folderWith({ 'a/compose.yaml': OPEN, 'b/compose.yaml': OPEN, 'c d/compose.yaml': OPEN })
    git(cwd, 'init', '-q')
    git(cwd, 'add', '.')
    git(cwd, 'commit', '-q', '-m', 'first')
    return cwd
  }

  it('lints nothing where nothing has changed', () => {
    assert.deepEqual(open(repository(), ['--changed-since', 'HEAD']), [])
  })

  it('lints what changed in the work tree, is staged, committed since, or not tracked', () => {
    const cwd = repository()
    writeFileSync(join(cwd, 'a/compose.yaml'), `${OPEN}    restart: always\n`)
    assert.deepEqual(open(cwd, ['--changed-since', 'HEAD']), ['a/compose.yaml'])
    git(cwd, 'commit', '-q', '-am', 'second')
    assert.deepEqual(open(cwd, ['--changed-since', 'HEAD']), [])
    assert.deepEqual(open(cwd, ['--changed-since', 'HEAD~1']), ['a/compose.yaml'])
    mkdirSync(join(cwd, 'e'))
    writeFileSync(join(cwd, 'e/compose.yaml'), OPEN)
    writeFileSync(join(cwd, 'c d/compose.yaml'), `# changed\n${OPEN}`)
    git(cwd, 'add', 'c d')
    assert.deepEqual(open(cwd, ['--changed-since', 'HEAD']), ['c d/compose.yaml', 'e/compose.yaml'])
    assert.deepEqual(open(join(cwd, 'a'), ['--changed-since', 'HEAD~1']), ['compose.yaml'])
  })

  it('takes all of a submodule or of a repository inside for changed where git names only its folder', () => {
    const cwd = repository()
    git(cwd, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', repository(), 'sub')
    git(cwd, 'commit', '-q', '-m', 'second')
    assert.deepEqual(open(cwd, ['--changed-since', 'HEAD']), [])
    writeFileSync(join(cwd, 'sub/a/compose.yaml'), `${OPEN}    restart: always\n`)
    mkdirSync(join(cwd, 'inner'))
    git(join(cwd, 'inner'), 'init', '-q')
    writeFileSync(join(cwd, 'inner/compose.yaml'), OPEN)
    const found = open(cwd, ['--changed-since', 'HEAD'])
    assert.ok(found.includes('sub/a/compose.yaml') && found.includes('inner/compose.yaml'), String(found))
    assert.ok(!found.includes('a/compose.yaml'))
  })

  it('reads a project whole where only its override file has changed', () => {
    const cwd = repository()
    writeFileSync(join(cwd, 'a/compose.override.yaml'), 'services:\n  web:\n    restart: always\n')
    assert.deepEqual(open(cwd, ['--changed-since', 'HEAD']), ['a/compose.yaml'])
    writeFileSync(join(cwd, 'a/compose.override.yaml'), SEAL)
    assert.deepEqual(open(cwd, ['--changed-since', 'HEAD']), [])
  })

  it('bears files that are gone, and finds one under its new name', () => {
    const cwd = repository()
    rmSync(join(cwd, 'a/compose.yaml'))
    assert.deepEqual(open(cwd, ['--changed-since', 'HEAD']), [])
    renameSync(join(cwd, 'b'), join(cwd, 'z'))
    git(cwd, 'add', '-A')
    assert.deepEqual(open(cwd, ['--changed-since', 'HEAD']), ['z/compose.yaml'])
  })

  it('lints a project whose override file is gone', () => {
    const cwd = folderWith({ 'compose.yaml': OPEN, 'compose.override.yaml': SEAL })
    git(cwd, 'init', '-q')
    git(cwd, 'add', '.')
    git(cwd, 'commit', '-q', '-m', 'first')
    rmSync(join(cwd, 'compose.override.yaml'))
    assert.deepEqual(open(cwd, ['--changed-since', 'HEAD']), ['compose.yaml'])
  })

  it('lints a Dockerfile only where it or its project has changed', () => {
    const cwd = folderWith({
      'compose.yaml': SEALED.replace('image: nginx:1.27', 'build: .'),
      Dockerfile: 'FROM nginx:1.27\nENV TOKEN_SECRET=hunter2hunter2\n',
      'other/Dockerfile': 'FROM nginx:1.27\nENV TOKEN_SECRET=hunter2hunter2\n',
    })
    git(cwd, 'init', '-q')
    git(cwd, 'add', '.')
    git(cwd, 'commit', '-q', '-m', 'first')
    assert.deepEqual(open(cwd, ['--changed-since', 'HEAD']), [])
    writeFileSync(join(cwd, 'other/Dockerfile'), 'FROM nginx:1.27\nENV TOKEN_SECRET=hunter2hunter3\n')
    assert.deepEqual(open(cwd, ['--changed-since', 'HEAD']), ['other/Dockerfile'])
  })

  it('does not fix an override whose base nothing tells', () => {
    const service = 'services:\n  web:\n    image: nginx:1.27\n'
    const cwd = folderWith({ 'base.yml': service, 'ci.override.yml': service })
    const run = dockseal(['--fix-dry-run'], { cwd })
    assert.match(run.stdout, /\+\+\+ b\/base\.yml/)
    assert.doesNotMatch(run.stdout, /ci\.override/)
    assert.match(oneLine(run.stderr), /Left unchanged: .* web .*ci\.override\.yml is laid over another file/)
    assert.match(dockseal(['--fix-dry-run', '-f', 'ci.override.yml'], { cwd }).stdout, /\+\+\+ b\/ci\.override\.yml/)
    assert.match(dockseal(['--fix-dry-run'], { cwd: folderWith({ 'override.yml': service }) }).stderr, /override\.yml is laid over/)
    const whole = {
      'compose.yaml': service,
      'compose.override.yaml': 'services:\n  web:\n    ports: ["80:80"]\n  more:\n    image: redis:7\n',
    }
    assert.doesNotMatch(dockseal(['--fix-dry-run'], { cwd: folderWith(whole) }).stderr, /is laid over/)
  })

  it('refuses a ref that git does not know, and takes none for an option', () => {
    const cwd = repository()
    for (const ref of ['nonsense', '--output=pwned', '--help', '-p', 'HEAD..', '', ':/', 'HEAD:a']) {
      const { code, stderr, stdout } = dockseal([`--changed-since=${ref}`], { cwd })
      assert.equal(code, 2, `${ref}: ${stdout}`)
      assert.equal(stderr.trim().split('\n').length, 1, stderr)
    }
    assert.equal(git(cwd, 'status', '--porcelain'), '')
  })

  it('says so outside of a repository', () => {
    const { code, stderr } = dockseal(['--changed-since', 'HEAD'], { cwd: folderWith({ 'compose.yaml': OPEN }) })
    assert.equal(code, 2)
    assert.match(stderr, /needs a git repository/)
  })
})
