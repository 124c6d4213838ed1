import type { Sourced } from '../model/fact.ts'
import type { Image, ImageWrite } from '../model/image.ts'
import { baseName, normaliseTarget, parentOf } from '../model/path.ts'
import type { SedChange } from '../shell/sed-script.ts'
import type { MountedFiles } from '../sources/mounted-files.ts'
import type { MappedText } from '../text/mapped-text.ts'
import { matchesWildcard } from '../text/wildcard.ts'

/** A file of the image that comes from the build context, or from a heredoc of the Dockerfile. */
export interface ImageFile {
  /** The file that contains its text. */
  readonly file: string
  readonly text: MappedText
}

/** Finds files of an image among the files of its build. Pure except for the answers of `Files`; reads nothing outside the context. */
export interface ImageFiles {
  /** The file at an absolute path of the image. */
  readonly open: (path: string) => ImageFile | undefined
  /** Whether a mount with unreadable content is at a path; absent if nothing is mounted. */
  readonly unseen?: (path: string) => boolean
  /** Whether a mount hides what the image has at a path and has nothing there itself; absent if nothing is mounted. */
  readonly isHidden?: (path: string) => boolean
  /** Whether a path is a file of a mount, which hides the image's own; absent if nothing is mounted. */
  readonly isMounted?: (path: string) => boolean
  /** Paths of the image that match a pattern with `*` in its last part; undefined if the build visibly copies nothing there. */
  readonly glob: (pattern: string) => readonly string[] | undefined
  /** What the build prints into a file whose text is not all its own, and what it changes in it; in their order. */
  readonly changes: (path: string) => readonly SedChange[]
  /** The same for the stages that this one copies from: they have the sources of a program whose output alone is copied. */
  readonly built: Pick<ImageFiles, 'open' | 'glob'>
  /** What the image copies from the context and from other stages, the last first. */
  readonly copied: () => readonly CopySource[]
}

/** A source of a COPY, with access to the files around it. */
export interface CopySource {
  /** Absolute in its stage, or below the context. */
  readonly path: string
  /** The stage that it comes from; undefined for the context. */
  readonly in: object | undefined
  /** The working directories of that stage, the last first. */
  readonly workingDirs: readonly string[]
  /** For the context, `..` leads out of it: what is copied may have been made from files around it. */
  readonly open: (path: string) => ImageFile | undefined
  /** Names in a directory. */
  readonly list: (directory: string) => readonly string[]
}

/** The files of a container: mounts hide what the image has at their paths. */
export function withMounted(files: ImageFiles, mounted: MountedFiles): ImageFiles {
  const open = (path: string) => {
    const clean = normaliseTarget(path)
    const found = mounted.at(clean)
    return found === undefined ? files.open(path) : typeof found === 'string' ? undefined : found
  }
  const glob = (pattern: string) => {
    const directory = normaliseTarget(parentOf(pattern))
    const built = files.glob(pattern)
    const listed = mounted.list(directory)
    if (!built && !listed) return undefined
    const own = (built ?? []).filter((path) => mounted.at(path) === undefined)
    const names = (listed ?? []).filter((name) => matchesWildcard(baseName(pattern), name))
    return [...own, ...names.map((name) => `${directory === '/' ? '' : directory}/${name}`)].sort()
  }
  const at = (path: string) => mounted.at(normaliseTarget(path))
  // A mount at a path without an extension is a directory: `rustfs /data`.
  const isMounted = (path: string) => at(path) !== undefined && (/\.\w+$/.test(path) || !mounted.isTarget(normaliseTarget(path)))
  const changes = (path: string) => (at(path) === undefined ? files.changes(path) : [])
  return { ...files, open, glob, changes, unseen: (path) => at(path) === 'unseen', isHidden: (path) => at(path) === 'absent', isMounted }
}

/** What the build of an image prepares: directories, owners, links, copied files, users. Instructions are in the order of the build. */
export interface BuildEffects {
  readonly writes: readonly ImageWrite[]
  readonly users: Image['users']
  /** Packages that the system's package managers install, by name without version. */
  readonly packages: ReadonlySet<string>
  /** The system of these packages, known by the tool that installs them. */
  readonly system?: 'alpine' | 'debian' | 'redhat'
  /** The s6 overlay is unpacked into the image. */
  readonly usesS6: boolean
  /** Its release, if the build names it. */
  readonly s6Version?: string | undefined
}

/** The settings at a start: variables, user, working directory, and the shell of the shell form. */
export interface StartState {
  /** An undefined value is set but unknown. */
  readonly environment: ReadonlyMap<string, Sourced<string | undefined>>
  readonly user: Sourced<string | undefined> | undefined
  /** Absolute; a value of undefined is set, but relative to something unknown. */
  readonly workingDir: Sourced<string | undefined> | undefined
  readonly shell: readonly string[]
}
