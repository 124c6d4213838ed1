import { matchSource, SOURCES } from '../sources/registry.ts'
import type { Files, Reader, Source } from '../sources/source.ts'

/** What reads the files of a run. Loading all parsers takes long, so who starts a run loads those that it needs. */
export interface Sources {
  /** All sources, in the order in which they are asked whether a file is theirs. */
  readonly known: readonly Source[]
  readonly readers: ReadonlyMap<Source, Reader>
  readonly writtenComposeFiles?: typeof import('../sources/commands/written-compose.ts').writtenComposeFiles
  readonly parseDockerfile?: typeof import('../sources/dockerfile/parse.ts').parseDockerfile
  readonly readContainerStart?: typeof import('../programs/start/container-start.ts').readContainerStart
}

const LOADED = SOURCES.filter(({ load }) => load)

/** Loads what these files need: the readers of their sources, the parser of Dockerfiles if one is named or built, the reader of starts. */
export async function sourcesFor(paths: readonly string[], io: Files): Promise<Sources> {
  const wanted = new Set<Source>()
  let builds = false
  let starts = false
  let writes = false
  for (const path of paths) {
    const answer = io.read(path)
    if (!answer.ok) continue
    const { source } = matchSource({ path, text: answer.text, isExplicit: false, markdown: true }, LOADED)
    if (source?.load) wanted.add(source)
    writes ||= mayWriteCompose(answer.text)
    builds ||= /\b(?:build|extends|include)\b|^[ \t]*FROM\b/im.test(answer.text)
    starts ||= source?.load !== undefined || mayWriteCompose(answer.text) || STARTS.test(answer.text)
  }
  return loadSources([...wanted], { builds, starts, writes })
}

function mayWriteCompose(text: string): boolean {
  return text.includes('<<') && /^services[ \t]*:/m.test(text)
}

/** Keys of a container that decide what it starts, or that may bring the configuration of a server. */
const STARTS = /\b(?:command|configs|entrypoint|env_file|environment|extends|include|secrets|volumes)["']?[ \t]*:/

/** Loads the readers of sources, the parser of Dockerfiles, and what reads the start of a container. */
export async function loadSources(
  wanted: readonly Source[] = SOURCES,
  { builds, starts, writes } = { builds: true, starts: true, writes: true },
): Promise<Sources> {
  const loading = wanted.flatMap((source) => (source.load ? [source.load().then((reader) => [source, reader] as const)] : []))
  return {
    known: SOURCES,
    readers: new Map(await Promise.all(loading)),
    ...(starts ? { readContainerStart: (await import('../programs/start/container-start.ts')).readContainerStart } : {}),
    ...(writes ? { writtenComposeFiles: (await import('../sources/commands/written-compose.ts')).writtenComposeFiles } : {}),
    ...(builds ? { parseDockerfile: (await import('../sources/dockerfile/parse.ts')).parseDockerfile } : {}),
  }
}
