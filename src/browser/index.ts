/** `dockseal/browser`: dockseal for files that are given as texts. Reads nothing but records, when a file names their image. */

import { rules as allRules } from '../../rules/index.ts'
import { recordsFromConfiguration } from '../knowledge/from-configuration.ts'
import type { ImageRecord } from '../knowledge/record.ts'
import { knowledgeFrom } from '../lint/knowledge.ts'
import { type Preset, rulePageUrl } from '../lint/rule.ts'
import { fixChoiceOf, fixUnits, type Judge, judgeUnits } from '../lint/session.ts'
import { DEFAULT_SETTINGS, type Level } from '../lint/settings.ts'
import { fileOf } from '../model/fact.ts'
import type { Confidence } from '../model/intent.ts'
import { parseBytes } from '../model/size.ts'
import type { WritePlan } from '../model/write-plan.ts'
import { ALL_SOURCES } from '../project/all-sources.ts'
import { openProject, readUnit } from '../project/project.ts'
import { recognise } from '../project/recognise.ts'
import type { LintMessage, LintResult } from '../report/result.ts'
import { toResults } from '../report/results.ts'
import { filesOf } from '../sources/text-files.ts'
import { withoutNode } from './platform.ts'
import { type LoadRecord, withRecords } from './records.ts'

withoutNode()

export type { Confidence, ImageRecord, Level, LintMessage, LintResult, LoadRecord, Preset, WritePlan }
export { rulePageUrl }

/** Texts by path; paths are relative to one folder, with slashes: `compose.yaml`, `app/Dockerfile`. */
export type Texts = Readonly<Record<string, string>>

export interface Options {
  /** Default: `recommended`. */
  readonly preset?: Preset
  readonly rules?: Readonly<Record<string, Level>>
  /** Image records of your own, as under `images:` of a configuration. */
  readonly images?: readonly object[]
  /** The least confidence of a fix that is applied. Default: `inferred`. */
  readonly confidence?: Confidence
  /** A size for every tmpfs that a fix adds: `64m`. */
  readonly tmpfsSize?: string
  /** Gives a built-in record. Default: from the file beside this bundle, which is fetched once. */
  readonly loadRecord?: LoadRecord
}

/** What a container must still be able to write under a read-only root. */
export interface ContainerPlan {
  readonly file: string
  readonly container: string
  readonly plan: WritePlan
}

export interface Judged {
  /** One result for each file, with its path as given. A file that cannot be read has a fatal message, as with ESLint. */
  readonly results: readonly LintResult[]
  readonly plans: readonly ContainerPlan[]
}

export interface Fixed {
  /** Texts that changed or are new. */
  readonly changed: Texts
  /** How many findings were fixed. */
  readonly applied: number
  /** What could not be fixed: the finding's message, and what to do by hand. */
  readonly refused: readonly { readonly message: string; readonly why: string }[]
}

/** Lints files that form a project, and plans what each of their containers must write. */
export function lint(texts: Texts, options: Options = {}): Promise<Judged> {
  return withRecords(options.loadRecord, () => {
    const { io, recognised, project, judge } = open(texts, options)
    const judged = judgeUnits(project.units, io, judge)
    const results = toResults({
      files: Object.entries(texts).map(([name, text]) => ({ file: `/${name}`, text })),
      findings: judged.findings,
      problems: [...recognised.problems, ...judged.problems],
      keepSource: false,
    })
    const plans = project.units.flatMap((unit) => {
      const document = readUnit(unit, io)
      const { plan } = judge.knowledge(document, io)
      return document.containers.map(
        (container): ContainerPlan => ({
          file: (fileOf(container.origin) ?? document.file).slice(1),
          container: container.name,
          plan: plan(container),
        }),
      )
    })
    return { results: results.map((result) => ({ ...result, filePath: result.filePath.slice(1) })), plans }
  })
}

/** Makes the fixes that are sure enough and degrade nothing. */
export function fix(texts: Texts, options: Options = {}): Promise<Fixed> {
  return withRecords(options.loadRecord, () => {
    const { io, project, judge } = open(texts, options)
    const { changed, applied, refused } = fixUnits(project, io, judge, fixChoiceOf({ confidence: options.confidence }))
    return {
      changed: Object.fromEntries([...changed].map(([file, text]) => [file.slice(1), text])),
      applied: applied.length,
      refused: refused.map(({ finding, why }) => ({ message: finding.message, why })),
    }
  })
}

function open(texts: Texts, options: Options) {
  const paths = Object.keys(texts).map((name) => ({ path: `/${name}`, explicit: false }))
  const io = filesOf(new Map(Object.entries(texts).map(([name, text]) => [`/${name}`, text])))
  const recognised = recognise(paths, io, { sources: ALL_SOURCES, projects: [], fixInto: 'definition' })
  const tmpfsSize = options.tmpfsSize === undefined ? undefined : parseBytes(options.tmpfsSize)
  const judge: Judge = {
    rules: allRules,
    settings: {
      ...DEFAULT_SETTINGS,
      ...(options.preset ? { preset: options.preset } : {}),
      rules: Object.fromEntries(Object.entries(options.rules ?? {}).map(([id, level]) => [id, { level }])),
      root: '/',
    },
    knowledge: knowledgeFrom({
      records: recordsFromConfiguration(options.images),
      sources: ALL_SOURCES,
      ...(tmpfsSize === undefined ? {} : { tmpfsSize }),
    }),
  }
  return { io, recognised, project: openProject(recognised, io, ALL_SOURCES), judge }
}
