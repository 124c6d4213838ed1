import type { TextOrigin } from '../model/fact.ts'
import type { ImageWrite } from '../model/image.ts'
import { cleanPath } from '../model/path.ts'
import type { WriteKind } from '../model/write-kind.ts'
import type { ExecutedCommand } from '../shell/executed-command.ts'
import { lineEnd, lineStart } from '../text/line-index.ts'
import { sliceText } from '../text/mapped-text.ts'
import type { ImageFile } from './image-files.ts'

/** A directory of the image that may contain an application, with access to what its code depends on. */
export interface Place {
  /** Absolute path in the image, without a trailing slash. */
  readonly root: string
  /** A file of the application by its path below the root, with its text; undefined if it does not come from the build context. */
  readonly open: (path: string) => ImageFile | undefined
  /** Names in a directory below the root (empty: the root itself) that match a pattern; empty if the context does not show them. */
  readonly list: (directory: string, pattern: RegExp) => readonly string[]
  /** The same, and files of the stage that compiled the application: they are not in the image but show what runs. */
  readonly sources: Pick<Place, 'open' | 'list'>
  /** Whether a build command matches: what it created need not be created at start. */
  readonly built: (pattern: RegExp) => boolean
  /** Whether the build creates a directory, by its absolute path, or gives it to an account. */
  readonly makes: (path: string) => boolean
  /** The base image of the build, as written. */
  readonly base: string
  /** Packages that the build installs. */
  readonly packages: ReadonlySet<string>
  /** Home directory of the user that starts, if known. */
  readonly home: string | undefined
  /** What the start of the container runs, in order. */
  readonly commands: readonly ExecutedCommand[]
  /** The environment of the start: `null` if a variable is not set, undefined if its value is unknown. */
  readonly variable: (name: string) => string | null | undefined
  /** An unread file, or whoever runs the image, may set any other variable. */
  readonly isOpen: boolean
}

/** A write that only the code of an application shows, not the words of the start. */
export interface ApplicationWrite
  extends Pick<
    ImageWrite,
    'ships' | 'anyUser' | 'dependsOn' | 'mustExist' | 'exec' | 'closed' | 'journal' | 'edits' | 'instead' | 'movedFrom'
  > {
  /** Absolute path in the image. */
  readonly path: string
  readonly kind: WriteKind
  readonly leaves: ImageWrite['leaves']
  /** One short phrase. */
  readonly how: string
  /** It may not happen: a setting may choose another place, or nobody may use that part. */
  readonly conditional?: boolean
  /** The variable that names it, if this application has its own way to read the value. */
  readonly variable?: string
  /** The line that shows it. */
  readonly origin: TextOrigin
}

/** Recognises one kind of application in a directory by its files; empty for any other kind. */
export type Application = (place: Place) => readonly ApplicationWrite[]

/** The line of a file that contains an offset of its text. */
export function lineAt(found: ImageFile, offset: number): TextOrigin {
  const { text } = found.text
  const line = sliceText(found.text, [lineStart(text, offset), lineEnd(text, offset)])
  const [first] = line.pieces
  return { kind: 'text', file: found.file, span: first ? [first.source[0], first.source[0] + line.text.trimEnd().length] : [0, 0] }
}

/** A path from the root of the image; relative ones start at `directory`. `..` and `.` are resolved. */
export function pathFrom(directory: string, path: string): string {
  return cleanPath(path.startsWith('/') ? path : `${directory}/${path}`)
}

/** A variable with a certain value: also undefined if it seems unset but may be set. */
export function settingOf({ variable, isOpen }: Place, name: string): string | null | undefined {
  const value = variable(name)
  return value === null && isOpen ? undefined : value
}

/** What a directory of the application ships: its own database and dotfiles at most, or more. Empty if outside, or perhaps absent. */
export function shippedIn(place: Place, directory: string): Pick<ApplicationWrite, 'ships'> {
  const path = pathFrom(place.root, directory)
  if (!path.startsWith(`${place.root}/`)) return {}
  const names = place.list(path.slice(place.root.length + 1), /./)
  if (names.some((name) => !/^\.|\.(?:db|sqlite3?)(?:-\w+)?$/.test(name))) return { ships: 'program' }
  return names.length > 0 || place.makes(path) ? { ships: 'skeleton' } : {}
}
