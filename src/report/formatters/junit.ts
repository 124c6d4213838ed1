import { messageWithSureness } from '../confidence.ts'
import { levelWord } from '../level-word.ts'
import { escapeMarkup } from '../markup.ts'
import type { LintMessage, LintResult } from '../result.ts'

/** The path without its last extension, as ESLint names the class of a test case. */
function className(filePath: string): string {
  const slash = Math.max(filePath.lastIndexOf('/'), filePath.lastIndexOf('\\'))
  const dot = filePath.lastIndexOf('.')
  return dot > slash + 1 ? filePath.slice(0, dot) : filePath
}

function testCase(message: LintMessage, filePath: string): string {
  const type = message.fatal ? 'error' : 'failure'
  const text = escapeMarkup(messageWithSureness(message))
  const rule = message.ruleId === null ? '' : ` (${escapeMarkup(message.ruleId)})`
  // Escaped inside CDATA as well, as ESLint does: `]]>` in a message must not end it.
  const detail = `line ${message.line}, col ${message.column}, ${levelWord(message)} - ${text}${rule}`
  const open = `<testcase time="0" name="org.dockseal.${escapeMarkup(message.ruleId ?? 'unknown')}" classname="${escapeMarkup(className(filePath))}">`
  // An info passes: its message is in the output of its test.
  if (message.level === 'info' && !message.fatal) return `${open}<system-out><![CDATA[${detail}]]></system-out></testcase>\n`
  return `${open}<${type} message="${text}"><![CDATA[${detail}]]></${type}></testcase>\n`
}

/** ESLint 8's `junit`: a suite for each file, a failed case for each message, one passed case for a clean file. Paths are escaped too. */
export function junit(results: readonly LintResult[]): string {
  const suites = results.map(({ filePath, messages }) => {
    const name = escapeMarkup(filePath)
    const open = (tests: number, errors: number) =>
      `<testsuite package="org.dockseal" time="0" tests="${tests}" errors="${errors}" name="${name}">\n`
    if (messages.length === 0) {
      return `${open(1, 0)}<testcase time="0" name="${name}" classname="${escapeMarkup(className(filePath))}" />\n</testsuite>\n`
    }
    return `${open(messages.length, messages.filter(({ level, fatal }) => level !== 'info' || fatal).length)}${messages.map((message) => testCase(message, filePath)).join('')}</testsuite>\n`
  })
  return `<?xml version="1.0" encoding="utf-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`
}
