import { groupBy } from '../model/maps.ts'
import type { AuditReport } from './audit-report.ts'
import {
  type CisPosture,
  type CisRow,
  cisFigures,
  cisTable,
  controlNumber,
  howToJudge,
  subjectName,
  unansweredHosts,
  whyOpen,
} from './cis-rows.ts'
import { figures, htmlPage, htmlTable } from './html-page.ts'
import { escapeMarkup } from './markup.ts'
import { count } from './tally.ts'

const code = (text: string) => `<code>${escapeMarkup(text)}</code>`

/** A bar of passes and failures, with the same in words for screen readers. */
function bar(passed: number, failed: number): string {
  const share = Math.round((passed / Math.max(1, passed + failed)) * 100)
  return `<span class="bar" role="img" aria-label="${passed} pass, ${failed} fail"><i style="width:${share}%"></i></span>`
}

function failing(row: CisRow, report: AuditReport): string {
  const { failed } = row
  const open = whyOpen(row, report)
  const rest = open === '' ? '' : `<span class="dim">${escapeMarkup(open)}</span>`
  if (failed.length === 0) return rest
  const items = failed.map(({ subject, reasons }) => {
    const why = escapeMarkup(reasons.map(({ message }) => message).join(' '))
    return `<li>${code(subjectName(subject, report))} <span class="dim">${why}</span></li>`
  })
  return `<details><summary class="error">${count(failed.length, 'container')}</summary><ul>${items.join('')}</ul></details>${rest}`
}

function controlTable(rows: readonly CisRow[], report: AuditReport): string {
  return htmlTable(
    ['Control', 'Level', 'What it wants', 'Pass', 'Fail', 'Failing'],
    rows.map((row) => [
      { html: `<span id="c${row.control.from16}">${controlNumber(row.control)}</span>` },
      row.control.level,
      row.control.title,
      row.passed.length,
      row.failed.length,
      { html: failing(row, report) },
    ]),
    true,
  )
}

/** A container's image, origin and state. */
function about({ subject: { kind, image, project, service, status } }: CisPosture): string {
  const parts = [
    kind === 'service' ? 'swarm service' : '',
    image === undefined ? '' : image,
    project === undefined ? '' : `${project}${service === undefined ? '' : `/${service}`}`,
    status ?? '',
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

function hostSection(host: string, posture: readonly CisPosture[], titles: ReadonlyMap<string, string>, named: boolean): string {
  const failing = posture.filter(({ failed }) => failed.length > 0).length
  const rows = posture.map((one) => [
    { html: `${code(one.subject.name)}<br><span class="dim">${escapeMarkup(about(one))}</span>` },
    { html: bar(one.passed, one.failed.length) },
    one.passed,
    one.failed.length,
    { html: one.failed.map((number) => `<a href="#c${number}" title="${escapeMarkup(titles.get(number) ?? '')}">${number}</a>`).join(' ') },
  ])
  const title = named
    ? `<h3>${escapeMarkup(host)}: <span class="dim">${failing} of ${count(posture.length, 'container')} fail a control</span></h3>`
    : ''
  return `<section>${title}${htmlTable(['Container', 'Posture', 'Pass', 'Fail', 'Failed controls'], rows, true)}</section>`
}

/** A self-contained page: results by host and container, then each control with the containers that fail it and why. */
export function cisHtml(report: AuditReport): string {
  const table = cisTable(report)
  const { subjects, clean, failing: controlsFailing, holding, byHand } = cisFigures(table)
  const titles = new Map(table.decided.map(({ control }) => [control.from16, control.title]))
  const hosts = groupBy(table.posture, ({ subject }) => subject.host)
  const named = report.hosts.length > 1
  const unanswered = unansweredHosts(report).map((line) => `<p class="error">${escapeMarkup(line)}</p>`)
  const header = [
    '<h1>CIS Docker Benchmark, containers</h1>',
    figures([
      { value: subjects, label: 'containers' },
      { value: clean, label: 'fail nothing', ...(clean > 0 ? { kind: 'good' } : {}) },
      { value: controlsFailing, label: 'controls fail somewhere', ...(controlsFailing > 0 ? { kind: 'error' } : {}) },
      { value: holding, label: 'controls hold everywhere', ...(holding > 0 ? { kind: 'good' } : {}) },
      { value: byHand, label: 'for you to judge', kind: 'info' },
    ]),
    `<p class="dim">${escapeMarkup(report.generatedAt)}. Sections 4 and 5; numbers are those from v1.6 on, in brackets those of v1.2 to v1.5.</p>`,
    ...unanswered,
  ]
  const body = [
    '<h2>Posture</h2>',
    subjects === 0 ? '<p>No containers.</p>' : [...hosts].map(([host, posture]) => hostSection(host, posture, titles, named)).join('\n'),
    `<h2>Controls</h2>${controlTable(table.decided, report)}`,
    `<h2>For you to judge</h2>${htmlTable(
      ['Control', 'Level', 'What it wants', 'How'],
      table.byHand.map(({ control }) => [controlNumber(control), control.level, control.title, howToJudge(control)]),
      true,
    )}`,
  ]
  return htmlPage({
    title: 'CIS Docker Benchmark, containers',
    header: header.join('\n'),
    body: body.join('\n'),
    version: report.version,
    filter: false,
  })
}
