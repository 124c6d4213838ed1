import { isAlias, isCollection, isMap, isScalar, isSeq, type Pair, type Scalar, visit, type YAMLMap, type Node as YamlNode } from 'yaml'
import type { TextEdit } from '../../../text/edit.ts'
import { setFields } from './fields.ts'
import { afterColon, columnOf, contentEnd, insertLinesAfter, isEmptyNode } from './layout.ts'
import type { Operation } from './operation.ts'
import { type NewValue, type Rendering, renderBlockEntry, renderFlow, newText as textValue } from './render.ts'
import { appendItems, removeEntry, removeItem, replaceScalar, restOfLine } from './splice.ts'
import type { YamlModel } from './yaml-model.ts'

/** The result of a change to a key in a mapping: edits, or a new value for the key, or why it cannot be done. */
export type Change = { readonly edits: readonly TextEdit[] } | { readonly value: NewValue } | { readonly refuse: string }

export const UNEXPECTED = 'is not laid out as expected; make this change by hand'

/** The items of a list as new values: the existing ones as written, and those that the operations add. */
export function writtenOut(model: YamlModel, list: YamlNode | undefined, operations: readonly Operation[]): NewValue | undefined {
  const items: NewValue[] = []
  for (const item of listItems(list) ?? []) {
    if (operations.some((each) => each.op === 'remove' && each.item === item)) continue
    const replacement = operations.find((each) => each.op === 'replace' && each.item === item)
    const value = replacement?.op === 'replace' ? textValue(replacement.value) : asWritten(model, item)
    if (!value || operations.some((each) => each.op === 'fields' && each.item === item)) return undefined
    items.push(value)
  }
  return { kind: 'list', items: [...items, ...appended(operations, isLongList(list))] }
}

/** The items of a list key's value: a list, nothing, or (for `tmpfs:`) a text. Undefined for anything else. */
export function listItems(list: YamlNode | undefined): readonly YamlNode[] | undefined {
  if (isEmptyNode(list)) return []
  if (isScalar(list)) return [list]
  return isSeq(list) ? (list.items as YamlNode[]) : undefined
}

/** Whether a list has items and all of them are in the long syntax. */
export function isLongList(list: YamlNode | undefined): boolean {
  return isSeq(list) && list.items.length > 0 && list.items.every((item) => isMap(item))
}

/** The new items among operations, in the list's own syntax. */
export function appended(operations: readonly Operation[], long: boolean): NewValue[] {
  return operations.flatMap((each) => (each.op === 'append' ? [long && each.long ? each.long : each.value] : []))
}

/** A node's text, to write it elsewhere; undefined if it would not mean the same there, or has several lines. */
export function asWritten(model: YamlModel, node: YamlNode): NewValue | undefined {
  const { text } = model
  if (isAlias(node)) return { kind: 'word', word: `*${node.source}` }
  let copyable = node.tag === undefined
  if (isCollection(node)) {
    visit(node, {
      Value(_, each) {
        if (each.anchor !== undefined) copyable = false
      },
    })
  }
  const start = node.range?.[0]
  if (!copyable || start === undefined) return undefined
  const written = text.slice(start, contentEnd(text, node))
  return written.includes('\n') ? undefined : { kind: 'word', word: written }
}

/** A key of a mapping that is changed in place. */
export interface KeyPlace {
  readonly model: YamlModel
  readonly map: YAMLMap
  readonly pair: Pair
  readonly rendering: Rendering
}

/** Changes a mapping's own list in place. */
export function changeList(place: KeyPlace, list: YamlNode | undefined, operations: readonly Operation[]): Change {
  const { model, map, pair, rendering } = place
  const { text } = model
  const key = String((pair.key as Scalar).value)
  const refuse: Change = { refuse: `\`${key}:\` ${UNEXPECTED}` }
  const items = listItems(list)
  if (!items) return refuse
  const added = appended(operations, isLongList(list))
  const gone = operations.flatMap((each) => (each.op === 'remove' ? [each.item] : []))
  const edits: (TextEdit | undefined)[] = []
  if (items.length === 0 || (isScalar(list) && added.length > 0)) {
    const kept = isScalar(list) && !isEmptyNode(list) && !gone.includes(list) ? [asWritten(model, list)] : []
    if (kept.includes(undefined) || operations.some((each) => each.op !== 'append' && each.op !== 'remove')) return refuse
    const filled = fill(place, { kind: 'list', items: [...(kept as NewValue[]), ...added] })
    return filled ? { edits: filled } : refuse
  }
  if (gone.length === items.length && added.length === 0) {
    edits.push(map.items.length > 1 ? removeEntry(text, map, pair) : undefined)
    return complete(edits, refuse)
  }
  const inFlow = isSeq(list) ? list.flow === true : map.flow === true
  for (const each of operations) {
    if (each.op === 'replace') edits.push(replaceScalar(each.item as Scalar, each.value, rendering, inFlow))
    else if (each.op === 'fields') edits.push(...(setFields(text, each.item, each.fields, rendering) ?? [undefined]))
  }
  if (isSeq(list)) {
    for (const item of gone) edits.push(removeItem(text, list, item))
    if (added.length > 0) edits.push(...(appendItems(text, list, added, rendering) ?? [undefined]))
  }
  return complete(edits, refuse)
}

function complete(edits: readonly (TextEdit | undefined)[], refuse: Change): Change {
  return edits.some((edit) => edit === undefined) ? refuse : { edits: edits as TextEdit[] }
}

/** Writes a value where a key has none, an empty collection, an alias or a text on its own line. A comment stays. */
export function fill({ model: { text }, map, pair, rendering }: KeyPlace, value: NewValue): TextEdit[] | undefined {
  const colon = afterColon(text, pair)
  const key = (pair.key as YamlNode).range?.[0]
  if (colon === undefined || key === undefined) return undefined
  const end = contentEnd(text, pair)
  const written = text.slice(colon, end)
  if (written.includes('\n')) return undefined
  // An anchor still names the new value, and `!override` still applies to it.
  const kept = colon + (/^(?:[ \t]+(?:&[^\s,[\]{}]+|!override))*/.exec(written)?.[0].length ?? 0)
  if (map.flow) return [{ span: [kept, end], text: ` ${renderFlow(value, rendering)}` }]
  if (restOfLine(text, end) === undefined) return undefined
  const [head = '', ...lines] = renderBlockEntry({ key: 'x', value }, columnOf(text, key), rendering)
  if (lines.length === 0) return [{ span: [kept, end], text: head.slice(head.indexOf(':') + 1) }]
  const removal: TextEdit[] = kept < end ? [{ span: [kept, end], text: '' }] : []
  return [...removal, insertLinesAfter(text, end, lines)]
}
