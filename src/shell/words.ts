import type { Assignment, BraceExpansionPart, DoubleQuotedChild, ParameterOperation, Word, WordPart } from 'unbash'
import { defined } from '../model/defined.ts'
import type { Span } from '../model/fact.ts'
import { joinText, lastPiece, type MappedText, sourceSpan, type TextPart, type TextPiece } from '../text/mapped-text.ts'

/** One part of a shell word. Spans are in the file. */
export type ShellPart =
  /** Literal text, quotes and escapes resolved. */
  | { readonly kind: 'text'; readonly value: string; readonly quoted: boolean; readonly span: Span; readonly raw: string }
  /** `$NAME`, `${NAME}`, `${NAME:-operand}`, `${NAME[@]}`. Special parameters (`1`, `@`, `?`) have their sign as name. */
  | {
      readonly kind: 'variable'
      readonly name: string
      readonly quoted: boolean
      readonly index?: string
      /** `:-`, `%`, `//`, `^^`, `:` …; `#name` and `!name` for the length and the indirection. */
      readonly operator?: string
      /** The default, the pattern, the offset. */
      readonly operand?: ShellWord
      /** What replaces the pattern, or the length of a slice. */
      readonly second?: ShellWord
      readonly span: Span
      readonly raw: string
    }
  /** `$(…)` and backticks; the commands inside are in the script's own list. */
  | { readonly kind: 'command'; readonly quoted: boolean; readonly span: Span; readonly raw: string }
  /** What the shell may match against files or multiply: `*`, `?`, `[a-z]`, `@(…)`, `{a,b}`. */
  | {
      readonly kind: 'pattern'
      readonly quoted: false
      /** For `{a,b}` and `{1..3}`: the words that it becomes. */
      readonly choices?: readonly (readonly ShellPart[])[]
      readonly span: Span
      readonly raw: string
    }
  /** `$((…))` and `<(…)`. */
  | { readonly kind: 'other'; readonly quoted: boolean; readonly span: Span; readonly raw: string }

/** One word of a command. */
export interface ShellWord {
  /** As written. */
  readonly text: string
  /** The word without quotes and escapes; undefined if it depends on a variable or a command. Patterns stay as written. */
  readonly value: string | undefined
  readonly parts: readonly ShellPart[]
  readonly span: Span
  /** Which ends are not places in the file, but inside text that another program inserts (a variable of make). */
  readonly cut?: { readonly front: boolean; readonly back: boolean }
}

/** Reads a word, or an assignment among a command's arguments (`export A=b`) as a word. */
export function readWord(node: Word | Assignment, mapped: MappedText): ShellWord {
  const span = sourceSpan(mapped, [node.pos, node.end])
  const text = mapped.text.slice(node.pos, node.end)
  const parts = node.type === 'Word' ? readWordParts(node, mapped, span, text) : readAssignmentParts(node, mapped)
  const cut = cutEnds(mapped, node.pos, node.end)
  const word: ShellWord = { text, value: staticValue(parts), parts, span }
  return cut ? { ...word, cut } : word
}

/** Whether each end of a range is inside a piece that stands for other text in the file. */
export function cutEnds(mapped: MappedText, from: number, to: number): ShellWord['cut'] {
  if (mapped.pieces.length < 2 && isVerbatim(mapped.pieces[0])) return undefined
  const first = mapped.pieces[lastPiece(mapped, (at) => at <= from)]
  const last = mapped.pieces[lastPiece(mapped, (at) => at <= Math.max(from, to - 1))]
  const front = !(first && (first.at === from || isVerbatim(first)))
  const back = !(last && (last.at + last.length === to || isVerbatim(last)))
  return front || back ? { front, back } : undefined
}

function isVerbatim(piece: TextPiece | undefined): boolean {
  return piece === undefined || piece.source[1] - piece.source[0] === piece.length
}

/** A word of an exec form: literal text with its place in the file, with or without quotes there. */
export function literalWord(text: string, written: Span): ShellWord {
  const quoted = written[1] - written[0] === text.length + 2
  const span: Span = quoted ? [written[0] + 1, written[1] - 1] : written
  return { text, value: text, parts: [{ kind: 'text', value: text, quoted: true, span, raw: text }], span }
}

/** Value of a variable: `null` if it is not set, so that a default holds; undefined if it is unknown. */
export type ValueOf = (name: string) => string | null | undefined

/** A word's content as a script (`sh -c '…'`, `eval`): quotes removed, expansions as written, every offset mapped to the file. */
export function wordAsScript(word: ShellWord): MappedText {
  const parts: TextPart[] = []
  for (const part of word.parts) {
    if (part.kind === 'text') parts.push(...unescaped(part))
    else parts.push({ text: part.raw, source: part.span })
  }
  return joinText(parts)
}

function staticValue(parts: readonly ShellPart[]): string | undefined {
  const [only] = parts
  if (parts.length === 1 && only?.kind === 'text') return only.value
  let value = ''
  for (const part of parts) {
    if (part.kind === 'text') value += part.value
    else if (part.kind === 'pattern') value += part.raw
    else return undefined
  }
  return value
}

function readWordParts(node: Word, mapped: MappedText, span: Span, raw: string): readonly ShellPart[] {
  if (node.parts) return node.parts.flatMap((part) => readPart(part, mapped, false))
  return raw === '' ? [] : [{ kind: 'text', value: node.value, quoted: false, span, raw }]
}

function readAssignmentParts(node: Assignment, mapped: MappedText): readonly ShellPart[] {
  const raw = mapped.text.slice(node.pos, node.value.pos)
  const head: ShellPart = { kind: 'text', value: raw, quoted: false, span: sourceSpan(mapped, [node.pos, node.value.pos]), raw }
  const span = sourceSpan(mapped, [node.value.pos, node.value.end])
  const rest = mapped.text.slice(node.value.pos, node.value.end)
  if (node.value.type === 'Word') return [head, ...readWordParts(node.value, mapped, span, rest)]
  return [head, { kind: 'other', quoted: false, span, raw: rest }]
}

function readPart(part: WordPart | DoubleQuotedChild, mapped: MappedText, quoted: boolean): readonly ShellPart[] {
  const span = sourceSpan(mapped, [part.pos, part.end])
  const raw = mapped.text.slice(part.pos, part.end)
  switch (part.type) {
    case 'Literal':
      return [{ kind: 'text', value: part.value, quoted, span, raw }]
    case 'SingleQuoted': {
      const inner = sourceSpan(mapped, [part.pos + 1, part.pos + 1 + part.value.length])
      return [{ kind: 'text', value: part.value, quoted: true, span: inner, raw: part.value }]
    }
    case 'AnsiCQuoted':
      return [{ kind: 'text', value: part.value, quoted: true, span, raw }]
    case 'DoubleQuoted':
    case 'LocaleString':
      // An empty string is a part too: `""` is a word, which differs from no word.
      if (part.parts.length === 0) return [{ kind: 'text', value: '', quoted: true, span, raw }]
      return part.parts.flatMap((child) => readPart(child, mapped, true))
    case 'SimpleExpansion':
      return [{ kind: 'variable', name: part.text.slice(1), quoted, span, raw }]
    case 'ParameterExpansion': {
      const operation = part.operation
      const operator = part.prefix ? `${part.prefix}name` : operation && 'operator' in operation ? operation.operator : undefined
      const [operand, second] = operandsOf(operation)
      return [
        {
          kind: 'variable',
          name: part.parameter,
          quoted,
          ...defined({ index: part.index?.text, operator }),
          ...defined({ operand: operand && readWord(operand, mapped), second: second && readWord(second, mapped) }),
          span,
          raw,
        },
      ]
    }
    case 'CommandExpansion':
      return [{ kind: 'command', quoted, span, raw }]
    case 'Glob':
    case 'ExtendedGlob':
      return [{ kind: 'pattern', quoted: false, span, raw }]
    case 'BraceExpansion': {
      const choices = braceChoices(part, span, mapped)
      return [choices ? { kind: 'pattern', quoted: false, span, raw, choices } : { kind: 'other', quoted: false, span, raw }]
    }
    case 'ArithmeticExpansion':
    case 'ProcessSubstitution':
      return [{ kind: 'other', quoted, span, raw }]
    default:
      return part satisfies never
  }
}

function operandsOf(operation: ParameterOperation | undefined): readonly (Word | undefined)[] {
  if (operation?.type === 'Replace') return [operation.pattern, operation.replacement]
  if (operation?.type === 'Slice') return [operation.offset, operation.length]
  return operation && 'operand' in operation ? [operation.operand] : []
}

/** Most words that brace expansion may make of one word. */
const MAX_CHOICES = 64

/** The words of `{a,"b c",$D}` and `{1..3}`; undefined for nested braces, and for too many words. */
function braceChoices(node: BraceExpansionPart, span: Span, mapped: MappedText): readonly (readonly ShellPart[])[] | undefined {
  const text = (value: string): ShellPart => ({ kind: 'text', value, quoted: false, span, raw: value })
  const inner = node.text.slice(1, -1)
  const [, from, to] = /^(-?\d{1,6})\.\.(-?\d{1,6})$/.exec(inner) ?? []
  if (from !== undefined && to !== undefined) {
    const [first, last] = [Number(from), Number(to)]
    const length = Math.abs(last - first) + 1
    if (length > MAX_CHOICES || /^-?0\d/.test(`${from} ${to}`)) return undefined
    return Array.from({ length }, (_, index) => [text(String(first + Math.sign(last - first) * index))])
  }
  const choices: ShellPart[][] = [[]]
  for (const part of node.parts ?? [{ type: 'Literal' as const, value: inner, text: inner, pos: node.pos, end: node.end }]) {
    if (part.type === 'BraceExpansion') return undefined
    if (part.type !== 'Literal') {
      choices.at(-1)?.push(...readPart(part, mapped, false))
      continue
    }
    if (/[{}]/.test(part.value)) return undefined
    for (const [index, piece] of part.value.split(',').entries()) {
      if (index > 0) choices.push([])
      if (piece !== '') choices.at(-1)?.push(text(piece))
    }
  }
  return choices.length > 1 && choices.length <= MAX_CHOICES ? choices : undefined
}

/** Literal text split at its backslashes, so that the text between them keeps exact offsets. */
function unescaped(part: ShellPart & { kind: 'text' }): readonly TextPart[] {
  const [start, end] = part.span
  if (part.raw === part.value || part.raw.length !== end - start) return [{ text: part.value, source: part.span }]
  const pieces: TextPart[] = []
  for (const match of part.raw.matchAll(/\\([\s\S])|[^\\]+|\\$/g)) {
    const text = match[1] === undefined ? match[0] : match[1] === '\n' ? '' : match[1]
    pieces.push({ text, source: [start + match.index, start + match.index + match[0].length] })
  }
  return pieces.map((piece) => piece.text).join('') === part.value ? pieces : [{ text: part.value, source: part.span }]
}
