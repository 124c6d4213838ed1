import {
  type Expander,
  expandText,
  hole,
  literal,
  MAX_ITEMS,
  readVariable,
  separators,
  spelled,
  type Variable,
  valueAt,
} from './parameter.ts'
import { splitTokens, type Token, wordsOf } from './split.ts'
import {
  type Basis,
  type Field,
  field,
  type Item,
  isWeaker,
  type Opaque,
  type Piece,
  textOf,
  UNKNOWN,
  type Value,
  withoutQuotes,
} from './value.ts'
import type { ShellPart, ShellWord, ValueOf } from './words.ts'

/** Expands one word as bash does (Bash manual, "Shell Expansions"). Unknown parts stay as written: a hole, or an `Opaque` argument. */
export function expandWord(word: ShellWord, to: Expander): readonly Item[] {
  const words = multiply(word)
  const items = words.length === 1 ? fieldsOf(word.parts, word, to, true) : words.flatMap((parts) => fieldsOf(parts, word, to, false))
  return items.length > MAX_ITEMS ? [{ ...conditional(), text: word.text, raw: word.text, word: word.span }] : items
}

/** The text of a word with its variables looked up; undefined if one of them, or a command's output, is unknown or not set. */
export function resolveWord(word: ShellWord, lookup: ValueOf): string | undefined {
  const value = (name: string): Value | undefined => {
    const text = lookup(name)
    if (text === null) return undefined
    return text === undefined ? UNKNOWN : { kind: 'text', pieces: [{ text, at: word.span, exact: false, hole: false }] }
  }
  return textOf(expandText(word, { lookup: value, closed: true }))
}

/** What the text of a word depends on; `absent` gives the basis of a name that nothing assigns. */
export function basisOf(word: ShellWord, to: Expander, absent: (name: string) => Basis): Basis {
  let basis: Basis = 'sure'
  const weaken = (other: Basis): void => {
    if (isWeaker(other, basis)) basis = other
  }
  for (const part of word.parts) {
    if (part.kind !== 'variable') continue
    const value = valueAt(part, to)
    if (value === undefined) weaken(absent(part.name))
    else if (value.kind === 'text' || value.kind === 'list') weaken(value.basis ?? 'sure')
    else if (value.kind !== 'unset') weaken('guess')
    for (const operand of [part.operand, part.second]) if (operand) weaken(basisOf(operand, to, absent))
  }
  return basis
}

/** Stands for arguments that only some branch of the script adds; without `may`, for any arguments. */
export function conditional(may?: readonly Item[]): Opaque {
  const word = may?.[0]?.word ?? [0, 0]
  return { kind: 'opaque', text: '', raw: '', word, own: false, front: false, single: false, ...(may ? { may } : {}) }
}

/** The words that brace expansion makes of one. */
function multiply(word: ShellWord): readonly (readonly ShellPart[])[] {
  if (!word.parts.some((part) => part.kind === 'pattern' && part.choices)) return [word.parts]
  let words: (readonly ShellPart[])[] = [[]]
  for (const part of word.parts) {
    const choices = part.kind === 'pattern' ? part.choices : undefined
    if (!choices) words = words.map((parts) => [...parts, part])
    else if (words.length * choices.length <= 64) words = words.flatMap((parts) => choices.map((choice) => [...parts, ...choice]))
    else return [word.parts]
  }
  return words
}

function fieldsOf(parts: readonly ShellPart[], word: ShellWord, to: Expander, alone: boolean): readonly Item[] {
  const glued = parts.length > 1
  const tokens = parts.flatMap((part) => partTokens(part, word, to, glued))
  const items: Item[] = []
  let pieces: Piece[] | undefined
  const front = alone && word.cut?.front !== true
  const back = alone && word.cut?.back !== true
  const whole = front && back && tokens.every((token) => token.kind === 'piece' || (glued && token.kind === 'opaque'))
  const flush = (): void => {
    // A word of another file cannot be edited.
    const own = pieces && word.cut ? pieces.map((piece): Piece => ({ ...piece, exact: false })) : pieces
    if (own) items.push(field(own, word.span, whole, front && items.length === 0))
    pieces = undefined
  }
  for (const token of tokens) {
    switch (token.kind) {
      case 'piece':
        pieces = pieces ?? []
        pieces.push(token.piece)
        break
      case 'break':
        if (token.hard) pieces = pieces ?? []
        flush()
        break
      case 'opaque':
        // Joined to other text it is part of a word; alone it may be any number of words.
        if (glued) {
          pieces = pieces ?? []
          const { text, word: at, path } = token
          pieces.push({ text, at, exact: false, hole: true, ...(path === undefined ? {} : { path }) })
        } else {
          flush()
          const first = front && items.length === 0
          items.push({ ...token, own: token.own && first && back, front: first })
        }
        break
      case 'field':
        flush()
        items.push({ ...token, front: front && items.length === 0 })
        break
      default:
        token satisfies never
    }
  }
  flush()
  return items
}

function partTokens(part: ShellPart, word: ShellWord, to: Expander, glued: boolean): readonly Token[] {
  switch (part.kind) {
    case 'text':
    case 'pattern':
      return [{ kind: 'piece', piece: literal(part, to) }]
    case 'other':
      return [{ kind: 'piece', piece: hole(part, to) }]
    case 'command': {
      // `# a comment` inside a command of several lines runs nothing.
      if (/^`\s*#[^`]*`$/.test(part.raw)) return []
      const printed = to.output?.(part)
      if (printed && part.quoted) return quotedTokens(printed, part, word, to, glued)
      if (printed) return splitTokens(printed, separators(to) ?? ' \t\n')
      return glued || part.quoted ? [{ kind: 'piece', piece: hole(part, to) }] : [opaque(part, to, false)]
    }
    case 'variable':
      return (
        spreadTokens(part, word, to, glued) ??
        (part.quoted ? quotedTokens(readVariable(part, to), part, word, to, glued) : unquotedTokens(part, word, to, glued))
      )
    default:
      return part satisfies never
  }
}

/** `"$name"`: always one word. */
function quotedTokens(
  known: readonly Piece[] | undefined,
  part: ShellPart,
  word: ShellWord,
  to: Expander,
  glued: boolean,
): readonly Token[] {
  if (!glued && (!known || isHole(known))) return [{ ...opaque(part, to, true, known), word: word.span }]
  if (known?.length === 0) return [{ kind: 'piece', piece: { text: '', at: part.span, exact: false, hole: false } }]
  return (known ?? [hole(part, to)]).map((piece): Token => ({ kind: 'piece', piece: withoutPattern(piece) }))
}

/** In quotes nothing is a pattern. */
function withoutPattern(piece: Piece): Piece {
  if (piece.pattern === undefined) return piece
  const { pattern: _, ...rest } = piece
  return rest
}

/** `$name`: known text is split, unknown text may be any number of words. */
function unquotedTokens(part: Variable, word: ShellWord, to: Expander, glued: boolean): readonly Token[] {
  const known = readVariable(part, to)
  if (!known || isHole(known)) return [maybe(part, word, to) ?? opaque(part, to, false, known)]
  const ifs = separators(to)
  if (ifs === undefined) return [opaque(part, to, false)]
  const tokens = splitTokens(known, ifs)
  if (glued) return tokens
  const words = wordsOf(tokens)
  const isDefault = part.operator !== undefined && !to.closed && to.lookup(part.name) === undefined
  // `${OPTS:---init}`: the default is known, but the variable is meant to be set by others.
  if (isDefault && (words.length === 0 || words.some((pieces) => pieces[0]?.text.startsWith('-')))) {
    return [...words.map((pieces): Token => field(pieces, word.span, false)), opaque(part, to, false)]
  }
  if (words.some(isHole)) {
    return words.map((pieces): Token => (isHole(pieces) ? holeItem(pieces[0], word) : field(pieces, word.span, false)))
  }
  return tokens
}

/** `${name:+--flag "$name"}`: nothing, or these words; `$name` with one of several strings: some of their words. */
function maybe(part: Variable, word: ShellWord, to: Expander): Opaque | undefined {
  const value = part.operator === undefined && part.index === undefined ? to.lookup(part.name) : undefined
  const fields = (pieces: readonly Piece[]): readonly Field[] =>
    wordsOf(splitTokens(pieces, separators(to) ?? ' \t\n')).map((each) => field(each, word.span, false))
  if (value?.kind === 'choice' && !value.open) return { ...opaque(part, to, false), may: value.strings.flatMap(fields) }
  if ((part.operator !== ':+' && part.operator !== '+') || !part.operand) return undefined
  return { ...opaque(part, to, false), may: fields(expandText(part.operand, to)) }
}

/** A hole that is a whole word: any number of arguments. */
function holeItem(piece: Piece | undefined, word: ShellWord): Opaque {
  const may = piece?.may && wordsOf(splitTokens(piece.may, ' \t\n')).map((pieces) => field(pieces, word.span, false))
  return { ...conditional(may), text: piece?.text ?? '', raw: piece?.text ?? '', word: word.span }
}

/** Whether pieces are only one unresolved expansion. */
function isHole(pieces: readonly Piece[]): boolean {
  return pieces.length === 1 && pieces[0]?.hole === true
}

function opaque(part: ShellPart, to: Expander, single: boolean, known?: readonly Piece[]): Opaque {
  const [first] = known ?? []
  return {
    kind: 'opaque',
    text: spelled(part, to),
    raw: part.raw,
    word: part.span,
    own: true,
    front: true,
    single,
    ...(first?.path === undefined ? {} : { path: first.path }),
    ...(first ? { from: first.at } : {}),
  }
}

/** `$@`, `"${list[@]}"`, `${@:2}`, `${list[@]+"${list[@]}"}`: one word per element; undefined for anything else. */
function spreadTokens(part: Variable, word: ShellWord, to: Expander, glued: boolean): readonly Token[] | undefined {
  const sign = part.index ?? part.name
  if ((sign !== '@' && sign !== '*') || (sign === '*' && part.quoted) || part.operator === '#name' || part.operator === '!name')
    return undefined
  const value = to.lookup(part.index === undefined ? '@' : part.name)
  const items = elements(value, part, to)
  if (!items) return [{ ...opaque(part, to, false), word: word.span }]
  const ifs = separators(to)
  return items.flatMap((item, index): readonly Token[] => {
    const gap: readonly Token[] = glued && index > 0 ? [{ kind: 'break', hard: false }] : []
    if (!part.quoted && item.kind === 'field') {
      if (ifs === undefined) return [opaque(part, to, false)]
      const tokens = splitTokens(withoutQuotes(item.pieces), ifs)
      if (glued) return [...gap, ...tokens]
      const split = wordsOf(tokens)
      if (split.length !== 1) return split.map((pieces) => field(pieces, word.span, false))
    }
    if (!glued || item.kind !== 'field') return [...gap, { ...item, word: word.span, own: false, front: false }]
    const pieces = item.pieces.length > 0 ? item.pieces : [{ text: '', at: item.word, exact: false, hole: false }]
    return [...gap, ...pieces.map((piece): Token => ({ kind: 'piece', piece }))]
  })
}

function elements(value: Value | undefined, part: Variable, to: Expander): readonly Item[] | undefined {
  if (value?.kind === 'unset') return []
  if (value?.kind === 'text') return [field(value.pieces, part.span, false)]
  if (value?.kind !== 'list') return undefined
  if (part.operator === undefined || part.operator === '+' || part.operator === ':+') return value.items
  if (part.operator !== ':' || !part.operand) return undefined
  const offset = Number(textOf(expandText(part.operand, to)))
  const count = part.second ? Number(textOf(expandText(part.second, to))) : undefined
  const from = part.index === undefined ? offset - 1 : offset
  if (!Number.isInteger(from) || from < 0 || (count !== undefined && !(count >= 0))) return undefined
  if (value.items.some(({ kind }) => kind === 'opaque')) return undefined
  return value.items.slice(from, count === undefined ? undefined : from + count)
}
