import type { CopySource, ImageFile, ImageFiles } from '../image-files.ts'

/** The directory of a project whose compiled output is in the image; its files by their paths below it. */
export interface CompiledProject {
  /** Absolute in its stage, or below the context. */
  readonly path: string
  readonly open: (path: string) => ImageFile | undefined
  readonly list: (directory: string) => readonly string[]
}

/** Most directories that are searched; no build has more. */
const MAX_COMPILED_PROJECTS = 8

/** Where build tools put their results, below the directory of the project. */
const OUTPUT = /(?:^|\/)(?:target|build|bin|out|publish|dist|\.next|\.output)(?:\/|$)/

/** Where an image's programs were compiled: beside the output that it copies, and in the working directories of its stages. */
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
    path: source.path,
    open: (path) => source.open(`${source.path}/${path}`),
    list: (directory) => source.list(`${source.path}/${directory}`),
  }))
}
