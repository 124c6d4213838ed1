import { withHint } from '../../model/finding.ts'
import { groupBy } from '../../model/maps.ts'
import { fileName } from '../../text/file-name.ts'
import { sourceLines } from '../code-frame.ts'
import { nextStep } from '../next-step.ts'
import { MANY, overview, ruleTable } from '../overview.ts'
import { isLive, liveName, relativePath } from '../paths.ts'
import { foldEntries, type Paint, paintFor, prettyEntry, shown } from '../pretty-entry.ts'
import type { FormatContext, LintMessage, LintResult } from '../result.ts'
import { checkedWords, count, coverageBeside, levelCounts, type Tally, tally } from '../tally.ts'
import { wrap } from '../terminal.ts'

/** Up to this number, each finding is shown in full; beyond it, a rule is explained once and then named in a line or two. */
const MAX_IN_FULL = 12
/** Rules in the closing table, and coverage notes of one kind, before "and N more". */
const MAX_LISTED = 12
/** Rules whose reason is given. */
const MAX_WHYS = 5

/** The width of the report: text wider than 120 columns is hard to read. */
function widthOf(context: FormatContext): number {
  return Math.max(50, Math.min(context.columns ?? 80, 120))
}

function header(result: LintResult, context: FormatContext, paint: Paint): string {
  if (!isLive(result.filePath)) return paint.underline(shown(relativePath(context.cwd, result.filePath)))
  const { name, host } = liveName(result.filePath)
  const id = result.messages
    .find((message) => message.live)
    ?.live?.id.replace(/^sha256:/, '')
    .slice(0, 12)
  const where = [host === undefined ? '' : `on ${host}`, id === undefined ? '' : `id ${id}`].filter((part) => part !== '').join(', ')
  return `${paint.underline(shown(`container ${name}`))}${where === '' ? '' : paint.dim(shown(`  ${where}`))}`
}

function fileSection(result: LintResult, context: FormatContext, paint: Paint, taught: Set<string>, brief: boolean): string[] {
  const width = widthOf(context)
  const source = () => (result.source === undefined ? [] : sourceLines(result.source))
  const lines = [header(result, context, paint)]
  const name = fileName(result.filePath)
  for (const [subject, entries] of groupBy(foldEntries(ordered(result.messages), 2), ({ message }) => message.subject ?? '')) {
    // The name of an image is that of its Dockerfile, which is in the heading.
    if (subject !== '' && !isLive(result.filePath)) lines.push('', ...(subject === name ? [] : [`  ${paint.bold(shown(subject))}`]))
    let shortBefore = false
    for (const entry of entries) {
      const { ruleId, messageId, plan, fatal } = entry.message
      const kind = `${ruleId}/${messageId}/${plan?.confidence}`
      const full = !brief || (!taught.has(kind) && !fatal)
      taught.add(kind)
      if (full && shortBefore) lines.push('')
      shortBefore = !full
      lines.push(...prettyEntry(entry, { context, paint, width, source, filePath: result.filePath, told: taught, full }))
    }
  }
  return [...lines, '']
}

/** Why the rules of the report matter, each once; for more than a few, `dockseal explain` says it. */
function whySection(total: Tally, context: FormatContext, paint: Paint): string[] {
  const rules = total.byRule.flatMap(({ ruleId }) => {
    const why = context.rulesMeta[ruleId]?.why
    return why === undefined ? [] : [total.byRule.length === 1 ? why : `${ruleId}: ${why}`]
  })
  const [only] = rules
  if (only === undefined) return []
  if (rules.length === 1) return [...wrap(`Why: ${only}`, widthOf(context)).map(paint.dim), '']
  const lines = rules
    .slice(0, MAX_WHYS)
    .flatMap((text) => wrap(text, widthOf(context) - 4).map((line, at) => `${at === 0 ? '  ' : '    '}${line}`))
  return [paint.bold('Why it matters'), ...lines.map(paint.dim), '']
}

function coverageSection(results: readonly LintResult[], context: FormatContext, paint: Paint): string[] {
  const notes = coverageBeside(results, context)
  if (notes.length === 0) return []
  const width = widthOf(context)
  const byMessage = groupBy(notes, withHint)
  const lines = [paint.bold('Not seen in full')]
  for (const [message, group] of byMessage) {
    lines.push(...wrap(shown(message), width - 2).map((line) => `  ${line}`))
    const places = group.map(({ filePath, line, column }) => {
      const path = shown(isLive(filePath) ? liveName(filePath).name : relativePath(context.cwd, filePath))
      return line === undefined ? path : `${path}:${line}:${column ?? 1}`
    })
    const more = places.length - MAX_LISTED
    const listed = [...places.slice(0, MAX_LISTED), ...(more > 0 ? [`and ${more} more (all with -f json-with-metadata)`] : [])]
    lines.push(
      ...wrap(listed.map((place, at) => (at < listed.length - 1 ? `${place},` : place)).join(' '), width - 4).map(
        (line) => `    ${paint.dim(line)}`,
      ),
    )
  }
  return [...lines, '']
}

function summary(results: readonly LintResult[], total: Tally, context: FormatContext, paint: Paint): string[] {
  const checked = `Checked ${checkedWords(context.summary, total)}.`
  const worst = total.byLevel.error > 0 ? 'error' : total.byLevel.warning > 0 ? 'warning' : 'info'
  const line =
    total.total === 0
      ? paint.good('No findings.')
      : `${paint.level(worst, paint.bold(count(total.total, 'finding')))} (${levelCounts(total.byLevel)}), ${total.fixable === 0 ? 'none' : total.fixable} fixable.`
  const next = nextStep(results, total, context)
  return [
    `${line} ${checked}`.length <= widthOf(context) ? `${line} ${checked}` : [line, ...wrap(checked, widthOf(context))].join('\n'),
    ...(next ? [`Next: ${paint.bold(shown(next.command))}   ${next.does}`] : []),
  ]
}

/** Fatal messages first, then by line: a reader must first know that a file could not be read. */
function ordered(messages: readonly LintMessage[]): readonly LintMessage[] {
  return messages.some((message) => message.fatal)
    ? messages.toSorted((a, b) => Number(b.fatal ?? false) - Number(a.fatal ?? false))
    : messages
}

/** The default report: by file and service, with what to paste and type. Many findings end in an overview (`context.rows`). */
export function pretty(results: readonly LintResult[], context: FormatContext): string {
  const paint = paintFor(context.color)
  const total = tally(results)
  if (context.rows !== undefined && total.total > MANY) return screen(results, total, context, paint)
  const brief = total.total > MAX_IN_FULL
  const taught = new Set<string>()
  const lines: string[] = []
  for (const result of results) {
    if (result.messages.length === 0) continue
    lines.push(...fileSection(result, context, paint, taught, brief))
  }
  lines.push(...coverageSection(results, context, paint))
  if (!brief) lines.push(...whySection(total, context, paint))
  if (total.total > MANY) lines.push(...overview(results, total, context, paint, widthOf(context)))
  else if (brief) lines.push(...ruleTable(total, paint, widthOf(context), MAX_LISTED))
  lines.push(...summary(results, total, context, paint))
  return text(lines)
}

/** The report for a terminal that is too low for all findings: the overview, and how to see them all. */
function screen(results: readonly LintResult[], total: Tally, context: FormatContext, paint: Paint): string {
  const width = widthOf(context)
  const notes = coverageBeside(results, context)
  const files = new Set(notes.map(({ filePath }) => filePath)).size
  const unseen = `Not seen in full: ${count(notes.length, 'place')} in ${count(files, 'file')}.`
  return text([
    ...overview(results, total, context, paint, width),
    ...(notes.length > 0 ? [...wrap(unseen, width), ''] : []),
    ...summary(results, total, context, paint),
    `All:  ${paint.bold('-f pretty')} or a path shows each finding with its place and plan, ${paint.bold('-f stylish')} one a line`,
  ])
}

function text(lines: readonly string[]): string {
  return `${lines.filter((line, at) => line !== '' || lines[at - 1] !== '').join('\n')}\n`
}
