import type { Span } from '../model/fact.ts'

/** A piece of an expanded word. */
export interface Piece {
  readonly text: string
  /** Where it is in the file. */
  readonly at: Span
  /** The file has exactly `text` at `at`, so each part of the piece has a place of its own. */
  readonly exact: boolean
  /** Unresolved: `text` is the expansion as written (`$PWD`, `$(id -u)`). */
  readonly hole: boolean
  /** For a hole that only some branch of the script fills: everything that it may then be. */
  readonly may?: readonly Piece[]
  /** For a hole that is a directory or file on this machine (`$(dirname "$0")`): its path. */
  readonly path?: string
  /** Unquoted, with `*`, `?` or `[`: a pattern for file names. */
  readonly pattern?: true
  /** Quoted, and so not split; lost when a variable keeps it. */
  readonly quoted?: true
}

/** Pieces without the marks of quotes, as a variable keeps them. */
export function withoutQuotes(pieces: readonly Piece[]): readonly Piece[] {
  return pieces.some(({ quoted }) => quoted) ? pieces.map(({ quoted: _, ...piece }): Piece => piece) : pieces
}

/** One argument after expansion: exactly one word for the command. */
export interface Field {
  readonly kind: 'field'
  readonly pieces: readonly Piece[]
  /** All pieces joined; holes as written. */
  readonly text: string
  /** The word of the command line that it comes from; several fields of one `$OPTS` share the word. */
  readonly word: Span
  /** The word is in the command itself and is only this field. */
  readonly own: boolean
  /** The word is in the command itself and begins with this field, so another word can go before it. */
  readonly front: boolean
  /** The array that it comes from, if any: an element can be added where that is assigned. */
  readonly array?: ArrayOrigin
}

/** An array `name=(…)` whose elements reached the command through `"${name[@]}"`. */
export interface ArrayOrigin {
  readonly name: string
  /** The parentheses with all elements. */
  readonly literal: Span
  readonly element: Span
}

/** An argument that may become any number of words: `$OPTS`, `"$@"`, `"${args[@]}"`. */
export interface Opaque {
  readonly kind: 'opaque'
  /** As the file spells it. */
  readonly text: string
  /** As the shell text spells it, which shows its name: make's `$(VAR)` inside another variable, `{{ name }}` as `$(name)`. */
  readonly raw: string
  readonly word: Span
  readonly own: boolean
  readonly front: boolean
  /** Certainly one word (`"$IMAGE"`): unresolved, but not an unknown number of arguments. */
  readonly single: boolean
  /** Its path on this machine (`"$(dirname "$0")"`). */
  readonly path?: string
  /** For a variable with the output of a substitution: the place of the substitution. */
  readonly from?: Span
  /** All arguments that it may be, if some branch of the script adds them (`[ -n "$X" ] && args+=(--x)`). */
  readonly may?: readonly Item[]
}

export type Item = Field | Opaque

/** What a value depends on. `sure`: constants and arguments. `set`: also what the container sets. `likely`: also the first environment. `guess`: a branch or a loop. */
export type Basis = (typeof BASES)[number]

const BASES = ['sure', 'set', 'likely', 'guess'] as const

/** Whether a basis is weaker than another. */
export function isWeaker(basis: Basis, than: Basis): boolean {
  return BASES.indexOf(basis) > BASES.indexOf(than)
}

/** What is known about a shell variable. `pieces` are one string; `items` are an array, or the positional parameters. */
export type Value =
  | { readonly kind: 'text'; readonly pieces: readonly Piece[]; readonly basis?: Basis }
  | { readonly kind: 'list'; readonly items: readonly Item[]; readonly basis?: Basis }
  /** One of several strings; `open`: or any other. */
  | { readonly kind: 'choice'; readonly strings: readonly (readonly Piece[])[]; readonly open?: true }
  /** Certainly not set. */
  | { readonly kind: 'unset' }
  /** Assigned somewhere, but with an unknown value here. */
  | { readonly kind: 'unknown' }

export const UNKNOWN: Value = { kind: 'unknown' }
export const NOT_SET: Value = { kind: 'unset' }

/** A string without a place in the file. */
export function textValue(text: string, basis: Basis = 'sure'): Value {
  return { kind: 'text', pieces: text === '' ? [] : [{ text, at: NOWHERE, exact: false, hole: false }], basis }
}

/** The place of what is not in the file. */
export const NOWHERE: Span = [0, 0]

/** A path on this machine, which differs between machines. */
export function pathValue(path: string): Value {
  return { kind: 'text', pieces: [{ text: '$', at: NOWHERE, exact: false, hole: true, path }] }
}

/** The string that pieces form; undefined if one of them is unknown. */
export function textOf(pieces: readonly Piece[]): string | undefined {
  return pieces.some(({ hole }) => hole) ? undefined : pieces.map(({ text }) => text).join('')
}

/** The beginning of a path that has a directory. */
const IN_DIRECTORY = /^\.{0,2}\/(?:[\w.@+:=,-]+\/)+[\w.@+:=,-]*$/

/** The path that pieces form, with `*` for all from the first unknown piece on; undefined if no directory is known before it. */
export function openPath(pieces: readonly Piece[]): string | undefined {
  const at = pieces.findIndex(({ hole }) => hole)
  if (at === -1) return textOf(pieces)
  const before = textOf(pieces.slice(0, at)) ?? ''
  return IN_DIRECTORY.test(before) ? `${before}*` : undefined
}

/** A word or path that depends at most on the working directory and the script's place on this machine. */
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

/** The text of an argument; undefined if it is not known. */
export function itemText(item: Item | undefined): string | undefined {
  return item?.kind === 'field' ? textOf(item.pieces) : undefined
}

/** The path of an argument that depends at most on this machine; undefined if it is not known. */
export function itemPath(item: Item | undefined): string | undefined {
  return item?.kind === 'field' ? pathText(item.pieces) : item?.path
}

/** The known words of items, between blanks; undefined if one is not known. */
export function textOfAll(items: readonly Item[]): string | undefined {
  const texts = items.map(itemText)
  return texts.every((text) => text !== undefined) ? texts.join(' ') : undefined
}

/** The text of an argument; for one as written (`"$IMAGE"`), without its quotes. */
export function unquoted({ text }: Pick<Item, 'text'>): string {
  return text.replace(/^"(.*)"$/s, '$1')
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
