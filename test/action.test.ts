import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, it } from 'node:test'
import { parse } from 'yaml'
import { folderWith } from './cli.ts'

interface Step {
  readonly id?: string
  readonly run?: string
  readonly uses?: string
  readonly env?: Readonly<Record<string, string>>
}
interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string; readonly description: string }>>
  readonly outputs: Readonly<Record<string, { readonly value: string }>>
  readonly runs: { readonly using: string; readonly steps: readonly Step[] }
}

const action = parse(readFileSync('action.yml', 'utf8')) as Action

/** Runs the shell steps of action.yml as a runner does: expressions filled in, outputs and summary in files. */
function runAction(workspace: string, inputs: Readonly<Record<string, string>>, more: Readonly<Record<string, string>> = {}) {
  const temp = folderWith({ output: '', summary: '' })
  const steps: Record<string, Record<string, string>> = {}
  const fill = (text: string) =>
    text
      .replace(
        /\$\{\{ inputs\.([\w-]+) \}\}/g,
        (_, name: string) => inputs[name] ?? action.inputs[name]?.default ?? assert.fail(`no input ${name}`),
      )
      .replace(/\$\{\{ steps\.(\w+)\.outputs\.([\w-]+) \}\}/g, (_, id: string, name: string) => steps[id]?.[name] ?? '')
  let log = ''
  let code: number | null = 0
  for (const step of action.runs.steps) {
    if (step.run === undefined) continue
    assert.doesNotMatch(step.run, /\$\{\{/, 'an expression in a shell script is an injection')
    const file = join(temp, 'output')
    writeFileSync(file, '')
    const env = Object.fromEntries(Object.entries(step.env ?? {}).map(([name, value]) => [name, fill(value)]))
    const { stdout, stderr, status } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
      cwd: workspace,
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH ?? '',
        HOME: temp,
        GITHUB_WORKSPACE: workspace,
        GITHUB_ACTION_PATH: resolve('.'),
        GITHUB_OUTPUT: file,
        GITHUB_STEP_SUMMARY: join(temp, 'summary'),
        RUNNER_TEMP: temp,
        ...env,
        ...more,
      },
    })
    log += stdout + stderr
    code = status
    if (step.id)
      steps[step.id] = Object.fromEntries(
        readFileSync(file, 'utf8')
          .split('\n')
          .filter(Boolean)
          .map((line) => line.split(/=(.*)/s).slice(0, 2)),
      )
    if (code !== 0) break
  }
  return { code, log, outputs: steps.lint ?? {}, summary: readFileSync(join(temp, 'summary'), 'utf8') }
}

const BAD = 'services:\n  web:\n    image: nginx:1.27\n'
const GOOD = `${BAD}    read_only: true\n    tmpfs: [/run, /var/cache/nginx]\n`

describe('the GitHub Action', () => {
  it('annotates, counts, summarises, writes SARIF and fails on findings', () => {
    const workspace = folderWith({ 'my stacks/compose.yaml': BAD })
    const { code, log, outputs, summary } = runAction(workspace, { paths: 'my stacks' })
    assert.equal(code, 1, log)
    assert.match(log, /^::warning file=my stacks\/compose\.yaml,line=2,/m)
    assert.equal(outputs['exit-code'], '1')
    assert.ok(Number(outputs.findings) >= 1)
    assert.ok(Number(outputs.fixable) >= 1)
    const sarif = JSON.parse(readFileSync(join(workspace, outputs['sarif-file'] ?? ''), 'utf8')) as {
      runs: { results: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }[] }[]
    }
    assert.equal(sarif.runs[0]?.results[0]?.locations[0]?.physicalLocation.artifactLocation.uri, 'my%20stacks/compose.yaml')
    assert.match(summary, /read-only-root-filesystem/)
  })

  it('passes on a clean tree', () => {
    const { code, log, outputs } = runAction(folderWith({ 'compose.yaml': GOOD }), {})
    assert.equal(code, 0, log)
    assert.deepEqual([outputs.findings, outputs['exit-code']], ['0', '0'])
  })

  it('passes with findings where only errors are to fail', () => {
    const { code, outputs } = runAction(folderWith({ 'compose.yaml': BAD }), { 'fail-on': 'error' })
    assert.equal(code, 0)
    assert.ok(Number(outputs.findings) >= 1)
  })

  it('shows what --fix would change and changes nothing', () => {
    const workspace = folderWith({ 'compose.yaml': BAD })
    const { summary } = runAction(workspace, { fix: 'true' })
    assert.match(summary, /^\+ {4}read_only: true$/m)
    assert.equal(readFileSync(join(workspace, 'compose.yaml'), 'utf8'), BAD)
  })

  it('runs nothing that an input says', () => {
    const workspace = folderWith({ 'compose.yaml': GOOD, '--fix': '' })
    mkdirSync(join(workspace, '$(touch pwned)'))
    for (const inputs of [
      { paths: '$(touch pwned)' },
      { paths: '"; touch pwned; "' },
      { config: '`touch pwned`' },
      { preset: 'cis; touch pwned' },
      { version: '1.0.0; touch pwned' },
      { 'sarif-file': '$(touch pwned).sarif' },
      { paths: '--fix' },
    ]) {
      runAction(workspace, inputs)
      assert.ok(!existsSync(join(workspace, 'pwned')), JSON.stringify(inputs))
    }
  })

  it('takes no formatter from the workspace for its own reports, nor for a format of its own', () => {
    const workspace = folderWith({
      'compose.yaml': BAD,
      ...Object.fromEntries(
        ['json', 'sarif', 'markdown', 'github'].map((name) => [
          `node_modules/eslint-formatter-${name}/index.js`,
          "require('node:fs').writeFileSync('pwned', ''); module.exports = () => '[]'\n",
        ]),
      ),
    })
    const { log, outputs, summary } = runAction(workspace, {})
    assert.match(log, /^::warning file=compose\.yaml/m)
    assert.equal(outputs.findings, '1')
    assert.match(summary, /read-only-root-filesystem/)
    assert.ok(!existsSync(join(workspace, 'pwned')))
  })

  it('fetches a named version from outside of the workspace', () => {
    const bin = folderWith({ npx: '#!/bin/sh\npwd\necho "$@"\n' })
    chmodSync(join(bin, 'npx'), 0o755)
    const workspace = folderWith({ '.npmrc': 'registry=https://registry.example.org\n' })
    const { log } = runAction(workspace, { version: '1.2.3' }, { PATH: `${bin}:${process.env.PATH}` })
    const [directory = '', args = ''] = log.split('\n')
    assert.ok(!directory.startsWith(workspace), directory)
    assert.ok(args.startsWith(`--yes dockseal@1.2.3 --cwd=${workspace} `), args)
  })

  it('pins every foreign action by commit', () => {
    const uses = action.runs.steps.flatMap((step) => step.uses ?? [])
    assert.ok(uses.length > 0)
    for (const use of uses) assert.match(use, /@[0-9a-f]{40}$/)
  })
})
