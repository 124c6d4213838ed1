import { resolve } from 'node:path'
import { type JudgedFinding, judgeUnit, onceEach, resolveFixes } from '../lint/session.ts'
import type { Problem } from '../model/finding.ts'
import { showsFixes } from '../report/formatters/index.ts'
import { fixAndShow } from './fix.ts'
import { reportFound } from './found.ts'
import type { Options } from './options.ts'
import { progressOn } from './progress.ts'
import { openSession, type Session } from './session.ts'

/** `dockseal [paths…]`: gives the exit code. */
export async function runLint(options: Options): Promise<0 | 1 | 2> {
  const paths = options.operands.length > 0 || options.composeFiles.length > 0 ? options.operands : ['.']
  let session = await openSession(options, paths)
  if (options.errorOnUnmatched && !paths.includes('-'))
    session = { ...session, problems: [...session.problems, ...unmatched(session, paths)] }
  if (options.changedSince !== undefined) session = (await import('./changed.ts')).onlyChanged(options.changedSince, session)
  let fixed = 0
  if (options.fix !== 'no') {
    const outcome = await fixAndShow(session, session.project, options)
    if (options.fix !== 'write') return outcome.exitCode
    fixed = outcome.applied
    session = { ...session, io: outcome.io, problems: [...session.problems, ...outcome.problems] }
  }
  return reportFound(session, options, {
    ...judgeAll(
      session,
      options.outputs.some(({ format }) => showsFixes(format)),
    ),
    fixed,
  })
}

/** A run that looks at nothing says so: a mistyped path must not pass. */
function unmatched({ project, problems, named, cwd }: Session, paths: readonly string[]): readonly Problem[] {
  const [first] = paths
  if (first === undefined || project.units.length + named > 0 || problems.some(({ level }) => level === 'error')) return []
  const hint = 'check the paths and what is ignored; --no-error-on-unmatched-pattern lets it pass'
  return [{ level: 'error', file: resolve(cwd, first), message: 'no files matched: nothing here can be linted', hint }]
}

function judgeAll({ project, io, judge }: Session, withFixes: boolean) {
  const findings: JudgedFinding[] = []
  const problems: Problem[] = []
  const texts = new Map<string, string>()
  const privateTexts = new Set<string>()
  let containers = 0
  let images = 0
  const progress = progressOn(project.units.length)
  for (const unit of project.units) {
    progress.step()
    const judged = judgeUnit(unit, io, judge)
    containers += judged.document.containers.length
    images += judged.document.images.length
    problems.push(...judged.problems)
    for (const [file, text] of judged.document.texts) texts.set(file, text)
    for (const file of judged.document.privateTexts ?? []) privateTexts.add(file)
    const builders = project.builtBy(unit).map(({ service, origin }) => ({ at: origin, message: `service "${service}" builds this file` }))
    // A long run would keep every container to its end, and V8 would carry them from heap to heap.
    for (const { container, ...finding } of withFixes ? resolveFixes(judged) : judged.findings)
      findings.push({ ...finding, related: [...finding.related, ...builders] })
  }
  progress.end()
  return { findings: onceEach(findings), problems, texts, privateTexts, containers, images }
}
