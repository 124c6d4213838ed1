import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { Script } from 'node:vm'
import { scriptOf } from '../src/commands/load-bundle.ts'
import { folderWith } from './cli.ts'

const COMPOSE = 'services:\n  web:\n    image: nginx:1.27\n'

/** An installation of the program for itself that has never run. */
function installation() {
  const folder = folderWith({ 'work/compose.yaml': COMPOSE, 'app/package.json': readFileSync('package.json') })
  const dist = join(folder, 'app/dist')
  mkdirSync(dist)
  for (const name of readdirSync('dist')) if (/\.(?:js|bin)$/.test(name)) cpSync(join('dist', name), join(dist, name))
  symlinkSync(resolve('node_modules'), join(folder, 'app/node_modules'))
  const run = (args: readonly string[], more: { readonly uid?: number; readonly env?: NodeJS.ProcessEnv } = {}) =>
    spawnSync(process.execPath, [join(dist, 'cli.js'), ...args], { cwd: join(folder, 'work'), encoding: 'utf8', timeout: 900_000, ...more })
  return { folder, cache: join(dist, '.compile-cache'), run }
}

const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((each) => (each.isFile() ? [join(each.parentPath, each.name)] : []))

describe('what V8 compiled is kept beside the bundle', () => {
  it('and taken by the next run, which keeps nothing new', () => {
    const { cache, run } = installation()
    const first = run(['compose.yaml'])
    assert.equal(first.status, 1)
    const written = files(cache).map((file) => [file, statSync(file).mtimeMs])
    assert.notDeepEqual(written, [])
    const second = run(['compose.yaml'])
    assert.deepEqual([second.stdout, second.stderr, second.status], [first.stdout, '', 1])
    assert.deepEqual(
      files(cache).map((file) => [file, statSync(file).mtimeMs]),
      written,
    )
  })

  it('and a broken file is no harm', () => {
    const { cache, run } = installation()
    const first = run(['compose.yaml'])
    for (const file of files(cache)) truncateSync(file, 40)
    const second = run(['compose.yaml'])
    assert.deepEqual([second.stdout, second.stderr, second.status], [first.stdout, '', 1])
    for (const file of files(cache)) {
      const content = readFileSync(file)
      writeFileSync(file, content.fill(0, content.length >> 1))
    }
    const third = run(['compose.yaml'])
    assert.deepEqual([third.stdout, third.stderr, third.status], [first.stdout, '', 1])
  })

  it('and what is of another text of the same length is not taken', () => {
    const { folder, cache, run } = installation()
    const first = run(['compose.yaml'])
    for (const file of files(cache)) {
      const source = join(folder, 'app/dist', basename(file))
      writeFileSync(source, readFileSync(source, 'latin1').replaceAll('An attacker', 'An ATTACKER'), 'latin1')
    }
    const second = run(['compose.yaml'])
    assert.match(first.stdout, /An attacker/)
    assert.match(second.stdout, /An ATTACKER/)
  })

  it('not where the environment forbids it', () => {
    const { cache, run } = installation()
    const { status } = run(['compose.yaml'], { env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' } })
    assert.deepEqual([status, existsSync(cache)], [1, false])
  })

  it('not where nothing can be written', (t: TestContext) => {
    if (process.getuid?.() !== 0) return t.skip('needs root, to start the program as another user')
    const { folder, cache, run } = installation()
    chmodSync(folder, 0o755)
    const { stderr, status } = run(['compose.yaml'], { uid: 65534 })
    assert.deepEqual([stderr, status, existsSync(cache)], ['', 1, false])
  })
})

describe('a file of the bundle runs as a script', () => {
  it('with nothing of an ES module left in it', () => {
    const reached = new Set(['main.js'])
    for (const name of reached) {
      const text = readFileSync(join('dist', name), 'latin1')
      new Script(scriptOf(text), { filename: name })
      for (const [code = ''] of text.matchAll(/.{0,6}\bimport\(.{0,3}/g)) assert.match(code, /^await |"\.\/$/, 'import( is code, not text')
      for (const [, other = ''] of text.matchAll(/(?:from|import\(?)"\.\/([\w.-]+\.js)"/g)) reached.add(other)
    }
    assert.ok(reached.size > 20)
  })

  it('that takes what it imports and gives what it exports', () => {
    const text =
      'const moduleUrl=import.meta.url\nimport{a as b,c}from"./x.js";import"./y.js";const d=()=>import("./z.js");export{b as e,d as default,c};\n'
    const loaded: string[] = []
    const loadNow = (name: string) => loaded.push(name) && { a: 1, c: 2 }
    const exports = new Script(scriptOf(text)).runInThisContext()(loadNow, (name: string) => `on demand: ${name}`, '')
    assert.deepEqual([loaded, exports.e, exports.c, exports.default()], [['./x.js', './y.js'], 1, 2, 'on demand: ./z.js'])
  })
})

describe('what cannot start says so in one line', () => {
  it('a copy of the bundle without the rest of the package', () => {
    const { folder, run } = installation()
    rmSync(join(folder, 'app/package.json'))
    const { stdout, stderr, status } = run(['--version'])
    assert.deepEqual([stdout, status], ['', 2])
    assert.match(stderr, /^dockseal: no package\.json above .*app\/dist: .*install it again\n$/)
  })
})
