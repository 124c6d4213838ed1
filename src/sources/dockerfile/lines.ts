import type { Span } from '../../model/fact.ts'
import { joinText, type MappedText, sourceSpan, type TextPart, trimText } from '../../text/mapped-text.ts'

/** A heredoc of an instruction. */
export interface Heredoc extends HeredocMark {
  /** Without the closing line, and for `<<-` without leading tabs. */
  readonly body: MappedText
}

/** One instruction as the builder sees it: continuation lines joined, comments and empty lines between them removed. */
export interface LogicalLine {
  /** Trimmed; every offset maps to the file. */
  readonly line: MappedText
  /** Place of the instruction in the file, without its heredocs. */
  readonly span: Span
  readonly heredocs: readonly Heredoc[]
}

/** A Dockerfile split into its instructions. Nothing is lost: the rest of the text is comments and white space. */
export interface SplitFile {
  /** `#` to the end of the line; parser directives are not among them. */
  readonly comments: readonly { readonly text: string; readonly span: Span }[]
  /** `syntax`, `escape`, `check` by lower-case name. */
  readonly directives: ReadonlyMap<string, string>
  readonly escape: EscapeSign
  readonly lines: readonly LogicalLine[]
  readonly problems: readonly {
    readonly level: 'error' | 'note'
    readonly message: string
    readonly offset: number
    readonly hint?: string
  }[]
}

/** The sign that continues a line and escapes a character: a backslash, or the backtick that Windows files choose by a directive. */
export type EscapeSign = '\\' | '`'

/**
 * Splits a Dockerfile into logical instructions as BuildKit's parser does (frontend/dockerfile/parser/parser.go, directives.go):
 * parser directives, comments and empty lines inside a continuation, a continuation at the end of the file, heredocs.
 * Takes any text, LF or CRLF, with or without a byte order mark. Never throws; what a builder would refuse is a problem.
 */
export function splitFile(text: string): SplitFile {
  const comments: SplitFile['comments'][number][] = []
  const problems: SplitFile['problems'][number][] = []
  const lines: LogicalLine[] = []
  const physical = physicalLines(text)
  const { directives, count } = readDirectives(physical, problems)
  const escapeSign: EscapeSign = directives.get('escape') === '`' ? '`' : '\\'

  let at = count
  const take = (): Physical | undefined => physical[at++]
  for (let first = take(); first; first = take()) {
    const content = first.text.trimStart()
    if (content === '') continue
    if (content.startsWith('#')) {
      comments.push(readComment(first))
      continue
    }
    const parts: TextPart[] = []
    let open = addPart(parts, { text: content, start: first.start + first.text.length - content.length }, escapeSign)
    while (open) {
      const next = take()
      if (!next) break
      const inside = next.text.trimStart()
      if (inside.startsWith('#')) comments.push(readComment(next))
      else if (inside !== '') open = addPart(parts, next, escapeSign)
    }
    const line = trimText(joinText(parts))
    if (line.text === '') continue
    const span = sourceSpan(line, [0, line.text.length])
    lines.push({ line, span, heredocs: heredocMarks(line.text).map((mark) => ({ ...mark, body: takeBody(mark, take, problems, span) })) })
  }
  return { comments, directives, escape: escapeSign, lines, problems }
}

interface Physical {
  /** Without its line break. */
  readonly text: string
  readonly start: number
}

function physicalLines(text: string): Physical[] {
  const lines: Physical[] = []
  let start = text.startsWith('\uFEFF') ? 1 : 0
  while (start < text.length) {
    const newline = text.indexOf('\n', start)
    const end = newline === -1 ? text.length : newline
    lines.push({ text: text.slice(start, end).replace(/\r+$/, ''), start })
    start = end + 1
  }
  return lines
}

const DIRECTIVE = /^#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/
const DIRECTIVES = ['syntax', 'escape', 'check']

/** Parser directives come first; an empty line or another comment ends them (Dockerfile reference: "Parser directives"). */
function readDirectives(
  physical: readonly Physical[],
  problems: SplitFile['problems'][number][],
): { directives: Map<string, string>; count: number } {
  const directives = new Map<string, string>()
  let count = 0
  for (const line of physical) {
    const match = DIRECTIVE.exec(line.text.trimStart())
    const name = match?.[1]?.toLowerCase() ?? ''
    if (!match || !DIRECTIVES.includes(name)) break
    const value = match[2] ?? ''
    if (directives.has(name)) problems.push({ level: 'note', message: `the parser directive "${name}" is given twice`, offset: line.start })
    else if (name === 'escape' && value !== '\\' && value !== '`') {
      problems.push({ level: 'error', message: `the escape character "${value}" is not one of \\ and \``, offset: line.start })
    }
    if (!directives.has(name)) directives.set(name, value)
    count++
  }
  return { directives, count }
}

/** Adds a line without its continuation sign; tells whether the instruction goes on. */
function addPart(parts: TextPart[], line: Physical, escapeSign: EscapeSign): boolean {
  let end = line.text.length
  while (/[ \t]/.test(line.text[end - 1] ?? '')) end--
  // Two signs are an escaped sign, not a continuation (parser.go, lineContinuationRegex).
  const open = line.text[end - 1] === escapeSign && line.text[end - 2] !== escapeSign
  const text = open ? line.text.slice(0, end - 1) : line.text
  parts.push({ text, source: [line.start, line.start + text.length] })
  return open
}

function readComment(line: Physical): SplitFile['comments'][number] {
  const sign = line.text.indexOf('#')
  return { text: line.text.slice(sign + 1).trim(), span: [line.start + sign, line.start + line.text.length] }
}

function takeBody(mark: HeredocMark, take: () => Physical | undefined, problems: SplitFile['problems'][number][], span: Span): MappedText {
  const parts: TextPart[] = []
  for (let line = take(); line; line = take()) {
    const start = mark.chomp ? (/^\t*/.exec(line.text)?.[0].length ?? 0) : 0
    if (line.text.slice(start) === mark.name) return joinText(parts)
    const from = line.start + start
    // The line break counts as one unit, whether the file has LF or CRLF.
    parts.push({ text: line.text.slice(start), source: [from, line.start + line.text.length] })
    parts.push({ text: '\n', source: [line.start + line.text.length, line.start + line.text.length + 1] })
  }
  problems.push({
    level: 'error',
    message: `the heredoc "${mark.name}" is never closed`,
    offset: span[0],
    hint: `end it with a line that holds nothing but ${mark.name}`,
  })
  return joinText(parts)
}

/** A heredoc that `<<NAME` on an instruction announces. */
interface HeredocMark {
  /** The closing line. */
  readonly name: string
  /** Variables in the body are replaced, except after a quoted name. */
  readonly expand: boolean
  /** `<<-`: leading tabs are removed. */
  readonly chomp: boolean
  /** The mark as written (`<<-"EOF"`), one of the instruction's words. */
  readonly written: string
}

const TAKES_HEREDOC = /^(?:ONBUILD[\t\v\f\r ]+)*(?:RUN|COPY|ADD)(?:[\t\v\f\r ]|$)/i

/** The heredocs that a line of RUN, COPY or ADD opens, in order (parser.go, heredocsFromLine). `<<<` and open quotes do not count. */
function heredocMarks(line: string): readonly HeredocMark[] {
  if (!line.includes('<<') || !TAKES_HEREDOC.test(line)) return []
  return splitWords(line).flatMap((word) => {
    const match = /^\d*<<(-?)\s*([^<]+)$/.exec(word)
    const written = match?.[2] ?? ''
    if (!match || written === '') return []
    const name = written.replace(/\\([\s\S])|['"]/g, '$1')
    if (name === '' || /\s/.test(written.replace(/'[^']*'|"[^"]*"/g, ''))) return []
    return [{ name, expand: !/['"]/.test(written), chomp: match[1] === '-', written: word }]
  })
}

/** Words with their quotes and escapes; white space between `<<` and its name belongs to the word. Empty if a quote does not close. */
function splitWords(line: string): readonly string[] {
  const words: string[] = []
  let word = ''
  for (let at = 0; at < line.length; at++) {
    const sign = line[at] ?? ''
    if (sign === "'" || sign === '"') {
      const end = closingQuote(line, at)
      if (end === -1) return []
      word += line.slice(at, end + 1)
      at = end
    } else if (sign === '\\') {
      word += line.slice(at, at + 2)
      at++
    } else if (line.startsWith('${', at)) {
      const end = line.indexOf('}', at)
      const stop = end === -1 ? line.length : end
      word += line.slice(at, stop + 1)
      at = stop
    } else if (line.startsWith('<<', at)) {
      const blank = /^<<[ \t\r]*/.exec(line.slice(at))?.[0] ?? '<<'
      word += blank
      at += blank.length - 1
    } else if (/\s/.test(sign)) {
      if (word !== '') words.push(word)
      word = ''
    } else word += sign
  }
  if (word !== '') words.push(word)
  return words
}

function closingQuote(line: string, start: number): number {
  const quote = line[start]
  for (let at = start + 1; at < line.length; at++) {
    if (line[at] === quote) return at
    if (line[at] === '\\' && quote === '"') at++
  }
  return -1
}
