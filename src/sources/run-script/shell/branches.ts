import type { State } from './expand.ts'
import { type Item, UNKNOWN, type Value } from './field.ts'

/** Marks the state of a branch that leaves the script, the loop or the function. A name that no variable can have. */
const ENDED = ' ended'

/** Says that nothing runs after this branch, so that it joins nothing. */
export function endBranch(state: State): void {
  state.set(ENDED, UNKNOWN)
}

/** Makes `state` what holds after any one of the branches `ends` has run. */
export function join(state: State, ends: readonly State[]): void {
  const open = ends.filter((end) => !end.has(ENDED))
  const alive = open.length > 0 ? open : [new Map(state)]
  const names = new Set(alive.flatMap((end) => [...end.keys()]))
  for (const name of names) {
    const values = alive.map((end) => end.get(name))
    const first = values[0]
    const merged = values.every((value) => value === first) ? first : values.reduce((a, b) => meet(a, b))
    if (merged) state.set(name, merged)
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
