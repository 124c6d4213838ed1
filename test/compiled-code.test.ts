import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { folderWith } from './cli.ts'

const COMPOSE = 'services:\n  web:\n    image: nginx:1.27\n'

/** An installation of the program for itself that has never run. */
function installation() {
  const folder = folderWith({ 'work/compose.yaml': COMPOSE, 'app/package.json': readFileSync('package.json') })
  const dist = join(folder, 'app/dist')
  mkdirSync(dist)
  for (const name of readdirSync('dist')) if (/\.(?:c?js|jsonl)$/.test(name)) cpSync(join('dist', name), join(dist, name))
  symlinkSync(resolve('node_modules'), join(folder, 'app/node_modules'))
  const command = [join(dist, 'cli.js'), '-f', 'json', 'compose.yaml']
  const options = { cwd: join(folder, 'work'), encoding: 'utf8' } as const
  const shipped = readdirSync(dist).sort()
  return {
    folder,
    dist,
    command,
    options,
    /** What the program prints, and nothing on stderr. */
    run(more: { readonly env?: Record<string, string>; readonly uid?: number } = {}): string {
      const env = { PATH: process.env.PATH ?? '', ...more.env }
      const { stdout, stderr, status } = spawnSync(process.execPath, command, { ...options, ...more, env })
      assert.deepEqual([stderr, status], ['', 1])
      return stdout
    },
    /** The files beside those that were shipped. */
    kept: () => readdirSync(dist).filter((name) => !shipped.includes(name)),
  }
}

describe('compiled code is kept beside the program', () => {
  it('by the first run, and used by the next', () => {
    const { dist, run, kept } = installation()
    const first = run()
    assert.notDeepEqual(kept(), [])
    for (const name of kept()) assert.ok(name.endsWith(`.cjs.${process.version}-${process.arch}`), name)
    const written = () => kept().map((name) => statSync(join(dist, name)).ino)
    const before = written()
    assert.equal(run(), first)
    // What V8 refuses would have been written anew.
    assert.deepEqual(written(), before)
  })

  it('and made anew where it is broken, since V8 would crash on it', () => {
    const { dist, run, kept } = installation()
    const expected = run()
    const file = join(dist, kept()[0] ?? '')
    const whole = readFileSync(file)
    const damages = [
      () => truncateSync(file, 0),
      () => truncateSync(file, 3),
      () => truncateSync(file, whole.length - 1000),
      () =>
        writeFileSync(
          file,
          whole.map((byte, at) => (at > 100_000 && at < 100_064 ? byte ^ 255 : byte)),
        ),
    ]
    for (const damage of damages) {
      damage()
      const broken = readFileSync(file)
      assert.equal(run(), expected)
      assert.notDeepEqual(readFileSync(file), broken)
      assert.equal(run(), expected)
    }
  })

  it('by many runs at once', async () => {
    const { command, options, run, kept } = installation()
    const runs = Array.from({ length: 6 }, () => {
      const child = spawn(process.execPath, command, { ...options, stdio: 'ignore' })
      return new Promise((done) => child.on('close', done))
    })
    assert.deepEqual(await Promise.all(runs), Array(6).fill(1))
    const left = kept()
    run()
    assert.notDeepEqual(left, [])
    assert.deepEqual(kept(), left)
  })

  it('not where Node is told to keep none', () => {
    const { run, kept } = installation()
    run({ env: { NODE_DISABLE_COMPILE_CACHE: '1' } })
    assert.deepEqual(kept(), [])
  })

  it('not where nothing can be written', (t: TestContext) => {
    if (process.getuid?.() !== 0) return t.skip('needs root, to start the program as another user')
    const { folder, run, kept } = installation()
    chmodSync(folder, 0o755)
    run({ uid: 65534 })
    assert.deepEqual(kept(), [])
  })
})

describe('a copy of the bundle without the rest of the package', () => {
  it('says so in one line', () => {
    const { folder, command, options } = installation()
    rmSync(join(folder, 'app/package.json'))
    const { stdout, stderr, status } = spawnSync(process.execPath, [command[0] ?? '', '--version'], { ...options, timeout: 60_000 })
    assert.deepEqual([stdout, status], ['', 2])
    assert.match(stderr, /^dockseal: no package\.json above .*app\/dist: .*install it anew\n$/)
  })
})
