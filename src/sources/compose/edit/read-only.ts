import { isAlias, isScalar, type Pair } from 'yaml'
import { lineEnd, lineStart } from '../../../text/line-index.ts'
import { toBoolean } from '../scalar.ts'
import { setValue } from './fields.ts'
import { startsLine } from './layout.ts'
import type { Change } from './lists.ts'
import { type Rendering, word } from './render.ts'
import type { YamlModel } from './yaml-model.ts'

/** Switches an existing `read_only:` on, in place; not one that a variable decides. */
export function switchOn(model: YamlModel, pair: Pair, flow: boolean, rendering: Rendering): Change {
  const refuse: Change = { refuse: '`read_only:` is not laid out as expected; make this change by hand' }
  const { value: node } = pair
  if (isAlias(node) && node.range) return { edits: [{ span: [node.range[0], node.range[1]], text: 'true' }] }
  if (node !== null && !isScalar(node)) return refuse
  const written = node === null ? '' : String(node.value ?? '')
  if (written.includes('$')) {
    const why = `\`read_only: ${written}\` depends on a variable; set that to true, or write \`read_only: true\` by hand`
    return { refuse: why }
  }
  if (toBoolean(written) === false && hasComment(model.text, pair)) {
    const why = 'a comment beside `read_only: false` says that it is meant; remove both to seal the service'
    return { refuse: why }
  }
  if (written !== '' && !/^(?:~|null)$/i.test(written) && toBoolean(written) === undefined) return refuse
  const edit = setValue(pair, word('true'), rendering, flow)
  return edit ? { edits: [edit] } : refuse
}

/** Whether a comment is on a pair's line or directly above it. Comments for dockseal do not count, because they give no reason. */
function hasComment(text: string, { key, value }: Pair): boolean {
  const start = isScalar(key) ? key.range?.[0] : undefined
  const end = isScalar(value) ? value.range?.[1] : undefined
  if (start === undefined || end === undefined) return false
  const line = lineStart(text, start)
  const above = text.slice(lineStart(text, line - 1), Math.max(0, line - 1)).trim()
  const behind = text.slice(end, lineEnd(text, end)).trim()
  const says = (comment: string): boolean => comment.startsWith('#') && !comment.includes('dockseal-')
  return says(behind) || (startsLine(text, start) && says(above))
}
