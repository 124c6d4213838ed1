import { type AndOr, forEachChild, type If, type ParsedScript, type SyntaxNode } from 'unbash'
import { remember } from '../model/maps.ts'
import { joinText, type MappedText, plainText, sourceSpan } from '../text/mapped-text.ts'
import { upTo } from '../text/up-to.ts'
import { readCase, readTest } from './branches.ts'
import { findComments } from './comments.ts'
import { readCommand, readRedirection } from './read-command.ts'
import { type CommandContext, type ShellNode, type ShellScript, type SimpleCommand, TOP_LEVEL } from './script.ts'
import { stretches } from './stretches.ts'
import { readWord } from './words.ts'

/** Deepest nesting that is read, to protect the stack; nobody writes deeper commands, and what is left out is reported. */
const MAX_DEPTH = 200

/** The tree of a script is ten times its text: of a long one, only a part is parsed at a time. */
const STEP = 65_536

const parsed = new WeakMap<MappedText, ShellScript>()

/** Scripts that are whole files, and substitutions, by text: a start reads the same ones for each image of a repository. */
const byText = new Map<string, ShellScript>()
const MAX_KEPT = 500_000
let kept = 0

/** Parses a POSIX shell or Bash script, each text once. Never throws: a broken script gives what could be read, and `errors`. */
export function parseShell(source: MappedText | string): ShellScript {
  if (typeof source === 'string') return parsePlain(source)
  const known = parsed.get(source) ?? (isPlain(source) ? parsePlain(source.text) : readShell(source))
  parsed.set(source, known)
  return known
}

function isPlain({ text, pieces: [first, ...others] }: MappedText): boolean {
  return first !== undefined && others.length === 0 && first.source[0] === 0 && first.source[1] === text.length
}

function parsePlain(text: string): ShellScript {
  return remember(byText, text, () => {
    kept += text.length
    if (kept > MAX_KEPT) {
      byText.clear()
      kept = text.length
    }
    return readShell(plainText(text))
  })
}

function readShell(mapped: MappedText): ShellScript {
  const [first, ...more] = shellParts(mapped)
  if (!first) return { body: NOTHING, commands: [], comments: [], errors: [] }
  if (more.length === 0) return first
  const parts = [first, ...more]
  return {
    ...first,
    body: { kind: 'list', nodes: parts.map(({ body }) => body) },
    commands: parts.flatMap(({ commands }) => commands),
    comments: parts.flatMap(({ comments }) => comments),
    errors: parts.flatMap(({ errors }) => errors),
  }
}

/**
 * A script in parts of about `step` characters, for who looks at each once: what is read takes thirty times the text. Parts whose text does
 * not matter are left out.
 */
export function* shellParts(mapped: MappedText, step = STEP, matters: (text: string) => boolean = () => true): Generator<ShellScript> {
  let pipelines = 0
  for (const { tree, part, isLast } of stretches(mapped, step)) {
    if (!matters(part.text)) continue
    const walk: Walk = { commands: [], errors: [], pipelines }
    const nodes = readStatements(tree, part, { context: TOP_LEVEL }, walk, 0, isLast)
    yield {
      ...(tree.shebang === undefined ? {} : { shebang: tree.shebang.replace(/^#!\s*/, '') }),
      body: { kind: 'list', nodes },
      commands: walk.commands,
      comments: findComments(tree, part),
      errors: walk.errors,
    }
    pipelines = walk.pipelines
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

/** Reads an inner node, at the place of the outer one unless another is given. */
type Next = (child: SyntaxNode, at?: Place) => ShellNode

const NONE: readonly ShellNode[] = []
const NOTHING: ShellNode = { kind: 'list', nodes: NONE }

function within(place: Place, change: Partial<CommandContext>): Place {
  return { ...place, context: { ...place.context, ...change } }
}

/** Whether the part after `||` ends the script with a failure. */
function givesUp(node: SyntaxNode | undefined, { text }: MappedText): boolean {
  return node !== undefined && /(?:^|[\s;{(])(?:(?:exit|return)\s*(?:[1-9$]|[;})]|$)|false\b)/.test(text.slice(node.pos, node.end))
}

function readStatements(
  script: ParsedScript,
  mapped: MappedText,
  place: Place,
  walk: Walk,
  depth: number,
  isEnd = false,
): readonly ShellNode[] {
  for (const error of script.errors ?? []) {
    walk.errors.push({ message: error.message, offset: sourceSpan(mapped, [error.pos, error.pos])[0] })
  }
  const last = isEnd ? script.commands.at(-1) : undefined
  return script.commands.map((statement) =>
    statement === last && !statement.background && statement.command.type === 'AndOr'
      ? readAndOr(statement.command, mapped, place, (child, at = place) => read(child, mapped, at, walk, depth + 2), true)
      : read(statement, mapped, place, walk, depth + 1),
  )
}

function read(node: SyntaxNode, mapped: MappedText, place: Place, walk: Walk, depth: number): ShellNode {
  if (depth > MAX_DEPTH) return { kind: 'cut', span: sourceSpan(mapped, [node.pos, node.end]) }
  const next: Next = (child, at = place) => read(child, mapped, at, walk, depth + 1)
  switch (node.type) {
    case 'Statement': {
      if (!node.background) return next(node.command)
      return { kind: 'subshell', body: next(node.command, within(place, { background: true })) }
    }
    case 'Command': {
      const command = { ...readCommand(node, mapped), ...place }
      walk.commands.push(command)
      return { kind: 'command', command, inner: children(node, next) }
    }
    case 'Redirected': {
      const redirections = node.redirects.map((redirect) => readRedirection(redirect, mapped))
      const command = { words: [], assignments: [], redirections, ...place, span: sourceSpan(mapped, [node.command.end, node.end]) }
      walk.commands.push(command)
      const inside = next(node.command)
      return { kind: 'list', nodes: [{ kind: 'command', command, inner: node.redirects.map((redirect) => next(redirect)) }, inside] }
    }
    case 'Pipeline': {
      const [only] = node.commands
      const id = walk.pipelines++
      if (only && node.commands.length === 1) return next(only)
      const nodes = node.commands.map((command, index) =>
        next(command, { ...place, pipeline: { id, index, length: node.commands.length } }),
      )
      return { kind: 'pipeline', nodes }
    }
    case 'AndOr':
      return readAndOr(node, mapped, place, next)
    case 'If':
      return readIf(node, mapped, place, next)
    case 'While':
      return {
        kind: 'while',
        clause: next(node.clause, within(place, { tolerated: true })),
        body: next(node.body, within(place, { conditional: true })),
      }
    case 'For':
    case 'Select': {
      const inner = (node.wordlist ?? []).map((word) => next(word))
      const words = node.wordlist?.map((word) => readWord(word, mapped))
      return { kind: 'for', variable: node.name.text, ...(words ? { words } : {}), inner, body: next(node.body) }
    }
    case 'ArithmeticFor':
      return { kind: 'while', clause: counts(node, mapped), body: next(node.body) }
    case 'ArithmeticCommand':
    case 'ArithmeticExpansion':
      return { kind: 'list', nodes: [counts(node, mapped), ...children(node, next)] }
    case 'Case': {
      const bodies: ShellNode[] = []
      const asks = [next(node.word)]
      for (const item of node.items) {
        asks.push(...item.pattern.map((word) => next(word)))
        bodies.push(next(item.body, within(place, { conditional: true })))
      }
      const complete = node.items.some(({ pattern }) => pattern.some(({ text }) => text === '*'))
      return { kind: 'branch', branch: readCase(node, mapped), asks, bodies, ...(complete ? { complete } : {}) }
    }
    case 'Function':
      return {
        kind: 'function',
        name: node.name.text,
        body: next(node.body, within({ context: place.context }, { functionName: node.name.text })),
      }
    case 'Subshell':
      return { kind: 'subshell', body: next(node.body, within(place, { subshell: true })) }
    case 'Coproc':
      return { kind: 'subshell', body: next(node.body, within(place, { background: true })) }
    case 'CommandExpansion':
    case 'ArithmeticCommandExpansion':
    case 'ProcessSubstitution': {
      if (!node.script) return NOTHING
      // A script with its own source (escaped backticks) counts from zero: all of it gets the place of the expansion.
      const { source } = node.script
      const inner = source === undefined ? mapped : joinText([{ text: source, source: sourceSpan(mapped, [node.pos, node.end]) }])
      const at = within({ context: place.context }, { substitution: true, subshell: true })
      return { kind: 'subshell', body: { kind: 'list', nodes: readStatements(node.script, inner, at, walk, depth) } }
    }
    default: {
      const nodes = children(node, next)
      return nodes.length === 0 ? NOTHING : { kind: 'list', nodes }
    }
  }
}

/** What runs inside a node; words without substitutions give nothing. */
function children(node: SyntaxNode, next: Next): readonly ShellNode[] {
  let nodes: ShellNode[] | undefined
  forEachChild(node, (child) => {
    if (child.type === 'Word' && !/[$`]|[<>]\(/.test(child.text)) return
    const inner = next(child)
    if (inner === NOTHING) return
    if (nodes) nodes.push(inner)
    else nodes = [inner]
  })
  return nodes ?? NONE
}

/** The variables that an arithmetic expression changes. */
function counts(node: SyntaxNode, { text }: MappedText): ShellNode {
  const end = node.type === 'ArithmeticFor' ? node.body.pos : node.end
  const found = upTo(10_000, text.slice(node.pos, end)).matchAll(
    /\b([A-Za-z_]\w*)\b\s*(?:\+\+|--|(?:[-+*/%&|^]|<<|>>)?=(?!=))|(?:\+\+|--)([A-Za-z_]\w*)/g,
  )
  return { kind: 'sets', names: [...found].map(([, before, behind]) => before ?? behind ?? '') }
}

/** `a && b || c`. A command that tests nothing is assumed to succeed. */
function readAndOr({ commands, operators }: AndOr, mapped: MappedText, place: Place, next: Next, isEnd = false): ShellNode {
  const gates = operators.some((operator) => operator === '||') ? undefined : isExec(commands.at(-1)) ? 'exec' : isEnd ? 'end' : undefined
  const toleratedUpTo = operators.findLastIndex((operator, at) => operator === '||' && !givesUp(commands[at + 1], mapped))
  let isConditional = false
  const parts = commands.map((command, index) => {
    const operator = operators[index - 1]
    const asks = isTest(command)
    isConditional ||= operator === '||'
    const at = within(place, {
      ...(isConditional ? { conditional: true } : {}),
      ...(index <= toleratedUpTo ? { tolerated: true } : {}),
      ...(operators[index] === '&&' ? { chained: true, ...(gates ? { gates } : {}) } : {}),
    })
    isConditional ||= asks
    return { node: next(command, at), ...(operator ? { operator } : {}), asks, test: readTest(command, mapped) }
  })
  return { kind: 'and-or', parts }
}

function isExec(node: SyntaxNode | undefined): boolean {
  return node?.type === 'Command' && node.name?.value === 'exec' && node.args.length > 0
}

function readIf(node: If, mapped: MappedText, place: Place, next: Next): ShellNode {
  const branch = { clauses: [node.clause, ...node.elif.map(({ clause }) => clause)].map((clause) => readTest(clause, mapped)) }
  const inside = within(place, { conditional: true })
  const asks = [next(node.clause, within(place, { tolerated: true }))]
  const bodies = [next(node.then, inside)]
  for (const elif of node.elif) {
    // It runs only if the clauses before it fail; that difference does not matter here.
    asks.push(next(elif.clause, within(inside, { tolerated: true })))
    bodies.push(next(elif.then, inside))
  }
  return { kind: 'branch', branch, asks, bodies, ...(node.else ? { otherwise: next(node.else, inside) } : {}) }
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
