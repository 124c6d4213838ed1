// Runs the tests: all of them (`npm test`), or with `fast` every one that needs neither an engine nor the installation of a package
// (`npm run test:fast`, and other versions of Node in .ci/run). Further arguments go to Node.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'

/** They build or install packages, or start a browser. */
const SLOW = /^(?:binary-package|package|pre-commit|site-browser|playground)\./

const isFast = process.argv[2] === 'fast'
const options = process.argv.slice(isFast ? 3 : 2)
// The quick loop takes a quarter of the real files and of the generated inputs (test/sample.ts).
const env = isFast ? { DOCKSEAL_SAMPLE: '4', ...process.env } : process.env

/** A test that ends when all files are loaded: the next one would begin at once, before the rest of its own file is read. */
const GATE = `import { test } from 'node:test'
let open
const loaded = new Promise((done) => { open = done })
test('the test files are loaded', () => loaded)`

/** Test files of a folder, in a few that each import some of them: a process of its own for each would load the program as often. */
function grouped(folder, tests, count) {
  mkdirSync(`${folder}/groups`, { recursive: true })
  return Array.from({ length: count }, (_, group) => {
    const path = `${folder}/groups/${group}.js`
    const own = tests.filter((_, index) => index % count === group)
    writeFileSync(path, [GATE, ...own.map((name) => `await import('../${name}')`), 'open()\n'].join('\n'))
    return path
  })
}

const failed = mkdtempSync(join(tmpdir(), 'dockseal-failed-'))
const reporters = [
  ['spec', 'stdout'],
  [`./.ci/failures.js`, join(failed, 'tests')],
].flatMap(([reporter, to]) => [`--test-reporter=${reporter}`, `--test-reporter-destination=${to}`])

/** Runs test files, as many at once as said; gives what failed, as text. */
function failuresOf(files, atOnce) {
  const args = ['--test', `--test-concurrency=${atOnce}`, ...reporters, ...options, ...files]
  const { status, signal } = spawnSync(process.execPath, args, { stdio: 'inherit', env })
  if (status === 0) return ''
  return readFileSync(join(failed, 'tests'), 'utf8') || `the test runner ended with ${signal ?? status}\n`
}

const testsIn = (folder) => readdirSync(folder).filter((name) => name.endsWith('.test.js'))
const folder = '.build/test'
const tests = testsIn(folder)
const quick = tests.filter((name) => !SLOW.test(name))
const slow = isFast ? [] : tests.filter((name) => SLOW.test(name)).map((name) => `${folder}/${name}`)
let failures = failuresOf([...slow, ...grouped(folder, quick, 4 * availableParallelism())], availableParallelism())
// Those on an engine share it: one after the other.
if (!isFast) {
  const engine = testsIn(`${folder}/engine`).map((name) => `${folder}/engine/${name}`)
  failures += failuresOf(engine, 1)
}
rmSync(failed, { recursive: true })
// Last of all, where the end of a long log shows them.
if (failures !== '') process.stdout.write(`\nfailed:\n${failures}`)
process.exitCode = failures === '' ? 0 : 1
