import type { Span } from '../model/fact.ts'
import { plainText } from '../text/mapped-text.ts'
import type { Fresh } from './branches.ts'
import { parseShell } from './parse.ts'
import type { ShellScript } from './script.ts'
import type { ShellWord } from './words.ts'

/** A script of the image that was found among the files of the build. */
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
  /** Variables that are set; `undefined` as a value: set, but not to anything we know. */
  readonly variables: ReadonlyMap<string, string | undefined>
  /** Absolute; absent where it is not known. */
  readonly cwd?: string
  /** `$1` and on; absent where they are not known. */
  readonly positional?: readonly ShellWord[]
  /**
   * What a variable of the environment has where the container that is started is known: '' where nobody sets it, undefined where that
   * cannot be told. What is in the branches that it takes is not conditional, but no other branch is left out for it.
   */
  readonly given?: (name: string) => string | undefined
  /** Whether the image has a user or group of a name. */
  readonly hasAccount?: Fresh['hasAccount']
  /** A script by its path; `at` is the command that asks for it. */
  readonly open?: (path: string, at: Span) => FoundScript | undefined
  /** Directory of the repository on this machine. */
  readonly root?: string
  /** Told where a script is not followed any further, because that is more than a start may have. */
  readonly cut?: (file: string, at: Span) => void
  /** Told of a command whose program depends on something unknown. */
  readonly unnamed?: (file: string, at: Span) => void
  /** Paths in the image that match a pattern (`/docker-entrypoint.d/*.sh`); undefined where nobody can tell. */
  readonly glob?: (pattern: string) => readonly string[] | undefined
}
