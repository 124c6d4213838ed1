import { type AndOr, forEachChild, type If, type ParsedScript, parse, type SyntaxNode } from 'unbash'
import { joinText, type MappedText, plainText, sourceSpan } from '../text/mapped-text.ts'
import { type Guard, readCase, readTest, type Test, UNDECIDED } from './branches.ts'
import { findComments } from './comments.ts'
import { readCommand, readRedirection } from './read-command.ts'
import { type CommandContext, type ShellScript, type SimpleCommand, TOP_LEVEL } from './script.ts'
import { readWord } from './words.ts'

/** Nesting that no person writes; deeper commands are left out rather than risk the stack. */
const MAX_DEPTH = 200

const parsed = new WeakMap<MappedText, ShellScript>()

/** Takes a POSIX shell or Bash script apart, each text once. Never throws: a broken script gives what could be read, and `errors`. */
export function parseShell(source: MappedText | string): ShellScript {
  const mapped = typeof source === 'string' ? plainText(source) : source
  const known = parsed.get(mapped) ?? readShell(mapped)
  parsed.set(mapped, known)
  return known
}

function readShell(mapped: MappedText): ShellScript {
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

interface Walk {
  readonly commands: SimpleCommand[]
  readonly errors: { message: string; offset: number }[]
  pipelines: number
}

interface Place {
  readonly context: CommandContext
  readonly pipeline?: NonNullable<SimpleCommand['pipeline']>
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
  const next: Next = (child, at = place) => visit(child, mapped, at, walk, depth + 1)
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
        next(command, node.commands.length < 2 ? place : { ...place, pipeline: { id, index, length: node.commands.length } })
      }
      return
    }
    case 'AndOr':
      visitAndOr(node, mapped, place, next)
      return
    case 'If':
      visitIf(node, mapped, place, next)
      return
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
      const { source } = node.script
      const inner = source === undefined ? mapped : joinText([{ text: source, source: sourceSpan(mapped, [node.pos, node.end]) }])
      visitScript(node.script, inner, within({ context: place.context }, { substitution: true, subshell: true }), walk, depth)
      return
    }
    default:
      forEachChild(node, (child) => next(child))
  }
}

/** Goes on with a node inside, at the place of the one around it unless another is given. */
type Next = (child: SyntaxNode, at?: Place) => void

/** `a && b || c`. What does not test anything is taken to succeed. */
function visitAndOr({ commands, operators }: AndOr, mapped: MappedText, place: Place, next: Next): void {
  const tests: Test[] = []
  const isAnd = operators.every((operator) => operator === '&&')
  const isOr = operators.every((operator) => operator === '||')
  for (const [index, command] of commands.entries()) {
    const guard: Guard = isAnd
      ? { branch: { clauses: [{ kind: 'all', tests: [...tests] }] }, clause: 0 }
      : isOr
        ? { branch: { clauses: [{ kind: 'any', tests: [...tests] }] }, clause: 1 }
        : UNDECIDED
    const conditional = operators.slice(0, index).includes('||') || commands.slice(0, index).some(isTest)
    const tolerated = operators.some((operator, at) => at >= index && operator === '||' && !givesUp(commands[at + 1], mapped))
    const chained = operators[index] === '&&'
    const at = tolerated || chained ? within(place, { ...(tolerated ? { tolerated } : {}), ...(chained ? { chained } : {}) }) : place
    next(command, conditional ? behind(at, guard) : at)
    if (isOr || isTest(command)) tests.push(readTest(command, mapped))
  }
}

function visitIf(node: If, mapped: MappedText, place: Place, next: Next): void {
  const branch = { clauses: [node.clause, ...node.elif.map(({ clause }) => clause)].map((clause) => readTest(clause, mapped)) }
  next(node.clause, within(place, { tolerated: true }))
  next(node.then, behind(place, { branch, clause: 0 }))
  for (const [index, elif] of node.elif.entries()) {
    // Asked only where those before it do not hold; that is not worth telling apart.
    next(elif.clause, within(behind(place, UNDECIDED), { tolerated: true }))
    next(elif.then, behind(place, { branch, clause: index + 1 }))
  }
  if (node.else) next(node.else, behind(place, { branch, clause: branch.clauses.length }))
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
