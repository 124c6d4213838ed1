import { type Fact, type FactList, type Sourced, set, type TextOrigin, UNSET, unknown } from '../../model/fact.ts'
import type { Incomplete } from './layer.ts'
import { toBoolean } from './scalar.ts'
import { child, type Entry, entry, isNothing, itemsOf, type MapTree, type ScalarTree, type Tree } from './tree.ts'

/** A merged service, and why parts of it may be missing. */
export interface ServiceView {
  readonly tree: Tree
  readonly incomplete?: Incomplete | undefined
}

/** The fact at a path of keys. Null counts as absent; a value that `read` cannot use is unknown, `wanted` says what was expected. */
export function factAt<T>(view: ServiceView, path: readonly string[], wanted: string, read: (tree: Tree) => T | undefined): Fact<T> {
  return factOf(entry(view.tree, ...path), view, wanted, read)
}

function factOf<T>(found: Entry | undefined, view: ServiceView, wanted: string, read: (tree: Tree) => T | undefined): Fact<T> {
  if (!found || isNothing(found.value)) return view.incomplete ? unknown(view.incomplete.why, view.incomplete.origin) : UNSET
  const { value: tree, origin } = found
  if (tree.kind === 'scalar' && tree.unknown !== undefined) return unknown(tree.unknown, origin)
  const value = read(tree)
  return value === undefined ? unknown(`the value is not ${wanted}`, origin) : set(value, origin)
}

/** Whether a setting is written; this decides between two spellings of a setting. */
export function isWritten(view: ServiceView, ...path: readonly string[]): boolean {
  return !isNothing(child(view.tree, ...path))
}

/** A yes/no setting. */
export function booleanAt(view: ServiceView, ...path: readonly string[]): Fact<boolean> {
  return factAt(view, path, 'true or false', readBoolean)
}

function readBoolean(tree: Tree): boolean | undefined {
  return tree.kind !== 'scalar' ? undefined : typeof tree.value === 'boolean' ? tree.value : toBoolean(tree.text)
}

/** A text setting; the empty text counts as absent, as in Compose. */
export function stringAt(view: ServiceView, ...path: readonly string[]): Fact<string> {
  const fact = factAt(view, path, 'a text', (tree) => (tree.kind === 'scalar' ? tree.text : undefined))
  return fact.state === 'set' && fact.value === '' ? UNSET : fact
}

/** A number setting, also written as a text. */
export function numberAt(view: ServiceView, ...path: readonly string[]): Fact<number> {
  return factAt(view, path, 'a number', (tree) => (tree.kind === 'scalar' ? numberOf(tree) : undefined))
}

/** The number that a scalar has or spells. */
export function numberOf(tree: ScalarTree): number | undefined {
  if (typeof tree.value === 'number') return tree.value
  const text = tree.text.trim()
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text) ? Number(text) : undefined
}

/** A list under construction. */
export interface ListBuilder<T> {
  readonly items: Sourced<T>[]
  incomplete?: NonNullable<FactList<T>['incomplete']>
}

/** Starts a list; it is incomplete from the start if parts of the service are missing. */
export function startList<T>(view: ServiceView): ListBuilder<T> {
  return view.incomplete ? { items: [], incomplete: view.incomplete } : { items: [] }
}

/** Notes that the list may have more items. */
export function missOf(list: ListBuilder<unknown>, why: string, origin: TextOrigin): void {
  list.incomplete ??= { why, origin }
}

/** Entries of a list; the last with the same identity holds, at the place of the first (compose-go `override/uncity.go`). */
export function entriesAt<T>(
  view: ServiceView,
  path: readonly string[],
  read: (item: ScalarTree | MapTree) => T | undefined,
  identity: (value: T, item: ScalarTree | MapTree) => string,
): FactList<T> {
  const list = startList<T>(view)
  const places = new Map<string, number>()
  for (const item of itemsOf(child(view.tree, ...path))) {
    if (item.kind !== 'scalar' && item.kind !== 'map') continue
    if (item.kind === 'scalar' && item.unknown !== undefined) missOf(list, item.unknown, item.origin)
    const value = read(item)
    if (value !== undefined) putUnique(list, places, identity(value, item), { value, origin: item.origin })
  }
  return list
}

/** The same for a list of texts. */
export function textsAt<T>(
  view: ServiceView,
  path: readonly string[],
  read: (text: string, tree: ScalarTree) => T | undefined,
  identity: (text: string) => string = (text) => text,
): FactList<T> {
  return entriesAt(
    view,
    path,
    (item) => (item.kind === 'scalar' ? read(item.text, item) : undefined),
    (_, item) => (item.kind === 'scalar' ? identity(item.text) : ''),
  )
}

/** Adds an item; it replaces an earlier one with the same identity. */
export function putUnique<T>(list: ListBuilder<T>, places: Map<string, number>, identity: string, item: Sourced<T>): void {
  const place = places.get(identity)
  if (place === undefined) {
    places.set(identity, list.items.length)
    list.items.push(item)
  } else list.items[place] = item
}

/** The part before the first `=`. */
export function environmentName(pair: string): string {
  const at = pair.indexOf('=')
  return at === -1 ? pair : pair.slice(0, at)
}
