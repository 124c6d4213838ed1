import { readFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { rules } from '../../rules/index.ts'
import type { LoadedConfig } from '../config/config.ts'
import { foldKnowledge, foldSettings } from '../config/fold.ts'
import { loadConfig } from '../config/load.ts'
import { decodeText, diskFiles } from '../discover/files.ts'
import { repositoryRoot } from '../discover/git.ts'
import { ignoreTest, walk } from '../discover/walk.ts'
import { type KnowledgeOptions, knowledgeFrom } from '../lint/knowledge.ts'
import { type FixChoice, fixChoiceOf, type Judge } from '../lint/session.ts'
import { ruleHint } from '../lint/unknown-rule.ts'
import type { Problem } from '../model/finding.ts'
import type { FixInto } from '../model/intent.ts'
import { openProject, type Project } from '../project/project.ts'
import { recognise, type WalkedFile } from '../project/recognise.ts'
import { loadSources, sourcesFor } from '../project/sources.ts'
import type { Files } from '../sources/source.ts'
import { overlayFiles } from '../sources/text-files.ts'
import { escapeControls } from '../text/escape.ts'
import type { CommandOptions } from './options.ts'
import { problemLines } from './problem-lines.ts'
import { UsageError } from './usage-error.ts'

/** For a configuration without globs. */
const NO_GLOBS = { compileGlobs: () => () => false }

/** What a run works with after the command line and the configuration are read. */
export interface Session {
  readonly cwd: string
  /** The repository's root, else cwd: report URIs and baselines are relative to it. */
  readonly root: string
  readonly io: Files
  readonly loaded: LoadedConfig
  readonly judge: Judge
  /** What is known about images from outside the files. */
  readonly link: KnowledgeOptions
  readonly fixInto: FixInto
  readonly project: Project
  readonly problems: readonly Problem[]
  readonly skipped: number
  /** Files that the user named and that hold nothing to lint or are ignored. */
  readonly named: number
}

/** What a run reads, before its content is known. */
export interface Input extends Pick<Session, 'cwd' | 'root' | 'io' | 'loaded' | 'fixInto'> {
  readonly markdown: boolean
  readonly candidates: readonly WalkedFile[]
  /** How many of the files that the user named are ignored. */
  readonly ignored: number
  readonly problems: readonly Problem[]
  readonly isIgnored: (path: string) => boolean
}

/** Reads the configuration and finds the files. Throws a UsageError for what the user must correct first. */
export async function openInput(options: CommandOptions, paths: readonly string[]): Promise<Input> {
  const cwd = resolve(options.cwd ?? '.')
  const loaded = await readConfiguration(options, cwd)
  const markdown = options.markdown || (loaded.config.markdown ?? false)
  const fixInto = options.fixInto ?? loaded.config.fix?.into ?? 'definition'
  const found = paths.includes('-') ? standardInput(options, cwd) : await walkPaths(paths, options, { cwd, loaded, markdown, fixInto })
  return { cwd, root: repositoryRoot(cwd) ?? cwd, loaded, markdown, fixInto, ...found }
}

/** Sorts the files into units. Throws a UsageError for what the user must correct first. */
export async function openSession(options: CommandOptions, paths: readonly string[], input?: Input): Promise<Session> {
  const { cwd, root, loaded, markdown, fixInto, io, candidates, ignored, problems, isIgnored } = input ?? (await openInput(options, paths))
  const projects = [
    ...(options.composeFiles.length > 0 ? [options.composeFiles.map((file) => resolve(cwd, file))] : []),
    ...(loaded.config.projects ?? []).map((files) => files.map((file) => resolve(loaded.directory, file))),
  ]
  const files = [...candidates.map(({ path }) => path), ...projects.flat()]
  // The files that an audit will lead to are not known yet.
  const sources = await (options.command === 'audit' ? loadSources() : sourcesFor(files, io))
  const recognised = recognise(candidates, io, {
    sources,
    projects,
    markdown,
    fixInto,
    isIgnored,
    ...(options.envFromShell ? { env: shellEnvironment() } : {}),
  })
  if (paths.includes('-') && options.stdinFilename === undefined && recognised.units.length + recognised.dockerfiles.length === 0) {
    throw new UsageError(
      'standard input is no Compose file, Dockerfile or script with a #! line; --stdin-filename says what it is called, such as run.sh',
    )
  }
  const skipped = recognised.skipped.map(({ file, why }): Problem => ({ level: 'note', file, message: `skipped: ${why}` }))
  const { compileGlobs } = loaded.config.overrides ? await import('../discover/globs.ts') : NO_GLOBS
  const recorded =
    options.evidence.length > 0 ? (await import('./recorded-evidence.ts')).recordedEvidence(options.evidence, cwd, io) : undefined
  const { staleVolumes } = options
  const link: KnowledgeOptions = { sources, ...foldKnowledge(loaded.config), ...(recorded ? { recorded } : {}), staleVolumes }
  return {
    cwd,
    root,
    io,
    loaded,
    judge: { rules, settings: foldSettings(loaded, options, compileGlobs, root), knowledge: knowledgeFrom(link) },
    link,
    fixInto,
    project: openProject(recognised, io, sources),
    problems: [...problems, ...recognised.problems, ...skipped],
    skipped: skipped.length,
    named: recognised.named + ignored,
  }
}

/** What `--fix` applies: the command line decides, else the configuration. */
export function fixChoice({ loaded }: Pick<Session, 'loaded'>, { fixConfidence, fixDegraded }: CommandOptions): FixChoice {
  const { fix } = loaded.config
  return fixChoiceOf({ confidence: fixConfidence ?? fix?.confidence, degraded: fixDegraded || fix?.degraded })
}

/** The configuration that applies. Also checks that the rules named on the command line exist. */
export async function readConfiguration(options: CommandOptions, cwd: string): Promise<LoadedConfig> {
  const io = diskFiles()
  const configured = options.useConfig ? await loadConfig(cwd, options.config && resolve(cwd, options.config), io, rules) : undefined
  if (configured && !configured.ok) {
    throw new UsageError(problemLines(configured.problems, io).join('\n'))
  }
  const ids = rules.map(({ id }) => id)
  const unknownRule = Object.keys(options.rules).find((id) => !ids.includes(id))
  if (unknownRule !== undefined) throw new UsageError(`no rule is called "${unknownRule}"; ${ruleHint(unknownRule, ids)}`)
  return configured?.loaded ?? { config: {}, directory: cwd }
}

type FoundFiles = Pick<Input, 'io' | 'candidates' | 'ignored' | 'problems' | 'isIgnored'>

function standardInput({ stdinFilename = '<stdin>' }: CommandOptions, cwd: string): FoundFiles {
  const path = resolve(cwd, stdinFilename)
  const answer = decodeText(readFileSync(0))
  if (!answer.ok) throw new UsageError(`standard input ${answer.why}`)
  const io = overlayFiles(diskFiles(), new Map([[path, answer.text]]))
  return { io, candidates: [{ path, explicit: true }], ignored: 0, problems: [], isIgnored: () => false }
}

async function walkPaths(
  paths: readonly string[],
  options: CommandOptions,
  { cwd, loaded, markdown, fixInto }: Pick<Session, 'cwd' | 'loaded' | 'fixInto'> & { readonly markdown: boolean },
): Promise<FoundFiles> {
  const configured = { directory: loaded.directory, globs: loaded.config.ignore ?? [] }
  const ignore = [{ directory: cwd, globs: options.ignore }, ...(options.useIgnore ? [configured] : [])]
  const walking = { cwd, ignore, gitignore: options.useIgnore, markdown }
  const { files, ignored, problems } = await walk(paths, walking)
  if (ignored.length > 0) process.stderr.write(describeIgnored(ignored, cwd))
  const isIgnored = fixInto === 'override' ? await ignoreTest(paths, walking) : () => false
  return { io: diskFiles(), candidates: files, ignored: ignored.length, problems, isIgnored }
}

/** A note outside of the report: the user asked to ignore this file, so nothing is missing from what was read. */
function describeIgnored(files: readonly string[], cwd: string): string {
  const [first = ''] = files
  const others = files.length > 1 ? ` and ${files.length - 1} more` : ''
  return `Left out by "ignore": ${escapeControls(relative(cwd, first))}${others}; --no-ignore reads what the configuration leaves out.\n`
}

function shellEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}
