import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, it } from 'node:test'
import { parse, parseAllDocuments } from 'yaml'
import { folderWith } from './cli.ts'

const read = (name: string) => readFileSync(join('integrations', name), 'utf8')
const BAD = 'services:\n  web:\n    image: nginx:1.27\n'
/** Stands for the program, however it was installed. */
const PROGRAM = `#!/bin/sh\nexec "${process.execPath}" "${resolve('dist/cli.js')}" "$@"\n`

/** Runs a command of an integration by the shell, in a folder with one file that has a finding. */
function runIn(folder: string, command: string, env: Readonly<Record<string, string>> = {}) {
  const npx = '#!/bin/sh\n[ "$1" = --yes ] && shift\nshift\nexec dockseal "$@"\n'
  const bin = folderWith({ dockseal: PROGRAM, npx })
  spawnSync('chmod', ['+x', join(bin, 'dockseal'), join(bin, 'npx')])
  const PATH = `${bin}:${process.env.PATH}`
  return spawnSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8', env: { PATH, HOME: folder, ...env } })
}

const files = { 'my stacks/compose.yaml': BAD }
const FILE = "'my stacks/compose.yaml'"

function hasFinding({ status, stdout, stderr }: { status: number | null; stdout: string; stderr: string }): void {
  assert.equal(status, 1, stdout + stderr)
  assert.match(stdout, /read-only-root-filesystem/)
}

describe('the integrations', () => {
  it('GitLab: the job of the component reports Code Quality, and runs nothing that an input says', () => {
    const [spec, jobs] = parseAllDocuments(read('gitlab/dockseal.yml')).map((document) => document.toJS()) as [
      { spec: { inputs: Record<string, unknown> } },
      { dockseal: { script: string[]; variables: Record<string, string>; artifacts: { reports: { codequality: string; sast: string } } } },
    ]
    const { script, variables, artifacts } = jobs.dockseal
    assert.doesNotMatch(script.join('\n'), /\$\[\[/)
    for (const input of JSON.stringify(jobs).matchAll(/\$\[\[ inputs\.([\w-]+) \]\]/g))
      assert.ok((input[1] ?? '') in spec.spec.inputs, input[0])
    const given = { DOCKSEAL_VERSION: '$(touch pwned)', DOCKSEAL_PATHS: '.', DOCKSEAL_FAIL_ON: 'warning' }
    assert.deepEqual(Object.keys(variables).sort(), Object.keys(given).sort())
    const folder = folderWith(files)
    hasFinding(runIn(folder, script.join('\n'), given))
    const report = JSON.parse(readFileSync(join(folder, artifacts.reports.codequality), 'utf8')) as { check_name: string }[]
    assert.equal(report[0]?.check_name, 'read-only-root-filesystem')
    assert.match(readFileSync(join(folder, artifacts.reports.sast), 'utf8'), /"type": "sast"/)
    assert.equal(runIn(folder, 'ls').stdout.includes('pwned'), false)
  })

  it('lefthook and lint-staged: the staged files are linted', () => {
    const { 'pre-commit': hook } = parse(read('lefthook/lefthook.yml')) as { 'pre-commit': { jobs: { run: string }[] } }
    hasFinding(runIn(folderWith(files), hook.jobs[0]?.run.replace('{staged_files}', FILE) ?? ''))
    const [command] = Object.values(JSON.parse(read('lint-staged/.lintstagedrc.json')) as Record<string, string>)
    hasFinding(runIn(folderWith(files), `${command} ${FILE}`))
  })

  it('Trunk: prints SARIF', () => {
    const { lint } = parse(read('trunk/plugin.yaml')) as {
      lint: { definitions: { commands: { run: string; success_codes: number[] }[] }[] }
    }
    const command = lint.definitions[0]?.commands[0]
    const { status, stdout } = runIn(folderWith(files), command?.run.replace('${target}', FILE) ?? '')
    assert.ok(command?.success_codes.includes(status ?? -1))
    assert.equal((JSON.parse(stdout) as { version: string }).version, '2.1.0')
  })

  it('MegaLinter: lints, writes SARIF, fixes, and is counted', () => {
    const { linters } = parse(read('mega-linter-plugin-dockseal/dockseal.megalinter-descriptor.yml')) as {
      linters: Readonly<Record<string, string & readonly string[]>>[]
    }
    const linter = linters[0] ?? assert.fail()
    const line = (...more: readonly string[]) => ['dockseal', ...more, ...(linter.cli_lint_extra_args ?? [])].join(' ')
    const folder = folderWith(files)
    const ran = runIn(folder, line())
    hasFinding(ran)
    assert.equal(new RegExp(linter.cli_lint_errors_regex ?? '').exec(ran.stdout)?.[1], '1')
    const sarif = (linter.cli_sarif_args ?? []).map((argument) => argument.replace('{{SARIF_OUTPUT_FILE}}', 'out.sarif'))
    assert.equal(runIn(folder, line(...sarif)).status, 1)
    assert.match(readFileSync(join(folder, 'out.sarif'), 'utf8'), /"2\.1\.0"/)
    assert.equal(runIn(folder, line(String(linter.cli_lint_fix_arg_name))).status, 0)
    assert.match(readFileSync(join(folder, 'my stacks/compose.yaml'), 'utf8'), /read_only: true/)
  })

  it('Renovate: names every package that a release publishes', () => {
    const { packageRules } = JSON.parse(read('renovate/default.json')) as { packageRules: { matchPackageNames: string[] }[] }
    const names = packageRules.flatMap(({ matchPackageNames }) => matchPackageNames)
    for (const name of ['dockseal', 'dockseal/dockseal', 'dockseal/dockseal-pre-commit', 'ghcr.io/dockseal/dockseal'])
      assert.ok(names.includes(name), name)
  })
})
