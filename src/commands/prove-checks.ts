import { inParallel } from '../live/collect.ts'
import { type Done, runProgram } from '../live/engine-cli.ts'
import type { CheckResult, Phase } from '../live/trial/observed.ts'
import { addresses, containerIds, documents } from './prove-containers.ts'
import type { RoundContext } from './prove-round-context.ts'
import { lastLine, PATIENCE, sleep } from './prove-wait.ts'

/** Checks that run at the same time in services. */
const CHECKS = 4

/** Runs the user's checks: in the services, then outside of the containers. */
export async function runChecks(expected: Phase | undefined, context: RoundContext): Promise<CheckResult[]> {
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
