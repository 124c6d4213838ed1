import type { Expectation } from '../../plan/proof.ts'
import { maskText } from '../../text/mask.ts'
import type { Phase, ServiceState } from './observed.ts'

/** Why a service does not work even unsealed; undefined if it works. A one-shot that ends with 0 works. */
export function whyNotWorking(service: string, phase: Phase): string | undefined {
  const seen = phase.services.get(service)
  if (!seen || seen.state === 'not started')
    return phase.problem === undefined ? 'it was not started' : `it was not started: ${phase.problem}`
  if (seen.outOfMemory) return 'its memory was used up'
  if (/^exited (?!0$)/.test(seen.state)) return `it ended with exit code ${seen.state.slice('exited '.length)}`
  if (seen.state !== 'running' && seen.state !== 'exited 0') return `it is ${seen.state}`
  if (seen.health === 'unhealthy') return 'its health check fails'
  if (seen.health === 'starting') return 'its health check has not come to an end'
  const check = phase.checks.find((each) => each.service === service && !each.ok)
  return check ? `the check in it fails: ${check.output}` : undefined
}

/** The expected result of a phase of a sealed round. */
export function expectationOf({ state, health, ports }: ServiceState): Expectation {
  return { state, ...(health === undefined ? {} : { health }), ports }
}

/** How a service in a sealed phase differs from what is expected, in a few words each. A port that was closed before does not count. */
export function differences(service: string, expected: Expectation, phase: Phase): string[] {
  const seen = phase.services.get(service)
  if (!seen || (seen.state === 'not started' && expected.state !== 'not started')) {
    return [phase.problem === undefined ? 'it was not started' : `it was not started: ${phase.problem}`]
  }
  const found: string[] = []
  if (seen.outOfMemory) found.push('its memory was used up')
  if (seen.state !== expected.state) found.push(`it is ${seen.state}, and was ${expected.state}`)
  else if (seen.health !== expected.health && expected.health !== undefined)
    found.push(`it is ${seen.health ?? 'without health'}, and was ${expected.health}`)
  for (const [port, answer] of Object.entries(expected.ports)) {
    const now = seen.ports[port]
    if (answer !== 'closed' && now !== answer) found.push(`port ${port} answers ${now ?? 'nothing'}, and answered ${answer}`)
  }
  for (const { service: inside, name, ok, output } of phase.checks) {
    if (!ok && inside === service) found.push(`the check \`${name}\` fails: ${output}`)
  }
  return found
}

/** Log lines about errors that a seal may cause, without the parts that change from run to run. */
const COMPLAINT =
  /read-only file ?system|\bEROFS\b|permission denied|\bEACCES\b|operation not permitted|no such file or directory|\bENOENT\b|no space left|\bENOSPC\b/i

const unchanging = (line: string) => line.replace(/0x[0-9a-f]+|[0-9a-f]{8,}|\d+/gi, '#').trim()

/** The errors in a log that are not in another log of the same service, without secrets; at most `limit`. */
export function newComplaints(log: string, before: string, limit = 20): string[] {
  const known = new Set(before.split('\n').map(unchanging))
  const found = new Map<string, string>()
  for (const line of log.split('\n')) {
    const key = unchanging(line)
    if (found.size < limit && COMPLAINT.test(line) && !known.has(key) && !found.has(key)) found.set(key, line.trim().slice(0, 300))
  }
  return [...found.values()].map(maskText)
}

/** The failed services that depend on no other failed one. `needs` gives the services that a service depends on. */
export function failedFirst(failed: ReadonlySet<string>, needs: (service: string) => readonly string[]): string[] {
  const roots = [...failed].filter((service) => !reaches(service, failed, needs))
  return roots.length > 0 ? roots : [...failed]
}

function reaches(service: string, failed: ReadonlySet<string>, needs: (service: string) => readonly string[]): boolean {
  const seen = new Set([service])
  const open = [...needs(service)]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue
    if (failed.has(next)) return true
    seen.add(next)
    open.push(...needs(next))
  }
  return false
}
