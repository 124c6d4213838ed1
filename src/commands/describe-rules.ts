import { type Rule, rulePageUrl } from '../lint/rule.ts'
import { pick } from '../model/defined.ts'
import type { RuleDescription } from '../report/result.ts'
import { rulePage } from './package.ts'

/** Rules' meta as formatters want it. The page is read only by a formatter that asks for `help`. */
export function describeRules(rules: readonly Rule[]): Record<string, RuleDescription> {
  return Object.fromEntries(rules.map((rule) => [rule.id, describeRule(rule)]))
}

function describeRule({ id, meta }: Rule): RuleDescription {
  return {
    type: 'problem',
    ...(meta.fixable ? { fixable: 'code' as const } : {}),
    docs: { description: meta.title, url: rulePageUrl(id), recommended: meta.presets.includes('recommended'), category: meta.category },
    level: meta.severity,
    ...pick(meta, 'why', 'messages', 'cis', 'owasp', 'scope', 'securitySeverity'),
    get help() {
      return rulePage(id)
    },
  }
}
