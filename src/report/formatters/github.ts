import { type Severity, withHint } from '../../model/finding.ts'
import { escapeControls } from '../../text/escape.ts'
import { messageWithSureness } from '../confidence.ts'
import { isLive, relativePath } from '../paths.ts'
import type { FormatContext, LintMessage, LintResult } from '../result.ts'
import { cisLabel, coverageBeside } from '../tally.ts'

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' }

/** Data of a workflow command (GitHub Docs, "Workflow commands"; escapes as in actions/toolkit): `%`, CR and LF. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function command(name: string, properties: Readonly<Record<string, string | number | undefined>>, message: string): string {
  const list = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) =>
        `${key}=${escapeData(escapeControls(String(value)))
          .replaceAll(':', '%3A')
          .replaceAll(',', '%2C')}`,
    )
  return `::${name}${list.length > 0 ? ` ${list.join(',')}` : ''}::${escapeData(message)}`
}

/** GitHub accepts columns only for a range on one line. */
function place(message: LintMessage, file: string | undefined) {
  if (file === undefined || message.line === 0) return { file }
  const { line, column, endLine, endColumn } = message
  return endLine === line ? { file, line, endLine, col: column, endColumn } : { file, line, endLine }
}

/** Annotations on the lines of a pull request, by GitHub's workflow commands. Paths are relative to the repository. */
export function github(results: readonly LintResult[], context: FormatContext): string {
  const lines = results.flatMap(({ filePath, messages }) =>
    messages.map((message) => {
      const file = isLive(filePath) ? undefined : relativePath(context.root, filePath)
      const cis = cisLabel(message, context)
      const title = [message.ruleId ?? 'dockseal', cis].filter((part) => part !== '').join(', ')
      const hint =
        message.fixTitle === undefined || message.fix === undefined ? '' : `\nFix: dockseal --fix (${escapeControls(message.fixTitle)})`
      return command(COMMANDS[message.level], { ...place(message, file), title }, `${escapeControls(messageWithSureness(message))}${hint}`)
    }),
  )
  for (const note of coverageBeside(results, context)) {
    const { level, filePath, line } = note
    const file = isLive(filePath) ? undefined : relativePath(context.root, filePath)
    const text = escapeControls(withHint(note))
    lines.push(command(level === 'error' ? 'error' : 'notice', { file, line, title: 'dockseal: not seen in full' }, text))
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`
}
