import type { Span } from '../model/fact.ts'

/** Replaces the text of `span` by `text`; an empty span inserts. */
export interface TextEdit {
  readonly span: Span
  readonly text: string
}

/** Applies edits; inserts at one offset keep their order. Throws a RangeError on overlap, a bug of the editor that made them. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = edits
    .map((edit, index) => ({ edit, index }))
    .sort((a, b) => a.edit.span[0] - b.edit.span[0] || a.edit.span[1] - b.edit.span[1] || a.index - b.index)
  let result = ''
  let at = 0
  for (const { edit } of ordered) {
    const [start, end] = edit.span
    if (start < at || end < start || end > text.length) throw new RangeError(`edit at ${start}-${end} overlaps or lies outside the text`)
    result += text.slice(at, start) + edit.text
    at = end
  }
  return result + text.slice(at)
}

/** Merges edits into one replacement of the smallest range, as ESLint's `fix` needs it. Undefined for edits that overlap. */
export function mergeEdits(text: string, edits: readonly TextEdit[]): TextEdit | undefined {
  if (edits.length === 0 || overlap(edits)) return undefined
  const start = Math.min(...edits.map((edit) => edit.span[0]))
  const end = Math.max(...edits.map((edit) => edit.span[1]))
  const shifted = edits.map((edit): TextEdit => ({ span: [edit.span[0] - start, edit.span[1] - start], text: edit.text }))
  return { span: [start, end], text: applyEdits(text.slice(start, end), shifted) }
}

function overlap(edits: readonly TextEdit[]): boolean {
  const spans = edits.map(({ span }) => span).sort((a, b) => a[0] - b[0] || a[1] - b[1])
  return spans.some(([start], index) => start < (spans[index - 1]?.[1] ?? 0))
}
