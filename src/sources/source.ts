import type { Container } from '../model/container.ts'
import type { Origin, Span } from '../model/fact.ts'
import type { Problem } from '../model/finding.ts'
import type { Image } from '../model/image.ts'
import type { ImageIntent, Intent } from '../model/intent.ts'
import type { TextEdit } from '../text/edit.ts'
import type { Memory } from './memory.ts'

/**
 * The files that a source may read, given by the shell so that sources stay pure.
 * Answers are values: a file that is missing, too large, not text or not allowed is a problem, never an exception.
 */
export interface Files {
  /** Text without its byte order mark being removed; decoded as UTF-8. */
  readonly read: (path: string) => { readonly ok: true; readonly text: string } | { readonly ok: false; readonly why: string }
  readonly exists: (path: string) => boolean
  /** Names in a directory; empty where it cannot be read. */
  readonly list: (directory: string) => readonly string[]
  /** What was made of texts before; absent: nothing is shared. */
  readonly memory?: Memory
  /** Hash of a file that is no text; absent where no file but text can be read. */
  readonly digest?: (path: string) => string | undefined
}

/** A comment of a text, for `dockseal-disable…` directives. `text` is without the comment sign. */
export interface Comment {
  readonly file: string
  readonly span: Span
  readonly text: string
}

export interface FileEdit {
  readonly file: string
  readonly edits: readonly TextEdit[]
}

/** The edits that carry out as many intents as can be done rightly; the others come back with the reason and what to do by hand. */
export interface EditPlan {
  readonly edits: readonly FileEdit[]
  readonly refused: readonly { readonly container: Container; readonly intent: Intent; readonly why: string }[]
}

/**
 * One unit that was read: a Compose project, a script, a Dockerfile. Holds the facts, and knows how to change its own texts.
 */
export interface Document {
  /** A project: its services build Dockerfiles, and a proof may be beside it. */
  readonly isProject?: true
  /** The file the user named or the walk found; for a project, its first file. */
  readonly file: string
  /** Every text that was read, by absolute path; spans and edits refer to these. */
  readonly texts: ReadonlyMap<string, string>
  /** Those of `texts` that hold values and no settings (env files): no report shows a line of them. */
  readonly privateTexts?: ReadonlySet<string>
  readonly containers: readonly Container[]
  readonly images: readonly Image[]
  readonly problems: readonly Problem[]
  readonly comments: readonly Comment[]
  /** Of a variant of another project: where it speaks of a container that the base defines. */
  readonly inVariant?: (container: Container) => Origin | undefined
  /** Statements that may go over several lines (instructions of a Dockerfile): a directive before one holds for all of it. */
  readonly statements?: readonly { readonly file: string; readonly span: Span }[]
  /** Smallest text edits for changes to images; absent where a document has none that it can change. */
  readonly editImages?: (intents: readonly ImageIntent[]) => readonly FileEdit[]
  /**
   * Smallest text edits that make `container` (one of `containers`) have what the intents ask for. Pure; a change for several
   * containers is one call, so that a shared place (the top-level `volumes:`) is edited once. `check: false` leaves out reading the
   * edited texts again, which takes long and which a report does not need: only who writes the edits must have them checked.
   */
  readonly edit: (
    changes: readonly { readonly container: Container; readonly intents: readonly Intent[] }[],
    options?: { readonly check: boolean },
  ) => EditPlan
}

/** Why a file was found and not linted. */
export interface Skipped {
  readonly file: string
  readonly why: string
}

/** Something that can be read anew after its texts were changed: a Compose project, a script, a Dockerfile. */
export interface Unit {
  /** The file it is named by. */
  readonly file: string
  readonly parse: (io: Files) => Document
  /** Whether it may read files that other units have; told without parsing it. Absent: it may. */
  readonly readsOthers?: (io: Files) => boolean
  /** Other projects that a change of this one's files reaches, with what they are, in words that follow "reaches". */
  readonly reaches?: readonly { readonly unit: Unit; readonly what: string }[]
}

/** Reads one file. Never throws on input; a file without a container gives a document without one. */
export type Reader = (file: string, text: string, io: Files) => Document

/** A kind of file that describes containers: a folder of `src/sources` and a line in `registry.ts`. */
export interface Source {
  readonly id: string
  /** Whether the name alone says that a file is one of these; then it is none of another source. `path` has slashes only. */
  readonly isName: (path: string) => boolean
  /** Whether the text of a file that no source knows by name says so. */
  readonly isText?: (path: string, text: string) => boolean
  /** Whether there may be a container in such a file, told cheaply. */
  readonly mayHold: (text: string) => boolean
  /** Documentation shows commands that nobody runs: read where it is asked for, or named. */
  readonly isDocumentation?: boolean
  /** Loads what reads it: the parsers take longer to load than a Compose file takes to be linted. */
  readonly load: () => Promise<Reader>
}
