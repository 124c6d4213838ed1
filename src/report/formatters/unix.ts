import { escapeControls } from '../../text/escape.ts'
import { messageWithSureness } from '../confidence.ts'
import { levelWord } from '../level-word.ts'
import type { LintResult } from '../result.ts'
import { count } from '../tally.ts'

/** ESLint 8's `unix`: `file:line:column: message [Level/rule]`, the form of compilers and grep. */
export function unix(results: readonly LintResult[]): string {
  const lines = results.flatMap(({ filePath, messages }) =>
    messages.map((message) => {
      const rule = message.ruleId === null ? '' : `/${message.ruleId}`
      return escapeControls(`${filePath}:${message.line}:${message.column}: ${messageWithSureness(message)} [${levelWord(message)}${rule}]`)
    }),
  )
  return lines.length === 0 ? '' : `${lines.join('\n')}\n\n${count(lines.length, 'problem')}`
}
