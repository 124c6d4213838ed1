import {
  type Assignment,
  type Command,
  type CompoundList,
  forEachChild,
  type ParsedScript,
  type PipelineNode,
  type Statement,
  type SyntaxNode,
} from 'unbash'
import { readWord, type ShellWord } from '../../shell/words.ts'
import { joinText, type MappedText, sourceSpan, type TextPiece } from '../../text/mapped-text.ts'
import { builtinTargets, countAssignments, DECLARING, isAppendOnly, localNames, namesAssigned } from './assigned.ts'
import { type Expander, expandText, expandWord, type WordPlace } from './expand.ts'
import { type Item, UNKNOWN, type Value } from './field.ts'
import { afterLoop, branchOff, conditional, join, lookUp, loosen, type State } from './state.ts'

/** A simple command with its words expanded. `state` is that of the variables at that place, and changes when the walk goes on. */
export interface ExpandedCommand {
  readonly node: Command
  readonly words: readonly ShellWord[]
  readonly items: readonly Item[]
  readonly state: State
  readonly map: MappedText
  /** The command that its output goes to. */
  readonly into?: Command
}

interface Walk {
  readonly map: MappedText
  readonly file: string
  readonly visit: (command: ExpandedCommand) => void
  /** Bodies of functions, to be walked when the top level is done. */
  readonly functions: { readonly body: SyntaxNode; readonly locals: ReadonlySet<string> }[]
  /** Variables that some function assigns without `local`: at the top level nobody knows what they hold. Empty inside functions. */
  readonly volatile: ReadonlySet<string>
  /** Of a member of a pipeline, the command behind it. */
  readonly into?: Command
}

/** A parsed script, and where it stands: `map` leads from its offsets to those of `file`, the whole file's text. */
export interface ScriptSource {
  readonly script: ParsedScript
  readonly map: MappedText
  readonly file: string
}

/**
 * Walks a script in the order in which it runs and gives each simple command to `visit`, once, with what is known of the
 * variables there: straight-line assignments are followed, branches joined, and what a loop or a function changes is forgotten.
 * Nothing is executed; `initial` is what an outer script or a Makefile assigns.
 */
export function evaluate({ script, map, file }: ScriptSource, initial: State, visit: (command: ExpandedCommand) => void): void {
  const assigned = countAssignments(script)
  const walk: Walk = { map, file, visit, functions: [], volatile: assigned.inFunctions }
  const state = branchOff(initial)
  for (const name of assigned.inFunctions) state.own.set(name, UNKNOWN)
  list(script.commands, state, walk)
  const inside: Walk = { ...walk, volatile: new Set() }
  for (let index = 0; index < walk.functions.length; index++) {
    const { body, locals } = walk.functions[index] as Walk['functions'][number]
    // What a function sees of the outside: what is assigned once and for all.
    const entry = branchOff(initial)
    for (const name of assigned.count.keys()) {
      const settled = (assigned.count.get(name) ?? 0) <= 1 || isAppendOnly(name, assigned)
      entry.own.set(name, (settled && state.own.get(name)) || UNKNOWN)
    }
    // A variable of the function's own is not assigned before the function does it.
    for (const name of locals) entry.own.delete(name)
    node(body, entry, inside)
  }
}

function list(statements: readonly Statement[], state: State, walk: Walk): void {
  for (const statement of statements) node(statement.command, state, walk)
}

function node(at: SyntaxNode, state: State, walk: Walk): void {
  switch (at.type) {
    case 'Command':
      command(at, state, walk)
      break
    case 'Pipeline':
      at.commands.forEach((part, index) => {
        const next = at.commands[index + 1]
        const { into: _, ...plain } = walk
        node(part, branchOff(state), part.type === 'Command' && next?.type === 'Command' ? { ...plain, into: next } : plain)
      })
      break
    case 'AndOr':
      andOr(at.commands, at.operators, state, walk)
      break
    case 'Redirected':
      for (const redirect of at.redirects) substitutionsOf(redirect, state, walk)
      node(at.command, state, walk)
      break
    case 'BraceGroup':
      list(at.body.commands, state, walk)
      break
    case 'Subshell':
      list(at.body.commands, branchOff(state), walk)
      break
    case 'CompoundList':
      list(at.commands, state, walk)
      break
    case 'Function':
      walk.functions.push({ body: at.body, locals: localNames(at.body) })
      break
    case 'Coproc':
      node(at.body, branchOff(state), walk)
      break
    case 'If': {
      node(at.clause, state, walk)
      const ends: State[] = [branch(at.then, state, walk)]
      for (const elif of at.elif) {
        node(elif.clause, state, walk)
        ends.push(branch(elif.then, state, walk))
      }
      ends.push(at.else ? branch(at.else, state, walk) : branchOff(state))
      join(state, ends)
      break
    }
    case 'Case': {
      substitutionsOf(at.word, state, walk)
      const ends = at.items.map((item) => branch(item.body, state, walk))
      const complete = at.items.some((item) => item.pattern.some((pattern) => pattern.text === '*'))
      join(state, complete ? ends : [...ends, branchOff(state)])
      break
    }
    case 'For':
    case 'Select':
      for (const word of at.wordlist ?? []) substitutionsOf(word, state, walk)
      loop(at.body, [at.name.value], state, walk)
      break
    case 'While':
      node(at.clause, state, walk)
      loop(at.body, [], state, walk)
      break
    case 'ArithmeticFor':
      loop(at.body, [], state, walk)
      break
    default:
      substitutions(at, state, walk)
  }
}

const LEAVING = new Set(['exit', 'return', 'break', 'continue', 'exec', 'die', 'fail'])

/** Runs a branch on its own copy of the state. A branch that leaves the script or the function is marked, and joins nothing. */
function branch(body: CompoundList, state: State, walk: Walk): State {
  const copy = branchOff(state)
  list(body.commands, copy, walk)
  const last = body.commands.at(-1)?.command
  const name = last?.type === 'Command' ? last.name?.value : undefined
  if (name !== undefined && LEAVING.has(name)) copy.ended = true
  return copy
}

/** A body that may run any number of times: what it assigns is unknown inside and after it; a list keeps what it had before. */
function loop(body: CompoundList, names: readonly string[], state: State, walk: Walk): void {
  const changed = new Set(names)
  const collect = (at: SyntaxNode): void => {
    for (const { name } of namesAssigned(at)) changed.add(name)
    if (at.type !== 'Function') forEachChild(at, collect)
  }
  collect(body)
  const before = new Map([...changed].map((name) => [name, lookUp(state, name)]))
  for (const name of changed) state.own.set(name, loosen(lookUp(state, name)))
  const inside = branchOff(state)
  list(body.commands, inside, walk)
  for (const [name, value] of before) if (value?.kind === 'list') state.own.set(name, afterLoop(value, lookUp(inside, name)))
}

function andOr(commands: readonly PipelineNode[], operators: readonly ('&&' | '||')[], state: State, walk: Walk): void {
  let sure = true
  let current = state
  commands.forEach((command, index) => {
    const operator = operators[index - 1]
    if (operator === '||') {
      const copy = branchOff(current)
      node(command, copy, walk)
      join(current, [copy, branchOff(current)])
      return
    }
    if (!sure && current === state) current = branchOff(state)
    node(command, current, walk)
    sure = sure && isPlainAssignment(command)
  })
  if (current !== state) join(state, [current, branchOff(state)])
}

function isPlainAssignment(at: PipelineNode): boolean {
  return (
    at.type === 'Command' && (at.name === undefined || DECLARING.has(at.name.value) || at.name.value === 'cd' || at.name.value === 'set')
  )
}

function command(at: Command, state: State, walk: Walk): void {
  substitutions(at, state, walk)
  const name = at.name?.value
  if (at.name === undefined) {
    for (const part of at.prefix) if (part.type === 'Assignment') assign(part, state, walk)
    return
  }
  const to: Expander = { file: walk.file, state }
  const nodes = [at.name, ...at.args]
  const words = nodes.map((word) => readWord(word, walk.map))
  const items = words.flatMap((word, index) => expandWord(word, to, placeOf(nodes[index] ?? at, walk)))
  walk.visit({ node: at, words, items, state, map: walk.map, ...(walk.into ? { into: walk.into } : {}) })
  if (name !== undefined && DECLARING.has(name)) {
    for (const argument of at.args) if (argument.type === 'Assignment') assign(argument, state, walk)
    return
  }
  if (name === 'set') setPositional(at, state, walk)
  else if (name === 'shift') state.own.set('@', UNKNOWN)
  else for (const target of builtinTargets(at)) state.own.set(target, name === 'unset' ? { kind: 'text', pieces: [] } : UNKNOWN)
}

/** Whether the ends of a node are places of the file: at the edge of what another program puts in, or in text as it stands there. */
function placeOf(at: { readonly pos: number; readonly end: number }, { map, file }: Walk): WordPlace {
  const front = map.pieces[pieceAt(map, at.pos)]
  const back = map.pieces[pieceAt(map, Math.max(at.pos, at.end - 1))]
  const verbatim = (piece: TextPiece): boolean => file.slice(...piece.source) === map.text.slice(piece.at, piece.at + piece.length)
  return {
    front: front !== undefined && (front.at === at.pos || verbatim(front)),
    back: back !== undefined && (back.at + back.length === at.end || verbatim(back)),
  }
}

/** Number of the piece that holds an offset. */
function pieceAt(map: MappedText, offset: number): number {
  let low = 0
  let high = map.pieces.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((map.pieces[middle]?.at ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

/** Longer values are no person's: a script that doubles a variable in every line would fill the memory. */
const MAX_PARTS = 5000

function remember(state: State, name: string, value: Value): void {
  const parts = value.kind === 'text' ? value.pieces.length : value.kind === 'list' ? value.items.length : 0
  state.own.set(name, parts > MAX_PARTS ? UNKNOWN : value)
}

function assign(assignment: Assignment, state: State, walk: Walk): void {
  const { name, value } = assignment
  if (walk.volatile.has(name)) return
  if (assignment.index) {
    state.own.set(name, loosen(lookUp(state, name)))
    return
  }
  const to: Expander = { file: walk.file, state }
  const before = lookUp(state, name)
  if (value.type === 'ArrayValue') {
    const literal = sourceSpan(walk.map, [value.pos, value.end])
    const items = value.elements
      .flatMap((word) => expandWord(readWord(word, walk.map), to))
      .map((item): Item => (item.kind === 'field' && item.own ? { ...item, array: { name, literal, element: item.word } } : item))
    const old = assignment.append ? (before?.kind === 'list' ? before.items : before === undefined ? [] : [conditional()]) : []
    remember(state, name, { kind: 'list', items: [...old, ...items] })
    return
  }
  const pieces = expandText(readWord(value, walk.map), to)
  // Text added to a list goes to its first element.
  const first = !assignment.append || (before?.kind === 'list' && before.items.length === 0)
  if (first) remember(state, name, { kind: 'text', pieces })
  else remember(state, name, before?.kind === 'text' ? { kind: 'text', pieces: [...before.pieces, ...pieces] } : UNKNOWN)
}

/** `set -- a b c` gives the positional parameters. */
function setPositional(at: Command, state: State, walk: Walk): void {
  const start = at.args.findIndex((argument) => argument.type === 'Word' && argument.value === '--')
  if (start === -1) return
  const to: Expander = { file: walk.file, state }
  state.own.set('@', { kind: 'list', items: at.args.slice(start + 1).flatMap((argument) => expandWord(readWord(argument, walk.map), to)) })
}

/** Walks the command substitutions anywhere below a node; each runs in a subshell. */
function substitutions(at: SyntaxNode, state: State, walk: Walk): void {
  forEachChild(at, (child) => substitutionsOf(child, state, walk))
}

function substitutionsOf(at: SyntaxNode, state: State, walk: Walk): void {
  if (at.type === 'CommandExpansion' || at.type === 'ProcessSubstitution') {
    if (!at.script) return
    const own = at.script.source
    // Inside escaped backticks positions index a decoded text of their own: all of it stands at the expansion.
    const map = own === undefined ? walk.map : joinText([{ text: own, source: sourceSpan(walk.map, [at.pos, at.end]) }])
    list(at.script.commands, branchOff(state), { ...walk, map })
    return
  }
  substitutions(at, state, walk)
}
