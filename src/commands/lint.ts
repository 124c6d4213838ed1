import { resolve } from 'node:path'
import { type FixChoice, fixUnits, type JudgedFinding, judgeUnit, onceEach, resolveFixes } from '../lint/session.ts'
import type { Problem } from '../model/finding.ts'
import { showsDetails } from '../report/formatters/index.ts'
import { toResults } from '../report/results.ts'
import { checkedOf, showChecked } from './found.ts'
import type { CommandOptions } from './options.ts'
import { problemLines } from './problem-lines.ts'
import { fixChoice, openInput, openSession, type Session } from './session.ts'
import { terminalErrors, writeOut } from './streams.ts'

/** `dockseal [paths…]`: gives the exit code. */
export async function runLint(options: CommandOptions): Promise<0 | 1 | 2> {
  const paths = options.operands.length > 0 || options.composeFiles.length > 0 ? options.operands : ['.']
  const input = await openInput(options, paths)
  const withFixes = options.outputs.some(({ format }) => showsDetails(format))
  const cache = options.cache ? (await import('./cache.ts')).openCache(options, input, withFixes) : undefined
  const known = cache?.read()
  if (known) return showChecked(input, options, known)
  let session = await openSession(options, paths, input)
  if (options.errorOnUnmatched && !paths.includes('-'))
    session = { ...session, problems: [...session.problems, ...unmatched(session, paths)] }
  if (options.changedSince !== undefined) session = (await import('./changed.ts')).onlyChanged(options.changedSince, session)
  let fixed = 0
  if (options.fix !== 'no') {
    if (paths.includes('-') && options.fix === 'write') return printFixed(session, options)
    const { fixAndShow } = await import('./fix.ts')
    const outcome = await fixAndShow(session, session.project, options, await acceptedIn(session, options))
    if (options.fix !== 'write') return outcome.exitCode
    fixed = outcome.applied
    session = { ...session, io: outcome.io, problems: [...session.problems, ...outcome.problems] }
  }
  const checked = checkedOf(session, options, { ...judgeAll(session, withFixes), fixed })
  cache?.write(checked)
  return showChecked(session, options, checked)
}

/** `--fix -`: prints the fixed text of standard input, for editors; leaves out changes to other files. */
async function printFixed(session: Session, options: CommandOptions): Promise<0 | 2> {
  const { project, io, judge } = session
  const choice = { ...fixChoice(session, options), isAccepted: (await acceptedIn(session, options)) ?? (() => false) }
  const { changed, failed } = fixUnits(project, io, judge, choice)
  const file = resolve(session.cwd, options.stdinFilename ?? '<stdin>')
  const before = io.read(file)
  await writeOut(changed.get(file) ?? (before.ok ? before.text : ''))
  const errors = [...session.problems, ...failed].filter(({ level }) => level === 'error')
  for (const line of problemLines(errors, io)) process.stderr.write(`dockseal: ${line}\n`)
  return errors.length > 0 ? 2 : 0
}

/** Findings that the baseline accepts; a fix leaves them alone. */
async function acceptedIn(session: Session, { baseline, updateBaseline }: CommandOptions): Promise<FixChoice['isAccepted']> {
  if (baseline === undefined || updateBaseline) return undefined
  const { acceptedBy, readBaseline } = await import('./baseline.ts')
  const { findings, texts } = judgeAll(session, false)
  const files = [...texts].map(([file, text]) => ({ file, text }))
  return acceptedBy(toResults({ files, findings, keepSource: false }), readBaseline(resolve(session.cwd, baseline)), session.root)
}

/** Reports a run without any file: a mistyped path must not pass. */
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
    // Containers that are kept to the end of a long run cost memory and time in the garbage collector.
    for (const { container, ...finding } of withFixes ? resolveFixes(judged) : judged.findings)
      findings.push({ ...finding, related: [...finding.related, ...builders] })
  }
  progress.end()
  return { findings: onceEach(findings), problems, texts, privateTexts, containers, images }
}

/** Shows the progress of a long run on standard error, if it is a terminal and after the first second. */
function progressOn(total: number): { step: () => void; end: () => void } {
  const terminal = terminalErrors()
  if (!terminal) return { step: () => {}, end: () => {} }
  const started = Date.now()
  let done = 0
  let shown = 0
  return {
    step: () => {
      done++
      const now = Date.now()
      if (now - started < 1000 || now - shown < 100) return
      shown = now
      terminal.write(`\r${done} of ${total}\x1b[K`)
    },
    end: () => {
      if (shown > 0) terminal.write('\r\x1b[K')
    },
  }
}
