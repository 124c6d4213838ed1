import { dirname, relative } from 'node:path'
import { removeLeftovers, writeAtomically, writeNew } from '../discover/write.ts'
import { type FixChoice, type FixedUnits, fixUnits } from '../lint/session.ts'
import type { LintFinding } from '../lint/suppress.ts'
import { fileOf } from '../model/fact.ts'
import type { Problem } from '../model/finding.ts'
import type { Project } from '../project/project.ts'
import type { Files } from '../sources/source.ts'
import { overlayFiles } from '../sources/text-files.ts'
import { unifiedDiff } from '../text/diff.ts'
import { maskText } from '../text/mask.ts'
import { wantsColor } from './emit.ts'
import { fixSummary, lossesOf } from './fix-summary.ts'
import type { CommandOptions } from './options.ts'
import { problemLines } from './problem-lines.ts'
import { fixChoice, type Session } from './session.ts'
import { writeOut } from './streams.ts'

export interface FixRun {
  readonly exitCode: 0 | 1 | 2
  readonly applied: number
  /** The files as they are now. */
  readonly io: Files
  readonly problems: readonly Problem[]
}

/** `--fix` writes the fixed files; `--fix-dry-run` and `--diff` print the changes, and `--diff` fails if there are any. */
export async function fixAndShow(
  session: Session,
  project: Project,
  options: CommandOptions,
  isAccepted?: FixChoice['isAccepted'],
): Promise<FixRun> {
  const choice: FixChoice = { ...fixChoice(session, options), ...(isAccepted ? { isAccepted } : {}) }
  const outcome = fixUnits(project, session.io, session.judge, choice)
  const written = new Map(outcome.changed)
  const problems: Problem[] = [...outcome.failed]
  if (options.fix === 'write') {
    for (const folder of new Set(session.project.units.map(({ file }) => dirname(file)))) removeLeftovers(folder)
    for (const [file, text] of outcome.changed) {
      const read = session.io.read(file)
      const why = read.ok ? writeAtomically(file, text, { before: read.text, root: session.root }) : writeNew(file, text)
      if (why === undefined) continue
      written.delete(file)
      problems.push({ level: 'error', file, message: `${why}; ${read.ok ? 'the file is left as it is' : 'nothing was written'}` })
    }
  } else {
    const color = wantsColor(process.env)
    await writeOut(linesBeforeDiff(outcome.applied))
    for (const [file, text] of [...outcome.changed].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const before = session.io.read(file)
      await writeOut(
        await unifiedDiff(relative(session.cwd, file), before.ok ? maskText(before.text) : undefined, maskText(text), { color }),
      )
    }
  }
  const done = whatWasWritten(outcome, written)
  const columns = Math.min(process.stderr.columns ?? 80, 120)
  process.stderr.write(fixSummary(done, { written: options.fix === 'write', wanted: choice.confidence, cwd: session.cwd, columns }))
  const errors = [...session.problems, ...outcome.failed].filter(({ level }) => level === 'error')
  if (options.fix !== 'write') for (const line of problemLines(errors, session.io)) process.stderr.write(`${line}\n`)
  const exitCode = errors.length > 0 ? 2 : options.fix === 'diff' && outcome.changed.size > 0 ? 1 : 0
  return { exitCode, applied: done.applied.length, io: overlayFiles(session.io, written), problems }
}

/** The outcome without the fixes of files that could not be written. */
function whatWasWritten(outcome: FixedUnits, written: ReadonlyMap<string, string>): FixedUnits {
  const failed = [...outcome.changed.keys()].filter((file) => !written.has(file))
  // A fix may be in another file (an override). It counts as done only if its file was written.
  const elsewhere = failed.some((file) => !outcome.applied.some(({ at }) => fileOf(at) === file))
  const isDone = ({ at }: LintFinding) => {
    const file = fileOf(at)
    return (file !== undefined && written.has(file)) || (!elsewhere && (file === undefined || !failed.includes(file)))
  }
  return failed.length === 0 ? outcome : { ...outcome, changed: written, applied: outcome.applied.filter(isDone) }
}

/** Lines before a diff with notes about the changes; patch and git skip them. */
function linesBeforeDiff(applied: readonly LintFinding[]): string {
  return lossesOf(applied)
    .map(([name, what]) => `# ${name}: stops working: ${what}\n`)
    .join('')
}
