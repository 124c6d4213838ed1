import type { Severity } from '../../model/finding.ts'
import { escapeControls, jsonText } from '../../text/escape.ts'
import { hash64 } from '../fingerprint.ts'
import { isLive, relativePath } from '../paths.ts'
import type { FormatContext, LintMessage, LintResult } from '../result.ts'

const SEVERITIES: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'major', info: 'info' }

/**
 * GitLab's Code Quality report (GitLab Docs, "Code Quality report format", after Code Climate): fingerprints are unique in a
 * report, and survive edits elsewhere in the file so that GitLab tells new findings from old ones.
 */
export function gitlab(results: readonly LintResult[], context: FormatContext): string {
  const seen = new Map<string, number>()
  const fingerprint = (path: string, message: LintMessage) => {
    const base = [path, message.ruleId ?? '', message.fingerprint ?? message.message].join('\0')
    const times = seen.get(base) ?? 0
    seen.set(base, times + 1)
    const key = times === 0 ? base : `${base}\0${times}`
    return hash64(key) + hash64(`dockseal\0${key}`)
  }
  const issues = results.flatMap(({ filePath, messages }) => {
    const path = isLive(filePath) ? filePath : relativePath(context.root, filePath)
    return messages.map((message) => ({
      type: 'issue',
      check_name: message.ruleId ?? 'unreadable',
      description: escapeControls(message.message),
      categories: ['Security'],
      severity: message.fatal ? 'blocker' : SEVERITIES[message.level],
      fingerprint: fingerprint(path, message),
      location: {
        path,
        lines: { begin: Math.max(1, message.line), ...(message.endLine === undefined ? {} : { end: message.endLine }) },
      },
    }))
  })
  return `${jsonText(issues, 2)}\n`
}
