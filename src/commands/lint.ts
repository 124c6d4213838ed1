import { resolve } from 'node:path'
import { type JudgedFinding, judgeUnit, onceEach, resolveFixes } from '../lint/session.ts'
import type { Problem } from '../model/finding.ts'
import { buildsOf, dockerfileUnit, dockerfileUnits } from '../project/builds.ts'
import type { Document, Unit } from '../sources/source.ts'
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
    const { units, dockerfiles, io, link } = session
    const outcome = await fixAndShow(session, [...units, ...dockerfileUnits(dockerfiles, units, io, link.sources)], options)
    if (options.fix !== 'write') return outcome.exitCode
    fixed = outcome.applied
    session = { ...session, io: outcome.io, problems: [...session.problems, ...outcome.problems] }
  }
  return reportFound(session, options, { ...judgeAll(session, session.units), fixed })
}

/** A run that looks at nothing says so: a mistyped path must not pass. */
function unmatched({ units, dockerfiles, problems, named, cwd }: Session, paths: readonly string[]): readonly Problem[] {
  const [first] = paths
  if (first === undefined || units.length + dockerfiles.length + named > 0 || problems.some(({ level }) => level === 'error')) return []
  const hint = 'check the paths and what is ignored; --no-error-on-unmatched-pattern lets it pass'
  return [{ level: 'error', file: resolve(cwd, first), message: 'no files matched: nothing here can be linted', hint }]
}

function judgeAll(session: Session, units: readonly Unit[]) {
  const findings: JudgedFinding[] = []
  const problems: Problem[] = []
  const texts = new Map<string, string>()
  const documents: Document[] = []
  let containers = 0
  let images = 0
  const progress = progressOn(units.length + session.dockerfiles.length)
  const judge = (unit: Unit): JudgedFinding[] => {
    progress.step()
    const judged = judgeUnit(unit, session.io, session.judge)
    containers += judged.document.containers.length
    images += judged.document.images.length
    if (session.dockerfiles.length > 0) documents.push(judged.document)
    problems.push(...judged.problems)
    for (const [file, text] of judged.document.texts) texts.set(file, text)
    // A long run would keep every container to its end, and V8 would carry them from heap to heap.
    return resolveFixes(judged).map(({ container, ...finding }) => finding)
  }
  for (const unit of units) findings.push(...judge(unit))
  const builds = buildsOf(documents, session.io)
  const { parseDockerfile } = session.link.sources
  for (const path of session.dockerfiles) {
    if (!parseDockerfile) break
    const own = builds.get(path) ?? []
    const related = own.map(({ service, origin }) => ({ at: origin, message: `service "${service}" builds this file` }))
    for (const finding of judge(dockerfileUnit(path, own, parseDockerfile)))
      findings.push({ ...finding, related: [...finding.related, ...related] })
  }
  progress.end()
  return { findings: onceEach(findings), problems, texts, containers, images }
}
