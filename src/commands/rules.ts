import type { Rule } from '../lint/rule.ts'
import { rulePageUrl } from '../lint/rule.ts'
import { pick } from '../model/defined.ts'

/** `dockseal rules`: a table of all rules, or JSON for tools. */
export function listRules(rules: readonly Rule[], json: boolean): string {
  if (json) {
    const list = rules.map(({ id, meta }) => ({
      id,
      ...pick(meta, 'title', 'category', 'scope', 'severity', 'securitySeverity', 'presets', 'fixable', 'cis', 'owasp'),
      url: rulePageUrl(id),
    }))
    return `${JSON.stringify(list, null, 2)}\n`
  }
  const rows = rules.map(({ id, meta }) => [
    id,
    meta.severity,
    meta.cis ? `${meta.cis.upTo15} / ${meta.cis.from16}` : '',
    meta.presets.join(', '),
    meta.fixable ? 'fix' : '',
    meta.title,
  ])
  const header = ['rule', 'severity', 'CIS ≤1.5 / ≥1.6', 'presets', '', '']
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0)))
  const padded = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')
  return [header, ...rows].map((row) => `${padded(row).trimEnd()}\n`).join('')
}
