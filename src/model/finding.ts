import type { Dialect } from './dialect.ts'
import type { Origin } from './fact.ts'
import type { Fix } from './intent.ts'
import type { WritePlan } from './write-plan.ts'

export type Severity = 'error' | 'warning' | 'info'

/** A judgement of one rule about one container or image, worded. */
export interface Finding {
  readonly ruleId: string
  readonly messageId: string
  readonly severity: Severity
  /** What is wrong, and what to do. */
  readonly message: string
  readonly at: Origin
  /** For a finding about a variant of another project: the place in its base. A finding that both have is reported once, at the base. */
  readonly inBase?: Origin
  /** The place holds a secret, which reports do not copy. */
  readonly secret?: true
  /** Name of the container or of the image, for grouping and logical locations. */
  readonly subject: string
  readonly related: readonly { readonly at: Origin; readonly message: string }[]
  readonly fix?: Fix
  /** The write plan, for findings about a read-only root filesystem. */
  readonly plan?: WritePlan
  /** Set if the fix carries out the whole plan: the dialect in which a report shows what to write. */
  readonly sealsIn?: Dialect
}

/** Something that could not be read or understood: `error` makes the run exit 2, `note` is a coverage note. */
export interface Problem {
  readonly level: 'error' | 'note'
  readonly file: string
  /** UTF-16 offset; absent: the whole file. */
  readonly offset?: number
  /** What is wrong, in one line. */
  readonly message: string
  /** What to do about it, in one line. */
  readonly hint?: string
}

/** The message of a problem, with its hint in brackets. */
export function withHint({ message, hint }: Pick<Problem, 'message' | 'hint'>): string {
  return hint === undefined ? message : `${message} (${hint})`
}
