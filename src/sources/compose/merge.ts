import type { TextOrigin } from '../../model/fact.ts'
import { byNames, own } from '../../model/own.ts'
import { type Entry, isNothing, type ListTree, type MapTree, type ScalarTree, type Tree } from './tree.ts'

/** Gets two values that cannot be merged, such as a list over a mapping; Compose then refuses the project. */
export type OnConflict = (path: string, origin: TextOrigin) => void

type Merger = (base: Tree, over: Tree, path: string, onConflict: OnConflict) => Tree

/**
 * Merges a service over another (Compose Specification: "Merge" and "Extend"; compose-go `override/merge.go`): mappings key by key, lists
 * one after the other, scalars replaced, with the exceptions of the table below. Lists whose items have an identity keep duplicates here;
 * their readers take the last of each.
 */
export function mergeService(base: Tree, over: Tree, path: string, onConflict: OnConflict): Tree {
  return merge(base, over, path, onConflict, SERVICE)
}

/** Merges a top-level volume, network, secret or config over another. */
export function mergeResource(base: Tree, over: Tree, path: string, onConflict: OnConflict): Tree {
  return merge(base, over, path, onConflict, { labels: sequence })
}

const sequence: Merger = (base, over) => ({ kind: 'list', items: [...toItems(base), ...toItems(over)], origin: over.origin })

const replace: Merger = (_base, over) => over

const mapping: Merger = (base, over, path, onConflict) => merge(toMapping(base), toMapping(over), path, onConflict, {})

/** The `*` of a table stands for every key. */
type Table = Readonly<Record<string, Merger>>

const within =
  (table: Table): Merger =>
  (base, over, path, onConflict) =>
    merge(base, over, path, onConflict, table)

const BUILD: Table = { args: sequence, additional_contexts: sequence, labels: sequence, extra_hosts: sequence }

const SERVICE: Table = Object.fromEntries(
  byNames<Merger>({
    'annotations dns dns_opt dns_search env_file environment extra_hosts label_file labels sysctls tmpfs': sequence,
    build: (base, over, path, onConflict) => merge(buildMapping(base), buildMapping(over), path, onConflict, BUILD),
    'command entrypoint': replace,
    'depends_on models networks': mapping,
    deploy: within({ labels: sequence }),
    healthcheck: within({ test: replace }),
    logging: mergeLogging,
    ulimits: within({ '*': replace }),
  }),
)

function merge(base: Tree, over: Tree, path: string, onConflict: OnConflict, table: Table): Tree {
  if (over.kind === 'reset' || over.replaces || base.kind === 'reset') return over
  if (isNothing(over)) return base
  switch (base.kind) {
    case 'map': {
      if (over.kind !== 'map') break
      return mergeMappings(base, over, path, onConflict, table)
    }
    case 'list':
      if (over.kind !== 'list') break
      return { kind: 'list', items: [...base.items, ...over.items], origin: over.origin }
    case 'scalar':
      return over
    default:
      return base satisfies never
  }
  onConflict(path, over.origin)
  return over
}

function mergeMappings(base: MapTree, over: MapTree, path: string, onConflict: OnConflict, table: Table): MapTree {
  const entries = new Map(base.entries)
  for (const [key, added] of over.entries) {
    const inherited = entries.get(key)
    entries.set(key, inherited ? mergeEntry(inherited, added, `${path}.${key}`, onConflict, own(table, key) ?? table['*']) : added)
  }
  const merged: MapTree = { kind: 'map', entries, origin: base.origin }
  return base.replaces ? { ...merged, replaces: true } : merged
}

function mergeEntry(inherited: Entry, own: Entry, path: string, onConflict: OnConflict, special: Merger | undefined): Entry {
  const base = inherited.value
  const over = own.value
  if (over.kind === 'reset' || over.replaces || base.kind === 'reset') return own
  const value = special ? special(withoutReset(base, over), over, path, onConflict) : merge(base, over, path, onConflict, {})
  // A mapping that several files write has the place where it begins; any other value has the place of the last file.
  return { value, origin: value === base || value.kind === 'map' ? inherited.origin : own.origin }
}

/** Removes from a mapping what the other one resets, for values that are merged as lists and would lose the tag. */
function withoutReset(base: Tree, over: Tree): Tree {
  if (base.kind !== 'map' || over.kind !== 'map') return base
  const gone = [...over.entries].filter(([, { value }]) => value.kind === 'reset' || value.replaces)
  if (gone.length === 0) return base
  const entries = new Map(base.entries)
  for (const [key] of gone) entries.delete(key)
  return { ...base, entries }
}

/** `NAME: value` as the item `NAME=value`, the form in which Compose merges environments, labels and the like. */
function toItems(tree: Tree): readonly Tree[] {
  switch (tree.kind) {
    case 'list':
      return tree.items
    case 'map':
      return [...tree.entries].flatMap(([key, entry]) => pairItems(key, entry))
    case 'scalar':
      return isNothing(tree) ? [] : [tree]
    case 'reset':
      return []
    default:
      return tree satisfies never
  }
}

function pairItems(key: string, { value, origin }: Entry): readonly Tree[] {
  if (value.kind === 'list') return value.items.flatMap((item) => pairItems(key, { value: item, origin: item.origin }))
  if (value.kind !== 'scalar') return []
  if (isNothing(value)) return [{ ...value, value: key, text: key, origin }]
  const text = `${key}=${value.text}`
  const item: ScalarTree = { ...value, value: text, text, origin }
  return [value.template === undefined ? item : { ...item, template: `${key}=${value.template}` }]
}

function buildMapping(tree: Tree): Tree {
  if (tree.kind !== 'scalar' || isNothing(tree)) return tree
  return { kind: 'map', entries: new Map([['context', { value: tree, origin: tree.origin }]]), origin: tree.origin }
}

function toMapping(tree: Tree): Tree {
  if (tree.kind !== 'list') return tree
  return listMapping(tree)
}

function listMapping(list: ListTree): MapTree {
  const entries = new Map<string, Entry>()
  for (const item of list.items) {
    if (item.kind !== 'scalar') continue
    entries.set(item.text, { value: { ...item, value: null, text: '' }, origin: item.origin })
  }
  return { kind: 'map', entries, origin: list.origin }
}

/** Options belong to a driver: those of another driver are dropped. */
function mergeLogging(base: Tree, over: Tree, path: string, onConflict: OnConflict): Tree {
  if (base.kind !== 'map' || over.kind !== 'map') return merge(base, over, path, onConflict, {})
  const before = base.entries.get('driver')?.value
  const after = over.entries.get('driver')?.value
  if (before?.kind === 'scalar' && after?.kind === 'scalar' && before.text !== after.text) return over
  return merge(base, over, path, onConflict, {})
}
