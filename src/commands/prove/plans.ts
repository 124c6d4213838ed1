import { knowledgeFrom } from '../../lint/knowledge.ts'
import type { ObservedContainer } from '../../live/collect.ts'
import type { Container } from '../../model/container.ts'
import type { Evidence } from '../../model/evidence.ts'
import type { Intent } from '../../model/intent.ts'
import { isWithin } from '../../model/path.ts'
import type { WriteKind } from '../../model/write-kind.ts'
import { planIntents, type WritePath, type WritePlan } from '../../model/write-plan.ts'
import type { ProvedPath } from '../../plan/proof.ts'
import type { Document } from '../../sources/source.ts'
import type { Session } from '../session.ts'

/** Gives the plan of a service for a sealed round, from its files, the image records and everything that was seen. */
export type Planner = (service: string, observed: ReadonlyMap<string, ObservedContainer>) => WritePlan | undefined

export function plannerFor(session: Session, document: Document): Planner {
  return (service, observed) => {
    const container = document.containers.find(({ name }) => name === service)
    const seen = observed.get(service)
    if (!container) return undefined
    const known = seen && { ...(seen.image ? { image: seen.image } : {}), ...(seen.evidence ? { evidence: seen.evidence } : {}) }
    return knowledgeFrom({ ...session.link, trial: true, observed: (other: Container) => (other === container ? known : undefined) })(
      document,
      session.io,
    ).plan(container)
  }
}

/** Least bytes of a planned tmpfs: a trial does not show the load of a busy day. */
const LEAST: Readonly<Record<WriteKind, number>> = {
  runtime: 16 * 2 ** 20,
  log: 16 * 2 ** 20,
  config: 16 * 2 ** 20,
  scratch: 64 * 2 ** 20,
  cache: 64 * 2 ** 20,
  data: 64 * 2 ** 20,
}

/** A tmpfs gets this many times the most bytes that were used. */
const ROOM = 4

/** The size of a tmpfs from the bytes that were used, in bytes, a power of two. */
export function sizeFor(kind: WriteKind, used: number): number {
  return Math.max(LEAST[kind], 2 ** Math.ceil(Math.log2(Math.max(1, used * ROOM))))
}

/** Bytes that the evidence shows below a path. */
export function bytesBelow(path: string, evidence: Evidence | undefined): number {
  return (evidence?.changed ?? []).reduce((sum, entry) => sum + (isWithin(entry.path, path) ? (entry.size ?? 0) : 0), 0)
}

/** The paths of a plan that a mount is planned for. */
export function plannedPaths(plan: WritePlan): readonly WritePath[] {
  return plan.paths.filter(({ mount }) => mount.as !== 'covered')
}

/** The intents of a sealed round: the plan without the paths in `without`, each tmpfs with a size. */
export function intentsFor(plan: WritePlan, without: ReadonlySet<string>, evidence: Evidence | undefined): readonly Intent[] {
  const kinds = new Map(plan.paths.map(({ path, kind }) => [path, kind]))
  return (planIntents(plan) ?? []).flatMap((intent): Intent[] => {
    if (intent.do !== 'add-tmpfs') return intent.do === 'add-volume' && without.has(intent.path) ? [] : [intent]
    if (without.has(intent.path)) return []
    const size = sizeFor(kinds.get(intent.path) ?? 'scratch', bytesBelow(intent.path, evidence))
    return [{ ...intent, options: { ...intent.options, size: Math.max(size, intent.options.size ?? 0) } }]
  })
}

/** Paths that only a default or a precaution asks for and nothing used, and directories of settings that no record asks for. */
export function precautions(plan: WritePlan): readonly WritePath[] {
  return plannedPaths(plan).filter(({ because, without, confidence, kind, shipsContent }) => {
    const isSeen = because.some(({ evidence }) => evidence === 'observed' || evidence === 'log')
    const isTouched = kind === 'config' && shipsContent === true && !because.some(({ evidence }) => evidence === 'image-record')
    if (isSeen) return isTouched && plan.knowledge?.match === 'name'
    return confidence === 'default' || without?.effect === 'works'
  })
}

/** A path of the plan in the form of the proof file; `used`: the most bytes that were used. */
export function provedPath(path: WritePath, intents: readonly Intent[], used: number): ProvedPath | undefined {
  const intent = intents.find((each) => (each.do === 'add-tmpfs' || each.do === 'add-volume') && each.path === path.path)
  if (!intent) return undefined
  const [reason] = path.because
  return {
    path: path.path,
    kind: path.kind,
    mount:
      intent.do === 'add-tmpfs'
        ? { as: 'tmpfs', options: { ...intent.options, size: Math.max(intent.options.size ?? 0, sizeFor(path.kind, used)) } }
        : { as: 'volume' },
    ...(path.shipsContent ? { ships: true } : {}),
    method: METHODS[reason.evidence],
    example: reason.text,
  }
}

const METHODS = {
  proof: 'proof',
  observed: 'seen written',
  log: 'log line',
  'image-record': 'image record',
  dockerfile: 'Dockerfile',
  entrypoint: 'entrypoint',
  program: 'program',
  default: 'precaution',
} as const
