import type { Span } from '../model/fact.ts'
import { plainText } from '../text/mapped-text.ts'
import type { Fresh } from './branches.ts'
import { parseShell } from './parse.ts'
import type { ShellScript } from './script.ts'
import type { ShellWord } from './words.ts'

/** A script of the image, found among the files of the build. */
export interface FoundScript {
  readonly file: string
  readonly script: ShellScript
}

/** A script that is given as text. */
export function scriptFromText(file: string, text: string): FoundScript {
  return { file, script: parseShell(plainText(text)) }
}

/** What a script finds when it starts. */
export interface World {
  /** Variables that are set; an `undefined` value is set but unknown. */
  readonly variables: ReadonlyMap<string, string | undefined>
  /** Absolute; absent if unknown. */
  readonly cwd?: string
  /** `$1` and on; absent if unknown. */
  readonly positional?: readonly ShellWord[]
  /** A variable's value if the container is known: '' if unset, undefined if unknown. Branches that it takes are sure, others stay. */
  readonly given?: (name: string) => string | undefined
  /** Whether the container itself sets a variable: it has that value, and branches go by it. */
  readonly isSet?: (name: string) => boolean
  /** Whether the image has a user or group with this name. */
  readonly hasAccount?: Fresh['hasAccount']
  /** A script by its path; `at` is the command that needs it. */
  readonly open?: (path: string, at: Span) => FoundScript | undefined
  /** The path of a program that the search path has, if it is among the files of the build. */
  readonly locate?: (name: string) => string | undefined
  /** Directory of the repository on this machine. */
  readonly root?: string
  /** Called if a script is not followed further because of a limit. */
  readonly cut?: (file: string, at: Span) => void
  /** Called for a command whose program depends on something unknown. */
  readonly unnamed?: (file: string, at: Span) => void
  /** Paths in the image that match a pattern (`/docker-entrypoint.d/*.sh`); undefined if unknown. */
  readonly glob?: (pattern: string) => readonly string[] | undefined
}
