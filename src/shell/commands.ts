import { forEachChild, type ParsedScript, parse, type SyntaxNode } from 'unbash'
import type { Span } from '../model/fact.ts'
import { type MappedText, plainText, sourceSpan } from '../text/mapped-text.ts'
import { type Guard, readCase, readTest, type Test, UNDECIDED } from './branches.ts'
import { findComments, type ShellComment } from './comments.ts'
import { readCommand, readRedirection } from './read-command.ts'
import { readWord, type ShellWord } from './words.ts'

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

/** Nesting that no person writes; deeper commands are left out rather than risk the stack. */
const MAX_DEPTH = 200

/** Takes a POSIX shell or Bash script apart. Never throws: a broken script gives what could be read, and `errors`. */
export function parseShell(source: MappedText | string): ShellScript {
  const mapped = typeof source === 'string' ? plainText(source) : source
  const tree = parse(mapped.text)
  const walk: Walk = { commands: [], errors: [], pipelines: 0 }
  visitScript(tree, mapped, { context: TOP_LEVEL }, walk, 0)
  return {
    ...(tree.shebang === undefined ? {} : { shebang: tree.shebang.replace(/^#!\s*/, '') }),
    commands: walk.commands,
    comments: findComments(tree, mapped),
    errors: walk.errors,
  }
}

/** Name of the command as the shell finds it, undefined where it has none or it depends on an expansion. */
export function commandName(command: SimpleCommand): string | undefined {
  return command.words[0]?.value
}

interface Walk {
  readonly commands: SimpleCommand[]
  readonly errors: { message: string; offset: number }[]
  pipelines: number
}

interface Place {
  readonly context: CommandContext
  readonly pipeline?: NonNullable<SimpleCommand['pipeline']>
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

function within(place: Place, change: Partial<CommandContext>): Place {
  return { ...place, context: { ...place.context, ...change } }
}

/** The place behind one more condition. */
function behind(place: Place, guard: Guard): Place {
  return within(place, { conditional: true, guards: [...place.context.guards, guard] })
}

/** Whether what stands behind `||` ends the script with a failure. */
function givesUp(node: SyntaxNode | undefined, { text }: MappedText): boolean {
  return node !== undefined && /(?:^|[\s;{(])(?:(?:exit|return)\s*(?:[1-9$]|[;})]|$)|false\b)/.test(text.slice(node.pos, node.end))
}

function visitScript(script: ParsedScript, mapped: MappedText, place: Place, walk: Walk, depth: number): void {
  for (const error of script.errors ?? []) {
    walk.errors.push({ message: error.message, offset: sourceSpan(mapped, [error.pos, error.pos])[0] })
  }
  for (const statement of script.commands) visit(statement, mapped, place, walk, depth + 1)
}

function visit(node: SyntaxNode, mapped: MappedText, place: Place, walk: Walk, depth: number): void {
  if (depth > MAX_DEPTH) return
  const next = (child: SyntaxNode, at = place) => visit(child, mapped, at, walk, depth + 1)
  switch (node.type) {
    case 'Statement':
      next(node.command, node.background ? within(place, { background: true }) : place)
      return
    case 'Command':
      walk.commands.push({ ...readCommand(node, mapped), context: place.context, ...(place.pipeline ? { pipeline: place.pipeline } : {}) })
      forEachChild(node, (child) => next(child))
      return
    case 'Redirected':
      walk.commands.push({
        words: [],
        assignments: [],
        redirections: node.redirects.map((redirect) => readRedirection(redirect, mapped)),
        context: place.context,
        ...(place.pipeline ? { pipeline: place.pipeline } : {}),
        span: sourceSpan(mapped, [node.command.end, node.end]),
      })
      next(node.command)
      for (const redirect of node.redirects) next(redirect)
      return
    case 'Pipeline': {
      const id = walk.pipelines++
      for (const [index, command] of node.commands.entries()) {
        next(
          command,
          node.commands.length < 2
            ? place
            : {
                ...place,
                pipeline: { id, index, length: node.commands.length },
              },
        )
      }
      return
    }
    case 'AndOr': {
      // What does not test anything is taken to succeed.
      const tests: Test[] = []
      const isAnd = node.operators.every((operator) => operator === '&&')
      const isOr = node.operators.every((operator) => operator === '||')
      for (const [index, command] of node.commands.entries()) {
        const guard = isAnd
          ? { branch: { clauses: [{ kind: 'all', tests: [...tests] } as const] }, clause: 0 }
          : isOr
            ? { branch: { clauses: [{ kind: 'any', tests: [...tests] } as const] }, clause: 1 }
            : UNDECIDED
        const before = node.commands.slice(0, index)
        const conditional = node.operators.slice(0, index).includes('||') || before.some(isTest)
        const tolerated = node.operators.some((operator, at) => at >= index && operator === '||' && !givesUp(node.commands[at + 1], mapped))
        const chained = node.operators[index] === '&&'
        const at = tolerated || chained ? within(place, { ...(tolerated ? { tolerated } : {}), ...(chained ? { chained } : {}) }) : place
        next(command, conditional ? behind(at, guard) : at)
        if (isOr || isTest(command)) tests.push(readTest(command, mapped))
      }
      return
    }
    case 'If': {
      const branch = { clauses: [node.clause, ...node.elif.map(({ clause }) => clause)].map((clause) => readTest(clause, mapped)) }
      next(node.clause, within(place, { tolerated: true }))
      next(node.then, behind(place, { branch, clause: 0 }))
      for (const [index, elif] of node.elif.entries()) {
        // Asked only where those before it do not hold; that is not worth telling apart.
        next(elif.clause, within(behind(place, UNDECIDED), { tolerated: true }))
        next(elif.then, behind(place, { branch, clause: index + 1 }))
      }
      if (node.else) next(node.else, behind(place, { branch, clause: branch.clauses.length }))
      return
    }
    case 'While': {
      next(node.clause, within(place, { repeated: true, tolerated: true }))
      next(node.body, within(behind(place, UNDECIDED), { repeated: true }))
      return
    }
    case 'For':
    case 'Select': {
      for (const word of node.wordlist ?? []) next(word)
      const words = node.wordlist?.map((word) => readWord(word, mapped))
      const loop = { variable: node.name.text, ...(words ? { words } : {}) }
      next(node.body, within(place, { repeated: true, loops: [...place.context.loops, loop] }))
      return
    }
    case 'Case': {
      const branch = readCase(node, mapped)
      next(node.word)
      for (const [clause, item] of node.items.entries()) {
        for (const word of item.pattern) next(word)
        next(item.body, behind(place, { branch, clause }))
      }
      return
    }
    case 'Function': {
      // Where it is defined was decided before it is called.
      const guards = place.context.guards.length > 0 ? [UNDECIDED] : []
      next(node.body, within({ context: place.context }, { functionName: node.name.text, guards }))
      return
    }
    case 'Subshell':
      next(node.body, within(place, { subshell: true }))
      return
    case 'Coproc':
      next(node.body, within(place, { background: true }))
      return
    case 'CommandExpansion':
    case 'ArithmeticCommandExpansion':
    case 'ProcessSubstitution': {
      if (!node.script) return
      // A script that owns its source (escaped backticks) counts from zero: all of it stands at the expansion.
      const own = node.script.source
      const whole = sourceSpan(mapped, [node.pos, node.end])
      const inner =
        own === undefined
          ? mapped
          : {
              text: own,
              pieces: [{ at: 0, length: own.length, source: whole }],
            }
      visitScript(node.script, inner, within({ context: place.context }, { substitution: true, subshell: true }), walk, depth)
      return
    }
    default:
      forEachChild(node, (child) => next(child))
  }
}

/** Commands whose failure is an answer, not an error. */
function isTest(node: SyntaxNode): boolean {
  if (node.type === 'TestCommand' || node.type === 'ArithmeticCommand') return true
  if (node.type === 'Pipeline') return node.prefixes.some((prefix) => prefix.type === 'Negation') || node.commands.some(isTest)
  if (node.type !== 'Command') return false
  const name = node.name?.value
  if (name === 'id' || name === 'getent') return true
  return name === '[' || name === 'test' || (name === 'grep' && node.args.some((arg) => /^-\w*q/.test(arg.text)))
}
