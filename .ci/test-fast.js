// Runs every test that needs neither an engine nor the installation of a package: `npm run test:fast`, and other versions of Node in .ci/run.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'

/** They install packages, or start a browser. */
const SLOW = /^(?:package|pre-commit|site-browser|playground)\./

const tests = readdirSync('.build/test').filter((name) => name.endsWith('.test.js') && !SLOW.test(name))
const { status } = spawnSync(process.execPath, ['--test', ...process.argv.slice(2), ...tests.map((name) => `.build/test/${name}`)], {
  stdio: 'inherit',
})
process.exitCode = status ?? 1
