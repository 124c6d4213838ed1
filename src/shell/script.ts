import type { Span } from '../model/fact.ts'
import type { SourceComment } from '../text/comment.ts'
import type { MappedText } from '../text/mapped-text.ts'
import type { Branch, Test } from './branches.ts'
import type { ShellWord } from './words.ts'

/** `NAME=value`, `NAME+=value`, `NAME=(a b)`. Spans are in the file. */
export interface ShellAssignment {
  readonly name: string
  readonly append: boolean
  readonly index?: string
  readonly value:
    | { readonly kind: 'word'; readonly word: ShellWord }
    | { readonly kind: 'array'; readonly words: readonly ShellWord[]; readonly span: Span }
  /** True if it outlives the command: on its own or after `export`, `local` and the like; false before a command's name. */
  readonly lasting: boolean
  readonly span: Span
}

/** A redirection. `target` is absent for a heredoc and in an incomplete script. */
export interface ShellRedirection {
  readonly operator: '>' | '>>' | '<' | '<>' | '<&' | '>&' | '>|' | '&>' | '&>>' | '<<<' | '<<' | '<<-'
  /** The descriptor before the operator, if written. */
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

/** The place of a command in the script's flow of control. */
export interface CommandContext {
  /** Inside the definition of this function. */
  readonly functionName?: string
  /** Runs only under a condition: in a branch or a `while` body, after `||`, or after a test and `&&`. A plain `a && b` has no condition. */
  readonly conditional: boolean
  /** Its failure is only an answer: for `if` or `while`, or before `||` and something that does not give up (`|| true`). */
  readonly tolerated: boolean
  /** `&&` follows: its failure skips what comes after, but does not end a script under `set -e` (POSIX, "set"). */
  readonly chained?: true
  /** Only `&&` follows, and then an `exec` or the end of the text: if this fails, what they start does not start. */
  readonly gates?: 'exec' | 'end'
  readonly background: boolean
  /** Its output becomes part of another command's words. */
  readonly substitution: boolean
}

/** One simple command (POSIX Shell Command Language 2.9.1) of a script, at any depth. */
export interface SimpleCommand {
  /** Name first. Empty for a command that only assigns or redirects (`> file`, or the redirection after `{ …; }` or `done`). */
  readonly words: readonly ShellWord[]
  readonly assignments: readonly ShellAssignment[]
  readonly redirections: readonly ShellRedirection[]
  readonly context: CommandContext
  /** Its place in a pipeline of two or more; `id` is that of the pipeline, `index` that of the member. */
  readonly pipeline?: { readonly id: number; readonly index: number; readonly length: number }
  /** The whole command with its redirections, without a heredoc's body. */
  readonly span: Span
}

/** A part of a script in the order in which it runs. */
export type ShellNode =
  /** `inner`: the command substitutions in its words. */
  | { readonly kind: 'command'; readonly command: SimpleCommand; readonly inner: readonly ShellNode[] }
  | { readonly kind: 'list'; readonly nodes: readonly ShellNode[] }
  | { readonly kind: 'and-or'; readonly parts: readonly AndOrPart[] }
  | { readonly kind: 'pipeline'; readonly nodes: readonly ShellNode[] }
  /** `if` and `case`: a body for each clause, and perhaps one after the last. `asks`: what runs to decide. */
  | {
      readonly kind: 'branch'
      readonly branch: Branch
      readonly asks: readonly ShellNode[]
      readonly bodies: readonly ShellNode[]
      readonly otherwise?: ShellNode
      /** One of the clauses always holds (`*` of a `case`). */
      readonly complete?: boolean
    }
  /** `words` is absent for `for x; do`, which runs over the arguments. */
  | {
      readonly kind: 'for'
      readonly variable: string
      readonly words?: readonly ShellWord[]
      readonly inner: readonly ShellNode[]
      readonly body: ShellNode
    }
  | { readonly kind: 'while'; readonly clause: ShellNode; readonly body: ShellNode }
  | { readonly kind: 'function'; readonly name: string; readonly body: ShellNode }
  /** `( … )`, a substitution, a command in the background: its assignments are lost at its end. */
  | { readonly kind: 'subshell'; readonly body: ShellNode }
  /** `((i++))`: variables with an unknown value. */
  | { readonly kind: 'sets'; readonly names: readonly string[] }
  /** A part that is nested too deeply to be read. */
  | { readonly kind: 'cut'; readonly span: Span }

/** A member of `a && b || c`. */
export interface AndOrPart {
  readonly node: ShellNode
  /** What comes before it; absent for the first. */
  readonly operator?: '&&' | '||'
  /** Its failure is an answer, not an error. */
  readonly asks: boolean
  readonly test: Test
}

/** A parsed script. Spans are in the file of the mapped text. */
export interface ShellScript {
  /** The line after `#!`; absent without one. */
  readonly shebang?: string
  /** The script as it runs. */
  readonly body: ShellNode
  /** Every simple command in written order; a command comes before those in its substitutions. */
  readonly commands: readonly SimpleCommand[]
  readonly comments: readonly SourceComment[]
  /** Errors from which the parser recovered; commands before and after are still there. */
  readonly errors: readonly { readonly message: string; readonly offset: number }[]
}

/** The context of a command without surroundings. */
export const TOP_LEVEL: CommandContext = {
  conditional: false,
  tolerated: false,
  background: false,
  substitution: false,
}

/** A script of one command in words: the exec form of a Dockerfile. */
export function scriptOfWords(words: readonly ShellWord[], span: Span): ShellScript {
  const command: SimpleCommand = { words, assignments: [], redirections: [], context: TOP_LEVEL, span }
  return { body: { kind: 'command', command, inner: [] }, commands: [command], comments: [], errors: [] }
}
