import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, truncateSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { folderWith } from './cli.ts'

const COMPOSE = 'services:\n  web:\n    image: nginx:1.27\n'

/** An installation of the program for itself that has never run. */
function installation() {
  const folder = folderWith({ 'work/compose.yaml': COMPOSE, 'app/package.json': readFileSync('package.json') })
  const dist = join(folder, 'app/dist')
  mkdirSync(dist)
  for (const name of readdirSync('dist')) if (/\.(?:js|bin)$/.test(name)) cpSync(join('dist', name), join(dist, name))
  symlinkSync(resolve('node_modules'), join(folder, 'app/node_modules'))
  const run = (args: readonly string[], more: { readonly uid?: number } = {}) =>
    spawnSync(process.execPath, [join(dist, 'cli.js'), ...args], { cwd: join(folder, 'work'), encoding: 'utf8', timeout: 900_000, ...more })
  return { folder, cache: join(dist, '.compile-cache'), run }
}

const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((each) => (each.isFile() ? [join(each.parentPath, each.name)] : []))

describe('what Node compiled is kept beside the bundle', () => {
  const isKept = 'enableCompileCache' in process.getBuiltinModule('node:module')

  it('where this Node can, and a broken file is no harm', (t: TestContext) => {
    if (!isKept) return t.skip('this Node has no compile cache')
    const { cache, run } = installation()
    const first = run(['compose.yaml'])
    assert.equal(first.status, 1)
    assert.notDeepEqual(files(cache), [])
    for (const file of files(cache)) truncateSync(file, 40)
    const second = run(['compose.yaml'])
    assert.deepEqual([second.stdout, second.stderr, second.status], [first.stdout, '', 1])
  })

  it('not where nothing can be written', (t: TestContext) => {
    if (process.getuid?.() !== 0) return t.skip('needs root, to start the program as another user')
    const { folder, cache, run } = installation()
    chmodSync(folder, 0o755)
    const { stderr, status } = run(['compose.yaml'], { uid: 65534 })
    assert.deepEqual([stderr, status, existsSync(cache)], ['', 1, false])
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
