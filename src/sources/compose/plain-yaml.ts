import { CST, Pair, Scalar, YAMLMap, YAMLSeq, Document as YamlDocument, type Node as YamlNode } from 'yaml'

/*
 * Most Compose files use a small part of YAML: block mappings and lists, scalars on one line, block scalars, flat flow lists. For that part
 * this module builds the very document that `yaml` would, nodes and ranges alike, several times faster. Whatever else a text has (anchors,
 * tags, scalars over lines, nested flow, tabs, errors) makes it give up, and the library reads the text instead.
 */

/** Thrown inside of this module only, to leave the recursion; costs nothing where it does not happen. */
const GIVE_UP = Symbol('not plain')

const options = { schema: 'failsafe' } as const
const { schema } = new YamlDocument(undefined, options)

interface Cursor {
  readonly text: string
  /** Start of the line to read next. */
  line: number
  /** Leading spaces of that line, and the offset behind them; at the end of the text indent is -1. */
  indent: number
  at: number
  /** Indents of the comments between the last content and that line, unless a collection that ended has taken them. */
  comments: number[]
}

/** Gives a text's document where the text is plain in the sense above; undefined otherwise. */
export function readPlainYaml(text: string): YamlDocument.Parsed | undefined {
  if (/[\t\ufeff\0]/.test(text) || /^(?:%|\.\.\.)/m.test(text)) return undefined
  const cursor: Cursor = { text, line: 0, indent: 0, at: 0, comments: [] }
  try {
    toContent(cursor)
    const started = cursor.indent === 0 && /^---[ ]*(?:#[^\n]*)?\r?(?:\n|$)/.exec(text.slice(cursor.at, cursor.at + 200))
    if (started) {
      cursor.line = cursor.at + started[0].length
      toContent(cursor)
    }
    if (/\n---/.test(text.slice(cursor.line)) || cursor.indent !== 0) return undefined
    cursor.comments = []
    const map = readMap(cursor, 0)
    if (cursor.at < text.length) return undefined
    const document = new YamlDocument(undefined, { schema }) as YamlDocument.Parsed
    document.contents = map as unknown as typeof document.contents
    if (started) document.directives.docStart = true
    document.range = [0, map.range?.[2] ?? 0, text.length]
    return document
  } catch (error) {
    if (error === GIVE_UP) return undefined
    throw error
  }
}

/** Goes on to the next line with content, from the start of a line; keeps the indents of the comments on the way. */
function toContent(cursor: Cursor): void {
  const { text } = cursor
  let line = cursor.line
  for (;;) {
    let at = line
    while (text.charCodeAt(at) === 32) at++
    const code = text.charCodeAt(at)
    if (Number.isNaN(code)) {
      cursor.line = line
      cursor.indent = -1
      cursor.at = text.length
      return
    }
    const end = lineEnd(text, at)
    if (code === 35) cursor.comments.push(at - line)
    else if (code !== 10 && !(code === 13 && at + 2 === end && text.charCodeAt(at + 1) === 10)) {
      cursor.line = line
      cursor.indent = at - line
      cursor.at = at
      return
    }
    line = end
  }
}

/** Offset behind the line break of the line that has `at`. */
function lineEnd(text: string, at: number): number {
  const newline = text.indexOf('\n', at)
  return newline === -1 ? text.length : newline + 1
}

const KEY = /([A-Za-z0-9_][\w./-]*|"[^"\\\r\n]*"|'[^'\r\n]*')( *):(?=[ \r\n]|$)/y

/** Reads a mapping whose first key is at the cursor; `indent` is the column of its keys. */
function readMap(cursor: Cursor, indent: number): YAMLMap {
  const map = new YAMLMap(schema)
  const start = cursor.at
  let end = start
  for (;;) {
    KEY.lastIndex = cursor.at
    const match = KEY.exec(cursor.text)
    if (!match?.[1]) throw GIVE_UP
    const key = keyNode(match[1], cursor.at)
    const value = readValue(cursor, cursor.at + match[0].length, indent, indent)
    map.items.push(new Pair(key, value))
    end = value.range?.[2] ?? end
    if (cursor.indent !== indent || isDash(cursor.text, cursor.at)) break
  }
  if (cursor.indent > indent) throw GIVE_UP
  map.range = [start, end, endOfCollection(cursor, indent, end)]
  return map
}

function readSeq(cursor: Cursor, indent: number): YAMLSeq {
  const seq = new YAMLSeq(schema)
  const { text } = cursor
  const start = cursor.at
  let end = start
  for (;;) {
    let at = cursor.at + 1
    while (text.charCodeAt(at) === 32) at++
    const code = text.charCodeAt(at)
    if (isDash(text, at) || code === 35 || code === 10 || code === 13 || Number.isNaN(code)) throw GIVE_UP
    KEY.lastIndex = at
    let item: YamlNode
    if (KEY.test(text)) {
      cursor.indent = at - cursor.line
      cursor.at = at
      item = readMap(cursor, cursor.indent)
    } else item = readValue(cursor, cursor.at + 1, indent, indent)
    seq.items.push(item)
    end = item.range?.[2] ?? end
    if (cursor.indent !== indent || !isDash(text, cursor.at)) break
  }
  if (cursor.indent > indent) throw GIVE_UP
  seq.range = [start, end, endOfCollection(cursor, indent, end)]
  return seq
}

/** Comments that stand as far in as a collection, or farther, belong to it; others to what goes on around it. */
function endOfCollection(cursor: Cursor, indent: number, end: number): number {
  if (indent === 0 || !cursor.comments.some((each) => each >= indent)) return end
  cursor.comments = []
  return cursor.at
}

function isDash(text: string, at: number): boolean {
  if (text.charCodeAt(at) !== 45) return false
  const next = text.charCodeAt(at + 1)
  return next === 32 || next === 10 || next === 13 || Number.isNaN(next)
}

function keyNode(source: string, at: number): Scalar {
  const quote = source[0]
  const end = at + source.length
  const isQuoted = quote === '"' || quote === "'"
  const type = quote === '"' ? Scalar.QUOTE_DOUBLE : isQuoted ? Scalar.QUOTE_SINGLE : Scalar.PLAIN
  return scalar(isQuoted ? source.slice(1, -1) : source, type, [at, end, end])
}

function scalar(value: string, type: Scalar.Type, range: [number, number, number]): Scalar {
  const node = new Scalar(value)
  node.range = range
  node.source = value
  node.type = type
  return node
}

/** Reads what stands behind a `:` or a dash, up to and with the trivia after it. `parent`: indent of the collection it is an item of. */
function readValue(cursor: Cursor, from: number, parent: number, indent: number): YamlNode {
  const { text } = cursor
  let at = from
  while (text.charCodeAt(at) === 32) at++
  switch (text[at]) {
    case undefined:
    case '\n':
    case '\r':
    case '#':
      return readBelow(cursor, at, from, indent)
    case '|':
    case '>':
      return readBlockScalar(cursor, at, parent)
    case '"':
    case "'":
      return readQuoted(cursor, at, parent)
    case '[':
      return readFlowList(cursor, at, parent)
    case '{': {
      if (text[at + 1] !== '}') throw GIVE_UP
      const map = new YAMLMap(schema)
      map.flow = true
      map.range = [at, at + 2, finishLine(cursor, at + 2, parent)]
      return map
    }
    default:
      return readPlain(cursor, at, parent)
  }
}

/** Nothing stands behind the key: a collection below it, or nothing at all. */
function readBelow(cursor: Cursor, at: number, from: number, indent: number): YamlNode {
  const { text } = cursor
  if (text[at] === '#' && at === from) throw GIVE_UP
  if (text[at] === '\r' && text[at + 1] !== '\n') throw GIVE_UP
  const commented = text[at] === '#'
  cursor.line = lineEnd(text, at)
  cursor.comments = []
  toContent(cursor)
  const isList = cursor.indent >= indent && isDash(text, cursor.at)
  if (isList || cursor.indent > indent) {
    cursor.comments = []
    return isList ? readSeq(cursor, cursor.indent) : readMap(cursor, cursor.indent)
  }
  // Where comments follow an empty value the library has rules of its own.
  if (commented || cursor.comments.length > 0) throw GIVE_UP
  return scalar('', Scalar.PLAIN, [at, at, at])
}

/**
 * Ends a scalar or flow list on one line: spaces, a comment, the line break, and the comments below that stand farther in than the
 * collection. Gives the offset behind all that, and leaves the cursor at the next content.
 */
function finishLine(cursor: Cursor, from: number, parent: number): number {
  const { text } = cursor
  let at = from
  while (text.charCodeAt(at) === 32) at++
  const code = text.charCodeAt(at)
  if (code === 35) {
    if (at === from) throw GIVE_UP
  } else if (code !== 10 && !Number.isNaN(code) && !(code === 13 && text.charCodeAt(at + 1) === 10)) throw GIVE_UP
  let end = lineEnd(text, at)
  for (let line = end; ; ) {
    let content = line
    while (text.charCodeAt(content) === 32) content++
    const first = text.charCodeAt(content)
    if (first === 35 && content - line > parent) {
      line = lineEnd(text, content)
      end = line
    } else if (first === 10 || (first === 13 && text.charCodeAt(content + 1) === 10)) line = lineEnd(text, content)
    else break
  }
  cursor.line = end
  cursor.comments = []
  toContent(cursor)
  return end
}

/** What a plain scalar may begin with: no indicator of YAML. */
const PLAIN_START = /[^\s\-?:,[\]{}#&*!|>'"%@`]|-[^\s]/y

function readPlain(cursor: Cursor, at: number, parent: number): Scalar {
  const { text } = cursor
  PLAIN_START.lastIndex = at
  if (!PLAIN_START.test(text)) throw GIVE_UP
  let end = lineEnd(text, at)
  if (text.charCodeAt(end - 1) === 10) end--
  if (text.charCodeAt(end - 1) === 13) end--
  const comment = text.indexOf(' #', at)
  if (comment !== -1 && comment < end) end = comment
  while (text.charCodeAt(end - 1) === 32) end--
  const value = text.slice(at, end)
  if (value.includes(': ') || value.endsWith(':') || value.includes('\r')) throw GIVE_UP
  const nodeEnd = finishLine(cursor, end, parent)
  // A line that goes farther in would continue the scalar.
  if (cursor.indent > parent) throw GIVE_UP
  return scalar(value, Scalar.PLAIN, [at, end, nodeEnd])
}

function readQuoted(cursor: Cursor, at: number, parent: number): Scalar {
  const end = quotedEnd(cursor.text, at)
  const node = quotedNode(cursor.text, at, end)
  node.range = [at, end, finishLine(cursor, end, parent)]
  if (cursor.indent > parent) throw GIVE_UP
  return node
}

/** Offset behind a quoted scalar that ends on its line. */
function quotedEnd(text: string, at: number): number {
  const quote = text.charCodeAt(at)
  for (let end = at + 1; ; end++) {
    const code = text.charCodeAt(end)
    if (code === 10 || code === 13 || Number.isNaN(code)) throw GIVE_UP
    if (code === 92 && quote === 34) end++
    else if (code === quote) {
      if (quote === 39 && text.charCodeAt(end + 1) === 39) end++
      else return end + 1
    }
  }
}

function quotedNode(text: string, at: number, end: number): Scalar {
  const isDouble = text[at] === '"'
  const body = text.slice(at + 1, end - 1)
  const type = isDouble ? Scalar.QUOTE_DOUBLE : Scalar.QUOTE_SINGLE
  if (!body.includes(isDouble ? '\\' : "'")) return scalar(body, type, [at, end, end])
  return resolved({ type: isDouble ? 'double-quoted-scalar' : 'single-quoted-scalar', offset: at, indent: 0, source: text.slice(at, end) })
}

/** Has the library make out the value of a scalar. */
function resolved(token: CST.FlowScalar | CST.BlockScalar): Scalar {
  const { value, type, range } = CST.resolveAsScalar(token, true, () => {
    throw GIVE_UP
  })
  if (!type) throw GIVE_UP
  return scalar(value, type, range)
}

function readFlowList(cursor: Cursor, at: number, parent: number): YAMLSeq {
  const { text } = cursor
  const seq = new YAMLSeq(schema)
  seq.flow = true
  let next = skipSpaces(text, at + 1)
  while (text[next] !== ']') {
    const item = readFlowItem(text, next)
    seq.items.push(item)
    next = item.range?.[2] ?? next
    if (text[next] === ',') next = skipSpaces(text, next + 1)
    else if (text[next] !== ']') throw GIVE_UP
  }
  seq.range = [at, next + 1, finishLine(cursor, next + 1, parent)]
  if (cursor.indent > parent) throw GIVE_UP
  return seq
}

function skipSpaces(text: string, from: number): number {
  let at = from
  while (text.charCodeAt(at) === 32) at++
  return at
}

/** A plain scalar in a flow list, without anything that means something there. */
const FLOW_PLAIN = /(?:[^\s\-?:,[\]{}#&*!|>'"%@`]|-(?=[^\s,[\]{}]))[^,[\]{}#\r\n]*/y

function readFlowItem(text: string, at: number): Scalar {
  if (text[at] === '"' || text[at] === "'") {
    const end = quotedEnd(text, at)
    const node = quotedNode(text, at, end)
    node.range = [at, end, skipSpaces(text, end)]
    return node
  }
  FLOW_PLAIN.lastIndex = at
  const source = FLOW_PLAIN.exec(text)?.[0]
  const value = source?.trimEnd()
  if (source === undefined || value === undefined || /:(?: |$)/.test(value)) throw GIVE_UP
  return scalar(value, Scalar.PLAIN, [at, at + value.length, at + source.length])
}

const HEADER = /([|>])([-+]?)[ ]*(?:\r?\n)/y

function readBlockScalar(cursor: Cursor, at: number, parent: number): Scalar {
  const { text } = cursor
  HEADER.lastIndex = at
  const header = HEADER.exec(text)
  if (!header) throw GIVE_UP
  const start = at + header[0].length
  let first = start
  while (/[ \r\n]/.test(text[first] ?? '')) first++
  const indent = first - (text.lastIndexOf('\n', first - 1) + 1)
  if (first >= text.length || indent <= parent) throw GIVE_UP
  let end = first
  let spaces = false
  for (let line = first - indent; line < text.length; ) {
    const content = skipSpaces(text, line)
    const blank = content >= text.length || text[content] === '\n' || (text[content] === '\r' && text[content + 1] === '\n')
    if (!blank && content - line < indent) break
    spaces = blank && (spaces || content > line)
    line = lineEnd(text, content)
    if (!blank) end = line
  }
  // What becomes of blank lines behind the content hangs on the sign and on how far in they go.
  if (spaces || header[2] === '+') throw GIVE_UP
  const signs = header[1] + (header[2] ?? '')
  const node = resolved({
    type: 'block-scalar',
    offset: at,
    indent: parent,
    props: [
      { type: 'block-scalar-header', offset: at, indent: parent, source: signs },
      { type: 'newline', offset: at + signs.length, indent: parent, source: header[0].slice(signs.length) },
    ],
    source: text.slice(start, end),
  })
  cursor.line = end
  cursor.comments = []
  toContent(cursor)
  return node
}
