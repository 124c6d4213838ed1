import type { TextOrigin } from '../model/fact.ts'
import type { ImageWrite } from '../model/image.ts'
import { cleanPath } from '../model/path.ts'
import type { WriteKind } from '../model/write-plan.ts'
import type { ExecutedCommand } from '../shell/executed-command.ts'
import { sliceText } from '../text/mapped-text.ts'
import type { ImageFile } from './image-files.ts'

/** A directory of the image that may hold an application, and what its code can be asked for. */
export interface Place {
  /** Absolute path in the image, without a slash at its end. */
  readonly root: string
  /** A file of the application by its path below the root, with its text; undefined where it does not come from the build context. */
  readonly open: (path: string) => ImageFile | undefined
  /** Names in a directory below the root (empty: the root itself) that match a pattern; empty where the context does not tell. */
  readonly list: (directory: string, pattern: RegExp) => readonly string[]
  /**
   * The same, and behind them the files that only the stage has that compiled the application: the image holds none of them, but what
   * they say is what runs.
   */
  readonly sources: Pick<Place, 'open' | 'list'>
  /** Whether a command of the build matches: what it has made needs not be made at start. */
  readonly built: (pattern: RegExp) => boolean
  /** Whether the build makes a directory, by its absolute path, or gives it to somebody. */
  readonly makes: (path: string) => boolean
  /** The base image of the build, as written. */
  readonly base: string
  /** Packages that the build installs. */
  readonly packages: ReadonlySet<string>
  /** Home directory of the user that starts, where it is known. */
  readonly home: string | undefined
  /** What the start of the container runs, in order. */
  readonly commands: readonly ExecutedCommand[]
  /** The environment of the start: `null` where a variable is not set, undefined where its value is not known. */
  readonly variable: (name: string) => string | null | undefined
  /** A file out of sight, or whoever runs the image, may set any other variable. */
  readonly isOpen: boolean
}

/** What the code of an application says that it writes, and no word of the start does. */
export interface ApplicationWrite extends Pick<ImageWrite, 'ships' | 'anyUser' | 'mustExist' | 'exec'> {
  /** Absolute path in the image. */
  readonly path: string
  readonly kind: WriteKind
  readonly leaves: ImageWrite['leaves']
  /** One short phrase. */
  readonly how: string
  /** It may not happen: a setting may choose another place, or nobody may use that part. */
  readonly conditional?: boolean
  /** The variable that names it, where this application has its own way to read the value. */
  readonly variable?: string
  /** The line that says so. */
  readonly origin: TextOrigin
}

/** Recognises one kind of application in a place, by its files; empty where it is none of that kind. */
export type Application = (place: Place) => readonly ApplicationWrite[]

/** The line of a file that holds an offset of its text. */
export function lineAt(found: ImageFile, offset: number): TextOrigin {
  const { text } = found.text
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const end = text.indexOf('\n', offset)
  const line = sliceText(found.text, [start, end === -1 ? text.length : end])
  const [first] = line.pieces
  return { kind: 'text', file: found.file, span: first ? [first.source[0], first.source[0] + line.text.trimEnd().length] : [0, 0] }
}

/** The text of the line that holds an offset. */
export function lineText(found: ImageFile, offset: number): string {
  const { text } = found.text
  const end = text.indexOf('\n', offset)
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, end === -1 ? text.length : end)
}

/** A path from the root of the image; relative ones start at `directory`. `..` and `.` are resolved. */
export function pathFrom(directory: string, path: string): string {
  return cleanPath(path.startsWith('/') ? path : `${directory}/${path}`)
}

/** A variable that decides for sure: undefined as well where it is not set as far as we see, but may be. */
export function settingOf({ variable, isOpen }: Place, name: string): string | null | undefined {
  const value = variable(name)
  return value === null && isOpen ? undefined : value
}

/** What a directory below the root ships: nothing but its own database and files to keep it in git, or more. Nothing is said of one that the image may lack. */
export function shippedIn(place: Place, directory: string): Pick<ApplicationWrite, 'ships'> {
  const names = place.list(directory, /./)
  if (names.some((name) => !/^\.|\.(?:db|sqlite3?)(?:-\w+)?$/.test(name))) return { ships: 'program' }
  return names.length > 0 || place.makes(pathFrom(place.root, directory)) ? { ships: 'skeleton' } : {}
}
