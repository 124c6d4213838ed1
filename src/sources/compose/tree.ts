import { isAlias, isMap, isScalar, isSeq, type Pair, type YAMLMap, type Document as YamlDocument, type Node as YamlNode } from 'yaml'
import type { Span, TextOrigin, Via } from '../../model/fact.ts'
import { interpolate, type Lookup } from './interpolate.ts'
import { readScalar } from './scalar.ts'

/** A value of a Compose file after aliases, merge keys and interpolation, before or after merging, with the place that wrote it. */
export type Tree = ScalarTree | MapTree | ListTree | ResetTree

interface Common {
  readonly origin: TextOrigin
  /** Tagged `!override`: takes the place of what it would be merged into. */
  readonly replaces?: true
}

export interface ScalarTree extends Common {
  readonly kind: 'scalar'
  readonly value: string | number | boolean | null
  /** As Go prints the value: what lists and maps of strings get. */
  readonly text: string
  /** Why the value cannot be known: it holds a variable without value and default. `text` then has the template. */
  readonly unknown?: string
  /** The value before interpolation, where that changed it. */
  readonly template?: string
}

export interface Entry {
  readonly value: Tree
  /** From the start of the key to the end of the value. */
  readonly origin: TextOrigin
}

export interface MapTree extends Common {
  readonly kind: 'map'
  readonly entries: Map<string, Entry>
}

export interface ListTree extends Common {
  readonly kind: 'list'
  readonly items: readonly Tree[]
}

/** Tagged `!reset`: removes what it would be merged into. */
export interface ResetTree extends Common {
  readonly kind: 'reset'
}

/** What turning nodes into trees needs to know, and the count that stops alias bombs. */
export interface Reading {
  readonly file: string
  readonly document: YamlDocument.Parsed
  /** How everything that is read reaches the container; undefined for the container's own file. */
  readonly via?: Via
  readonly lookup: Lookup
  /** Whether a variable without value makes a value unknown, or is the empty string as in Compose. */
  readonly unset: 'unknown' | 'empty'
  /** Told of a template that Compose refuses. */
  readonly onTemplateError: (message: string, offset: number) => void
  /** Nodes that may still be read; shared by a whole project. */
  readonly budget: { left: number }
}

/** Reading stops at this many nodes a project: far above any real one, low enough to answer at once. */
export const NODE_BUDGET = 1_000_000

const MAX_DEPTH = 100

function spanOf(node: YamlNode | null | undefined): Span {
  return node?.range ? [node.range[0], node.range[1]] : [0, 0]
}

function originOf(reading: Reading, span: Span, via: Via | undefined): TextOrigin {
  const how = reading.via ?? via
  return how === undefined ? { kind: 'text', file: reading.file, span } : { kind: 'text', file: reading.file, span, via: how }
}

/** Turns a node into a tree. `via` says how the node itself was reached (an alias, a merge key). */
export function readTree(node: YamlNode | null | undefined, reading: Reading, via?: Via, depth = 0): Tree {
  if (--reading.budget.left < 0 || depth > MAX_DEPTH) {
    return {
      kind: 'scalar',
      value: null,
      text: '',
      unknown: 'the value is nested or repeated too often',
      origin: originOf(reading, spanOf(node), via),
    }
  }
  if (isAlias(node)) {
    const target = node.resolve(reading.document)
    if (target === undefined || isAlias(target))
      return {
        kind: 'scalar',
        value: null,
        text: '',
        origin: originOf(reading, spanOf(node), via),
      }
    const tree = readTree(target as YamlNode, reading, via ?? 'anchor', depth + 1)
    return tree
  }
  const tag = node?.tag
  if (tag === '!reset') return { kind: 'reset', origin: originOf(reading, spanOf(node), via) }
  const tree = readPlainTree(node, reading, via, depth)
  return tag === '!override' ? { ...tree, replaces: true } : tree
}

function readPlainTree(node: YamlNode | null | undefined, reading: Reading, via: Via | undefined, depth: number): Tree {
  if (isMap(node)) {
    return {
      kind: 'map',
      entries: readEntries(node, reading, via, depth),
      origin: originOf(reading, spanOf(node), via),
    }
  }
  if (isSeq(node)) {
    const items: Tree[] = []
    for (const item of node.items) {
      const tree = readTree(item as YamlNode, reading, via, depth + 1)
      if (tree.kind !== 'reset') items.push(tree)
    }
    return {
      kind: 'list',
      items,
      origin: originOf(reading, spanOf(node), via),
    }
  }
  const origin = originOf(reading, spanOf(node), via)
  if (!isScalar(node)) return { kind: 'scalar', value: null, text: '', origin }
  const { value, text } = readScalar(node)
  if (typeof value !== 'string' || !value.includes('$')) return { kind: 'scalar', value, text, origin }
  const result = interpolate(value, reading.lookup)
  const template = value
  if (result.error) {
    if (result.error.kind === 'bad') reading.onTemplateError(result.error.message, origin.span[0])
    const why = result.error.kind === 'bad' ? result.error.message : `the variable ${result.error.variable} has no value here`
    return {
      kind: 'scalar',
      value: template,
      text: template,
      template,
      unknown: why,
      origin,
    }
  }
  const missing = result.missing[0]
  if (missing !== undefined && reading.unset === 'unknown') {
    return {
      kind: 'scalar',
      value: template,
      text: template,
      template,
      unknown: `the variable ${missing} has no value here`,
      origin,
    }
  }
  return {
    kind: 'scalar',
    value: result.text,
    text: result.text,
    template,
    origin,
  }
}

/** The text of a key, undefined where it is no scalar. */
export function keyText(pair: Pair): string | undefined {
  return isScalar(pair.key) && typeof pair.key.value === 'string' ? pair.key.value : undefined
}

function isMergeKey(pair: Pair): boolean {
  return isScalar(pair.key) && pair.key.value === '<<' && pair.key.type === 'PLAIN'
}

/**
 * The entries of a mapping: its own first, then those of merge keys which it does not have (YAML 1.1 "merge"; of several merged
 * mappings the earlier wins).
 */
function readEntries(map: YAMLMap, reading: Reading, via: Via | undefined, depth: number): Map<string, Entry> {
  const entries = new Map<string, Entry>()
  let merges: Pair[] | undefined
  for (const pair of map.items) {
    if (isMergeKey(pair)) {
      merges ??= []
      merges.push(pair)
      continue
    }
    const key = keyText(pair)
    if (key === undefined || entries.has(key)) continue
    const keyNode = pair.key as YamlNode
    const valueNode = pair.value as YamlNode | null
    const start = spanOf(keyNode)[0]
    const end = valueNode?.range?.[1] ?? spanOf(keyNode)[1]
    const entryVia = via ?? (isAlias(valueNode) ? 'anchor' : undefined)
    entries.set(key, {
      value: readTree(valueNode, reading, via, depth + 1),
      origin: originOf(reading, [start, Math.max(start, end)], entryVia),
    })
  }
  for (const merge of merges ?? []) addMerged(entries, merge.value as YamlNode | null, reading, via ?? 'merge-key', depth)
  return entries
}

function addMerged(entries: Map<string, Entry>, source: YamlNode | null | undefined, reading: Reading, via: Via, depth: number): void {
  const node = isAlias(source) ? (source.resolve(reading.document) as YamlNode | undefined) : source
  if (isSeq(node) && depth < MAX_DEPTH) {
    for (const item of node.items) addMerged(entries, item as YamlNode, reading, via, depth + 1)
  } else if (isMap(node) && depth < MAX_DEPTH && --reading.budget.left >= 0) {
    for (const [key, entry] of readEntries(node, reading, via, depth + 1)) if (!entries.has(key)) entries.set(key, entry)
  }
}

/** The entry of a map tree. */
export function entry(tree: Tree | undefined, key: string): Entry | undefined {
  return tree?.kind === 'map' ? tree.entries.get(key) : undefined
}

/** The value under a key of a map tree. */
export function child(tree: Tree | undefined, key: string): Tree | undefined {
  return entry(tree, key)?.value
}
