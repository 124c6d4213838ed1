import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { folderWith, start } from './cli.ts'

/** The files outside Node that a run of the program loaded, as V8's coverage lists them. */
function loadedBy(args: readonly string[], cwd: string): string[] {
  const coverage = folderWith({})
  start(args, { cwd, env: { NODE_V8_COVERAGE: coverage } })
  return readdirSync(coverage)
    .flatMap((name) => (JSON.parse(readFileSync(join(coverage, name), 'utf8')) as { result: { url: string }[] }).result)
    .flatMap(({ url }) => (url.startsWith('file:') ? [fileURLToPath(url)] : []))
}

/** Which of the libraries that not every run needs are among them: bundled ones by a text that only they have. */
function librariesIn(files: readonly string[]): string[] {
  const texts = files.map((file) => (/\.c?js$/.test(file) ? readFileSync(file, 'utf8') : ''))
  const bundled = {
    globby: 'Patterns must be a string or an array of strings',
    picomatch: 'Expected pattern to be a non-empty string',
    engine: 'dial-stdio',
  }
  return [
    ...Object.entries(bundled).flatMap(([name, sign]) => (texts.some((text) => text.includes(sign)) ? [name] : [])),
    ...['@eslint/eslintrc'].filter((name) => files.some((file) => file.includes(`/node_modules/${name}/`))),
  ]
}

describe('a run loads only what it needs', () => {
  const folder = folderWith({
    'compose.yaml': 'services:\n  web:\n    image: nginx:1.27\n',
    'formatter.cjs': "module.exports = () => 'done'",
  })

  it('--version and --help: nothing of the linter', () => {
    for (const flag of ['--version', '--help']) {
      const size = loadedBy([flag], folder).reduce((sum, file) => sum + readFileSync(file, 'utf8').length, 0)
      assert.ok(size > 0 && size < 24_000, `${flag} loads ${size} bytes`)
    }
  })

  it('one file: neither the walker nor formatters of others nor an engine', () => {
    const loaded = loadedBy(['compose.yaml'], folder)
    assert.notDeepEqual(loaded, [])
    assert.deepEqual(librariesIn(loaded), [])
  })

  it('one file: all that it needs stands in few files', () => {
    // Two of them are what a browser loads too.
    assert.ok(loadedBy(['compose.yaml'], folder).length < 7)
  })

  it('a folder, globs, a formatter, an engine: each its library', () => {
    assert.deepEqual(librariesIn(loadedBy(['.'], folder)), ['globby', 'picomatch'])
    assert.deepEqual(librariesIn(loadedBy(['compose.yaml', '--ignore-pattern', 'x/**'], folder)), ['picomatch'])
    assert.deepEqual(librariesIn(loadedBy(['compose.yaml', '-f', './formatter.cjs'], folder)), ['@eslint/eslintrc'])
    assert.deepEqual(librariesIn(loadedBy(['audit', '--host', 'unix:///nowhere.sock'], folder)), ['engine'])
  })

  it('a page loads the pure part only', () => {
    const reached = new Set(['browser.js'])
    for (const name of reached) {
      const text = readFileSync(join('dist', name), 'utf8')
      assert.doesNotMatch(text, /nothing here can be linted/, `${name} holds commands`)
      for (const [, next = ''] of text.matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g)) reached.add(next)
    }
    assert.ok(reached.size > 1)
  })
})
