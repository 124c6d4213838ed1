import { messageWithSureness } from '../confidence.ts'
import { escapeMarkup } from '../markup.ts'
import type { LintResult } from '../result.ts'

/** ESLint 8's `checkstyle` (Checkstyle 4.3 XML); severity `info` is one of Checkstyle's own. */
export function checkstyle(results: readonly LintResult[]): string {
  const files = results.map(({ filePath, messages }) => {
    const errors = messages.map((message) => {
      const rule = message.ruleId === null ? '' : escapeMarkup(message.ruleId)
      const text = escapeMarkup(messageWithSureness(message)) + (rule === '' ? '' : ` (${rule})`)
      const source = rule === '' ? '' : `dockseal.rules.${rule}`
      return `<error line="${message.line}" column="${message.column}" severity="${message.level}" message="${text}" source="${source}" />`
    })
    return `<file name="${escapeMarkup(filePath)}">${errors.join('')}</file>`
  })
  return `<?xml version="1.0" encoding="utf-8"?><checkstyle version="4.3">${files.join('')}</checkstyle>`
}
