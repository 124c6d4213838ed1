import type { Container } from '../model/container.ts'
import type { Problem } from '../model/finding.ts'
import type { Intent } from '../model/intent.ts'
import { readUnit } from '../project/project.ts'
import type { ContainerChange, Files, Unit } from '../sources/source.ts'
import { overlayFiles } from '../sources/text-files.ts'
import { checkedEdits, READS_WRONG } from './checked-edits.ts'
import type { LintFinding } from './suppress.ts'

/** Fixes that still ask for fixes after this many rounds go back and forth. ESLint has the same limit. */
const MAX_ROUNDS = 10

/** Why nothing is written into a file with an error. */
const BROKEN = 'its file has an error, which comes first'

export interface Refusal {
  readonly finding: LintFinding
  /** Why, and what to do by hand. */
  readonly why: string
}

export interface FixOutcome {
  /** New texts by absolute path; only files that changed. */
  readonly changed: ReadonlyMap<string, string>
  readonly applied: readonly LintFinding[]
  readonly refused: readonly Refusal[]
  /** Parts of the unit that could not be read. */
  readonly problems: readonly Problem[]
}

/**
 * Fixes one unit: collects the intents of all chosen findings, lets the document edit its texts and reads the result again, until no
 * finding asks for more. A round whose result no longer reads as before (an error, a lost container) is discarded.
 * Pure: gives new texts, writes nothing.
 */
export function fixUnit(
  unit: Unit,
  io: Files,
  lint: (io: Files) => readonly LintFinding[],
  chosen: (finding: LintFinding) => boolean,
): FixOutcome {
  let changed = new Map<string, string>()
  const applied: LintFinding[] = []
  const refused = new Map<string, Refusal>()
  const refuse = (finding: LintFinding, why: string) => refused.set(keyOf(finding), { finding, why })
  let current = io
  let document = readUnit(unit, io)
  const { problems } = document
  const broken = new Set(problems.flatMap(({ level, file }) => (level === 'error' ? [file] : [])))
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const fixable = lint(current).filter(
      (finding) => finding.fix && (finding.container ?? finding.fix.imageIntents) && !finding.suppressed && chosen(finding),
    )
    const wanted = fixable.filter(({ heldBack }) => heldBack === undefined)
    for (const finding of fixable) if (finding.heldBack !== undefined) refuse(finding, finding.heldBack)
    const imageEdits = document.editImages?.(wanted.flatMap(({ fix }) => fix?.imageIntents ?? [])) ?? []
    const plan = checkedEdits(document, intentsByContainer(wanted), imageEdits, (texts) =>
      readUnit(unit, overlayFiles(io, new Map([...changed, ...texts]))),
    )
    for (const { container, intent, why } of plan.refused) {
      const finding = wanted.find((each) => each.container === container && each.fix?.intents.includes(intent))
      if (finding) refuse(finding, why)
    }
    const { after } = plan
    const isBroken = plan.edits.some(({ file }) => broken.has(file))
    if (!after || isBroken) {
      // While a file has an error, its meaning is not known.
      for (const finding of wanted) refuse(finding, isBroken ? BROKEN : READS_WRONG)
      break
    }
    if (plan.texts.size === 0) break
    changed = new Map([...changed, ...plan.texts])
    current = overlayFiles(io, changed)
    document = after
    applied.push(...wanted.filter((finding) => !refused.has(keyOf(finding))))
  }
  return { changed, applied, refused: [...refused.values()], problems }
}

/** A key for a finding in its unit: its rule, and what it is about. */
export function keyOf({ ruleId, subject }: LintFinding): string {
  return `${ruleId} ${subject}`
}

/** One entry per container: the intents of its findings in order, each once. */
export function intentsByContainer(findings: readonly LintFinding[]): readonly ContainerChange[] {
  const byContainer = new Map<Container, Map<string, Intent>>()
  for (const { container, fix } of findings) {
    if (!container || !fix) continue
    const intents = byContainer.get(container) ?? new Map<string, Intent>()
    for (const intent of fix.intents) if (!intents.has(JSON.stringify(intent))) intents.set(JSON.stringify(intent), intent)
    byContainer.set(container, intents)
  }
  return [...byContainer].map(([container, intents]) => ({ container, intents: [...intents.values()] }))
}
