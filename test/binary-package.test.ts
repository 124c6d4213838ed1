import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { formatters } from '../src/report/formatters/index.ts'
import { folderWith } from './cli.ts'

const BAD = 'services:\n  web:\n    image: nginx:1.27\n'

describe('the single executable', () => {
  const folder = folderWith({ 'compose.yaml': BAD, Dockerfile: 'FROM debian:13\nCMD ["/bin/true"]\n' })
  const program = join(folder, 'dockseal')

  before(() => {
    const built = spawnSync(process.execPath, ['.ci/binary.js'], { encoding: 'utf8' })
    assert.equal(built.status, 0, built.stdout + built.stderr)
    // Away from this repository, whose files it must not need.
    copyFileSync('.build/binary/out/dockseal', program)
  })

  const run = (...args: string[]) => spawnSync(program, args, { cwd: folder, encoding: 'utf8', env: { PATH: '/nowhere', HOME: folder } })

  it('lints as the package does, in every format of its own', () => {
    const package_ = (format: string) =>
      spawnSync(process.execPath, ['dist/cli.js', '--cwd', folder, '-f', format, '.'], { encoding: 'utf8', env: { PATH: '/nowhere' } })
    for (const format of Object.keys(formatters)) {
      const { status, stdout, stderr } = run('-f', format, '.')
      assert.deepEqual([status, stderr], [1, ''], format)
      const withoutTimes = (text: string) => text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z?/g, '')
      assert.equal(withoutTimes(stdout), withoutTimes(package_(format).stdout), format)
    }
  })

  it('holds the version, the pages of the rules and the schema of the configuration', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
    assert.equal(run('--version').stdout, `${version}\n`)
    assert.match(run('explain', 'drift').stdout, /^# drift$/m)
    assert.match(run('--config', 'compose.yaml').stderr, /compose\.yaml:1:1:/)
  })

  it('says that a formatter of others needs the package', () => {
    const { status, stderr } = run('-f', './formatter.js')
    assert.equal(status, 2)
    assert.match(stderr, /not installed here: take one of/)
  })

  it('asks an engine, and fixes', () => {
    assert.match(run('audit', '--host', 'unix:///nowhere.sock').stdout, /there is no such socket/)
    assert.equal(run('--fix', 'compose.yaml').status, 0)
    assert.match(readFileSync(join(folder, 'compose.yaml'), 'utf8'), /read_only: true/)
  })
})
