import { resolve } from 'node:path'
import { escapeControls } from '../text/escape.ts'
import { maskQuoted } from '../text/mask.ts'
import { type Audited, askEngines, endpointOf, isSavedFile, readSavedFiles } from './audit-gather.ts'
import { judgeAudit } from './audit-judge.ts'
import { printRecreation, withRecreation } from './audit-recreate.ts'
import { makeAuditReport } from './audit-report.ts'
import { watchEngine } from './audit-watch.ts'
import { wantsColor, writeOutput } from './emit.ts'
import { fixAndShow } from './fix.ts'
import { reportFound } from './found.ts'
import type { CommandOptions } from './options.ts'
import { openSession, type Session } from './session.ts'
import { terminalOutput } from './streams.ts'
import { UsageError } from './usage-error.ts'

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
  const { renderCis } = await import('../report/cis.ts')
  for (const { format, file } of options.outputs) {
    const rendered = renderCis(report, format ?? 'pretty', {
      color: file === undefined && wantsColor(process.env),
      ...(columns === undefined ? {} : { columns }),
    })
    if (!rendered.ok) throw new UsageError(rendered.why)
    await writeOutput(rendered.text, file === undefined ? undefined : resolve(session.cwd, file), session.root)
  }
  const problems = [...session.problems, ...audited.problems, ...verdict.problems]
  for (const { level, file, message, hint } of problems) {
    if (level === 'error' || isStrict)
      process.stderr.write(
        `dockseal: ${escapeControls(file)} ${escapeControls(maskQuoted(hint === undefined ? message : `${message}; ${hint}`))}\n`,
      )
  }
  if (problems.some(({ level }) => level === 'error' || isStrict)) return 2
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
    findings: withRecreation(verdict.findings),
    problems: verdict.problems,
    texts: verdict.texts,
    containers: audited.subjects.length,
    images: 0,
    fixed,
  })
}
