import type { TextOrigin } from '../../model/fact.ts'
import type { ImageWrite } from '../../model/image.ts'
import { absolutePath } from '../../model/path.ts'
import type { WriteKind } from '../../model/write-plan.ts'
import type { ExecutedCommand } from '../../shell/executed-command.ts'

/** What a server writes that no redirection shows. */
export interface ServerWrite extends Pick<ImageWrite, 'anyUser' | 'mustExist' | 'ships'> {
  readonly path: string
  readonly kind: WriteKind
  readonly leaves: ImageWrite['leaves']
  /** One short phrase. */
  readonly how: string
  readonly exec?: boolean
  readonly conditional?: boolean
  /** The setting that names this path, where one does: it takes the place of what a record says of that setting. */
  readonly setting?: string
  /** The line of a configuration that names it; absent: the command. */
  readonly origin?: TextOrigin
}

/**
 * What reading a server gives: a path that it writes, a setting by which it writes nothing, or what decides and could not be read: a file, or
 * a path that depends on a variable.
 */
export type ServerReading = ServerWrite | { readonly setting: string; readonly off: true } | { readonly unread: string }

/** What of the image decides where a server writes. */
export interface ServerSurroundings {
  /** The base image of the build, as written where it depends on a variable. */
  readonly base: string
  /** Packages that the build installs: Debian and Alpine patch their paths into the servers. */
  readonly packages: ReadonlySet<string>
  /** Whose packages these are, by the tool that installs them. */
  readonly system?: 'alpine' | 'debian' | 'redhat' | undefined
  /** The build unpacks the s6 overlay. */
  readonly usesS6: boolean
  /** Home directory of the starting user, where it is known. */
  readonly home: string | undefined
  /** Number of that user, where it is known. */
  readonly uid: string | undefined
  /** The text of a configuration file of the image, where it comes from the context. */
  readonly configuration: (path: string) => string | undefined
  /** The line of that file that has a text. */
  readonly lineOf: (path: string, text: string) => TextOrigin | undefined
  /** Whether a mount is at a path whose content is not ours to read. */
  readonly unseen: (path: string) => boolean
  /** Files of the context that land where a pattern says. */
  readonly glob: (pattern: string) => readonly string[]
  /** Whether a command of the build matches. */
  readonly built: (pattern: RegExp) => boolean
}

/** What one program writes, by its words. Undefined elements are paths that are not known. */
export type ServerOf = (command: ExecutedCommand, around: ServerSurroundings) => readonly (ServerReading | undefined)[]

/** A directory of the program's choosing, or one that its package compiled in. */
export function write(path: string, kind: WriteKind, how: string): ServerWrite {
  return { path, kind, leaves: 'below', how }
}

/** The temporary directory: TMPDIR where it is set, else `/tmp`; nothing where it is set to something unknown. */
export function scratch(how: string, command?: ExecutedCommand): ServerWrite | undefined {
  const chosen = command?.variable('TMPDIR')
  if (chosen === undefined && command) return undefined
  return write(chosen ?? '/tmp', 'scratch', how)
}

/** A directory of the program's choosing; relative ones start at its working directory. Devices are no files. */
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

/** A directory that the package makes for its own account, and the daemon does not make itself. */
export function prepared(path: string, kind: ServerWrite['kind'], how: string): ServerWrite {
  return { ...write(path, kind, how), anyUser: true, mustExist: true }
}
