import { confidenceWords } from '../../model/confidence-words.ts'
import { withHint } from '../../model/finding.ts'
import { groupBy } from '../../model/maps.ts'
import { codeFrame, type FrameLine, sourceLines } from '../code-frame.ts'
import { figures, htmlPage, htmlTable } from '../html-page.ts'
import { escapeMarkup } from '../markup.ts'
import { nextStep } from '../next-step.ts'
import { isLive, placeName } from '../paths.ts'
import { planRows, reasonText } from '../plan-rows.ts'
import { type FormatContext, isFixable, type LintMessage, type LintResult } from '../result.ts'
import { beforeSnippet, snippet } from '../snippet.ts'
import { checkedWords, cisLabel, count, coverageBeside, levelCounts, type Tally, tally } from '../tally.ts'

/** Up to this number of findings, files are open; beyond it, a reader opens them. */
const OPEN = 60

const code = (text: string) => `<code>${escapeMarkup(text)}</code>`

function ruleLink(id: string | null, context: FormatContext): string {
  if (id === null || id === '') return 'cannot be read'
  const url = context.rulesMeta[id]?.docs.url
  return url === undefined ? code(id) : `<a href="${escapeMarkup(url)}" rel="noopener noreferrer">${code(id)}</a>`
}

function frameRow({ number, text, markAt }: FrameLine, width: number): string {
  const gutter = `<i>${String(number).padStart(width)} │ </i>`
  if (markAt === undefined) return gutter + escapeMarkup(text)
  const [from, to] = markAt
  return `${gutter}${escapeMarkup(text.slice(0, from))}<mark>${escapeMarkup(text.slice(from, to))}</mark>${escapeMarkup(text.slice(to))}`
}

function frame(lines: readonly string[], message: LintMessage): string {
  const rows = codeFrame(lines, message, 2)
  if (rows === undefined) return ''
  const width = String(rows.at(-1)?.number ?? 0).length
  return `<pre tabindex="0">${rows.map((row) => frameRow(row, width)).join('\n')}</pre>`
}

/** What to paste or, for a plan that seals nothing, the table of its mounts. Then settings and notes. */
function planHtml({ plan, sealsIn }: LintMessage): string {
  if (plan === undefined) return ''
  const notes = plan.notes.map((note) => `<p class="dim">Note: ${escapeMarkup(note)}</p>`).join('')
  if (sealsIn !== undefined) {
    const pasted = snippet(plan, sealsIn, PASTE_WIDTH).map(escapeMarkup).join('\n')
    return `<div class="plan"><pre tabindex="0">${pasted}</pre>${notes}</div>`
  }
  const rows = planRows(plan).map(({ as, what, why, sure }) => [as === 'has' ? 'has already' : as, { html: code(what) }, why, sure])
  const settings = plan.settings.flatMap(({ environment, because }) =>
    environment
      ? [`<p>Set ${code(`${environment.name}=${environment.value}`)}: ${escapeMarkup(because.map(reasonText).join('; '))}</p>`]
      : [],
  )
  const table = rows.length > 0 ? htmlTable(['Mount', 'What must stay writable', 'Why', 'Sure'], rows, true) : ''
  return table === '' && settings.length === 0 && notes === '' ? '' : `<div class="plan">${table}${settings.join('')}${notes}</div>`
}

/** Columns of a snippet, which scrolls. */
const PASTE_WIDTH = 110

function card(message: LintMessage, result: LintResult, lines: readonly string[], context: FormatContext): string {
  const place = message.line > 0 ? `line ${message.line}, column ${message.column}` : ''
  const cis = cisLabel(message, context)
  const aside = [cis, message.subject && !isLive(result.filePath) ? message.subject : '', place].filter((part) => part !== '')
  const sure = message.confidence === undefined ? '' : ` (${confidenceWords(message.confidence, message.plan)})`
  const title = message.fixTitle ?? message.suggestions?.[0]?.desc
  const fix =
    message.fixRefused !== undefined
      ? `Not fixed: ${message.fixRefused}`
      : title === undefined
        ? ''
        : `${isFixable(message) ? 'dockseal --fix' : 'By hand'}: ${title}${sure}`
  const seeAlso = (message.related ?? []).map((other) => {
    const where = other.line > 0 ? `${placeName(other.filePath, context.cwd)}:${other.line}` : placeName(other.filePath, context.cwd)
    return `<p class="dim">See ${code(where)}: ${escapeMarkup(other.message)}</p>`
  })
  const sentence = `<p>${escapeMarkup(beforeSnippet(message))}</p>`
  return [
    `<article class="${message.level}" data-level="${message.level}">`,
    `<header><b class="${message.level}">${message.level}</b>${ruleLink(message.ruleId, context)}${aside.map((part) => `<span class="dim">${escapeMarkup(part)}</span>`).join('')}</header>`,
    // What to paste follows the message.
    ...(message.sealsIn === undefined ? [sentence, frame(lines, message)] : [frame(lines, message), sentence]),
    planHtml(message),
    fix === '' ? '' : `<p><b>${escapeMarkup(fix)}</b></p>`,
    ...seeAlso,
    '</article>',
  ].join('')
}

function fileSection(result: LintResult, context: FormatContext, open: boolean): string {
  const lines = result.source === undefined ? [] : sourceLines(result.source)
  const byLevel = { error: result.errorCount, warning: result.warningCount - result.infoCount, info: result.infoCount }
  const summary = `<summary>${code(placeName(result.filePath, context.cwd))} <span class="dim">${levelCounts(byLevel)}</span></summary>`
  const cards = result.messages.map((message) => card(message, result, lines, context))
  return `<details class="file"${open ? ' open' : ''}>${summary}${cards.join('\n')}</details>`
}

/** Why a rule matters: once, beside its name. */
function whyHtml(why: string | undefined): string {
  return why === undefined || why === '' ? '' : `<div class="dim">${escapeMarkup(why)}</div>`
}

function ruleTable(total: Tally, context: FormatContext): string {
  const rows = total.byRule.map(({ ruleId, level, count: findings, files, fixable }) => [
    { html: `${ruleLink(ruleId, context)}${whyHtml(context.rulesMeta[ruleId]?.why)}` },
    context.rulesMeta[ruleId]?.cis?.from16 ?? '',
    { html: `<span class="${level}">${level}</span>` },
    findings,
    files,
    fixable,
  ])
  return htmlTable(['Rule', 'CIS', 'Level', 'Findings', 'Files', 'Fixable'], rows, true)
}

function notSeen(results: readonly LintResult[], context: FormatContext): string {
  const groups = [...groupBy(coverageBeside(results, context), withHint)]
  if (groups.length === 0) return ''
  const items = groups.map(([message, notes]) => {
    const places = notes.map(({ filePath, line }) => code(`${placeName(filePath, context.cwd)}${line === undefined ? '' : `:${line}`}`))
    return `<li>${escapeMarkup(message)}<br>${places.join(', ')}</li>`
  })
  return `<h2>Not seen in full</h2><ul>${items.join('\n')}</ul>`
}

const FILTER = `<form hidden><input type="search" name="words" placeholder="Filter by rule, service, file …" aria-label="Filter">${(
  ['error', 'warning', 'info'] as const
)
  .map((level) => `<label><input type="checkbox" name="level" value="${level}" checked> <span class="${level}">${level}</span></label>`)
  .join('')}<output class="dim"></output></form>`

/** A self-contained page for people: counts, rules, then every file with its findings, code and write plans. Works without scripts. */
export function html(results: readonly LintResult[], context: FormatContext): string {
  const total = tally(results)
  const next = nextStep(results, total, context)
  const checked = `Checked ${checkedWords(context.summary, total)}.`
  const header = [
    `<h1>dockseal: ${total.total === 0 ? 'no findings' : count(total.total, 'finding')}</h1>`,
    figures([
      { value: total.byLevel.error, label: 'errors', ...(total.byLevel.error > 0 ? { kind: 'error' } : {}) },
      { value: total.byLevel.warning, label: 'warnings', ...(total.byLevel.warning > 0 ? { kind: 'warning' } : {}) },
      { value: total.byLevel.info, label: 'info', ...(total.byLevel.info > 0 ? { kind: 'info' } : {}) },
      { value: total.fixable, label: 'fixable', ...(total.fixable > 0 ? { kind: 'good' } : {}) },
    ]),
    `<p class="dim">${checked}</p>`,
    next ? `<p>Next: ${code(next.command)} ${escapeMarkup(next.does)}</p>` : '',
  ]
  const found = results.filter(({ messages }) => messages.length > 0)
  const findings =
    found.length === 0
      ? ''
      : `<h2>Rules</h2>${ruleTable(total, context)}<h2>Findings</h2>${FILTER}${found.map((result) => fileSection(result, context, total.total <= OPEN)).join('\n')}`
  return htmlPage({
    title: `dockseal: ${total.total === 0 ? 'no findings' : count(total.total, 'finding')}`,
    header: header.join('\n'),
    body: `${findings}${notSeen(results, context)}`,
    version: context.version,
    filter: found.length > 0,
  })
}
