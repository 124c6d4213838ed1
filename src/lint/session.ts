import type { Origin } from '../model/fact.ts'
import { describeFailure, failureAt } from '../model/failure.ts'
import type { Finding, Problem } from '../model/finding.ts'
import type { Confidence } from '../model/intent.ts'
import { firstFound } from '../model/maps.ts'
import { seals } from '../model/write-plan.ts'
import { type Project, readUnit } from '../project/project.ts'
import type { Document, FileEdit, Files, Unit } from '../sources/source.ts'
import { overlayFiles } from '../sources/text-files.ts'
import { whyNot } from './dependents.ts'
import { type FixOutcome, fixUnit, keyOf, type Refusal } from './fix.ts'
import { type Knowledge, lintDocument } from './lint.ts'
import type { Rule } from './rule.ts'
import { isConfident, type LintSettings } from './settings.ts'
import { type LintFinding, suppress } from './suppress.ts'
import { unknownSettings } from './unknown-settings.ts'

/** Everything needed to judge a unit, except the unit. */
export interface Judge {
  readonly rules: readonly Rule[]
  readonly settings: LintSettings
  /** What is known about the containers of a document; reads Dockerfiles through `io`. */
  readonly knowledge: (document: Document, io: Files) => Knowledge
}

/** A finding with the edits of its fix, or the reason why there are none. */
export interface JudgedFinding extends LintFinding {
  readonly resolvedEdits?: readonly FileEdit[]
  readonly fixRefused?: string
}

export interface JudgedUnit {
  readonly document: Document
  readonly findings: readonly LintFinding[]
  readonly problems: readonly Problem[]
}

/** Reads and judges one unit. An exception becomes an error about what was judged when it was thrown. Pure, given `io`. */
export function judgeUnit(unit: Unit, io: Files, judge: Judge): JudgedUnit {
  const document = readUnit(unit, io)
  try {
    return judgeDocument(document, unit, io, judge)
  } catch (error) {
    const failure: Problem = { level: 'error', file: unit.file, ...describeFailure(error) }
    return { document, findings: [], problems: [...document.problems, failure] }
  }
}

function judgeDocument(document: Document, unit: Unit, io: Files, judge: Judge): JudgedUnit {
  const failures: Problem[] = []
  const fail = (origin: Origin, error: unknown) => failures.push(failureAt(origin, error, unit.file))
  const known = judge.knowledge(document, io)
  const linted = lintDocument(document, judge.rules, judge.settings, known, fail)
  const raw = holdBack(linted, unit, io, judge).map((each) => atVariant(each, document))
  const { findings, problems } = suppress(document, raw, {
    requireReason: judge.settings.requireReason,
    reportUnused: judge.settings.reportUnusedDisables,
    knownRules: judge.rules,
  })
  return {
    document,
    findings,
    problems: [...document.problems, ...failures, ...(known.notes ?? []), ...unknownSettings(document), ...problems],
  }
}

/** Everything said about the units of a project, each finding with the edits of its fix. */
export function judgeUnits(units: readonly Unit[], io: Files, judge: Judge) {
  const judged = units.map((unit) => judgeUnit(unit, io, judge))
  return {
    findings: onceEach(judged.flatMap(resolveFixes)),
    problems: judged.flatMap(({ problems }) => problems),
    texts: new Map(judged.flatMap(({ document }) => [...document.texts])),
  }
}

/** Holds back a fix that would also seal a container of another project that cannot be sealed there. */
function holdBack(findings: readonly LintFinding[], { reaches = [] }: Unit, io: Files, { knowledge }: Judge): readonly LintFinding[] {
  if (reaches.length === 0 || !findings.some(({ fix }) => seals(fix))) return findings
  const reached = reaches.map(({ unit, what }) => {
    const document = readUnit(unit, io)
    const { plan } = knowledge(document, io)
    return { what, plan, containers: new Map(document.containers.map((container) => [container.name, container])) }
  })
  return findings.map((finding) => {
    if (!seals(finding.fix)) return finding
    for (const { what, plan, containers } of reached) {
      const container = containers.get(finding.subject)
      // A container that sets its own root filesystem keeps its setting.
      if (container?.readOnlyRoot.state !== 'unset') continue
      const answer = plan(container)
      if (answer.ready !== 'no') continue
      const heldBack = `this would reach ${what}, and there it cannot be made read-only: ${answer.why}; write it where only this project reads it (--fix-into override)`
      return { ...finding, heldBack }
    }
    return finding
  })
}

/** For a finding about a whole container in a variant of another project, the place is where the variant names the container. */
function atVariant(finding: LintFinding, { inVariant }: Document): LintFinding {
  const { container, at } = finding
  if (!container || !inVariant || at !== container.origin) return finding
  const place = inVariant(container)
  return place ? { ...finding, at: place, inBase: at } : finding
}

/** Leaves out repeated findings: a file that two projects share (a base, an included file) is judged in each. */
export function onceEach<T extends Finding>(findings: readonly T[]): T[] {
  const said = new Map<string, T>()
  for (const finding of findings) {
    const { ruleId, messageId, message, at, inBase } = finding
    const key = (place: Origin) => `${ruleId}\0${messageId}\0${message}\0${placeKey(place)}`
    const own = key(at)
    if (!said.has(own) && !(inBase && said.has(key(inBase)))) said.set(own, finding)
  }
  return [...said.values()]
}

function placeKey(place: Origin): string {
  return place.kind === 'text' ? `${place.file}\0${place.span}\0${place.via}` : `${place.id}\0${place.path}`
}

/** Works out the edits of each finding's fix on its own, for editors and SARIF; a refusal becomes a sentence for the reader. */
export function resolveFixes({ document, findings }: JudgedUnit): JudgedFinding[] {
  return findings.map((finding) => {
    try {
      return resolveFix(document, finding)
    } catch (error) {
      return { ...finding, fixRefused: `this change ${describeFailure(error).message}; make it by hand` }
    }
  })
}

function resolveFix(document: Document, finding: LintFinding): JudgedFinding {
  if (finding.fix?.imageIntents) return { ...finding, resolvedEdits: document.editImages?.(finding.fix.imageIntents) ?? [] }
  if (!finding.fix || !finding.container) return finding
  const plan = document.edit([{ container: finding.container, intents: finding.fix.intents }])
  const why = finding.heldBack ?? plan.refused[0]?.why
  return { ...finding, resolvedEdits: plan.edits, ...(why === undefined ? {} : { fixRefused: why }) }
}

export interface FixedUnits {
  readonly changed: ReadonlyMap<string, string>
  readonly applied: readonly LintFinding[]
  readonly refused: readonly Refusal[]
  /** Findings whose fix is less sure than was asked for. */
  readonly guesses: readonly LintFinding[]
  /** Findings whose fix stops something from working. */
  readonly degrading: readonly LintFinding[]
  /** Parts of the units that could not be read, and units whose fix threw an exception: their files are unchanged. */
  readonly failed: readonly Problem[]
}

/** Which fixes to apply. */
export interface FixChoice {
  readonly confidence: Confidence
  /** Also apply fixes that stop something from working. */
  readonly degraded: boolean
  /** Accepted findings, which get no fix. */
  readonly isAccepted?: (finding: LintFinding) => boolean
}

/** What `--fix` applies by default: no guesses, and no fix that stops something from working. */
const DEFAULT_CHOICE: FixChoice = { confidence: 'inferred', degraded: false }

/** The default choice, overridden by what a configuration, the command line or a caller asks for. */
export function fixChoiceOf(asked: { readonly [Key in 'confidence' | 'degraded']?: FixChoice[Key] | undefined } = {}): FixChoice {
  return { confidence: asked.confidence ?? DEFAULT_CHOICE.confidence, degraded: asked.degraded ?? DEFAULT_CHOICE.degraded }
}

/** Why an available fix is not applied; undefined if it is. */
export function whyHeld({ fix }: Finding, { confidence, degraded }: FixChoice): 'guess' | 'degrades' | undefined {
  if (!isConfident(fix?.confidence, confidence)) return 'guess'
  return !degraded && (fix?.degraded?.length ?? 0) > 0 ? 'degrades' : undefined
}

/** Fixes units one after another; each sees the changes of those before it. Writes nothing. */
export function fixUnits(project: Project, io: Files, judge: Judge, choice: FixChoice): FixedUnits {
  const changed = new Map<string, string>()
  const refused: Refusal[] = []
  const applied: LintFinding[] = []
  const failed: Problem[] = []
  const held = { guess: new Map<string, LintFinding>(), degrades: new Map<string, LintFinding>() }
  for (const { unit, dependents } of project.withDependents()) {
    const chosen = (finding: LintFinding): boolean => {
      if (finding.fix?.applicability === 'manual' || choice.isAccepted?.(finding)) return false
      const why = whyHeld(finding, choice)
      if (why !== undefined) held[why].set(`${unit.file} ${keyOf(finding)}`, finding)
      return why === undefined
    }
    const fixer = { unit, io: () => overlayFiles(io, changed), judge, chosen }
    // A unit that fails stays as it is.
    try {
      for (const outcome of dependents.length === 0 ? [fixChosen(fixer)] : fixForDependents(fixer, dependents)) {
        for (const [file, text] of outcome.changed) changed.set(file, text)
        applied.push(...outcome.applied)
        refused.push(...outcome.refused)
        failed.push(...outcome.problems.filter(({ level }) => level === 'error'))
      }
    } catch (error) {
      failed.push({ level: 'error', file: unit.file, ...describeFailure(error) })
    }
  }
  return { changed, applied, refused, guesses: [...held.guess.values()], degrading: [...held.degrades.values()], failed }
}

interface UnitFixer {
  readonly unit: Unit
  /** The files with all changes up to now. */
  readonly io: () => Files
  readonly judge: Judge
  readonly chosen: (finding: LintFinding) => boolean
}

function fixChosen({ unit, io, judge, chosen }: UnitFixer): FixOutcome {
  return fixUnit(unit, io(), (files) => judgeUnit(unit, files, judge).findings, chosen)
}

/** Fixes what dependents inherit, one finding at a time, and only if every dependent may get the fix. */
function* fixForDependents(fixer: UnitFixer, dependents: readonly Unit[]): Iterable<FixOutcome> {
  const { unit, io, judge, chosen } = fixer
  const current = io()
  const fixable = judgeUnit(unit, current, judge).findings.filter((finding) => finding.fix && chosen(finding))
  const reads = dependents.map((dependent) => ({ unit: dependent, judged: judgeUnit(dependent, current, judge) }))
  for (const key of new Set(fixable.map(keyOf))) {
    const outcome = fixChosen({ ...fixer, chosen: (finding) => keyOf(finding) === key && chosen(finding) })
    const after = overlayFiles(io(), outcome.changed)
    const why = firstFound(outcome.applied, (finding) =>
      firstFound(reads, ({ unit: dependent, judged: { document: before, findings } }) =>
        whyNot(finding, { unit: dependent, before, findings, after: readUnit(dependent, after) }),
      ),
    )
    const { problems } = outcome
    if (why === undefined) yield outcome
    else
      yield {
        changed: new Map(),
        applied: [],
        problems,
        refused: [...outcome.refused, ...outcome.applied.map((finding) => ({ finding, why }))],
      }
  }
}
