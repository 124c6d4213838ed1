import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { uploadSarif, type WorkflowRun, whyNoUpload } from './action/code-scanning.ts'
import { isBuiltIn } from './report/formatters/index.ts'
import { markdownFence } from './report/markup.ts'
import type { LintResult } from './report/result.ts'
import { isFixable } from './report/result.ts'

/** The GitHub Action: runs the program beside this file with the action's inputs, gives outputs and uploads the SARIF report. */
const env = process.env
const workspace = env.GITHUB_WORKSPACE ?? process.cwd()
const scratch = mkdtempSync(join(env.RUNNER_TEMP ?? tmpdir(), 'dockseal-'))

try {
  const exitCode = await run()
  output('exit-code', String(exitCode))
  process.exitCode = exitCode
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

async function run(): Promise<number> {
  const sarif = input('sarif-file') || 'dockseal.sarif'
  const json = join(scratch, 'results.json')
  const summary = join(scratch, 'summary.md')
  const annotations = join(scratch, 'annotations.txt')
  const paths = input('paths')
    .split(/\r?\n/)
    .flatMap((path) => path.trim() || [])
  const flags = ['config', 'preset', 'changed-since', 'baseline'].flatMap((name) => option(name, input(name)))
  const operands = ['--', ...(paths.length > 0 ? paths : ['.'])]
  // Formatters of dockseal itself: a package of that name in the workspace is code of the linted tree.
  const format = input('format') || 'github'
  const reports = [
    ['--format', isBuiltIn(format) ? `dockseal:${format}` : format],
    ['--format', 'dockseal:sarif', '--output-file', sarif],
    ['--format', 'dockseal:json', '--output-file', json],
    ['--format', 'dockseal:markdown', '--output-file', summary],
    ['--format', 'dockseal:github', '--output-file', annotations],
  ].flat()
  const folder = input('cache-location')
  const cache = folder === '' ? [] : ['--cache', ...option('cache-location', `${folder}/`)]
  const lint = dockseal([...flags, ...cache, ...option('fail-on', input('fail-on')), ...reports, ...operands], 'inherit')
  if (lint.error) return fail(`dockseal could not be started: ${lint.error.message}`)
  process.stderr.write(lint.stderr)
  if (!existsSync(json)) return fail(lint.stderr.trim())

  const messages = (JSON.parse(readFileSync(json, 'utf8')) as LintResult[]).flatMap((result) => result.messages)
  output('sarif-file', sarif)
  output('findings', String(messages.length))
  output('errors', String(messages.filter(({ level }) => level === 'error').length))
  output('warnings', String(messages.filter(({ level }) => level === 'warning').length))
  output('fixable', String(messages.filter(isFixable).length))
  summarise(readFileSync(summary, 'utf8'))
  if (input('fix') === 'true') {
    const { stdout } = dockseal([...flags, '--fix-dry-run', ...operands], 'pipe')
    if (stdout !== '') summarise(`\n### What \`dockseal --fix\` would change\n\n${fenced(stdout)}\n`)
  }
  const exitCode = lint.status ?? 2
  if (input('upload-sarif') !== 'true') return exitCode
  const here = runOf(input('token'))
  const skipped = whyNoUpload(here)
  if (skipped !== undefined) {
    command('notice', `No code-scanning alerts: ${skipped}. The findings are annotations.`)
    if (format !== 'github') process.stdout.write(readFileSync(annotations, 'utf8'))
    return exitCode
  }
  const why = await uploadSarif(readFileSync(resolve(workspace, sarif), 'utf8'), here)
  return why === undefined ? exitCode : fail(`The code-scanning alerts could not be uploaded: ${why}.`)
}

/** An input of action.yml, as the runner hands it to a JavaScript action. */
function input(name: string): string {
  return env[`INPUT_${name.toUpperCase()}`] ?? ''
}

function runOf(token: string): WorkflowRun {
  const file = env.GITHUB_EVENT_PATH
  return {
    apiUrl: env.GITHUB_API_URL ?? 'https://api.github.com',
    repository: env.GITHUB_REPOSITORY ?? '',
    ref: env.GITHUB_REF ?? '',
    sha: env.GITHUB_SHA ?? '',
    workspace,
    token,
    event: file !== undefined && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as unknown) : undefined,
  }
}

/** Runs the program beside this file. Arguments are passed as a list: no shell sees them. */
function dockseal(args: readonly string[], stdout: 'inherit' | 'pipe'): SpawnSyncReturns<string> {
  const program = join(dirname(fileURLToPath(import.meta.url)), 'cli.js')
  return spawnSync(process.execPath, [program, `--cwd=${resolve(workspace)}`, ...args], {
    cwd: scratch,
    encoding: 'utf8',
    stdio: ['ignore', stdout, 'pipe'],
    maxBuffer: 64 * 2 ** 20,
    env: withoutToken(),
  })
}

/** The linter needs no token. */
function withoutToken(): NodeJS.ProcessEnv {
  const { INPUT_TOKEN, ...others } = env
  return others
}

function option(name: string, value: string): string[] {
  // `--flag=value`, because a value that starts with a dash would be taken for another flag.
  return value === '' ? [] : [`--${name}=${value}`]
}

/** A single-line output; a line break in a path would let it write outputs of its own, so such a value is left out. */
function output(name: string, value: string): void {
  if (env.GITHUB_OUTPUT && !/[\r\n]/.test(value)) appendFileSync(env.GITHUB_OUTPUT, `${name}=${value}\n`)
}

/** GitHub cuts a summary off at 1 MiB, and shows none of a longer one. */
const MAX_SUMMARY = 900_000

function summarise(markdown: string): void {
  if (env.GITHUB_STEP_SUMMARY)
    appendFileSync(env.GITHUB_STEP_SUMMARY, markdown.length > MAX_SUMMARY ? `${markdown.slice(0, MAX_SUMMARY)}\n\n…` : markdown)
}

function fenced(diff: string): string {
  const fence = markdownFence(diff)
  return `${fence}diff\n${diff}${fence}`
}

/** A workflow command; `%` and line ends escaped as GitHub's toolkit does. */
function command(name: 'error' | 'notice', text: string): void {
  const data = text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
  process.stdout.write(`::${name} title=dockseal::${data}\n`)
}

function fail(why: string): 2 {
  command('error', why)
  return 2
}
