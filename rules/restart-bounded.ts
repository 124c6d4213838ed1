import { defineRule } from '../src/lint/rule.ts'

/** Restarts that CIS allows; more hide a service that never starts. */
const MAX_RETRIES = 5

export const restartBounded = defineRule({
  id: 'restart-bounded',
  meta: {
    title: 'A container is restarted a bounded number of times',
    why: 'A service that fails at start is restarted without end and uses up the time of the host.',
    category: 'resources',
    cis: { upTo15: '5.14', from16: '5.15' },
    owasp: '7',
    severity: 'info',
    securitySeverity: '1.5',
    presets: ['cis', 'strict'],
    messages: {
      always: 'The restart policy of {{noun}} "{{name}}" is {{policy}}. If nobody watches for restart loops, use on-failure:5.',
      unbounded: 'The restart policy of {{noun}} "{{name}}" is on-failure {{bound}}. Use on-failure:5.',
    },
  },
  container(container, report) {
    const { restart } = container
    if (restart.state !== 'set') return
    const { policy, maxRetries } = restart.value
    switch (policy) {
      case 'no':
        return
      case 'always':
      case 'unless-stopped':
        report({ messageId: 'always', at: restart.origin, data: { policy } })
        return
      case 'on-failure': {
        // The engines read 0 retries as "no limit" (`docker run` reference, "Restart policies").
        const none = maxRetries === undefined || maxRetries === 0
        if (!none && maxRetries <= MAX_RETRIES) return
        const bound = none ? 'without a bound' : `with ${maxRetries} tries`
        report({ messageId: 'unbounded', at: restart.origin, data: { bound } })
        return
      }
      default:
        policy satisfies never
    }
  },
})
