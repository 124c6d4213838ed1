import type { TextOrigin } from '../../model/fact.ts'
import { absolutePath } from '../../model/path.ts'
import type { WriteKind } from '../../model/write-kind.ts'
import type { ExecutedCommand } from '../../shell/executed-command.ts'
import type { SedChange } from '../../shell/sed-script.ts'
import type { ApplicationWrite } from '../application.ts'

/** A server's write that no redirection shows. */
export interface ServerWrite extends Omit<ApplicationWrite, 'origin' | 'variable'> {
  /** The setting that names this path, if any: it replaces what a record says about that setting. */
  readonly setting?: string
  /** The line of a configuration that names it; absent: the command. */
  readonly origin?: TextOrigin
}

/** What a server shows: a path that it writes, a write that a setting switches off, or a file or path that could not be read. */
export type ServerReading =
  | ServerWrite
  | { readonly setting: string; readonly off: true }
  /** `default`: the setting for which the program or its package chooses the place; a record of the image may know it. */
  | { readonly unread: string; readonly default?: string }

/** What in the image decides where a server writes. */
export interface ServerSurroundings {
  /** The base image of the build, as written if it depends on a variable. */
  readonly base: string
  /** Packages that the build installs: Debian and Alpine patch their paths into the servers. */
  readonly packages: ReadonlySet<string>
  /** The system of these packages, known by the tool that installs them. */
  readonly system?: 'alpine' | 'debian' | 'redhat' | undefined
  /** The build unpacks the s6 overlay. */
  readonly usesS6: boolean
  /** Its release, if the build names it. */
  readonly s6Version: string | undefined
  /** Home directory of the starting user, if known. */
  readonly home: string | undefined
  /** Number of that user, if known. */
  readonly uid: string | undefined
  /** The text of a configuration file of the image, if it comes from the context. */
  readonly configuration: (path: string) => string | undefined
  /** What the build adds to such a file or to one of a package, and what it changes in it. */
  readonly changes: (path: string) => readonly SedChange[]
  readonly lineOf: (path: string, text: string) => TextOrigin | undefined
  /** Whether a mount with unreadable content is at a path. */
  readonly unseen: (path: string) => boolean
  /** Whether a mount hides what the image has at a path and has nothing there itself. */
  readonly isHidden: (path: string) => boolean
  /** Files of the context whose place in the image matches a pattern. */
  readonly glob: (pattern: string) => readonly string[]
  /** The build commands of all stages. */
  readonly runs: readonly string[]
  /** Whether a build command matches. */
  readonly built: (pattern: RegExp) => boolean
  /** The same for those that run as the user of the start. */
  readonly builtByUser: (pattern: RegExp) => boolean
}

/** What one program writes according to its words. Undefined elements are unknown paths. */
export type ServerOf = (command: ExecutedCommand, around: ServerSurroundings) => readonly (ServerReading | undefined)[]

/** A directory that the program chooses or its package compiled in. */
export function write(path: string, kind: WriteKind, how: string): ServerWrite {
  return { path, kind, leaves: 'below', how }
}

/** The temporary directory: TMPDIR if set, else `/tmp`; undefined if TMPDIR is unknown. */
export function scratch(how: string, command?: ExecutedCommand): ServerWrite | undefined {
  const chosen = command?.variable('TMPDIR')
  if (chosen === undefined && command) return undefined
  return write(chosen ?? '/tmp', 'scratch', how)
}

/** A directory that the command names; relative ones start at its working directory. Devices do not count. */
export function inDirectory(path: string | undefined, command: ExecutedCommand, kind: WriteKind, how: string): ServerWrite | undefined {
  const absolute = path === undefined ? undefined : absolutePath(path, command.cwd)
  return absolute === undefined || absolute.startsWith('/dev/') ? undefined : write(absolute, kind, how)
}

/** A file that an option names; `-` is standard output. */
export function fileOption(path: string | undefined, command: ExecutedCommand, kind: WriteKind, how: string): ServerWrite | undefined {
  if (path === undefined || path === '' || path === '-') return undefined
  const found = inDirectory(path, command, kind, how)
  return found && { ...found, leaves: 'file' }
}

/** A directory that the package creates for its own account, because the daemon does not. */
export function prepared(path: string, kind: ServerWrite['kind'], how: string): ServerWrite {
  return { ...write(path, kind, how), anyUser: true, mustExist: true }
}

/** The home directory of the user who starts, as far as it is known. */
export function userHome({ home, uid }: ServerSurroundings): string | undefined {
  return home ?? (uid === '0' ? '/root' : undefined)
}
