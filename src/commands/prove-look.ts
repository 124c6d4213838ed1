import { probe } from '../live/engine-ports.ts'
import { isSettled, type Phase, type PhaseName, type ServiceState, stateOf } from '../live/trial/observed.ts'
import { runChecks } from './prove-checks.ts'
import { addresses, documents } from './prove-containers.ts'
import type { RoundContext, RoundPlan } from './prove-round-context.ts'
import { PATIENCE, sleep } from './prove-wait.ts'

/** Milliseconds until the state of health checks and one-shots must be final. */
const MAX_WAIT = 10 * 60_000
/** Milliseconds that a container without a health check must run before it counts as started. */
const STEADY = 2000
/** Waits until all states are final, probes ports, runs checks, and gives what was seen. */
export async function observePhase(
  name: PhaseName,
  problem: string | undefined,
  plan: RoundPlan,
  context: RoundContext,
  first: Phase | undefined,
): Promise<Phase> {
  const { options, signal } = context
  const expected = plan.expected ?? first
  await settle(expected, context)
  const ports = await portAnswers(expected, context)
  const checks = await runChecks(expected, context)
  // A program that writes late does so after every start: one long phase is enough.
  if (!signal.aborted && name === 'start') await sleep(options.runFor, signal)
  const services = new Map<string, ServiceState>()
  for (const [service, document] of await documents(context))
    services.set(service, { ...stateOf(document), ports: ports.get(service) ?? {} })
  return { name, services, checks, ...(problem === undefined ? {} : { problem }) }
}

async function settle(expected: Phase | undefined, context: RoundContext): Promise<void> {
  const { signal } = context
  const began = Date.now()
  while (!signal.aborted && Date.now() - began < MAX_WAIT) {
    const now = Date.now()
    const all = [...(await documents(context))]
    const open = all.filter(([service, document]) => {
      if (stateOf(document).state === 'not started') return false
      if (!isSettled(document, now, STEADY)) return true
      // Waits for a container that ended in the first phase, and for one that was healthy then.
      const wanted = expected?.services.get(service)
      const seen = stateOf(document)
      const differs =
        wanted !== undefined && (seen.state !== wanted.state || seen.health !== wanted.health) && !seen.state.startsWith('exited')
      return differs && now - began < PATIENCE
    })
    if (open.length === 0) return
    await sleep(300, signal)
  }
}

/** What answers at each port. Asks until the answer is as before, or twice the same and no server error. */
async function portAnswers(expected: Phase | undefined, context: RoundContext): Promise<Map<string, Record<string, string>>> {
  const found = new Map<string, Record<string, string>>()
  const asks: Promise<void>[] = []
  for (const [service, document] of await documents(context)) {
    if (stateOf(document).state !== 'running') continue
    const answers: Record<string, string> = {}
    found.set(service, answers)
    for (const [port, host, number] of addresses(document, context)) {
      asks.push(
        askPort(host, number, expected?.services.get(service)?.ports[port], context.signal).then((answer) => {
          answers[port] = answer
        }),
      )
    }
  }
  await Promise.all(asks)
  return found
}

async function askPort(host: string, port: number, wanted: string | undefined, signal: AbortSignal): Promise<string> {
  const began = Date.now()
  let last = ''
  while (!signal.aborted) {
    const answer = await probe(host, port)
    if (wanted !== undefined ? answer === wanted : answer === last && answer !== 'closed' && !/^http 5/.test(answer)) return answer
    // Images expose ports that they do not use, so a closed port ends the wait early.
    const patience = wanted === undefined && answer === 'closed' ? PATIENCE / 4 : PATIENCE
    if (Date.now() - began > patience || (wanted === 'closed' && answer === 'closed')) return answer
    last = answer
    await sleep(wanted === undefined ? 300 : 500, signal)
  }
  return last
}
