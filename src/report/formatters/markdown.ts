import { withHint } from '../../model/finding.ts'
import { groupBy } from '../../model/maps.ts'
import { escapeControls } from '../../text/escape.ts'
import { escapeMarkdown, markdownCode, markdownFence } from '../markup.ts'
import { nextStep } from '../next-step.ts'
import { isLive, placeName } from '../paths.ts'
import { planRows } from '../plan-rows.ts'
import { type FormatContext, isFixable, type LintMessage, type LintResult } from '../result.ts'
import { beforeSnippet, snippet } from '../snippet.ts'
import { checkedWords, count, coverageBeside, levelCounts, tally } from '../tally.ts'

/** GitHub cuts off a job summary at 1 MiB; people stop reading far earlier. */
const FILES = 30
const SERVICES = 5
const MAX_NOTES = 10

const WEIGHTS = { error: 10, warning: 3, info: 1 } as const

function row(...cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function table(head: readonly string[], rows: readonly string[]): string[] {
  return rows.length === 0 ? [] : [row(...head), row(...head.map(() => '---')), ...rows, '']
}

function more(all: number, shown: number, noun: string): string[] {
  return all > shown ? [`… and ${count(all - shown, `more ${noun}`)}.`, ''] : []
}

function ruleLink(id: string, context: FormatContext): string {
  if (id === '') return 'could not be read'
  const url = context.rulesMeta[id]?.docs.url
  return url === undefined ? markdownCode(id) : `[${markdownCode(id)}](${encodeURI(url)})`
}

function byRule(results: readonly LintResult[], context: FormatContext): string[] {
  const rows = tally(results).byRule.map(({ ruleId, level, count: findings, files, fixable }) => {
    const cis = context.rulesMeta[ruleId]?.cis
    return row(ruleLink(ruleId, context), cis ? cis.from16 : '', level, String(findings), String(files), String(fixable))
  })
  return table(['Rule', 'CIS', 'Level', 'Findings', 'Files', 'Fixable'], rows)
}

function byFile(results: readonly LintResult[], context: FormatContext): string[] {
  const found = results
    .filter(({ messages }) => messages.length > 0)
    .toSorted((a, b) => b.errorCount - a.errorCount || b.warningCount - a.warningCount || (a.filePath < b.filePath ? -1 : 1))
  const rows = found.slice(0, FILES).map(({ filePath, messages, errorCount, warningCount, infoCount }) => {
    const rules = [...new Set(messages.map((message) => message.ruleId ?? ''))]
    const counts = [errorCount, warningCount - infoCount, infoCount].map(String)
    return row(
      markdownCode(placeName(filePath, context.root)),
      ...counts,
      rules.map((id) => (id === '' ? 'could not be read' : markdownCode(id))).join(', '),
    )
  })
  return [...table(['File', 'Errors', 'Warnings', 'Info', 'Rules'], rows), ...more(found.length, FILES, 'file')]
}

interface Service {
  readonly filePath: string
  readonly subject: string
  readonly messages: readonly LintMessage[]
  readonly weight: number
}

function worstServices(results: readonly LintResult[]): Service[] {
  const weightOf = (list: readonly LintMessage[]) => list.reduce((sum, message) => sum + WEIGHTS[message.level], 0)
  const services = results.flatMap(({ filePath, messages: all }) => {
    const bySubject = groupBy(all, ({ subject }) => subject ?? '')
    bySubject.delete('')
    return [...bySubject].map(([subject, messages]) => ({ filePath, subject, messages, weight: weightOf(messages) }))
  })
  return services.sort((a, b) => b.weight - a.weight || Number(b.messages.some((m) => m.plan)) - Number(a.messages.some((m) => m.plan)))
}

/** One paragraph of prose, without line ends and very long values. */
function prose(text: string): string {
  return escapeMarkdown(text.length > 600 ? `${text.slice(0, 600)}…` : text)
}

function service({ filePath, subject, messages }: Service, context: FormatContext): string[] {
  const title = isLive(filePath)
    ? markdownCode(placeName(filePath, context.root))
    : `${markdownCode(subject)} in ${markdownCode(placeName(filePath, context.root))}`
  const lines = [`#### ${title}`, '']
  for (const message of messages) {
    const line = message.line > 0 ? ` (line ${message.line})` : ''
    lines.push(
      `- **${message.level}** ${ruleLink(message.ruleId ?? '', context)}${line}: ${prose(beforeSnippet(message))}`,
      ...pasteLines(message),
    )
    if (message.fixRefused !== undefined) lines.push(`  - Not fixed: ${prose(message.fixRefused)}`)
    else if (isFixable(message) && message.fixTitle !== undefined) lines.push(`  - \`--fix\`: ${prose(message.fixTitle)}`)
  }
  const [plan] = messages.flatMap((message) => (message.plan && message.sealsIn === undefined ? [message.plan] : []))
  const cells = (plan ? planRows(plan) : []).map(({ as, what, why, sure }) =>
    row(as === 'has' ? 'has already' : as, markdownCode(what), prose(why), sure),
  )
  return [...lines, '', ...table(['Mount', 'What', 'Why', 'Sure'], cells)]
}

/** What to paste, as a block of code in a list, with notes. */
function pasteLines({ plan, sealsIn }: LintMessage): string[] {
  if (plan === undefined || sealsIn === undefined) return []
  const lines = snippet(plan, sealsIn, PASTE_WIDTH).map(escapeControls)
  const fence = markdownFence(lines.join('\n'))
  const notes = plan.notes.map((note) => `- Note: ${prose(note)}`)
  return ['', fence, ...lines, fence, '', ...notes].map((line) => (line === '' ? '' : `  ${line}`))
}

const PASTE_WIDTH = 100

function notSeen(results: readonly LintResult[], context: FormatContext): string[] {
  const groups = [...groupBy(coverageBeside(results, context), withHint)]
  if (groups.length === 0) return []
  const lines = groups.slice(0, MAX_NOTES).map(([message, notes]) => {
    const places = notes
      .slice(0, 3)
      .map(({ filePath, line }) => markdownCode(`${placeName(filePath, context.root)}${line === undefined ? '' : `:${line}`}`))
    const others = notes.length > 3 ? ` and ${notes.length - 3} more` : ''
    return `- ${prose(message)}: ${places.join(', ')}${others}`
  })
  return ['### Not seen in full', '', ...lines, '', ...more(groups.length, MAX_NOTES, 'kind of note')]
}

/** A job summary (GitHub's GITHUB_STEP_SUMMARY) or a comment: tables by rule and by file, and the plan for the worst services. */
export function markdown(results: readonly LintResult[], context: FormatContext): string {
  const total = tally(results)
  const head = total.total === 0 ? 'no findings' : `${count(total.total, 'finding')} (${levelCounts(total.byLevel)})`
  const services = worstServices(results)
  const next = nextStep(results, total, context)
  const lines = [
    `## dockseal: ${head}`,
    '',
    `Checked ${checkedWords(context.summary, total)}. ${total.total === 0 ? '' : `Fixable: ${total.fixable}.`}`.trim(),
    '',
    ...(total.total === 0 ? [] : ['### By rule', '', ...byRule(results, context), '### By file', '', ...byFile(results, context)]),
    ...(services.length === 0 ? [] : [services.length > SERVICES ? `### The worst ${SERVICES} services` : '### Services', '']),
    ...services.slice(0, SERVICES).flatMap((one) => service(one, context)),
    ...notSeen(results, context),
    ...(next ? [`Next: ${markdownCode(escapeControls(next.command))} ${next.does}`] : []),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}
