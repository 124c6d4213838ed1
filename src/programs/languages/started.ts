import { baseName, normaliseTarget, parentOf } from '../../model/path.ts'
import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { pathFrom } from '../application.ts'
import type { ImageFile, ImageFiles } from '../image-files.ts'
import type { CompiledProject } from '../start/compiled-projects.ts'
import type { ProgramReading } from './program-input.ts'

/** What a reader says about the program that one command starts. */
export interface CommandReading extends Pick<ProgramReading, 'writes' | 'gaps'>, Partial<Pick<ProgramReading, 'runs'>> {
  /** Nothing of it was read. */
  readonly isUnread?: true
}

/** Files of the image by absolute paths; each answer is kept, because programs ask often. */
export interface ProgramFiles {
  readonly open: (path: string) => ImageFile | undefined
  /** Names in a directory. */
  readonly list: (directory: string) => readonly string[]
  readonly isThere: (path: string) => boolean
}

/** Files of an image for programs, which ask often: each answer is kept. */
export function programFiles({ open, glob }: Pick<ImageFiles, 'open' | 'glob'>): ProgramFiles {
  const opened = new Map<string, ReturnType<ImageFiles['open']>>()
  const listed = new Map<string, ReadonlySet<string>>()
  const names = (directory: string): ReadonlySet<string> => {
    const path = normaliseTarget(directory)
    const known = listed.get(path)
    if (known) return known
    // A directory that its parent does not list needs no further look.
    const above = path === '/' ? undefined : names(parentOf(path))
    const isMissing = above !== undefined && above.size > 0 && !above.has(baseName(path))
    const found = new Set(((isMissing ? undefined : glob(`${path === '/' ? '' : path}/*`)) ?? []).map((each) => baseName(each)))
    listed.set(path, found)
    return found
  }
  return {
    open: (path) => {
      if (!opened.has(path)) opened.set(path, open(path))
      return opened.get(path)
    },
    list: (directory) => [...names(directory)],
    isThere: (path) => names(parentOf(path)).has(baseName(path)),
  }
}

/** What the start of a container offers to the programs that it starts. */
export interface Started {
  readonly files: ProgramFiles
  /** The same, then the files that only the stage has that compiled the program. */
  readonly sources: ProgramFiles
  readonly home: string | undefined
  /** A key for the image's files, and their current texts; absent if they are not the files of a build. */
  readonly tree?: string
  readonly textOf?: (file: string) => string | undefined
  /** The text of each RUN of every stage of the image. */
  readonly runs: readonly string[]
  /** Directories in which programs of the image were compiled, the most likely first. */
  readonly projects: () => readonly CompiledProject[]
  /** Whether the build puts a program with this name into the image. */
  readonly makes: (name: string) => boolean
  /** Whether a build command matches. */
  readonly built: (pattern: RegExp) => boolean
  /** Whether the path of something that the image copies matches. */
  readonly copies: (pattern: RegExp) => boolean
  readonly environment: (command: ExecutedCommand, name: string) => string | null | undefined
}

/** A start in which the code of a command's words is a file (`node -e 'code'`), so that its program is read as any other. */
export function withCode(started: Started, path: string, code: string, { origin }: ExecutedCommand): Started {
  const file: ImageFile = { file: origin.file, text: { text: code, pieces: [{ at: 0, length: code.length, source: origin.span }] } }
  const within = (files: ProgramFiles): ProgramFiles => ({
    open: (asked) => (asked === path ? file : files.open(asked)),
    list: (directory) => (directory === parentOf(path) ? [...files.list(directory), baseName(path)] : files.list(directory)),
    isThere: (asked) => asked === path || files.isThere(asked),
  })
  const { tree: _, textOf: __, ...rest } = started
  return { ...rest, files: within(started.files), sources: within(started.sources) }
}

/** The code that an interpreter without a file gets from a heredoc (`python3 - <<EOF`). */
export function codeOfHeredoc({ args, redirections }: ExecutedCommand): string | undefined {
  return args.every((arg) => arg === '-') ? redirections.find(({ heredoc }) => heredoc)?.heredoc?.body.text : undefined
}

/** What every reader of a program is given of the container that starts it. */
export function containerOf({ files, home, tree, textOf }: Started) {
  const holdsFiles = (path: string) => files.list(path).length > 0
  const open = (path: string) => files.open(path)?.text.text
  return { home, holdsFiles, open, ...(tree !== undefined && textOf ? { tree, textOf } : {}) }
}

/** Directories of the image as projects: what was compiled there has its sources there. */
export function projectsIn(directories: readonly string[], files: ProgramFiles): readonly CompiledProject[] {
  return [...new Set(directories.map((path) => pathFrom('/', path)))].map((path) => ({
    path,
    open: (below) => (files.isThere(pathFrom(path, below)) ? files.open(pathFrom(path, below)) : undefined),
    list: (below) => files.list(pathFrom(path, below)),
  }))
}
