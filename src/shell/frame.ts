import type { Span } from '../model/fact.ts'
import type { Expander } from './parameter.ts'
import type { Process } from './process.ts'
import type { ShellNode, SimpleCommand } from './script.ts'
import type { State } from './state.ts'
import type { Item, Value } from './value.ts'
import type { FoundScript, World } from './world.ts'
import type { Unwrapped } from './wrappers.ts'

/** A command that a walk has reached, with its words expanded. */
export interface ReachedCommand {
  readonly found: FoundScript
  readonly command: SimpleCommand
  readonly items: readonly Item[]
  /** Its words after wrapper programs; none if it only redirects. */
  readonly unwrapped: Unwrapped
  readonly state: State
  readonly expander: Expander
  /** It may not run, may run with other words, or may fail without consequences. */
  readonly conditional: boolean
  /** The script ends if it fails (`set -e`). */
  readonly stops: boolean
  /** The command that gets its output. */
  readonly into?: SimpleCommand
  /** The commands that called the surrounding functions, outermost first. */
  readonly calls: readonly SimpleCommand[]
}

/** One walk through a script and everything that it calls. */
export interface Interpretation {
  readonly world: World
  /** Visit every command, whatever its condition; otherwise only what a start may run. */
  readonly everything: boolean
  /** Called for each command; returns true if it needs no further reading. */
  readonly visit: (reached: ReachedCommand) => boolean
  /** Whether a program matters, by its unexpanded words. Absent: every program does. */
  readonly matters?: (command: SimpleCommand) => boolean
  /** Text of the script, if its words may be edited. */
  readonly text?: string
  /** Commands that may still be walked; after that no further function or script is followed. */
  steps: number
  /** Words that commands may still have after expansion; after that no command is expanded. */
  words: number
  /** Something was not followed because it exceeds a limit. */
  isCut?: true
  readonly walk: (node: ShellNode, state: State, frame: Frame) => void
  readonly defined: Set<ShellNode>
  readonly called: Set<ShellNode>
  /** The place where each variable gets a value, except by appending; `several` if there is more than one. */
  readonly assigned: Map<string, number | 'several'>
  /** Names whose entry in `assigned` is new. */
  readonly noted: Set<string>
}

/** The surroundings of a command on a walk. */
export interface Frame {
  readonly run: Interpretation
  readonly found: FoundScript
  readonly depth: number
  /** An outer condition may keep it from running, not only its own. */
  readonly conditional: boolean
  /** Not even the given environment decides that it runs. What only the environment decides is still `conditional` for what follows. */
  readonly doubtful: boolean
  /** In the body of a loop: values may differ from turn to turn. */
  readonly repeated: boolean
  /** In a loop over a list, whose variable has all its values at once. */
  readonly looped: boolean
  /** The caller handles a failure as an answer. */
  readonly tolerated?: boolean
  /** Paths of the scripts and bodies of the functions that are running, to end recursion. */
  readonly open: ReadonlySet<string | ShellNode>
  readonly user?: string
  readonly process: Process
  readonly into?: SimpleCommand
  readonly calls: readonly SimpleCommand[]
  /** In a function: the earlier values of its local variables. */
  readonly locals?: Map<string, Value | undefined>
  readonly expander: (state: State) => Expander
  readonly output: (state: State) => NonNullable<Expander['output']>
}

/** Reports that something is not followed because it exceeds a limit. */
export function cut(at: Span, { run, found }: Frame): void {
  run.isCut = true
  run.world.cut?.(found.file, at)
}
