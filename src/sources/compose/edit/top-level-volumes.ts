import { isMap, isScalar, type Pair, type YAMLMap, type Document as YamlDocument } from 'yaml'
import type { TextEdit } from '../../../text/edit.ts'
import { contentEnd, eolAt, insertLinesAfter, isNothing, nextLine } from './layout.ts'
import { fill } from './lists.ts'
import { type NewEntry, type NewValue, type Rendering, renderBlockEntry, word } from './render.ts'
import { insertEntries } from './splice.ts'
import { closureOf, keyOf, lookup, ownPair, type YamlModel } from './yaml-model.ts'

/** Declares named volumes in the top-level `volumes:` of a document, which is added where it is missing. Undefined where that cannot be done. */
export function declareVolumes(model: YamlModel, names: readonly string[]): TextEdit[] | undefined {
  const { text, document } = model
  const top = document.contents
  if (!isMap(top)) return undefined
  const rendering: Rendering = { style: model.style }
  const pair = ownPair(top, 'volumes')
  const declared = pair && isMap(pair.value) ? pair.value : undefined
  const missing = names.filter((name) => !ownPair(declared, name))
  if (missing.length === 0) return []
  const entries = missing.map((key): NewEntry => ({ key, value: emptyLike(top, declared) }))
  // A section of its own would hide one that comes by a merge key.
  if (!pair && lookup(closureOf(model, top), 'volumes')) return undefined
  if (!pair) {
    const added: NewEntry = { key: 'volumes', value: { kind: 'map', entries } }
    return top.flow ? insertEntries(text, top, top.items.at(-1), [added], rendering) : appendSection(model, top, added)
  }
  if (declared && declared.items.length > 0) return insertEntries(text, declared, declared.items.at(-1), entries, rendering)
  return declared || isNothing(pair.value) ? fill(text, top, pair, { kind: 'map', entries }, rendering) : undefined
}

/** How an entry without settings is written: as the others are, `name:` or `name: {}`; in a flow mapping always the latter. */
function emptyLike(top: YAMLMap, declared: YAMLMap | undefined): NewValue {
  const others = declared?.items ?? []
  const braces = others.length > 0 && (declared?.flow || others.every(({ value }) => isMap(value) && value.items.length === 0))
  return word(braces || top.flow ? '{}' : '')
}

/** Adds a section at the end of the document, parted by a blank line where the file's sections are. */
function appendSection(model: YamlModel, top: YAMLMap, section: NewEntry): TextEdit[] | undefined {
  const { text, document } = model
  const last = top.items.at(-1)
  const first = top.items[0]?.key
  if (!last || !isScalar(first) || !first.range) return undefined
  const column =
    first.range[0] - (text.lastIndexOf('\n', first.range[0] - 1) + 1) - (text.charCodeAt(0) === 0xfeff && first.range[0] === 1 ? 1 : 0)
  const lines = renderBlockEntry(section, column, { style: model.style })
  const end = contentEnd(text, last)
  const rest = text.slice(end)
  // Comments at the end speak of what is above them, so the section goes behind them; another document or an end mark ends this one.
  const isLast = !/\n(?:---|\.\.\.)(?:\s|$)/.test(rest) && (document.range?.[2] ?? 0) >= text.trimEnd().length
  const blank = hasBlankLines(text, top)
  if (!isLast) return [insertLinesAfter(text, end, blank ? ['', ...lines] : lines)]
  const eol = eolAt(text, end)
  const parted = /\n[ \t]*\r?\n[ \t]*$/.test(rest)
  if (!text.endsWith('\n')) {
    const opening = blank && !/\n[ \t]*$/.test(rest) ? eol + eol : eol
    return [{ span: [text.length, text.length], text: opening + lines.join(eol) }]
  }
  return [{ span: [text.length, text.length], text: (blank && !parted ? eol : '') + lines.join(eol) + eol }]
}

/** Whether the sections of a file are parted by blank lines. Where there is too little to see, they are. */
function hasBlankLines(text: string, top: YAMLMap): boolean {
  let blank = 0
  let tight = 0
  top.items.forEach((pair: Pair, index) => {
    const previous = top.items[index - 1]
    const start = isScalar(pair.key) ? pair.key.range?.[0] : undefined
    if (!previous || start === undefined) return
    const end = contentEnd(text, previous)
    if (/\n[ \t]*\r?\n/.test(text.slice(end, start))) blank++
    // `version:` is often followed by `services:` directly, whatever the habit elsewhere.
    else if (nextLine(text, end) < text.length && isMap(previous.value)) tight++
  })
  return blank > 0 || tight === 0
}

/** The names under the top-level `volumes:` of a document. */
export function declaredVolumes(document: YamlDocument.Parsed): ReadonlySet<string> {
  const value = isMap(document.contents) ? ownPair(document.contents, 'volumes')?.value : undefined
  return new Set(isMap(value) ? value.items.map((pair) => keyOf(pair) ?? '') : [])
}
