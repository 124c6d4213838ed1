import { confidenceWords } from '../model/confidence-words.ts'
import type { Severity } from '../model/finding.ts'
import { CONFIDENCES } from '../model/intent.ts'
import { groupBy } from '../model/maps.ts'
import { isLive, liveName, relativePath } from './paths.ts'
import { type Paint, shown } from './pretty-entry.ts'
import { type FormatContext, isFixable, type LintMessage, type LintResult } from './result.ts'
import { count, levelCounts, type Tally } from './tally.ts'
import { padEnd, truncate, wrap } from './terminal.ts'

/** With more findings than this, the report has an overview in place of a list. */
export const MANY = 40

/** Rules and services in the overview, which must fit a screen. */
const RULES = 10
const SERVICES = 6

/** Counts by rule, most severe first. */
export function ruleTable(total: Tally, paint: Paint, width: number, atMost: number): string[] {
  const rows = total.byRule.slice(0, atMost).map((rule) => {
    const id = rule.ruleId === '' ? '(could not be read)' : rule.ruleId
    const counts = `${String(rule.count).padStart(5)}  in ${count(rule.files, 'file')}`
    return { id: shown(id), level: rule.level, counts: rule.fixable > 0 ? `${counts}, ${rule.fixable} fixable` : counts }
  })
  const idWidth = Math.min(Math.max(...rows.map((row) => row.id.length)), width - 34)
  const lines = rows.map((row) => `  ${paint.level(row.level, padEnd(truncate(row.id, idWidth), idWidth))} ${row.counts}`)
  const more = total.byRule.length - atMost
  return more > 0 ? [...lines, `  and ${count(more, 'more rule')}`, ''] : [...lines, '']
}

interface Subject {
  readonly name: string
  readonly filePath: string
  readonly messages: readonly LintMessage[]
  readonly byLevel: Readonly<Record<Severity, number>>
}

/** Services, containers and images by their findings, the worst first; those with only infos are left out. */
function worstSubjects(results: readonly LintResult[]): Subject[] {
  return results
    .flatMap(({ filePath, messages }) =>
      [...groupBy(messages, ({ subject }) => subject ?? '')].map(([name, own]): Subject => {
        const of = (level: Severity) => own.filter((message) => message.level === level).length
        return { name, filePath, messages: own, byLevel: { error: of('error'), warning: of('warning'), info: of('info') } }
      }),
    )
    .filter(({ name, byLevel }) => name !== '' && byLevel.error + byLevel.warning > 0)
    .sort((a, b) => b.byLevel.error - a.byLevel.error || b.byLevel.warning - a.byLevel.warning || b.byLevel.info - a.byLevel.info)
}

function subjectLines({ name, filePath, messages, byLevel }: Subject, context: FormatContext, paint: Paint, width: number): string[] {
  const place = isLive(filePath) ? '' : ` in ${relativePath(context.cwd, filePath)}:${messages[0]?.line ?? 1}`
  const who = isLive(filePath) ? liveName(filePath).name : name
  const rules = [...new Set(messages.toSorted((a, b) => b.severity - a.severity).flatMap(({ ruleId }) => ruleId ?? []))].join(', ')
  const counts = levelCounts(byLevel)
  return [
    `  ${paint.bold(shown(who))}${paint.dim(shown(place))}`,
    `    ${paint.level(byLevel.error > 0 ? 'error' : 'warning', counts)}: ${truncate(shown(rules), Math.max(10, width - counts.length - 6))}`,
  ]
}

/** What `--fix` would do, and how sure it is. */
function fixLines(results: readonly LintResult[], width: number): string[] {
  const files = results.filter(({ messages }) => messages.some(isFixable))
  const fixable = files.flatMap(({ messages }) => messages.filter(isFixable))
  if (fixable.length === 0) return []
  const counts = CONFIDENCES.flatMap((confidence) => {
    const amount = fixable.filter((message) => (message.confidence ?? message.plan?.confidence) === confidence).length
    return amount > 0 ? [`${amount} ${confidenceWords(confidence)}`] : []
  })
  const sure = counts.length > 0 ? `: ${counts.join(', ')}` : ''
  const text = `--fix can fix ${count(fixable.length, 'finding')} in ${count(files.length, 'file')}${sure}.`
  return [...wrap(text, width), '']
}

/** A report on one screen, for many findings: counts by rule, the worst services, and what `--fix` would do. */
export function overview(results: readonly LintResult[], total: Tally, context: FormatContext, paint: Paint, width: number): string[] {
  const worst = worstSubjects(results)
  return [
    paint.bold('By rule'),
    ...ruleTable(total, paint, width, RULES),
    ...(worst.length > 0 ? [paint.bold('Worst')] : []),
    ...worst.slice(0, SERVICES).flatMap((subject) => subjectLines(subject, context, paint, width)),
    ...(worst.length > SERVICES ? [`  and ${worst.length - SERVICES} more`] : []),
    '',
    ...fixLines(results, width),
  ]
}
