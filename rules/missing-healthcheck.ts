import { defineRule } from '../src/lint/rule.ts'

export const missingHealthcheck = defineRule({
  id: 'missing-healthcheck',
  meta: {
    title: 'An image defines a health check',
    why: 'A server that hangs counts as running, and nobody restarts it.',
    category: 'observability',
    cis: { upTo15: '4.6', from16: '4.6' },
    severity: 'info',
    securitySeverity: '2.0',
    presets: ['cis', 'strict'],
    messages: {
      missing: 'The image has no HEALTHCHECK. Add one with a command that asks the service itself.',
      disabled: 'HEALTHCHECK NONE disables the check of the base image. Use a command instead.',
    },
  },
  image(image, report, { base }) {
    const { healthcheck } = image
    if (healthcheck.state === 'unknown') return
    if (healthcheck.state === 'set') {
      if (healthcheck.value.disabled) report({ messageId: 'disabled', at: healthcheck.origin })
      return
    }
    if (base?.healthcheck === true) return
    report({ messageId: 'missing', at: image.origin })
  },
})
