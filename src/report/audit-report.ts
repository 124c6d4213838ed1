import type { ControlStatus } from '../model/control-status.ts'
import type { Severity } from '../model/finding.ts'
import type { RuleDescription } from './result.ts'

/** One finding about a running subject. */
export interface SubjectFinding {
  readonly ruleId: string
  readonly messageId: string
  readonly level: Severity
  readonly message: string
}

/** An audited container or swarm service, with every finding of the rules that are on. */
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
  /** Absolute path of the Compose file that started it, if the file exists here. */
  readonly file?: string
  readonly findings: readonly SubjectFinding[]
  /** Controls (numbers from v1.6 on) that its findings do not decide. */
  readonly apart?: ReadonlyMap<string, ControlStatus>
  /** Why it could not be read: then all its controls are unknown. */
  readonly unread?: string
}

/** An engine that was asked; `why`: the reason that it did not answer. */
export interface AuditedHost {
  readonly name: string
  readonly url: string
  readonly why?: string
}

/** The input of `audit --report`: everything that was audited, with findings or without. */
export interface AuditReport {
  readonly hosts: readonly AuditedHost[]
  readonly subjects: readonly AuditedSubject[]
  /** Every rule that was on: "no finding" differs from "not judged". */
  readonly rules: Readonly<Record<string, RuleDescription>>
  readonly version: string
  /** RFC 3339. */
  readonly generatedAt: string
}
