import { type Item, type Piece, UNKNOWN, type Value } from './field.ts'

/**
 * What is known of the variables at a place of a script. A name without a value is assigned nowhere before: it comes from the
 * environment, if at all. A branch has a state of its own on top of the one that it starts with, so that starting one is cheap.
 */
export interface State {
  readonly own: Map<string, Value>
  readonly below: State | undefined
  /** Nothing runs after this branch: it leaves the script, the loop or the function. */
  ended: boolean
}

export function createState(values: Iterable<readonly [string, Value]> = []): State {
  return { own: new Map(values), below: undefined, ended: false }
}

/** A state on top of another, which stays as it is while this one lives. */
export function branchOff(state: State): State {
  return { own: new Map(), below: state, ended: false }
}

export function lookUp(state: State, name: string): Value | undefined {
  for (let at: State | undefined = state; at; at = at.below) {
    const value = at.own.get(name)
    if (value) return value
  }
  return undefined
}

/** Makes `state` what holds after any one of the branches `ends`, which stand on it, has run. */
export function join(state: State, ends: readonly State[]): void {
  const alive = ends.filter((end) => !end.ended)
  for (const name of new Set(alive.flatMap((end) => [...end.own.keys()]))) {
    const values = alive.map((end) => lookUp(end, name))
    state.own.set(name, values.reduce((a, b) => meet(a, b)) ?? UNKNOWN)
  }
}

/** What two branches agree on: the common beginning, and then what only one of them adds; of strings that have none in common, the choice. */
function meet(a: Value | undefined, b: Value | undefined): Value {
  if (!a || !b) return UNKNOWN
  if (a === b) return a
  if (a.kind === 'list' && b.kind === 'list') {
    const common = commonLength(a.items, b.items, sameItem)
    const more = [...a.items.slice(common), ...b.items.slice(common)]
    return more.length === 0 ? a : { kind: 'list', items: [...a.items.slice(0, common), conditional(more)] }
  }
  if (a.kind === 'text' && b.kind === 'text') {
    const common = commonLength(a.pieces, b.pieces, (one, other) => one.text === other.text)
    const [rest, other] = [a.pieces.slice(common), b.pieces.slice(common)]
    if (rest.length === 0 && other.length === 0) return a
    const may = rest.length === 0 ? other : rest
    if (common === 0) return choice(a, b)
    // One only goes on where the other ends, with a word of its own: `OPTS="$OPTS --x"`.
    if ((rest.length > 0 && other.length > 0) || !/^\s/.test(may[0]?.text ?? '')) return UNKNOWN
    return { kind: 'text', pieces: [...a.pieces.slice(0, common), { text: '', at: may[0]?.at ?? [0, 0], exact: false, hole: true, may }] }
  }
  return choice(a, b)
}

/** More strings are no person's, and every branch of a long script would look through them. */
const MAX_STRINGS = 12

/** `TTY=""; [ -t 0 ] && TTY=-it`: one string or the other. */
function choice(a: Value, b: Value): Value {
  const [one, other] = [stringsOf(a), stringsOf(b)]
  if (!one || !other) return UNKNOWN
  const fresh = other.filter((pieces) => !one.some((known) => isSameString(known, pieces)))
  if (fresh.length === 0 && a.kind === 'choice') return a
  return one.length + fresh.length > MAX_STRINGS ? UNKNOWN : { kind: 'choice', strings: [...one, ...fresh] }
}

function isSameString(a: readonly Piece[], b: readonly Piece[]): boolean {
  return a === b || (a.length === b.length && a.every(({ text, hole }, at) => text === b[at]?.text && hole === b[at]?.hole))
}

function stringsOf(value: Value): readonly (readonly Piece[])[] | undefined {
  if (value.kind === 'choice') return value.strings
  if (value.kind !== 'text') return undefined
  return value.pieces.some(({ text, hole }) => text !== '' || hole) ? [value.pieces] : []
}

function commonLength<T>(a: readonly T[], b: readonly T[], same: (a: T, b: T) => boolean): number {
  let common = 0
  for (; common < a.length && common < b.length; common++) {
    const [one, other] = [a[common], b[common]]
    if (one === undefined || other === undefined || !same(one, other)) break
  }
  return common
}

function sameItem(a: Item, b: Item): boolean {
  return a === b || (a.kind === b.kind && a.text === b.text && a.word[0] === b.word[0])
}

/** Stands for arguments that only some way through the script adds; without `may` for any at all. */
export function conditional(may?: readonly Item[]): Item {
  return {
    kind: 'opaque',
    text: '',
    raw: '',
    word: may?.[0]?.word ?? [0, 0],
    own: false,
    front: false,
    single: false,
    ...(may ? { may } : {}),
  }
}

/** What is left of a value that may be changed any number of times: a list keeps what it has, and may get more. */
export function loosen(value: Value | undefined): Value {
  return value?.kind === 'list' ? { kind: 'list', items: [...value.items, conditional()] } : UNKNOWN
}

/** A loop's list after the loop: what it had, and what each turn may have added. `turn` is the list after one turn on a loosened state. */
export function afterLoop(before: Value | undefined, turn: Value | undefined): Value {
  if (before?.kind !== 'list' || turn?.kind !== 'list') return UNKNOWN
  const length = before.items.length
  const kept = commonLength(before.items, turn.items, sameItem) === length
  const added = turn.items.slice(length + 1)
  return kept ? { kind: 'list', items: [...before.items, conditional(added)] } : loosen(before)
}
