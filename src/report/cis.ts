import { escapeControls } from '../text/escape.ts'
import type { AuditedSubject, AuditReport } from './audit-report.ts'

/** One control of the CIS Docker Benchmark with the subjects that pass and fail it. */
export interface CisControlRow {
  readonly upTo15: string
  readonly from16: string
  readonly title: string
  /** Rules that judge it. */
  readonly rules: readonly string[]
  readonly passed: readonly AuditedSubject[]
  readonly failed: readonly AuditedSubject[]
}

/** The controls that the report's rules judge, in the order of the benchmark. A subject fails a control if any of its rules found something. */
export function cisControls(report: AuditReport): CisControlRow[] {
  const controls = new Map<string, { upTo15: string; from16: string; title: string; rules: string[] }>()
  for (const [id, { cis, docs }] of Object.entries(report.rules)) {
    if (!cis) continue
    const control = controls.get(cis.from16) ?? { ...cis, title: docs.description, rules: [] }
    control.rules.push(id)
    controls.set(cis.from16, control)
  }
  const byNumber = (a: { from16: string }, b: { from16: string }) => a.from16.localeCompare(b.from16, 'en', { numeric: true })
  return [...controls.values()].sort(byNumber).map((control): CisControlRow => {
    const isFailed = ({ findings }: AuditedSubject) => findings.some(({ ruleId }) => control.rules.includes(ruleId))
    return {
      ...control,
      passed: report.subjects.filter((subject) => !isFailed(subject)),
      failed: report.subjects.filter(isFailed),
    }
  })
}

/** Renders the report as one of its formats; says which there are where the name is none of them. */
export function renderCis(
  report: AuditReport,
  format: string,
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly why: string } {
  switch (format) {
    case 'pretty':
      return { ok: true, text: cisTable(report) }
    case 'json':
      return { ok: true, text: `${JSON.stringify(cisJson(report), null, 2)}\n` }
    default:
      return { ok: false, why: `the report "cis" has no format "${format}"; it has pretty and json` }
  }
}

function cisTable(report: AuditReport): string {
  const rows = cisControls(report)
  const lines = rows.map(({ from16, upTo15, title, passed, failed }) => {
    const names = failed.map(({ name, host }) => (report.hosts.length > 1 ? `${host}/${name}` : name))
    const head = `${from16.padEnd(5)} (${upTo15.padEnd(5)}) ${String(passed.length).padStart(4)} pass ${String(failed.length).padStart(4)} fail  ${title}`
    return names.length === 0 ? head : `${head}\n${' '.repeat(34)}${names.join(', ')}`
  })
  return `${lines.map((line) => line.split('\n').map(escapeControls).join('\n')).join('\n')}\n`
}

function cisJson(report: AuditReport) {
  const short = ({ host, name, id, kind }: AuditedSubject) => ({ host, kind, name, id })
  return {
    version: report.version,
    generatedAt: report.generatedAt,
    hosts: report.hosts,
    controls: cisControls(report).map(({ passed, failed, ...control }) => ({
      ...control,
      passed: passed.map(short),
      failed: failed.map(short),
    })),
  }
}
