import type { Dialect } from '../model/dialect.ts'
import { githubWorkflow, gitlabCi, otherCi, tasks } from './ci/source.ts'
import { justfile, makefile, markdown, packageScripts, shellScript } from './commands/source.ts'
import { composeFile } from './compose/source.ts'
import { devcontainer } from './devcontainer/source.ts'
import { dockerfile } from './dockerfile/source.ts'
import { quadlet } from './quadlet/source.ts'
import type { Candidate, Match, Source } from './source.ts'
import { systemdUnit } from './systemd/source.ts'

/** Every source, in the order in which they are asked whether a file is theirs. */
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
  markdown,
  composeFile,
]

/** The dialect of an id, as JSON names it; undefined for none of the sources'. */
export function dialectOf(id: unknown): Dialect | undefined {
  return SOURCES.flatMap(({ dialects }) => dialects).find((dialect) => dialect.id === id)
}

/** The source that a file belongs to by its name. */
export function sourceByName(path: string, sources: readonly Source[] = SOURCES): Source | undefined {
  const slashed = path.replaceAll('\\', '/')
  return sources.find(({ isName }) => isName(slashed))
}

/** What is known of a file before its source reads it. */
export interface Matched {
  /** Undefined, with `match`: it is none of theirs. */
  readonly source?: Source
  readonly match?: Match
  /** Whatever it holds, it is run. */
  readonly isScript: boolean
}

/** The source that a file belongs to, and what that says of it. `markdown`: documentation is read, whoever names it. */
export function matchSource(
  { path, text, isExplicit, markdown }: Pick<Candidate, 'path' | 'text' | 'isExplicit'> & { readonly markdown: boolean },
  sources: readonly Source[] = SOURCES,
): Matched {
  const slashed = path.replaceAll('\\', '/')
  const named = sourceByName(slashed, sources)
  // Names of Compose files and Dockerfiles promise nothing: their texts decide.
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
