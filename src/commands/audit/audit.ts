import { resolve } from 'node:path'
import { rules } from '../../../rules/index.ts'
import type { LiveVerdict, ReportedFinding, Subject } from '../../lint/live.ts'
import { settingFor } from '../../lint/settings.ts'
import { controlsApart } from '../../live/controls.ts'
import { recreate, updateService } from '../../live/recreate.ts'
import { defined } from '../../model/defined.ts'
import { fileOf } from '../../model/fact.ts'
import type { Intent } from '../../model/intent.ts'
import { pushTo } from '../../model/maps.ts'
import type { AuditedSubject, AuditReport } from '../../report/audit-report.ts'
import type { ResultFinding } from '../../report/results.ts'
import { escapeControls } from '../../text/escape.ts'
import { maskText } from '../../text/mask.ts'
import { describeRules } from '../describe-rules.ts'
import { wantsColor, writeOutput } from '../emit.ts'
import { fixAndShow } from '../fix.ts'
import { reportFound } from '../found.ts'
import type { CommandOptions } from '../options.ts'
import { version } from '../package.ts'
import { problemLines } from '../problem-lines.ts'
import { openSession, type Session } from '../session.ts'
import { terminalOutput } from '../streams.ts'
import { UsageError } from '../usage-error.ts'
import { type Audited, askEngines, endpointOf, isSavedFile, readSavedFiles } from './gather.ts'
import { judgeAudit } from './judge.ts'
import { watchEngine } from './watch.ts'

/** `dockseal audit [container…|-|file.json]`: gives the exit code. Sends nothing but GET to an engine, and changes no container. */
export async function runAudit(options: CommandOptions): Promise<0 | 1 | 2> {
  const { allContexts, watch } = options.audit
  const fromText = options.operands.filter(isSavedFile)
  if (fromText.length > 0 && (fromText.length < options.operands.length || allContexts || watch)) {
    throw new UsageError('saved inspect documents are audited alone: name only files or "-", without --all-contexts and --watch')
  }
  if (watch && (allContexts || options.fix !== 'no')) throw new UsageError('--watch goes with neither --all-contexts nor --fix')
  // The report covers all controls of the benchmark, including those that the linter's preset leaves out.
  const session = await openSession(options.audit.report ? { ...options, preset: options.preset ?? 'cis' } : options, [])
  if (watch) return watchEngine(await endpointOf(options), session, options)
  const audited = fromText.length > 0 ? readSavedFiles(fromText, session) : await askEngines(options)
  return options.audit.report ? showReport(audited, session, options) : showAudit(audited, session, options)
}

/** `--report cis`: everything that was judged, by control. Exit codes as the linter's. */
async function showReport(audited: Audited, session: Session, options: CommandOptions): Promise<0 | 1 | 2> {
  const verdict = judgeAudit(audited.subjects, session)
  const report = makeAuditReport(verdict, audited, session, new Date())
  const isStrict = options.strictCoverage || (session.loaded.config.strictCoverage ?? false)
  const columns = terminalOutput()?.columns
  const { renderCis } = await import('../../report/cis.ts')
  for (const { format, file } of options.outputs) {
    const rendered = renderCis(report, format ?? 'pretty', {
      color: file === undefined && wantsColor(process.env),
      ...(columns === undefined ? {} : { columns }),
    })
    if (!rendered.ok) throw new UsageError(rendered.why)
    await writeOutput(rendered.text, file === undefined ? undefined : resolve(session.cwd, file), session.root)
  }
  const problems = [...session.problems, ...audited.problems, ...verdict.problems]
  const failures = problems.filter(({ level }) => level === 'error' || isStrict)
  for (const line of problemLines(failures, session.io)) process.stderr.write(`dockseal: ${line}\n`)
  if (failures.length > 0) return 2
  const levels = new Set(report.subjects.flatMap(({ findings }) => findings.map(({ level }) => level)))
  return options.failOn !== 'never' && (levels.has('error') || (levels.has('warning') && options.failOn === 'warning')) ? 1 : 0
}

/** Judges, fixes the files of containers if asked to, and reports. */
async function showAudit(audited: Audited, session: Session, options: CommandOptions): Promise<0 | 1 | 2> {
  let current: Session = { ...session, problems: [...session.problems, ...audited.problems] }
  let verdict = judgeAudit(audited.subjects, current)
  let fixed = 0
  if (options.fix !== 'no') {
    const outcome = await fixAndShow({ ...current, judge: verdict.judge }, verdict.project, options)
    printRecreation(verdict)
    if (options.fix !== 'write') return outcome.exitCode
    fixed = outcome.applied
    current = { ...current, io: outcome.io, problems: [...current.problems, ...outcome.problems] }
    verdict = judgeAudit(audited.subjects, current)
  }
  return reportFound(current, options, {
    findings: withRecreation(verdict.findings, options.fix === 'write'),
    problems: verdict.problems,
    texts: verdict.texts,
    containers: audited.subjects.length,
    images: 0,
    fixed,
  })
}

/** Everything that an audit judged, for `--report`; `only` is the host of subjects that name none. */
function makeAuditReport(
  verdict: LiveVerdict,
  { hosts, unread }: Pick<Audited, 'hosts' | 'unread'>,
  session: Session,
  now: Date,
): AuditReport {
  // Rules outside of the preset that name a control only advise: a read-only container that lacks a mount still passes 5.13.
  const on = rules.filter((rule) => rule.meta.presets.includes('cis') && settingFor(rule, session.judge.settings, '', '').level !== 'off')
  const only = hosts[0]?.name ?? ''
  const subjects = verdict.subjects.map(({ subject, findings, declared, failed }): AuditedSubject => {
    const { container, live, host } = subject
    const service = live?.compose?.service
    const file = declared && fileOf(declared.origin)
    return {
      kind: live ? 'container' : 'service',
      host: host ?? only,
      name: container.name,
      id: container.origin.kind === 'live' ? container.origin.id : '',
      ...(container.image.state === 'set' ? { image: container.image.value } : {}),
      ...defined({ project: container.project, service, status: live?.state.status, file, unread: failed?.message }),
      apart: controlsApart({ ...subject, imageKnown: subject.image !== undefined }),
      findings: findings.map(({ ruleId, messageId, severity, message }) => ({ ruleId, messageId, level: severity, message })),
    }
  })
  const missing = unread.map(({ kind, host, name, id, why }): AuditedSubject => ({ kind, host, name, id, unread: why, findings: [] }))
  return { hosts, subjects: [...subjects, ...missing], rules: describeRules(on), version: version(), generatedAt: now.toISOString() }
}

/** Findings about running containers without a file: no edit is possible, so they say what to do instead. */
function withRecreation(findings: readonly ReportedFinding[], isPrinted: boolean): ResultFinding[] {
  return findings.map((finding): ResultFinding => {
    const { runsOnly, ...rest } = finding
    if (!finding.fix || finding.resolvedEdits || !runsOnly) return rest
    const name = runsOnly.container.name
    const where = isPrinted ? 'the command that makes it again follows apart' : `see \`dockseal audit --fix ${name}\``
    return { ...rest, fixRefused: `audit changes no container; ${where}` }
  })
}

/** Prints the command that makes each container or service without a file again, with all fixes. */
function printRecreation(verdict: LiveVerdict): void {
  const bySubject = new Map<Subject, Intent[]>()
  for (const { runsOnly, fix, resolvedEdits } of verdict.findings) {
    if (!runsOnly || !fix || resolvedEdits || fix.applicability === 'manual') continue
    pushTo(bySubject, runsOnly, ...fix.intents)
  }
  for (const [subject, intents] of bySubject) {
    const { container, live, host } = subject
    const where = escapeControls(host === undefined ? container.name : `${container.name} on ${host}`)
    const once = [...new Map(intents.map((intent) => [JSON.stringify(intent), intent])).values()]
    if (!live) {
      write(`# service ${where}\n${maskText(updateService(container.name, once))}\n`)
      continue
    }
    const { command, notes } = recreate(live, once)
    const remarks = ['remove or rename the old one first; what it keeps outside of volumes is lost', ...notes]
    write(`# container ${where}: ${escapeControls(remarks.join('; '))}\n${maskText(command)}\n`)
  }
}

function write(text: string): void {
  process.stderr.write(text)
}
