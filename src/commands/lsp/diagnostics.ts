import { pathToFileURL } from 'node:url'
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver'
import { rulePageUrl } from '../../lint/rule.ts'
import { confidenceWords } from '../../model/confidence-words.ts'
import type { LintMessage } from '../../report/result.ts'

const SEVERITY = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
} as const

/** A message as the editor shows it; lines and columns count from 0 there. The rule's page is one click away. */
export function diagnostic(message: LintMessage): Diagnostic {
  const start = { line: Math.max(0, message.line - 1), character: Math.max(0, message.column - 1) }
  const end =
    message.endLine === undefined || message.endColumn === undefined
      ? start
      : // A service's finding is about its name, not about all of its lines.
        message.endLine > message.line
        ? { line: start.line, character: Number.MAX_SAFE_INTEGER }
        : { line: message.endLine - 1, character: message.endColumn - 1 }
  const sure = message.confidence === undefined ? '' : ` (${confidenceWords(message.confidence, message.plan)})`
  const related = (message.related ?? []).filter(({ line }) => line > 0)
  return {
    range: { start, end },
    severity: SEVERITY[message.level],
    source: 'dockseal',
    message: `${message.message}${sure}`,
    ...(message.ruleId === null ? {} : { code: message.ruleId, codeDescription: { href: rulePageUrl(message.ruleId) } }),
    ...(related.length === 0
      ? {}
      : {
          relatedInformation: related.map((other) => ({
            message: other.message,
            location: {
              uri: pathToFileURL(other.filePath).href,
              range: {
                start: { line: other.line - 1, character: other.column - 1 },
                end: { line: other.endLine - 1, character: Math.max(0, other.endColumn - 1) },
              },
            },
          })),
        }),
  }
}
