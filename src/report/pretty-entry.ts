import { confidenceWords } from '../model/confidence-words.ts'
import type { Severity } from '../model/finding.ts'
import { groupBy } from '../model/maps.ts'
import { escapeControls } from '../text/escape.ts'
import { styler } from '../text/style.ts'
import { codeFrame } from './code-frame.ts'
import { isLive, relativePath } from './paths.ts'
import { planSummary } from './plan-rows.ts'
import { type FormatContext, isFixable, type LintMessage } from './result.ts'
import { beforeSnippet, snippet } from './snippet.ts'
import { cisLabel } from './tally.ts'
import { displayWidth, truncate, wrap } from './terminal.ts'

/** Colours by meaning; without colours each gives its text unchanged. */
export interface Paint {
  readonly level: (level: Severity, text: string) => string
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly underline: (text: string) => string
  readonly good: (text: string) => string
  /** A hyperlink (OSC 8), if the terminal has colours and there is an address. */
  readonly link: (text: string, url: string | undefined) => string
}

export function paintFor(color: boolean): Paint {
  const style = styler(color)
  const levels = { error: style('red'), warning: style('yellow'), info: style('cyan') }
  return {
    level: (level, text) => levels[level](text),
    bold: style('bold'),
    dim: style('dim'),
    underline: style('underline'),
    good: style('green'),
    link: (text, url) => (color && url !== undefined ? `\u001b]8;;${url}\u001b\\${text}\u001b]8;;\u001b\\` : text),
  }
}

/** A message, with the equal messages about other services of the same file. */
export interface PrettyEntry {
  readonly message: LintMessage
  readonly same: readonly LintMessage[]
}

/** The message without the service's name: equal advice for several services is given once. */
function sayingKey(message: LintMessage): string {
  const text = message.subject ? message.message.replaceAll(`"${message.subject}"`, '""') : message.message
  const plan = message.plan ? planSummary(message.plan) : ''
  return [message.ruleId, message.messageId, message.level, text, plan, isFixable(message), message.fixRefused ?? ''].join('\0')
}

/** Folds at least `atLeast` messages that differ only in the service into the first of them. */
export function foldEntries(messages: readonly LintMessage[], atLeast: number): PrettyEntry[] {
  if (messages.length < atLeast) return messages.map((message) => ({ message, same: [] }))
  const groups = groupBy(
    messages.filter(({ fatal }) => !fatal),
    sayingKey,
  )
  const folded = new Set<LintMessage>()
  const same = new Map<LintMessage, LintMessage[]>()
  for (const [first, ...others] of groups.values()) {
    if (first === undefined || others.length + 1 < atLeast) continue
    same.set(first, others)
    for (const other of others) folded.add(other)
  }
  return messages.filter((message) => !folded.has(message)).map((message) => ({ message, same: same.get(message) ?? [] }))
}

/** Where and how an entry is written. */
export interface EntryStyle {
  readonly context: FormatContext
  readonly paint: Paint
  /** Columns of the terminal. */
  readonly width: number
  /** Gives the lines of the file; none where the source was not kept. */
  readonly source: () => readonly string[]
  readonly filePath: string
  /** Notes that the report has already given: each appears once. */
  readonly told: Set<string>
  /** With message and plan, else in one or two lines. */
  readonly full: boolean
}

const indent = (lines: readonly string[], by: number) => lines.map((line) => (line === '' ? '' : ' '.repeat(by) + line))

function headLine({ message }: PrettyEntry, { context, paint, filePath, full, width }: EntryStyle): string {
  const cis = cisLabel(message, context).replace(/ \(.*/, '')
  const fatal = message.message.startsWith('cannot be written') ? 'cannot be written' : 'cannot be read'
  const rule = message.ruleId === null ? fatal : shown(message.ruleId)
  const position = message.line === 0 ? '' : full ? `:${message.line}:${message.column}` : `${message.line}:${message.column}  `
  const place = isLive(filePath) ? '' : full ? `${shown(relativePath(context.cwd, filePath))}${position}` : position
  const words = [cis, full ? place : ''].filter((word) => word !== '')
  const room = width - 6 - displayWidth(`${message.level}  ${rule}`)
  // The heading names the file: if its path is too long, the line number is enough.
  const short = [cis, position.replace(/^:/, '')].filter((word) => word !== '')
  const tail = displayWidth(words.join('  ')) + 2 <= room ? words.join('  ') : full ? short.join('  ') : words.slice(0, 1).join('')
  const link = paint.link(paint.bold(rule), context.rulesMeta[message.ruleId ?? '']?.docs.url)
  return `${full ? '' : paint.dim(place)}${paint.level(message.level, message.level)}  ${link}${tail === '' ? '' : paint.dim(`  ${tail}`)}`
}

/** The line of a finding, if it says more than the service's name. */
function sourceLine({ message }: PrettyEntry, { paint, source, filePath, width }: EntryStyle): string[] {
  if (isLive(filePath) || message.plan !== undefined) return []
  const frame = codeFrame(source(), message, 0)?.[0]
  if (frame === undefined || (message.subject !== undefined && frame.text.trim() === `${message.subject}:`)) return []
  return [paint.dim(`${frame.number} │ ${truncate(frame.text.trimStart(), width - 12)}`)]
}

/** Lines below the heading and the message of a finding with a plan, if its mounts fit. */
const MAX_LINES = 8

/** Lines of one note: enough for what fails and what to do instead. */
const MAX_NOTE_LINES = 4

/** The lines to paste that seal the container; and what to do about an unknown image. */
function planLines(message: LintMessage, { paint, width, told }: EntryStyle): string[] {
  const { plan, sealsIn } = message
  if (plan === undefined || sealsIn === undefined) return []
  const fresh = plan.notes.filter((note) => !told.has(note))
  for (const note of fresh) told.add(note)
  const notes = fresh.flatMap((note) => noteLines(shown(`Note: ${note}`), width - 4))
  const atMost = MAX_LINES - notes.length - refusedLines(message, width - 4).length
  return [...snippet(plan, sealsIn, width - 8, atMost).map((line) => `  ${comment(shown(line), paint)}`), ...notes]
}

/** The lines of one note; the last of them ends in "…" where there are more. */
function noteLines(note: string, width: number): readonly string[] {
  const lines = wrap(note, width)
  const last = lines.slice(MAX_NOTE_LINES - 1).join(' ')
  return last === '' ? lines : [...lines.slice(0, MAX_NOTE_LINES - 1), truncate(last, width)]
}

function comment(line: string, paint: Paint): string {
  const at = line.indexOf('# ')
  return at === -1 ? line : line.slice(0, at) + paint.dim(line.slice(at))
}

/** Text that is safe to print; very long values are cut. */
export function shown(text: string): string {
  return escapeControls(text.length > 1000 ? `${text.slice(0, 1000)}…` : text)
}

/** Why `--fix` leaves it alone. */
function refusedLines(message: LintMessage, width: number): string[] {
  // The message of a guess already says what to do.
  return message.fixRefused === undefined || (message.sealsIn && message.plan?.ready === 'unknown')
    ? []
    : wrap(shown(`Not fixed: ${message.fixRefused}`), width)
}

/** The message without its subject, which the heading names, and without the settings, which the plan below shows. */
function sentence(message: LintMessage): string {
  const { message: text, subject } = message
  const short = subject === undefined ? text : withoutSubject(text, `"${subject}"`)
  return beforeSnippet(message, short.charAt(0).toUpperCase() + short.slice(1))
}

function withoutSubject(text: string, name: string): string {
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    const [before] = / (?:of|in|for|to) [a-z]+ $/.exec(text.slice(0, at)) ?? []
    if (before !== undefined) return text.slice(0, at - before.length) + text.slice(at + name.length)
  }
  return text
}

function sameLines({ message, same }: PrettyEntry, { paint, width, filePath }: EntryStyle): string[] {
  if (same.length === 0) return []
  const place = (other: LintMessage) => {
    const position = isLive(filePath) ? '' : `${other.line}:${other.column}`
    return other.subject && other.subject !== message.subject ? shown(`${other.subject} ${position}`.trim()) : position
  }
  return wrap(`The same for ${same.map(place).join(', ')}`, width).map((line) => paint.dim(line))
}

function relatedLines(message: LintMessage, { context, width }: EntryStyle): string[] {
  return (message.related ?? []).flatMap((other) => {
    const place = other.line > 0 ? `${relativePath(context.cwd, other.filePath)}:${other.line}:${other.column}` : other.filePath
    return wrap(shown(`See ${place}: ${other.message}`), width)
  })
}

/** The first clause of a message: up to the colon or full stop before the explanation. */
function firstClause(message: string): string {
  return /^.+?(?=: |\. |\.$|$)/s.exec(message)?.[0] ?? message
}

/** The short form: the mounts to add if there is a plan, else the message's first clause; and why the fix is not applied. */
function gistOf(message: LintMessage): string {
  if (message.fatal) return message.message
  const known = message.confidence ?? message.plan?.confidence
  const sure = known === undefined ? '' : confidenceWords(known, message.plan)
  const plan = message.plan && message.plan.ready !== 'no' ? planSummary(message.plan) : ''
  const gist =
    plan !== ''
      ? `add ${plan} (${sure})`
      : message.plan?.ready === 'no'
        ? `cannot be made read-only: ${message.plan.why}`
        : message.plan && message.fixTitle !== undefined
          ? `${message.fixTitle} (${sure})`
          : firstClause(message.message)
  return message.fixRefused === undefined ? gist : `${gist}; not fixed: ${message.fixRefused}`
}

/** One finding in lines that fit the terminal (except for long paths), indented below its service. */
export function prettyEntry(entry: PrettyEntry, style: EntryStyle): string[] {
  const { message } = entry
  const { width, full } = style
  const room = width - 6
  const head = headLine(entry, style)
  if (!full)
    return [...indent([head], 4), ...indent([...wrap(shown(gistOf(message)), room), ...sameLines(entry, { ...style, width: room })], 6)]
  return indent(
    [
      head,
      ...wrap(shown(sentence(message)), width - 4),
      ...sourceLine(entry, style),
      ...planLines(message, style),
      ...refusedLines(message, width - 4),
      ...relatedLines(message, { ...style, width: width - 4 }),
      ...sameLines(entry, { ...style, width: width - 4 }),
      '',
    ],
    4,
  )
}
