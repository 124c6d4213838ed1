import { type Item, UNKNOWN, type Value } from './field.ts'

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

/** What two branches agree on: of two lists the common beginning, and then an unknown number of further items. */
function meet(a: Value | undefined, b: Value | undefined): Value {
  if (!a || !b) return UNKNOWN
  if (a === b) return a
  if (a.kind === 'list' && b.kind === 'list') {
    let common = 0
    while (common < a.items.length && common < b.items.length && sameItem(a.items[common], b.items[common])) common++
    if (common === a.items.length && common === b.items.length) return a
    const more = a.items[common] ?? b.items[common]
    return { kind: 'list', items: [...a.items.slice(0, common), conditional(more)] }
  }
  if (a.kind === 'text' && b.kind === 'text' && textOf(a) === textOf(b)) return a
  return UNKNOWN
}

function sameItem(a: Item | undefined, b: Item | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.kind === b.kind && a.text === b.text && a.word[0] === b.word[0])
}

/** Stands for any number of arguments that only some way through the script adds; `item` is one of them. */
export function conditional(item: Item | undefined): Item {
  return { kind: 'opaque', text: item?.text ?? '', word: item?.word ?? [0, 0], own: false, single: false }
}

function textOf(value: Value): string | undefined {
  return value.kind === 'text' ? value.pieces.map((piece) => piece.text).join('') : undefined
}

/** What is left of a value that may be changed any number of times: a list keeps what it has, and may get more. */
export function loosen(value: Value | undefined): Value {
  return value?.kind === 'list' ? { kind: 'list', items: [...value.items, conditional(undefined)] } : UNKNOWN
}
