import type { CopySource, ImageFile, ImageFiles } from '../image-files.ts'

/** The directory of a project that was compiled to what the image holds; its files by their paths below it. */
export interface CompiledProject {
  readonly open: (path: string) => ImageFile | undefined
  readonly list: (directory: string) => readonly string[]
}

/** Directories that are looked into: more no build has. */
const MAX_COMPILED_PROJECTS = 8

/** What build tools put their results in, below the directory of the project. */
const OUTPUT = /(?:^|\/)(?:target|build|bin|out|publish|dist)(?:\/|$)/

/**
 * Where the programs of an image were compiled: beside the output that it copies, and in the directories in which the stages worked
 * that it copies from.
 */
export function compiledProjects(files: ImageFiles): readonly CompiledProject[] {
  const directories = files.copied().flatMap((source): readonly CopySource[] => {
    const at = source.path.search(OUTPUT)
    const project = at === -1 ? [] : [{ ...source, path: source.path.slice(0, at) }]
    const around = source.in ? source.workingDirs : [source.path]
    return [...project, ...around.map((path) => ({ ...source, path }))]
  })
  const distinct = directories.filter(
    (each, at) => directories.findIndex((other) => other.path === each.path && other.in === each.in) === at,
  )
  return distinct.slice(0, MAX_COMPILED_PROJECTS).map((source) => ({
    open: (path) => source.open(`${source.path}/${path}`),
    list: (directory) => source.list(`${source.path}/${directory}`),
  }))
}
