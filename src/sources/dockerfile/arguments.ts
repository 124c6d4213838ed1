import { parse } from 'docker-file-parser'
import type { Span } from '../../model/fact.ts'
import type { EscapeSign } from './lines.ts'

/** A piece of an instruction's line, with its place in that line. */
export interface WordPiece {
  readonly text: string
  readonly span: Span
}

/** How an instruction's arguments are split: this decides under which name they go to the parsing library. */
export type Cut =
  /** JSON array or a text: RUN, CMD, ENTRYPOINT, SHELL. */
  | 'json-or-text'
  /** JSON array or words between blanks: COPY, ADD, VOLUME. */
  | 'json-or-list'
  /** Words between blanks: FROM, EXPOSE. */
  | 'list'
  /** Words that may contain quoted blanks: ENV, ARG, LABEL. */
  | 'words'
  | 'text'

/** docker-file-parser chooses the way by the instruction's name: one name for each way. */
const SAMPLE: Readonly<Record<Cut, string>> = {
  'json-or-text': 'RUN',
  'json-or-list': 'COPY',
  list: 'EXPOSE',
  words: 'ARG',
  text: 'USER',
}

/** Protects a backslash at the end of a line, which the library would read as a continuation. No Dockerfile contains this character. */
const GUARD = ' \u0001'

/**
 * Splits the arguments of one instruction: `rest` is its line after the name and the flags. `docker-file-parser` gets exactly one joined
 * line without heredocs, which it parses well. Its answers are then found again in `rest`, so each has a span (offsets in `rest`). `json`:
 * the exec form.
 */
export function cutArguments(
  rest: string,
  cut: Cut,
  escapeSign: EscapeSign,
): { readonly json: boolean; readonly pieces: readonly WordPiece[] } {
  if (rest.trim() === '') return { json: false, pieces: [] }
  // The library knows only the backslash. For words, where it matters, both escape signs are swapped before and after.
  const isSwapped = cut === 'words' && escapeSign === '`'
  const swap = (text: string) => (isSwapped ? text.replace(/[\\`]/g, (sign) => (sign === '\\' ? '`' : '\\')) : text)
  const guarded = rest.trimEnd().endsWith('\\') || swap(rest).trimEnd().endsWith('\\')
  const [command] = parse(`${SAMPLE[cut]} ${swap(rest)}${guarded ? GUARD : ''}`)
  const args = command?.args
  if (args === undefined) return { json: false, pieces: [] }
  if (typeof args === 'string') return { json: false, pieces: locate(rest, [unguarded(args)]) }
  if (!Array.isArray(args)) return { json: false, pieces: [] }
  if ((cut === 'json-or-text' || cut === 'json-or-list') && rest.trimStart().startsWith('[') && isJson(rest)) {
    return { json: true, pieces: locateStrings(rest, args) }
  }
  return { json: false, pieces: locate(rest, args.map(swap).map(unguarded)) }
}

function unguarded(text: string): string {
  return text === GUARD.trim() ? '' : text.endsWith(GUARD) ? text.slice(0, -GUARD.length) : text
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Finds texts one after the other; each is a part of `rest` as written. */
function locate(rest: string, texts: readonly string[]): readonly WordPiece[] {
  const pieces: WordPiece[] = []
  let from = 0
  for (const text of texts) {
    if (text === '') continue
    const start = rest.indexOf(text, from)
    if (start === -1) continue
    from = start + text.length
    pieces.push({ text, span: [start, from] })
  }
  return pieces
}

/** The strings of a JSON array in `rest`, quotes included in their spans. */
function locateStrings(rest: string, values: readonly string[]): readonly WordPiece[] {
  const strings = [...rest.matchAll(/"(?:[^"\\]|\\.)*"/g)]
  return values.map((text, index) => {
    const match = strings[index]
    return { text, span: match ? [match.index, match.index + match[0].length] : [0, rest.length] }
  })
}
