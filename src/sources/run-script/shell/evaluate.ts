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
import { readWord, type ShellWord } from '../../../shell/words.ts'
import { type MappedText, sourceSpan } from '../../../text/mapped-text.ts'
import { builtinTargets, countAssignments, DECLARING, isAppendOnly, localNames, namesAssigned } from './assigned.ts'
import { conditional, endBranch, join, loosen } from './branches.ts'
import { type Expander, expandText, expandWord, type State } from './expand.ts'
import { type Item, UNKNOWN } from './field.ts'

/** A simple command with its words expanded, in the state of the variables at that place. */
export interface ExpandedCommand {
  readonly node: Command
  readonly words: readonly ShellWord[]
  readonly items: readonly Item[]
  readonly state: State
  readonly map: MappedText
}

interface Walk {
  readonly map: MappedText
  readonly file: string
  readonly visit: (command: ExpandedCommand) => void
  /** Bodies of functions, to be walked when the top level is done. */
  readonly functions: { readonly body: SyntaxNode; readonly locals: ReadonlySet<string> }[]
  /** Variables that some function assigns without `local`: at the top level nobody knows what they hold. Empty inside functions. */
  readonly volatile: ReadonlySet<string>
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
  const state: State = new Map(initial)
  for (const name of assigned.inFunctions) state.set(name, UNKNOWN)
  list(script.commands, state, walk)
  const inside: Walk = { ...walk, volatile: new Set() }
  for (let index = 0; index < walk.functions.length; index++) {
    const { body, locals } = walk.functions[index] as Walk['functions'][number]
    // What a function sees of the outside: what is assigned once and for all.
    const entry: State = new Map()
    for (const [name, value] of state)
      entry.set(name, (assigned.count.get(name) ?? 0) <= 1 || isAppendOnly(name, assigned) ? value : UNKNOWN)
    for (const name of assigned.count.keys()) if (!entry.has(name)) entry.set(name, UNKNOWN)
    for (const name of locals) entry.delete(name)
    entry.delete('@')
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
      for (const part of at.commands) node(part, new Map(state), walk)
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
      list(at.body.commands, new Map(state), walk)
      break
    case 'CompoundList':
      list(at.commands, state, walk)
      break
    case 'Function':
      walk.functions.push({ body: at.body, locals: localNames(at.body) })
      break
    case 'Coproc':
      node(at.body, new Map(state), walk)
      break
    case 'If': {
      node(at.clause, state, walk)
      const ends: State[] = [branch(at.then, state, walk)]
      for (const elif of at.elif) {
        node(elif.clause, state, walk)
        ends.push(branch(elif.then, state, walk))
      }
      ends.push(at.else ? branch(at.else, state, walk) : new Map(state))
      join(state, ends)
      break
    }
    case 'Case': {
      substitutionsOf(at.word, state, walk)
      const ends = at.items.map((item) => branch(item.body, state, walk))
      const complete = at.items.some((item) => item.pattern.some((pattern) => pattern.text === '*'))
      join(state, complete ? ends : [...ends, new Map(state)])
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
  const copy: State = new Map(state)
  list(body.commands, copy, walk)
  const last = body.commands.at(-1)?.command
  const name = last?.type === 'Command' ? last.name?.value : undefined
  if (name !== undefined && LEAVING.has(name)) endBranch(copy)
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
  for (const name of changed) state.set(name, loosen(state.get(name)))
  const inside: State = new Map(state)
  list(body.commands, inside, walk)
}

function andOr(commands: readonly PipelineNode[], operators: readonly ('&&' | '||')[], state: State, walk: Walk): void {
  const first = commands[0]
  if (first) node(first, state, walk)
  let sure = first !== undefined && isPlainAssignment(first)
  const before: State = new Map(state)
  commands.slice(1).forEach((command, index) => {
    if (operators[index] === '||') {
      const copy: State = new Map(state)
      node(command, copy, walk)
      join(state, [copy, new Map(state)])
      return
    }
    node(command, state, walk)
    if (sure) {
      for (const [name, value] of state) before.set(name, value)
      sure = isPlainAssignment(command)
    }
  })
  if (commands.length > 1) join(state, [new Map(state), before])
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
  const words = [at.name, ...at.args].map((word) => readWord(word, walk.map))
  walk.visit({ node: at, words, items: words.flatMap((word) => expandWord(word, to)), state: new Map(state), map: walk.map })
  if (name !== undefined && DECLARING.has(name)) {
    for (const argument of at.args) if (argument.type === 'Assignment') assign(argument, state, walk)
    return
  }
  if (name === 'set') setPositional(at, state, walk)
  else if (name === 'shift') state.set('@', UNKNOWN)
  else for (const target of builtinTargets(at)) state.set(target, name === 'unset' ? { kind: 'text', pieces: [] } : UNKNOWN)
}

function assign(assignment: Assignment, state: State, walk: Walk): void {
  const { name, value } = assignment
  if (walk.volatile.has(name)) return
  if (assignment.index) {
    state.set(name, loosen(state.get(name)))
    return
  }
  const to: Expander = { file: walk.file, state }
  const before = state.get(name)
  if (value.type === 'ArrayValue') {
    const literal = sourceSpan(walk.map, [value.pos, value.end])
    const items = value.elements
      .flatMap((word) => expandWord(readWord(word, walk.map), to))
      .map((item): Item => (item.kind === 'field' && item.own ? { ...item, array: { name, literal } } : item))
    const old = assignment.append ? (before?.kind === 'list' ? before.items : before === undefined ? [] : [conditional(undefined)]) : []
    state.set(name, { kind: 'list', items: [...old, ...items] })
    return
  }
  const pieces = expandText(readWord(value, walk.map), to)
  if (!assignment.append) state.set(name, { kind: 'text', pieces })
  else state.set(name, before?.kind === 'text' ? { kind: 'text', pieces: [...before.pieces, ...pieces] } : UNKNOWN)
}

/** `set -- a b c` gives the positional parameters. */
function setPositional(at: Command, state: State, walk: Walk): void {
  const start = at.args.findIndex((argument) => argument.type === 'Word' && argument.value === '--')
  if (start === -1) return
  const to: Expander = { file: walk.file, state }
  state.set('@', { kind: 'list', items: at.args.slice(start + 1).flatMap((argument) => expandWord(readWord(argument, walk.map), to)) })
}

/** Walks the command substitutions anywhere below a node; each runs in a subshell. */
function substitutions(at: SyntaxNode, state: State, walk: Walk): void {
  forEachChild(at, (child) => substitutionsOf(child, state, walk))
}

function substitutionsOf(at: SyntaxNode, state: State, walk: Walk): void {
  if (at.type === 'CommandExpansion' || at.type === 'ProcessSubstitution') {
    // Inside escaped backticks positions index a decoded text of their own, which has no way back to the file.
    if (at.script && at.script.source === undefined) list(at.script.commands, new Map(state), walk)
    return
  }
  substitutions(at, state, walk)
}
