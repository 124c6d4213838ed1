import type { Container } from '../../src/model/container.ts'
import type { Fact } from '../../src/model/fact.ts'
import type { Severity } from '../../src/model/finding.ts'

/** How a numeric limit stands. `none`: the engine's default, no limit. `lifted`: written down as no limit (0 or negative). */
export type LimitState = 'none' | 'lifted' | 'limited' | 'unknown'

/** Docker and Podman take 0 and negative numbers for "no limit" (`docker run` reference: "Resource constraints"). */
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

/**
 * The severity of what matters as long as a container lives, a limit that is missing or a namespace of the host: a tool that runs for a
 * moment in the foreground is judged more mildly than a service.
 */
export function forService(container: Container, severity: Severity): Severity {
  return container.oneOff ? 'info' : severity
}
