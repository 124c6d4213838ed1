import type { Rule } from '../lint/rule.ts'
import { ruleHint } from '../lint/unknown-rule.ts'
import { rulePage } from './package.ts'
import { UsageError } from './usage-error.ts'

/** `dockseal explain <rule>`: the rule's page. */
export function explainRule(id: string | undefined, rules: readonly Rule[]): string {
  if (id === undefined) throw new UsageError('explain takes a rule; list them with `dockseal rules`')
  const rule = rules.find((each) => each.id === id)
  const ids = rules.map((each) => each.id)
  if (!rule) throw new UsageError(`no rule is called "${id}"; ${ruleHint(id, ids)}`)
  return rulePage(rule.id)
}
