import { parseArgs } from 'node:util'
import type { Preset } from '../lint/rule.ts'
import type { Level } from '../lint/settings.ts'
import { defined } from '../model/defined.ts'
import { CONFIDENCES, type Confidence, type FixInto } from '../model/intent.ts'
import { parseBytes } from '../model/size.ts'
import { type ProveOptions, parseDuration } from './prove-options.ts'
import { UsageError } from './usage-error.ts'
import { type Command, commandOf, type Output, operandsOf, pairChecks, pairOutputs } from './words-of.ts'

export type FailOn = 'error' | 'warning' | 'never'

/** The command line, checked. */
export interface CommandOptions {
  readonly command: Command
  /** The words after the command: paths, containers, a rule's id. */
  readonly operands: readonly string[]
  readonly cwd?: string
  readonly outputs: readonly Output[]
  readonly composeFiles: readonly string[]
  readonly fix: 'no' | 'write' | 'dry-run' | 'diff'
  readonly fixConfidence?: Confidence
  readonly fixDegraded: boolean
  readonly fixInto?: FixInto
  /** Mounts a volume over files that an image ships and changes at start, if nothing else helps. */
  readonly staleVolumes: boolean
  readonly preset?: Preset
  readonly rules: Readonly<Record<string, Level>>
  readonly config?: string
  readonly useConfig: boolean
  readonly ignore: readonly string[]
  readonly useIgnore: boolean
  /** Whether it is an error if no file matches. */
  readonly errorOnUnmatched: boolean
  readonly quiet: boolean
  readonly failOn: FailOn
  readonly maxWarnings?: number
  readonly stdinFilename?: string
  readonly strictCoverage: boolean
  readonly envFromShell: boolean
  readonly markdown: boolean
  readonly baseline?: string
  readonly updateBaseline: boolean
  readonly changedSince?: string
  readonly cache: boolean
  /** File, or folder with a slash at its end; relative to the working directory. */
  readonly cacheLocation?: string
  readonly cacheStrategy?: 'content' | 'metadata'
  readonly json: boolean
  /** Options of `plan`: the user, the variables (`NAME=VALUE`) and the mounted paths of the container. */
  readonly user?: string
  readonly env: readonly string[]
  readonly mounts: readonly string[]
  readonly cis?: string
  /** Names of the given options. */
  readonly given: readonly string[]
  readonly help: boolean
  readonly version: boolean
  readonly audit: {
    readonly host?: string
    readonly context?: string
    readonly allContexts: boolean
    readonly watch: boolean
    readonly report?: 'cis'
    /** Also reads what was deleted again, through a small container. */
    readonly deep: boolean
  }
  readonly prove: ProveOptions
  /** Recordings of other tools: `[SERVICE=]FILE`. */
  readonly evidence: readonly string[]
}

/** Bytes of one bind mount that a trial copies by default. */
const MAX_COPY = 512 * 2 ** 20

const FLAGS = {
  'all-contexts': { type: 'boolean' },
  'allow-host': { type: 'boolean' },
  apply: { type: 'boolean' },
  baseline: { type: 'string' },
  cache: { type: 'boolean' },
  'cache-location': { type: 'string' },
  'cache-strategy': { type: 'string' },
  'changed-since': { type: 'string' },
  check: { type: 'string', multiple: true },
  'check-in': { type: 'string', multiple: true },
  'check-only': { type: 'boolean' },
  cis: { type: 'string' },
  clean: { type: 'boolean' },
  'compose-file': { type: 'string', multiple: true },
  config: { type: 'string', short: 'c' },
  context: { type: 'string' },
  'copy-limit': { type: 'string' },
  cwd: { type: 'string' },
  deep: { type: 'boolean' },
  diff: { type: 'boolean' },
  env: { type: 'string', multiple: true, short: 'e' },
  'env-from-shell': { type: 'boolean' },
  evidence: { type: 'string', multiple: true },
  'fail-on': { type: 'string' },
  fix: { type: 'boolean' },
  'fix-confidence': { type: 'string' },
  'fix-degraded': { type: 'boolean' },
  'fix-dry-run': { type: 'boolean' },
  'fix-into': { type: 'string' },
  'fix-stale-volumes': { type: 'boolean' },
  for: { type: 'string' },
  format: { type: 'string', short: 'f', multiple: true },
  help: { type: 'boolean', short: 'h' },
  helper: { type: 'string' },
  host: { type: 'string', short: 'H' },
  'ignore-pattern': { type: 'string', multiple: true },
  json: { type: 'boolean' },
  'keep-precautions': { type: 'boolean' },
  markdown: { type: 'boolean' },
  'max-warnings': { type: 'string' },
  mount: { type: 'string', multiple: true },
  'no-config': { type: 'boolean' },
  'no-error-on-unmatched-pattern': { type: 'boolean' },
  'no-ignore': { type: 'boolean' },
  offline: { type: 'boolean' },
  'output-file': { type: 'string', short: 'o', multiple: true },
  preset: { type: 'string' },
  profile: { type: 'string', multiple: true },
  quiet: { type: 'boolean', short: 'q' },
  report: { type: 'string' },
  rule: { type: 'string', multiple: true },
  'stdin-filename': { type: 'string' },
  'strict-coverage': { type: 'boolean' },
  'update-baseline': { type: 'boolean' },
  user: { type: 'string' },
  version: { type: 'boolean', short: 'v' },
  watch: { type: 'boolean' },
  'with-data': { type: 'boolean' },
} as const

/** Reads the arguments after `dockseal`. Throws a {@link UsageError} for an invalid one; `refuseMisused` checks their combination. */
export function parseOptions(argv: readonly string[]): CommandOptions {
  const { values, tokens } = parse(argv)
  const command = commandOf(tokens)
  const fix = oneOf({ fix: 'write', 'fix-dry-run': 'dry-run', diff: 'diff' } as const, values) ?? 'no'
  const { outputs, composeFiles } = pairOutputs(tokens)
  const checksIn = pairChecks(tokens)
  const maxWarnings = values['max-warnings'] === undefined ? undefined : wholeNumber('--max-warnings', values['max-warnings'])
  return {
    command: command ?? 'lint',
    operands: operandsOf(tokens, command !== undefined),
    outputs,
    composeFiles: [...composeFiles, ...(values['compose-file'] ?? [])],
    fix,
    rules: Object.fromEntries((values.rule ?? []).map(readRule)),
    staleVolumes: values['fix-stale-volumes'] ?? false,
    useConfig: !values['no-config'],
    ignore: values['ignore-pattern'] ?? [],
    useIgnore: !values['no-ignore'],
    errorOnUnmatched: !values['no-error-on-unmatched-pattern'],
    fixDegraded: values['fix-degraded'] ?? false,
    quiet: values.quiet ?? false,
    // With an allowed number of warnings, or with hidden warnings, a single warning must not fail the run.
    failOn:
      choice('--fail-on', values['fail-on'], ['error', 'warning', 'never']) ??
      (values.quiet || maxWarnings !== undefined ? 'error' : 'warning'),
    strictCoverage: values['strict-coverage'] ?? false,
    envFromShell: values['env-from-shell'] ?? false,
    markdown: values.markdown ?? false,
    updateBaseline: values['update-baseline'] ?? false,
    cache: values.cache ?? false,
    json: values.json ?? false,
    env: values.env ?? [],
    mounts: values.mount ?? [],
    given: tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : [])),
    help: values.help ?? false,
    version: values.version ?? false,
    audit: {
      allContexts: values['all-contexts'] ?? false,
      watch: values.watch ?? false,
      deep: values.deep ?? false,
      ...defined({ host: values.host, context: values.context, report: choice('--report', values.report, ['cis']) }),
    },
    prove: {
      profiles: values.profile ?? [],
      checks: values.check ?? [],
      checksIn,
      runFor: parseDuration('--for', values.for),
      apply: values.apply ?? false,
      checkOnly: values['check-only'] ?? false,
      clean: values.clean ?? false,
      allowHost: values['allow-host'] ?? false,
      withData: values['with-data'] ?? false,
      offline: values.offline ?? false,
      keepPrecautions: values['keep-precautions'] ?? false,
      copyLimit: size('--copy-limit', values['copy-limit']) ?? MAX_COPY,
      ...defined({ helper: values.helper }),
    },
    evidence: values.evidence ?? [],
    ...defined({
      cwd: values.cwd,
      user: values.user,
      fixConfidence: choice('--fix-confidence', values['fix-confidence'], CONFIDENCES),
      fixInto: choice('--fix-into', values['fix-into'], ['definition', 'override']),
      preset: choice('--preset', values.preset, ['recommended', 'cis', 'strict']),
      config: values.config,
      maxWarnings,
      stdinFilename: values['stdin-filename'],
      baseline: values.baseline,
      changedSince: values['changed-since'],
      cacheLocation: values['cache-location'],
      cacheStrategy: choice('--cache-strategy', values['cache-strategy'], ['content', 'metadata']),
      cis: values.cis,
    }),
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: FLAGS, allowPositionals: true, strict: true, tokens: true })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const dashed = /^Option '(?:-\w, )?(--[\w-]+).*' argument is ambiguous/.exec(message)?.[1]
    if (dashed !== undefined) throw new UsageError(`${dashed} has no value; one that starts with a dash is written ${dashed}=-…`)
    throw new UsageError(`${message.split(/\.\s/)[0] ?? message}; see dockseal --help`)
  }
}

const LEVELS: readonly Level[] = ['off', 'info', 'warning', 'error']

function readRule(text: string): [string, Level] {
  const colon = text.lastIndexOf(':')
  const level = LEVELS.find((each) => each === text.slice(colon + 1))
  if (colon < 1 || !level) throw new UsageError(`--rule takes id:level with a level of ${LEVELS.join(', ')}, not "${text}"`)
  return [text.slice(0, colon), level]
}

function choice<const T extends string>(flag: string, value: string | undefined, allowed: readonly T[]): T | undefined {
  if (value === undefined) return undefined
  const found = allowed.find((each) => each === value)
  if (found === undefined) throw new UsageError(`${flag} takes ${allowed.join(', ')}, not "${value}"`)
  return found
}

function size(flag: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const bytes = parseBytes(value)
  if (bytes === undefined || bytes <= 0) throw new UsageError(`${flag} takes a size such as 512m, not "${value}"`)
  return bytes
}

function wholeNumber(flag: string, value: string): number {
  if (!/^\d+$/.test(value)) throw new UsageError(`${flag} takes a whole number, not "${value}"`)
  return Number(value)
}

function oneOf<T extends string>(names: Readonly<Record<string, T>>, values: Readonly<Record<string, unknown>>): T | undefined {
  const given = Object.keys(names).filter((name) => values[name])
  if (given.length > 1) throw new UsageError(`give one of ${given.map((name) => `--${name}`).join(', ')}`)
  return given[0] === undefined ? undefined : names[given[0]]
}
