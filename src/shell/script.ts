import type { Span } from '../model/fact.ts'
import type { MappedText } from '../text/mapped-text.ts'
import type { Guard } from './branches.ts'
import type { ShellComment } from './comments.ts'
import type { ShellWord } from './words.ts'

/** `NAME=value`, `NAME+=value`, `NAME=(a b)`. Spans are of the file. */
export interface ShellAssignment {
  readonly name: string
  readonly append: boolean
  /** `NAME[index]=`. */
  readonly index?: string
  readonly value: { readonly kind: 'word'; readonly word: ShellWord } | { readonly kind: 'array'; readonly words: readonly ShellWord[] }
  /** True where it outlives the command: on its own or after `export`, `local`, `declare`, `readonly`, `typeset`; false before a command's name. */
  readonly lasting: boolean
  readonly span: Span
}

/** A redirection. `target` is absent for a heredoc and where the script is broken off. */
export interface ShellRedirection {
  readonly operator: '>' | '>>' | '<' | '<>' | '<&' | '>&' | '>|' | '&>' | '&>>' | '<<<' | '<<' | '<<-'
  /** The descriptor before the operator, where one is written. */
  readonly descriptor?: number
  readonly target?: ShellWord
  readonly heredoc?: {
    readonly delimiter: string
    /** A quoted delimiter switches expansion in the body off. */
    readonly quoted: boolean
    /** Body without the closing line; for `<<-` without leading tabs. */
    readonly body: MappedText
  }
  readonly span: Span
}

/** Where in the script's flow of control a command stands. */
export interface CommandContext {
  /** Inside the definition of this function. */
  readonly functionName?: string
  /**
   * Runs only if something else says so: a branch of `if` or `case`, a `while` body, after `||`, or after `&&` behind a test.
   * A plain `a && b` is no condition: both run unless the script fails.
   */
  readonly conditional: boolean
  /** What decides that, outermost first: it runs if each guard lets it. Empty where nothing does. */
  readonly guards: readonly Guard[]
  /** Its failure is only an answer: asked by `if` or `while`, or followed by `||` with something that does not give up (`|| true`). */
  readonly tolerated: boolean
  /** `&&` follows: its failure leaves out what stands behind that, and does not end a script under `set -e` (POSIX, "set"). */
  readonly chained?: true
  /** In the body of a loop: what it sees may differ from turn to turn. */
  readonly repeated: boolean
  /** `for` loops around it, outermost first. `words` is absent for `for x; do`, which runs over the arguments. */
  readonly loops: readonly { readonly variable: string; readonly words?: readonly ShellWord[] }[]
  readonly background: boolean
  /** In `( … )` or in a command substitution, whose assignments do not come back. */
  readonly subshell: boolean
  /** Its output becomes part of another command's words. */
  readonly substitution: boolean
}

/** One simple command (POSIX Shell Command Language 2.9.1) of a script, wherever it is nested. */
export interface SimpleCommand {
  /** Name first. Empty for a command that only assigns or redirects (`> file`, or the redirection behind `{ …; }` or `done`). */
  readonly words: readonly ShellWord[]
  readonly assignments: readonly ShellAssignment[]
  readonly redirections: readonly ShellRedirection[]
  readonly context: CommandContext
  /** Its place in a pipeline of two and more; commands of one pipeline share `id`, those of one member (`a | while …; do b; c; done`) also `index`. */
  readonly pipeline?: { readonly id: number; readonly index: number; readonly length: number }
  /** Of the whole command with its redirections; a heredoc's body lies outside. */
  readonly span: Span
}

/** A script taken apart. Spans are of the file behind the mapped text. */
export interface ShellScript {
  /** The line after `#!`, absent without one. */
  readonly shebang?: string
  /** Every simple command, in the order in which they are written, a command before those inside its substitutions. */
  readonly commands: readonly SimpleCommand[]
  readonly comments: readonly ShellComment[]
  /** What the parser recovered from; commands before and after are still there. */
  readonly errors: readonly { readonly message: string; readonly offset: number }[]
}

/** Where nothing is around a command. */
export const TOP_LEVEL: CommandContext = {
  conditional: false,
  guards: [],
  tolerated: false,
  repeated: false,
  loops: [],
  background: false,
  subshell: false,
  substitution: false,
}
