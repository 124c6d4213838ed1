import type { Span } from '../model/fact.ts'
import type { Expander } from './parameter.ts'
import type { Process } from './process.ts'
import type { ShellNode, SimpleCommand } from './script.ts'
import type { State } from './state.ts'
import type { Item, Value } from './value.ts'
import type { FoundScript, World } from './world.ts'
import type { Unwrapped } from './wrappers.ts'

/** A command that a walk has come to, with its words expanded. */
export interface ReachedCommand {
  /** The script that it is in. */
  readonly found: FoundScript
  readonly command: SimpleCommand
  readonly items: readonly Item[]
  /** Its words behind the programs that only start another one; none where it only redirects. */
  readonly unwrapped: Unwrapped
  readonly state: State
  readonly expander: Expander
  /** It may not run, not with these words, or fail without whyNot. */
  readonly conditional: boolean
  /** The script ends where it fails (`set -e`). */
  readonly stops: boolean
  /** The command that its output goes to. */
  readonly into?: SimpleCommand
  /** The commands that called the functions it is in, outermost first. */
  readonly calls: readonly SimpleCommand[]
}

/** One walk through a script and all that it calls. */
export interface Run {
  readonly world: World
  /** Every command is looked at, whatever decides whether it runs; else only what a start may run. */
  readonly everything: boolean
  /** Called for each command; answers whether it needs no further look. */
  readonly visit: (reached: ReachedCommand) => boolean
  /** Text of the script, where its words may be edited. */
  readonly text?: string
  /** Commands that may still be walked; then no further function or script is followed. */
  steps: number
  /** Something was not followed, because it is more than a script may have. */
  isCut?: true
  readonly walk: (node: ShellNode, state: State, frame: Frame) => void
  readonly defined: Set<ShellNode>
  readonly called: Set<ShellNode>
  /** The places where each variable is given a value, other than by adding to it. */
  readonly assigned: Map<string, Set<number>>
}

/** What is around a command that is walked. */
export interface Frame {
  readonly run: Run
  readonly found: FoundScript
  readonly depth: number
  /** Not only its own condition, but one around it may keep it from running. */
  readonly conditional: boolean
  /** Not even the environment that is given decides that it runs. What only that decides still counts as `conditional` for what follows. */
  readonly doubtful: boolean
  /** In the body of a loop: what it sees may differ from turn to turn. */
  readonly repeated: boolean
  /** In a loop over a list, whose variable has all its values at once. */
  readonly looped: boolean
  /** Whoever calls takes a failure for an answer. */
  readonly tolerated?: boolean
  /** Paths of the scripts and bodies of the functions that are being run: what calls itself ends here. */
  readonly open: ReadonlySet<string | ShellNode>
  readonly user?: string
  readonly process: Process
  readonly into?: SimpleCommand
  readonly calls: readonly SimpleCommand[]
  /** In a function: what its local variables were before. */
  readonly locals?: Map<string, Value | undefined>
  readonly expander: (state: State) => Expander
  readonly output: (state: State) => NonNullable<Expander['output']>
}

/** Says that something is not followed, because it is more than a script may have. */
export function cut(at: Span, { run, found }: Frame): void {
  run.isCut = true
  run.world.cut?.(found.file, at)
}
