import { escapeControls } from '../../text/escape.ts'
import { messageWithSureness } from '../confidence.ts'
import { levelWord } from '../level-word.ts'
import type { LintMessage, LintResult } from '../result.ts'
import { count } from '../tally.ts'

/** One line for each message, and how many there are. */
function byLine(lineOf: (filePath: string, message: LintMessage) => string): (results: readonly LintResult[]) => string {
  return (results) => {
    const lines = results.flatMap(({ filePath, messages }) => messages.map((message) => escapeControls(lineOf(filePath, message))))
    return lines.length === 0 ? '' : `${lines.join('\n')}\n\n${count(lines.length, 'problem')}`
  }
}

/** ESLint 8's `compact`, for problem matchers of editors. */
export const compact: (results: readonly LintResult[]) => string = byLine((filePath, message) => {
  const rule = message.ruleId === null ? '' : ` (${message.ruleId})`
  return `${filePath}: line ${message.line}, col ${message.column}, ${levelWord(message)} - ${messageWithSureness(message)}${rule}`
})

/** ESLint 8's `unix`: `file:line:column: message [Level/rule]`, the form of compilers and grep. */
export const unix: (results: readonly LintResult[]) => string = byLine((filePath, message) => {
  const rule = message.ruleId === null ? '' : `/${message.ruleId}`
  return `${filePath}:${message.line}:${message.column}: ${messageWithSureness(message)} [${levelWord(message)}${rule}]`
})
