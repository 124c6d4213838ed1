import type { Assignment, DoubleQuotedChild, Word, WordPart } from 'unbash'
import type { Span } from '../model/fact.ts'
import { joinText, type MappedText, sourceSpan } from '../text/mapped-text.ts'
import { matchesWildcard } from '../text/wildcard.ts'

/** One part of a shell word. Spans are of the file. */
export type ShellPart =
  /** Literal text, quotes and escapes resolved. */
  | {
      readonly kind: 'text'
      readonly value: string
      readonly quoted: boolean
      readonly span: Span
      readonly raw: string
    }
  /** `$NAME`, `${NAME}`, `${NAME:-operand}`, `${NAME[@]}`. Special parameters (`1`, `@`, `?`) have their sign as name. */
  | {
      readonly kind: 'variable'
      readonly name: string
      readonly quoted: boolean
      readonly index?: string
      /** `:-`, `%`, `//`, `^^` …; `#name` and `!name` for the length and the indirection. */
      readonly operator?: string
      readonly operand?: ShellWord
      readonly span: Span
      readonly raw: string
    }
  /** `$(…)` and backticks; the commands inside are in the script's own list. */
  | {
      readonly kind: 'command'
      readonly quoted: boolean
      readonly span: Span
      readonly raw: string
    }
  /** What the shell may match against files or multiply: `*`, `?`, `[a-z]`, `@(…)`, `{a,b}`. */
  | {
      readonly kind: 'pattern'
      readonly quoted: false
      readonly span: Span
      readonly raw: string
    }
  /** `$((…))` and `<(…)`. */
  | {
      readonly kind: 'other'
      readonly quoted: boolean
      readonly span: Span
      readonly raw: string
    }

/** One word of a command. */
export interface ShellWord {
  /** As written. */
  readonly text: string
  /** The word without quotes and escapes; undefined where it depends on a variable or a command. Patterns stay as written. */
  readonly value: string | undefined
  readonly parts: readonly ShellPart[]
  readonly span: Span
}

/** Reads a word, or an assignment among a command's arguments (`export A=b`) as the word it is. */
export function readWord(node: Word | Assignment, mapped: MappedText): ShellWord {
  const span = sourceSpan(mapped, [node.pos, node.end])
  const parts = node.type === 'Word' ? readWordParts(node, mapped) : readAssignmentParts(node, mapped)
  return { text: mapped.text.slice(node.pos, node.end), value: staticValue(parts), parts, span }
}

/** A word of an exec form: literal text with its place in the file, quotes included or not. */
export function literalWord(text: string, written: Span): ShellWord {
  const quoted = written[1] - written[0] === text.length + 2
  const span: Span = quoted ? [written[0] + 1, written[1] - 1] : written
  return { text, value: text, parts: [{ kind: 'text', value: text, quoted: true, span, raw: text }], span }
}

/** Value of a variable: `null` where it is not set, so that a default holds; undefined where nobody can tell. */
export type Lookup = (name: string) => string | null | undefined

/**
 * What a word says once its variables are looked up; undefined where one of them, or a command's output, is not known.
 * A variable that is not set and has no default is not known either: it is there for somebody to set.
 */
export function resolveWord(word: ShellWord, lookup: Lookup): string | undefined {
  let result = ''
  for (const part of word.parts) {
    const value = resolvePart(part, lookup)
    if (value === undefined) return undefined
    result += value
    if (result.length > MAX_TEXT) return undefined
  }
  return result
}

/** A variable that doubles itself line by line would fill the memory: longer texts are as good as unknown. */
export const MAX_TEXT = 16_384

/**
 * A word's content as a script of its own (`sh -c '…'`, `bash -c "…"`, `eval`): quotes are gone, expansions stay as they are
 * written, and every offset still leads to the file.
 */
export function wordAsScript(word: ShellWord): MappedText {
  const parts: { text: string; source: Span }[] = []
  for (const part of word.parts) {
    if (part.kind === 'text') parts.push(...unescaped(part))
    else parts.push({ text: part.raw, source: part.span })
  }
  return joinText(parts)
}

function staticValue(parts: readonly ShellPart[]): string | undefined {
  let value = ''
  for (const part of parts) {
    if (part.kind === 'text') value += part.value
    else if (part.kind === 'pattern') value += part.raw
    else return undefined
  }
  return value
}

function resolvePart(part: ShellPart, lookup: Lookup): string | undefined {
  switch (part.kind) {
    case 'text':
      return part.value
    case 'pattern':
      return part.raw
    case 'variable':
      return resolveVariable(part, lookup)
    case 'command':
    case 'other':
      return undefined
    default:
      return part satisfies never
  }
}

function resolveVariable(part: ShellPart & { kind: 'variable' }, lookup: Lookup): string | undefined {
  if (part.index !== undefined) return undefined
  const value = lookup(part.name)
  if (value === undefined) return undefined
  const operand = () => (part.operand ? resolveWord(part.operand, lookup) : '')
  switch (part.operator) {
    case undefined:
    case ':?':
    case '?':
      return value ?? undefined
    case ':-':
    case ':=':
      return value ? value : operand()
    case '-':
    case '=':
      return value ?? operand()
    case ':+':
      return value ? operand() : ''
    case '+':
      return value === null ? '' : operand()
    case '%':
    case '%%':
    case '#':
    case '##': {
      const pattern = operand()
      return value === null || pattern === undefined ? undefined : removeAffix(value, part.operator, pattern)
    }
    default:
      return undefined
  }
}

/** Longer values are no paths, and not worth the time that matching them may take. */
const MAX_AFFIX = 1024

/** `${value%pattern}` and its kin (POSIX 2.6.2) for patterns made of literal text, `*` and `?`; undefined for others. */
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

function readWordParts(node: Word, mapped: MappedText): readonly ShellPart[] {
  if (node.parts) return node.parts.flatMap((part) => readPart(part, mapped, false))
  if (node.pos === node.end) return []
  const raw = mapped.text.slice(node.pos, node.end)
  return [{ kind: 'text', value: node.value, quoted: false, span: sourceSpan(mapped, [node.pos, node.end]), raw }]
}

function readAssignmentParts(node: Assignment, mapped: MappedText): readonly ShellPart[] {
  const raw = mapped.text.slice(node.pos, node.value.pos)
  const head: ShellPart = { kind: 'text', value: raw, quoted: false, span: sourceSpan(mapped, [node.pos, node.value.pos]), raw }
  if (node.value.type === 'Word') return [head, ...readWordParts(node.value, mapped)]
  const span = sourceSpan(mapped, [node.value.pos, node.value.end])
  return [head, { kind: 'other', quoted: false, span, raw: mapped.text.slice(node.value.pos, node.value.end) }]
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
      // An empty string is a part too: `""` is a word, and not the same as no word.
      if (part.parts.length === 0) return [{ kind: 'text', value: '', quoted: true, span, raw }]
      return part.parts.flatMap((child) => readPart(child, mapped, true))
    case 'SimpleExpansion':
      return [{ kind: 'variable', name: part.text.slice(1), quoted, span, raw }]
    case 'ParameterExpansion': {
      const operation = part.operation
      const operator = part.prefix ? `${part.prefix}name` : operation && 'operator' in operation ? operation.operator : undefined
      const operand = operation && 'operand' in operation ? operation.operand : undefined
      return [
        {
          kind: 'variable',
          name: part.parameter,
          quoted,
          ...(part.index ? { index: part.index.text } : {}),
          ...(operator === undefined ? {} : { operator }),
          ...(operand ? { operand: readWord(operand, mapped) } : {}),
          span,
          raw,
        },
      ]
    }
    case 'CommandExpansion':
      return [{ kind: 'command', quoted, span, raw }]
    case 'Glob':
    case 'ExtendedGlob':
    case 'BraceExpansion':
      return [{ kind: 'pattern', quoted: false, span, raw }]
    case 'ArithmeticExpansion':
    case 'ProcessSubstitution':
      return [{ kind: 'other', quoted, span, raw }]
    default:
      return part satisfies never
  }
}

/** Literal text split at its backslashes, so that what is between them keeps exact offsets. */
function unescaped(part: ShellPart & { kind: 'text' }): readonly { text: string; source: Span }[] {
  const [start, end] = part.span
  if (part.raw === part.value || part.raw.length !== end - start) return [{ text: part.value, source: part.span }]
  const pieces: { text: string; source: Span }[] = []
  for (const match of part.raw.matchAll(/\\([\s\S])|[^\\]+|\\$/g)) {
    const text = match[1] === undefined ? match[0] : match[1] === '\n' ? '' : match[1]
    pieces.push({ text, source: [start + match.index, start + match.index + match[0].length] })
  }
  return pieces.map((piece) => piece.text).join('') === part.value ? pieces : [{ text: part.value, source: part.span }]
}
