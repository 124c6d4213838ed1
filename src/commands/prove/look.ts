import { inParallel } from '../../live/collect.ts'
import { type Done, runProgram } from '../../live/engine-cli.ts'
import { probe } from '../../live/engine-ports.ts'
import { type CheckResult, isSettled, type Phase, type PhaseName, type ServiceState, stateOf } from '../../live/trial/observed.ts'
import { addresses, containerIds, documents } from './containers.ts'
import type { RoundContext, RoundPlan } from './round-context.ts'
import { lastLine, PATIENCE, sleep } from './wait.ts'

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

/** Checks that run at the same time in services. */
const CHECKS = 4

/** Runs the user's checks: in the services, then outside of the containers. */
async function runChecks(expected: Phase | undefined, context: RoundContext): Promise<CheckResult[]> {
  const { options, trial, signal } = context
  if (options.checks.length + options.checksIn.length === 0) return []
  const ids = await containerIds(context)
  const before = (name: string, service?: string) => expected?.checks.find((check) => check.name === name && check.service === service)
  const inside = await inParallel(options.checksIn, CHECKS, async ({ service, command }) => {
    const run = () => context.engine.docker(['exec', ids.get(service) ?? '', 'sh', '-c', command], { timeout: CHECK_LIMIT })
    return { name: command, service, ...(await passes(run, patience(before(command, service)), signal)) }
  })
  const outside: CheckResult[] = []
  const env = { ...process.env, COMPOSE_PROJECT_NAME: trial.name, COMPOSE_FILE: trial.file, ...(await addressVariables(context)) }
  for (const command of options.checks) {
    const run = () => runProgram('sh', ['-c', command], { cwd: context.cwd, env, signal, timeout: CHECK_LIMIT })
    outside.push({ name: command, ...(await passes(run, patience(before(command)), signal)) })
  }
  return [...inside, ...outside]
}

/** Milliseconds for one run of a check. */
const CHECK_LIMIT = 300_000

/** How long a check is retried: in the first phase as long as a service may take to be ready, later by the time that it took then. */
function patience(before: CheckResult | undefined): number {
  return before?.ok ? Math.max(3000, 3 * before.took) : PATIENCE
}

/** The variables that give a check the ports of the trial: `DOCKSEAL_ADDRESS_WEB_80`. */
async function addressVariables(context: RoundContext): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const [service, document] of await documents(context)) {
    for (const [port, host, number] of addresses(document, context)) {
      found[`DOCKSEAL_ADDRESS_${service.replace(/\W/g, '_').toUpperCase()}_${Number.parseInt(port, 10)}`] = `${host}:${number}`
    }
  }
  return found
}

type Passes = Pick<CheckResult, 'ok' | 'output' | 'took'>

/** Runs a check until it passes or the given milliseconds are over. */
async function passes(run: () => Promise<Done>, patience: number, signal: AbortSignal): Promise<Passes> {
  const began = Date.now()
  for (;;) {
    const { status, stdout, stderr } = await run()
    const took = Date.now() - began
    const output = lastLine(`${stdout}\n${stderr}`) || `exit code ${status}`
    if (status === 0 || signal.aborted || took > patience) return { ok: status === 0, output, took }
    await sleep(1000, signal)
  }
}
