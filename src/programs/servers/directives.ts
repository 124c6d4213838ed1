import { parse as parseToml } from 'smol-toml'
import { parse as parseYaml } from 'yaml'
import { lineEnd } from '../../text/line-index.ts'
import { readXml, type XmlElement } from '../xml.ts'

/** One setting of a server, from its configuration, its options or its environment. */
export interface ServerDirective {
  /** Lower case; in formats with sections, the section names come first, joined by dots (`global.pidfile`). */
  readonly name: string
  /** The words after the name, without quotes. */
  readonly words: readonly string[]
  /** The configuration file that contains it, by its path in the container. */
  readonly path?: string
}

/**
 * The format of a configuration. `braces`: `name word … ;` and blocks in `{ }` (nginx, named). `blocks`: `name = value` or `name: value`
 * per line, and blocks in `{ }` whose words are sections (HCL, NATS). `words`: one directive per line, name and words separated by blanks,
 * perhaps below unmarked headings (haproxy, redis, squid). `equals`: `name = value` below `[section]`. `yaml` is JSON too. `xml`: elements
 * with text, named by their elements from the outermost on (ClickHouse).
 */
export type Format = 'braces' | 'blocks' | 'words' | 'equals' | 'yaml' | 'toml' | 'xml'

/** Most directives of a configuration: a longer one is not read, and that is reported. */
const MAX_DIRECTIVES = 20_000
const MAX_DEPTH = 20
/** Longest name of a variable that is recognised. */
const MAX_NAME = 100

/** Stops the reading of a configuration that is too long. */
function tooMuch(): never {
  throw new Error('more than is read')
}

/** Reads a configuration. Returns `undefined` if it cannot be parsed, which differs from an empty one. */
export function readDirectives(text: string, format: Format): readonly ServerDirective[] | undefined {
  try {
    switch (format) {
      case 'braces':
        return readBraces(text)
      case 'blocks':
        return readBlocks(text)
      case 'words':
        return readLines(text, (line) => splitDirective(line))
      case 'equals':
        return readEquals(text)
      case 'yaml':
        return flatten(parseYaml(text, { maxAliasCount: 50, logLevel: 'error' }))
      case 'toml':
        return flatten(parseToml(text))
      case 'xml':
        return ofElements(readXml(text))
      default:
        return format satisfies never
    }
  } catch {
    return undefined
  }
}

/** The words of a line: blanks separate them, quotes keep them together, a `#` at the start of a word ends them. */
export function splitDirective(line: string): readonly string[] {
  const words: string[] = []
  for (let at = 0; at < line.length; ) {
    if (/\s/.test(line[at] ?? '')) at++
    else if (line[at] === '#') break
    else {
      const word = readWord(line, at, /[\s"']/)
      words.push(word.text)
      at = word.end
    }
  }
  return words
}

/** A quoted word without its quotes, or the text up to the next character of `ends`. An unclosed quote is an ordinary character. */
function readWord(text: string, start: number, ends: RegExp): { readonly text: string; readonly end: number } {
  const sign = text[start] ?? ''
  let at = start
  if (sign === '"' || sign === "'") {
    at++
    while (at < text.length && text[at] !== sign) at += text[at] === '\\' ? 2 : 1
    return { text: text.slice(start + 1, at), end: at + 1 }
  }
  while (at < text.length && (at === start || !ends.test(text[at] ?? ''))) {
    // A variable of nginx may be in braces.
    const close = text.startsWith('${', at) ? text.slice(at, at + MAX_NAME).indexOf('}') : -1
    at += close === -1 ? 1 : close + 1
  }
  return { text: text.slice(start, at), end: at }
}

/** Directives that end with `;` or open a block. Comments are `#`, `//` at the start of a word, and those of C. */
function readBraces(text: string): readonly ServerDirective[] {
  const found: ServerDirective[] = []
  let words: string[] = []
  const finish = () => {
    const [name, ...rest] = words
    if (name !== undefined) found.push({ name: name.toLowerCase(), words: rest })
    words = []
  }
  for (let at = 0; at < text.length; ) {
    if (found.length > MAX_DIRECTIVES) tooMuch()
    const sign = text[at] ?? ''
    if (/\s/.test(sign)) at++
    else if (sign === '#' || text.startsWith('//', at)) at = endOfMark(text, '\n', at)
    else if (text.startsWith('/*', at)) at = endOfMark(text, '*/', at + 2)
    else if (/[;{}]/.test(sign)) {
      finish()
      at++
    } else {
      const word = readWord(text, at, /[\s;{}"']/)
      words.push(word.text)
      at = word.end
    }
  }
  finish()
  return found
}

/** Directives that end with their line and may have `=` or `:` after the name. The words before a `{` are names of a section. */
function readBlocks(text: string): readonly ServerDirective[] {
  const found: ServerDirective[] = []
  const sections: string[] = []
  let words: string[] = []
  const finish = (): string => {
    const [first = '', ...rest] = words
    const name = [...sections, first.replace(/:$/, '')].filter(Boolean).join('.').toLowerCase()
    if (first !== '') found.push({ name, words: rest })
    words = []
    return first
  }
  for (let at = 0; at < text.length; ) {
    if (found.length > MAX_DIRECTIVES || sections.length > MAX_DEPTH) tooMuch()
    const sign = text[at] ?? ''
    if (sign === '#' || text.startsWith('//', at)) at = lineEnd(text, at)
    else if (text.startsWith('/*', at)) at = endOfMark(text, '*/', at + 2)
    else if (/[\n,;}]/.test(sign)) {
      finish()
      if (sign === '}') sections.pop()
      at++
    } else if (sign === '{') {
      const name = words.map((word) => word.replace(/:$/, '')).join('.')
      finish()
      sections.push(name)
      at++
    } else if (/[\s=[\]()]/.test(sign)) at++
    else {
      const word = readWord(text, at, /[\s=,;{}()[\]"']/)
      if (word.text !== ':') words.push(word.text)
      at = word.end
    }
  }
  finish()
  return found
}

/** End of the first mark at or after an offset; the end of the text if there is none. */
export function endOfMark(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from)
  return at === -1 ? text.length : at + mark.length
}

function readLines(text: string, split: (line: string) => readonly string[]): readonly ServerDirective[] {
  const found: ServerDirective[] = []
  for (const line of text.split('\n')) {
    if (found.length > MAX_DIRECTIVES) tooMuch()
    const [name, ...words] = split(line.trim())
    if (name !== undefined) found.push({ name: name.replace(/:$/, '').toLowerCase(), words })
  }
  return found
}

/** `name = value`, also `name value` (postgresql.conf) and a bare name (a switch). A value ends at the end of its line or at a comment. */
function readEquals(text: string): readonly ServerDirective[] {
  let section = ''
  const found: ServerDirective[] = []
  for (const written of text.split('\n')) {
    if (found.length > MAX_DIRECTIVES) tooMuch()
    const line = written.trim()
    if (line === '' || /^[#;!]/.test(line)) continue
    const header = /^\[+([^\]]*)\]/.exec(line)
    if (header) {
      section = (header[1] ?? '').trim()
      continue
    }
    const [, key = '', value = ''] = /^([^\s=]+)\s*=?\s*(.*)$/.exec(line) ?? []
    const name = (section === '' ? key : `${section}.${key}`).toLowerCase()
    found.push({ name, words: value === '' && !line.includes('=') ? [] : [endOfLine(value)] })
  }
  return found
}

function endOfLine(written: string): string {
  const quoted = /^(["'])(.*?)\1/.exec(written)
  return quoted ? (quoted[2] ?? '') : written.replace(/\s[#;].*$/, '').trim()
}

/** Elements with the names of those around them. A value from a variable is not known. */
function ofElements(elements: readonly XmlElement[], outer = ''): readonly ServerDirective[] {
  return elements.flatMap(({ name, text, attributes, children }) => {
    const path = `${outer}${name}`.toLowerCase()
    const words = attributes.has('from_env') ? ['$'] : text === '' ? [] : [text]
    return [{ name: path, words }, ...ofElements(children, `${path}.`)]
  })
}

/** The plain values of a document, with names joined by dots; the elements of a list have the list's name. */
function flatten(document: unknown, name = '', found: ServerDirective[] = [], depth = 0): readonly ServerDirective[] {
  if (found.length > MAX_DIRECTIVES || depth > MAX_DEPTH) tooMuch()
  if (Array.isArray(document)) for (const each of document) flatten(each, name, found, depth + 1)
  else if (typeof document === 'object' && document !== null) {
    if (name !== '') found.push({ name, words: [] })
    for (const [key, value] of Object.entries(document))
      flatten(value, (name === '' ? key : `${name}.${key}`).toLowerCase(), found, depth + 1)
  } else found.push({ name, words: document === null || document === undefined ? [] : [String(document)] })
  return found
}
