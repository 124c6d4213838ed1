import { conditional } from './expand.ts'
import type { Expander } from './parameter.ts'
import type { ShellNode } from './script.ts'
import {
  type Basis,
  type Item,
  isWeaker,
  NOT_SET,
  type Piece,
  pathValue,
  textOf,
  textOfAll,
  textValue,
  UNKNOWN,
  type Value,
} from './value.ts'
import type { ValueOf } from './words.ts'
import type { FoundScript } from './world.ts'

/** A defined function and its script. */
export interface ShellFunction {
  readonly found: FoundScript
  readonly body: ShellNode
  /** It is defined in a branch that may not have been taken. */
  readonly conditional: boolean
}

/** The functions of a shell. A subshell has its own on top of those of the outer shell, which waits for it. */
export interface Functions {
  readonly own: Map<string, ShellFunction>
  readonly below?: Functions
}

/** The function with a name, if one is defined. */
export function functionOf(state: State, name: string): ShellFunction | undefined {
  for (let at: Functions | undefined = state.functions; at; at = at.below) {
    const found = at.own.get(name)
    if (found) return found
  }
  return undefined
}

/** The state of a shell at one point of a script, with a layer for each branch. A name without value was not assigned yet. */
export interface State {
  own: Map<string, Value>
  /** `own` has another user, so it is copied before it changes. */
  shared: boolean
  below: State | undefined
  /** The whole environment is known: what nothing assigns is not set. */
  readonly closed: boolean
  /** Relative if the script's starting directory is unknown; undefined if the directory is unknown altogether. */
  cwd: string | undefined
  readonly functions: Functions
  /** Nothing runs after this: the loop, the function or the whole script ends. */
  ended: 'loop' | 'function' | 'script' | undefined
  /** Unread code may have set any variable. */
  anythingSet: boolean
}

/** The first state of a script. Without a closed environment, its starting directory is unknown. */
export function createState(values: Iterable<readonly [string, Value]> = [], closed?: { readonly cwd: string | undefined }): State {
  const cwd = closed ? closed.cwd : '.'
  return {
    own: new Map(values),
    shared: false,
    below: undefined,
    closed: closed !== undefined,
    cwd,
    functions: { own: new Map() },
    ended: undefined,
    anythingSet: false,
  }
}

/** A state on top of another, which must not change meanwhile. */
export function branchOff(state: State): State {
  return { ...state, own: new Map(), shared: false, below: state, ended: undefined }
}

/** A state for a subshell, with its own functions. */
export function childState(state: State): State {
  return { ...branchOff(state), functions: { own: new Map(), below: state.functions } }
}

/** The current state, unaffected by what the script does next. */
export function freeze(state: State): State {
  state.shared = true
  return { ...state, below: state.below && freeze(state.below) }
}

export function lookUp(state: State, name: string): Value | undefined {
  for (let at: State | undefined = state; at; at = at.below) {
    const value = at.own.get(name)
    if (value) return value
  }
  return undefined
}

/** A variable or parameter for an expansion: `1`, `#` and `*` are the arguments. */
export function lookUpParameter(state: State, name: string): Value | undefined {
  if (!/^(?:[1-9]\d*|[#*])$/.test(name)) return lookUp(state, name)
  const list = lookUp(state, '@')
  if (list?.kind !== 'list') return list && UNKNOWN
  if (name === '*') return list
  const before = name === '#' ? list.items : list.items.slice(0, Number(name))
  if (before.some((item) => item.kind === 'opaque' && !item.single)) return UNKNOWN
  if (name === '#') return textValue(String(list.items.length), list.basis)
  const item = list.items[Number(name) - 1]
  if (!item) return NOT_SET
  if (item.kind === 'opaque') return UNKNOWN
  return { kind: 'text', pieces: item.pieces, ...(list.basis ? { basis: list.basis } : {}) }
}

/** A state in the form that expansions need. */
export function expanderOf(state: State, more: Pick<Expander, 'file' | 'output'> = {}): Expander {
  const lookup = (name: string): Value | undefined => {
    const value = lookUpParameter(state, name)
    if (value === undefined && name === 'IFS') return textValue(' \t\n')
    if (value !== undefined || name !== 'PWD' || state.cwd === undefined) return value
    return state.closed ? textValue(state.cwd, 'likely') : pathValue(state.cwd)
  }
  return { lookup, closed: state.closed, ...more }
}

/** The variables for tests, if their basis is not weaker than `weakest`; all others are unknown. */
export function testLookup(state: State, weakest: 'sure' | 'set' | 'likely', given: (name: string) => string | undefined): ValueOf {
  return (name) => {
    const value = lookUpParameter(state, name)
    const basis: Basis = value && 'basis' in value ? (value.basis ?? 'sure') : 'sure'
    if (value === undefined) return weakest === 'likely' && !state.anythingSet && !OWN.test(name) ? given(name) : undefined
    if (isWeaker(basis, weakest)) return undefined
    if (value.kind === 'unset') return ''
    if (value.kind === 'text') return textOf(value.pieces)
    return value.kind === 'list' ? textOfAll(value.items) : undefined
  }
}

/** Set by the shell or the engine in every container; EUID and UID are known with the user. */
const OWN = /^(?:HOME|HOSTNAME|PATH|PWD|OLDPWD|SHELL|TERM|RANDOM|IFS|PPID|SHLVL|LINENO|SECONDS|REPLY|OPT\w+|BASH\w*|\w*TYPE|[@?!$0-])$/

/** After unread code: values may still be the same, but nothing may depend on them. */
export function forgetAll(state: State): void {
  state.anythingSet = true
  const seen = new Set<string>()
  for (let at: State | undefined = state; at; at = at.below) {
    for (const [name, value] of [...at.own]) {
      if (seen.has(name)) continue
      seen.add(name)
      setVariable(state, name, weaken(value))
    }
  }
}

/** The same value as a mere guess. */
export function weaken(value: Value): Value {
  return value.kind === 'text' || value.kind === 'list' ? { ...value, basis: 'guess' } : value
}

/** Most parts of a value: a script that doubles a variable in every line would fill the memory. */
const MAX_PARTS = 1000

/** Gives a variable a value. */
export function setVariable(state: State, name: string, value: Value): void {
  const parts = value.kind === 'text' ? value.pieces.length : value.kind === 'list' ? value.items.length : 0
  ownOf(state).set(name, parts > MAX_PARTS ? UNKNOWN : value)
}

/** Removes a variable from this layer of a state. */
export function removeVariable(state: State, name: string): void {
  ownOf(state).delete(name)
}

function ownOf(state: State): Map<string, Value> {
  if (state.shared) {
    state.own = new Map(state.own)
    state.shared = false
  }
  return state.own
}

/** Makes `state` the result of running any one of the branches `ends`, which continue it. */
export function join(state: State, ends: readonly State[]): void {
  const alive = ends.filter((end) => end.ended === undefined)
  for (const name of new Set(alive.flatMap((end) => [...end.own.keys()]))) {
    const values = alive.map((end) => lookUp(end, name))
    const met =
      name === '@' && state.closed ? chooseArguments(lookUp(state, name), values) : values.reduce((a, b) => meet(a, b, state.closed))
    setVariable(state, name, met ?? UNKNOWN)
  }
  const [first] = alive
  if (!first) state.ended = ends.every(({ ended }) => ended === 'script') ? 'script' : (ends[0]?.ended ?? state.ended)
  else state.cwd = alive.every(({ cwd }) => cwd === first.cwd) ? first.cwd : undefined
  state.anythingSet ||= alive.some(({ anythingSet }) => anythingSet)
}

/** `set -- server "$@"` on a branch usually means "no argument" or "an option": a plain start with a command does not take it. */
function chooseArguments(before: Value | undefined, after: readonly (Value | undefined)[]): Value | undefined {
  const changed = after.find((value) => value !== before) ?? before
  if (before?.kind !== 'list') return changed && weaken(changed)
  const [first] = before.items
  return weaken(first && !first.text.startsWith('-') ? before : (changed ?? before))
}

/** What two branches agree on: the common beginning of lists, a choice of strings. `closed`: what one does not set is unset there. */
function meet(a: Value | undefined, b: Value | undefined, closed: boolean): Value {
  if (!a || !b) return closed ? weaken(a ?? b ?? UNKNOWN) : UNKNOWN
  if (a === b) return a
  if (a.kind === 'list' && b.kind === 'list') {
    const common = commonLength(a.items, b.items, sameItem)
    const more = [...a.items.slice(common), ...b.items.slice(common)]
    return more.length === 0 ? a : { kind: 'list', items: [...a.items.slice(0, common), conditional(more)], basis: 'guess' }
  }
  if (a.kind === 'text' && b.kind === 'text' && !closed) {
    const common = commonLength(a.pieces, b.pieces, (one, other) => one.text === other.text && one.hole === other.hole)
    const [rest, other] = [a.pieces.slice(common), b.pieces.slice(common)]
    if (rest.length === 0 && other.length === 0) return a
    const may = rest.length === 0 ? other : rest
    if (common === 0) return choice(a, b)
    // One continues the other with a word of its own: `OPTS="$OPTS --x"`.
    if ((rest.length > 0 && other.length > 0) || !/^\s/.test(may[0]?.text ?? '')) return choice(a, b)
    const added: Piece = { text: '', at: may[0]?.at ?? [0, 0], exact: false, hole: true, may }
    return { kind: 'text', pieces: [...a.pieces.slice(0, common), added], basis: 'guess' }
  }
  const either = choice(a, b)
  // A choice with an unknown half says nothing about the program that starts.
  return closed && either.kind === 'choice' && either.strings.some((pieces) => textOf(pieces) === undefined) ? UNKNOWN : either
}

/** Most strings of a choice: every branch of a long script would search them. */
const MAX_STRINGS = 12

/** `TTY=""; [ -t 0 ] && TTY=-it`: one string or the other. */
function choice(a: Value, b: Value): Value {
  const [one, other] = [stringsOf(a), stringsOf(b)]
  if (!one || !other) return UNKNOWN
  return oneOf([...one, ...other], isOpen(a) || isOpen(b))
}

/** One of several different strings; unknown if there are too many. */
export function oneOf(strings: readonly (readonly Piece[])[], open = false): Value {
  const different = strings.filter((pieces, index) => strings.findIndex((other) => isSameString(other, pieces)) === index)
  if (different.length > MAX_STRINGS) return UNKNOWN
  const [only] = different
  if (only && different.length === 1 && !open) return { kind: 'text', pieces: only, basis: 'guess' }
  return { kind: 'choice', strings: different, ...(open ? { open } : {}) }
}

function isOpen(value: Value): boolean {
  return value.kind === 'choice' && value.open === true
}

function isSameString(a: readonly Piece[], b: readonly Piece[]): boolean {
  if (a === b) return true
  const [one, other] = [textOf(a), textOf(b)]
  if (one !== undefined || other !== undefined) return one === other
  return a.length === b.length && a.every(({ text, hole }, at) => text === b[at]?.text && hole === b[at]?.hole)
}

function stringsOf(value: Value): readonly (readonly Piece[])[] | undefined {
  if (value.kind === 'choice') return value.strings
  if (value.kind === 'unset') return [[]]
  return value.kind === 'text' ? [value.pieces] : undefined
}

function commonLength<T>(a: readonly T[], b: readonly T[], same: (a: T, b: T) => boolean): number {
  for (let common = 0; ; common++) {
    const [one, other] = [a[common], b[common]]
    if (one === undefined || other === undefined || !same(one, other)) return common
  }
}

function sameItem(a: Item, b: Item): boolean {
  return a === b || (a.kind === b.kind && a.text === b.text && a.word[0] === b.word[0])
}

/** A value that may change any number of times: a list keeps its items and may get more; a string may become another. */
export function loosen(value: Value | undefined): Value {
  if (value?.kind === 'list') return { kind: 'list', items: [...value.items, conditional()], basis: 'guess' }
  const strings = value && stringsOf(value)
  return strings ? oneOf(strings, true) : UNKNOWN
}

/** A list after a loop: its items, and what each turn may have added. `turn` is the list after one turn on a loosened state. */
export function afterLoop(before: Value | undefined, turn: Value | undefined): Value {
  if (before?.kind !== 'list' || turn?.kind !== 'list') return turn ? weaken(turn) : UNKNOWN
  const length = before.items.length
  const kept = commonLength(before.items, turn.items, sameItem) === length
  const added = turn.items.slice(length + 1)
  return kept ? { kind: 'list', items: [...before.items, conditional(added)], basis: 'guess' } : loosen(before)
}
