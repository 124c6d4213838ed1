import { relative } from 'node:path'
import { overlayFiles } from '../discover/files.ts'
import { writeAtomically } from '../discover/write.ts'
import { fixUnits } from '../lint/session.ts'
import type { Problem } from '../model/finding.ts'
import type { Files, Unit } from '../sources/source.ts'
import { unifiedDiff } from '../text/diff.ts'
import { wantsColor, writeOut } from './emit.ts'
import type { Session } from './lint.ts'
import type { Options } from './options.ts'

export interface FixRun {
  readonly exitCode: 0 | 1 | 2
  readonly applied: number
  /** The files as they are now. */
  readonly io: Files
  readonly problems: readonly Problem[]
}

/** `--fix` writes the repaired files; `--fix-dry-run` and `--diff` print the changes, and `--diff` fails if there are any. */
export async function fixAndShow(session: Session, units: readonly Unit[], options: Options): Promise<FixRun> {
  const wanted = options.fixConfidence ?? session.loaded.config.fix?.confidence ?? 'default'
  const outcome = fixUnits(units, session.io, overlayFiles, session.judge, wanted)
  const io = overlayFiles(session.io, outcome.changed)
  const problems: Problem[] = []
  if (options.fix === 'write') {
    for (const [file, text] of outcome.changed) {
      const why = writeAtomically(file, text)
      if (why !== undefined) problems.push({ level: 'error', file, message: `${why}; the file is as it was` })
    }
  } else {
    const color = wantsColor(process.env, process.stdout.isTTY ?? false)
    for (const [file, text] of [...outcome.changed].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const before = session.io.read(file)
      await writeOut(await unifiedDiff(relative(session.cwd, file), before.ok ? before.text : '', text, { color }))
    }
    for (const { finding, why } of outcome.refused) process.stderr.write(`not changed: ${finding.subject}: ${finding.ruleId}: ${why}\n`)
    const files = outcome.changed.size
    const held = outcome.heldBack > 0 ? `; ${outcome.heldBack} held back as less sure than "${wanted}"` : ''
    process.stderr.write(`${files} ${files === 1 ? 'file' : 'files'} would change (${outcome.applied} fixes)${held}\n`)
  }
  for (const { file, message } of session.problems.filter(({ level }) => level === 'error')) {
    if (options.fix !== 'write') process.stderr.write(`${file}: ${message}\n`)
  }
  const failed = session.problems.some(({ level }) => level === 'error')
  const exitCode = failed ? 2 : options.fix === 'diff' && outcome.changed.size > 0 ? 1 : 0
  return { exitCode, applied: outcome.applied, io, problems }
}
