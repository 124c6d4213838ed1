import { escapeControls } from '../text/escape.ts'
import type { AuditReport } from './audit-report.ts'
import { type CisTable, cisFigures, cisTable, controlNumber, howToJudge, subjectName, unansweredHosts, whyOpen } from './cis-rows.ts'
import { escapeMarkdown, markdownCode } from './markup.ts'
import { type Paint, paintFor } from './pretty-entry.ts'
import { count } from './tally.ts'
import { displayWidth, padEnd, truncate, wrap } from './terminal.ts'

/** Options for the terminal. */
export interface CisStyle {
  readonly color: boolean
  /** Width in columns; absent: 80. */
  readonly columns?: number
}

/** Names and rows that Markdown shows before "and N more". */
const NAMES = 20
const ROWS = 200

/** The result in a sentence. */
function summary(table: CisTable): string {
  const { subjects, failing, holding, byHand, unknown } = cisFigures(table)
  const decided = `${failing} of ${count(table.decided.length, 'control')} fail somewhere, ${holding} hold everywhere${unknown > 0 ? `, of ${unknown} it is not known everywhere` : ''}`
  return `${count(subjects, 'container')}: ${decided}, ${byHand} are for you to judge.`
}

function controlLines(table: CisTable, report: AuditReport, paint: Paint, width: number, numbers: number): string[] {
  const indent = ' '.repeat(numbers + 15)
  const figure = (amount: number, show: (text: string) => string) => (amount === 0 ? paint.dim : show)(String(amount).padStart(5))
  return table.decided.flatMap((row) => {
    const { control, passed, failed } = row
    const figures = `${figure(passed.length, paint.good)} ${figure(failed.length, (text) => paint.level('error', text))}`
    const [first = '', ...others] = wrap(control.title, width - indent.length)
    const names = failed.map(({ subject }, at) => escapeControls(subjectName(subject, report)) + (at < failed.length - 1 ? ',' : ''))
    const failing = names.length === 0 ? [] : wrap(names.join(' '), width - indent.length)
    return [
      `${controlNumber(control).padEnd(numbers)}  ${figures}  ${first}`,
      ...others.map((line) => indent + line),
      ...failing.map((line) => indent + paint.level('error', line)),
      ...wrap(escapeControls(whyOpen(row, report)), width - indent.length).flatMap((line) =>
        line === '' ? [] : [indent + paint.dim(line)],
      ),
    ]
  })
}

function postureLines({ posture }: CisTable, report: AuditReport, paint: Paint, width: number): string[] {
  const names = posture.map(({ subject }) => escapeControls(subjectName(subject, report)))
  const column = Math.min(36, Math.max(0, ...names.map(displayWidth)))
  const hang = ' '.repeat(column + 21)
  return posture.flatMap(({ passed, failed, unknown }, at) => {
    const fails = `${String(failed.length).padStart(3)} fail`
    const [first = '', ...others] = wrap(
      [failed.join(' '), unknown > 0 ? `${unknown} unknown` : ''].filter((part) => part !== '').join('; '),
      width - hang.length,
    )
    const figures = `${String(passed).padStart(3)} pass ${failed.length > 0 ? paint.level('error', fails) : paint.good(fails)}`
    return [
      `${padEnd(truncate(names[at] ?? '', column), column)}  ${figures}  ${paint.dim(first)}`.trimEnd(),
      ...others.map((line) => hang + paint.dim(line)),
    ]
  })
}

/** The report for a terminal: failed controls with their containers, controls for a person, and the containers, worst first. */
export function cisText(report: AuditReport, { color, columns }: CisStyle): string {
  const paint = paintFor(color)
  const width = Math.max(60, Math.min(columns ?? 80, 110))
  const table = cisTable(report)
  const numbers = Math.max(7, ...[...table.decided, ...table.byHand].map(({ control }) => controlNumber(control).length))
  const hang = ' '.repeat(numbers + 2)
  const byHand = table.byHand.flatMap(({ control }) => [
    ...wrap(control.title, width - hang.length).map((line, at) =>
      at === 0 ? `${controlNumber(control).padEnd(numbers)}  ${line}` : hang + line,
    ),
    ...wrap(howToJudge(control), width - hang.length).map((line) => hang + paint.dim(line)),
  ])
  const unanswered = unansweredHosts(report).flatMap((line) => wrap(escapeControls(line), width))
  return `${[
    `${paint.bold('CIS Docker Benchmark, containers')}  ${paint.dim('numbers from v1.6 on (v1.2 to v1.5)')}`,
    '',
    ...(table.decided.length > 0 ? [paint.dim(`${'control'.padEnd(numbers)}   pass  fail`)] : []),
    ...controlLines(table, report, paint, width, numbers),
    ...(byHand.length > 0 ? ['', paint.bold('For you to judge'), ...byHand] : []),
    ...(table.posture.length > 0 ? ['', paint.bold('Containers, worst first'), ...postureLines(table, report, paint, width)] : []),
    ...(unanswered.length > 0 ? ['', ...unanswered.map((line) => paint.level('error', line))] : []),
    '',
    ...wrap(summary(table), width),
  ].join('\n')}\n`
}

/** The report as Markdown, for a job summary or a wiki. */
export function cisMarkdown(report: AuditReport): string {
  const table = cisTable(report)
  const row = (...cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`
  const controls = table.decided.map((one) => {
    const { control, passed, failed } = one
    const names = failed.slice(0, NAMES).map(({ subject }) => markdownCode(subjectName(subject, report)))
    const more = failed.length > NAMES ? ` and ${failed.length - NAMES} more` : ''
    return row(
      controlNumber(control),
      control.level,
      escapeMarkdown(control.title),
      passed.length,
      failed.length,
      [names.join(', ') + more, escapeMarkdown(whyOpen(one, report))].filter((part) => part !== '').join('; '),
    )
  })
  const posture = table.posture
    .slice(0, ROWS)
    .map(({ subject, passed, failed }) => row(markdownCode(subjectName(subject, report)), passed, failed.length, failed.join(', ')))
  const unanswered = unansweredHosts(report).map((line) => `- ${escapeMarkdown(line)}`)
  return `${[
    '## CIS Docker Benchmark, containers',
    '',
    summary(table),
    'Numbers are those from v1.6 on, in brackets those of v1.2 to v1.5.',
    ...(unanswered.length > 0 ? ['', ...unanswered] : []),
    '',
    row('Control', 'Level', 'What it wants', 'Pass', 'Fail', 'Failing'),
    row('---', '---', '---', '---:', '---:', '---'),
    ...controls,
    '',
    '### Containers, worst first',
    '',
    row('Container', 'Pass', 'Fail', 'Failed controls'),
    row('---', '---:', '---:', '---'),
    ...posture,
    ...(table.posture.length > ROWS ? ['', `… and ${table.posture.length - ROWS} more.`] : []),
    '',
    '### For you to judge',
    '',
    ...table.byHand.map(
      ({ control }) => `- ${controlNumber(control)} ${escapeMarkdown(control.title)}. ${escapeMarkdown(howToJudge(control))}`,
    ),
  ].join('\n')}\n`
}
