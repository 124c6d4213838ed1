import type { OrWhy } from '../model/or-why.ts'
import { jsonText } from '../text/escape.ts'
import type { AuditedSubject, AuditReport } from './audit-report.ts'
import { cisHtml } from './cis-html.ts'
import { type CisRow, cisTable, howToJudge } from './cis-rows.ts'
import { type CisStyle, cisMarkdown, cisText } from './cis-text.ts'

const FORMATS = ['pretty', 'json', 'markdown', 'html']

/** Renders the report in one of its formats; for an unknown name, gives an error that lists them. Pure. */
export function renderCis(report: AuditReport, format: string, style: CisStyle = { color: false }): OrWhy<{ readonly text: string }> {
  switch (format) {
    case 'pretty':
      return { ok: true, text: cisText(report, style) }
    case 'json':
      return { ok: true, text: cisJson(report) }
    case 'markdown':
      return { ok: true, text: cisMarkdown(report) }
    case 'html':
      return { ok: true, text: cisHtml(report) }
    default:
      return {
        ok: false,
        why: `the report "cis" has no format "${format}"; it has ${FORMATS.slice(0, -1).join(', ')} and ${FORMATS.at(-1)}`,
      }
  }
}

/** `isWhole`: every engine answered. */
function statusOf(row: CisRow, isWhole: boolean): 'pass' | 'fail' | 'manual' | 'unknown' | 'not-applicable' {
  if (row.rules.length === 0) return 'manual'
  if (row.failed.length > 0) return 'fail'
  if (row.unknown.length > 0 || !isWhole) return 'unknown'
  return row.passed.length > 0 ? 'pass' : 'not-applicable'
}

function cisJson(report: AuditReport): string {
  const { decided, byHand, posture } = cisTable(report)
  const isWhole = report.hosts.every(({ why }) => why === undefined)
  const short = ({ host, name, id, kind }: AuditedSubject) => ({ host, kind, name, id })
  const control = (row: CisRow) => ({
    upTo15: row.control.upTo15 ?? null,
    from16: row.control.from16,
    title: row.control.title,
    level: row.control.level,
    status: statusOf(row, isWhole),
    rules: row.rules,
    passed: row.passed.map(short),
    failed: row.failed.map(({ subject, reasons }) => ({
      ...short(subject),
      reasons: reasons.map(({ ruleId, message }) => ({ ruleId, message })),
    })),
    unknown: row.unknown.map(({ subject, why }) => ({ ...short(subject), why })),
    notApplicable: row.notApplicable.map(({ subject, why }) => ({ ...short(subject), why })),
    ...(row.rules.length === 0 ? { howToJudge: howToJudge(row.control) } : {}),
  })
  const byNumber = (a: CisRow, b: CisRow) => a.control.from16.localeCompare(b.control.from16, 'en', { numeric: true })
  const json = {
    benchmark: 'cis-docker',
    sections: ['4', '5'],
    version: report.version,
    generatedAt: report.generatedAt,
    hosts: report.hosts,
    controls: [...decided, ...byHand].sort(byNumber).map(control),
    subjects: posture.map(({ subject, passed, failed, unknown, notApplicable }) => ({
      ...short(subject),
      passed,
      failed,
      unknown,
      notApplicable,
    })),
  }
  return `${jsonText(json, 2)}\n`
}
