/** The library. Everything but `lintFiles` is pure: it reads no file and writes none. */

import { resolve } from 'node:path'
import { rules as allRules } from '../rules/index.ts'
import type { Config } from './config/config.ts'
import { foldKnowledge, foldSettings } from './config/fold.ts'
import { loadConfig } from './config/load.ts'
import { diskFiles } from './discover/files.ts'
import { compileGlobs } from './discover/globs.ts'
import { ignoreTest, walk } from './discover/walk.ts'
import { catalogueWith } from './knowledge/catalogue.ts'
import type { ImageRecord } from './knowledge/record.ts'
import { knowledgeFrom } from './lint/knowledge.ts'
import type { Preset } from './lint/rule.ts'
import { fixChoiceOf, fixUnits, type Judge, judgeUnits } from './lint/session.ts'
import type { Level } from './lint/settings.ts'
import type { Container } from './model/container.ts'
import type { Problem } from './model/finding.ts'
import type { Confidence, FixInto } from './model/intent.ts'
import type { WritePlan } from './model/write-plan.ts'
import { planWrites as plan } from './plan/plan.ts'
import { ALL_SOURCES } from './project/all-sources.ts'
import { openProject, readUnit } from './project/project.ts'
import { recognise } from './project/recognise.ts'
import type { LintMessage, LintResult } from './report/result.ts'
import { toResults } from './report/results.ts'
import { filesOf } from './sources/text-files.ts'

export type { Confidence, Config, Container, FixInto, ImageRecord, Level, LintMessage, LintResult, Preset, WritePlan }

export interface LintOptions {
  /** Default: `recommended`. */
  readonly preset?: Preset
  readonly rules?: Readonly<Record<string, Level>>
  /** A configuration as a file would hold it; globs are relative to `cwd`. Default: `lintFiles` takes the file that is found from `cwd`, all others none. */
  readonly config?: Config
  /** Which file of a Compose project fixes go to. Default: what `config` says, else `definition`. */
  readonly fixInto?: FixInto
  /** Default: the process's. */
  readonly cwd?: string
}

export interface TextOptions extends LintOptions {
  /** What the text is called; its name helps to tell what it is. Default: `compose.yaml`. */
  readonly filename?: string
  /** Texts of other files that belong to this one, by path: `extends`, `include`, the Dockerfile of a `build:`, an override. */
  readonly files?: Readonly<Record<string, string>>
}

/**
 * Lints one text: a Compose file, a script, a Dockerfile. What cannot be read is a fatal message of the result, as with ESLint.
 * @example lintText('services: {web: {image: nginx}}').messages[0]?.ruleId
 */
export function lintText(text: string, options: TextOptions = {}): LintResult {
  const { path, io, project, problems } = openText(text, options)
  const judged = judgeUnits(project.units, io, judgeOf(options))
  const results = toResults({
    files: [{ file: path, text }],
    findings: judged.findings,
    problems: [...problems, ...judged.problems],
    keepSource: true,
  })
  const result = results.find(({ filePath }) => filePath === path)
  if (!result) throw new Error(`no result for ${path}`)
  return result
}

/** Lints files and folders as the command line does. Reads files, writes none. */
export async function lintFiles(paths: readonly string[], given: LintOptions = {}): Promise<LintResult[]> {
  const cwd = resolve(given.cwd ?? '.')
  const io = diskFiles()
  const found = given.config === undefined ? await loadConfig(cwd, undefined, io, allRules) : undefined
  if (found && !found.ok) {
    const texts = found.problems.flatMap(({ file }) => {
      const answer = io.read(file)
      return answer.ok ? [{ file, text: answer.text }] : []
    })
    return toResults({ files: texts, findings: [], problems: found.problems, keepSource: false })
  }
  const options: LintOptions = found ? { ...given, config: found.loaded.config } : given
  // Globs of a file are relative to where it is.
  const home = found?.loaded.directory ?? cwd
  const walking = { cwd, ignore: [{ directory: home, globs: options.config?.ignore ?? [] }], gitignore: true }
  const { files, problems } = await walk(paths, walking)
  const fixInto = intoOf(options)
  const recognised = recognise(files, io, {
    sources: ALL_SOURCES,
    fixInto,
    ...(fixInto === 'override' ? { isIgnored: await ignoreTest(paths, walking) } : {}),
    projects: (options.config?.projects ?? []).map((each) => each.map((file) => resolve(home, file))),
  })
  const { units } = openProject(recognised, io, ALL_SOURCES)
  const judged = judgeUnits(units, io, judgeOf({ ...options, cwd: home }))
  return toResults({
    files: [...judged.texts].map(([file, text]) => ({ file, text })),
    findings: judged.findings,
    problems: [...problems, ...recognised.problems, ...judged.problems],
    keepSource: true,
  })
}

export interface FixedText {
  readonly text: string
  /** Other texts that changed or are new, by absolute path: a file that the text extends or includes, an override. */
  readonly others: Readonly<Record<string, string>>
  /** How many findings were fixed. */
  readonly applied: number
  /** What could not be fixed: the finding's message, and what to do by hand. */
  readonly refused: readonly { readonly message: string; readonly why: string }[]
}

/** Repairs one text where a fix is at least as sure as `confidence` (default: `inferred`: no guesses) and nothing stops working. */
export function fixText(text: string, options: TextOptions & { readonly confidence?: Confidence } = {}): FixedText {
  const { path, io, project } = openText(text, options)
  const outcome = fixUnits(project, io, judgeOf(options), fixChoiceOf({ confidence: options.confidence }))
  return {
    text: outcome.changed.get(path) ?? text,
    others: Object.fromEntries([...outcome.changed].filter(([file]) => file !== path)),
    applied: outcome.applied.length,
    refused: outcome.refused.map(({ finding, why }) => ({ message: finding.message, why })),
  }
}

/** The containers that a text describes, as the engine would run them. */
export function readContainers(text: string, options: TextOptions = {}): readonly Container[] {
  const { io, project } = openText(text, options)
  return project.units.flatMap((unit) => readUnit(unit, io).containers)
}

/** Which paths a container must still be able to write under a read-only root, how, why, and how sure that is. */
export function planWrites(container: Container, options: { readonly images?: readonly ImageRecord[] } = {}): WritePlan {
  return plan({ container, records: catalogueWith(options.images ?? []) })
}

function intoOf(options: LintOptions): FixInto {
  return options.fixInto ?? options.config?.fix?.into ?? 'definition'
}

function judgeOf(options: LintOptions): Judge {
  const directory = resolve(options.cwd ?? '.')
  const settings = foldSettings(
    { config: options.config ?? {}, directory },
    { rules: options.rules ?? {}, ...(options.preset ? { preset: options.preset } : {}) },
    compileGlobs,
    directory,
  )
  return { rules: allRules, settings, knowledge: knowledgeFrom({ ...foldKnowledge(options.config ?? {}), sources: ALL_SOURCES }) }
}

function openText(text: string, options: TextOptions) {
  const cwd = resolve(options.cwd ?? '.')
  const path = resolve(cwd, options.filename ?? 'compose.yaml')
  const others = Object.entries(options.files ?? {}).map(([name, content]): [string, string] => [resolve(cwd, name), content])
  const texts = new Map([...others, [path, text]])
  const io = filesOf(texts)
  const recognised = recognise([{ path, explicit: true }], io, { sources: ALL_SOURCES, projects: [], fixInto: intoOf(options) })
  const unread = recognised.skipped.map(({ file, why }): Problem => ({ level: 'error', file, message: why }))
  return { path, io, project: openProject(recognised, io, ALL_SOURCES), problems: [...recognised.problems, ...unread] }
}
