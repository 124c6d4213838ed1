import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { before, describe, it } from 'node:test'
import { folderWith } from './cli.ts'
import { packed } from './packed.ts'

const BAD = 'services:\n  web:\n    image: nginx:1.27\n'

/** A program that uses all of the library's types; `@ts-expect-error` lines are those that must not compile. */
const CONSUMER = `import {
  type Config, type Container, type FixedText, fixText, type ImageRecord, type LintMessage, type LintResult, lintFiles, lintText,
  planWrites, readContainers, type WritePlan,
} from 'dockseal'
import { type Judged, lint } from 'dockseal/browser'
import eslintPlugin from 'dockseal/eslint'

const record: ImageRecord = {
  names: ['registry.example.test/app'],
  writes: [{ path: '/srv/spool', kind: 'scratch', what: 'uploads', evidence: ['the wiki'] }],
}
const config: Config = { extends: 'dockseal:cis', rules: { 'memory-limit': 'off' }, images: [record], fix: { tmpfsSize: '64m' } }
const result: LintResult = lintText(${JSON.stringify(BAD)}, { config, filename: 'compose.yaml' })
const ids: (string | null)[] = result.messages.map((message: LintMessage) => message.ruleId)
const fixed: FixedText = fixText(${JSON.stringify(BAD)}, { confidence: 'known' })
const containers: readonly Container[] = readContainers(${JSON.stringify(BAD)})
const plan: WritePlan | undefined = containers[0] && planWrites(containers[0], { images: [record] })
if (plan?.ready === 'with-mounts') for (const { path, mount } of plan.paths) console.log(path, mount.as)
const results: LintResult[] = await lintFiles(['.'], { preset: 'strict' })
const judged: Judged = await lint({ 'compose.yaml': 'services: {}' })
console.log(judged.plans.length)
console.log(eslintPlugin.configs.cis.map(({ language }) => language))
console.log(JSON.stringify({ ids, fixed: fixed.text, applied: fixed.applied, results: results.length }))

// @ts-expect-error no such level
lintText('', { rules: { 'memory-limit': 'fatal' } })
// @ts-expect-error no such confidence
fixText('', { confidence: 'sure' })
// @ts-expect-error results are not changed by their readers
result.messages = []
`

describe('the package', () => {
  const scratch = folderWith({
    'app/package.json': '{"name": "app", "type": "module", "private": true}',
    'app/consumer.ts': CONSUMER,
    'app/compose.yaml': BAD,
  })
  const app = join(scratch, 'app')
  const installed = join(app, 'node_modules/dockseal')
  let files: string[] = []

  before(() => {
    mkdirSync(installed, { recursive: true })
    execFileSync('tar', ['-xzf', packed(), '-C', installed, '--strip-components=1'])
    files = (readdirSync(installed, { recursive: true, withFileTypes: true }) as { parentPath: string; name: string; isFile(): boolean }[])
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(installed.length + 1))
    // What npm would install beside it: the packages that the bundle leaves out.
    const { dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as { dependencies: Record<string, string> }
    for (const name of Object.keys(dependencies)) {
      mkdirSync(join(app, 'node_modules', name, '..'), { recursive: true })
      symlinkSync(resolve('node_modules', name), join(app, 'node_modules', name))
    }
  })

  it('holds what it must and nothing else', () => {
    const expected = ['LICENSE', 'README.md', 'package.json', 'src/config/config.schema.json', 'src/knowledge/record.schema.json']
    const made = (name: string) =>
      /^dist\/[\w.-]+\.(?:c?js|bin)$|^dist\/types\/[\w/-]+\.d\.ts$|^dist\/THIRD-PARTY-LICENSES\.txt$/.test(name)
    assert.deepEqual(files.filter((name) => !made(name)).sort(), expected.sort())
    for (const name of [
      'dist/cli.js',
      'dist/index.js',
      'dist/types/index.d.ts',
      'dist/eslint.js',
      'dist/types/eslint/index.d.ts',
      'dist/browser.js',
      'dist/types/browser/index.d.ts',
      'dist/THIRD-PARTY-LICENSES.txt',
    ])
      assert.ok(files.includes(name), name)
    assert.ok(!files.includes('dist/action.js'), 'the action runs from the repository')
  })

  it('is small, and brings few packages', () => {
    const blocks = files.reduce((sum, name) => sum + Math.ceil(statSync(join(installed, name)).size / 4096), 0)
    // The packages beside it take 8.8 MiB on a disk, and all together are to stay below 12.
    assert.ok(blocks * 4 < 3400, `${blocks * 4} KiB`)
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      packages: Record<string, { dev?: true; devOptional?: true; optional?: true }>
    }
    const others = Object.entries(packages).filter(([, { dev, devOptional, optional }]) => !dev && !devOptional && !optional)
    assert.ok(others.length > 0 && others.length < 60, `${others.length} packages`)
  })

  it('names the licence of every package that its bundle holds', () => {
    const licences = readFileSync(join(installed, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8')
    for (const name of [
      'yaml',
      'ajv',
      'unbash',
      '@eslint/plugin-kit',
      'fflate',
      'docker-file-parser',
      'globby',
      'picomatch',
      '@lezer/python',
    ])
      assert.match(licences, new RegExp(`^${name} \\d`, 'm'))
    assert.doesNotMatch(licences, /^Licence: undefined$/m)
  })

  it('runs as a program', () => {
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [join(installed, 'dist/cli.js'), ...args], { cwd: app, encoding: 'utf8' })
    assert.equal(run('compose.yaml').status, 1)
    const version = (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version
    assert.equal(run('--version').stdout, `${version}\n`)
    assert.match(run('explain', 'no-privileged').stdout, /^# no-privileged$/m)
    assert.match(run('-f', 'compact', 'compose.yaml').stdout, /read-only-root-filesystem/)
  })

  it('compiles in a strict project, and runs as a library', () => {
    const tsc = resolve('node_modules/typescript/bin/tsc')
    const options = [
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2022',
      '--exactOptionalPropertyTypes',
      '--lib',
      'es2023,dom',
      '--types',
      '',
    ]
    const compiled = spawnSync(process.execPath, [tsc, ...options, 'consumer.ts'], { cwd: app, encoding: 'utf8' })
    assert.equal(compiled.status, 0, compiled.stdout)
    const ran = spawnSync(process.execPath, ['consumer.js'], { cwd: app, encoding: 'utf8' })
    assert.equal(ran.status, 0, ran.stderr)
    const [last = ''] = ran.stdout.trim().split('\n').slice(-1)
    const { ids, fixed, applied, results } = JSON.parse(last) as { ids: string[]; fixed: string; applied: number; results: number }
    assert.ok(ids.includes('read-only-root-filesystem'))
    assert.match(fixed, /read_only: true/)
    assert.deepEqual([applied, results], [1, 1])
  })

  it('has nothing that publint finds wrong', () => {
    const publint = resolve('node_modules/publint/src/cli.js')
    const { status, stdout } = spawnSync(process.execPath, [publint, installed, '--strict', '--pack', 'false'], { encoding: 'utf8' })
    assert.equal(status, 0, stdout)
  })

  it('gives its schemas by name', () => {
    const ask = "for (const name of ['config', 'image-record']) require('dockseal/' + name + '.schema.json').title ?? process.exit(1)"
    assert.equal(spawnSync(process.execPath, ['-e', ask], { cwd: app }).status, 0)
  })
})

describe('npm run check:package', () => {
  it('finds no file, export or dependency that nothing uses', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['node_modules/knip/bin/knip.js'], { encoding: 'utf8' })
    assert.equal(status, 0, stdout + stderr)
  })
})
