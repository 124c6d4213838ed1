import { parseArgs } from 'node:util'
import type { Preset } from '../lint/rule.ts'
import type { Level } from '../lint/settings.ts'
import { defined } from '../model/defined.ts'
import { CONFIDENCES, type Confidence, type FixInto } from '../model/intent.ts'
import { parseBytes } from '../model/size.ts'
import { type ProveOptions, parseDuration } from './prove/options.ts'
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

const SWITCH = { type: 'boolean', default: false } as const
const VALUE = { type: 'string' } as const
const VALUES = { type: 'string', multiple: true, default: [] as string[] } as const

const FLAGS = {
  'all-contexts': SWITCH,
  'allow-host': SWITCH,
  apply: SWITCH,
  baseline: VALUE,
  cache: SWITCH,
  'cache-location': VALUE,
  'cache-strategy': VALUE,
  'changed-since': VALUE,
  check: VALUES,
  'check-in': VALUES,
  'check-only': SWITCH,
  cis: VALUE,
  clean: SWITCH,
  'compose-file': VALUES,
  config: { ...VALUE, short: 'c' },
  context: VALUE,
  'copy-limit': VALUE,
  cwd: VALUE,
  deep: SWITCH,
  diff: SWITCH,
  env: { ...VALUES, short: 'e' },
  'env-from-shell': SWITCH,
  evidence: VALUES,
  'fail-on': VALUE,
  fix: SWITCH,
  'fix-confidence': VALUE,
  'fix-degraded': SWITCH,
  'fix-dry-run': SWITCH,
  'fix-into': VALUE,
  'fix-stale-volumes': SWITCH,
  for: VALUE,
  format: { ...VALUES, short: 'f' },
  help: { ...SWITCH, short: 'h' },
  helper: VALUE,
  host: { ...VALUE, short: 'H' },
  'ignore-pattern': VALUES,
  json: SWITCH,
  'keep-precautions': SWITCH,
  markdown: SWITCH,
  'max-warnings': VALUE,
  mount: VALUES,
  'no-config': SWITCH,
  'no-error-on-unmatched-pattern': SWITCH,
  'no-ignore': SWITCH,
  offline: SWITCH,
  'output-file': { ...VALUES, short: 'o' },
  preset: VALUE,
  profile: VALUES,
  quiet: { ...SWITCH, short: 'q' },
  report: VALUE,
  rule: VALUES,
  'stdin-filename': VALUE,
  'strict-coverage': SWITCH,
  'update-baseline': SWITCH,
  user: VALUE,
  version: { ...SWITCH, short: 'v' },
  watch: SWITCH,
  'with-data': SWITCH,
} as const

/** Reads the arguments after `dockseal`. Throws a {@link UsageError} for an invalid one; `refuseMisused` checks their combination. */
export function parseOptions(argv: readonly string[]): CommandOptions {
  const { values, tokens } = parse(argv)
  const command = commandOf(tokens)
  const fix = oneOf({ fix: 'write', 'fix-dry-run': 'dry-run', diff: 'diff' } as const, values) ?? 'no'
  const { outputs, composeFiles } = pairOutputs(tokens)
  const maxWarnings = values['max-warnings'] === undefined ? undefined : wholeNumber('--max-warnings', values['max-warnings'])
  return {
    command: command ?? 'lint',
    operands: operandsOf(tokens, command !== undefined),
    outputs,
    composeFiles: [...composeFiles, ...values['compose-file']],
    fix,
    rules: Object.fromEntries(values.rule.map(readRule)),
    staleVolumes: values['fix-stale-volumes'],
    useConfig: !values['no-config'],
    ignore: values['ignore-pattern'],
    useIgnore: !values['no-ignore'],
    errorOnUnmatched: !values['no-error-on-unmatched-pattern'],
    fixDegraded: values['fix-degraded'],
    quiet: values.quiet,
    // With an allowed number of warnings, or with hidden warnings, a single warning must not fail the run.
    failOn:
      choice('--fail-on', values['fail-on'], ['error', 'warning', 'never']) ??
      (values.quiet || maxWarnings !== undefined ? 'error' : 'warning'),
    strictCoverage: values['strict-coverage'],
    envFromShell: values['env-from-shell'],
    markdown: values.markdown,
    updateBaseline: values['update-baseline'],
    cache: values.cache,
    json: values.json,
    env: values.env,
    mounts: values.mount,
    given: tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : [])),
    help: values.help,
    version: values.version,
    audit: auditOptions(values),
    prove: { ...proveOptions(values), checksIn: pairChecks(tokens) },
    evidence: values.evidence,
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

type Values = ReturnType<typeof parse>['values']

function auditOptions(values: Values): CommandOptions['audit'] {
  return {
    allContexts: values['all-contexts'],
    watch: values.watch,
    deep: values.deep,
    ...defined({ host: values.host, context: values.context, report: choice('--report', values.report, ['cis']) }),
  }
}

function proveOptions(values: Values): Omit<ProveOptions, 'checksIn'> {
  return {
    profiles: values.profile,
    checks: values.check,
    runFor: parseDuration('--for', values.for),
    apply: values.apply,
    checkOnly: values['check-only'],
    clean: values.clean,
    allowHost: values['allow-host'],
    withData: values['with-data'],
    offline: values.offline,
    keepPrecautions: values['keep-precautions'],
    copyLimit: size('--copy-limit', values['copy-limit']) ?? MAX_COPY,
    ...defined({ helper: values.helper }),
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
