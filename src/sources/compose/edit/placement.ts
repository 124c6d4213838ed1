import { isAlias, type YAMLMap } from 'yaml'
import type { Intent } from '../../../model/intent.ts'
import { pushTo, remember } from '../../../model/maps.ts'
import type { ProjectService } from '../site.ts'
import type { Operation, ServiceKey, Use } from './operation.ts'
import { lookup, ownPair, type YamlModel } from './yaml-model.ts'

/** The changes that one service wants to one key in one place. */
export interface Job {
  readonly use: Use
  readonly key: ServiceKey
  readonly wishes: readonly Wish[]
}

export interface Wish {
  readonly operation: Operation
  readonly intent: Intent
}

/** A change of one key of one mapping, for all services that get the key from there. */
export interface KeyChange {
  readonly model: YamlModel
  readonly key: ServiceKey
  /** The mapping to change; undefined for a service with no value under its name. */
  readonly map: YAMLMap | undefined
  /** The first of the services. */
  readonly use: Use
  readonly jobs: readonly Job[]
  /** The mapping that gives the key by a merge key: an own key hides it, so its entries must be repeated. */
  readonly inherited: YAMLMap | undefined
}

export interface Refused {
  readonly service: ProjectService
  readonly intent: Intent
  readonly why: string
}

const signatures = new WeakMap<readonly Wish[], string>()

/** Two jobs that ask for the same change have equal signatures. */
export function signature(wishes: readonly Wish[]): string {
  return remember(signatures, wishes, () => {
    const parts = wishes.map(({ operation }) =>
      JSON.stringify('item' in operation ? { ...operation, item: operation.item.range?.[0] } : operation),
    )
    return parts.sort().join('\n')
  })
}

/** Which services get entries from which mapping; an index, so that a thousand services stay fast. */
export interface Sharing {
  readonly users: ReadonlyMap<YAMLMap, readonly Use[]>
  /** Bodies of the project's services; a service that extends one was handled before (see resolveExtends). */
  readonly bodies: ReadonlySet<YAMLMap>
}

/** Indexes all places of a project. */
export function readSharing(uses: readonly Use[]): Sharing {
  const users = new Map<YAMLMap, Use[]>()
  const bodies = new Set<YAMLMap>()
  for (const use of uses) {
    for (const map of use.closure) {
      pushTo(users, map, use)
    }
    if (use.closure[0] && use.site.role !== 'extends') bodies.add(use.closure[0])
  }
  return { users, bodies }
}

interface Scene extends Sharing {
  readonly jobs: ReadonlyMap<Use, ReadonlyMap<ServiceKey, Job>>
  readonly shared: Map<YAMLMap, Map<ServiceKey, string | undefined>>
}

function setScene(jobs: readonly Job[], sharing: Sharing): Scene {
  const byUse = new Map<Use, Map<ServiceKey, Job>>()
  for (const job of jobs) byUse.set(job.use, (byUse.get(job.use) ?? new Map<ServiceKey, Job>()).set(job.key, job))
  return { ...sharing, jobs: byUse, shared: new Map() }
}

/**
 * Finds the mapping to change for each job. An anchored mapping is changed once if all services that get the key, or their definition, from
 * it want the same. Otherwise a service's own mapping is changed, unless another service shares it and wants something else.
 */
export function place(
  jobs: readonly Job[],
  sharing: Sharing,
): { readonly decisions: readonly KeyChange[]; readonly refused: readonly Refused[] } {
  const scene = setScene(jobs, sharing)
  const decisions = new Map<YAMLMap | Use, Map<ServiceKey, KeyChange & { jobs: Job[] }>>()
  const refused: Refused[] = []
  for (const job of jobs) {
    const { use, key } = job
    const body = use.closure[0]
    const shared = sharedPlace(job, scene)
    const blocker = shared || !body ? undefined : blockerOf(job, body, scene)
    if (blocker) {
      const why = sharedReason(job, blocker)
      refused.push(...job.wishes.map(({ intent }) => ({ service: use.service, intent, why })))
      continue
    }
    const map = shared ?? body
    const there = remember(decisions, map ?? use, () => new Map<ServiceKey, KeyChange & { jobs: Job[] }>())
    const known = there.get(key)
    if (known) {
      known.jobs.push(job)
      continue
    }
    const holder = lookup(use.closure, key)?.map
    const inherited = map && holder && use.closure.indexOf(holder) > use.closure.indexOf(map) ? holder : undefined
    there.set(key, { model: use.model, key, map, use, jobs: [job], inherited })
  }
  return { decisions: [...decisions.values()].flatMap((each) => [...each.values()]), refused }
}

/** The anchored mapping in which a job is best done for several services at once; undefined if there is none. */
function sharedPlace(job: Job, scene: Scene): YAMLMap | undefined {
  const { closure } = job.use
  if (closure.length < 2) return undefined
  const holder = closure.findIndex((map) => ownPair(map, job.key))
  const index = holder === -1 ? closure.findIndex((map) => ownPair(map, 'image') ?? ownPair(map, 'build')) : holder
  const map = index > 0 ? closure[index] : undefined
  return map && sharedWish(map, job.key, scene) === signature(job.wishes) ? map : undefined
}

/** The signature of the change that a shared mapping gets; undefined if it gets none. */
function sharedWish(map: YAMLMap, key: ServiceKey, scene: Scene): string | undefined {
  const known = scene.shared.get(map)
  if (known?.has(key)) return known.get(key)
  const users = scene.users.get(map) ?? []
  const jobs = users.flatMap((use) => (isAffected(use, map, key) ? (scene.jobs.get(use)?.get(key) ?? []) : []))
  const counts = new Map<string, number>()
  for (const { wishes } of jobs) counts.set(signature(wishes), (counts.get(signature(wishes)) ?? 0) + 1)
  const [wish, count] = [...counts].reduce((best, each) => (each[1] > best[1] ? each : best))
  const job = jobs.find(({ wishes }) => signature(wishes) === wish)
  // What only one of several services needs does not belong in their shared mapping.
  const fits = job !== undefined && (count > 1 || users.length === 1) && blockerOf(job, map, scene) === undefined
  const result = fits ? wish : undefined
  scene.shared.set(map, (known ?? new Map<ServiceKey, string | undefined>()).set(key, result))
  return result
}

/** A use that a change of `map` would reach, that does not want it and gets no key of its own. */
function blockerOf(job: Job, map: YAMLMap, scene: Scene): Use | undefined {
  return scene.users.get(map)?.find((use) => {
    if (use === job.use || !isAffected(use, map, job.key)) return false
    const other = scene.jobs.get(use)?.get(job.key)
    if (other) return signature(other.wishes) !== signature(job.wishes) && use.closure[0] === map
    return use.site.role !== 'extends' || !use.closure[0] || !scene.bodies.has(use.closure[0])
  })
}

/** Whether a change of a key in `map` reaches a place: no stronger mapping has the key there. */
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
  if (use.site.role === 'extends') {
    return `the entry is written in the service ${use.site.name}, from which ${name} has it too and must not get this change; make it by hand`
  }
  return `${name} takes over the entries of this service and must not get this change; give ${name} its own \`${key}:\` by hand first`
}
