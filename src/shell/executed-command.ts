import type { TextOrigin } from '../model/fact.ts'
import { baseName } from '../model/path.ts'
import type { ReachedCommand } from './frame.ts'
import { expandText } from './parameter.ts'
import type { ShellRedirection } from './script.ts'
import { freeze, lookUp, type State } from './state.ts'
import { openPath, textOf } from './value.ts'
import { shebangShell } from './wrappers.ts'

/** The words in a variable of its environment, which a program takes as more options. */
export function wordsOfVariable({ variable }: Pick<ExecutedCommand, 'variable'>, name: string): string[] {
  return (variable(name) ?? '').split(/\s+/).filter((word) => word !== '')
}

/** A command as it would run: wrappers removed, known variables replaced. */
export interface ExecutedCommand {
  /** Last part of the program's path. Empty for a command that only redirects. */
  readonly name: string
  /** The program as called, with its path. */
  readonly program?: string
  /** Words after the name; undefined if one depends on something unknown. */
  readonly args: readonly (string | undefined)[]
  /** For each of them that is undefined and whose beginning is known: a pattern (`/backup/db-*`). */
  readonly patterns?: readonly (string | undefined)[]
  readonly wrappers: readonly string[]
  readonly redirections: readonly (Pick<ShellRedirection, 'operator' | 'heredoc'> & {
    readonly target: string | undefined
    /** The same for an unknown target. */
    readonly pattern?: string | undefined
  })[]
  /** The base of relative paths; undefined if it is unknown. */
  readonly cwd: string | undefined
  /** It may not run, may run with other words, or may fail without consequences. */
  readonly conditional: boolean
  /** The script ends if it fails (`set -e`). */
  readonly stops: boolean
  /** The user a wrapper changes to. */
  readonly user?: string
  /** Exported and assigned variables at this point. */
  readonly variable: (name: string) => string | null | undefined
  /** The shell that runs it, by its shebang (`bash`, `sh`). */
  readonly shell: string
  readonly origin: TextOrigin
}

/** The command that a reached command runs; undefined if its name is unknown. */
export function executedCommand({
  found,
  command,
  items,
  unwrapped,
  expander,
  state,
  conditional,
  stops,
}: ReachedCommand): ExecutedCommand | undefined {
  const { words, wrappers, user, environment } = unwrapped
  const [written, ...args] = words.map(({ value }) => value)
  const name = written ?? programOfWhich(words[0]?.text)
  if (words.length > 0 && name === undefined) return undefined
  const own = new Map<string, string | undefined>()
  for (const { lasting, name: variable, value } of command.assignments) {
    if (!lasting) own.set(variable, value.kind === 'word' ? textOf(expandText(value.word, expander)) : undefined)
  }
  for (const { text, value } of environment) own.set(text.slice(0, text.indexOf('=')), value?.slice(text.indexOf('=') + 1))
  const now = freeze(state)
  const given = items.slice(items.length - args.length)
  const patterns = args.map((arg, at) => {
    const item = given[at]
    return arg === undefined && item?.kind === 'field' && item.text === words[at + 1]?.text ? openPath(item.pieces) : undefined
  })
  return {
    name: name === undefined ? '' : baseName(name),
    ...(name === undefined ? {} : { program: name }),
    args,
    patterns,
    wrappers,
    redirections: command.redirections.map(({ operator, target, heredoc }) => {
      const pieces = target && expandText(target, expander)
      return { operator, target: pieces && textOf(pieces), pattern: pieces && openPath(pieces), ...(heredoc ? { heredoc } : {}) }
    }),
    cwd: state.cwd,
    conditional,
    stops,
    ...(user === undefined ? {} : { user }),
    variable: (variable) => (own.has(variable) ? own.get(variable) : stringOf(now, variable)),
    shell: shebangShell(found.script.shebang ?? 'sh') ?? 'sh',
    origin: { kind: 'text', file: found.file, span: command.span },
  }
}

/** `$(which squid)` stands for the program itself. */
function programOfWhich(text: string | undefined): string | undefined {
  return /^"?(?:\$\(|`) *(?:which|command -v|type -p) +([\w./-]+) *[)`]"?$/.exec(text ?? '')?.[1]
}

/** The only string that a variable may have; `null` if it is not set, undefined if it is unknown or there are several. */
function stringOf(state: State, name: string): string | null | undefined {
  const value = lookUp(state, name)
  if (value === undefined || value.kind === 'unset') return null
  return value.kind === 'text' ? textOf(value.pieces) : undefined
}
