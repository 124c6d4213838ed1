import type { ImageBuild } from './build.ts'
import type { Fact, FactList, Origin, Sourced } from './fact.ts'
import { parentOf } from './path.ts'
import type { WriteKind } from './write-plan.ts'

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
   * What the write leaves at the path. `content`: files copied to or below it. `ownership`: it was there, and changes owner or
   * mode. `below`: the program chooses names below this directory (a temp file, a cache). `removed`: at start, nothing.
   */
  readonly leaves: 'file' | 'directory' | 'content' | 'link' | 'ownership' | 'below' | 'removed'
  /** It changes, or moves away, a file that must be there: it does not make one. */
  readonly edits?: true
  /** Of a link: where it leads (`/dev/stdout`). */
  readonly linkTo?: string
  /** Owner and mode go for everything below as well. */
  readonly recursive?: boolean
  /** Names or numbers as written (`app`, `1000`). */
  readonly owner?: string
  readonly group?: string
  /** Octal mode as a number. */
  readonly mode?: number
  /** Of a write at start. */
  readonly kind?: WriteKind
  /** Something below the path is executed. */
  readonly exec?: boolean
  /** It may not happen: a branch of the script, or only with a setting. */
  readonly conditional?: boolean
  /** Its own code or settings say so, and no command of the start. */
  readonly inProgram?: true
  /** The script ends where it fails. */
  readonly stops?: true
  /**
   * What the image holds in the directory of a write at start, where the kind of application tells: `program`: files that the program
   * needs and its next version changes. `skeleton`: no more than the directories that it expects to find.
   */
  readonly ships?: 'program' | 'skeleton'
  /** Processes write that need not be the user who starts (the workers of a web server). */
  readonly anyUser?: true
  /** The program does not make the directory itself. */
  readonly mustExist?: true
  /** The setting of a server that names the path (`nginx.pid`): what a record says of that setting does not hold then. */
  readonly setting?: string
  /** The line that shows it: of the Dockerfile, or of a script that it copies into the image. */
  readonly origin: Origin
}

/** What the start of a container does, as far as the repository shows it: its words, scripts and configuration. */
export interface ImageStart {
  readonly writes: readonly ImageWrite[]
  /** The user that it hands a program over to, other than root. */
  readonly dropsTo?: Sourced<string>
  /** Settings of servers that somebody has set, be it to a path or to nothing. */
  readonly settings: ReadonlySet<string>
  /** What decides where a server writes and could not be read: a file, or a path that depends on a variable. */
  readonly unread: readonly string[]
  /** How far the program was read that starts; absent where that is the image's own business. */
  readonly program?: ProgramRead
}

/**
 * How far the program was read that an image starts, with the files that it loads. `in part`: something was not followed, such as a file
 * that is not there or a path that nobody knows. `not at all`: a compiled program, or a language that nobody reads.
 */
export type ProgramRead =
  | { readonly read: 'wholly' }
  | {
      readonly read: 'in part' | 'not at all'
      /** What was not read or not followed: one clause. */
      readonly why: string
      readonly origin?: Origin
      /** It is none that the build makes or copies: a record of the base may know it. */
      readonly isOfBase?: true
    }

/** The directory that must be writable for a write: a new file or link needs the one it is in. */
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

/**
 * What is known of an image from its Dockerfile or from `docker image inspect`: the shipped stage, FROM chain followed.
 * Read from a Dockerfile, `unset` means that it says nothing, so that what `base` has holds.
 */
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
  /** Of an image whose start was read. */
  readonly start?: Pick<ImageStart, 'settings' | 'unread'> | undefined
  /** How far what it starts was read; absent where it starts what its base does. */
  readonly program?: ProgramRead | undefined
  /** Of an image that starts as root: the user that its start hands a program over to (gosu, su-exec, setpriv). */
  readonly dropsTo?: Sourced<string> | undefined
  /** Users that the build creates, name → uid where it can be told. */
  readonly users: readonly Sourced<{ readonly name: string; readonly uid?: number; readonly gid?: number; readonly home?: string }>[]
  /** Of an image read from its Dockerfile. */
  readonly build?: ImageBuild
}

/** An image's name as written, with the tag that is meant where there is none. */
export function withTag(name: string): string {
  return /[:@][^/]*$/.test(name) ? name : `${name}:latest`
}

/**
 * The reference of a text with variables, where its tag or digest depends on them (`postgres:${TAG}`, `nginx:$TAG-alpine`): its tag is that
 * part as written. A variable in front of the name is its registry, as written too (`${REGISTRY}grafana/grafana`). Undefined where the
 * name itself cannot be told.
 */
export function parseImageTemplate(text: string): ImageReference | undefined {
  const [, registry, rest = ''] = /^(?:(\$\{\w+(?::?-)?\}|\$\w+(?=\/))\/?)?(.*)$/.exec(text) ?? []
  const [, name = rest, tag] = /^([^$]+?)[:@]([^/$]*\$[^/]*)$/.exec(rest) ?? []
  const reference = registry === undefined && tag === undefined ? undefined : parseImageReference(name)
  return reference && { ...reference, ...(registry === undefined ? {} : { registry }), ...(tag === undefined ? {} : { tag }) }
}

/**
 * Splits an image reference. Answers undefined for text that is no reference (upper-case repository, empty).
 * The first component is a registry when it has a dot or a colon or is `localhost` (distribution/reference).
 */
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
  return {
    ...(registry === undefined ? {} : { registry }),
    name: rest,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  }
}

/** Whether an image is one of Windows by its name or tag: Microsoft's base images, and what takes their names into its tag. */
export function isWindowsReference(reference: ImageReference | undefined): boolean {
  if (!reference) return false
  return (
    /nanoserver|windowsservercore|ltsc20\d\d/.test(reference.tag ?? '') ||
    /^(?:windows(?:\/|$)|microsoft\/(?:nanoserver|windowsservercore)$)/.test(reference.name)
  )
}
