import type { Span } from '../model/fact.ts'

/** A comment of a file, without the comment sign. */
export interface SourceComment {
  readonly span: Span
  readonly text: string
}
