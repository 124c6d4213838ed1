import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { dockseal, folderWith } from './cli.ts'

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
const PLATFORMS = ['linux-arm64', 'linux-x64', 'macos-arm64', 'macos-x64']
const ARCHIVES = [...PLATFORMS.map((platform) => `dockseal-${platform}.tar.gz`), 'dockseal-windows-x64.zip']

const write = (...args: string[]) => spawnSync(process.execPath, ['.ci/release.js', ...args], { encoding: 'utf8' })
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

describe('what a release writes', () => {
  it('checksums, a Homebrew formula and a Scoop manifest of exactly its archives', () => {
    const folder = folderWith(Object.fromEntries(ARCHIVES.map((name) => [name, name])))
    assert.equal(write('manifests', folder).status, 0)
    const read = (name: string) => readFileSync(join(folder, name), 'utf8')
    const check = spawnSync('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: folder, encoding: 'utf8' })
    assert.equal(check.status, 0, check.stdout + check.stderr)
    assert.equal(read('SHA256SUMS').trim().split('\n').length, ARCHIVES.length)

    const formula = read('dockseal.rb')
    const pairs = [...formula.matchAll(/url "(\S+)"\s+sha256 "(\w+)"/g)].map(([, url = '', hash]) => [url.split('/').at(-1), hash])
    assert.deepEqual(
      pairs.sort(),
      PLATFORMS.map((platform) => [`dockseal-${platform}.tar.gz`, sha256(`dockseal-${platform}.tar.gz`)]).sort(),
    )
    assert.match(formula, new RegExp(`releases/download/v${version}/`))

    const scoop = JSON.parse(read('dockseal.json')) as { version: string; architecture: Record<string, { url: string; hash: string }> }
    assert.equal(scoop.version, version)
    assert.equal(scoop.architecture['64bit']?.hash, sha256('dockseal-windows-x64.zip'))
  })

  it('nothing where an archive is missing', () => {
    const folder = folderWith(Object.fromEntries(ARCHIVES.slice(1).map((name) => [name, name])))
    const { status, stderr } = write('manifests', folder)
    assert.notEqual(status, 0)
    assert.match(stderr, /holds no dockseal-linux-arm64\.tar\.gz/)
  })

  it('a mirror for pre-commit in which every version is the package’s', () => {
    const folder = folderWith({})
    assert.equal(write('mirror', folder).status, 0)
    const names = readdirSync(folder)
    assert.deepEqual(names.sort(), ['.pre-commit-hooks.yaml', 'README.md', 'package.json'])
    for (const name of names) {
      const text = readFileSync(join(folder, name), 'utf8')
      assert.ok(text.includes(version), name)
      if (version !== '0.0.0') assert.ok(!text.includes('0.0.0'), name)
    }
  })
})

describe('the image', () => {
  it('passes every rule of dockseal', () => {
    const { code, stdout } = dockseal(['--preset', 'strict', '--max-warnings', '0', '-f', 'json', 'Dockerfile'])
    const [result] = JSON.parse(stdout) as { messages: unknown[]; suppressedMessages: unknown[] }[]
    assert.deepEqual([code, result?.messages], [0, []])
    // Each exception gives its reason in the file.
    assert.equal(
      readFileSync('Dockerfile', 'utf8').match(/dockseal-disable-next-line \S+ -- \S/g)?.length,
      result?.suppressedMessages.length,
    )
  })
})
