import { isAlias, type YAMLMap } from 'yaml'
import type { Intent } from '../../../model/intent.ts'
import type { ProjectService } from '../site.ts'
import { lookup, ownPair, type YamlModel } from './model.ts'
import type { Operation, ServiceKey, Use } from './operations.ts'

/** What one service wants of one key in one place. */
export interface Job {
  readonly use: Use
  readonly key: ServiceKey
  readonly wishes: readonly Wish[]
}

export interface Wish {
  readonly operation: Operation
  readonly intent: Intent
}

/** A change of one key of one mapping, for all the services that get it from there. */
export interface Decision {
  readonly model: YamlModel
  readonly key: ServiceKey
  /** The mapping to change; undefined for a service under whose name nothing is written. */
  readonly map: YAMLMap | undefined
  /** The first of the services. */
  readonly use: Use
  readonly jobs: readonly Job[]
  /** The mapping that the key comes from so far, by a merge key: an own key hides that one, so its entries must be written out. */
  readonly inherited: YAMLMap | undefined
}

export interface Refused {
  readonly service: ProjectService
  readonly intent: Intent
  readonly why: string
}

/** Two jobs that ask for the same change have equal signatures. */
export function signature(wishes: readonly Wish[]): string {
  const parts = wishes.map(({ operation }) =>
    JSON.stringify('item' in operation ? { ...operation, item: operation.item.range?.[0] } : operation),
  )
  return parts.sort().join('\n')
}

/**
 * Finds the mapping to change for each job. Where all services that take a key, or what defines them, from one anchored mapping want
 * the same, that mapping is changed once; else a service's own mapping is, unless another service shares that and wants something else.
 */
export function place(
  jobs: readonly Job[],
  uses: readonly Use[],
): { readonly decisions: readonly Decision[]; readonly refused: readonly Refused[] } {
  const decisions: Decision[] = []
  const refused: Refused[] = []
  for (const job of jobs) {
    const { use, key } = job
    const body = use.closure[0]
    const shared = sharedPlace(job, jobs, uses)
    const blocker = shared || !body ? undefined : blockerOf(job, body, jobs, uses)
    if (blocker) {
      const why = sharedReason(job, blocker)
      refused.push(...job.wishes.map(({ intent }) => ({ service: use.service, intent, why })))
      continue
    }
    const map = shared ?? body
    const index = decisions.findIndex((each) => each.key === key && (map ? each.map === map : each.use === use))
    const known = decisions[index]
    if (known) {
      decisions[index] = { ...known, jobs: [...known.jobs, job] }
      continue
    }
    const holder = lookup(use.closure, key)?.map
    const inherited = map && holder && use.closure.indexOf(holder) > use.closure.indexOf(map) ? holder : undefined
    decisions.push({ model: use.model, key, map, use, jobs: [job], inherited })
  }
  return { decisions, refused }
}

/** The anchored mapping in which a job is best done together with those of other services; undefined where there is none. */
function sharedPlace(job: Job, jobs: readonly Job[], uses: readonly Use[]): YAMLMap | undefined {
  const { closure } = job.use
  const holder = closure.findIndex((map) => ownPair(map, job.key))
  const index = holder === -1 ? closure.findIndex((map) => ownPair(map, 'image') ?? ownPair(map, 'build')) : holder
  const map = index > 0 ? closure[index] : undefined
  if (!map) return undefined
  const group = uses.filter((use) => isAffected(use, map, job.key))
  const counts = new Map<string, number>()
  for (const each of jobs) {
    if (each.key === job.key && group.includes(each.use)) counts.set(signature(each.wishes), (counts.get(signature(each.wishes)) ?? 0) + 1)
  }
  const own = counts.get(signature(job.wishes)) ?? 0
  const winner = [...counts].reduce((best, each) => (each[1] > best[1] ? each : best))
  if (winner[0] !== signature(job.wishes) || (group.length > 1 && own < 2)) return undefined
  return blockerOf(job, map, jobs, uses) ? undefined : map
}

/** A use that would see a change of `map` and neither wants the same nor gets a key of its own. */
function blockerOf(job: Job, map: YAMLMap, jobs: readonly Job[], uses: readonly Use[]): Use | undefined {
  const wanted = signature(job.wishes)
  return uses.find((use) => {
    if (use === job.use || !isAffected(use, map, job.key)) return false
    const other = jobs.find((each) => each.use === use && each.key === job.key)
    if (other) return signature(other.wishes) !== wanted && use.closure[0] === map
    // Whoever extends a service of the project was asked before: see settleExtends.
    return !(use.site.role === 'extends' && uses.some((each) => each.site.role !== 'extends' && each.closure[0] === use.closure[0]))
  })
}

/** Whether a change of a key in `map` reaches a place: no stronger mapping there has the key. */
function isAffected(use: Use, map: YAMLMap, key: string): boolean {
  const index = use.closure.indexOf(map)
  return index !== -1 && !use.closure.slice(0, index).some((each) => ownPair(each, key))
}

function sharedReason({ use, key }: Job, other: Use): string {
  const { name } = other.service
  const { value } = use.site
  if (isAlias(value)) {
    return `the service is written as \`*${value.source}\`, which ${name} shares; write \`<<: *${value.source}\` in its place and add \`${key}\` by hand`
  }
  return `${name} takes over the entries of this service and must not get this change; give ${name} its own \`${key}:\` by hand first`
}
