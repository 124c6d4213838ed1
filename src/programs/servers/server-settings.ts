import type { WriteKind } from '../../model/write-kind.ts'
import type { ExecutedCommand } from '../../shell/executed-command.ts'
import type { ServerDirective } from './directives.ts'
import type { ServerSurroundings, ServerWrite } from './server-write.ts'

/** The directives of a server from all its sources: later ones win. */
export interface ServerSettings {
  /** The words of each directive with one of these names, in order. A `*` in a name matches one part of it. */
  readonly all: (...names: readonly string[]) => readonly (readonly string[])[]
  /** The first word of the last such directive; undefined if there is none. */
  readonly last: (...names: readonly string[]) => string | undefined
  /** Whether there is such a directive. */
  readonly has: (...names: readonly string[]) => boolean
  readonly directives: readonly ServerDirective[]
  /** Whether a configuration file was read, so that a missing directive is not set. */
  readonly isRead: boolean
}

/** `off`: nothing is written. Undefined: not set, so the default of the program or its package holds. */
export type WrittenPlaces = readonly string[] | 'off' | undefined

/** One thing that a server writes, and what decides where. */
export interface ServerSetting {
  /** The name for it in records: `nginx.pid`. */
  readonly id: string
  readonly kind: WriteKind
  readonly leaves: 'file' | 'below'
  /** One short phrase: "pid file of nginx". */
  readonly how: string
  readonly places: (asked: ServerSettings) => WrittenPlaces
  /** What it always writes, where nothing sets a place and no package of a distribution either; undefined if the place is unknown. */
  readonly usual?: (command: ExecutedCommand, around: ServerSurroundings, asked: ServerSettings) => ServerWrite | undefined
  /** Base of relative paths; absent: the working directory. */
  readonly base?: string | ((asked: ServerSettings) => string | undefined)
  /** The working directory of its image, if neither the container nor the build sets one. */
  readonly workingDirectory?: string
  readonly anyUser?: true
  readonly mustExist?: true
  /** The server goes on if it cannot write this. */
  readonly conditional?: true
}

/** What a server may be asked about its directives. */
export function askOf(directives: readonly ServerDirective[], isRead = false): ServerSettings {
  const all = (...names: readonly string[]) =>
    directives.flatMap(({ name, words }) => (names.some((each) => matches(each, name)) ? [words] : []))
  return { all, last: (...names) => all(...names).at(-1)?.[0], has: (...names) => all(...names).length > 0, directives, isRead }
}

/** Whether a name fits a pattern, in which `*` stands for one part. */
export function matches(pattern: string, name: string): boolean {
  const [parts, own] = [pattern.split('.'), name.split('.')]
  return parts.length === own.length && parts.every((part, at) => part === '*' || part === own[at])
}

/** The value of one directive. */
export const named =
  (...names: readonly string[]) =>
  ({ last }: ServerSettings): WrittenPlaces => {
    const value = last(...names)
    return value === undefined ? undefined : value === '' ? 'off' : [value]
  }

/** The path that `pick` takes from each such directive: empty if it names no file, undefined if it is about something else. */
export const picked =
  (names: readonly string[], pick: (words: readonly string[]) => string | undefined) =>
  ({ all }: ServerSettings): WrittenPlaces => {
    const found = all(...names).flatMap((words) => pick(words) ?? [])
    const paths = found.filter((path) => path !== '')
    return paths.length > 0 ? paths : found.length > 0 ? 'off' : undefined
  }

/** A path, if it is absolute; empty for a device, a number or another word. */
export function absolute(written: string): string {
  const path = written.replace(/^(?:unix@|(?:stdio|daemon|udp|tcp):)/, '')
  return path.startsWith('/') ? path : ''
}
