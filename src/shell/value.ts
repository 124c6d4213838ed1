import type { Span } from '../model/fact.ts'

/** A stretch of an expanded word. */
export interface Piece {
  readonly text: string
  /** Where it is in the file. */
  readonly at: Span
  /** The file has exactly `text` at `at`, so that a part of it has a place of its own. */
  readonly exact: boolean
  /** Not resolvable: `text` is the expansion as written (`$PWD`, `$(id -u)`). */
  readonly hole: boolean
  /** Of a hole that only some way through the script fills: all that it may then be. */
  readonly may?: readonly Piece[]
  /** Of a hole that stands for a directory or file of this machine (`$(dirname "$0")`): its path. */
  readonly path?: string
  /** It stands there without quotes and has `*`, `?` or `[`: a pattern that names files. */
  readonly pattern?: true
  /** It is in quotes, so that it is not split: only until a variable keeps it. */
  readonly quoted?: true
}

/** One argument after expansion: exactly one word for the command. */
export interface Field {
  readonly kind: 'field'
  readonly pieces: readonly Piece[]
  /** All pieces joined; holes as they are written. */
  readonly text: string
  /** The word of the command line that it comes from; several fields of one `$OPTS` share it. */
  readonly word: Span
  /** The word is in the command itself and is nothing but this field. */
  readonly own: boolean
  /** The word is in the command itself and begins with this field, so that another word can be put before it. */
  readonly front: boolean
  /** The array that brought it in, by the place of its assignment; an element can be added there. */
  readonly array?: ArrayOrigin
}

/** A `name=(…)` whose elements reached the command by `"${name[@]}"`. */
export interface ArrayOrigin {
  readonly name: string
  /** The parentheses with all elements. */
  readonly literal: Span
  /** The element itself. */
  readonly element: Span
}

/** An argument that may become any number of words: `$OPTS`, `"$@"`, `"${args[@]}"`. */
export interface Opaque {
  readonly kind: 'opaque'
  /** As the file spells it. */
  readonly text: string
  /** As the shell text has it, which tells its name: `$(VAR)` of make inside another variable, `{{ name }}` as `$(name)`. */
  readonly raw: string
  readonly word: Span
  readonly own: boolean
  readonly front: boolean
  /** Surely one word (`"$IMAGE"`): an unresolved argument, but not an unknown number of them. */
  readonly single: boolean
  /** What it is as a path of this machine (`"$(dirname "$0")"`). */
  readonly path?: string
  /** Of a variable that keeps what a substitution prints: where that stands. */
  readonly from?: Span
  /** All arguments that it may be, where some way through the script adds them (`[ -n "$X" ] && args+=(--x)`). */
  readonly may?: readonly Item[]
}

export type Item = Field | Opaque

/**
 * What a value rests on. `sure`: constants and arguments of the script, whoever starts it. `likely`: beside them the environment that it is
 * started with. `guess`: a branch or a loop that may have been taken otherwise.
 */
export type Basis = 'sure' | 'likely' | 'guess'

/** What is known of a shell variable. `pieces` are one string; `items` are an array, or the positional parameters. */
export type Value =
  | { readonly kind: 'text'; readonly pieces: readonly Piece[]; readonly basis?: Basis }
  | { readonly kind: 'list'; readonly items: readonly Item[]; readonly basis?: Basis }
  /** One of several strings; `open`: or another one. */
  | { readonly kind: 'choice'; readonly strings: readonly (readonly Piece[])[]; readonly open?: true }
  /** Surely not set. */
  | { readonly kind: 'unset' }
  /** Assigned somewhere, but what holds here cannot be told. */
  | { readonly kind: 'unknown' }

export const UNKNOWN: Value = { kind: 'unknown' }
export const NOT_SET: Value = { kind: 'unset' }

/** A string that stands nowhere in the file. */
export function textValue(text: string, basis: Basis = 'sure'): Value {
  return { kind: 'text', pieces: text === '' ? [] : [{ text, at: NOWHERE, exact: false, hole: false }], basis }
}

/** The place of what stands nowhere in the file. */
export const NOWHERE: Span = [0, 0]

/** A path of this machine, which differs from one to the next. */
export function pathValue(path: string): Value {
  return { kind: 'text', pieces: [{ text: '$', at: NOWHERE, exact: false, hole: true, path }] }
}

/** The string that pieces make; undefined where one of them is not known. */
export function textOf(pieces: readonly Piece[]): string | undefined {
  return pieces.some(({ hole }) => hole) ? undefined : pieces.map(({ text }) => text).join('')
}

/** A word or path where the working directory and the place of the script on this machine are all that it may depend on. */
export function pathText(pieces: readonly Piece[]): string | undefined {
  return pieces.some(({ hole, path }) => hole && path === undefined) ? undefined : pieces.map(({ text, path }) => path ?? text).join('')
}

export function field(pieces: readonly Piece[], word: Span, own: boolean, front = own): Field {
  return { kind: 'field', pieces, text: pieces.map((piece) => piece.text).join(''), word, own, front }
}

/** Whether every piece is known. */
export function isKnown(item: Item): boolean {
  return item.kind === 'field' && !item.pieces.some((piece) => piece.hole)
}

/** The text of an argument; of one that stands as written (`"$IMAGE"`), without its quotes. */
export function unquoted(item: Item): string {
  return item.text.replace(/^"(.*)"$/s, '$1')
}

/** A part of a field, by offsets of its text. */
export function sliceField(from: Field, start: number, end = from.text.length): Field {
  const pieces: Piece[] = []
  let at = 0
  for (const piece of from.pieces) {
    const low = Math.max(start, at)
    const high = Math.min(end, at + piece.text.length)
    if (low < high || (piece.text === '' && at >= start && at < end)) {
      const whole = low === at && high === at + piece.text.length
      pieces.push({
        ...piece,
        text: piece.text.slice(low - at, high - at),
        at: piece.exact && !whole ? [piece.at[0] + low - at, piece.at[0] + high - at] : piece.at,
      })
    }
    at += piece.text.length
  }
  return {
    ...from,
    pieces,
    text: from.text.slice(start, end),
    own: from.own && start === 0 && end === from.text.length,
    front: from.front && start === 0,
  }
}

/** Where a field stands: its own place in the file, in the first of its pieces' places to the last where they follow each other. */
export function fieldSpan(of: Field): Span {
  const first = of.pieces[0]
  const last = of.pieces.at(-1)
  if (!first || !last || last.at[1] < first.at[0]) return of.word
  return [first.at[0], last.at[1]]
}

/** Whether a field's text is in the file in one stretch, character for character: it can be replaced in place. */
export function isExact(of: Field): boolean {
  return of.pieces.every((piece, index) => piece.exact && (index === 0 || of.pieces[index - 1]?.at[1] === piece.at[0]))
}
