import type { Severity } from '../model/finding.ts'
import type { Confidence } from '../model/intent.ts'
import type { WritePlan } from '../model/write-plan.ts'
import { escapeControls } from '../text/escape.ts'
import { styler } from '../text/style.ts'
import { codeFrame } from './code-frame.ts'
import { isLive, relativePath } from './paths.ts'
import { planRows, planSummary, reasonText } from './plan-rows.ts'
import { type FormatContext, isFixable, type LintMessage } from './result.ts'
import { cisLabel } from './tally.ts'
import { displayWidth, padEnd, wrap } from './terminal.ts'

/** Colours by meaning; with colour off each gives its text back. */
export interface Paint {
  readonly level: (level: Severity, text: string) => string
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly underline: (text: string) => string
  readonly good: (text: string) => string
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
  }
}

/** A message, with those of the same file that say the same of other services. */
export interface Entry {
  readonly message: LintMessage
  readonly same: readonly LintMessage[]
}

/** Everything but the service's own name, so that equal advice for many services is told once. */
function sayingKey(message: LintMessage): string {
  const text = message.subject ? message.message.replaceAll(`"${message.subject}"`, '""') : message.message
  const plan = message.plan ? planSummary(message.plan) : ''
  return [message.ruleId, message.messageId, message.level, text, plan, isFixable(message), message.fixRefused ?? ''].join('\0')
}

/** Folds messages that are equal but for the service into the first of them, where there are at least `atLeast` of them. */
export function foldEntries(messages: readonly LintMessage[], atLeast: number): Entry[] {
  const groups = new Map<string, LintMessage[]>()
  for (const message of messages) {
    if (message.fatal) continue
    const key = sayingKey(message)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [message])
    else group.push(message)
  }
  const folded = new Set<LintMessage>()
  const same = new Map<LintMessage, LintMessage[]>()
  for (const [first, ...others] of groups.values()) {
    if (first === undefined || others.length + 1 < atLeast) continue
    same.set(first, others)
    for (const other of others) folded.add(other)
  }
  return messages.filter((message) => !folded.has(message)).map((message) => ({ message, same: same.get(message) ?? [] }))
}

/** How sure the plan is, in words that need no manual. */
const CONFIDENCE: Readonly<Record<Confidence, string>> = {
  proved: 'proved by a sealed run',
  observed: 'observed on the engine',
  known: 'known of this image',
  inferred: 'inferred from its build',
  default: 'CIS default, image unknown',
}

/** Where and how an entry is written. */
export interface EntryStyle {
  readonly context: FormatContext
  readonly paint: Paint
  /** Columns of the terminal. */
  readonly width: number
  /** Lines of the file; empty where the source was not kept. */
  readonly source: readonly string[]
  readonly filePath: string
  /** With message, code frame and plan; else in one or two lines. */
  readonly full: boolean
}

const indent = (lines: readonly string[], by: number) => lines.map((line) => (line === '' ? '' : ' '.repeat(by) + line))

function headLine({ message }: Entry, { context, paint, filePath, full, width }: EntryStyle): string {
  const cis = cisLabel(message, context)
  const place = full || isLive(filePath) || message.line === 0 ? '' : `${message.line}:${message.column}  `
  const fatal = message.message.startsWith('cannot be written') ? 'cannot be written' : 'cannot be read'
  const rule = message.ruleId === null ? fatal : shown(message.ruleId)
  const room = width - 6 - displayWidth(`${place}${message.level}  ${rule}  `)
  const control = displayWidth(cis) <= room ? cis : cis.replace(/ \(.*/, '')
  return `${paint.dim(place)}${paint.level(message.level, message.level)}  ${paint.bold(rule)}${control === '' ? '' : paint.dim(`  ${control}`)}`
}

function frameLines({ message }: Entry, { paint, source, filePath, context, width }: EntryStyle): string[] {
  if (isLive(filePath)) return []
  const place = `${shown(relativePath(context.cwd, filePath))}${message.line > 0 ? `:${message.line}:${message.column}` : ''}`
  const frame = codeFrame(source, message, 1)
  if (frame === undefined) return message.fatal && message.line === 0 ? [] : ['', paint.dim(place)]
  const gutter = String(frame.at(-1)?.number ?? 0).length
  const room = width - 8 - gutter
  const lines = frame.flatMap(({ number, text, mark }) => {
    const row =
      `${paint.dim(`${String(number).padStart(gutter)} │`)} ${displayWidth(text) > room ? `${text.slice(0, room - 1)}…` : text}`.trimEnd()
    if (mark === undefined || mark[0] >= room) return [row]
    const line = ' '.repeat(mark[0]) + paint.level(message.level, '~'.repeat(Math.min(mark[1], room) - mark[0]))
    return [row, `${paint.dim(`${' '.repeat(gutter)} │`)} ${line}`]
  })
  return ['', paint.dim(place), ...lines]
}

/** The mounts with their reasons, as a table that wraps the reasons only. */
function planLines(plan: WritePlan, paint: Paint, width: number): string[] {
  const rows = planRows(plan)
  const lines: string[] = []
  if (rows.length > 0) {
    const what = rows.map((row) => shown(row.what))
    // A long mount (options, a deep path) has its reason below it, so that it does not squeeze the others.
    const short = what.map(displayWidth).filter((columns) => columns <= 28)
    const column = Math.max(0, ...short)
    lines.push('', `Must stay writable ${paint.dim(`(${CONFIDENCE[plan.confidence]})`)}`)
    for (const [at, row] of rows.entries()) {
      const name = what[at] ?? ''
      const beside = displayWidth(name) <= column
      const hang = beside ? 12 + column : 12
      const sure = row.confidence === plan.confidence ? '' : ` [${row.confidence}]`
      const [first = '', ...others] = wrap(shown(row.why) + sure, width - hang)
      const head = `  ${paint.dim(padEnd(row.as, 6))}  ${name}`
      const pad = ' '.repeat(hang)
      lines.push(beside ? `${head}${' '.repeat(hang - 10 - displayWidth(name))}${paint.dim(first)}` : head)
      for (const text of beside ? others : [first, ...others]) lines.push(`${pad}${paint.dim(text)}`)
    }
  }
  for (const { environment, because } of plan.settings) {
    if (environment)
      lines.push(...wrap(shown(`  set ${environment.name}=${environment.value}: ${because.map(reasonText).join('; ')}`), width))
  }
  for (const note of plan.notes) lines.push(...wrap(shown(`Note: ${note}`), width))
  return lines
}

/** Text that is safe to print; an endless value of a hostile file is cut. */
export function shown(text: string): string {
  return escapeControls(text.length > 1000 ? `${text.slice(0, 1000)}…` : text)
}

/** What repairs it, and who has to: `--fix`, or the reader. */
function fixLine(message: LintMessage, width: number): string[] {
  const sure = message.confidence === undefined ? '' : ` (${CONFIDENCE[message.confidence]})`
  const title = message.fixTitle ?? message.suggestions?.[0]?.desc
  if (message.fixRefused !== undefined) return wrap(shown(`Not fixed: ${message.fixRefused}`), width)
  if (title === undefined) return []
  return wrap(shown(isFixable(message) ? `--fix: ${title}${sure}` : `By hand: ${title}${sure}`), width)
}

function sameLines({ message, same }: Entry, { paint, width, filePath }: EntryStyle): string[] {
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

/** The first clause of a message: up to the colon or full stop that starts the explanation. */
function firstClause(message: string): string {
  return /^.+?(?=: |\. |\.$|$)/s.exec(message)?.[0] ?? message
}

/** What the short form says: the mounts to add where there is a plan, else the message's first clause; and what holds the fix back. */
function gistOf(message: LintMessage): string {
  if (message.fatal) return message.message
  const sure = message.confidence ?? message.plan?.confidence
  const plan = message.plan && message.plan.ready !== 'no' ? planSummary(message.plan) : ''
  const gist =
    plan !== '' ? `add ${plan} (${sure})` : message.plan && message.fix ? `${message.fixTitle} (${sure})` : firstClause(message.message)
  return message.fixRefused === undefined ? gist : `${gist}; not fixed: ${message.fixRefused}`
}

/** One finding in lines of at most the terminal's width (long paths apart), indented below its service. */
export function prettyEntry(entry: Entry, style: EntryStyle): string[] {
  const { message } = entry
  const { paint, width, full } = style
  const room = width - 6
  const head = headLine(entry, style)
  if (!full)
    return [...indent([head], 4), ...indent([...wrap(shown(gistOf(message)), room), ...sameLines(entry, { ...style, width: room })], 6)]
  const after = [
    ...fixLine(message, width - 4),
    ...relatedLines(message, { ...style, width: width - 4 }),
    ...sameLines(entry, { ...style, width: width - 4 }),
  ]
  return indent(
    [
      head,
      ...wrap(shown(message.message), width - 4),
      ...frameLines(entry, style),
      ...(message.plan ? planLines(message.plan, paint, room) : []),
      ...(after.length > 0 ? ['', ...after] : []),
      '',
    ],
    4,
  )
}
