import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isBuiltIn } from './report/formatters/index.ts'
import type { LintResult } from './report/result.ts'
import { isFixable } from './report/result.ts'

/*
 * The GitHub Action's step: runs the command line with the action's inputs, which arrive as environment variables, and tells the runner
 * what came of it (GITHUB_OUTPUT, GITHUB_STEP_SUMMARY). It always ends with 0, so that the alerts are uploaded before the job fails.
 */
const env = process.env
const workspace = env.GITHUB_WORKSPACE ?? process.cwd()
const scratch = mkdtempSync(join(env.RUNNER_TEMP ?? tmpdir(), 'dockseal-'))

try {
  process.exitCode = run()
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

function run(): 0 | 2 {
  const version = env.DOCKSEAL_VERSION ?? ''
  if (version !== '' && !/^[0-9A-Za-z.+-]+$/.test(version)) return fail(`the input "version" is no version: ${JSON.stringify(version)}`)
  const sarif = env.DOCKSEAL_SARIF_FILE || 'dockseal.sarif'
  const json = join(scratch, 'results.json')
  const summary = join(scratch, 'summary.md')
  const paths = (env.DOCKSEAL_PATHS ?? '')
    .split(/\r?\n/)
    .map((path) => path.trim())
    .filter((path) => path !== '')
  const flags = [
    ...option('--config', env.DOCKSEAL_CONFIG),
    ...option('--preset', env.DOCKSEAL_PRESET),
    ...option('--changed-since', env.DOCKSEAL_CHANGED_SINCE),
    ...option('--baseline', env.DOCKSEAL_BASELINE),
  ]
  const operands = ['--', ...(paths.length > 0 ? paths : ['.'])]
  // Formatters of dockseal itself: a package of that name in the workspace is code of the linted tree.
  const format = env.DOCKSEAL_FORMAT || 'github'
  const reports = [
    ['--format', isBuiltIn(format) ? `dockseal:${format}` : format],
    ['--format', 'dockseal:sarif', '--output-file', sarif],
    ['--format', 'dockseal:json', '--output-file', json],
    ['--format', 'dockseal:markdown', '--output-file', summary],
  ].flat()
  const lint = dockseal(version, [...flags, ...option('--fail-on', env.DOCKSEAL_FAIL_ON), ...reports, ...operands], 'inherit')
  if (lint.error) return fail(`dockseal could not be started: ${lint.error.message}`)
  output('exit-code', String(lint.status ?? 2))
  if (!existsSync(json)) return 0

  const messages = (JSON.parse(readFileSync(json, 'utf8')) as LintResult[]).flatMap((result) => result.messages)
  output('sarif-file', sarif)
  output('findings', String(messages.length))
  output('errors', String(messages.filter(({ level }) => level === 'error').length))
  output('warnings', String(messages.filter(({ level }) => level === 'warning').length))
  output('fixable', String(messages.filter(isFixable).length))
  summarise(readFileSync(summary, 'utf8'))
  if (env.DOCKSEAL_FIX === 'true') {
    const { stdout } = dockseal(version, [...flags, '--fix-dry-run', ...operands], 'pipe')
    if (stdout !== '') summarise(`\n### What \`dockseal --fix\` would change\n\n${fenced(stdout)}\n`)
  }
  return 0
}

/**
 * Runs the bundle beside this file, or a published version. Arguments are passed as a list: no shell sees them. npx starts outside of the
 * workspace, where neither an `.npmrc` nor a `node_modules` of the linted tree says what it fetches.
 */
function dockseal(version: string, args: readonly string[], stdout: 'inherit' | 'pipe'): SpawnSyncReturns<string> {
  const [program, first] =
    version === ''
      ? [process.execPath, [join(dirname(fileURLToPath(import.meta.url)), 'cli.js')]]
      : ['npx', ['--yes', `dockseal@${version}`]]
  return spawnSync(program, [...first, `--cwd=${resolve(workspace)}`, ...args], {
    cwd: scratch,
    encoding: 'utf8',
    stdio: ['ignore', stdout, 'inherit'],
    maxBuffer: 64 * 2 ** 20,
  })
}

function option(flag: string, value: string | undefined): string[] {
  // `--flag=value`, because a value that starts with a dash would be taken for another flag.
  return value === undefined || value === '' ? [] : [`${flag}=${value}`]
}

/** A single-line output; a line break in a path would let it write outputs of its own, so such a value is left out. */
function output(name: string, value: string): void {
  if (env.GITHUB_OUTPUT && !/[\r\n]/.test(value)) appendFileSync(env.GITHUB_OUTPUT, `${name}=${value}\n`)
}

/** GitHub cuts a summary off at 1 MiB, and shows none of a longer one. */
const SUMMARY_LIMIT = 900_000

function summarise(markdown: string): void {
  if (env.GITHUB_STEP_SUMMARY)
    appendFileSync(env.GITHUB_STEP_SUMMARY, markdown.length > SUMMARY_LIMIT ? `${markdown.slice(0, SUMMARY_LIMIT)}\n\n…` : markdown)
}

/** A fence longer than any that stands in the text. */
function fenced(diff: string): string {
  const longest = Math.max(2, ...[...diff.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}diff\n${diff}${fence}`
}

function fail(why: string): 2 {
  process.stdout.write(`::error::${why}\n`)
  output('exit-code', '2')
  return 2
}
