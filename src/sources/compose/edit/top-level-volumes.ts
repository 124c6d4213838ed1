import { isMap, type YAMLMap, type Document as YamlDocument } from 'yaml'
import type { TextEdit } from '../../../text/edit.ts'
import { keyText } from '../tree.ts'
import { isEmptyNode } from './layout.ts'
import { fill } from './lists.ts'
import { type NewEntry, type NewValue, type Rendering, word } from './render.ts'
import { addSection } from './sections.ts'
import { insertEntries } from './splice.ts'
import { ownPair, type YamlModel } from './yaml-model.ts'

/** Declares named volumes in the top-level `volumes:` of a document, and adds that if needed. Undefined if it cannot be done. */
export function declareVolumes(model: YamlModel, names: readonly string[]): TextEdit[] | undefined {
  const { text, document } = model
  const top = isMap(document.contents) ? document.contents : undefined
  const rendering: Rendering = { style: model.style }
  const pair = ownPair(top, 'volumes')
  const declared = pair && isMap(pair.value) ? pair.value : undefined
  const missing = names.filter((name) => !ownPair(declared, name))
  if (missing.length === 0) return []
  const entries = missing.map((key): NewEntry => ({ key, value: emptyLike(top, declared) }))
  if (!top || !pair) return addSection(model, { key: 'volumes', value: { kind: 'map', entries } })
  if (declared && declared.items.length > 0) return insertEntries(text, declared, declared.items.at(-1), entries, rendering)
  return declared || isEmptyNode(pair.value) ? fill({ model, map: top, pair, rendering }, { kind: 'map', entries }) : undefined
}

/** How an entry without settings is written: like the others, `name:` or `name: {}`; in a flow mapping always the latter. */
function emptyLike(top: YAMLMap | undefined, declared: YAMLMap | undefined): NewValue {
  const others = declared?.items ?? []
  const braces = others.length > 0 && (declared?.flow || others.every(({ value }) => isMap(value) && value.items.length === 0))
  return word(braces || top?.flow ? '{}' : '')
}

/** The names under the top-level `volumes:` of a document. */
export function topLevelVolumes(document: YamlDocument.Parsed): ReadonlySet<string> {
  const value = isMap(document.contents) ? ownPair(document.contents, 'volumes')?.value : undefined
  return new Set(isMap(value) ? value.items.map((pair) => keyText(pair) ?? '') : [])
}
