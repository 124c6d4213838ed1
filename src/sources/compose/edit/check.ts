import { isAlias, isMap, isPair, isScalar, isSeq, type Pair, YAMLMap, type Node as YamlNode } from 'yaml'
import { applyEdits, type TextEdit } from '../../../text/edit.ts'
import { toBoolean } from '../scalar.ts'
import type { ComposeProject } from '../site.ts'
import type { ParsedText } from '../text.ts'
import { isMergeKey, keyText } from '../tree.ts'
import { isEmptyNode } from './layout.ts'
import { isLongList, listItems } from './lists.ts'
import type { Operation, ServiceKey, Use } from './operation.ts'
import type { KeyChange } from './placement.ts'
import type { NewValue } from './render.ts'
import { closureOf, lookup, ownPair, readModel, resolve, type YamlModel } from './yaml-model.ts'

/** The changes of one document. */
export interface ModelEdits {
  readonly model: YamlModel
  readonly decisions: readonly KeyChange[]
  readonly edits: readonly TextEdit[]
  readonly volumes: readonly string[]
}

/** Whether the edited text has every wanted value, keeps all others, and differs in nothing else. */
export function isVerified(
  changes: readonly ModelEdits[],
  project: ComposeProject,
  uses: readonly Use[],
  parse: (file: string, text: string) => ParsedText,
): boolean {
  const [first] = changes
  if (!first) return true
  const { file, text } = first.model
  let edited: string
  try {
    edited = applyEdits(
      text,
      changes.flatMap(({ edits }) => edits),
    )
  } catch {
    return false
  }
  const { parsed, problems } = parse(file, edited)
  const documents = project.documents.get(file)?.documents ?? [first.model.document]
  if (!parsed || problems.length > 0 || parsed.documents.length !== documents.length) return false
  return changes.every((change) => {
    const document = parsed.documents[documents.indexOf(change.model.document)]
    return document !== undefined && isDocumentVerified(change, readModel(file, edited, document), uses)
  })
}

function isDocumentVerified({ model, decisions, volumes }: ModelEdits, after: YamlModel, uses: readonly Use[]): boolean {
  const keys = new Map<YAMLMap, Set<string>>()
  const filled = new Set<Pair>()
  const services = new Map<string, Set<string>>()
  const touch = (map: YAMLMap, key: string) => keys.set(map, (keys.get(map) ?? new Set()).add(key))
  for (const { map, key, use } of decisions) {
    if (use.isNew) services.set(use.site.name, (services.get(use.site.name) ?? new Set()).add(key))
    const pair = use.site.services.items.find((each) => each.key === use.site.key)
    if (map && map.items.length > 0) touch(map, key)
    else if (pair) filled.add(pair)
    // A list behind an anchor is changed where it is written, possibly in another mapping.
    const value = map ? ownPair(map, key)?.value : undefined
    const slot = value ? model.links().slots.get(resolve(model, value) as never) : undefined
    if (slot) touch(slot.map, String((slot.pair.key as { value?: unknown }).value))
  }
  const added = new Map([
    ...(services.size > 0 ? [['services', services] as const] : []),
    ...(volumes.length > 0 ? [['volumes', new Map(volumes.map((name) => [name, new Set<string>()]))] as const] : []),
  ])
  if (!sameButFor(model, after, { keys, filled, added })) return false
  const changed = new Set<ServiceKey>(decisions.map(({ key }) => key))
  const jobs = decisions.flatMap((decision) => decision.jobs)
  return uses.every((use) => {
    if (use.model !== model) return true
    const closure = closureAfter(after, use)
    if (!closure) return false
    return [...changed].every((key) => {
      const job = jobs.find((each) => each.use === use && each.key === key)
      // The body of an extended service is judged as that service.
      if (!job && use.site.role === 'extends' && uses.some((each) => each.site.role !== 'extends' && each.closure[0] === use.closure[0]))
        return true
      const operations = job?.wishes.map(({ operation }) => operation) ?? []
      return expectedValue(use, key, operations)(plainValue(after, closure, key))
    })
  })
}

/** The mappings of a place after the edit. */
function closureAfter(after: YamlModel, use: Use): readonly YAMLMap[] | undefined {
  const top = after.document.contents
  const services = isMap(top) ? resolve(after, ownPair(top, 'services')?.value) : undefined
  const pair = isMap(services) ? ownPair(services, use.site.name) : undefined
  if (!pair) return use.isNew ? [] : undefined
  const body = resolve(after, pair.value)
  return isMap(body) ? closureOf(after, body) : []
}

/** What an edit may change: keys of mappings of the old document, and entries of top-level sections. */
interface Touched {
  readonly keys: ReadonlyMap<YAMLMap, ReadonlySet<string>>
  /** Entries of `services:` that had no value. */
  readonly filled: ReadonlySet<Pair>
  /** New entries, by section and name, with their allowed keys. */
  readonly added: ReadonlyMap<'services' | 'volumes', ReadonlyMap<string, ReadonlySet<string>>>
}

const NOTHING: Touched['added'] = new Map()

/** Whether two documents are equal, node by node, except for what was touched. It compares what is written, which takes linear time. */
export function sameButFor(before: YamlModel, after: YamlModel, touched: Touched): boolean {
  const { contents } = before.document
  const top = isEmptyNode(contents) ? new YAMLMap() : contents
  const same = (a: unknown, b: unknown): boolean => {
    if (isPair(a) || isPair(b)) return isPair(a) && isPair(b) && same(a.key, b.key) && (touched.filled.has(a) || same(a.value, b.value))
    if (isAlias(a) || isAlias(b)) return isAlias(a) && isAlias(b) && a.source === b.source
    if (!isMap(a) && !isSeq(a) && !isScalar(a)) return (a ?? null) === (b ?? null)
    const other = b as YamlNode | null | undefined
    if (!other || isAlias(other) || a.tag !== other.tag || a.anchor !== (other as { anchor?: string }).anchor) return false
    if (isScalar(a)) return isScalar(other) && a.value === other.value && a.type === other.type
    if (isSeq(a))
      return isSeq(other) && a.items.length === other.items.length && a.items.every((item, index) => same(item, other.items[index]))
    if (!isMap(other)) return false
    const keys = touched.keys.get(a)
    const added = a === top ? touched.added : NOTHING
    const isApart = (pair: Pair) => keys?.has(keyText(pair) ?? '') || added.has(keyText(pair) as 'services')
    const left = a.items.filter((pair) => !isApart(pair))
    const right = other.items.filter((pair) => !isApart(pair))
    if (left.length !== right.length || !left.every((pair, index) => same(pair, right[index]))) return false
    return [...added].every(([section, names]) => sameSection(a, other, section, names, same))
  }
  return same(top, after.document.contents)
}

function sameSection(
  before: YAMLMap,
  after: YAMLMap,
  section: string,
  added: ReadonlyMap<string, ReadonlySet<string>>,
  same: (a: unknown, b: unknown) => boolean,
): boolean {
  const entries = (top: YAMLMap): readonly Pair[] => {
    const value = top.items.find((pair) => keyText(pair) === section)?.value
    return isMap(value) ? value.items : []
  }
  const old = entries(before)
  const now = entries(after)
  const known = new Set(old.map(keyText))
  const kept = now.filter((pair) => known.has(keyText(pair)))
  const fresh = now.filter((pair) => !known.has(keyText(pair)))
  if (old.length !== kept.length || !old.every((pair, index) => same(pair, kept[index]))) return false
  const isMeant = (pair: Pair) => {
    const keys = added.get(keyText(pair) ?? '')
    return (
      keys !== undefined &&
      (isEmptyNode(pair.value) || (isMap(pair.value) && pair.value.items.every((each) => keys.has(keyText(each) ?? ''))))
    )
  }
  const names = new Set(now.map(keyText))
  return [...added.keys()].every((name) => names.has(name)) && fresh.every(isMeant)
}

/** A use's value of a key as plain data, aliases and merge keys resolved, texts as written. Undefined if it is too large. */
function plainValue(model: YamlModel, closure: readonly YAMLMap[], key: string): unknown {
  const budget = { left: 100_000 }
  const plain = (node: unknown): unknown => {
    if (--budget.left < 0) return undefined
    const target = resolve(model, node)
    if (isEmptyNode(target)) return null
    if (isScalar(target)) return String(target.value)
    if (isSeq(target)) return target.items.map(plain)
    if (!isMap(target)) return undefined
    const entries: Record<string, unknown> = {}
    for (const map of closureOf(model, target).toReversed()) {
      for (const pair of map.items) if (!isMergeKey(pair)) entries[`=${keyText(pair)}`] = plain(pair.value)
    }
    return entries
  }
  const value = plain(lookup(closure, key)?.pair.value)
  return budget.left < 0 ? undefined : value
}

/** Tests a use's value of a key after the operations. */
function expectedValue(use: Use, key: ServiceKey, operations: readonly Operation[]): (actual: unknown) => boolean {
  const { model, closure } = use
  const before = plainValue(model, closure, key)
  if (operations.length === 0) return (actual) => canonical(actual) === canonical(before)
  if (key === 'read_only') return (actual) => toBoolean(String(actual)) === true || /-true\}+$/.test(String(actual))
  if (key === 'environment') return (actual) => canonical(withVariables(before, operations)) === canonical(variablesOf(actual))
  const list = resolve(model, lookup(closure, key)?.pair.value)
  const long = isLongList(list)
  const plains = Array.isArray(before) ? before : before === null || before === undefined ? [] : [before]
  const expected: unknown[] = []
  listItems(list)?.forEach((item, index) => {
    if (operations.some((each) => each.op === 'remove' && each.item === item)) return
    const change = operations.find((each) => (each.op === 'replace' || each.op === 'fields') && each.item === item)
    if (change?.op === 'replace') expected.push(change.value)
    else if (change?.op === 'fields') expected.push(withFields(plains[index], change.fields))
    else expected.push(plains[index])
  })
  for (const each of operations) if (each.op === 'append') expected.push(plainNew(long && each.long ? each.long : each.value))
  const wanted = canonical(expected.length === 0 ? null : expected)
  return (actual) => canonical(typeof actual === 'string' ? [actual] : actual) === wanted
}

function plainNew(value: NewValue): unknown {
  switch (value.kind) {
    case 'text':
      return value.text
    case 'word':
      return value.word
    case 'list':
      return value.items.map(plainNew)
    case 'map':
      return Object.fromEntries(value.entries.map((entry) => [`=${entry.key}`, plainNew(entry.value)]))
    default:
      return value satisfies never
  }
}

function withFields(before: unknown, fields: readonly { readonly key: string; readonly value?: NewValue }[]): unknown {
  const entries = { ...(before as Record<string, unknown>) }
  for (const { key, value } of fields) {
    if (value) entries[`=${key}`] = plainNew(value)
    else delete entries[`=${key}`]
  }
  return entries
}

/** An environment in either form, as names and values. */
function variablesOf(environment: unknown): Record<string, unknown> {
  if (!Array.isArray(environment)) return { ...(environment as Record<string, unknown> | null) }
  return Object.fromEntries(
    environment.map((item) => {
      const text = String(item)
      const at = text.indexOf('=')
      return at === -1 ? [`=${text}`, null] : [`=${text.slice(0, at)}`, text.slice(at + 1)]
    }),
  )
}

function withVariables(before: unknown, operations: readonly Operation[]): Record<string, unknown> {
  const variables = variablesOf(before)
  for (const each of operations) if (each.op === 'variable') variables[`=${each.name}`] = each.value
  return variables
}

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (_, each: unknown) =>
    each !== null && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  )
}
