import type { Severity } from '../model/finding.ts'
import { type CoverageNote, type FormatContext, isFixable, type LintMessage, type LintResult } from './result.ts'

/** Counts over a whole report, for summary lines. */
export interface Tally {
  readonly total: number
  readonly byLevel: Readonly<Record<Severity, number>>
  readonly fatal: number
  readonly fixable: number
  readonly suppressed: number
  readonly byRule: readonly RuleTally[]
}

export interface RuleTally {
  /** `''` for messages without a rule, about files that could not be read. */
  readonly ruleId: string
  readonly count: number
  readonly files: number
  readonly fixable: number
  /** Most severe level that the rule reported. */
  readonly level: Severity
}

const RANK: Readonly<Record<Severity, number>> = { error: 2, warning: 1, info: 0 }

/** Sorts by level, the most severe first. */
function compareLevels(a: Severity, b: Severity): number {
  return RANK[b] - RANK[a]
}

export function tally(results: readonly LintResult[]): Tally {
  const byLevel = { error: 0, warning: 0, info: 0 }
  const rules = new Map<string, { count: number; files: Set<string>; fixable: number; level: Severity }>()
  let fatal = 0
  let fixable = 0
  let suppressed = 0
  for (const result of results) {
    suppressed += result.suppressedMessages.length
    for (const message of result.messages) {
      byLevel[message.level]++
      if (message.fatal) fatal++
      const repairable = isFixable(message) ? 1 : 0
      fixable += repairable
      const id = message.ruleId ?? ''
      const rule = rules.get(id) ?? { count: 0, files: new Set<string>(), fixable: 0, level: message.level }
      rule.count++
      rule.files.add(result.filePath)
      rule.fixable += repairable
      if (compareLevels(message.level, rule.level) < 0) rule.level = message.level
      rules.set(id, rule)
    }
  }
  const byRule = [...rules]
    .map(([ruleId, rule]) => ({ ...rule, ruleId, files: rule.files.size }))
    .sort((a, b) => compareLevels(a.level, b.level) || b.count - a.count || (a.ruleId < b.ruleId ? -1 : 1))
  return { total: byLevel.error + byLevel.warning + byLevel.info, byLevel, fatal, fixable, suppressed, byRule }
}

/** Coverage that is not in the results: notes, and errors of files without an equal fatal message. */
export function coverageBeside(results: readonly LintResult[], context: FormatContext): CoverageNote[] {
  const told = new Set(results.flatMap((result) => result.messages.filter((m) => m.fatal).map((m) => `${result.filePath}\0${m.line}`)))
  return context.coverage.filter((note) => note.level === 'note' || !told.has(`${note.filePath}\0${note.line ?? 0}`))
}

/** What was checked, skipped and suppressed: `2 files, 3 containers; 1 skipped, 4 suppressed`. */
export function checkedWords({ files, containers, images, skipped, fixed, accepted = 0 }: FormatContext['summary'], total: Tally): string {
  const seen = [count(files, 'file'), count(containers, 'container'), ...(images > 0 ? [count(images, 'image')] : [])].join(', ')
  const aside = [
    fixed > 0 ? `${fixed} fixed` : '',
    skipped > 0 ? `${count(skipped, 'file')} skipped` : '',
    total.suppressed > 0 ? `${total.suppressed} suppressed` : '',
    accepted > 0 ? `${accepted} accepted by the baseline` : '',
  ].filter((part) => part !== '')
  return [seen, ...aside].join('; ')
}

/** `3 warnings`, `1 warning`; `info` has no plural. */
export function count(amount: number, noun: string): string {
  return `${amount} ${amount === 1 ? noun : `${noun}s`}`
}

/** Counts by level in words, without zeros: `1 error, 4 warnings`. */
export function levelCounts(byLevel: Tally['byLevel']): string {
  const parts = [
    byLevel.error > 0 ? count(byLevel.error, 'error') : '',
    byLevel.warning > 0 ? count(byLevel.warning, 'warning') : '',
    byLevel.info > 0 ? `${byLevel.info} info` : '',
  ]
  return parts.filter((part) => part !== '').join(', ')
}

/** The CIS number of a rule: `CIS 5.13 (5.12 up to v1.5)`; empty for rules outside of the benchmark. */
export function cisLabel(message: LintMessage, context: FormatContext): string {
  const cis = message.ruleId === null ? undefined : context.rulesMeta[message.ruleId]?.cis
  if (cis === undefined) return ''
  return cis.from16 === cis.upTo15 ? `CIS ${cis.from16}` : `CIS ${cis.from16} (${cis.upTo15} up to v1.5)`
}
