import type { Container } from '../model/container.ts'
import { type Dialect, RUN, SWARM } from '../model/dialect.ts'
import type { Origin, Span } from '../model/fact.ts'
import type { Problem } from '../model/finding.ts'
import type { Image } from '../model/image.ts'
import type { FixInto, ImageIntent, Intent } from '../model/intent.ts'
import type { OrWhy } from '../model/or-why.ts'
import type { TextEdit } from '../text/edit.ts'

/** The files that a source may read; sources stay pure. A missing or too large file is a problem, never an exception. */
export interface Files {
  /** The text with its byte order mark, decoded as UTF-8. */
  readonly read: (path: string) => OrWhy<{ readonly text: string }>
  /** Whether a file or a folder is at a path. */
  readonly exists: (path: string) => boolean
  /** Names in a directory; empty if it cannot be read. */
  readonly list: (directory: string) => readonly string[]
  /** Results from texts so far; absent: nothing is shared. */
  readonly memory?: Memory
  /** Hash of a file that is not text; absent if only text can be read. */
  readonly digest?: (path: string) => string | undefined
}

/** Results from the texts of one run, shared by all readers of the same files: each text is parsed once. */
export interface Memory {
  /** The result of `make` for a text of a file, made on first use. `kind` names the result. */
  readonly once: <T>(kind: string, file: string, text: string, make: () => T) => T
  /** The result of `make` for an object and a key, made again if a file has changed that it read through its `io`. */
  readonly tracked: <T>(of: object, key: string, io: Files, make: (io: Files) => T) => T
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

/** What one of a document's containers should get. */
export interface ContainerChange {
  readonly container: Container
  readonly intents: readonly Intent[]
}

/** The edits for every intent that can be carried out; the others are returned with the reason and what to do by hand. */
export interface EditPlan {
  readonly edits: readonly FileEdit[]
  readonly refused: readonly { readonly container: Container; readonly intent: Intent; readonly why: string }[]
}

/** One unit that was read: a Compose project, a script, a Dockerfile. It holds the facts and can change its own texts. */
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
  /** For a variant of another project: where it names a container that the base defines. */
  readonly inVariant?: (container: Container) => Origin | undefined
  /** Statements that may span several lines (instructions of a Dockerfile, commands): a directive before one applies to all of it. */
  readonly statements?: readonly { readonly file: string; readonly span: Span }[]
  /** Smallest text edits for changes to images; absent if the document cannot change any. */
  readonly editImages?: (intents: readonly ImageIntent[]) => readonly FileEdit[]
  /**
   * Smallest text edits that give containers what the intents ask for. Pure; changes for several containers are one call, so that a shared
   * place (the top-level `volumes:`) is edited once. Edits that will be written are read again first (`checkedEdits`).
   */
  readonly edit: (changes: readonly ContainerChange[]) => EditPlan
  /** Whether this document with edited texts says the same besides the facts of its containers. Absent: it says nothing else. */
  readonly keepsRest?: (after: Document) => boolean
}

/** Why a file was found and not linted. */
export interface Skipped {
  readonly file: string
  readonly why: string
}

/** Something that can be read again after its texts changed: a Compose project, a script, a Dockerfile. */
export interface Unit {
  readonly file: string
  readonly parse: (io: Files) => Document
  /** Whether it may read files of other units; known without parsing it. Absent: it may. */
  readonly readsOthers?: (io: Files) => boolean
  /** Other projects that a change of its files reaches, each with a description that follows "reaches". */
  readonly reaches?: readonly { readonly unit: Unit; readonly what: string }[]
}

/** Reads one file. Never throws on input; a file without a container gives a document without one. */
export type Reader = (file: string, text: string, io: Files) => Document

/** A file about which a source is asked whether it is one of its own. */
export interface Candidate {
  /** With slashes only. */
  readonly path: string
  readonly text: string
  /** Named by the user: the content decides, whatever the name. */
  readonly isExplicit: boolean
  /** The name says that it belongs to another source. */
  readonly isOfAnother: boolean
  /** The file is run, whatever it contains: its name or its first line says so. */
  readonly isScript: boolean
}

/** What a source says about its own file. `nothing`: it was read and describes no container. */
export type Match =
  | { readonly is: 'read' }
  | { readonly is: 'nothing' }
  | { readonly is: 'skipped'; readonly why: string }
  | { readonly is: 'refused'; readonly message: string; readonly hint: string }

/** What decides which files form a project. */
export interface ProjectOptions {
  /** Variables for interpolation from the shell, if they count. */
  readonly env?: Readonly<Record<string, string>>
  /** Projects named on the command line or in the configuration: absolute paths in merge order. */
  readonly projects: readonly (readonly string[])[]
  /** Files that a script deploys as a stack. */
  readonly deployed: ReadonlySet<string>
  /** Default: `definition`. */
  readonly fixInto?: FixInto
  /** Files that the user excludes, whether they exist or not: no override is created under such a name. Default: none. */
  readonly isIgnored?: (path: string) => boolean
}

/** A kind of file that describes containers: a folder of `src/sources` and a line in `registry.ts`. */
export interface Source {
  readonly id: string
  readonly dialects: readonly Dialect[]
  /** Names by which a walk finds its files. */
  readonly globs: readonly string[]
  /** Whether the name alone says that a file is one of these. `path` has slashes only. */
  readonly isName: (path: string) => boolean
  /** Whether a file is one of these and should be read; undefined if it belongs to another source. */
  readonly matches: (file: Candidate) => Match | undefined
  /** Documentation shows commands that nobody runs: read only on request, or if named. */
  readonly isDocumentation?: true
  /** Images are built from its files, and whatever builds one decides how it is read, so the graph makes their units. */
  readonly isBuilt?: true
  /** The units that its files form together; absent: each file is one, which `load` reads. */
  readonly units?: (files: readonly string[], io: Files, options: ProjectOptions, problems: Problem[]) => readonly Unit[]
  /** Loads the reader: loading its parsers takes longer than linting a Compose file. */
  readonly load?: () => Promise<Reader>
}

/** A source of files that each describe containers, known by name or by text. Without a dialect of its own it uses that of commands. */
export function fileSource(source: {
  readonly id: string
  readonly dialects?: readonly Dialect[]
  readonly globs: readonly string[]
  readonly isName: (path: string) => boolean
  /** Whether a file that no source knows by name is one of these by its text. */
  readonly isText?: (path: string, text: string) => boolean
  /** A quick test whether such a file may describe a container. */
  readonly mayHold: (text: string) => boolean
  readonly isDocumentation?: true
  readonly load: () => Promise<Reader>
}): Source {
  const { isName, isText, mayHold } = source
  return {
    dialects: [RUN, SWARM],
    ...source,
    matches: ({ path, text, isOfAnother }) => {
      const isOwn = isName(path) || (!isOfAnother && isText?.(path, text) === true)
      return isOwn && mayHold(text) ? { is: 'read' } : undefined
    },
  }
}
