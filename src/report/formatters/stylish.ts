import { escapeControls } from '../../text/escape.ts'
import { styler } from '../../text/style.ts'
import { paintFor } from '../pretty-entry.ts'
import type { FormatContext, LintResult } from '../result.ts'
import { count, tally } from '../tally.ts'
import { padEnd } from '../terminal.ts'

/** ESLint 8's `stylish`: a table for each file, then the counts. It adds the level `info`, which ESLint lacks. */
export function stylish(results: readonly LintResult[], context: FormatContext): string {
  const paint = paintFor(context.color)
  const { total, byLevel, byRule } = tally(results)
  if (total === 0) return ''
  const blocks = results
    .filter((result) => result.messages.length > 0)
    .map(({ filePath, messages }) => {
      const rows = messages.map((message) => ({
        line: String(message.line),
        column: String(message.column),
        level: message.level,
        text: escapeControls(message.message.replace(/([^ ])\.$/, '$1')),
        rule: escapeControls(message.ruleId ?? ''),
      }))
      const widest = (key: 'line' | 'column' | 'level' | 'text') => Math.max(...rows.map((row) => padEnd(row[key], 0).length))
      const [line, column, level, text] = [widest('line'), widest('column'), widest('level'), widest('text')]
      const table = rows.map((row) => {
        const place = paint.dim(`${row.line.padStart(line)}:${row.column.padEnd(column)}`)
        const rule = row.rule === '' ? '' : `  ${paint.dim(row.rule)}`
        return `  ${place}  ${paint.level(row.level, row.level.padEnd(level))}  ${row.rule === '' ? row.text : padEnd(row.text, text)}${rule}`
      })
      return `${paint.underline(escapeControls(filePath))}\n${table.join('\n')}\n`
    })
  const worst = byLevel.error > 0 ? 'error' : 'warning'
  const strong = (text: string) => paint.level(worst, paint.bold(text))
  const infos = byLevel.info > 0 ? `, ${byLevel.info} info` : ''
  const counts = strong(`✖ ${count(total, 'problem')} (${count(byLevel.error, 'error')}, ${count(byLevel.warning, 'warning')}${infos})`)
  const fixableErrors = results.reduce((sum, result) => sum + result.fixableErrorCount, 0)
  const fixableOthers = results.reduce((sum, result) => sum + result.fixableWarningCount, 0)
  const fixable = byRule.some((rule) => rule.fixable > 0)
    ? `${strong(`  ${count(fixableErrors, 'error')} and ${count(fixableOthers, 'warning')} potentially fixable with the \`--fix\` option.`)}\n`
    : ''
  return styler(context.color)('reset')(`\n${blocks.join('\n')}\n${counts}\n${fixable}`)
}
