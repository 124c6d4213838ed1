import type { ControlStatus } from '../model/control-status.ts'
import type { Severity } from '../model/finding.ts'
import type { RuleDescription } from './result.ts'

/** One finding about a subject, as it runs. */
export interface SubjectFinding {
  readonly ruleId: string
  readonly messageId: string
  readonly level: Severity
  readonly message: string
}

/** A container or a swarm service that was audited, with every finding of the rules that were on. */
export interface AuditedSubject {
  readonly kind: 'container' | 'service'
  /** Name of the engine or context. */
  readonly host: string
  readonly name: string
  readonly id: string
  readonly image?: string
  /** Compose project or swarm stack, and the service in it. */
  readonly project?: string
  readonly service?: string
  /** `running`, `exited` …; absent for a service. */
  readonly status?: string
  /** Absolute path of the Compose file that it was started from, where that is at hand. */
  readonly file?: string
  readonly findings: readonly SubjectFinding[]
  /** Controls, by number from v1.6 on, of which its findings do not tell. */
  readonly apart?: ReadonlyMap<string, ControlStatus>
  /** Why nothing is known of it: of all controls it is not known whether they hold. */
  readonly unread?: string
}

/** An engine that was asked; `why`: it did not answer, and nothing below it is known. */
export interface AuditedHost {
  readonly name: string
  readonly url: string
  readonly why?: string
}

/** What `audit --report` renders: everything that was audited, whether or not something was found. */
export interface AuditReport {
  readonly hosts: readonly AuditedHost[]
  readonly subjects: readonly AuditedSubject[]
  /** Every rule that was on, so that "no finding" can be told from "not judged". */
  readonly rules: Readonly<Record<string, RuleDescription>>
  readonly version: string
  /** RFC 3339. */
  readonly generatedAt: string
}
