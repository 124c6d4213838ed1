import { lineEnd } from '../../text/line-index.ts'
import { interpolate } from './interpolate.ts'

/** Variables of an environment. `null`: it is set, but its value is not known here. */
export type Environment = ReadonlyMap<string, string | null>

/** The variables of a file, and the place of an error. */
export interface DotEnv {
  readonly variables: Map<string, string | null>
  /** Span of each variable's line, to report where a value came from. */
  readonly spans: ReadonlyMap<string, readonly [number, number]>
  readonly error?: { readonly message: string; readonly offset: number }
}

/** A value that sops (`ENC[AES256_GCM,…]`) or dotenvx (`encrypted:…`) encrypted in place. */
const ENCRYPTED = /^(?:ENC\[\w+,|encrypted:)/

/** The value of a variable as its program gets it: one that is encrypted in the file is not known. */
export function clearValue(text: string): string | null {
  return ENCRYPTED.test(text) ? null : text
}

const KEY = /[\p{L}\p{N}_.\-[\] \t\v\f\r\u0085\u00a0]*/uy

/**
 * Reads a `.env` or `env_file` (Compose documentation: "Env file syntax"): `NAME=value`, `NAME: value`, `export NAME=value`, quoted values
 * over several lines, comments after a space, variables in unquoted and double-quoted values. A name alone takes its value from `lookup`.
 * Reading stops at the first line that Compose would refuse.
 */
export function parseDotEnv(source: string, lookup: (name: string) => string | null | undefined, unset: 'unknown' | 'empty'): DotEnv {
  const variables = new Map<string, string | null>()
  const spans = new Map<string, readonly [number, number]>()
  const find = (name: string): string | null | undefined => {
    const outer = lookup(name)
    return outer === undefined ? variables.get(name) : outer
  }
  const expand = (text: string): string | null => {
    if (clearValue(text) === null) return null
    const result = interpolate(text, find)
    return result.error || (unset === 'unknown' && result.missing.length > 0) ? null : result.text
  }
  let at = 0
  const stop = (message: string): DotEnv => ({ variables, spans, error: { message, offset: at } })
  for (;;) {
    at = skipBlank(source, at)
    if (at >= source.length) return { variables, spans }
    const start = at
    const exported = /^export\s+/.exec(source.slice(at, at + 200))
    if (exported) at += exported[0].length
    KEY.lastIndex = at
    const written = KEY.exec(source)?.[0] ?? ''
    const end = at + written.length
    const sign = source[end]
    const name = written.trimEnd()
    if (sign !== undefined && sign !== '=' && sign !== ':' && sign !== '\n')
      return stop(`unexpected character "${sign}" in a variable name`)
    if (name.includes(' ')) return stop('a variable name cannot have a space')
    if (sign === undefined || sign === '\n') {
      const inherited = lookup(name)
      if (inherited !== undefined) variables.set(name, inherited)
      at = end + 1
      continue
    }
    at = end + 1
    while (/[ \t\v\f\r\u0085\u00a0]/.test(source[at] ?? '')) at++
    const quote = source[at]
    if (quote === '"' || quote === "'") {
      const quoted = readQuoted(source, at, quote)
      if (!quoted) return stop('a quoted value does not end')
      variables.set(name, quote === '"' ? expand(expandEscapes(quoted.text)) : clearValue(quoted.text))
      at = quoted.end
    } else {
      const stopAt = lineEnd(source, at)
      const line = source.slice(at, stopAt)
      const comment = line.indexOf(' #')
      variables.set(name, expand((comment === -1 ? line : line.slice(0, comment)).trimEnd()))
      at = stopAt
    }
    spans.set(name, [start, at])
  }
}

function skipBlank(source: string, from: number): number {
  let at = from
  for (;;) {
    while (at < source.length && /[\s\u0085]/u.test(source[at] ?? '')) at++
    if (source[at] !== '#') return at
    at = lineEnd(source, at)
  }
}

function readQuoted(source: string, from: number, quote: string): { text: string; end: number } | undefined {
  let text = ''
  for (let at = from + 1; at < source.length; at++) {
    const char = source[at] ?? ''
    if (char === quote) return { text, end: at + 1 }
    if (char !== '\\') {
      text += char
      continue
    }
    const next = source[++at]
    if (next === undefined) return undefined
    text += next === quote ? next : `\\${next}`
  }
  return undefined
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '"': '"',
  '\\': '\\',
  $: '$$',
}

function expandEscapes(text: string): string {
  return text.replace(/\\([abcfnrtv$"\\]|0\d{0,3})/g, (whole, code: string) => {
    if (/^0[0-7]{3}$/.test(code)) return String.fromCharCode(Number.parseInt(code, 8))
    return ESCAPES[code] ?? whole
  })
}
