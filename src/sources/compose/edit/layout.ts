import { isCollection, isMap, isPair, isScalar, type Pair, type YAMLMap, type Node as YamlNode } from 'yaml'
import type { TextEdit } from '../../../text/edit.ts'
import { lineEnd, lineStart, nextLine } from '../../../text/line-index.ts'

/** Column of an offset, from 0, without a byte order mark. */
export function columnOf(text: string, offset: number): number {
  const start = lineStart(text, offset)
  return offset - start - (text.charCodeAt(start) === 0xfeff ? 1 : 0)
}

/** The line end in use around an offset: that of its line, else of the text's first line. */
export function eolAt(text: string, offset: number): string {
  let at = text.indexOf('\n', offset)
  if (at === -1) at = text.indexOf('\n')
  return at > 0 && text[at - 1] === '\r' ? '\r\n' : '\n'
}

/** Whether a line of the text holds nothing but white space before `offset`. */
export function startsLine(text: string, offset: number): boolean {
  return /^\ufeff?[ \t]*$/.test(text.slice(lineStart(text, offset), offset))
}

/** Whether nothing is written: no node, or an empty, `~` or `null` plain scalar. */
export function isEmptyNode(node: unknown): boolean {
  if (node === null || node === undefined) return true
  return isScalar(node) && node.type === 'PLAIN' && /^(?:~|null|Null|NULL)?$/.test(String(node.value ?? ''))
}

/** Offset after the colon of a pair; undefined for an explicit key (`? a`) and for a key without a colon. */
export function afterColon(text: string, pair: Pair): number | undefined {
  const end = isScalar(pair.key) ? pair.key.range?.[1] : undefined
  if (end === undefined) return undefined
  const colon = /^[ \t]*:/.exec(text.slice(end, end + 200))
  return colon ? end + colon[0].length : undefined
}

/** Offset at which the content of a node ends, without comments and blank lines after it. */
export function contentEnd(text: string, node: YamlNode | Pair): number {
  if (isPair(node)) {
    const colon = afterColon(text, node)
    const value = node.value as YamlNode | null
    const start = value?.range?.[0]
    if (value && start !== undefined && !(isEmptyNode(value) && value.range?.[0] === value.range?.[1])) return contentEnd(text, value)
    // Only an anchor or a tag may be in place of the value.
    const properties =
      colon === undefined ? undefined : /^[ \t]+[&!][^\s#]*(?:[ \t]+[&!][^\s#]*)?/.exec(text.slice(colon, lineEnd(text, colon)))
    return colon === undefined ? ((node.key as YamlNode).range?.[1] ?? 0) : colon + (properties?.[0].length ?? 0)
  }
  const [start, end] = node.range ?? [0, 0]
  if (isCollection(node) && !node.flow) {
    const last = node.items.at(-1)
    if (isPair(last)) return contentEnd(text, last)
    if (isEmptyItem(last as YamlNode | undefined)) return dashOf(text, last as YamlNode) + 1
    return last ? contentEnd(text, last as YamlNode) : end
  }
  if (isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED')) {
    const written = text.slice(start, end)
    // With `|+` the blank lines that follow are content.
    return start + (/^[|>][0-9]?\+/.test(written) ? written.replace(/\r?\n$/, '') : written.trimEnd()).length
  }
  return end
}

function isEmptyItem(node: YamlNode | undefined): boolean {
  return node !== undefined && isEmptyNode(node) && node.range?.[0] === node.range?.[1]
}

/** Offset of the dash of an item of a block list, on the item's line or an earlier one; -1 if there is none. */
export function dashOf(text: string, item: YamlNode): number {
  const start = item.range?.[0] ?? 0
  const before = text.slice(0, start)
  const open = /(?:^|\n)[ \t]*-[ \t\r]*(?:#[^\n]*)?(?:\n[ \t\r]*(?:#[^\n]*)?)*$/.exec(before.slice(-2000))
  const at = open
    ? start - open[0].length + open[0].indexOf('-')
    : lineStart(text, start) + before.slice(lineStart(text, start)).search(/\S/)
  return text[at] === '-' ? at : -1
}

/** Inserts whole lines after the line that holds `offset`, also at the end of a text without a last newline. */
export function insertLinesAfter(text: string, offset: number, lines: readonly string[]): TextEdit {
  const eol = eolAt(text, offset)
  const next = nextLine(text, offset)
  if (next === text.length && !text.endsWith('\n')) return { span: [next, next], text: eol + lines.join(eol) }
  return { span: [next, next], text: lines.join(eol) + eol }
}

/** Inserts whole lines before the line that holds `offset`. */
export function insertLinesBefore(text: string, offset: number, lines: readonly string[]): TextEdit {
  const eol = eolAt(text, offset)
  let start = lineStart(text, offset)
  if (text.charCodeAt(start) === 0xfeff) start++
  return { span: [start, start], text: lines.join(eol) + eol }
}

/** Removes the whole lines from `start` to `end`; without a newline after them, the one before them goes. */
export function removeLines(text: string, start: number, end: number, kept: readonly string[] = []): TextEdit {
  const from = lineStart(text, start)
  const to = nextLine(text, end)
  const eol = eolAt(text, start)
  if (to === text.length && !text.endsWith('\n')) {
    const before = from === 0 ? 0 : from - (text[from - 2] === '\r' ? 2 : 1)
    return { span: [before, to], text: kept.map((line) => eol + line).join('') }
  }
  return { span: [from, to], text: kept.map((line) => line + eol).join('') }
}

/** Edits beside the removal of the last lines, which takes the newline before them: lines inserted there go before that newline. */
export function fitRemovedEnd(text: string, edits: readonly TextEdit[]): readonly TextEdit[] {
  const removed = edits.find(({ span: [start, end] }) => start < end && end === text.length && /^\r?\n/.test(text.slice(start, start + 2)))
  if (!removed || text.endsWith('\n')) return edits
  const [before] = removed.span
  const eol = text[before] === '\r' ? '\r\n' : '\n'
  const from = before + eol.length
  return edits.map((edit) =>
    edit.span[0] === from && edit.span[1] === from && edit.text.endsWith(eol)
      ? { span: [before, before], text: eol + edit.text.slice(0, -eol.length) }
      : edit,
  )
}

/** Column of the keys of a block mapping; undefined if no key starts where one is expected (`? a` does not). */
export function keyColumn(text: string, map: YamlNode): number | undefined {
  for (const pair of isMap(map) ? map.items : []) {
    const start = isScalar(pair.key) ? pair.key.range?.[0] : undefined
    // The first key of a list item comes after the dash.
    if (start !== undefined && /^\ufeff?[ \t]*(?:-[ \t]+)*$/.test(text.slice(lineStart(text, start), start))) return columnOf(text, start)
  }
  return undefined
}

/** How many entries of a mapping follow the mapping before them after a blank line, and how many directly. */
export function countGaps(text: string, map: YAMLMap): { readonly blank: number; readonly tight: number } {
  let blank = 0
  let tight = 0
  map.items.forEach((pair: Pair, index) => {
    const previous = map.items[index - 1]
    const start = isScalar(pair.key) ? pair.key.range?.[0] : undefined
    if (!previous || start === undefined) return
    const end = contentEnd(text, previous)
    if (/\n[ \t]*\r?\n/.test(text.slice(end, start))) blank++
    // `version:` is often directly followed by `services:`, whatever the habit elsewhere.
    else if (nextLine(text, end) < text.length && isMap(previous.value)) tight++
  })
  return { blank, tight }
}
