import type { Container } from '../../src/model/container.ts'
import type { Fact } from '../../src/model/fact.ts'
import type { Severity } from '../../src/model/finding.ts'

/** State of a numeric limit. `none`: the engine's default, no limit. `lifted`: written as no limit (0 or negative). */
export type LimitState = 'none' | 'lifted' | 'limited' | 'unknown'

/** Docker and Podman read 0 and negative numbers as "no limit" (`docker run` reference: "Resource constraints"). */
export function limitState(fact: Fact<number>): LimitState {
  switch (fact.state) {
    case 'set':
      return fact.value > 0 ? 'limited' : 'lifted'
    case 'unset':
      return 'none'
    case 'unknown':
      return 'unknown'
    default:
      return fact satisfies never
  }
}

/** The severity of a finding that matters while a container runs: lower for a short-lived tool in the foreground than for a service. */
export function forService(container: Container, severity: Severity): Severity {
  return container.oneOff ? 'info' : severity
}
