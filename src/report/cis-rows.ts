import { pushTo } from '../model/maps.ts'
import type { AuditedSubject, AuditReport, SubjectFinding } from './audit-report.ts'
import { CIS_CONTROLS, type CisControlEntry } from './cis-controls.ts'

/** A subject that fails a control, and what was found. */
export interface CisFailure {
  readonly subject: AuditedSubject
  readonly reasons: readonly SubjectFinding[]
}

/** One control of the CIS Docker Benchmark with the subjects that pass and fail it. */
export interface CisRow {
  readonly control: CisControlEntry
  /** Rules that decide it; empty: a person must decide, or its rules are off. */
  readonly rules: readonly string[]
  readonly passed: readonly AuditedSubject[]
  readonly failed: readonly CisFailure[]
  /** Subjects for which it is not known. */
  readonly unknown: readonly CisOpen[]
  /** Subjects to which it does not apply. */
  readonly notApplicable: readonly CisOpen[]
}

/** A subject that neither passes nor fails a control, and why. */
export interface CisOpen {
  readonly subject: AuditedSubject
  readonly why: string
}

/** The result for one subject. */
export interface CisPosture {
  readonly subject: AuditedSubject
  readonly passed: number
  /** Numbers (from v1.6 on) of the controls that it fails. */
  readonly failed: readonly string[]
  /** How many of its controls are not known, and how many do not apply. */
  readonly unknown: number
  readonly notApplicable: number
}

/** The table of controls × subjects. */
export interface CisTable {
  /** Controls that rules decide, in the order of the benchmark. */
  readonly decided: readonly CisRow[]
  /** Controls that a person must judge. */
  readonly byHand: readonly CisRow[]
  /** Worst first. */
  readonly posture: readonly CisPosture[]
}

/** Joins the controls with the findings. A finding of any level fails its control; one that no rule names never passes. */
export function cisTable(report: AuditReport): CisTable {
  const rulesOf = new Map<string, string[]>()
  for (const [id, { cis, scope }] of Object.entries(report.rules)) {
    // Rules about Dockerfiles judge no container, so the absence of their findings is no pass.
    if (cis && scope !== 'image') pushTo(rulesOf, cis.from16, id)
  }
  const rows = CIS_CONTROLS.map((control): CisRow => {
    const rules = (rulesOf.get(control.from16) ?? []).filter((id) => control.decidedBy?.includes(id) ?? true)
    const passed: AuditedSubject[] = []
    const failed: CisFailure[] = []
    const unknown: CisOpen[] = []
    const notApplicable: CisOpen[] = []
    for (const subject of rules.length === 0 ? [] : report.subjects) {
      const reasons = subject.findings.filter(({ ruleId }) => rules.includes(ruleId))
      const apart = subject.apart?.get(control.from16)
      if (subject.unread !== undefined) unknown.push({ subject, why: subject.unread })
      else if (apart?.status === 'not-applicable') notApplicable.push({ subject, why: apart.why })
      else if (reasons.length > 0) failed.push({ subject, reasons })
      else if (apart?.status === 'fail')
        failed.push({ subject, reasons: [{ ruleId: rules[0] ?? '', messageId: 'apart', level: 'warning', message: apart.why }] })
      else if (apart?.status === 'unknown') unknown.push({ subject, why: apart.why })
      else passed.push(subject)
    }
    return { control, rules, passed, failed, unknown, notApplicable }
  })
  const decided = rows.filter((row) => row.rules.length > 0)
  const posture = report.subjects.map((subject): CisPosture => {
    const failed = decided.filter((row) => row.failed.some((one) => one.subject === subject)).map(({ control }) => control.from16)
    const open = (list: (row: CisRow) => readonly CisOpen[]) =>
      decided.filter((row) => list(row).some((one) => one.subject === subject)).length
    const [unknown, notApplicable] = [open((row) => row.unknown), open((row) => row.notApplicable)]
    return { subject, passed: decided.length - failed.length - unknown - notApplicable, failed, unknown, notApplicable }
  })
  posture.sort((a, b) => b.failed.length - a.failed.length || (a.subject.name < b.subject.name ? -1 : 1))
  return { decided, byHand: rows.filter((row) => row.rules.length === 0), posture }
}

/** `2 not known: web, db (why); 3 not applicable (why)`: the subjects that neither pass nor fail; empty if there are none. */
export function whyOpen({ unknown, notApplicable }: CisRow, report: AuditReport): string {
  const [first] = unknown
  const [other] = notApplicable
  const names = unknown.slice(0, 5).map(({ subject }) => subjectName(subject, report))
  const more = unknown.length > names.length ? ` and ${unknown.length - names.length} more` : ''
  return [
    ...(first ? [`${unknown.length} unknown: ${names.join(', ')}${more} (${first.why})`] : []),
    ...(other ? [`${notApplicable.length} not applicable: ${other.why}`] : []),
  ].join('; ')
}

/** `5.13 (5.12)`: the number of today's benchmark, and in brackets that of v1.2 to v1.5 where it differs. */
export function controlNumber({ from16, upTo15 }: CisControlEntry): string {
  return upTo15 === undefined || upTo15 === from16 ? from16 : `${from16} (${upTo15})`
}

/** How a person judges a control that no rule decided. */
export function howToJudge({ manual }: CisControlEntry): string {
  return manual ?? 'The rules that decide it are switched off in this run.'
}

/** The name of a subject: with its host if several were audited, and marked if it is a swarm service. */
export function subjectName({ name, host, kind }: AuditedSubject, report: AuditReport): string {
  const full = report.hosts.length > 1 ? `${host}/${name}` : name
  return kind === 'service' ? `${full} (service)` : full
}

/** Figures for a summary. */
export function cisFigures({ decided, byHand, posture }: CisTable) {
  return {
    subjects: posture.length,
    clean: posture.filter(({ failed, unknown }) => failed.length === 0 && unknown === 0).length,
    failing: decided.filter(({ failed }) => failed.length > 0).length,
    holding: decided.filter(({ failed, passed, unknown }) => failed.length === 0 && unknown.length === 0 && passed.length > 0).length,
    unknown: decided.filter(({ unknown }) => unknown.length > 0).length,
    byHand: byHand.length,
  }
}

/** Engines that did not answer, one line each: what runs there is not known. */
export function unansweredHosts(report: AuditReport): string[] {
  return report.hosts.flatMap(({ name, why }) => (why === undefined ? [] : [`Engine "${name}" was not audited: ${why}`]))
}
