import type { ImageBuild } from './build.ts'
import { defined } from './defined.ts'
import type { Fact, FactList, Origin, Sourced } from './fact.ts'
import { parentOf } from './path.ts'
import type { WriteKind } from './write-kind.ts'

/** A parsed image reference (distribution/reference grammar). */
export interface ImageReference {
  /** Registry host, absent for the default one. */
  readonly registry?: string
  /** Path without registry and without an implied `library/`. */
  readonly name: string
  readonly tag?: string
  readonly digest?: string
}

/** A file or directory that the image's build or start makes, changes or owns. */
export interface ImageWrite {
  /** Absolute and normalised. */
  readonly path: string
  /** `build`: a RUN or COPY prepared it. `start`: the entrypoint or server writes it at run time. */
  readonly when: 'build' | 'start'
  /** One short phrase: "mkdir", "chown app", "redirection", "gunicorn worker files". */
  readonly how: string
  /**
   * What the write leaves at the path. `content`: files copied to or below it. `ownership`: an existing path changes owner or mode.
   * `below`: the program chooses names below this directory (a temp file, a cache). `removed`: nothing; the start deletes it.
   */
  readonly leaves: 'file' | 'directory' | 'content' | 'link' | 'ownership' | 'below' | 'removed'
  /** It changes or moves an existing file and does not create one. */
  readonly edits?: true
  /** For a link: its target (`/dev/stdout`). */
  readonly linkTo?: string
  /** Owner and mode apply to everything below as well. */
  readonly recursive?: boolean
  /** Names or numbers as written (`app`, `1000`). */
  readonly owner?: string
  readonly group?: string
  /** Octal mode as a number. */
  readonly mode?: number
  /** For a write at start. */
  readonly kind?: WriteKind
  /** Something below the path is executed. */
  readonly exec?: boolean
  /** It may not happen: it is in a branch of the script, or depends on a setting. */
  readonly conditional?: boolean
  /** Variables without a known value, which may name another path. */
  readonly dependsOn?: readonly string[]
  /** The program's own code or settings show the write, not a command of the start. */
  readonly inProgram?: true
  /** The script ends if this fails. */
  readonly stops?: true
  /** What the image has in this directory. `program`: files that the program needs and updates change. `skeleton`: only directories. */
  readonly ships?: 'program' | 'skeleton'
  /** Whether a tree that the build copies has files in this directory; absent if unknown, and outside of such trees. */
  readonly holdsFiles?: boolean
  /** The writing processes may run as another user than the one who starts (the workers of a web server). */
  readonly anyUser?: true
  /** A SQLite database: a journal comes and goes beside the file (sqlite.org, "Temporary Files Used By SQLite"). */
  readonly journal?: true
  /** The program does not make the directory itself. */
  readonly mustExist?: true
  /** The program refuses a directory here that others than root may write. */
  readonly closed?: true
  /** The server setting that names the path (`nginx.pid`): what a record says about that setting does not hold then. */
  readonly setting?: string
  /** Paths of which one is renamed to this path: both must be on one mount (rename(2), EXDEV). */
  readonly movedFrom?: readonly string[]
  /** What makes the write unnecessary, if that is known. */
  readonly instead?: string
  /** The line that shows it: of the Dockerfile, or of a script that it copies into the image. */
  readonly origin: Origin
}

/** What the start of a container does, as far as the repository shows: its words, scripts and configuration. */
export interface ImageStart {
  readonly writes: readonly ImageWrite[]
  /** The user, other than root, to whom it hands a program. */
  readonly dropsTo?: Sourced<string>
  /** Server settings that somebody has set, to a path or to nothing. */
  readonly settings: ReadonlySet<string>
  readonly unread: readonly UnreadPlace[]
  /** How far the started program was read; absent if only the image decides what starts. */
  readonly program?: ProgramRead
}

/** What decides where a server writes but could not be read. */
export interface UnreadPlace {
  /** A file, or what is written at a path that depends on a variable. */
  readonly what: string
  /** The server setting whose place the program chooses: a record of the program knows it, one of a plain distribution does not. */
  readonly default?: string
}

/** How far a program was read. `in part`: something was not followed. `not at all`: a compiled one, or a language without a reader. */
export type ProgramRead =
  | { readonly read: 'wholly' }
  | {
      readonly read: 'in part' | 'not at all'
      /** What was not read or not followed: one clause. */
      readonly why: string
      readonly origin?: Origin
      /** The build neither makes nor copies the program: a record of the base may know it. */
      readonly isOfBase?: true
    }

/** The directory that must be writable for a write: for a new file or link, its parent. */
export function directoryOf(write: Pick<ImageWrite, 'path' | 'leaves'>): string {
  switch (write.leaves) {
    case 'file':
    case 'link':
    case 'removed':
      return parentOf(write.path)
    case 'directory':
    case 'content':
    case 'ownership':
    case 'below':
      return write.path
    default:
      return write.leaves satisfies never
  }
}

/** What a Dockerfile or `docker image inspect` says about an image. `unset` in a Dockerfile: the setting of `base` holds. */
export interface Image {
  readonly origin: Origin
  /** First image outside this Dockerfile that the shipped stage is built on. */
  readonly base: Fact<string>
  readonly user: Fact<string>
  readonly workingDir: Fact<string>
  readonly environment: FactList<{ readonly name: string; readonly value: string }>
  readonly volumes: FactList<string>
  readonly entrypoint: Fact<readonly string[]>
  readonly command: Fact<readonly string[]>
  readonly healthcheck: Fact<{ readonly disabled: boolean }>
  readonly writes: readonly ImageWrite[]
  /** For an image whose start was read. */
  readonly start?: Pick<ImageStart, 'settings' | 'unread'> | undefined
  /** How far the started program was read; absent if the image starts what its base starts. */
  readonly program?: ProgramRead | undefined
  /** For an image that starts as root: the user to whom its start hands a program (gosu, su-exec, setpriv). */
  readonly dropsTo?: Sourced<string> | undefined
  /** Users that the build creates, each with its uid if that is known. */
  readonly users: readonly Sourced<{ readonly name: string; readonly uid?: number; readonly gid?: number; readonly home?: string }>[]
  /** For an image read from its Dockerfile. */
  readonly build?: ImageBuild
}

/** An image's name as written, with `:latest` if it has no tag or digest. */
export function withTag(name: string): string {
  return /[:@][^/]*$/.test(name) ? name : `${name}:latest`
}

/**
 * Parses a reference whose tag or digest depends on variables (`postgres:${TAG}`, `nginx:$TAG-alpine`): its tag is that part as written. A
 * variable before the name becomes its registry, as written too (`${REGISTRY}grafana/grafana`). Undefined if the name itself depends on a
 * variable.
 */
export function parseImageTemplate(text: string): ImageReference | undefined {
  const [, registry, rest = ''] = /^(?:(\$\{\w+(?::?-)?\}|\$\w+(?=\/))\/?)?(.*)$/.exec(text) ?? []
  const [, name = rest, tag] = /^((?:[^$]*\/)?[^$:@/]+)[:@]([^/$]*\$[^/]*)$/.exec(rest) ?? []
  const reference = registry === undefined && tag === undefined ? undefined : parseImageReference(name)
  return reference && { ...reference, ...defined({ registry, tag }) }
}

/** Splits an image reference (distribution/reference); undefined for other text. A registry has a dot or a colon, or is `localhost`. */
export function parseImageReference(text: string): ImageReference | undefined {
  const at = text.indexOf('@')
  const digest = at === -1 ? undefined : text.slice(at + 1)
  let rest = at === -1 ? text : text.slice(0, at)
  const colon = rest.lastIndexOf(':')
  let tag: string | undefined
  if (colon > rest.lastIndexOf('/')) {
    tag = rest.slice(colon + 1)
    rest = rest.slice(0, colon)
  }
  const slash = rest.indexOf('/')
  const first = slash === -1 ? '' : rest.slice(0, slash)
  let registry: string | undefined
  if (first.includes('.') || first.includes(':') || first === 'localhost') {
    registry = first
    rest = rest.slice(slash + 1)
  }
  if (registry === 'docker.io' || registry === 'index.docker.io' || registry === 'registry-1.docker.io') registry = undefined
  if (registry === undefined && rest.startsWith('library/')) rest = rest.slice('library/'.length)
  if (!/^[a-z0-9]+(?:[._/-]+[a-z0-9]+)*$/.test(rest)) return undefined
  return { name: rest, ...defined({ registry, tag, digest }) }
}

/** Whether an image is a Windows image by its name or tag: Microsoft's base images, and images that name one of them in their tag. */
export function isWindowsReference(reference: ImageReference | undefined): boolean {
  if (!reference) return false
  return (
    /nanoserver|windowsservercore|ltsc20\d\d/.test(reference.tag ?? '') ||
    /^(?:windows(?:\/|$)|microsoft\/(?:nanoserver|windowsservercore)$)/.test(reference.name)
  )
}
