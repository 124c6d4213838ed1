import { readFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { rules } from '../../rules/index.ts'
import type { LoadedConfig } from '../config/config.ts'
import { foldKnowledge, foldSettings } from '../config/fold.ts'
import { loadConfig } from '../config/load.ts'
import { decodeText, diskFiles, overlayFiles } from '../discover/files.ts'
import { repositoryRoot } from '../discover/git.ts'
import { walk } from '../discover/walk.ts'
import { buildsOf, dockerfileUnit } from '../lint/builds.ts'
import { type LinkOptions, linker } from '../lint/link.ts'
import { type Judge, type JudgedFinding, judgeUnit, resolveFixes } from '../lint/session.ts'
import { sourcesFor } from '../lint/sources.ts'
import { type Candidate, recognise } from '../lint/units.ts'
import type { Problem } from '../model/finding.ts'
import type { LintResult } from '../report/result.ts'
import { type ResultFinding, toCoverage, toResults } from '../report/results.ts'
import type { Document, Files, Unit } from '../sources/source.ts'
import { escapeControls } from '../text/escape.ts'
import { applyBaseline, makeBaseline, readBaseline, writeBaseline } from './baseline.ts'
import { onlyChanged } from './changed.ts'
import { describeRules } from './describe-rules.ts'
import { emit, wantsColor } from './emit.ts'
import { fixAndShow } from './fix.ts'
import { type Options, UsageError } from './options.ts'
import { version } from './package.ts'
import { progressOn } from './progress.ts'

/** What a run works with once the command line and the configuration are read. */
export interface Session {
  readonly cwd: string
  /** The repository's root, else cwd: what report URIs and baselines are relative to. */
  readonly root: string
  readonly io: Files
  readonly loaded: LoadedConfig
  readonly judge: Judge
  /** What the judge knows of images beyond the files. */
  readonly link: LinkOptions
  readonly units: readonly Unit[]
  readonly dockerfiles: readonly string[]
  readonly problems: readonly Problem[]
  readonly skipped: number
}

/** Reads configuration and files, and sorts them into units. Throws a UsageError for what the user must mend first. */
export async function openSession(options: Options, paths: readonly string[]): Promise<Session> {
  const cwd = resolve(options.cwd ?? '.')
  let io: Files = diskFiles()
  const configured = options.useConfig ? await loadConfig(cwd, options.config && resolve(cwd, options.config), io, rules) : undefined
  if (configured && !configured.ok) {
    const notes = toCoverage(
      configured.problems,
      configured.problems.flatMap(({ file }) => withText(file, io)),
    )
    throw new UsageError(
      notes
        .map((note) => `${note.filePath}:${note.line ?? 1}:${note.column ?? 1}: ${note.message}${note.hint ? `; ${note.hint}` : ''}`)
        .join('\n'),
    )
  }
  const loaded = configured?.loaded ?? { config: {}, directory: cwd }
  const strangers = Object.keys(options.rules).filter((id) => !rules.some((rule) => rule.id === id))
  if (strangers.length > 0) throw new UsageError(`no rule is called "${strangers[0]}"; list them with \`dockseal rules\``)

  const markdown = options.markdown || (loaded.config.markdown ?? false)
  const problems: Problem[] = []
  let candidates: readonly Candidate[]
  if (paths.includes('-')) {
    const path = resolve(cwd, options.stdinFilename ?? '<stdin>')
    const answer = decodeText(readFileSync(0))
    if (!answer.ok) throw new UsageError(`standard input ${answer.why}`)
    io = overlayFiles(io, new Map([[path, answer.text]]))
    candidates = [{ path, explicit: true }]
  } else {
    const configured = { directory: loaded.directory, globs: loaded.config.ignore ?? [] }
    const ignore = [{ directory: cwd, globs: options.ignore }, ...(options.useIgnore ? [configured] : [])]
    const found = await walk(paths, { cwd, ignore, gitignore: options.useIgnore, markdown })
    if (found.ignored.length > 0) process.stderr.write(describeIgnored(found.ignored, cwd))
    candidates = found.files
    problems.push(...found.problems)
  }
  const projects = [
    ...(options.composeFiles.length > 0 ? [options.composeFiles.map((file) => resolve(cwd, file))] : []),
    ...(loaded.config.projects ?? []).map((files) => files.map((file) => resolve(loaded.directory, file))),
  ]
  const files = [...candidates.map(({ path }) => path), ...projects.flat()]
  // What an audit will be led to is not known yet.
  const sources = options.command === 'audit' ? (await import('../lint/all-sources.ts')).ALL_SOURCES : await sourcesFor(files, io)
  const recognised = recognise(candidates, io, {
    sources,
    projects,
    markdown,
    ...(options.envFromShell ? { env: shellEnvironment() } : {}),
  })
  problems.push(...recognised.problems)
  problems.push(...recognised.skipped.map(({ file, why }): Problem => ({ level: 'note', file, message: `skipped: ${why}` })))
  const link: LinkOptions = { sources, ...foldKnowledge(loaded.config) }
  return {
    cwd,
    root: repositoryRoot(cwd) ?? cwd,
    io,
    loaded,
    judge: { rules, settings: foldSettings(loaded, options), knowledge: linker(link) },
    link,
    units: recognised.units,
    dockerfiles: recognised.dockerfiles,
    problems,
    skipped: recognised.skipped.length,
  }
}

/** Said beside the report: that a named file is left out is what the user asked for, no gap in what was read. */
function describeIgnored(files: readonly string[], cwd: string): string {
  const [first = ''] = files
  const others = files.length > 1 ? ` and ${files.length - 1} more` : ''
  return `Left out by "ignore": ${escapeControls(relative(cwd, first))}${others}; --no-ignore reads what the configuration leaves out.\n`
}

/** `dockseal [paths…]`: gives the exit code. */
export async function runLint(options: Options): Promise<0 | 1 | 2> {
  const paths = options.operands.length > 0 || options.composeFiles.length > 0 ? options.operands : ['.']
  let session = onlyChanged(options, await openSession(options, paths))
  let fixed = 0
  if (options.fix !== 'no') {
    const outcome = await fixAndShow(session, session.units, options)
    if (options.fix !== 'write') return outcome.exitCode
    fixed = outcome.applied
    session = { ...session, io: outcome.io, problems: [...session.problems, ...outcome.problems] }
  }
  return reportFound(session, options, { ...judgeAll(session, session.units), fixed })
}

/** What a run found, before it is shown. */
export interface Found {
  readonly findings: readonly ResultFinding[]
  readonly problems: readonly Problem[]
  readonly texts: ReadonlyMap<string, string>
  readonly containers: number
  readonly images: number
  readonly fixed: number
}

/** Makes results of what was found, applies the baseline, writes every output, and gives the exit code. */
export async function reportFound(session: Session, options: Options, judged: Found): Promise<0 | 1 | 2> {
  const allProblems = dedupe([...session.problems, ...judged.problems], ({ file, offset, message }) => `${file}\0${offset}\0${message}`)
  const unread = new Set(allProblems.map(({ file }) => file).filter((file) => !judged.texts.has(file)))
  const texts = [...[...judged.texts].map(([file, text]) => ({ file, text })), ...[...unread].flatMap((file) => withText(file, session.io))]
  let results = toResults({
    files: texts,
    findings: judged.findings,
    problems: allProblems,
    keepSource: true,
  })
  if (options.baseline !== undefined) {
    const path = resolve(session.cwd, options.baseline)
    const exists = session.io.exists(path)
    if (options.updateBaseline) writeBaseline(path, makeBaseline(results, session.root), exists)
    results = applyBaseline(results, readBaseline(path), session.root).results
  }
  if (options.quiet) results = results.map(errorsOnly)
  const coverage = toCoverage(allProblems, texts)
  const warnings = results.reduce((sum, result) => sum + result.warningCount - result.infoCount, 0)
  const tooMany = options.maxWarnings !== undefined && warnings > options.maxWarnings
  await emit(
    results,
    {
      cwd: session.cwd,
      root: session.root,
      version: version(),
      ...(process.stdout.columns ? { columns: Math.min(process.stdout.columns, 120) } : {}),
      rulesMeta: describeRules(rules),
      coverage,
      invocation: { command: options.command === 'audit' ? 'audit' : 'lint', paths: options.operands },
      summary: {
        files: judged.texts.size,
        containers: judged.containers,
        images: judged.images,
        skipped: session.skipped,
        fixed: judged.fixed,
      },
      ...(tooMany ? { maxWarningsExceeded: { maxWarnings: options.maxWarnings ?? 0, foundWarnings: warnings } } : {}),
    },
    options.outputs,
    wantsColor(process.env, process.stdout.isTTY ?? false),
  )
  const strict = options.strictCoverage || (session.loaded.config.strictCoverage ?? false)
  if (coverage.some(({ level }) => level === 'error' || strict)) return 2
  return tooMany || fails(results, options) ? 1 : 0
}

function fails(results: readonly LintResult[], options: Options): boolean {
  if (options.failOn === 'never') return false
  return results.some(({ messages }) =>
    messages.some(({ level }) => level === 'error' || (level === 'warning' && options.failOn === 'warning')),
  )
}

function judgeAll(session: Session, units: readonly Unit[]) {
  const findings: JudgedFinding[] = []
  const problems: Problem[] = []
  const texts = new Map<string, string>()
  const documents: Document[] = []
  const progress = progressOn(units.length + session.dockerfiles.length)
  const judge = (unit: Unit): JudgedFinding[] => {
    progress.step()
    const judged = judgeUnit(unit, session.io, session.judge)
    documents.push(judged.document)
    problems.push(...judged.problems)
    for (const [file, text] of judged.document.texts) texts.set(file, text)
    return resolveFixes(judged)
  }
  for (const unit of units) findings.push(...judge(unit))
  const builds = buildsOf(documents)
  const { parseDockerfile } = session.link.sources
  for (const path of session.dockerfiles) {
    if (!parseDockerfile) break
    const own = builds.get(path) ?? []
    const related = own.map(({ service, origin }) => ({ at: origin, message: `service "${service}" builds this file` }))
    for (const finding of judge(dockerfileUnit(path, own, parseDockerfile)))
      findings.push({ ...finding, related: [...finding.related, ...related] })
  }
  progress.end()
  // A file that two projects share (a base, an included file) is judged in each; what both say is said once.
  const key = ({ ruleId, messageId, message, at }: JudgedFinding) => JSON.stringify([ruleId, messageId, message, at])
  const count = (what: 'containers' | 'images') => documents.reduce((sum, document) => sum + document[what].length, 0)
  return { findings: dedupe(findings, key), problems, texts, containers: count('containers'), images: count('images') }
}

function dedupe<T>(items: readonly T[], key: (item: T) => string): T[] {
  const seen = new Map<string, T>()
  for (const item of items) if (!seen.has(key(item))) seen.set(key(item), item)
  return [...seen.values()]
}

function errorsOnly(result: LintResult): LintResult {
  const messages = result.messages.filter(({ severity }) => severity === 2)
  return { ...result, messages, warningCount: 0, fixableWarningCount: 0, infoCount: 0 }
}

function withText(file: string, io: Files): { file: string; text: string }[] {
  const answer = io.read(file)
  return answer.ok ? [{ file, text: answer.text }] : []
}

function shellEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}
