import type { Span } from '../model/fact.ts'
import { isSecretKey, tokenSpans } from './credentials.ts'
import { lineEnd, nextLine } from './line-index.ts'
import { urlPasswords } from './url-password.ts'

/*
 * The one place that knows what no output may show. Reports, diffs and printed commands go through `maskText`. It hides values after names
 * of credentials in every language that dockseal reads, passwords in URLs, tokens with a known form, and private keys.
 */

/** The text with every secret as asterisks, one per character, so that lines and columns still hold. */
export function maskText(text: string): string {
  return maskSpans(text, secretsIn(text))
}

/** The text with these ranges as asterisks; they may overlap and come in any order. */
export function maskSpans(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text
  const parts: string[] = []
  let at = 0
  for (const [start, end] of [...spans].sort(([a], [b]) => a - b)) {
    if (end <= at) continue
    const from = Math.max(at, start)
    parts.push(text.slice(at, from), text.slice(from, end).replace(/\S/g, '*'))
    at = end
  }
  return parts.join('') + text.slice(at)
}

/** One of our messages, with the tokens and URL passwords that it quotes hidden. */
export function maskQuoted(message: string): string {
  return maskSpans(message, [...tokenSpans(message), ...urlPasswords(message)])
}

/** Where secrets are in a text: a whole file, or any part of one. Takes linear time. */
export function secretsIn(text: string): Span[] {
  const found: Span[] = [...tokenSpans(text), ...urlPasswords(text), ...privateKeys(text)]
  const lineFrom = (start: number) => text.slice(start, lineEnd(text, start))
  WORTH.lastIndex = 0
  for (let hit = WORTH.exec(text); hit; hit = WORTH.exec(text)) {
    let start = text.lastIndexOf('\n', hit.index) + 1
    const line = lineFrom(start)
    const { spans, opensBlock } = secretsInLine(line)
    for (const [from, to] of spans) found.push([start + from, start + to])
    start = nextLine(text, start)
    const indent = line.search(/\S/)
    for (; opensBlock && start < text.length; start = nextLine(text, start)) {
      const below = lineFrom(start)
      const own = below.search(/\S/)
      if (own !== -1 && own <= indent) break
      found.push([start, start + below.length])
    }
    if (start === text.length) break
    WORTH.lastIndex = start
  }
  return found
}

/** Finds lines that may hold a secret; most lines do not match. */
const WORTH = /pass|pw|secret|token|key|salt|auth|curl|mysql|mariadb|redis-cli|\$(?:apr1|2[abxy]|5|6)\$/gi

const NAME = /[A-Za-z_][\w.-]*/g

function secretsInLine(line: string): { readonly spans: readonly Span[]; readonly opensBlock: boolean } {
  const spans: Span[] = [...byProgram(line), ...hashes(line), ...bearerTokens(line)]
  let opensBlock = false
  for (const { 0: name, index } of line.matchAll(NAME)) {
    if (!isSecretKey(name.replace(/\.$/, ''))) continue
    const place = valuePlace(line, index, index + name.length)
    if (place === undefined) continue
    const around = line[index - 1]
    if (/^[|>][+-]?\d*[+-]?\s*$/.test(line.slice(place))) opensBlock = true
    else if ((around === '"' || around === "'") && line[index + name.length] === '=') {
      // A whole word in quotes: `-e "NAME=two words"`.
      const close = line.indexOf(around, place)
      spans.push(...shown(line, place, close === -1 ? line.trimEnd().length : close))
    } else spans.push(...valueSpans(line, place, isListItem(line, index), around === '-' || !line.slice(0, place).includes('=')))
  }
  return { spans, opensBlock }
}

/** Where the value after a name that ends at `end` begins; undefined if the name has no value. */
function valuePlace(line: string, start: number, end: number): number | undefined {
  let at = end
  if (line[at] === '"' || line[at] === "'" || line[at] === '`') at++
  const afterQuote = at
  while (line[at] === ' ' || line[at] === '\t') at++
  const sign = line[at]
  if (sign === '=' || sign === ':') {
    const next = line[at + 1]
    if (sign === ':' && next !== undefined && !/[\s"'[{]/.test(next)) return undefined
    at++
    while (/\s/.test(line[at] ?? '')) at++
    return at
  }
  if (line[start - 1] === '-') {
    // An option and its value: `--requirepass x`, `["--requirepass", "x"]`.
    while (/[\s,"']/.test(line[at] ?? '')) at++
    return at > afterQuote && line[at] !== '-' ? at : undefined
  }
  return /^\s*(?:ENV|ARG)\s+$/i.test(line.slice(0, start)) && at > afterQuote ? at : undefined
}

/** `- NAME=value` of a YAML list, whose value goes on to the end of the line. */
function isListItem(line: string, start: number): boolean {
  return /^\s*-\s+["']?$/.test(line.slice(0, start))
}

/** The secret in a value that begins at `at`: what is in quotes, else up to a blank, or in a mapping to the end of the line. */
function valueSpans(line: string, at: number, isItem: boolean, mayHaveBlanks: boolean): readonly Span[] {
  const quote = line[at]
  if (quote === '"' || quote === "'") {
    const close = line.indexOf(quote, at + 1)
    return shown(line, at + 1, close === -1 ? line.trimEnd().length : close)
  }
  const rest = line.slice(at).trimEnd()
  const inFlow = /[{[]/.test(line.slice(0, at))
  const stop =
    isItem || (mayHaveBlanks && !inFlow && !line.trimStart().startsWith('-e') && /:\s*$/.test(line.slice(0, at)))
      ? /["']?$|\s#/
      : inFlow
        ? /:\s*$/.test(line.slice(0, at))
          ? /["',}\]]|\s#/
          : /[\s"',}\]]/
        : /[\s"']/
  const end = rest.search(stop)
  return shown(line, at, at + (end === -1 ? rest.length : end))
}

/** The range if it holds a secret; for a reference with a default, the range of the default. */
function shown(line: string, start: number, end: number): readonly Span[] {
  const value = line.slice(start, end)
  if (isHarmless(value)) return []
  const fallback = /^\$\{\w+:?[-+]/.exec(value)
  if (!fallback) return [[start, end]]
  const inner = value.slice(fallback[0].length).replace(/\}$/, '')
  return isHarmless(inner) ? [] : [[start + fallback[0].length, start + fallback[0].length + inner.length]]
}

/** Nothing, a switch, or a reference to where the secret is. */
function isHarmless(value: string): boolean {
  return /^(?:true|false|yes|no|null|none|~|\$\w+|\$\{\w+\}|\$\{\w+:?\?[^}]*\}|\$\{\{.*\}\}|\{\{.*\}\}|\$\$?\(.*|`.*|\/run\/secrets\/\S*|\*+)?$/i.test(
    value,
  )
}

/** Programs with an option for a password. */
const PROGRAMS = [
  [/\bcurl\b/, /(?:^|[\s"'])(?:-u|--user)[\s="',]+([^\s"':,]*:)([^\s"',]+)/g],
  [/\b(?:mysql|mariadb)/, /([\s"']-p)([^\s"',$][^\s"',]*)/g],
  [/\bredis-cli\b/, /([\s"']-a[\s"',]+)([^\s"',$-][^\s"',]*)/g],
] as const

/** Passwords in options of known programs. */
function byProgram(line: string): readonly Span[] {
  const spans: Span[] = []
  for (const [program, option] of PROGRAMS) {
    if (!program.test(line)) continue
    for (const { 0: whole, 2: secret = '', index } of line.matchAll(option)) {
      const end = index + whole.length
      if (!isHarmless(secret)) spans.push([end - secret.length, end])
    }
  }
  return spans
}

/** Whether a text is the hash of a password as crypt(5) has it; Compose files double its dollar signs. */
export function isPasswordHash(text: string): boolean {
  return /^\$\$?(?:apr1|2[abxy]|5|6)\$/.test(text)
}

/** Password hashes of a web server's user list (`admin:$apr1$…`), with dollar signs doubled or not. */
function hashes(line: string): readonly Span[] {
  if (!line.includes('$')) return []
  return [...line.matchAll(/\$\$?(?:apr1|2[abxy]|5|6)\$\$?[^\s"',]{8,}/g)].map(({ 0: hash, index }): Span => [index, index + hash.length])
}

function bearerTokens(line: string): readonly Span[] {
  if (!line.includes('Bearer')) return []
  return [...line.matchAll(/\bBearer\s+([\w.~+/-]{8,})/g)].map(
    ({ 0: whole, 1: token = '', index }): Span => [index + whole.length - token.length, index + whole.length],
  )
}

function privateKeys(text: string): readonly Span[] {
  const spans: Span[] = []
  for (let at = text.indexOf('PRIVATE KEY-----'); at !== -1; at = text.indexOf('PRIVATE KEY-----', at + 1)) {
    const line = text.slice(text.lastIndexOf('\n', at) + 1, at)
    if (!line.includes('-----BEGIN ')) continue
    const start = at + 'PRIVATE KEY-----'.length
    const end = text.indexOf('-----END', start)
    spans.push([start, end === -1 ? text.length : end])
    if (end === -1) break
    at = end
  }
  return spans
}
