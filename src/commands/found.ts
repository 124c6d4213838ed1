import { realpathSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { rules } from '../../rules/index.ts'
import { type FixChoice, whyHeld } from '../lint/session.ts'
import type { Problem } from '../model/finding.ts'
import { once } from '../model/lazy.ts'
import { remember, uniqueBy } from '../model/maps.ts'
import { showsDetails, showsFingerprints } from '../report/formatters/index.ts'
import type { CoverageNote, FormatContext, LintResult } from '../report/result.ts'
import { type ResultFinding, toCoverage, toResults } from '../report/results.ts'
import { count } from '../report/tally.ts'
import { belowPath } from '../text/file-name.ts'
import { foldersAbove } from '../text/path.ts'
import { describeRules } from './describe-rules.ts'
import { emit, wantsColor } from './emit.ts'
import type { CommandOptions } from './options.ts'
import { version } from './package.ts'
import { withText } from './problem-lines.ts'
import { fixChoice, type Session } from './session.ts'
import { terminalOutput } from './streams.ts'

type Shown = Pick<Session, 'cwd' | 'root' | 'io' | 'loaded'>

/** What a run found, before it is reported. */
export interface Found {
  readonly findings: readonly ResultFinding[]
  readonly problems: readonly Problem[]
  readonly texts: ReadonlyMap<string, string>
  /** Files of variables among them. */
  readonly privateTexts?: ReadonlySet<string>
  readonly containers: number
  readonly images: number
  readonly fixed: number
}

/** The results of a run: everything that a report is made of, and no more than reports may show. */
export interface Checked {
  /** Before a baseline removes any. */
  readonly results: readonly LintResult[]
  readonly coverage: readonly CoverageNote[]
  readonly summary: Pick<FormatContext['summary'], 'files' | 'containers' | 'images' | 'skipped' | 'fixed'>
}

/** Makes results from the findings and reports them. */
export async function reportFound(session: Session, options: CommandOptions, judged: Found): Promise<0 | 1 | 2> {
  return showChecked(session, options, checkedOf(session, options, judged))
}

/** Makes results from the findings. */
export function checkedOf(session: Session, options: CommandOptions, judged: Found): Checked {
  const choice = fixChoice(session, options)
  const isShown = shownFiles(session, judged.privateTexts ?? new Set())
  const found = uniqueBy([...session.problems, ...judged.problems], ({ file, offset, message }) => `${file}\0${offset}\0${message}`)
  const problems = found.map((problem) =>
    problem.offset === undefined || isShown(problem.file) ? problem : { ...problem, message: UNSHOWN },
  )
  const unread = new Set(problems.map(({ file }) => file).filter((file) => !judged.texts.has(file)))
  const files = [...[...judged.texts].map(([file, text]) => ({ file, text })), ...[...unread].flatMap((file) => withText(file, session.io))]
  const findings = judged.findings.map((finding) => heldFix(finding, choice))
  const { containers, images, fixed } = judged
  const keepSource = options.outputs.some(({ format }) => showsDetails(format))
  // A cache holds the results for any format.
  const fingerprints = options.cache || options.baseline !== undefined || options.outputs.some(({ format }) => showsFingerprints(format))
  return {
    results: toResults({ files, findings, problems, keepSource, fingerprints, isShown }),
    coverage: toCoverage(problems, files),
    summary: { files: judged.texts.size, containers, images, skipped: session.skipped, fixed },
  }
}

/** Applies the baseline, writes every output, and gives the exit code. */
export async function showChecked(
  session: Shown,
  options: CommandOptions,
  { results: all, coverage, summary }: Checked,
): Promise<0 | 1 | 2> {
  const { results: counted, accepted } = await applyBaselineOf(session, options, all)
  const results = options.quiet ? counted.map(errorsOnly) : counted
  const warnings = counted.reduce((sum, result) => sum + result.warningCount - result.infoCount, 0)
  const tooMany = options.maxWarnings !== undefined && warnings > options.maxWarnings
  const columns = terminalOutput()?.columns
  await emit(
    results,
    {
      cwd: session.cwd,
      root: session.root,
      version: version(),
      ...(columns ? { columns: Math.min(columns, 120) } : {}),
      rulesMeta: describeRules(rules),
      coverage,
      invocation: {
        command: options.command === 'audit' ? 'audit' : 'lint',
        paths: options.operands,
        onlyChanged: options.changedSince !== undefined,
      },
      summary: { ...summary, ...(accepted > 0 ? { accepted } : {}) },
      ...(tooMany ? { maxWarningsExceeded: { maxWarnings: options.maxWarnings ?? 0, foundWarnings: warnings } } : {}),
    },
    options.outputs,
    wantsColor(process.env),
  )
  const strict = options.strictCoverage || (session.loaded.config.strictCoverage ?? false)
  if (coverage.some(({ level }) => level === 'error' || strict)) return 2
  if (tooMany) process.stderr.write(`dockseal: ${count(warnings, 'warning')}, and --max-warnings allows ${options.maxWarnings}\n`)
  else if (!fails(results, options) && fails(counted, options))
    process.stderr.write(`dockseal: ${count(warnings, 'warning')} that --quiet leaves out, and --fail-on counts them\n`)
  return tooMany || fails(counted, options) ? 1 : 0
}

/** The results without what the baseline accepts, and how many findings those are. `--update-baseline` writes it first. */
async function applyBaselineOf(session: Shown, { baseline: given, updateBaseline }: CommandOptions, results: Checked['results']) {
  if (given === undefined) return { results, accepted: 0 }
  const { accepts, applyBaseline, makeBaseline, readBaseline, writeBaseline } = await import('./baseline.ts')
  const path = resolve(session.cwd, given)
  const exists = session.io.exists(path)
  if (updateBaseline) {
    // Findings of files that this run did not read stay accepted, unless the file is gone.
    const others = exists ? readBaseline(path) : undefined
    const baseline = makeBaseline(results, session.root, others, (file) => session.io.exists(resolve(session.root, file)))
    const before = session.io.read(path)
    writeBaseline(path, baseline, before.ok ? before.text : undefined, session.root)
    process.stderr.write(`${exists ? 'Updated' : 'Wrote'} ${given}: it accepts ${count(accepts(baseline), 'finding')}.\n`)
  }
  const applied = applyBaseline(results, readBaseline(path), session.root)
  if (applied.stale > 0) {
    const [are, them] = applied.stale === 1 ? ['is', 'it'] : ['are', 'them']
    process.stderr.write(`${given} accepts ${count(applied.stale, 'finding')} that ${are} gone; --update-baseline takes ${them} out.\n`)
  }
  return { results: applied.results, accepted: applied.known }
}

/** Marks a finding whose fix `--fix` leaves out; its edits become a suggestion. */
function heldFix(finding: ResultFinding, choice: FixChoice): ResultFinding {
  if (finding.fix === undefined || finding.fixRefused !== undefined || finding.fix.applicability === 'manual') return finding
  const why = whyHeld(finding, choice)
  return why === undefined ? finding : { ...finding, fixRefused: HELD[why] }
}

const HELD = {
  guess: 'it is a guess; --fix-confidence default applies it',
  degrades: 'something stops working; --fix-degraded applies it',
} as const

const UNSHOWN = 'is refused here; its text is not shown, because it holds variables or is outside of the project'

/** Decides whether a report may show a file's text: not that of an env file, nor, with links resolved, one outside of what is linted. */
function shownFiles({ root, project }: Session, privateTexts: ReadonlySet<string>): (file: string) => boolean {
  const known = new Map<string, boolean>()
  const real = (path: string): string => {
    try {
      return realpathSync.native(path)
    } catch {
      return path
    }
  }
  // Files of one folder share what is above them.
  const realFolders = new Map<string, string>()
  const realFolder = (folder: string): string => remember(realFolders, folder, () => real(folder))
  const folders = once(() => new Set(project.units.map(({ file }) => realFolder(dirname(file)))))
  const judge = (file: string): boolean => {
    if (privateTexts.has(file) || /^\.env(?:\..*)?$|\.env$/.test(basename(file))) return false
    const target = real(file)
    if (belowPath(realFolder(root), target) !== undefined) return true
    return foldersAbove(target).some((folder) => folders().has(folder))
  }
  return (file) => remember(known, file, () => judge(file))
}

function fails(results: readonly LintResult[], options: CommandOptions): boolean {
  if (options.failOn === 'never') return false
  return results.some(({ messages }) =>
    messages.some(({ level }) => level === 'error' || (level === 'warning' && options.failOn === 'warning')),
  )
}

function errorsOnly(result: LintResult): LintResult {
  const messages = result.messages.filter(({ severity }) => severity === 2)
  return { ...result, messages, warningCount: 0, fixableWarningCount: 0, infoCount: 0 }
}
