import type { TextOrigin } from '../model/fact.ts'
import { baseName } from '../model/path.ts'
import type { Scope } from './scope.ts'
import type { SimpleCommand } from './script.ts'
import type { State } from './state.ts'
import type { ShellWord } from './words.ts'
import type { FoundScript } from './world.ts'
import { shebangShell, type Unwrapped } from './wrappers.ts'

/** A command as it would run, wrappers taken off, variables put in where they are known. */
export interface ExecutedCommand {
  /** Last part of the program's path. Empty for a command that only redirects. */
  readonly name: string
  /** Words behind the name; undefined where one depends on something unknown. */
  readonly args: readonly (string | undefined)[]
  readonly wrappers: readonly string[]
  readonly redirections: readonly { readonly operator: string; readonly target: string | undefined; readonly heredoc?: boolean }[]
  /** Where relative paths start from; undefined where it is not known. */
  readonly cwd: string | undefined
  /** It may not run, not with these words, or fail without whyNot. */
  readonly conditional: boolean
  /** The script ends where it fails (`set -e`). */
  readonly stops: boolean
  /** The user a wrapper changes to. */
  readonly user?: string
  /** Exported and assigned variables at this point. */
  readonly variable: (name: string) => string | null | undefined
  /** The shell that runs it, by its shebang (`bash`, `sh`). */
  readonly shell: string
  readonly origin: TextOrigin
}

/** A command that a walk has come to. */
export interface ReachedCommand {
  /** The script that it stands in. */
  readonly found: FoundScript
  readonly command: SimpleCommand
  /** Its words, arguments of the script put in. None where it only redirects. */
  readonly unwrapped: Unwrapped
  readonly conditional: boolean
  readonly stops: boolean
}

/** What a command runs as: once for each combination of the values that its variables may have. */
export function executedCommands(
  { found, command, unwrapped, conditional, stops }: ReachedCommand,
  state: State,
): readonly ExecutedCommand[] {
  const { words, wrappers, user } = unwrapped
  const targets = command.redirections.flatMap((redirection) => (redirection.target ? [redirection.target] : []))
  const combinations = state.scope.combinations([...words, ...targets])
  const own = ownVariables(command, unwrapped.environment, state.scope)
  const scope = state.scope.inner()
  return combinations.flatMap((resolve): readonly ExecutedCommand[] => {
    const [name, ...args] = words.map(resolve)
    if (words.length > 0 && name === undefined) return []
    return [
      {
        name: name === undefined ? '' : baseName(name),
        args,
        wrappers,
        redirections: command.redirections.map((redirection) => ({
          operator: redirection.operator,
          target: redirection.target ? resolve(redirection.target) : undefined,
          ...(redirection.heredoc ? { heredoc: true } : {}),
        })),
        cwd: state.cwd,
        conditional: conditional || (combinations.length > 1 && command.context.loops.length === 0),
        stops,
        ...(user === undefined ? {} : { user }),
        variable: (variable) => (own.has(variable) ? own.get(variable) : scope.lookup(variable)),
        shell: shebangShell(found.script.shebang ?? 'sh') ?? 'sh',
        origin: { kind: 'text', file: found.file, span: command.span },
      },
    ]
  })
}

/** `NAME=value` before the command or behind `env`. */
function ownVariables(command: SimpleCommand, environment: readonly ShellWord[], scope: Scope): ReadonlyMap<string, string | undefined> {
  const own = new Map<string, string | undefined>()
  for (const assignment of command.assignments) {
    if (assignment.lasting) continue
    own.set(assignment.name, assignment.value.kind === 'word' ? scope.values(assignment.value.word)[0] : undefined)
  }
  for (const word of environment) {
    const value = scope.values(word)[0]
    const name = word.text.slice(0, word.text.indexOf('='))
    own.set(name, value?.slice(name.length + 1))
  }
  return own
}
