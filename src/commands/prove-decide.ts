import type { ObservedContainer } from '../live/collect.ts'
import { differences, expectationOf, failedFirst, newComplaints, whyNotWorking } from '../live/trial/compare.ts'
import type { Phase } from '../live/trial/observed.ts'
import { sealed } from '../live/trial/seal.ts'
import type { Intent } from '../model/intent.ts'
import { joinEvidence } from '../model/join-evidence.ts'
import { pushTo } from '../model/maps.ts'
import type { WritePlan } from '../model/write-plan.ts'
import { intentsFor, type Planner, plannedPaths, precautions } from './prove-plans.ts'
import type { Round } from './prove-round.ts'
import type { RoundContext, RoundPlan } from './prove-round-context.ts'

/** The outcome for a service. */
export type Verdict =
  | {
      readonly is: 'proved'
      readonly plan: WritePlan
      readonly intents: readonly Intent[]
      readonly round: Round
      readonly notes: readonly string[]
    }
  /** `byRun`: the trial showed that the service does not work sealed. */
  | { readonly is: 'refused'; readonly why: string; readonly instead?: string; readonly byRun?: true }
  | { readonly is: 'not proved'; readonly why: string; readonly next: string; readonly byRun?: true }

export interface Decision {
  readonly verdicts: ReadonlyMap<string, Verdict>
  readonly rounds: { readonly writable: number; readonly sealed: number }
  /** The writable round, or what a proof expects. */
  readonly baseline: Round
}

/** Most sealed rounds; each may find more paths for the next. */
const MAX_SEALED = 4
/** Most rounds that try to leave out precautions. */
const MAX_LEAN = 3

type Run = (plan: RoundPlan) => Promise<Round>

/** Decides for each service: runs it writable, sealed until it works or no mount helps, then without precautions. Pure but for `run`. */
export async function decide(chosen: readonly string[], planner: Planner, run: Run, context: RoundContext): Promise<Decision> {
  const { trial, options, progress } = context
  const { model } = trial.project
  const verdicts = new Map<string, Verdict>([...trial.refused].map(([service, why]) => [service, { is: 'refused', why }]))
  const rounds = { writable: 0, sealed: 0 }
  const nothing = { memory: new Map(), volumes: [] }
  const writable = async (title: string, before?: Phase) => {
    rounds.writable++
    return run({ title, model, isSealed: false, watched: chosen, ...nothing, ...(before ? { expected: before } : {}) })
  }
  const baseline = await writable('writable round')
  const expected = baseline.phases[0] as Phase
  const broken = expected.checks.find(({ ok, service }) => !ok && service === undefined)
  for (const service of chosen) {
    const why = whyNotWorking(service, expected) ?? (broken ? `the check \`${broken.name}\` fails: ${broken.output}` : undefined)
    if (why !== undefined)
      verdicts.set(service, { is: 'not proved', why: `without a seal ${why}`, next: 'make it work first, then prove again' })
  }
  const seen = new Map(baseline.observed)
  const plans = new Map<string, WritePlan>()
  const open = new Set<string>()
  for (const service of chosen.filter((each) => !verdicts.has(each))) {
    const plan = planner(service, seen)
    if (!plan)
      verdicts.set(service, { is: 'not proved', why: 'dockseal does not find it in the files', next: 'name the Compose files by -f' })
    else if (plan.ready === 'no')
      verdicts.set(service, { is: 'refused', byRun: true, why: plan.why, ...(plan.instead === undefined ? {} : { instead: plan.instead }) })
    else {
      plans.set(service, plan)
      open.add(service)
    }
  }

  const without = new Map<string, Set<string>>()
  const intentsOf = (service: string) =>
    intentsFor(plans.get(service) as WritePlan, without.get(service) ?? new Set(), baseline.observed.get(service)?.evidence)
  const sealedRound = async (title: string, keepsData = true) => {
    const intents = new Map([...open].map((service) => [service, intentsOf(service)]))
    const mounts = [...intents].flatMap(([service, list]) => list.map((intent) => ({ service, intent })))
    const memory = new Map<string, string[]>()
    for (const { service, intent } of mounts) {
      if (intent.do === 'add-tmpfs') pushTo(memory, service, intent.path)
    }
    const volumes = keepsData
      ? mounts.flatMap(({ service, intent }) => (intent.do === 'add-volume' ? [{ service, volume: intent.name }] : []))
      : []
    rounds.sealed++
    return run({ title, model: sealed(model, intents), isSealed: true, watched: [...open], memory, volumes, expected })
  }
  const failuresOf = (round: Round, services: Iterable<string>) => {
    const failures = new Map<string, string[]>()
    for (const service of services) {
      const found = differencesOf(service, baseline, round)
      if (found.length > 0) failures.set(service, found)
    }
    return failures
  }

  let passed: Round | undefined
  let control: ReadonlyMap<string, string[]> | undefined
  let repeated = false
  let last: ReadonlyMap<string, string[]> = new Map()
  for (let attempt = 1; attempt <= MAX_SEALED && open.size > 0 && !passed; attempt++) {
    const round = await sealedRound(`sealed round ${attempt}`)
    last = failuresOf(round, open)
    const learned = [...open].filter((service) => learn(service, round))
    if (last.size === 0 && (learned.length === 0 || attempt === MAX_SEALED)) passed = round
    else if (learned.length > 0) {
      for (const service of learned)
        progress.say(`${service}: ${firstOf(last.get(service)) ?? 'it complains'}; the next round adds what it could not write`)
    } else if (!repeated) {
      for (const [service, why] of last) progress.say(`${service}: ${why[0]}`)
      const again = await writable('control round (writable)', expected)
      control = failuresOf(again, last.keys())
      repeated = true
    } else {
      for (const service of failedFirst(new Set(last.keys()), trial.needs)) {
        verdicts.set(
          service,
          notProved(
            last.get(service) ?? [],
            round.logs.get(service) ?? '',
            baseline.logs.get(service) ?? '',
            control?.has(service) === true,
          ),
        )
        open.delete(service)
      }
      repeated = false
    }
  }
  if (!passed) {
    for (const service of open) {
      const why = last.get(service)
      verdicts.set(service, {
        is: 'not proved',
        why: why
          ? `${MAX_SEALED} sealed rounds were not enough: ${why[0]}`
          : `${MAX_SEALED} sealed rounds were not enough to get the others right`,
        next: why ? 'see what it writes by --for and --check-in, then prove again' : 'prove it alone: name it after `dockseal prove`',
      })
    }
    return { verdicts, rounds, baseline }
  }
  const leanest = options.keepPrecautions ? passed : await lean(passed)
  for (const service of open) {
    const complaints = newComplaints(leanest.logs.get(service) ?? '', baseline.logs.get(service) ?? '', 3)
    const notes = complaints.map((line) => `it works, and complains: ${line}`)
    const killed = baseline.killed.includes(service)
      ? ['it does not end when it is told to and is killed: what it would write then is not seen']
      : []
    verdicts.set(service, {
      is: 'proved',
      plan: plans.get(service) as WritePlan,
      intents: intentsOf(service),
      round: leanest,
      notes: [...notes, ...killed],
    })
  }
  return { verdicts, rounds, baseline }

  /** Adds what a sealed round showed to the plan; true if that changed it. */
  function learn(service: string, round: Round): boolean {
    const now = round.observed.get(service)
    const before = seen.get(service)
    if (!now?.evidence || !before) return false
    const evidence = before.evidence ? joinEvidence(before.evidence, { ...now.evidence, readOnlyRoot: false }) : now.evidence
    const joined: ObservedContainer = { ...before, evidence }
    const plan = planner(service, new Map([[service, joined]]))
    if (!plan || plan.ready === 'no') return false
    const key = (each: WritePlan) => JSON.stringify(plannedPaths(each).map(({ path, mount }) => [path, mount]))
    if (key(plan) === key(plans.get(service) as WritePlan)) return false
    seen.set(service, joined)
    plans.set(service, plan)
    return true
  }

  /** Leaves out what only a default or a precaution asked for: all, then half of it, and so on. Gives the last round that passed. */
  async function lean(full: Round): Promise<Round> {
    const candidates = [...open].flatMap((service) => precautions(plans.get(service) as WritePlan).map(({ path }) => ({ service, path })))
    const half = Math.ceil(candidates.length / 2)
    const tries = candidates.length < 2 ? [candidates] : [candidates, candidates.slice(0, half), candidates.slice(half)]
    let best = full
    let kept: readonly { service: string; path: string }[] = []
    for (const [at, group] of tries.slice(0, MAX_LEAN).entries()) {
      if (group.length === 0) continue
      dropAll([...kept, ...group])
      // The round before has already shown that these volumes keep their data.
      const round = await sealedRound(`lean round ${at + 1}`, false)
      const failures = failuresOf(round, open)
      if (failures.size === 0 && [...open].every((service) => !complainsAnew(service, round, full))) {
        best = round
        kept = [...kept, ...group]
        if (at === 0) break
      }
    }
    dropAll(kept)
    return best
  }

  function dropAll(entries: readonly { readonly service: string; readonly path: string }[]): void {
    without.clear()
    for (const { service, path } of entries) without.set(service, new Set([...(without.get(service) ?? []), path]))
  }
}

const firstOf = (lines: readonly string[] | undefined) => lines?.[0]

function complainsAnew(service: string, round: Round, before: Round): boolean {
  const errors = round.observed.get(service)?.evidence?.readOnlyErrors ?? []
  return errors.length > (before.observed.get(service)?.evidence?.readOnlyErrors.length ?? 0)
}

/** How a service differs in any phase of a round from the writable round; checks outside of the containers count for every service. */
export function differencesOf(service: string, baseline: Round, round: Round): string[] {
  const found = round.phases.flatMap((phase) => {
    const like = baseline.phases.find(({ name }) => name === phase.name) ?? baseline.phases[0]
    const before = like?.services.get(service)
    const own = before ? differences(service, expectationOf(before), phase) : []
    const outside = phase.checks.filter(({ ok, service: inside, name }) => {
      const was = like?.checks.find((check) => check.name === name && check.service === inside)
      return !ok && inside === undefined && was?.ok !== false
    })
    return [...own, ...outside.map(({ name, output }) => `the check \`${name}\` fails: ${output}`)].map((text) =>
      phase.name === 'start' ? text : `after the ${phase.name} ${text}`,
    )
  })
  const files = round.lost.get(service) ?? []
  const more = files.length > 1 ? ` and ${files.length - 1} more` : ''
  const lost = files.length > 0 ? [`what it had written to its volume was gone in a new container: ${files[0]}${more}`] : []
  return [...new Set([...found, ...lost])]
}

function notProved(why: readonly string[], log: string, before: string, isFlaky: boolean): Verdict {
  const [complaint] = newComplaints(log, before, 1)
  const told = complaint === undefined ? '' : ` (it says: ${complaint})`
  if (isFlaky)
    return { is: 'not proved', why: `it fails now and then, sealed or not: ${why[0]}`, next: 'make it steady first, then prove again' }
  return {
    is: 'not proved',
    byRun: true,
    why: `sealed, ${why[0]}${told}`,
    next:
      complaint === undefined
        ? 'look at its log: `dockseal prove` cannot see what it needs'
        : 'mount what it names, or have it write elsewhere',
  }
}
