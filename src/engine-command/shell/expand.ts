import type { Span } from '../../model/fact.ts'
import type { ShellPart, ShellWord } from '../../shell/words.ts'
import { field, type Item, type Opaque, type Piece, type Value } from './field.ts'
import { lookUp, type State } from './state.ts'

/** What an expansion needs to know: the variables at that place, and the text of the file that all spans point into. */
export interface Expander {
  readonly file: string
  readonly state: State
}

/** Whether a word's ends are places of the file, or lie inside what another program puts in (a variable of make). */
export interface WordPlace {
  readonly front: boolean
  readonly back: boolean
}

/** Stretches of text, breaks between words, and arguments of unknown number, in order. */
type Token = { readonly kind: 'piece'; readonly piece: Piece } | { readonly kind: 'break' } | Item

type Variable = Extract<ShellPart, { kind: 'variable' }>

/**
 * Expands one word as bash does (Bash manual, "Shell Expansions"): quoting removed, known variables put in, unquoted ones split
 * at white space, arrays spread. What cannot be known stays as written: a hole inside a field, or an `Opaque` argument.
 */
export function expandWord(word: ShellWord, to: Expander, place: WordPlace = { front: true, back: true }): readonly Item[] {
  const tokens = word.parts.flatMap((part) => partTokens(part, word, to))
  const items: Item[] = []
  let pieces: Piece[] | undefined
  const glued = word.parts.length > 1
  const whole = place.front && place.back && tokens.every((token) => token.kind === 'piece' || (glued && token.kind === 'opaque'))
  const flush = (): void => {
    if (pieces) items.push(field(pieces, word.span, whole, place.front && items.length === 0))
    pieces = undefined
  }
  for (const token of tokens) {
    switch (token.kind) {
      case 'piece':
        pieces = [...(pieces ?? []), token.piece]
        break
      case 'break':
        flush()
        break
      case 'opaque':
        // Glued to other text it is a part of a word; alone it may be any number of words.
        if (!glued) {
          flush()
          const front = place.front && items.length === 0
          items.push({ ...token, own: token.own && front && place.back, front })
        } else pieces = [...(pieces ?? []), { text: token.text, at: token.word, exact: false, hole: true }]
        break
      case 'field':
        flush()
        items.push({ ...token, front: place.front && items.length === 0 })
        break
      default:
        token satisfies never
    }
  }
  flush()
  return items
}

/** The word as one string, as on the right of `=`: nothing is split. */
export function expandText(word: ShellWord, to: Expander): readonly Piece[] {
  return word.parts.flatMap((part): readonly Piece[] => {
    if (part.kind === 'text' || part.kind === 'pattern') return [literal(part, to)]
    return (part.kind === 'variable' ? readVariable(part, to) : undefined) ?? [hole(part, to)]
  })
}

function literal(part: Extract<ShellPart, { kind: 'text' | 'pattern' }>, to: Expander): Piece {
  const text = part.kind === 'text' ? part.value : part.raw
  return { text, at: part.span, exact: to.file.slice(part.span[0], part.span[1]) === text, hole: false }
}

/** What cannot be resolved shows as the file spells it, whatever stands for it in the shell text (`$(_)` for a `%h` of systemd). */
function spelled(part: ShellPart, to: Expander): string {
  return to.file.slice(part.span[0], part.span[1]).replace(/\s+/g, ' ') || part.raw
}

function hole(part: ShellPart, to: Expander): Piece {
  return { text: spelled(part, to), at: part.span, exact: false, hole: true }
}

function partTokens(part: ShellPart, word: ShellWord, to: Expander): readonly Token[] {
  const alone = word.parts.length === 1
  switch (part.kind) {
    case 'text':
    case 'pattern':
      return [{ kind: 'piece', piece: literal(part, to) }]
    case 'other':
      return [{ kind: 'piece', piece: hole(part, to) }]
    case 'command':
      // `# a comment` inside a command that goes over several lines: nothing, when it is run.
      if (/^`\s*#[^`]*`$/.test(part.raw)) return []
      return alone && !part.quoted ? [opaque(part, to, false)] : [{ kind: 'piece', piece: hole(part, to) }]
    case 'variable':
      return spreadTokens(part, word.span, to) ?? (part.quoted ? quotedTokens(part, word, to) : unquotedTokens(part, word.span, to))
    default:
      return part satisfies never
  }
}

/** `"$name"`: one word, whatever it holds. */
function quotedTokens(part: Variable, word: ShellWord, to: Expander): readonly Token[] {
  const known = readVariable(part, to)
  if (word.parts.length === 1 && (!known || isHole(known))) return [{ ...opaque(part, to, true), word: word.span }]
  return (known ?? [hole(part, to)]).map((piece): Token => ({ kind: 'piece', piece }))
}

/** `$name`: known text is split at white space, unknown text may be any number of words. */
function unquotedTokens(part: Variable, word: Span, to: Expander): readonly Token[] {
  const known = readVariable(part, to)
  if (!known || isHole(known)) return [maybe(part, word, to) ?? opaque(part, to, false)]
  const words = splitPieces(known)
  const optional = part.operator !== undefined && lookUp(to.state, part.name) === undefined
  // `${OPTS:---init}`: the default is known, but the variable is there for others to be given.
  if (optional && (words.length === 0 || words.some((pieces) => pieces[0]?.text.startsWith('-')))) {
    return [...words.map((pieces): Token => field(pieces, word, false)), opaque(part, to, false)]
  }
  if (words.some((pieces) => isHole(pieces))) {
    return words.map((pieces): Token => (isHole(pieces) ? holeItem(pieces[0], word) : field(pieces, word, false)))
  }
  return words.flatMap((pieces, index): Token[] => [
    ...(index > 0 ? [{ kind: 'break' } as const] : []),
    ...pieces.map((piece): Token => ({ kind: 'piece', piece })),
  ])
}

/** `${name:+--flag "$name"}`: either nothing, or these words; `$name`, which is one string or another: some of their words. */
function maybe(part: Variable, word: Span, to: Expander): Opaque | undefined {
  const value = part.operator === undefined && part.index === undefined ? lookUp(to.state, part.name) : undefined
  if (value?.kind === 'choice')
    return { ...opaque(part, to, false), may: value.strings.flatMap(splitPieces).map((pieces) => field(pieces, word, false)) }
  if ((part.operator !== ':+' && part.operator !== '+') || !part.operand) return undefined
  const may = splitPieces(expandText(part.operand, to)).map((pieces) => field(pieces, word, false))
  return { ...opaque(part, to, false), may }
}

/** A hole that is a word by itself: any number of arguments. */
function holeItem(piece: Piece | undefined, word: Span): Opaque {
  const may = piece?.may && splitPieces(piece.may).map((pieces) => field(pieces, word, false))
  return {
    kind: 'opaque',
    text: piece?.text ?? '',
    raw: piece?.text ?? '',
    word,
    own: false,
    front: false,
    single: false,
    ...(may ? { may } : {}),
  }
}

/** Nothing but one expansion that cannot be resolved. */
function isHole(pieces: readonly Piece[]): boolean {
  return pieces.length === 1 && pieces[0]?.hole === true
}

/** Field splitting (Bash manual, "Word Splitting") with the default IFS. */
function splitPieces(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const words: Piece[][] = []
  let open = false
  const add = (piece: Piece): void => {
    if (open) words.at(-1)?.push(piece)
    else words.push([piece])
    open = true
  }
  for (const piece of pieces) {
    if (piece.hole) {
      if (piece.may) open = false
      add(piece)
      if (piece.may) open = false
      continue
    }
    for (const match of piece.text.matchAll(/\s+|\S+/g)) {
      const start = piece.at[0] + match.index
      if (/^\s/.test(match[0])) open = false
      else add({ ...piece, text: match[0], at: piece.exact ? [start, start + match[0].length] : piece.at })
    }
  }
  return words
}

function opaque(part: ShellPart, to: Expander, single: boolean): Opaque {
  return { kind: 'opaque', text: spelled(part, to), raw: part.raw, word: part.span, own: true, front: true, single }
}

/** `$@`, `"$@"`, `${list[@]}`, `${list[*]}`, `${list[@]+"${list[@]}"}`; undefined for anything else. */
function spreadTokens(part: Variable, word: Span, to: Expander): readonly Token[] | undefined {
  const positional = part.name === '@' || part.name === '*'
  if (!positional && part.index !== '@' && part.index !== '*') return undefined
  if (part.operator !== undefined && part.operator !== '+' && part.operator !== ':+') return [{ ...opaque(part, to, false), word }]
  const value = lookUp(to.state, positional ? '@' : part.name)
  if (value?.kind !== 'list') return [{ ...opaque(part, to, false), word }]
  return value.items.map((item): Token => ({ ...item, word, own: false, front: false }))
}

/** The value of a plain variable, with `${x:-default}` where nothing in the file assigns `x`; undefined where it cannot be told. */
function readVariable(part: Variable, to: Expander): readonly Piece[] | undefined {
  if (part.index !== undefined) return undefined
  const value = lookUp(to.state, part.name)
  const known = textOf(value)
  if (part.operator === undefined) return known
  const empty = known?.every((piece) => piece.text === '') ?? false
  const operand = (): readonly Piece[] => (part.operand ? expandText(part.operand, to) : [])
  switch (part.operator) {
    case ':-':
    case ':=':
      return value === undefined || empty ? operand() : known
    case '-':
    case '=':
      return value === undefined ? operand() : known
    case '?':
    case ':?':
      return known
    case '+':
    case ':+':
      return known && !empty ? operand() : undefined
    default:
      return undefined
  }
}

function textOf(value: Value | undefined): readonly Piece[] | undefined {
  if (value?.kind === 'text') return value.pieces
  // `$list` is its first element.
  const first = value?.kind === 'list' ? value.items[0] : undefined
  return first?.kind === 'field' ? first.pieces : undefined
}
