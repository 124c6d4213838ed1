import assert from 'node:assert/strict'
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { writeAtomically } from '../src/discover/write.ts'
import { dockseal, folderWith } from './cli.ts'

const OPEN = 'services:\n  web:\n    image: nginx:1.27\n'
const FIX = ['--fix', '-f', 'unix']

describe('--fix writes', () => {
  it('nothing over a text that changed after it was read', () => {
    const root = folderWith({ 'a.yml': 'old' })
    writeFileSync(join(root, 'a.yml'), 'an edit of somebody')
    assert.match(writeAtomically(join(root, 'a.yml'), 'new', { before: 'old', root }) ?? '', /changed while dockseal ran/)
    assert.equal(readFileSync(join(root, 'a.yml'), 'utf8'), 'an edit of somebody')
    assert.deepEqual(readdirSync(root), ['a.yml'])
  })

  it('through no link that leads out of the project, and through one inside', () => {
    const outside = folderWith({ 'compose.yaml': OPEN })
    const cwd = folderWith({ 'real/compose.yaml': OPEN })
    mkdirSync(join(cwd, '.git'))
    mkdirSync(join(cwd, 'out'))
    mkdirSync(join(cwd, 'in'))
    symlinkSync(join(outside, 'compose.yaml'), join(cwd, 'out/compose.yaml'))
    symlinkSync('../real/compose.yaml', join(cwd, 'in/compose.yaml'))
    const { stdout, code } = dockseal([...FIX, 'out/compose.yaml', 'in/compose.yaml'], { cwd })
    assert.equal(code, 2)
    assert.match(stdout, /out\/compose\.yaml.*symbolic link that leads out/)
    assert.equal(readFileSync(join(outside, 'compose.yaml'), 'utf8'), OPEN)
    assert.match(readFileSync(join(cwd, 'real/compose.yaml'), 'utf8'), /read_only: true/)
    assert.ok(lstatSync(join(cwd, 'in/compose.yaml')).isSymbolicLink())
  })

  it('no report through such a link either', () => {
    const outside = folderWith({ 'victim.txt': 'mine' })
    const cwd = folderWith({ 'compose.yaml': OPEN })
    mkdirSync(join(cwd, '.git'))
    symlinkSync(join(outside, 'victim.txt'), join(cwd, 'dockseal.sarif'))
    symlinkSync(outside, join(cwd, 'reports'))
    for (const file of ['dockseal.sarif', 'reports/new.sarif']) {
      const { stderr, code } = dockseal(['-f', 'sarif', '-o', file], { cwd })
      assert.equal(code, 2)
      assert.match(stderr, /leads out/)
    }
    assert.equal(readFileSync(join(outside, 'victim.txt'), 'utf8'), 'mine')
    assert.deepEqual(readdirSync(outside), ['victim.txt'])
    assert.notEqual(dockseal(['-f', 'sarif', '-o', '/dev/null'], { cwd }).code, 2)
  })

  it('with the owner, the mode and the extended attributes that a file has', (t) => {
    if (process.getuid?.() !== 0) return t.skip('needs root, to give a file away')
    const cwd = folderWith({ 'compose.yaml': OPEN })
    const file = join(cwd, 'compose.yaml')
    chownSync(file, 1234, 4321)
    chmodSync(file, 0o640)
    const labelled = spawnSync('python3', ['-c', 'import os, sys; os.setxattr(sys.argv[1], "user.note", b"kept")', file]).status === 0
    assert.equal(dockseal(FIX, { cwd }).code, 0)
    const { uid, gid, mode } = statSync(file)
    assert.deepEqual([uid, gid, mode & 0o7777], [1234, 4321, 0o640])
    assert.match(readFileSync(file, 'utf8'), /read_only: true/)
    if (!labelled) return t.diagnostic('no extended attributes on this file system')
    const value = execFileSync('python3', ['-c', 'import os, sys; print(os.getxattr(sys.argv[1], "user.note").decode())', file])
    assert.equal(value.toString().trim(), 'kept')
  })

  it('no file that has several names', () => {
    const cwd = folderWith({ 'compose.yaml': OPEN })
    linkSync(join(cwd, 'compose.yaml'), join(cwd, 'other.txt'))
    const { stdout, code } = dockseal(FIX, { cwd })
    assert.equal(code, 2)
    assert.match(stdout, /2 names \(hard links\)/)
    assert.equal(readFileSync(join(cwd, 'compose.yaml'), 'utf8'), OPEN)
  })

  it('nothing into a file that is no valid YAML, nor over a setting with its reason', () => {
    const broken = `${OPEN}    tmpfs: *nope\n`
    const meant = `${OPEN}    read_only: false # its plug-ins are written at start\n`
    const above = `${OPEN}    # its plug-ins are written at start\n    read_only: false\n`
    for (const [text, why] of [
      [broken, /its file has an error/],
      [meant, /a comment beside `read_only: false`/],
      [above, /a comment beside `read_only: false`/],
    ] as const) {
      const cwd = folderWith({ 'compose.yaml': text })
      const { stderr } = dockseal(FIX, { cwd })
      assert.match(stderr, why)
      assert.equal(readFileSync(join(cwd, 'compose.yaml'), 'utf8'), text)
    }
  })

  it('each file whole or not at all when it is killed, and removes what is left of it the next time', async () => {
    const names = Array.from({ length: 120 }, (_, index) => `p${index}/compose.yaml`)
    /** Kills a run once it has written so many files; gives its folder, or '' where it ended before. */
    const killedAfter = async (count: number): Promise<string> => {
      const cwd = folderWith(Object.fromEntries(names.map((name) => [name, OPEN])))
      const written = () => names.filter((name) => statSync(join(cwd, name)).size !== OPEN.length).length
      const child = spawn(process.execPath, [resolve('dist/cli.js'), '--fix'], { cwd, stdio: 'ignore' })
      const ended = new Promise<string | null>((done) => child.once('exit', (_, signal) => done(signal)))
      while (child.exitCode === null && written() < count) await setTimeout(1)
      child.kill('SIGKILL')
      const signal = await ended
      for (const name of names)
        assert.match(
          readFileSync(join(cwd, name), 'utf8'),
          /^services:\n {2}web:\n {4}image: nginx:1.27\n(?: {4}read_only: true\n {4}tmpfs:\n {6}- \/run\n {6}- \/var\/cache\/nginx\n)?$/,
        )
      return signal === null ? '' : cwd
    }
    let cwd = ''
    for (const count of [1, 20, 60]) for (cwd = ''; cwd === ''; ) cwd = await killedAfter(count)
    // What a run that was killed at the worst moment leaves.
    writeFileSync(join(cwd, 'p0/.compose.yaml.dockseal-999999999'), 'half')
    assert.equal(dockseal(['--fix'], { cwd }).code, 0)
    for (const name of names) {
      assert.match(readFileSync(join(cwd, name), 'utf8'), /read_only: true/)
      assert.deepEqual(readdirSync(join(cwd, name, '..')), ['compose.yaml'])
    }
  })
})

describe('--changed-since runs no program of the repository', () => {
  it('neither its file system monitor nor its filters, in submodules too', () => {
    const marks = folderWith({})
    const program = (name: string) => `sh -c 'touch ${join(marks, name)}; cat' #`
    const git = (cwd: string, ...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'protocol.file.allow=always', ...args], {
        cwd,
        stdio: 'pipe',
      })
    const repository = () => {
      const cwd = folderWith({ 'compose.yaml': OPEN, '.gitattributes': '*.yaml filter=evil\n' })
      git(cwd, 'init', '-q')
      git(cwd, 'add', '.')
      git(cwd, 'commit', '-q', '-m', 'first')
      return cwd
    }
    const cwd = repository()
    git(cwd, 'submodule', '--quiet', 'add', repository(), 'sub')
    git(cwd, 'commit', '-q', '-m', 'second')
    for (const [folder, mark] of [
      [cwd, 'outer'],
      [join(cwd, 'sub'), 'inner'],
    ] as const) {
      git(folder, 'config', 'core.fsmonitor', program(`${mark}-monitor`))
      git(folder, 'config', 'filter.evil.clean', program(`${mark}-clean`))
      git(folder, 'config', 'filter.evil.required', 'true')
      writeFileSync(join(folder, 'compose.yaml'), `${OPEN}    privileged: true\n`)
    }
    const { stdout, stderr, code } = dockseal(['-f', 'unix', '--changed-since', 'HEAD'], { cwd })
    assert.equal(code, 1, stdout + stderr)
    assert.match(stdout, /compose\.yaml.*no-privileged/)
    assert.match(stdout, /sub\/compose\.yaml.*no-privileged/)
    assert.deepEqual(readdirSync(marks), [])
  })
})
