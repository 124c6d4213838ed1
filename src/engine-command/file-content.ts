import type { Container } from '../model/container.ts'
import type { Dialect } from '../model/dialect.ts'
import type { Span } from '../model/fact.ts'
import type { Intent } from '../model/intent.ts'
import type { RefusedIntent } from '../model/together.ts'
import type { SourceComment } from '../text/comment.ts'
import type { TextEdit } from '../text/edit.ts'
import type { FoundCommand } from './find.ts'
import type { RunSpec } from './normalise/reader.ts'

/** A container that is not written as a command: a quadlet, a job's service, a development container. */
export interface FoundDefinition {
  readonly spec: RunSpec
  readonly dialect: Dialect
  readonly name?: string
  readonly oneOff: boolean
  /** The smallest edits for the intents, none of which holds yet; what cannot be done is returned with the reason. */
  readonly edit: (intents: readonly Intent[], container: Container) => DefinitionEdit
}

export interface DefinitionEdit {
  readonly edits: readonly TextEdit[]
  readonly refused: readonly RefusedIntent[]
}

/** A part that is not read, and where the file asks for it. */
export interface FileNote {
  readonly span: Span
  readonly message: string
}

/** The content of a file: each kind of file knows how its shell text is found and written. */
export interface FileContent {
  readonly commands: readonly FoundCommand[]
  readonly definitions: readonly FoundDefinition[]
  readonly comments: readonly SourceComment[]
  /** Settings that may be on several lines, besides the commands. */
  readonly statements?: readonly Span[]
  /** Files that it sources and that are not followed. */
  readonly notes?: readonly FileNote[]
}
