import type { ObservedContainer } from '../../live/collect.ts'
import { differences, expectationOf, failedFirst, newComplaints, whyNotWorking } from '../../live/trial/compare.ts'
import type { Phase } from '../../live/trial/observed.ts'
import { sealed } from '../../live/trial/seal.ts'
import { pick } from '../../model/defined.ts'
import type { Intent } from '../../model/intent.ts'
import { joinEvidence } from '../../model/join-evidence.ts'
import { pushTo } from '../../model/maps.ts'
import type { WritePlan } from '../../model/write-plan.ts'
import { isWholePlan } from '../../plan/from-proof.ts'
import { mountNotes } from '../../plan/plan-notes.ts'
import { type NotProved, notProved } from './failure.ts'
import { intentsFor, type Planner, plannedPaths, precautions } from './plans.ts'
import type { Round } from './round.ts'
import type { RoundContext, RoundPlan } from './round-context.ts'

/** The outcome for a service. */
export type Verdict =
  | SealedVerdict
  /** `byRun`: the trial showed that the service does not work sealed. */
  | { readonly is: 'refused'; readonly why: string; readonly instead?: string; readonly byRun?: true }
  | NotProved

/** A service that works sealed. `observed`: neither what was read nor a check shows that it writes no more in use. */
export interface SealedVerdict {
  readonly is: 'proved' | 'observed'
  readonly plan: WritePlan
  readonly intents: readonly Intent[]
  readonly round: Round
  readonly notes: readonly string[]
}

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

/** The note of a service that may write more in use than its health check and its ports showed. */
const ONLY_ASKED =
  'its program was not wholly read, and only its health check or its ports were asked: what it writes in other use was not seen, and --check or --check-in shows it'

type Run = (plan: RoundPlan) => Promise<Round>

/** Decides for each service: runs it writable, sealed until it works or no mount helps, then without precautions. Pure but for `run`. */
export async function decide(chosen: readonly string[], planner: Planner, run: Run, context: RoundContext): Promise<Decision> {
  const search = new Search({ chosen, planner, run, context })
  const baseline = await search.begin()
  const passed = await search.untilAllWork()
  if (passed) search.conclude(context.options.keepPrecautions ? passed : await search.lean(passed))
  return { verdicts: search.verdicts, rounds: search.rounds, baseline }
}

interface Given {
  readonly chosen: readonly string[]
  readonly planner: Planner
  readonly run: Run
  readonly context: RoundContext
}

type Failures = ReadonlyMap<string, readonly string[]>

/** What the rounds have shown so far, and the services that have no verdict yet. */
class Search {
  readonly verdicts: Map<string, Verdict>
  readonly rounds = { writable: 0, sealed: 0 }
  readonly #given: Given
  #baseline!: Round
  readonly #seen = new Map<string, ObservedContainer>()
  /** The plans of the services without a verdict. */
  readonly #plans = new Map<string, WritePlan>()
  /** Planned paths that are left out. */
  #without: readonly { readonly service: string; readonly path: string }[] = []

  constructor(given: Given) {
    this.#given = given
    this.verdicts = new Map([...given.context.trial.refused].map(([service, why]) => [service, { is: 'refused', why }]))
  }

  /** Runs the services writable, and plans those that work. */
  async begin(): Promise<Round> {
    this.#baseline = await this.#writable('writable round')
    for (const [service, observed] of this.#baseline.observed) this.#seen.set(service, observed)
    for (const service of this.#given.chosen) this.#plan(service)
    return this.#baseline
  }

  #plan(service: string): void {
    const broken = this.#expected.checks.find((check) => !check.ok && check.service === undefined)
    const why = whyNotWorking(service, this.#expected) ?? (broken ? `the check \`${broken.name}\` fails: ${broken.output}` : undefined)
    if (why !== undefined) this.#notProved(service, `without a seal ${why}`, 'make it work first, then prove again')
    if (this.verdicts.has(service)) return
    const plan = this.#given.planner(service, this.#seen)
    if (!plan) this.#notProved(service, 'dockseal does not find it in the files', 'name the Compose files by -f')
    else if (plan.ready === 'no') this.verdicts.set(service, { is: 'refused', byRun: true, why: plan.why, ...pick(plan, 'instead') })
    else this.#plans.set(service, plan)
  }

  /** Runs sealed rounds, each with what those before showed. Gives the one in which all services work that have no verdict, if any. */
  async untilAllWork(): Promise<Round | undefined> {
    const { progress } = this.#given.context
    let control: Failures | undefined
    let last: Failures = new Map()
    for (let attempt = 1; attempt <= MAX_SEALED && this.#plans.size > 0; attempt++) {
      const round = await this.#sealed(`sealed round ${attempt}`)
      last = this.#failuresOf(round, this.#plans.keys())
      const learned = [...this.#plans.keys()].filter((service) => this.#learn(service, round))
      if (last.size === 0 && (learned.length === 0 || attempt === MAX_SEALED)) return round
      for (const service of learned)
        progress.say(`${service}: ${last.get(service)?.[0] ?? 'it complains'}; the next round adds what it could not write`)
      if (learned.length > 0) continue
      if (control) {
        this.#giveUp(round, last, control)
        control = undefined
      } else {
        for (const [service, why] of last) progress.say(`${service}: ${why[0]}`)
        const again = await this.#writable('control round (writable)', this.#expected)
        control = this.#failuresOf(again, last.keys())
      }
    }
    for (const service of this.#plans.keys()) {
      const why = last.get(service)?.[0]
      const enough = `${MAX_SEALED} sealed rounds were not enough`
      if (why === undefined) this.#notProved(service, `${enough} to get the others right`, 'prove it alone: name it after `dockseal prove`')
      else this.#notProved(service, `${enough}: ${why}`, 'see what it writes by --for and --check-in, then prove again')
    }
    return undefined
  }

  /** Leaves out what only a default or a precaution asked for: all, then half of it, and so on. Gives the last round that passed. */
  async lean(full: Round): Promise<Round> {
    const services = [...this.#plans.keys()]
    const candidates = [...this.#plans].flatMap(([service, plan]) => precautions(plan).map(({ path }) => ({ service, path })))
    const half = Math.ceil(candidates.length / 2)
    const tries = candidates.length < 2 ? [candidates] : [candidates, candidates.slice(0, half), candidates.slice(half)]
    let best = full
    let kept: typeof candidates = []
    for (const [at, group] of tries.slice(0, MAX_LEAN).entries()) {
      if (group.length === 0) continue
      this.#without = [...kept, ...group]
      // The round before has already shown that these volumes keep their data.
      const round = await this.#sealed(`lean round ${at + 1}`, false)
      if (this.#failuresOf(round, services).size > 0 || services.some((service) => complainsAnew(service, round, full))) continue
      best = round
      kept = [...kept, ...group]
      if (at === 0) break
    }
    this.#without = kept
    return best
  }

  /** The services without a verdict are proved by the leanest round that passed. */
  conclude(round: Round): void {
    for (const [service, plan] of this.#plans) {
      const complaints = newComplaints(round.logs.get(service) ?? '', this.#baseline.logs.get(service) ?? '', 3)
      const killed = this.#baseline.killed.includes(service)
        ? ['it does not end when it is told to and is killed: what it would write then is not seen']
        : []
      const isUsed = this.#expected.checks.some((check) => check.service === undefined || check.service === service)
      if (plan.untried && !isUsed) {
        const { why, instead } = plan.untried
        this.#notProved(service, `nothing in the trial showed whether it works: ${why}`, `show it by --check or --check-in, or ${instead}`)
        continue
      }
      const { state, health, ports = {} } = this.#expected.services.get(service) ?? {}
      const isAsked = health !== undefined || Object.values(ports).some((answer) => answer !== 'closed')
      const isSure = isUsed || isWholePlan(plan)
      const unused = !isSure && isAsked ? [ONLY_ASKED] : []
      const intents = this.#intentsOf(service, plan)
      const kept = mountNotes(plan.paths.filter(({ path }) => intents.some((intent) => intent.do === 'add-volume' && intent.path === path)))
      const notes = [...complaints.map((line) => `it works, and complains: ${line}`), ...killed, ...unused, ...kept]
      const is = isSure || isAsked || state === 'exited 0' ? 'proved' : 'observed'
      this.verdicts.set(service, { is, plan, intents, round, notes })
    }
  }

  #notProved(service: string, why: string, next: string): void {
    this.verdicts.set(service, { is: 'not proved', why, next })
  }

  #intentsOf(service: string, plan: WritePlan): readonly Intent[] {
    const without = new Set(this.#without.flatMap((each) => (each.service === service ? [each.path] : [])))
    return intentsFor(plan, without, this.#baseline.observed.get(service)?.evidence)
  }

  /** The state at the end of the first phase of the writable round. */
  get #expected(): Phase {
    return this.#baseline.phases[0] as Phase
  }

  #writable(title: string, expected?: Phase): Promise<Round> {
    this.rounds.writable++
    const { run, chosen, context } = this.#given
    const plan = { title, model: context.trial.project.model, isSealed: false, watched: chosen, memory: new Map(), volumes: [] }
    return run({ ...plan, ...(expected ? { expected } : {}) })
  }

  #sealed(title: string, keepsData = true): Promise<Round> {
    this.rounds.sealed++
    const { run, context } = this.#given
    const intents = new Map([...this.#plans].map(([service, plan]) => [service, this.#intentsOf(service, plan)]))
    const memory = new Map<string, string[]>()
    const volumes: { service: string; volume: string }[] = []
    for (const [service, list] of intents) {
      for (const intent of list) {
        if (intent.do === 'add-tmpfs') pushTo(memory, service, intent.path)
        else if (intent.do === 'add-volume' && keepsData) volumes.push({ service, volume: intent.name })
      }
    }
    const model = sealed(context.trial.project.model, intents)
    return run({ title, model, isSealed: true, watched: [...intents.keys()], memory, volumes, expected: this.#expected })
  }

  #failuresOf(round: Round, services: Iterable<string>): Failures {
    const failures = [...services].map((service) => [service, differencesOf(service, this.#baseline, round)] as const)
    return new Map(failures.filter(([, found]) => found.length > 0))
  }

  /** Adds what a sealed round showed to the plan; true if that changed it. */
  #learn(service: string, round: Round): boolean {
    const now = round.observed.get(service)
    const before = this.#seen.get(service)
    if (!now?.evidence || !before) return false
    const evidence = before.evidence ? joinEvidence(before.evidence, { ...now.evidence, readOnlyRoot: false }) : now.evidence
    const joined: ObservedContainer = { ...before, evidence }
    const plan = this.#given.planner(service, new Map([[service, joined]]))
    if (!plan || plan.ready === 'no') return false
    const key = (each: WritePlan | undefined) => JSON.stringify(each && plannedPaths(each).map(({ path, mount }) => [path, mount]))
    if (key(plan) === key(this.#plans.get(service))) return false
    this.#seen.set(service, joined)
    this.#plans.set(service, plan)
    return true
  }

  /** Gives up the failed services that no other failed one explains. */
  #giveUp(round: Round, failures: Failures, control: Failures): void {
    for (const service of failedFirst(new Set(failures.keys()), this.#given.context.trial.needs)) {
      const [log, before] = [round, this.#baseline].map(({ logs }) => logs.get(service) ?? '') as [string, string]
      const plan = this.#plans.get(service)
      const volumes = plan ? plannedPaths(plan).flatMap(({ path, mount }) => (mount.as === 'volume' ? [path] : [])) : []
      this.verdicts.set(service, notProved(failures.get(service) ?? [], { log, before, volumes, isFlaky: control.has(service) }))
      this.#plans.delete(service)
    }
  }
}

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
