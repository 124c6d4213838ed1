import { escapeControls } from '../text/escape.ts'
import type { LintMessage } from './result.ts'
import { displayWidth } from './terminal.ts'

/** One line of source in a code frame. */
export interface FrameLine {
  readonly number: number
  /** Safe to print: tabs are two spaces, deceptive characters are spelled out. */
  readonly text: string
  /** Terminal columns to underline, half-open from 0; only on the line that the message starts on. */
  readonly mark?: readonly [start: number, end: number]
  /** The same as offsets into `text`. */
  readonly markAt?: readonly [start: number, end: number]
}

const printable = (text: string) => escapeControls(text.replaceAll('\t', '  '))

/** The line of a message with `around` lines on either side; undefined without. The mark is cut at the line's end, at least one column. */
export function codeFrame(lines: readonly string[], message: LintMessage, around: number): FrameLine[] | undefined {
  const line = lines[message.line - 1]
  if (line === undefined) return undefined
  const frame: FrameLine[] = []
  const first = Math.max(1, message.line - around)
  const last = Math.min(lines.length, message.line + around)
  for (let number = first; number <= last; number++) {
    const raw = lines[number - 1] ?? ''
    if (number !== message.line) {
      if (number === last && raw === '' && last === lines.length) continue
      frame.push({ number, text: printable(raw) })
      continue
    }
    const from = Math.min(message.column - 1, raw.length)
    const to = message.endLine === message.line && message.endColumn !== undefined ? message.endColumn - 1 : raw.trimEnd().length
    const before = printable(raw.slice(0, from))
    const until = printable(raw.slice(0, Math.max(from, to)))
    const start = displayWidth(before)
    frame.push({
      number,
      text: printable(raw),
      mark: [start, Math.max(start + 1, displayWidth(until))],
      markAt: [before.length, until.length],
    })
  }
  return frame
}

/** Lines of a source for `codeFrame`, without the byte order mark, which columns do not count. */
export function sourceLines(source: string): string[] {
  return source.replace(/^\ufeff/, '').split(/\r?\n/)
}
