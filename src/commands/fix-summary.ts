import { relative } from 'node:path'
import type { FixedUnits } from '../lint/session.ts'
import type { LintFinding } from '../lint/suppress.ts'
import { confidenceWords } from '../model/confidence-words.ts'
import { fileOf } from '../model/fact.ts'
import { CONFIDENCES, type Confidence, type Intent } from '../model/intent.ts'
import { groupBy } from '../model/maps.ts'
import { seals, type WritePath } from '../model/write-plan.ts'
import { count } from '../report/tally.ts'
import { displayWidth, padEnd, wrap } from '../report/terminal.ts'
import { escapeControls } from '../text/escape.ts'

/** What a summary needs in addition to the outcome. */
export interface SummaryContext {
  /** Whether the files were written, or the changes only shown. */
  readonly written: boolean
  /** The least confidence that was applied. */
  readonly wanted: Confidence
  readonly cwd: string
  /** Width of the terminal. */
  readonly columns: number
}

/** With more services or containers than this, the summary has counts in place of a table. */
const MAX_ROWS = 40

const MAX_NAME = 24

/** A service with what it got, or why it was left alone. */
interface Row {
  readonly file: string
  readonly name: string
  readonly what: string
  readonly sure?: string
  /** What a reader should know: what stops working, which volumes start empty. */
  readonly notes: readonly string[]
}

/** What `--fix` did or would do: services with what each got and how sure that is, those left alone and why, and what to do next. */
export function fixSummary(outcome: FixedUnits, context: SummaryContext): string {
  const { changed, applied } = outcome
  const sureOf = surenessIn(outcome)
  const fixed = fixedRows(applied, sureOf)
  const left = leftRows(outcome, sureOf)
  const isOneFile = new Set([...fixed, ...left].map(({ file }) => file)).size <= 1
  const lines: string[] = []
  if (applied.length > 0) {
    const sureness = applied.flatMap((finding) => (finding.fix?.confidence === undefined ? [] : [sureOf(finding)]))
    const counts = [...groupBy(sureness, (words) => words)].map(([words, { length }]) => `${length} ${words}`)
    const sure = counts.length > 0 ? `: ${counts.join(', ')}` : ''
    lines.push(`${context.written ? 'Fixed' : 'Would fix'} ${count(applied.length, 'finding')} in ${count(changed.size, 'file')}${sure}.`)
    lines.push(...table(fixed, isOneFile, context))
  }
  if (left.length > 0) lines.push('Left unchanged:', ...table(left, isOneFile, context))
  for (const advice of adviceOn(outcome, context)) lines.push(...wrap(advice, context.columns))
  return lines.map((line) => `${line}\n`).join('')
}

type SureOf = (finding: LintFinding) => string

/** How sure a fix is, in words. The plan says so; a finding without a plan takes that of its container. */
function surenessIn({ applied, guesses, degrading }: FixedUnits): SureOf {
  const plans = new Map([...applied, ...guesses, ...degrading].flatMap((each) => (each.plan ? [[keyOf(each), each.plan]] : [])))
  return (finding) => confidenceWords(confidenceOf(finding), finding.plan ?? plans.get(keyOf(finding)))
}

function fixedRows(applied: readonly LintFinding[], sureOf: SureOf): Row[] {
  return [...groupBy(applied, keyOf).values()].map((own): Row => {
    const [first] = own
    const intents = own.flatMap(({ fix, container }) => (fix?.intents ?? []).map((intent) => ({ intent, dialect: container?.dialect })))
    const titles = own.flatMap(({ fix }) => (fix?.imageIntents ? [fix.title] : []))
    const other = intents.flatMap(({ intent, dialect }) => (isMount(intent) ? [] : [dialect?.intent(intent) ?? intent.do]))
    const paths = (of: (intent: Intent) => string[]) => [...new Set(intents.flatMap(({ intent }) => of(intent)))]
    const tmpfs = paths((intent) => (intent.do === 'add-tmpfs' || intent.do === 'set-tmpfs-options' ? [intent.path] : []))
    const volumes = paths((intent) =>
      intent.do === 'add-volume' || intent.do === 'tmpfs-to-volume' ? [`${intent.name}:${intent.path}`] : [],
    )
    const what = [
      ...listed(other),
      ...(tmpfs.length > 0 ? [`tmpfs\u00a0${tmpfs.join(', ')}`] : []),
      ...(volumes.length > 0 ? [`volume\u00a0${volumes.join(', ')}`] : []),
      ...titles,
    ]
    const weakest = leastSure(own)
    return {
      file: (first && fileOf(first.at)) ?? '',
      name: first?.subject ?? '',
      what: what.join('; '),
      ...(weakest ? { sure: sureOf(weakest) } : {}),
      notes: [
        // Whoever takes a guess needs to know what it leaves open, first of all that the service may not start.
        ...new Set(own.flatMap(({ fix, plan }) => (fix?.confidence === 'default' ? (plan?.notes ?? []) : []))),
        ...losses(own).map((what) => `stops working: ${what}`),
        ...own
          .flatMap((finding) => newVolumes(finding, ({ kind, shipsContent }) => kind === 'data' && !shipsContent))
          .map((path) => `starts empty: ${path}`),
        ...own
          .flatMap((finding) => newVolumes(finding, ({ shipsContent }) => shipsContent === true))
          .map((path) => `keeps the files of the image's first version: ${path}`),
      ],
    }
  })
}

/** Each setting once, with all its values: `cap_add: CHOWN, KILL`. */
function listed(settings: readonly string[]): readonly string[] {
  const byKey = groupBy([...new Set(settings)], (text) => /^\w+(?=: )/.exec(text)?.[0] ?? text)
  return [...byKey].map(([key, [first = '', ...others]]) => [first, ...others.map((each) => each.slice(key.length + 2))].join(', '))
}

function leastSure(findings: readonly LintFinding[]): LintFinding | undefined {
  const having = (confidence: Confidence) => findings.find(({ fix }) => fix?.confidence === confidence)
  return CONFIDENCES.map(having).findLast((finding) => finding !== undefined)
}

function confidenceOf({ fix }: LintFinding): Confidence {
  return fix?.confidence ?? 'default'
}

function isMount(intent: Intent): boolean {
  return /^(?:add-tmpfs|set-tmpfs-options|add-volume|tmpfs-to-volume)$/.test(intent.do)
}

function leftRows({ applied, guesses, degrading, refused }: FixedUnits, sureOf: SureOf): Row[] {
  const fixed = new Set(applied.map(keyOf))
  // The rule says what is left of a service that is fixed.
  const named = (finding: LintFinding): string => (fixed.has(keyOf(finding)) ? `${finding.ruleId}: ` : '')
  const row = (finding: LintFinding, what: string): Row => ({ file: fileOf(finding.at) ?? '', name: finding.subject, what, notes: [] })
  const rows = [
    ...guesses.map((finding) => row(finding, `${named(finding)}${sureOf(finding)}; its plan is "${confidenceOf(finding)}"`)),
    ...degrading.map((finding) => row(finding, `with a read-only root, ${losses([finding]).join('; ')}`)),
    ...refused.map(({ finding, why }) => row(finding, `${finding.ruleId}: ${why}`)),
  ]
  // A service is named once, even if several rules ask for the same.
  return [...new Map(rows.map((each) => [`${each.file} ${each.name} ${each.what}`, each])).values()]
}

/** Rows in columns as wide as needed, below the name of their file if there are several. */
function table(rows: readonly Row[], isOneFile: boolean, { cwd, columns }: SummaryContext): string[] {
  const shown = rows.slice(0, MAX_ROWS)
  const nameWidth = Math.min(MAX_NAME, Math.max(...shown.map(({ name }) => displayWidth(escapeControls(name)))))
  const sureWidth = Math.max(0, ...shown.map(({ sure = '' }) => sure.length))
  const start = nameWidth + 4
  const width = Math.max(30, columns - start - (sureWidth > 0 ? sureWidth + 2 : 0))
  const files = groupBy(shown, ({ file }) => file)
  const lines = [...files].flatMap(([file, own]) => [
    ...(isOneFile ? [] : [`  ${escapeControls(relative(cwd, file))}`]),
    ...own.flatMap((row) => rowLines(row, { nameWidth, start, width }, isOneFile ? '' : '  ')),
  ])
  return rows.length > MAX_ROWS ? [...lines, `  … and ${rows.length - MAX_ROWS} more`] : lines
}

function rowLines(
  { name, what, sure = '', notes }: Row,
  { nameWidth, start, width }: { readonly nameWidth: number; readonly start: number; readonly width: number },
  indent: string,
): string[] {
  const room = width - indent.length
  const [first = '', ...others] = wrap(escapeControls(what), room).map((line) => line.replaceAll('\u00a0', ' '))
  const shown = escapeControls(name)
  const head = `${indent}  ${padEnd(shown, nameWidth)}  `
  const more = [...others, ...notes.flatMap((note) => wrap(escapeControls(note), room))].map(
    (line) => `${indent}${' '.repeat(start)}${line}`,
  )
  return [sure === '' ? `${head}${first}` : `${head}${padEnd(first, room)}  ${sure}`, ...more]
}

/** What to do after the fix, and about the services that were left alone; each advice once. */
function adviceOn({ applied, guesses, degrading }: FixedUnits, { wanted }: SummaryContext): string[] {
  const least = leastSure(guesses)?.fix?.confidence
  return [
    ...(applied.some(({ fix }) => fix?.confidence === 'default' && seals(fix))
      ? [
          'dockseal does not know all that these images write. A guess is tmpfs on /tmp and /run: start the service once before you rely on it.',
        ]
      : []),
    ...(applied.some((finding) => newVolumes(finding, ({ kind }) => kind === 'data').length > 0)
      ? [
          'A new volume has nothing that the running container wrote, which is lost when it is recreated: copy it out first (docker compose cp).',
        ]
      : []),
    ...(applied.some((finding) => newVolumes(finding, ({ shipsContent }) => shipsContent === true).length > 0)
      ? [
          "A volume that keeps the files of the image's first version must be emptied when the image is upgraded, and one at a directory of settings also when the environment of the service changes.",
        ]
      : []),
    ...(least === undefined
      ? []
      : [
          `A plan less sure than "${wanted}" is not applied. Try it with \`dockseal prove\`, add a record under \`images:\`, or apply it with --fix-confidence ${least}.`,
        ]),
    ...(degrading.length > 0 ? ['--fix-degraded applies what stops something from working.'] : []),
  ]
}

/** What stops working in each service, ready to print in front of a diff. */
export function lossesOf(applied: readonly LintFinding[]): readonly (readonly [name: string, what: string])[] {
  return [...groupBy(applied, keyOf).values()].flatMap((own) => {
    const what = losses(own)
    return what.length === 0 ? [] : [[escapeControls(own[0]?.subject ?? ''), escapeControls(what.join('; '))] as const]
  })
}

function losses(own: readonly LintFinding[]): string[] {
  return [...new Set(own.flatMap(({ fix }) => fix?.degraded ?? []))]
}

/** The paths of the new volumes for which `isMeant` is true. */
function newVolumes({ plan, fix }: LintFinding, isMeant: (path: WritePath) => boolean): string[] {
  const added = new Set(fix?.intents.flatMap((intent) => (intent.do === 'add-volume' ? [intent.path] : [])))
  return (plan?.paths ?? []).flatMap((path) => (added.has(path.path) && isMeant(path) ? [path.path] : []))
}

function keyOf(finding: LintFinding): string {
  return `${fileOf(finding.at) ?? ''} ${finding.subject}`
}
