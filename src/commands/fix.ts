import { dirname, relative } from 'node:path'
import { overlayFiles } from '../discover/files.ts'
import { removeLeftovers, writeAtomically, writeNew } from '../discover/write.ts'
import { DEFAULT_CHOICE, type FixChoice, type FixedUnits, fixUnits } from '../lint/session.ts'
import type { LintFinding } from '../lint/suppress.ts'
import type { Problem } from '../model/finding.ts'
import { CONFIDENCES, type Confidence } from '../model/intent.ts'
import type { WritePath } from '../model/write-plan.ts'
import type { Project } from '../project/project.ts'
import { confidenceWords } from '../report/confidence.ts'
import type { Files } from '../sources/source.ts'
import { unifiedDiff } from '../text/diff.ts'
import { escapeControls } from '../text/escape.ts'
import { maskText } from '../text/mask.ts'
import { wantsColor } from './emit.ts'
import type { Options } from './options.ts'
import type { Session } from './session.ts'
import { writeOut } from './streams.ts'

export interface FixRun {
  readonly exitCode: 0 | 1 | 2
  readonly applied: number
  /** The files as they are now. */
  readonly io: Files
  readonly problems: readonly Problem[]
}

/** `--fix` writes the repaired files; `--fix-dry-run` and `--diff` print the changes, and `--diff` fails if there are any. */
export async function fixAndShow(
  session: Session,
  project: Project,
  options: Options,
  isAccepted?: FixChoice['isAccepted'],
): Promise<FixRun> {
  const choice: FixChoice = { ...fixChoice(session, options), ...(isAccepted ? { isAccepted } : {}) }
  const outcome = fixUnits(project, session.io, overlayFiles, session.judge, choice)
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
    await writeOut(remarksOf(outcome.applied))
    for (const [file, text] of [...outcome.changed].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const before = session.io.read(file)
      await writeOut(
        await unifiedDiff(relative(session.cwd, file), before.ok ? maskText(before.text) : undefined, maskText(text), { color }),
      )
    }
  }
  const done = whatWasWritten(outcome, written)
  process.stderr.write(describeFixes(done, options.fix === 'write', choice.confidence))
  for (const { file, message } of [...session.problems, ...outcome.failed].filter(({ level }) => level === 'error')) {
    if (options.fix !== 'write') process.stderr.write(`${file}: ${message}\n`)
  }
  const failed = [...session.problems, ...outcome.failed].some(({ level }) => level === 'error')
  const exitCode = failed ? 2 : options.fix === 'diff' && outcome.changed.size > 0 ? 1 : 0
  return { exitCode, applied: done.applied.length, io: overlayFiles(session.io, written), problems }
}

/** The outcome without the fixes of files that could not be written. */
function whatWasWritten(outcome: FixedUnits, written: ReadonlyMap<string, string>): FixedUnits {
  const failed = [...outcome.changed.keys()].filter((file) => !written.has(file))
  const fileOf = ({ at }: LintFinding) => (at.kind === 'text' ? at.file : undefined)
  // A fix may go to another file (an override): then none that is not seen to be written counts as done.
  const elsewhere = failed.some((file) => !outcome.applied.some((finding) => fileOf(finding) === file))
  const isDone = (finding: LintFinding) => {
    const file = fileOf(finding)
    return (file !== undefined && written.has(file)) || (!elsewhere && (file === undefined || !failed.includes(file)))
  }
  return failed.length === 0 ? outcome : { ...outcome, changed: written, applied: outcome.applied.filter(isDone) }
}

/** At most this many services are named in a line. */
const NAMED = 8

/** What was done, how sure it is, which services deserve a look, and what was left to the reader. */
function describeFixes({ changed, applied, refused, guesses, degrading }: FixedUnits, written: boolean, wanted: Confidence): string {
  const lines: string[] = []
  if (applied.length > 0) {
    const counts = CONFIDENCES.flatMap((confidence) => {
      const count = applied.filter(({ fix }) => fix?.confidence === confidence).length
      return count > 0 ? [`${count} ${confidenceWords(confidence)}`] : []
    })
    const sure = counts.length > 0 ? `: ${counts.join(', ')}` : ''
    lines.push(`${written ? 'Fixed' : 'Would fix'} ${plural(applied.length, 'finding')} in ${plural(changed.size, 'file')}${sure}.`)
    const guessed = [...new Set(applied.filter(({ fix }) => fix?.confidence === 'default').map(({ subject }) => subject))]
    if (guessed.length > 0) {
      lines.push(
        `dockseal has no record of these images and applied the CIS default, tmpfs on /tmp and /run. Start them once before you rely on it: ${list(guessed)}.`,
      )
    }
  }
  const moved = [...new Set(applied.flatMap(newDataVolumes))]
  if (moved.length > 0) {
    lines.push(
      `These volumes start empty. Data in the running container is lost when it is recreated; copy it out first (docker compose cp): ${moved.map((name) => escapeControls(name)).join(', ')}.`,
    )
  }
  const frozen = [...new Set(applied.flatMap(newVolumesWithContent))]
  if (frozen.length > 0) {
    lines.push(`These volumes keep the files of the image's first version. Update them by hand when the image changes: ${list(frozen)}.`)
  }
  for (const [name, what] of losses(applied)) lines.push(`Stops working: ${name}: ${what}.`)
  const open = [...new Set(guesses.map(({ subject }) => subject))]
  if (open.length > 0) {
    lines.push(
      `Left ${plural(open.length, 'service')} unchanged, because the plan is less sure than "${wanted}": ${list(open)}. Try the plan with \`dockseal prove\`, add a record under \`images:\`, or apply it with --fix-confidence default.`,
    )
  }
  const lost = losses(degrading)
  if (lost.length > 0) lines.push(`Left unchanged, because something would stop working (--fix-degraded applies it):`)
  for (const [name, what] of lost) lines.push(`  ${name}: ${what}`)
  for (const { finding, why } of refused.slice(0, 50))
    lines.push(`Not fixed: ${escapeControls(finding.subject)} (${finding.ruleId}): ${escapeControls(why)}`)
  if (refused.length > 50) lines.push(`… and ${refused.length - 50} more that could not be fixed.`)
  return lines.map((line) => `${line}\n`).join('')
}

/** What `--fix` applies, by the command line, else by the configuration. */
export function fixChoice({ loaded }: Pick<Session, 'loaded'>, { fixConfidence, fixDegraded }: Options): FixChoice {
  const { fix } = loaded.config
  return { confidence: fixConfidence ?? fix?.confidence ?? DEFAULT_CHOICE.confidence, degraded: fixDegraded || (fix?.degraded ?? false) }
}

/** Services and what stops working in each, ready to print. */
function losses(findings: readonly LintFinding[]): readonly (readonly [name: string, what: string])[] {
  const found = new Map(findings.flatMap(({ subject, fix }) => (fix?.degraded ? [[subject, fix.degraded.join('; ')] as const] : [])))
  return [...found].map(([name, what]) => [escapeControls(name), escapeControls(what)] as const)
}

/** Lines before a diff, which patch and git pass over: what to know of the changes. */
function remarksOf(applied: readonly LintFinding[]): string {
  return losses(applied)
    .map(([name, what]) => `# ${name}: stops working: ${what}\n`)
    .join('')
}

/** `service:/path` for each data path that a fix puts on a volume: the container's own layer had it until now. */
function newDataVolumes(finding: LintFinding): string[] {
  return newVolumes(finding, ({ kind }) => kind === 'data')
}

/** `service:/path` for each path whose new volume is filled by the image once, and never again. */
function newVolumesWithContent(finding: LintFinding): string[] {
  return newVolumes(finding, ({ shipsContent }) => shipsContent === true)
}

function newVolumes({ subject, plan, fix }: LintFinding, isMeant: (path: WritePath) => boolean): string[] {
  const added = new Set(fix?.intents.flatMap((intent) => (intent.do === 'add-volume' ? [intent.path] : [])))
  return (plan?.paths ?? []).flatMap((path) => (added.has(path.path) && isMeant(path) ? [`${subject}:${path.path}`] : []))
}

function list(names: readonly string[]): string {
  const shown = names
    .slice(0, NAMED)
    .map((name) => escapeControls(name))
    .join(', ')
  return names.length > NAMED ? `${shown} and ${names.length - NAMED} more` : shown
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}
