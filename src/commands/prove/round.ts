import { type Collection, collectContainers, inParallel, type ObservedContainer } from '../../live/collect.ts'
import { demultiplex } from '../../live/observe.ts'
import { type Contents, lostFiles, type Moments } from '../../live/trial/contents.ts'
import { type Phase, type PhaseName, stateOf } from '../../live/trial/observed.ts'
import type { Evidence } from '../../model/evidence.ts'
import { pushTo } from '../../model/maps.ts'
import { count } from '../../report/tally.ts'
import { containerIds, documents, unnamedVolumes } from './containers.ts'
import { contentsOf, upperReader, usedBytes } from './helper.ts'
import { observePhase } from './look.ts'
import type { RoundContext, RoundPlan } from './round-context.ts'
import { lastLine } from './wait.ts'

/** What was seen in a round. */
export interface Round {
  readonly phases: readonly Phase[]
  /** The whole output of each service. */
  readonly logs: ReadonlyMap<string, string>
  readonly observed: ReadonlyMap<string, ObservedContainer>
  /** Most bytes used in each planned tmpfs, by service. */
  readonly used: ReadonlyMap<string, ReadonlyMap<string, number>>
  /** Services that had to be killed because they did not stop in time. */
  readonly killed: readonly string[]
  /** Files in new volumes that were lost with a container, by service. */
  readonly lost: ReadonlyMap<string, readonly string[]>
  /** Milliseconds that the first start and the first stop took. */
  readonly once: number
  /** Milliseconds from the starts to the stops. */
  readonly ran: number
  readonly total: number
}

/** Helpers that run at the same time. */
const HELPERS = 4

/** A round that could not be run. */
export class RoundError extends Error {}

/** One round: start, wait, check, stop, start again, check, stop; with new volumes once more. Throws a RoundError if nothing starts. */
export async function runRound(plan: RoundPlan, context: RoundContext): Promise<Round> {
  const { trial, progress } = context
  const began = Date.now()
  const say = (what: string) => progress.begin(`${plan.title}: ${what}`, { event: 'phase', round: plan.title, phase: what })
  say('preparing')
  const failed = await trial.reset(plan.model)
  if (failed !== undefined) throw new RoundError(failed)
  const phases: Phase[] = []
  let ran = 0
  const used = new Map<string, ReadonlyMap<string, number>>()
  const killed = new Set<string>()
  let lost: Round['lost'] = new Map()
  const logs = new Map<string, string>()
  const measure = async () => {
    const ids = await containerIds(context)
    await inParallel([...plan.memory], HELPERS, async ([service, paths]) => {
      const id = ids.get(service)
      if (id !== undefined) used.set(service, await usedBytes(id, paths, trial.helper))
    })
  }
  const phase = async (name: PhaseName, words: readonly string[]) => {
    say(`${name} of ${count(trial.project.services.length, 'service')}`)
    const up = await trial.compose(words)
    const problem = up.status === 0 ? undefined : lastLine(up.stderr)
    const started = Date.now()
    phases.push(await observePhase(name, problem, plan, context, phases[0]))
    ran += Date.now() - started
    if (name === 'start' && plan.memory.size > 0) await measure()
    say(`stopping after the ${name}`)
    await trial.compose(['stop'])
    for (const [service, document] of await documents(context)) if (stateOf(document).state === 'exited 137') killed.add(service)
  }
  await phase('start', ['up', '--detach', '--no-build', '--quiet-pull'])
  const once = Date.now() - began
  throwIfOver(context)
  const afterStart = await volumeContents(plan, context)
  await phase('second start', ['start'])
  let observed = await observeAll(plan, context)
  for (const [service, log] of await logsOf(context)) logs.set(service, log)
  if (plan.volumes.length > 0) {
    throwIfOver(context)
    const afterSecondStart = await volumeContents(plan, context)
    for (const [, document] of await documents(context)) for (const volume of unnamedVolumes(document)) trial.unnamed.add(volume)
    await trial.compose(['create', '--no-build', '--force-recreate'])
    const afterCreation = await volumeContents(plan, context)
    await phase('new container', ['up', '--detach', '--no-build', '--no-recreate'])
    lost = lostOf(plan, { afterStart, afterSecondStart, afterCreation, afterNewContainer: await volumeContents(plan, context) })
    for (const [service, log] of await logsOf(context)) logs.set(service, `${logs.get(service) ?? ''}\n${log}`)
    observed = joinObserved(observed, await observeAll(plan, context))
  }
  throwIfOver(context)
  return { phases, logs, observed, used, killed: [...killed], lost, once, ran, total: Date.now() - began }
}

function throwIfOver({ signal }: RoundContext): void {
  if (signal.aborted) throw new RoundError('the run was ended')
}

async function observeAll({ watched, isSealed }: RoundPlan, context: RoundContext): Promise<Map<string, ObservedContainer>> {
  const { engine, trial } = context
  const ids = await containerIds(context)
  const wanted = watched.flatMap((service) => ids.get(service) ?? [])
  if (wanted.length === 0) return new Map()
  // The upper directory of a read-only root is empty.
  const upper = trial.helper.missing !== undefined || isSealed ? {} : { upper: upperReader(trial.helper) }
  const answer = await collectContainers(engine.api, { wanted, evidence: true, now: Date.now(), ...upper })
  const found: Collection['containers'] = answer.ok ? answer.value.containers : []
  return new Map(
    watched.flatMap((service) => {
      const observed = found.find(({ live }) => live.id === ids.get(service))
      return observed ? [[service, observed] as const] : []
    }),
  )
}

/** What was seen of the first container and of the one that replaced it. */
function joinObserved(
  first: ReadonlyMap<string, ObservedContainer>,
  next: ReadonlyMap<string, ObservedContainer>,
): Map<string, ObservedContainer> {
  return new Map(
    [...next].map(([service, observed]) => {
      const before = first.get(service)?.evidence
      const evidence: Evidence | undefined =
        before && observed.evidence
          ? {
              ...observed.evidence,
              readOnlyErrors: [...before.readOnlyErrors, ...observed.evidence.readOnlyErrors],
              execErrors: [...(before.execErrors ?? []), ...(observed.evidence.execErrors ?? [])],
            }
          : observed.evidence
      return [service, { ...observed, ...(evidence ? { evidence } : {}) }]
    }),
  )
}

async function logsOf(context: RoundContext): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const [service, id] of await containerIds(context)) {
    const answer = await context.engine.api.bytes(`/containers/${id}/logs?stdout=1&stderr=1&tail=5000`, 4 * 2 ** 20)
    if (answer.ok) found.set(service, demultiplex(answer.value))
  }
  return found
}

type ByVolume = ReadonlyMap<string, Contents> | undefined

/** What each new volume holds, by its key in the model; undefined if it cannot be read. */
async function volumeContents({ volumes }: RoundPlan, { trial }: RoundContext): Promise<ByVolume> {
  if (volumes.length === 0) return undefined
  const names = new Map(volumes.map(({ volume }) => [`${trial.name}_${volume}`, volume]))
  const found = await contentsOf([...names.keys()], trial.helper)
  return found && new Map([...found].map(([name, contents]) => [names.get(name) ?? name, contents]))
}

function lostOf({ volumes }: RoundPlan, moments: Readonly<Record<keyof Moments, ByVolume>>): Map<string, string[]> {
  const lost = new Map<string, string[]>()
  for (const { service, volume } of volumes) {
    const of = (moment: keyof Moments) => moments[moment]?.get(volume)
    const [afterStart, afterSecondStart, afterCreation, afterNewContainer] = [
      of('afterStart'),
      of('afterSecondStart'),
      of('afterCreation'),
      of('afterNewContainer'),
    ]
    if (!afterStart || !afterSecondStart || !afterCreation || !afterNewContainer) continue
    const files = lostFiles({ afterStart, afterSecondStart, afterCreation, afterNewContainer }).map((path) => `${volume}/${path}`)
    if (files.length > 0) pushTo(lost, service, ...files)
  }
  return lost
}
