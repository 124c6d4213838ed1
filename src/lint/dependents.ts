import { intentHolds } from '../model/apply-intent.ts'
import type { Document, Unit } from '../sources/source.ts'
import { fileName } from '../text/file-name.ts'
import { errorsIn } from './checked-edits.ts'
import type { LintFinding } from './suppress.ts'

/** A unit that reads another unit's file: its document and findings before the fix, and its document after. */
export interface Dependent {
  readonly unit: Unit
  readonly before: Document
  readonly findings: readonly LintFinding[]
  readonly after: Document
}

/** Why a fix must not reach a dependent (it would get only some of what its findings ask for, or more); undefined if it may. */
export function whyNot({ ruleId, fix }: LintFinding, { unit, before, findings, after }: Dependent): string | undefined {
  const where = fileName(unit.file)
  if (errorsIn(after) > errorsIn(before)) return `${where} reads this file, and Compose would refuse it then; make this change by hand`
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
