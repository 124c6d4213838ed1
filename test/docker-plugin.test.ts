import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { lstatSync, readFileSync, readlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, it } from 'node:test'
import { withoutPluginName } from '../src/commands/docker-plugin.ts'
import { folderWith, start } from './cli.ts'

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }

describe('the plug-in of Docker', () => {
  it('answers what Docker asks of a plug-in', () => {
    const answer = JSON.parse(start(['docker-cli-plugin-metadata']).stdout) as Readonly<Record<string, string>>
    assert.deepEqual([answer.SchemaVersion, answer.Vendor, answer.Version], ['0.1.0', 'dockseal', version])
  })

  it('drops its own name from the arguments, and only where it runs as the plug-in', () => {
    const given = ['--context', 'far', 'seal', 'audit', 'seal']
    assert.deepEqual(withoutPluginName(given, ['node', '/x/cli-plugins/docker-seal']), ['--context', 'far', 'audit', 'seal'])
    assert.deepEqual(withoutPluginName(['seal'], ['docker-seal.exe', undefined]), [])
    assert.deepEqual(withoutPluginName(given, ['node', '/x/dockseal']), given)
  })

  it('is put in place by init, once, and is no part of "all"', () => {
    const config = folderWith({})
    const env = { DOCKER_CONFIG: config }
    assert.match(start(['init', 'docker'], { env }).stdout, /^Wrote .*docker-seal: `docker seal` runs dockseal/)
    const plugin = join(config, 'cli-plugins', 'docker-seal')
    assert.equal(readlinkSync(plugin), resolve('dist/cli.js'))
    assert.match(start(['init', 'docker'], { env }).stdout, /exists and is left as it is/)
    const other = folderWith({})
    start(['init', 'all'], { cwd: folderWith({}), env: { DOCKER_CONFIG: other } })
    assert.throws(() => lstatSync(join(other, 'cli-plugins')))
  })

  const missing = spawnSync('docker', ['--version']).error ? 'SKIPPED: no docker on this machine' : false
  it('runs as `docker seal`', { skip: missing }, () => {
    const config = folderWith({})
    start(['init', 'docker'], { env: { DOCKER_CONFIG: config } })
    const cwd = folderWith({ 'compose.yaml': 'services:\n  web:\n    image: nginx:1.27\n' })
    const docker = (...args: string[]) =>
      spawnSync('docker', args, { cwd, encoding: 'utf8', env: { ...process.env, DOCKER_CONFIG: config } })
    assert.equal(docker('seal', '--version').stdout, `${version}\n`)
    const { status, stdout } = docker('seal', '-f', 'compact', 'compose.yaml')
    assert.equal(status, 1)
    assert.match(stdout, /read-only-root-filesystem/)
    assert.match(docker('--host', 'unix:///nowhere.sock', 'seal', 'audit').stdout, /there is no such socket/)
  })
})
