import { defineRule } from '../src/lint/rule.ts'

export const healthcheckDefined = defineRule({
  id: 'healthcheck-defined',
  meta: {
    title: 'The health of a container is checked at run time',
    why: 'Without a health check, the engine treats a container as healthy as long as its process exists, even if it no longer answers.',
    category: 'observability',
    cis: { upTo15: '5.26', from16: '5.27' },
    severity: 'info',
    securitySeverity: '1.0',
    presets: ['cis', 'strict'],
    messages: {
      missing: 'No health check is defined for {{noun}} "{{name}}"{{image}}. Add {{setting:healthcheck}}.',
      disabled: 'The health check of {{noun}} "{{name}}" is disabled. Define a test that fits.',
    },
  },
  container(container, report, context) {
    const { healthcheck } = container
    switch (healthcheck.state) {
      case 'unknown':
        return
      case 'set':
        if (healthcheck.value.disabled) report({ messageId: 'disabled', at: healthcheck.origin })
        return
      case 'unset':
        break
      default:
        healthcheck satisfies never
    }
    // A short-lived tool has no health to check.
    if (container.oneOff) return
    const own = context.image?.healthcheck
    if (own?.state === 'unknown' || (own?.state === 'set' && !own.value.disabled)) return
    const knowledge = context.plan().knowledge
    if (knowledge?.healthcheck) return
    const image = knowledge?.healthcheck === false ? `, and its image (${knowledge.image}) brings none` : ''
    report({ messageId: 'missing', at: container.origin, data: { image } })
  },
})
