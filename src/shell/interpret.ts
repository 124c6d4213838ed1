import { defined } from '../model/defined.ts'
import { assignedIn } from './assigned.ts'
import { bindingsOf } from './bindings.ts'
import { type Test, takenClause } from './branches.ts'
import { callFunction, interpretCommand } from './command.ts'
import { expandWord } from './expand.ts'
import { cut, type Frame, type Interpretation } from './frame.ts'
import { freshOf, printsUnset } from './process.ts'
import type { ShellNode } from './script.ts'
import { afterLoop, branchOff, childState, join, lookUp, loosen, oneOf, type State, setVariable, testLookup, weaken } from './state.ts'
import { type Item, NOT_SET, type Piece, textOf, UNKNOWN, type Value } from './value.ts'
import type { ShellWord } from './words.ts'

/** Walks a part of a script in the order in which it runs. */
export function interpretNode(node: ShellNode, state: State, frame: Frame): void {
  if (state.ended && !frame.run.everything) return
  switch (node.kind) {
    case 'command':
      interpretCommand(node, state, frame)
      break
    case 'list':
      for (const each of node.nodes) interpretNode(each, state, frame)
      break
    case 'and-or':
      walkAndOr(node, state, frame)
      break
    case 'pipeline':
      node.nodes.forEach((each, index) => {
        const behind = node.nodes[index + 1]
        const { into: _, ...plain } = frame
        const into = each.kind === 'command' && behind?.kind === 'command' ? behind.command : undefined
        interpretNode(each, childState(state), into ? { ...plain, into } : plain)
      })
      break
    case 'branch':
      walkBranch(node, state, frame)
      break
    case 'for':
      walkFor(node, state, frame)
      break
    case 'while':
      walkWhile(node, state, frame)
      break
    case 'function':
      state.functions.own.set(node.name, { found: frame.found, body: node.body, conditional: frame.conditional })
      frame.run.defined.add(node.body)
      break
    case 'subshell':
      interpretNode(node.body, childState(state), frame)
      break
    case 'sets':
      for (const name of node.names) setVariable(state, name, UNKNOWN)
      break
    case 'cut':
      cut(node.span, frame)
      break
    default:
      node satisfies never
  }
}

type Decision = 'yes' | 'no' | 'maybe' | 'likely'

/** Which clause is taken: for certain, with what the container sets, and with the environment at the start. Unknown inside a loop. */
interface Taken {
  readonly sure?: number
  readonly set?: number
  readonly likely?: number
}

function clauseTaken(clauses: readonly Test[], state: State, frame: Frame): Taken {
  if (frame.repeated) return {}
  const { world } = frame.run
  const given = (name: string) => world.given?.(name)
  const sure = takenClause({ clauses }, testLookup(state, 'sure', given))
  const set = sure ?? takenClause({ clauses }, testLookup(state, 'set', given))
  const likely = set ?? takenClause({ clauses }, testLookup(state, 'likely', given), freshOf(world, frame.found.script))
  return defined({ sure, set, likely })
}

function decide(clause: number, { sure, set, likely }: Taken): Decision {
  if (sure !== undefined) return sure === clause ? 'yes' : 'no'
  if (set !== undefined && set !== clause) return 'no'
  return likely === clause ? 'likely' : 'maybe'
}

function under(frame: Frame, decision: Decision): Frame {
  if (decision === 'yes') return frame
  return { ...frame, conditional: true, doubtful: frame.doubtful || decision === 'maybe' }
}

/** Most tests in a row that are kept for what follows. After more of them, what follows is undecided. */
const MAX_TESTS = 100

function walkAndOr({ parts }: ShellNode & { kind: 'and-or' }, state: State, frame: Frame): void {
  const { everything } = frame.run
  const isAnd = parts.every(({ operator }) => operator !== '||')
  const isOr = parts.every(({ operator }) => operator !== '&&')
  const tests: Test[] = []
  let isConditional = false
  let current = state
  for (const [index, { node, operator, asks, test }] of parts.entries()) {
    isConditional ||= operator === '||'
    if (index === 0 || !isConditional) interpretNode(node, current, frame)
    else {
      const isKnown = !everything && (isAnd || isOr) && tests.length <= MAX_TESTS
      const taken = isKnown ? clauseTaken([{ kind: isAnd ? 'all' : 'any', tests }], current, frame) : {}
      const decision = decide(isOr ? 1 : 0, taken)
      if (decision === 'yes') interpretNode(node, current, frame)
      else if (decision !== 'no' && operator === '||') {
        const copy = branchOff(current)
        interpretNode(node, copy, under(frame, decision))
        join(current, [copy, branchOff(current)])
      } else if (decision !== 'no') {
        if (current === state) current = branchOff(state)
        interpretNode(node, current, under(frame, decision))
      }
    }
    if (isOr || asks) tests.push(test)
    isConditional ||= asks || (everything && !isPlain(node))
  }
  if (current !== state) join(state, [current, branchOff(state)])
}

/** An assignment or a change of directory, which rarely fails. */
function isPlain(node: ShellNode): boolean {
  return node.kind === 'command' && /^(?:|export|declare|typeset|local|readonly|cd|set|pushd)$/.test(node.command.words[0]?.text ?? '')
}

function walkBranch(node: ShellNode & { kind: 'branch' }, state: State, frame: Frame): void {
  const [first, ...more] = node.asks
  if (first) interpretNode(first, state, frame)
  const { everything } = frame.run
  const taken = everything ? {} : clauseTaken(node.branch.clauses, state, frame)
  for (const ask of more) interpretNode(ask, branchOff(state), under(frame, 'maybe'))
  const bodies = [...node.bodies, ...(node.otherwise ? [node.otherwise] : [])]
  if (taken.sure !== undefined) {
    const body = bodies[taken.sure]
    if (body) interpretNode(body, state, frame)
    return
  }
  const ends = bodies.flatMap((body, clause): readonly State[] => {
    const decision = decide(clause, taken)
    if (decision === 'no') return []
    const end = branchOff(state)
    interpretNode(body, end, under(frame, decision))
    return [end]
  })
  // A setting may be wrong: what follows an exit that only settings decide is read.
  join(state, (node.otherwise || node.complete) && taken.set === undefined ? ends : [...ends, branchOff(state)])
}

/** A body that may run any number of times: a loop variable has all its values at once, and what the body changes is open at its start. */
function walkFor(node: ShellNode & { kind: 'for' }, state: State, frame: Frame): void {
  for (const inner of node.inner) interpretNode(inner, state, frame)
  const { value, turns } = loopValue(node.words, state, frame)
  loop(node.body, [node.variable], state, turns ? frame : under(frame, 'maybe'), turns, () => setVariable(state, node.variable, value))
}

function walkWhile(node: ShellNode & { kind: 'while' }, state: State, frame: Frame): void {
  const inside: Frame = { ...frame, repeated: true, looped: frame.looped }
  loop(node.body, [...assignedIn(node.clause)], state, under(inside, 'maybe'), false, () => interpretNode(node.clause, state, inside))
}

function loop(body: ShellNode, names: readonly string[], state: State, frame: Frame, turns: boolean, start: () => void): void {
  const changed = new Set([...names, ...assignedIn(body)])
  const before = new Map([...changed].map((name) => [name, lookUp(state, name)]))
  for (const [name, value] of before) {
    if (name === '@' && state.closed) {
      if (value) setVariable(state, name, weaken(value))
    } else setVariable(state, name, loosen(value ?? (state.closed ? NOT_SET : undefined)))
  }
  start()
  const inside = branchOff(state)
  interpretNode(body, inside, { ...frame, repeated: true, looped: true })
  if (inside.ended === 'loop' || (turns && inside.ended)) inside.ended = undefined
  join(state, turns ? [inside] : [inside, branchOff(state)])
  for (const [name, value] of before) {
    if (value?.kind === 'list' && name !== '@') setVariable(state, name, afterLoop(value, lookUp(inside, name)))
    else if (inside.own.has(name)) setVariable(state, name, weaken(lookUp(state, name) ?? UNKNOWN))
  }
}

/** All the values of a loop's list at once, and whether the loop runs at all: not over a list that only unset variables fill. */
function loopValue(
  words: readonly ShellWord[] | undefined,
  state: State,
  frame: Frame,
): { readonly value: Value; readonly turns: boolean } {
  const { run } = frame
  if (run.everything) {
    const items = words?.flatMap((word) => expandWord(word, frame.expander(state)))
    const strings = items?.map((item) => (item.kind === 'field' && textOf(item.pieces) !== undefined ? item.pieces : undefined))
    return { value: valueOfAll(strings), turns: false }
  }
  const list = words
    ? words.flatMap((word) => bindingsOf([word], state, frame.output(state)).flatMap(({ expander }) => expandWord(word, expander)))
    : itemsOf(lookUp(state, '@'))
  const strings = list?.flatMap((item) => loopStrings(item, run))
  const isEmpty = strings?.every((pieces) => pieces !== undefined && textOf(pieces) === '') ?? false
  const lookup = testLookup(state, 'likely', (name) => run.world.given?.(name) ?? (run.world.variables.has(name) ? undefined : ''))
  return { value: valueOfAll(strings), turns: !isEmpty && !(words ?? []).some((word) => printsUnset(word, lookup)) }
}

function itemsOf(value: Value | undefined): readonly Item[] | undefined {
  return value?.kind === 'list' ? value.items : undefined
}

function loopStrings(item: Item, { world }: Interpretation): readonly (readonly Piece[] | undefined)[] {
  if (item.kind === 'opaque') return item.may ? [] : [undefined]
  const text = textOf(item.pieces)
  if (text === undefined) return [undefined]
  if (!item.pieces.some(({ pattern }) => pattern)) return [item.pieces]
  return world.glob?.(text)?.map((path): readonly Piece[] => [{ text: path, at: item.word, exact: false, hole: false }]) ?? [undefined]
}

function valueOfAll(strings: readonly (readonly Piece[] | undefined)[] | undefined): Value {
  if (!strings || strings.length === 0) return UNKNOWN
  const known = strings.filter((pieces) => pieces !== undefined)
  return known.length === strings.length ? oneOf(known) : UNKNOWN
}

/** Walks the bodies of functions without a visible call: their arguments are unknown. */
export function walkUncalled(state: State, initial: State, frame: Frame): void {
  const { run } = frame
  const pending = () => [...state.functions.own.values()].filter(({ body }) => run.defined.has(body) && !run.called.has(body))
  for (let round = 0, bodies = pending(); bodies.length > 0 && round < 100; round++, bodies = pending()) {
    const changed = new Set<string>()
    for (const { body } of bodies) for (const name of assignedIn(body)) changed.add(name)
    // A function sees those outer variables that are assigned only once.
    const outside: State = { ...branchOff(initial), functions: state.functions }
    for (const name of run.assigned.keys()) run.noted.add(name)
    for (const definition of bodies) {
      for (const name of run.noted) {
        const isSure = run.assigned.get(name) !== 'several' && !changed.has(name)
        setVariable(outside, name, (isSure ? lookUp(state, name) : undefined) ?? UNKNOWN)
      }
      run.noted.clear()
      callFunction(definition, undefined, branchOff(outside), frame)
    }
  }
}
