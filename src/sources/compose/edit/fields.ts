import { isMap, isScalar, type Pair, type Scalar, type YAMLMap } from 'yaml'
import type { TextEdit } from '../../../text/edit.ts'
import { isEmptyNode } from './layout.ts'
import type { FieldChange } from './operation.ts'
import type { NewValue, Rendering } from './render.ts'
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
      edits.push(setValue(pair, value, rendering, map.flow === true))
    }
  }
  return edits.some((edit) => edit === undefined) ? undefined : (edits as TextEdit[])
}

/** Replaces a key's scalar. Undefined if it has none. */
export function setValue(pair: Pair, value: NewValue, rendering: Rendering, flow: boolean): TextEdit | undefined {
  const written = value.kind === 'text' ? value.text : value.kind === 'word' ? value.word : undefined
  const node = pair.value
  if (written === undefined || !isScalar(node) || isEmptyNode(node)) return undefined
  // A word such as `true` may replace a plain scalar as it is; a quoted one stays quoted.
  if (value.kind === 'word' && node.type === 'PLAIN' && node.range) return { span: [node.range[0], node.range[1]], text: written }
  return replaceScalar(node, written, rendering, flow)
}
