// Runs the tests: all of them (`npm test`), or with `fast` every one that needs neither an engine nor the installation of a package
// (`npm run test:fast`, and other versions of Node in .ci/run). Further arguments go to Node.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'

/** They build or install packages, or start a browser. */
const SLOW = /^(?:binary-package|package|pre-commit|site-browser|playground)\./

const isFast = process.argv[2] === 'fast'
const options = process.argv.slice(isFast ? 3 : 2)

/** Runs the test files of a folder, as many at once as said; gives whether all passed. */
function passes(folder, atOnce) {
  const tests = readdirSync(folder).filter((name) => name.endsWith('.test.js') && !(isFast && SLOW.test(name)))
  const args = ['--test', `--test-concurrency=${atOnce}`, ...options, ...tests.map((name) => `${folder}/${name}`)]
  return spawnSync(process.execPath, args, { stdio: 'inherit' }).status === 0
}

const passed = [passes('.build/test', availableParallelism())]
// Those on an engine share it: one after the other.
if (!isFast) passed.push(passes('.build/test/engine', 1))
process.exitCode = passed.every(Boolean) ? 0 : 1
