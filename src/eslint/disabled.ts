/** An `eslint-disable…` comment, and the line that it is on. */
export interface Disable {
  readonly type: 'disable' | 'enable' | 'disable-line' | 'disable-next-line'
  /** Rule ids between commas; empty: every rule. */
  readonly value: string
  readonly line: number
}

/** Whether ESLint suppresses the reports of a rule on a line: a fix for several findings must leave such a finding alone. */
export function isDisabled(comments: readonly Disable[]): (ruleId: string, line: number) => boolean {
  const ordered = [...comments].sort((a, b) => a.line - b.line)
  return (ruleId, line) => {
    let off = false
    for (const comment of ordered) {
      const ids = comment.value.split(',').flatMap((id) => id.trim() || [])
      if (ids.length > 0 && !ids.includes(ruleId)) continue
      if (comment.type === 'disable-line' ? comment.line === line : comment.type === 'disable-next-line' && comment.line + 1 === line)
        return true
      if (comment.line <= line && (comment.type === 'disable' || comment.type === 'enable')) off = comment.type === 'disable'
    }
    return off
  }
}
