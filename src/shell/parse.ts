import { forEachChild, type ParsedScript, parse, type Redirected, type SyntaxNode } from 'unbash'
import { remember } from '../model/maps.ts'
import { nextLine } from '../text/line-index.ts'
import { joinText, type MappedText, plainText, sliceText, sourceSpan } from '../text/mapped-text.ts'
import { upTo } from '../text/up-to.ts'
import { findComments } from './comments.ts'
import { type CommandPlace, type Next, readAndOr, readBranches, readFor, readIf, readPipeline, within } from './compound.ts'
import { readCommand, readRedirection } from './read-command.ts'
import { type ShellNode, type ShellScript, type SimpleCommand, TOP_LEVEL } from './script.ts'
import { cutEnds } from './words.ts'

/** Deepest nesting that is read, to protect the stack; real commands are less deep, and what is left out is reported. */
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
 * A script in parts of about `step` characters, for callers that look at each part once: its tree takes thirty times the text. Parts whose
 * text does not matter are left out.
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

const NONE: readonly ShellNode[] = []
const NOTHING: ShellNode = { kind: 'list', nodes: NONE }

function readStatements(
  script: ParsedScript,
  mapped: MappedText,
  place: CommandPlace,
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

function read(node: SyntaxNode, mapped: MappedText, place: CommandPlace, walk: Walk, depth: number): ShellNode {
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
    case 'Redirected':
      return readRedirected(node, mapped, place, walk, next)
    case 'Pipeline':
      return readPipeline(node, place, walk.pipelines++, next)
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
    case 'Select':
      return readFor(node, mapped, next)
    case 'ArithmeticFor':
      return { kind: 'while', clause: counts(node, mapped), body: next(node.body) }
    case 'ArithmeticCommand':
    case 'ArithmeticExpansion':
      return { kind: 'list', nodes: [counts(node, mapped), ...children(node, next)] }
    case 'Case':
      return readBranches(node, mapped, place, next)
    case 'Function':
      return {
        kind: 'function',
        name: node.name.text,
        body: next(node.body, within({ context: place.context }, { functionName: node.name.text })),
      }
    case 'Subshell':
      return { kind: 'subshell', body: next(node.body) }
    case 'Coproc':
      return { kind: 'subshell', body: next(node.body, within(place, { background: true })) }
    case 'CommandExpansion':
    case 'ArithmeticCommandExpansion':
    case 'ProcessSubstitution':
      return node.script ? readSubstitution(node, node.script, mapped, place, walk, depth) : NOTHING
    default: {
      const nodes = children(node, next)
      return nodes.length === 0 ? NOTHING : { kind: 'list', nodes }
    }
  }
}

/** A compound command with redirections, which the shell opens before it runs. */
function readRedirected(node: Redirected, mapped: MappedText, place: CommandPlace, walk: Walk, next: Next): ShellNode {
  const redirections = node.redirects.map((redirect) => readRedirection(redirect, mapped))
  const command = { words: [], assignments: [], redirections, ...place, span: sourceSpan(mapped, [node.command.end, node.end]) }
  walk.commands.push(command)
  const inside = next(node.command)
  return { kind: 'list', nodes: [{ kind: 'command', command, inner: node.redirects.map((redirect) => next(redirect)) }, inside] }
}

/** `$( … )`. A script with its own source (escaped backticks) counts from zero: all of it gets the place of the expansion. */
function readSubstitution(
  node: SyntaxNode,
  script: ParsedScript,
  mapped: MappedText,
  place: CommandPlace,
  walk: Walk,
  depth: number,
): ShellNode {
  const { source } = script
  const inner = source === undefined ? mapped : joinText([{ text: source, source: sourceSpan(mapped, [node.pos, node.end]) }])
  const at = within({ context: place.context }, { substitution: true })
  return { kind: 'subshell', body: { kind: 'list', nodes: readStatements(script, inner, at, walk, depth) } }
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

/** A part of a script that ends where a statement at its top level begins. */
interface Stretch {
  readonly tree: ParsedScript
  readonly part: MappedText
  readonly isLast: boolean
}

/** Parses a script a part at a time: what stands before its last statement is the same whatever follows. Errors take all that follows. */
function* stretches(mapped: MappedText, step: number): Generator<Stretch> {
  const { text } = mapped
  for (let from = 0, length = step; ; ) {
    const end = nextLine(text, from + length)
    const isLast = end === text.length
    const part = isLast && from === 0 ? mapped : sliceText(mapped, [from, end])
    const tree = parse(part.text)
    if (isLast) {
      yield { tree, part, isLast }
      return
    }
    const count = settled(tree, part)
    const border = tree.commands[count]?.pos ?? 0
    if ((tree.errors ?? []).some(({ pos }) => pos < border)) length = text.length
    else if (count === 0) length *= 2
    else {
      const commands = tree.commands.slice(0, count)
      const { errors: _, ...whole } = tree
      yield { tree: { ...whole, commands, end: border }, part: sliceText(part, [0, border]), isLast }
      from += border
      length = step
    }
  }
}

/** How many statements end in lines before the one in which the last begins. */
function settled({ commands }: ParsedScript, part: MappedText): number {
  for (let count = commands.length - 1; count > 0; count--) {
    const [before, next] = [commands[count - 1], commands[count]]
    if (before && next && part.text.slice(before.end, next.pos).includes('\n') && !cutEnds(part, next.pos, next.pos + 1)?.front)
      return count
  }
  return 0
}
