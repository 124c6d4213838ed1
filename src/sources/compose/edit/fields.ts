import { isMap, isScalar, type Pair, type Scalar, type YAMLMap } from 'yaml'
import type { TextEdit } from '../../../text/edit.ts'
import { afterColon, isEmptyNode } from './layout.ts'
import type { FieldChange } from './operation.ts'
import { type NewValue, type Rendering, scalar } from './render.ts'
import { insertEntries, removeEntry, replaceScalar } from './splice.ts'
import { ownPair } from './yaml-model.ts'

/** Sets and removes fields of a mapping of scalars and mappings of scalars, such as a volume in the long syntax. */
export function setFields(text: string, map: YAMLMap, fields: readonly FieldChange[], rendering: Rendering): TextEdit[] | undefined {
  const edits: (TextEdit | undefined)[] = []
  for (const { key, value } of fields) {
    const pair = ownPair(map, key)
    if (!value) {
      if (pair) edits.push(map.items.length > 1 ? removeEntry(text, map, pair) : undefined)
    } else if (!pair) {
      const after = ownPair(map, key === 'source' ? 'type' : 'target') ?? map.items.at(-1)
      edits.push(...(insertEntries(text, map, after, [{ key, value }], rendering) ?? [undefined]))
    } else if (value.kind === 'map') {
      if (!isMap(pair.value)) return undefined
      const stale = pair.value.items
        .map((each) => String((each.key as Scalar).value))
        .filter((name) => !value.entries.some((each) => each.key === name))
      edits.push(...(setFields(text, pair.value, [...value.entries, ...stale.map((name) => ({ key: name }))], rendering) ?? [undefined]))
    } else {
      edits.push(setValue(text, pair, value, rendering, map.flow === true))
    }
  }
  return edits.some((edit) => edit === undefined) ? undefined : (edits as TextEdit[])
}

/** Replaces a key's scalar, or its missing value, on the same line. */
export function setValue(text: string, pair: Pair, value: NewValue, rendering: Rendering, flow: boolean): TextEdit | undefined {
  const written = value.kind === 'text' ? value.text : value.kind === 'word' ? value.word : undefined
  const colon = afterColon(text, pair)
  if (written === undefined || colon === undefined) return undefined
  const node = pair.value
  if (isScalar(node) && !isEmptyNode(node)) {
    // A word such as `true` may replace a plain scalar as it is; a quoted one stays quoted.
    if (value.kind === 'word' && node.type === 'PLAIN' && node.range) return { span: [node.range[0], node.range[1]], text: written }
    return replaceScalar(node, written, rendering, flow)
  }
  if (!isEmptyNode(node)) return undefined
  const rendered = value.kind === 'word' ? written : scalar(written, rendering, flow)
  const range = isScalar(node) ? node.range : undefined
  if (range && range[1] > range[0]) return { span: [range[0], range[1]], text: rendered }
  return { span: [colon, colon], text: ` ${rendered}` }
}
