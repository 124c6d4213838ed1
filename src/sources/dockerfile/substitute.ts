import { MAX_VALUE_TEXT, removeAffix } from '../../shell/parameter.ts'
import type { ValueOf } from '../../shell/words.ts'
import type { EscapeSign } from './lines.ts'

/**
 * A word of an instruction as the builder sees it: quotes and escapes removed, `$name`, `${name}`, `${name:-word}`, `${name:+word}`,
 * `${name:?word}`, `${name#pattern}`, `${name%pattern}`, `${name/pattern/word}` replaced (frontend/dockerfile/shell/lex.go). Undefined if a
 * variable is unknown. Text that the builder would refuse (an open quote) is returned as written.
 */
export function substitute(text: string, escapeSign: EscapeSign, lookup: ValueOf): string | undefined {
  const reader: Reader = { text, at: 0, escapeSign, lookup, isKnown: true, broken: false, depth: 0 }
  const value = readUntil(reader, '')
  if (reader.broken) return text
  return reader.isKnown && value.length <= MAX_VALUE_TEXT ? value : undefined
}

interface Reader {
  readonly text: string
  at: number
  readonly escapeSign: EscapeSign
  readonly lookup: ValueOf
  isKnown: boolean
  broken: boolean
  /** How many `${` are open. */
  depth: number
}

function readUntil(reader: Reader, stop: string, rawEscapes = false): string {
  let result = ''
  while (reader.at < reader.text.length) {
    const sign = reader.text[reader.at] ?? ''
    if (sign === stop) {
      reader.at++
      return result
    }
    if (sign === "'") result += readSingleQuoted(reader)
    else if (sign === '"') result += readDoubleQuoted(reader)
    else if (sign === '$') result += readVariable(reader)
    else if (sign === reader.escapeSign) {
      if (rawEscapes) result += sign
      result += reader.text[reader.at + 1] ?? ''
      reader.at += 2
    } else {
      result += sign
      reader.at++
    }
  }
  if (stop !== '') reader.broken = true
  return result
}

function readSingleQuoted(reader: Reader): string {
  const end = reader.text.indexOf("'", reader.at + 1)
  if (end === -1) {
    reader.broken = true
    reader.at = reader.text.length
    return ''
  }
  const value = reader.text.slice(reader.at + 1, end)
  reader.at = end + 1
  return value
}

function readDoubleQuoted(reader: Reader): string {
  let result = ''
  reader.at++
  while (reader.at < reader.text.length) {
    const sign = reader.text[reader.at] ?? ''
    const next = reader.text[reader.at + 1] ?? ''
    if (sign === '"') {
      reader.at++
      return result
    }
    if (sign === '$') result += readVariable(reader)
    else if (sign === reader.escapeSign && (next === '"' || next === '$' || next === reader.escapeSign)) {
      result += next
      reader.at += 2
    } else {
      result += sign
      reader.at++
    }
  }
  reader.broken = true
  return result
}

/** Most substitutions inside substitutions; nobody writes as many. */
const MAX_DEPTH = 50

const PLAIN = /\$([A-Za-z_]\w*|\d+|[@*#?\-$!0])/y
const BRACED = /\$\{([A-Za-z_]\w*|\d+|[@*#?\-$!0])/y
const OPERATOR = /\}|:?[-+?]|##?|%%?|\/\/?/y

/** The match at the reader's position; copies nothing. */
function matchAt(pattern: RegExp, { text, at }: Reader): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

function readVariable(reader: Reader): string {
  const plain = matchAt(PLAIN, reader)
  if (plain) {
    reader.at += plain[0].length
    return known(reader, reader.lookup(plain[1] ?? ''))
  }
  const braced = matchAt(BRACED, reader)
  if (!braced) {
    if (reader.text[reader.at + 1] === '{') reader.broken = true
    reader.at++
    return '$'
  }
  reader.at += braced[0].length
  if (reader.depth >= MAX_DEPTH) {
    reader.broken = true
    reader.at = reader.text.length
    return ''
  }
  reader.depth++
  const value = readModified(reader, reader.lookup(braced[1] ?? ''))
  reader.depth--
  return value
}

function readModified(reader: Reader, value: string | null | undefined): string {
  const operator = matchAt(OPERATOR, reader)?.[0]
  if (operator === undefined) {
    reader.broken = true
    return ''
  }
  reader.at += operator.length
  if (operator === '}') return known(reader, value)

  // The word after the operator counts only if it is used: an unknown part of it must not spoil a known value.
  const outer = reader.isKnown
  const pattern = operator.startsWith('/') ? readUntil(reader, '/', true) : ''
  const word = readUntil(reader, '}', /^[#%/]/.test(operator))
  const wordKnown = reader.isKnown
  reader.isKnown = outer
  const useWord = (): string => {
    if (!wordKnown) reader.isKnown = false
    return word
  }

  if (value === undefined) {
    reader.isKnown = false
    return ''
  }
  const empty = value === null || (operator.startsWith(':') && value === '')
  switch (operator) {
    case '-':
    case ':-':
      return empty ? useWord() : (value ?? '')
    case '+':
    case ':+':
      return empty ? '' : useWord()
    case '?':
    case ':?':
      return known(reader, empty ? null : value)
    case '#':
    case '##':
    case '%':
    case '%%':
      return known(reader, value === null ? null : removeAffix(value, operator, useWord()))
    default:
      return known(reader, value === null ? null : replacePattern(value, pattern, useWord(), operator === '//'))
  }
}

function known(reader: Reader, value: string | null | undefined): string {
  if (value === null || value === undefined) {
    reader.isKnown = false
    return ''
  }
  return value
}

/** `${name/pattern/word}`; null, which means unknown, for a pattern that is not literal text. */
function replacePattern(value: string, pattern: string, word: string, all: boolean): string | null {
  if (pattern === '') return value
  if (/[*?]/.test(pattern)) return null
  return all ? value.replaceAll(pattern, () => word) : value.replace(pattern, () => word)
}
