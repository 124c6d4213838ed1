import type { CommandOptions } from './options.ts'
import { UsageError } from './usage-error.ts'

const READING: readonly string[] =
  'config no-config compose-file format ignore-pattern no-ignore env-from-shell markdown stdin-filename json rule preset output-file evidence'.split(
    ' ',
  )

/** The options of commands that accept only a few. */
const TAKEN: Partial<Readonly<Record<CommandOptions['command'], readonly string[]>>> = {
  show: READING,
  'explain-plan': READING,
  rules: ['cis', 'json', 'format', 'output-file'],
  explain: ['json', 'format', 'output-file'],
  init: ['json', 'format', 'output-file'],
}

/** The options that `lint` and `audit` do not accept. */
const NOT_TAKEN: Partial<Readonly<Record<CommandOptions['command'], readonly string[]>>> = {
  lint: ['all-contexts', 'context', 'host', 'watch', 'report', 'cis'],
  audit: 'cis compose-file stdin-filename changed-since markdown no-error-on-unmatched-pattern cache cache-location cache-strategy'.split(
    ' ',
  ),
}

const REPORTING: readonly CommandOptions['command'][] = ['lint', 'audit']

/** Refuses options that exclude each other or that a command would ignore; those of reports have messages of their own. */
export function refuseMisused(options: CommandOptions): void {
  refuseImpossible(options)
  const { command, given } = options
  for (const name of given) {
    if (name === 'cwd' || name === 'help' || name === 'version') continue
    const isTaken = TAKEN[command]?.includes(name) ?? !(NOT_TAKEN[command]?.includes(name) ?? false)
    if (!isTaken) throw new UsageError(`${command === 'lint' ? 'linting files' : command} does not take --${name}; see dockseal --help`)
  }
}

function refuseImpossible(options: CommandOptions): void {
  if (options.operands.includes('-') && options.fix === 'write' && (options.outputs[0]?.format ?? options.outputs[0]?.file) !== undefined) {
    throw new UsageError('--fix - takes no --format')
  }
  if (options.command === 'lint' && options.operands.includes('-') && options.operands.length > 1) {
    throw new UsageError('"-" (standard input) cannot be combined with other paths')
  }
  if (options.updateBaseline && options.baseline === undefined) throw new UsageError('--update-baseline needs --baseline FILE')
  if (options.audit.host !== undefined && options.audit.context !== undefined) throw new UsageError('give --host or --context, not both')
  const { command, fix } = options
  const prints = !REPORTING.includes(command)
  if (options.json && !prints) throw new UsageError('--json is for show, explain-plan and rules; here it is --format json')
  if (options.outputs.some(({ format, file }) => format !== undefined || file !== undefined)) {
    if (prints) throw new UsageError(`${command} makes no report, so it takes no --format and no --output-file`)
    if (fix === 'dry-run' || fix === 'diff') {
      throw new UsageError(`--${fix === 'diff' ? fix : 'fix-dry-run'} prints a diff, so it takes no --format and no --output-file`)
    }
  }
  if (command !== 'plan' && (options.user !== undefined || options.env.length + options.mounts.length > 0)) {
    throw new UsageError('--user, --env and --mount describe the container of `dockseal plan IMAGE`')
  }
  if (!options.useConfig && options.config !== undefined) throw new UsageError('give --config or --no-config, not both')
}
