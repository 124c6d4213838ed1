import type { LintFinding } from '../lint/suppress.ts'
import { intentHolds } from '../model/apply-intent.ts'
import type { Document, Files, Unit } from '../sources/source.ts'
import { fileName } from '../text/file-name.ts'

/** A unit with those that read its file as well (`extends: {file: …}`): what is repaired in it reaches them. */
export interface UnitWithDependents {
  readonly unit: Unit
  readonly dependents: readonly Unit[]
}

/**
 * Units with their dependents, in an order in which none is repaired before what it inherits: what stands there already need not be said
 * twice, and Compose refuses some lists in which a text stands twice.
 */
export function withDependents(units: readonly Unit[], io: Files): readonly UnitWithDependents[] {
  if (units.length < 2) return units.map((unit) => ({ unit, dependents: [] }))
  const byFile = new Map<string, Unit[]>()
  for (const unit of units) byFile.set(unit.file, [...(byFile.get(unit.file) ?? []), unit])
  const dependents = new Map<Unit, Unit[]>()
  const parents = new Map<Unit, Unit[]>()
  for (const unit of units) {
    // A variant has its base's file, and what reaches it is held back where the base is judged.
    const read = [...unit.parse(io).texts.keys()].filter((file) => file !== unit.file)
    for (const parent of read.flatMap((file) => byFile.get(file) ?? [])) {
      dependents.set(parent, [...(dependents.get(parent) ?? []), unit])
      parents.set(unit, [...(parents.get(unit) ?? []), parent])
    }
  }
  const ordered = new Set<Unit>()
  const visiting = new Set<Unit>()
  const visit = (unit: Unit): void => {
    if (visiting.has(unit)) return
    visiting.add(unit)
    for (const parent of parents.get(unit) ?? []) visit(parent)
    ordered.add(unit)
  }
  for (const unit of units) visit(unit)
  return [...ordered].map((unit) => ({ unit, dependents: dependents.get(unit) ?? [] }))
}

/** A reader of a unit's file: as it is, with what is found there, and as it would be. */
export interface Dependent {
  readonly unit: Unit
  readonly before: Document
  readonly findings: readonly LintFinding[]
  readonly after: Document
}

/**
 * Why a fix must not reach an dependent: a container there would get what its own findings do not ask for, or only a part of what they do.
 * Undefined where it may.
 */
export function whyNot({ ruleId, fix }: LintFinding, { unit, before, findings, after }: Dependent): string | undefined {
  const errors = ({ problems }: Document) => problems.filter(({ level }) => level === 'error').length
  const where = fileName(unit.file)
  if (errors(after) > errors(before)) return `${where} reads this file, and Compose would refuse it then; make this change by hand`
  for (const [index, container] of before.containers.entries()) {
    const changed = after.containers[index]
    if (!changed) continue
    const reaching = (fix?.intents ?? []).filter((intent) => !intentHolds(container, intent) && intentHolds(changed, intent))
    if (reaching.length === 0) continue
    const own = findings.find((each) => each.ruleId === ruleId && each.container === container && !each.suppressed)
    const wanted = own?.fix?.intents ?? []
    const asks = new Set(wanted.map((intent) => JSON.stringify(intent)))
    const isWanted = reaching.every((intent) => asks.has(JSON.stringify(intent))) && wanted.every((intent) => intentHolds(changed, intent))
    if (isWanted && own?.heldBack === undefined) continue
    return `${container.name} of ${where} extends this service and must not get this change; write what ${container.name} needs into it by hand first`
  }
  return undefined
}
