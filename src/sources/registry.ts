import type { Dialect } from '../model/dialect.ts'
import { githubWorkflow, gitlabCi, otherCi, tasks } from './ci/source.ts'
import { justfile, makefile, markdownScripts, packageScripts, shellScript } from './commands/source.ts'
import { composeFile } from './compose/source.ts'
import { devcontainer } from './devcontainer/source.ts'
import { dockerfile } from './dockerfile/source.ts'
import { quadlet } from './quadlet/source.ts'
import type { Candidate, Match, Source } from './source.ts'
import { systemdUnit } from './systemd/source.ts'

/** Every source, in the order in which they are asked for a file. */
export const SOURCES: readonly Source[] = [
  dockerfile,
  shellScript,
  makefile,
  justfile,
  packageScripts,
  systemdUnit,
  quadlet,
  githubWorkflow,
  gitlabCi,
  tasks,
  otherCi,
  devcontainer,
  markdownScripts,
  composeFile,
]

/** The dialect with an id, as JSON names it; undefined for an unknown id. */
export function dialectOf(id: unknown): Dialect | undefined {
  return SOURCES.flatMap(({ dialects }) => dialects).find((dialect) => dialect.id === id)
}

/** The source that a file belongs to by its name. */
export function sourceByName(path: string, sources: readonly Source[] = SOURCES): Source | undefined {
  const slashed = path.replaceAll('\\', '/')
  return sources.find(({ isName }) => isName(slashed))
}

/** Whether a name alone says that a file forms projects with others, as Compose files do. */
export function isProjectName(path: string): boolean {
  // Few names do, so their sources are asked before all others.
  return PROJECTS.some(({ isName }) => isName(path)) && sourceByName(path)?.units !== undefined
}

const PROJECTS = SOURCES.filter(({ units }) => units)

/** What is known about a file before its source reads it. */
export interface Matched {
  /** Undefined like `match` if no source claims the file. */
  readonly source?: Source
  readonly match?: Match
  /** The file is run, whatever it contains. */
  readonly isScript: boolean
}

/** The source of a file, and what it says about the file. `markdown`: documentation is read even if the user did not name it. */
export function matchSource(
  { path, text, isExplicit, markdown }: Pick<Candidate, 'path' | 'text' | 'isExplicit'> & { readonly markdown: boolean },
  sources: readonly Source[] = SOURCES,
): Matched {
  const slashed = path.replaceAll('\\', '/')
  const named = sourceByName(slashed, sources)
  // Names of Compose files and Dockerfiles are not reliable: their texts decide.
  const owner = named?.load ? named : undefined
  const isScript = owner ? !/\.ya?ml$/i.test(path) : text.startsWith('#!')
  for (const source of sources) {
    if (source.isDocumentation && !markdown && !isExplicit) continue
    const isOfAnother = owner !== undefined && owner !== source
    const match = source.matches({ path: slashed, text, isExplicit, isOfAnother, isScript })
    if (match) return { source, match, isScript }
  }
  return { isScript }
}
