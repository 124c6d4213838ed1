import assert from 'node:assert/strict'
import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { before, describe, it } from 'node:test'
import { parse } from 'yaml'
import { dockseal, folderWith } from './cli.ts'
import { packed } from './packed.ts'

const BAD = 'services:\n  web:\n    image: nginx:1.27\n'
const SEAL = '    read_only: true\n    tmpfs: [/run, /var/cache/nginx]\n'
const GOOD = BAD + SEAL
const UNKNOWN = 'services:\n  app:\n    image: example.test/nobody/knows:1\n'

const missing = spawnSync('pre-commit', ['--version']).error ? 'pre-commit is not installed' : undefined
const skip = missing ?? false
if (skip) process.stderr.write(`SKIPPED the pre-commit hooks: ${skip}\n`)

const scratch = folderWith({})

/** Runs a program as in a fresh terminal: pre-commit must not see the variables that npm sets for a test run. */
function run(cwd: string, program: string, ...args: string[]): SpawnSyncReturns<string> {
  const kept = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_|^GIT_(?!SSL)/i.test(name)))
  const who = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.test', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.test' }
  const env = { ...kept, ...who, PRE_COMMIT_HOME: join(scratch, 'cache') }
  return spawnSync(program, args, { cwd, encoding: 'utf8', env, timeout: 600_000 })
}

function git(cwd: string, ...args: string[]): string {
  const { status, stdout, stderr } = run(cwd, 'git', '-c', 'protocol.file.allow=always', ...args)
  assert.equal(status, 0, stdout + stderr)
  return stdout.trim()
}

/** The repository that a release writes for pre-commit, with the package as it would be published. Gives its path and commit. */
function mirror(): { path: string; rev: string } {
  const path = join(scratch, 'hooks')
  assert.equal(spawnSync(process.execPath, ['.ci/release.js', 'mirror', path]).status, 0)
  const hooks = join(path, '.pre-commit-hooks.yaml')
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  const text = readFileSync(hooks, 'utf8')
  assert.ok(text.includes(`"dockseal@${version}"`), text)
  writeFileSync(hooks, text.replaceAll(`dockseal@${version}`, packed()))
  git(path, 'init', '-q')
  git(path, 'add', '-A')
  git(path, 'commit', '-q', '-m', 'release')
  return { path, rev: git(path, 'rev-parse', 'HEAD') }
}

describe('the pre-commit hooks', { skip }, () => {
  const project = join(scratch, 'project')

  before(() => {
    const { path, rev } = mirror()
    mkdirSync(project)
    git(project, 'init', '-q')
    const hooks = ['      - id: dockseal', '      - id: dockseal-fix', '        stages: [manual]']
    const config = ['repos:', `  - repo: ${path}`, `    rev: ${rev}`, '    hooks:', ...hooks].join('\n')
    writeFileSync(join(project, '.pre-commit-config.yaml'), `${config}\n`)
    const started = performance.now()
    const installed = run(project, 'pre-commit', 'install', '--install-hooks')
    assert.equal(installed.status, 0, installed.stdout + installed.stderr)
    process.stderr.write(`installed the hooks in ${((performance.now() - started) / 1000).toFixed(0)} s\n`)
    commit({ 'README.md': 'a project\n' })
  })

  /** Stages exactly these files and tries to commit them. */
  function commit(files: Readonly<Record<string, string>>): { done: boolean; log: string } {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(project, name)), { recursive: true })
      writeFileSync(join(project, name), text)
    }
    git(project, 'add', '--', ...Object.keys(files))
    const { status, stdout, stderr } = run(project, 'git', 'commit', '-m', 'change')
    return { done: status === 0, log: stdout + stderr }
  }

  /** Takes back what a refused commit has left. */
  function reset(): void {
    git(project, 'reset', '-q', '--hard')
  }

  it('refuse a commit with a writable root filesystem, and let the repaired one through', () => {
    const refused = commit({ 'compose.yaml': BAD })
    assert.equal(refused.done, false, refused.log)
    assert.match(refused.log, /read-only-root-filesystem/)
    const passed = commit({ 'compose.yaml': GOOD })
    assert.equal(passed.done, true, passed.log)
    assert.match(passed.log, /dockseal\.+Passed/)
  })

  it('leave commits alone that hold nothing to lint', () => {
    const { done, log } = commit({ 'notes.txt': 'docker run nginx\n' })
    assert.equal(done, true, log)
    assert.match(log, /no files to check/)
  })

  it('read files whose names look like options, or hold spaces', () => {
    const { done, log } = commit({ '--fix-compose.yaml': BAD, 'my stacks/compose.yaml': BAD })
    assert.equal(done, false, log)
    assert.match(log, /^--fix-compose\.yaml$/m)
    assert.match(log, /^my stacks\/compose\.yaml$/m)
    assert.equal(readFileSync(join(project, '--fix-compose.yaml'), 'utf8'), BAD)
    reset()
  })

  it('read the project whole where only its override file is staged', () => {
    git(project, 'rm', '-q', 'compose.yaml')
    writeFileSync(join(project, 'compose.yaml'), BAD)
    git(project, 'add', 'compose.yaml')
    git(project, 'commit', '-q', '--no-verify', '-m', 'open')
    const sealed = commit({ 'compose.override.yaml': `services:\n  web:\n${SEAL}` })
    assert.equal(sealed.done, true, sealed.log)
    const opened = commit({ 'compose.override.yaml': 'services:\n  web:\n    read_only: false\n' })
    assert.equal(opened.done, false, opened.log)
    assert.match(opened.log, /^compose\.override\.yaml$/m)
    reset()
  })

  it('repair what is known, and hold guesses back', () => {
    writeFileSync(join(project, 'known.compose.yaml'), BAD)
    writeFileSync(join(project, 'unknown.compose.yaml'), UNKNOWN)
    git(project, 'add', '.')
    const { status, stdout, stderr } = run(project, 'pre-commit', 'run', '--hook-stage', 'manual', 'dockseal-fix')
    assert.equal(status, 1, stdout + stderr)
    assert.match(stdout, /files were modified by this hook/)
    assert.match(readFileSync(join(project, 'known.compose.yaml'), 'utf8'), /read_only: true/)
    assert.equal(readFileSync(join(project, 'unknown.compose.yaml'), 'utf8'), UNKNOWN)
    reset()
  })
})

describe('the files that the hooks take', () => {
  const [{ files }] = parse(readFileSync('.github/mirror/.pre-commit-hooks.yaml', 'utf8')) as [{ files: string }]
  const pattern = new RegExp(files.replace(/^\(\?x\)/, '').replaceAll(/\s/g, ''))
  const taken = [
    ...['compose.yaml', 'a/docker-compose.prod.yml', 'db.compose.yml', 'Dockerfile', 'Dockerfile.dev', 'x/api.Dockerfile', 'run.sh'],
    ...['web.service', 'web.container', 'Makefile', 'rules.mk', 'package.json', '.github/workflows/ci.yml', '.gitlab-ci.yml'],
  ]
  const left = [
    'values.yaml',
    'Dockerfile/README',
    'Dockerfile.dockerignore',
    'composer.json',
    'run.sh.txt',
    'a/package.json.bak',
    'ci.yml',
  ]

  it('are those that name what the program reads', () => {
    assert.deepEqual(
      taken.filter((name) => !pattern.test(name)),
      [],
    )
    assert.deepEqual(
      left.filter((name) => pattern.test(name)),
      [],
    )
  })

  it('pass in silence where no container stands in them', () => {
    const texts = Object.fromEntries(taken.filter((name) => !/compose|Dockerfile|container$/.test(name)).map((name) => [name, text(name)]))
    const { stdout, stderr, code } = dockseal(['--strict-coverage', '--', ...Object.keys(texts)], { cwd: folderWith(texts) })
    assert.equal(code, 0, stdout + stderr)
    assert.match(stdout, /^No findings\. Checked 0 files/)
  })

  function text(name: string): string {
    if (name.endsWith('.json')) return '{"name": "x", "scripts": {"build": "tsc"}}\n'
    return /\.ya?ml$/.test(name) ? 'on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{run: ls}]\n' : 'all:\n\tls\n'
  }
})
