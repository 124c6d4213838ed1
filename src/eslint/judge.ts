import { foldKnowledge } from '../config/fold.ts'
import { intentsByContainer } from '../lint/fix.ts'
import { knowledgeFrom } from '../lint/knowledge.ts'
import type { Rule } from '../lint/rule.ts'
import { fixChoiceOf, fixUnits, type Judge, judgeUnit, onceEach } from '../lint/session.ts'
import { DEFAULT_SETTINGS } from '../lint/settings.ts'
import type { LintFinding } from '../lint/suppress.ts'
import type { Span } from '../model/fact.ts'
import { pushTo } from '../model/maps.ts'
import { ALL_SOURCES } from '../project/all-sources.ts'
import { areApart, endOfSpan } from '../report/results.ts'
import type { Document, FileEdit, Unit } from '../sources/source.ts'
import { mergeEdits, type TextEdit } from '../text/edit.ts'
import { maskQuoted } from '../text/mask.ts'
import type { LanguageOptions } from './options.ts'
import { namesOf, type OpenFile, projectFiles } from './project.ts'

/** A rule that is on for a file. */
export interface JudgingRule {
  readonly rule: Rule
  readonly options: Readonly<Record<string, unknown>>
}

/** One report of a rule. */
export interface FileReport {
  readonly message: string
  readonly range: readonly [number, number]
  readonly fix?: TextEdit
  readonly suggestion?: { readonly title: string; readonly fix: TextEdit }
}

/** The reports of a file. */
export interface FileReports {
  readonly byRule: ReadonlyMap<string, readonly FileReport[]>
  /** About `dockseal-disable…` comments. */
  readonly directives: readonly FileReport[]
  /** Why ESLint cannot make dockseal's fixes; absent if it can. */
  readonly unfixed?: string
}

/** A finding in the file, with its unit and ESLint's id of its rule. */
interface Here {
  readonly id: string
  readonly finding: LintFinding
  readonly unit: Unit
  /** The document of the finding's container. */
  readonly document: Document
}

type IsDisabled = (id: string, offset: number) => boolean

/** Judges a file by all rules that are on, at once. */
export function judgeFile(
  open: OpenFile,
  active: ReadonlyMap<string, JudgingRule>,
  options: LanguageOptions,
  isDisabled: IsDisabled,
): FileReports {
  const judge = judgeOf(open, active, options)
  const ids = new Map([...active].map(([id, { rule }]) => [rule.id, id]))
  const judged = open.units.map((unit) => ({ unit, ...judgeUnit(unit, open.io, judge) }))
  const fresh = new Set(onceEach(judged.flatMap(({ findings }) => findings)))
  const here: Here[] = judged.flatMap(({ unit, document, findings }) =>
    findings.flatMap((finding): Here[] => {
      if (!fresh.has(finding) || finding.suppressed || spanIn(open.path, finding) === undefined) return []
      const id = ids.get(finding.ruleId)
      return id === undefined ? [] : [{ id, finding, unit, document }]
    }),
  )
  const shown = here.filter(({ finding: { ruleId, severity } }) => isShown(severity, active.get(ids.get(ruleId) ?? '')?.rule, options))
  const fixes = fixesOf(open, shown, judge, options, isDisabled)
  const byRule = new Map<string, FileReport[]>()
  for (const each of shown) {
    const { fix, edits } = fixes.of(each)
    const title = each.finding.fix?.title
    const own = edits && mergeEdits(open.text, edits)
    const span = spanIn(open.path, each.finding) ?? [0, 0]
    const report: FileReport = {
      message: maskQuoted(each.finding.message),
      range: [span[0], endOfSpan(span, open.text)],
      ...(fix ? { fix } : {}),
      ...(!fix && own && title !== undefined ? { suggestion: { title, fix: own } } : {}),
    }
    pushTo(byRule, each.id, report)
  }
  const directives = judged.flatMap(({ findings }) =>
    findings.flatMap((finding): FileReport[] => {
      const span = finding.ruleId === 'disable-directive' ? spanIn(open.path, finding) : undefined
      return span ? [{ message: maskQuoted(finding.message), range: span }] : []
    }),
  )
  return { byRule, directives, ...(fixes.unfixed === undefined ? {} : { unfixed: fixes.unfixed }) }
}

/** ESLint has no level below a warning, so infos are left out unless asked for. */
function isShown(severity: LintFinding['severity'], rule: Rule | undefined, { info }: LanguageOptions): boolean {
  return info === true || severity !== 'info' || rule?.meta.severity === 'info'
}

function judgeOf({ root }: OpenFile, active: ReadonlyMap<string, JudgingRule>, options: LanguageOptions): Judge {
  const preset = options.preset ?? 'recommended'
  const { fix, images } = options
  const config = { ...(images ? { images } : {}), ...(fix ? { fix } : {}) }
  return {
    // ESLint's configuration decides the level of each rule.
    rules: [...active.values()].map(({ rule }) => ({ ...rule, meta: { ...rule.meta, presets: [preset] } })),
    settings: {
      ...DEFAULT_SETTINGS,
      preset,
      root,
      rules: Object.fromEntries([...active.values()].map(({ rule, options }) => [rule.id, { options }])),
    },
    knowledge: knowledgeFrom({ ...foldKnowledge(config), sources: ALL_SOURCES }),
  }
}

function spanIn(path: string, { at }: LintFinding): Span | undefined {
  return at.kind === 'text' && at.file === path ? at.span : undefined
}

interface Fixes {
  /** The change that ESLint may make automatically, and the edits of this finding alone, if all are in this file. */
  readonly of: (each: Here) => { readonly fix?: TextEdit; readonly edits?: readonly TextEdit[] }
  readonly unfixed?: string
}

/** The fixes of `dockseal --fix`, each one range of one file. Findings that affect one another share one; others get a suggestion. */
function fixesOf(open: OpenFile, here: readonly Here[], judge: Judge, options: LanguageOptions, isDisabled: IsDisabled): Fixes {
  const alone = (edits: readonly FileEdit[]): readonly TextEdit[] | undefined => {
    const wanted = edits.filter((file) => file.edits.length > 0)
    return wanted.length === 1 && wanted[0]?.file === open.path ? wanted[0].edits : undefined
  }
  const edits = new Map(here.map((each) => [each, alone(editsOf(each.document, [each.finding]))]))
  const automatic = new Set<Here>()
  let unfixed: string | undefined
  for (const unit of open.units) {
    const own = here.filter((each) => each.unit === unit && each.finding.fix)
    if (own.length === 0) continue
    const applied = appliedIn(open, unit, own, judge, options, isDisabled)
    const files = filesOf(open, unit)
    if (files.length === 1) for (const each of applied) automatic.add(each)
    else if (applied.length > 0)
      unfixed = `This project has several files (${namesOf(files)}), and ESLint changes one at a time: "dockseal --fix" makes the fixes.`
  }
  const joint = new Map<Here, TextEdit | undefined>()
  for (const id of new Set(here.map((each) => each.id))) {
    const group = here.filter((each) => each.id === id && automatic.has(each))
    const [first] = group
    if (!first || group.length < 2) continue
    const findings = group.map(({ finding }) => finding)
    const together = alone(editsOf(first.document, findings)) ?? []
    if (!hinder(open.text, group, edits, together)) continue
    joint.set(first, mergeEdits(open.text, together))
    for (const each of group) if (each !== first) automatic.delete(each)
  }
  return {
    of: (each) => {
      const own = edits.get(each)
      const fix = automatic.has(each) ? (joint.get(each) ?? mergeEdits(open.text, own ?? [])) : undefined
      return { ...(fix ? { fix } : {}), ...(own ? { edits: own } : {}) }
    },
    ...(unfixed === undefined ? {} : { unfixed }),
  }
}

/**
 * Whether fixes of one rule must be made together: what they share (an anchor, a service that others extend) is then changed once;
 * and ESLint makes only one of several distant edits (a service, and the top-level volumes) in a round, and gives up after ten rounds.
 */
function hinder(
  text: string,
  group: readonly Here[],
  edits: ReadonlyMap<Here, readonly TextEdit[] | undefined>,
  together: readonly TextEdit[],
): boolean {
  const each = group.map((one) => edits.get(one) ?? [])
  if (group.some(({ finding }, index) => areApart(text, each[index] ?? [], finding.at))) return true
  const places = (list: readonly TextEdit[]) => JSON.stringify(list.map(({ span, text }) => [...span, text]).sort())
  return places(each.flat()) !== places(together)
}

/** Those of these findings that `dockseal --fix` fixes, as seen when the result is read again. */
function appliedIn(open: OpenFile, unit: Unit, own: readonly Here[], judge: Judge, options: LanguageOptions, isDisabled: IsDisabled) {
  const off = new Set(own.filter((each) => isOff(each, isDisabled)).map(({ finding }) => keyOf(finding)))
  const only = open.project.only((each) => each === unit)
  const choice = { ...fixChoiceOf(options.fix), isAccepted: (finding: LintFinding) => off.has(keyOf(finding)) }
  const applied = new Set(fixUnits(only, open.io, judge, choice).applied.map(keyOf))
  return own.filter(({ finding }) => applied.has(keyOf(finding)))
}

/** The files that a change of the unit's file affects. */
function filesOf(open: OpenFile, unit: Unit): readonly string[] {
  const dependents = open.project.withDependents().find((each) => each.unit === unit)?.dependents ?? []
  const readers = [...dependents, ...(unit.reaches ?? []).map((each) => each.unit)]
  return [...new Set([unit, ...readers].flatMap((each) => projectFiles(each, open)))]
}

function editsOf(document: Document, findings: readonly LintFinding[]): readonly FileEdit[] {
  const images = findings.flatMap(({ fix }) => fix?.imageIntents ?? [])
  if (images.length > 0) return document.editImages?.(images) ?? []
  const intents = intentsByContainer(findings)
  return intents.length === 0 ? [] : document.edit(intents).edits
}

function isOff({ id, finding: { at } }: Here, isDisabled: IsDisabled): boolean {
  return at.kind === 'text' && isDisabled(id, at.span[0])
}

function keyOf({ ruleId, subject, at }: LintFinding): string {
  return JSON.stringify([ruleId, subject, at.kind === 'text' ? at.span[0] : ''])
}
