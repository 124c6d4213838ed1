import type { TextOrigin } from '../../model/fact.ts'
import type { ApplicationWrite } from '../application.ts'
import type { Language } from './language.ts'
import type { Module } from './module.ts'
import type { Program, ProgramSurroundings } from './program.ts'

/** A part of a program that was not followed, so that it may write to unknown places. */
export interface Gap {
  /** Follows "its program was read in part: ". */
  readonly why: string
  readonly origin?: TextOrigin
}

/** A text for the shell that a program runs, with the directory that it starts in, if that is known. */
export interface ProgramRun {
  readonly text: string
  readonly cwd: string | undefined
  readonly origin: TextOrigin
  /** It may run as another user than the start. */
  readonly anyUser?: true
}

/** What was read of a program. */
export interface ProgramReading {
  readonly writes: readonly ApplicationWrite[]
  readonly gaps: readonly Gap[]
  readonly runs: readonly ProgramRun[]
  /** The files that were read. */
  readonly modules: readonly Module[]
  readonly program: Program
}

/** What a language's reader knows about one program. */
export interface ProgramInput extends Omit<ProgramSurroundings, 'language'> {
  readonly language: Language
  readonly entries: readonly Module[]
  /** Why the entries are incomplete. */
  readonly cut?: Gap
  /** The environment, if files of the program affect it. */
  readonly variableOf?: (modules: readonly Module[]) => ProgramSurroundings['variable']
  /** A key for the set of files, and their current texts: with both, results are remembered. */
  readonly tree?: string
  readonly textOf?: (file: string) => string | undefined
  /** The modules that a module loads by a literal name. `undefined`: a missing module of the program itself. */
  readonly loaded: (from: Module, name: string) => readonly Module[] | undefined
  /** Files of a directory that a module may load by names that it computes at run time. */
  readonly within: (directory: string) => readonly Module[]
  /** Whether a directory of the image has files already. */
  readonly holdsFiles: (path: string) => boolean
  /** What the program may do with the file of a database. */
  readonly database?: (program: Program, module: Module) => 'writes' | 'may write' | 'elsewhere'
}
