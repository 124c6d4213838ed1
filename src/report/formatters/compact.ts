import { escapeControls } from '../../text/escape.ts'
import { messageWithSureness } from '../confidence.ts'
import { levelWord } from '../level-word.ts'
import type { LintResult } from '../result.ts'
import { count } from '../tally.ts'

/** ESLint 8's `compact`: one line for each message, for problem matchers of editors. */
export function compact(results: readonly LintResult[]): string {
  const lines = results.flatMap(({ filePath, messages }) =>
    messages.map((message) => {
      const rule = message.ruleId === null ? '' : ` (${message.ruleId})`
      return escapeControls(
        `${filePath}: line ${message.line}, col ${message.column}, ${levelWord(message)} - ${messageWithSureness(message)}${rule}`,
      )
    }),
  )
  return lines.length === 0 ? '' : `${lines.join('\n')}\n\n${count(lines.length, 'problem')}`
}
