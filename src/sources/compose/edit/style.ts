import {
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
  type Document as YamlDocument,
} from 'yaml'
import { columnOf, eolAt, keyColumn } from './layout.ts'

/** The style of a file, which new lines follow. */
export interface Style {
  /** Columns by which a nested mapping is indented. */
  readonly step: number
  /** Columns from a key to the dashes of its list: 0 if they are below the key. */
  readonly dash: number
  /** The quote for texts that need one. */
  readonly quote: '"' | "'"
  /** Whether lists of texts are written in brackets. */
  readonly brackets: boolean
  /** Whether services are separated by blank lines; absent if the text shows it (see `partsServices`). */
  readonly parted?: boolean
  /** The line end in use. */
  readonly eol: string
}

/** Lists that people write in one form by habit. `command`, `test` and `networks` are often in brackets when others are not. */
const LISTS = new Set(['cap_add', 'cap_drop', 'security_opt', 'tmpfs', 'volumes', 'devices', 'dns', 'group_add'])

/** The style of a document: what it does most often. */
export function readStyle(text: string, document: YamlDocument.Parsed): Style {
  const steps = new Map<number, number>()
  const dashes = new Map<number, number>()
  const quotes = { '"': 0, "'": 0 }
  const forms = { block: 0, flow: 0 }
  const walk = (node: unknown): void => {
    if (isScalar(node)) {
      if (node.type === 'QUOTE_DOUBLE') quotes['"']++
      else if (node.type === 'QUOTE_SINGLE') quotes["'"]++
    } else if (isPair(node)) {
      const isList = isSeq(node.value)
      if (isList) countForm(node, forms)
      const offset = childOffset(text, node)
      if (offset !== undefined && (offset > 0 || isList)) {
        const counts = isList ? dashes : steps
        counts.set(offset, (counts.get(offset) ?? 0) + 1)
      }
      walk(node.key)
      walk(node.value)
    } else if (isCollection(node)) for (const item of node.items) walk(item)
  }
  walk(document.contents)
  const step = mostFrequent(steps) ?? 2
  const brackets = forms.block === 0 && forms.flow > 1
  const quote = quotes["'"] > quotes['"'] ? "'" : '"'
  return { step, dash: mostFrequent(dashes) ?? step, quote, brackets, eol: eolAt(text, 0) }
}

function countForm({ key, value }: Pair, forms: { block: number; flow: number }): void {
  if (isScalar(key) && LISTS.has(String(key.value)) && isSeq(value) && value.items.length > 0) forms[value.flow ? 'flow' : 'block']++
}

/** The style for one mapping: its own lists decide, if it has any. */
export function styleWithin(text: string, map: YAMLMap | undefined, style: Style): Style {
  const dashes = new Map<number, number>()
  const forms = { block: 0, flow: 0 }
  for (const pair of map?.items ?? []) {
    countForm(pair, forms)
    const offset = isSeq(pair.value) ? childOffset(text, pair) : undefined
    if (offset !== undefined) dashes.set(offset, (dashes.get(offset) ?? 0) + 1)
  }
  const brackets = forms.block + forms.flow === 0 ? style.brackets : forms.block === 0
  return { ...style, dash: mostFrequent(dashes) ?? style.dash, brackets }
}

/** How many columns the block collection below a key is indented relative to the key. */
function childOffset(text: string, pair: Pair): number | undefined {
  const { value } = pair
  if (!isCollection(value) || value.flow) return undefined
  const key = isScalar(pair.key) ? pair.key.range?.[0] : undefined
  if (key === undefined) return undefined
  const column = isMap(value) ? keyColumn(text, value) : value.items.length > 0 && value.range ? columnOf(text, value.range[0]) : undefined
  return column === undefined ? undefined : column - columnOf(text, key)
}

function mostFrequent(counts: ReadonlyMap<number, number>): number | undefined {
  let best: [value: number, count: number] | undefined
  for (const entry of counts) if (best === undefined || entry[1] > best[1]) best = entry
  return best?.[0]
}

/** The quote of all texts of a collection; undefined if one is plain, they differ, or there are none. */
export function commonQuote(collection: YAMLSeq | YAMLMap): '"' | "'" | undefined {
  const types = new Set<Scalar.Type | undefined>()
  for (const item of collection.items) {
    const value = isPair(item) ? item.value : item
    if (isScalar(value)) types.add(value.type)
  }
  if (types.size !== 1) return undefined
  const [type] = types
  return type === 'QUOTE_DOUBLE' ? '"' : type === 'QUOTE_SINGLE' ? "'" : undefined
}

/** Whether a flow mapping is written like JSON, with every key in double quotes. */
export function isJsonLike(map: YAMLMap): boolean {
  return map.flow === true && map.items.length > 0 && map.items.every(({ key }) => isScalar(key) && key.type === 'QUOTE_DOUBLE')
}
