import { matchesWildcard } from '../text/wildcard.ts'
import { type Item, NOT_SET, NOWHERE, type Piece, pathText, textOf, UNKNOWN, type Value, withoutQuotes } from './value.ts'
import type { ShellPart, ShellWord } from './words.ts'

/** What an expansion needs. */
export interface Expander {
  /** The value of a variable or parameter (`1`, `@`, `#`); undefined if nothing read so far assigns it. */
  readonly lookup: (name: string) => Value | undefined
  /** Text of the file that spans point into; absent if nobody edits it. */
  readonly file?: string
  /** The whole environment is known: what nothing assigns is not set. Otherwise it may come from outside, and paths are on this machine. */
  readonly closed: boolean
  readonly output?: (part: ShellPart & { kind: 'command' }) => readonly Piece[] | undefined
}

export type Variable = ShellPart & { kind: 'variable' }

/** Longer texts count as unknown: a variable that doubles itself line by line would fill the memory. */
export const MAX_VALUE_TEXT = 16_384

/** Most arguments: a script that doubles its arguments line by line would fill the memory. */
export const MAX_ITEMS = 1000

/** The word as one string, as after `=`: nothing is split. `marks`: mark the pieces that are in quotes. */
export function expandText(word: ShellWord, to: Expander, marks = true): readonly Piece[] {
  const pieces = word.parts.flatMap((part): readonly Piece[] => {
    if (part.kind === 'text' || part.kind === 'pattern') return [literal(part, to, marks)]
    const known = part.kind === 'variable' ? readVariable(part, to) : part.kind === 'command' ? to.output?.(part) : undefined
    return part.quoted && known && marks ? known.map((piece): Piece => ({ ...piece, quoted: true })) : (known ?? [hole(part, to)])
  })
  const length = pieces.reduce((sum, { text }) => sum + text.length, 0)
  return length > MAX_VALUE_TEXT || pieces.length > MAX_ITEMS
    ? [{ text: word.text.slice(0, 40), at: word.span, exact: false, hole: true }]
    : pieces
}

/** Text as it is in a word. */
export function literal(part: ShellPart & { kind: 'text' | 'pattern' }, to: Expander, marks = true): Piece {
  const text = part.kind === 'text' ? part.value : part.raw
  const [start, end] = part.span
  const exact = to.file !== undefined && end - start === text.length && to.file.startsWith(text, start)
  const piece: Piece = { text, at: part.span, exact, hole: false }
  if (part.kind === 'pattern') return { ...piece, pattern: true }
  return part.quoted && marks ? { ...piece, quoted: true } : piece
}

/** An unresolved part as the file spells it, not as its replacement in the shell text (`$(_)` for systemd's `%h`). */
export function spelled(part: ShellPart, to: Expander): string {
  return to.file?.slice(part.span[0], part.span[1]).replace(/\s+/g, ' ') || part.raw
}

/** An unresolved part of a word. */
export function hole(part: ShellPart, to: Expander): Piece {
  return { text: spelled(part, to), at: part.span, exact: false, hole: true }
}

/** The value of an expansion that is one string (POSIX 2.6.2; Bash manual, "Shell Parameter Expansion"); undefined if it is unknown. */
export function readVariable(part: Variable, to: Expander): readonly Piece[] | undefined {
  const known = readPieces(part, to)
  // `$0` and `$PWD` are paths on this machine and are shown as written.
  return known?.map((piece) => (piece.at === NOWHERE && piece.hole ? { ...piece, text: spelled(part, to), at: part.span } : piece))
}

function readPieces(part: Variable, to: Expander): readonly Piece[] | undefined {
  if (part.operator === '#name') return measure(part, to)
  if (part.operator === '!name') {
    const name = textIn(part, to)
    const { operator: _, ...plain } = part
    return name !== undefined && /^\w+$/.test(name) ? readVariable({ ...plain, name }, to) : undefined
  }
  const value = valueAt(part, to)
  const missing = value === undefined || value.kind === 'unset'
  const pieces = missing ? [] : piecesOf(value, part, to)
  const known = pieces && withoutQuotes(pieces)
  const isEmpty = known?.every(({ text, hole }) => text === '' && !hole) ?? false
  const operand = (): readonly Piece[] => (part.operand ? expandText(part.operand, to) : [])
  switch (part.operator) {
    case undefined:
    case '?':
    case ':?':
      return value === undefined ? undefined : known
    case ':-':
    case ':=':
      return isEmpty ? operand() : known
    case '-':
    case '=':
      return missing ? operand() : known
    case ':+':
    case '+':
      if (value === undefined && !to.closed) return undefined
      if (missing || (isEmpty && part.operator === ':+')) return []
      return known && operand()
    default:
      // An operator on all elements of a list changes each of them, or chooses some.
      return value === undefined || known === undefined || (value.kind === 'list' && isAll(part)) ? undefined : changed(known, part, to)
  }
}

/** The value that an expansion names, before its operator. */
export function valueAt(part: Variable, to: Expander): Value | undefined {
  const value = to.lookup(part.name)
  if (part.index === undefined || part.index === '@' || part.index === '*') return value
  if (!/^\d+$/.test(part.index)) return value && UNKNOWN
  if (value?.kind !== 'list') return part.index === '0' ? value : value && UNKNOWN
  const at = Number(part.index)
  const item = value.items[at]
  if (value.items.slice(0, at + 1).some(({ kind }) => kind === 'opaque')) return UNKNOWN
  return item?.kind === 'field' ? { kind: 'text', pieces: item.pieces, ...(value.basis ? { basis: value.basis } : {}) } : NOT_SET
}

/** Whether an expansion names all elements of a list. */
function isAll({ name, index }: Variable): boolean {
  return index === '@' || index === '*' || name === '@' || name === '*'
}

/** A value as one string; `$list` is its first element, `${list[*]}` all of them. */
function piecesOf(value: Value, part: Variable, to: Expander): readonly Piece[] | undefined {
  if (value.kind === 'text') return value.pieces
  if (value.kind === 'unset') return []
  if (value.kind !== 'list') return undefined
  if (!isAll(part)) return value.items.length === 0 ? [] : elementPieces(value.items[0])
  const separator = part.index === '*' || part.name === '*' ? separators(to)?.slice(0, 1) : ' '
  if (separator === undefined) return undefined
  const between: readonly Piece[] = separator === '' ? [] : [{ text: separator, at: part.span, exact: false, hole: false }]
  const pieces: Piece[] = []
  for (const [index, item] of value.items.entries()) {
    const own = elementPieces(item)
    if (!own) return undefined
    pieces.push(...(index > 0 ? between : []), ...own)
  }
  return pieces
}

function elementPieces(item: Item | undefined): readonly Piece[] | undefined {
  return item?.kind === 'field' ? item.pieces : undefined
}

/** The characters of IFS; undefined if they are unknown. */
export function separators(to: Expander): string | undefined {
  const value = to.lookup('IFS')
  if (value === undefined || value.kind === 'unset') return ' \t\n'
  return value.kind === 'text' ? textOf(value.pieces) : undefined
}

/** `${#name}`, `${#list[@]}`. */
function measure(part: Variable, to: Expander): readonly Piece[] | undefined {
  const value = valueAt(part, to)
  if (!value) return undefined
  if (isAll(part) && value.kind === 'list')
    return value.items.some(({ kind }) => kind === 'opaque') ? undefined : derived(String(value.items.length), part)
  const pieces = piecesOf(value, { ...part, operator: '' }, to)
  const text = pieces && textOf(pieces)
  return text === undefined ? undefined : derived(String(text.length), part)
}

function textIn(part: Variable, to: Expander): string | undefined {
  const value = valueAt(part, to)
  return value?.kind === 'text' ? textOf(value.pieces) : undefined
}

/** Applies the operators to a string; a path on this machine stays one. */
function changed(known: readonly Piece[], part: Variable, to: Expander): readonly Piece[] | undefined {
  const text = pathText(known)
  const operand = wordText(part.operand, to)
  const second = wordText(part.second, to)
  if (text === undefined || operand === undefined || second === undefined) return undefined
  const result = applyOperator(text, part.operator ?? '', operand, second, part.second !== undefined)
  if (result === undefined) return undefined
  return textOf(known) === undefined ? [{ text: part.raw, at: part.span, exact: false, hole: true, path: result }] : derived(result, part)
}

function wordText(word: ShellWord | undefined, to: Expander): string | undefined {
  return word ? textOf(expandText(word, to)) : ''
}

function derived(text: string, part: Variable): readonly Piece[] {
  return [{ text, at: part.span, exact: false, hole: false }]
}

function applyOperator(text: string, operator: string, operand: string, second: string, hasSecond: boolean): string | undefined {
  switch (operator) {
    case '%':
    case '%%':
    case '#':
    case '##':
      return removeAffix(text, operator, operand)
    case '/':
    case '//':
      if (/[*?[\]\\]/.test(operand) || operand === '') return undefined
      return operator === '/' ? text.replace(operand, () => second) : text.replaceAll(operand, () => second)
    case '^^':
      return operand === '' ? text.toUpperCase() : undefined
    case ',,':
      return operand === '' ? text.toLowerCase() : undefined
    case ':':
      if (!/^\d{1,6}$/.test(operand) || (hasSecond && !/^\d{1,6}$/.test(second))) return undefined
      return text.slice(Number(operand), hasSecond ? Number(operand) + Number(second) : undefined)
    default:
      return undefined
  }
}

/** Longest value that is matched: longer ones are not paths and would take too long. */
const MAX_AFFIX = 1024

/** `${value%pattern}` and similar operators (POSIX 2.6.2), for patterns of literal text, `*` and `?`; undefined for others. */
export function removeAffix(value: string, operator: '%' | '%%' | '#' | '##', pattern: string): string | undefined {
  if (/[[\]\\]/.test(pattern) || value.length > MAX_AFFIX || pattern.length > MAX_AFFIX) return undefined
  const suffix = operator.startsWith('%')
  const longest = operator.length === 2
  for (let step = 0; step <= value.length; step++) {
    const length = longest ? value.length - step : step
    const affix = suffix ? value.slice(value.length - length) : value.slice(0, length)
    if (matchesWildcard(pattern, affix)) return suffix ? value.slice(0, value.length - length) : value.slice(length)
  }
  return value
}
