import { isPair, isScalar, type Pair, type Scalar, type YAMLMap, type YAMLSeq, type Node as YamlNode } from 'yaml'
import type { TextEdit } from '../../../text/edit.ts'
import { lineEnd, lineStart, nextLine } from '../../../text/line-index.ts'
import { columnOf, contentEnd, dashOf, insertLinesAfter, insertLinesBefore, keyColumn, removeLines, startsLine } from './layout.ts'
import {
  isPlain,
  type NewEntry,
  type NewValue,
  quoted,
  type Rendering,
  renderBlockEntry,
  renderBlockItem,
  renderFlow,
  renderFlowEntry,
} from './render.ts'
import { commonQuote, isJsonLike } from './style.ts'

/** The smallest edits of YAML collections. Undefined where the layout is not as expected: nothing is guessed. */

/** Inserts entries into a non-empty mapping: after the entry `after`, or before the first one if that is undefined. */
export function insertEntries(
  text: string,
  map: YAMLMap,
  after: Pair | undefined,
  entries: readonly NewEntry[],
  rendering: Rendering,
): TextEdit[] | undefined {
  if (map.flow) {
    const within = isJsonLike(map) ? { ...rendering, json: true } : rendering
    const rendered = entries.map((entry) => renderFlowEntry(entry, within))
    return insertIntoFlow(text, map, after === undefined ? -1 : map.items.indexOf(after), rendered)
  }
  const column = keyColumn(text, map)
  const first = isScalar(map.items[0]?.key) ? map.items[0].key.range?.[0] : undefined
  if (column === undefined || first === undefined) return undefined
  const lines = entries.flatMap((entry) => renderBlockEntry(entry, column, rendering))
  if (after) {
    const end = contentEnd(text, after)
    return restOfLine(text, end) === undefined ? undefined : [insertLinesAfter(text, end, lines)]
  }
  return startsLine(text, first) ? [insertLinesBefore(text, aboveComments(text, first), lines)] : undefined
}

/** Start of the comment lines right above a line: they belong to what follows. */
function aboveComments(text: string, offset: number): number {
  let at = lineStart(text, offset)
  while (at > 0 && /^[ \t]*#/.test(text.slice(lineStart(text, at - 1), at))) at = lineStart(text, at - 1)
  return at
}

/** Appends items to a non-empty list, in the style of its items. */
export function appendItems(text: string, list: YAMLSeq, items: readonly NewValue[], rendering: Rendering): TextEdit[] | undefined {
  const within = { ...rendering, quote: commonQuote(list) }
  if (list.flow) {
    const rendered = items.map((item) => renderFlow(item, within))
    return insertIntoFlow(text, list, list.items.length - 1, rendered)
  }
  const last = list.items.at(-1) as YamlNode | undefined
  const dash = last ? dashOf(text, last) : -1
  if (!last || dash === -1 || !startsLine(text, dash)) return undefined
  const between = text.slice(dash + 1, last.range?.[0] ?? dash + 1)
  const gap = /^ +$/.test(between) ? between : ' '
  const end = contentEnd(text, last)
  if (restOfLine(text, end) === undefined) return undefined
  const column = columnOf(text, dash)
  const lines = items.flatMap((item) => renderBlockItem(item, column, within, gap))
  return [insertLinesAfter(text, end, lines)]
}

/** Inserts elements into a non-empty flow collection, on the line of the element at `index`; before the first one if that is -1. */
function insertIntoFlow(text: string, collection: YAMLMap | YAMLSeq, index: number, rendered: readonly string[]): TextEdit[] | undefined {
  const elements = collection.items as (Pair | YamlNode)[]
  const element = elements[Math.max(index, 0)]
  const start = startOf(element)
  if (element === undefined || start === undefined) return undefined
  if (index === -1) return [{ span: [start, start], text: rendered.map((each) => `${each}, `).join('') }]
  const at = contentEnd(text, element)
  // Docker Compose reads `key:,` as a key that ends with a colon.
  const gap = text[at - 1] === ':' ? ' ' : ''
  return [{ span: [at, at], text: gap + rendered.map((each) => `, ${each}`).join('') }]
}

function startOf(element: Pair | YamlNode | undefined): number | undefined {
  return isPair(element) ? (element.key as YamlNode | null)?.range?.[0] : element?.range?.[0]
}

/** Gives a scalar another text on one line, in the same quotes. Undefined for block scalars. */
export function replaceScalar(node: Scalar, value: string, rendering: Rendering, flow: boolean): TextEdit | undefined {
  const [start, end] = node.range ?? [0, 0]
  switch (node.type) {
    case 'QUOTE_DOUBLE':
      return { span: [start, end], text: quoted(value, '"') }
    case 'QUOTE_SINGLE':
      return { span: [start, end], text: quoted(value, "'") }
    case 'PLAIN':
      return { span: [start, end], text: isPlain(value, flow) ? value : quoted(value, rendering.style.quote) }
    default:
      return undefined
  }
}

/** Removes an item of a list that keeps others. A comment after it stays, on a line of its own. */
export function removeItem(text: string, list: YAMLSeq, item: YamlNode): TextEdit | undefined {
  if (list.flow) return undefined
  const dash = dashOf(text, item)
  return dash === -1 || !startsLine(text, dash) ? undefined : removeBlock(text, dash, contentEnd(text, item))
}

/** Removes an entry of a mapping that keeps others. A comment after it stays, on a line of its own. */
export function removeEntry(text: string, map: YAMLMap, pair: Pair): TextEdit | undefined {
  if (map.flow) return undefined
  const start = startOf(pair)
  return start === undefined || !startsLine(text, start) ? undefined : removeBlock(text, start, contentEnd(text, pair))
}

function removeBlock(text: string, start: number, end: number): TextEdit | undefined {
  const comments: string[] = []
  const indent = ' '.repeat(columnOf(text, start))
  for (let line = lineStart(text, start); line < Math.max(end, start + 1); line = nextLine(text, line)) {
    const stop = lineEnd(text, line)
    const from = Math.max(line, start)
    const last = stop >= end
    const comment = last ? restOfLine(text, end) : commentOf(text.slice(from, stop))
    if (comment === undefined) return undefined
    if (comment !== '') comments.push(indent + comment)
    if (last) break
  }
  return removeLines(text, start, end, comments)
}

/** The comment on a line of YAML; empty if there is none, undefined if quotes make that uncertain. */
function commentOf(line: string): string | undefined {
  const at = line.search(/(?:^|\s)#/)
  if (at === -1) return ''
  return /["']/.test(line.slice(0, at)) ? undefined : line.slice(at).trim()
}

/** The comment on the rest of a line, empty if there is none; undefined if something else follows. */
export function restOfLine(text: string, offset: number): string | undefined {
  return /^[ \t]*(?:$|(#.*)$)/.test(text.slice(offset, lineEnd(text, offset)))
    ? text.slice(offset, lineEnd(text, offset)).trim()
    : undefined
}
