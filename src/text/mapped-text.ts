import type { Span } from '../model/fact.ts'

/** One run of a mapped text. Where both lengths are equal it maps unit by unit, else as a whole (an escape, a `$$` of make). */
export interface TextPiece {
  /** Offset in the mapped text. */
  readonly at: number
  /** Length in the mapped text, in UTF-16 units. */
  readonly length: number
  /** Where the piece is in the file. */
  readonly source: Span
}

/**
 * A text that was put together from pieces of a file (continuation lines joined, block scalars unindented, escapes resolved),
 * with the way back to the file's offsets.
 */
export interface MappedText {
  readonly text: string
  /** In order, without gaps in `at`. */
  readonly pieces: readonly TextPiece[]
}

/** A whole file, or a slice of one that starts at `offset`: nothing changed, only moved. */
export function plainText(text: string, offset = 0): MappedText {
  return { text, pieces: [{ at: 0, length: text.length, source: [offset, offset + text.length] }] }
}

/** Puts a mapped text together from parts in order; each part is the text to show and the span of the file that it stands for. */
export function joinText(parts: readonly { readonly text: string; readonly source: Span }[]): MappedText {
  const pieces: TextPiece[] = []
  let text = ''
  for (const part of parts) {
    if (part.text === '') continue
    pieces.push({ at: text.length, length: part.text.length, source: part.source })
    text += part.text
  }
  return { text, pieces }
}

/** Mapped texts one behind the other. */
export function concatTexts(texts: readonly MappedText[]): MappedText {
  const pieces: TextPiece[] = []
  let text = ''
  for (const each of texts) {
    for (const piece of each.pieces) pieces.push({ ...piece, at: text.length + piece.at })
    text += each.text
  }
  return { text, pieces }
}

/** The span of the file that a span of the mapped text came from; what was dropped between its ends is inside, at its ends is not. */
export function sourceSpan(mapped: MappedText, span: Span): Span {
  const start = sourceOffset(mapped, span[0], 'start')
  if (span[1] <= span[0]) return [start, start]
  return [start, Math.max(start, sourceOffset(mapped, span[1], 'end'))]
}

/** A part of a mapped text as a mapped text of its own. */
export function sliceText(mapped: MappedText, span: Span): MappedText {
  const pieces: TextPiece[] = []
  for (const piece of mapped.pieces) {
    const start = Math.max(piece.at, span[0])
    const end = Math.min(piece.at + piece.length, span[1])
    if (start >= end) continue
    const source = sourceSpan({ text: mapped.text, pieces: [piece] }, [start, end])
    pieces.push({ at: start - span[0], length: end - start, source })
  }
  return { text: mapped.text.slice(span[0], span[1]), pieces }
}

function sourceOffset(mapped: MappedText, offset: number, edge: 'start' | 'end'): number {
  const { pieces } = mapped
  // The last piece that starts at or before the offset; as an end, an offset on a border belongs to the piece before it.
  let low = 0
  let high = pieces.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    const at = pieces[middle]?.at ?? 0
    if (edge === 'start' ? at <= offset : at < offset) low = middle
    else high = middle - 1
  }
  const piece = pieces[low]
  if (!piece) return 0
  const inside = Math.max(0, Math.min(offset - piece.at, piece.length))
  const [start, end] = piece.source
  if (end - start === piece.length) return start + inside
  if (edge === 'start') return inside >= piece.length ? end : start
  return inside <= 0 ? start : end
}

/** Each line without its leading tabs, as `<<-` has it. */
export function withoutLeadingTabs(raw: MappedText): MappedText {
  const pieces: TextPiece[] = []
  let text = ''
  for (const line of raw.text.matchAll(/^(\t*)(.*\n?)/gm)) {
    const start = line.index + (line[1]?.length ?? 0)
    for (const piece of sliceText(raw, [start, line.index + line[0].length]).pieces) {
      pieces.push({ ...piece, at: text.length + piece.at })
    }
    text += line[2] ?? ''
    if (line[0] === '') break
  }
  return { text, pieces }
}

/** A text without the white space around it. */
export function trimText(mapped: MappedText): MappedText {
  const start = mapped.text.length - mapped.text.trimStart().length
  return sliceText(mapped, [start, Math.max(start, mapped.text.trimEnd().length)])
}
