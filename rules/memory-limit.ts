import { defineRule } from '../src/lint/rule.ts'
import { forService, limitState } from './shared/limits.ts'

export const memoryLimit = defineRule({
  id: 'memory-limit',
  meta: {
    title: 'The memory of a container is limited',
    why: 'A leak or an attack can use all memory of the host; the kernel then kills processes of its choice.',
    category: 'resources',
    cis: { upTo15: '5.10', from16: '5.11' },
    owasp: '7',
    severity: 'warning',
    securitySeverity: '4.0',
    presets: ['cis', 'strict'],
    messages: {
      missing:
        'The memory of {{noun}} "{{name}}" is unlimited. Add {{setting:memory}}, with a value based on what the program really uses.',
      lifted: 'The memory limit of {{noun}} "{{name}}" is set to "unlimited". Set it to what the program needs.',
    },
  },
  container(container, report) {
    const { memory } = container.limits
    const state = limitState(memory)
    if (state === 'lifted' && memory.state === 'set') report({ messageId: 'lifted', at: memory.origin })
    if (state !== 'none') return
    report({ messageId: 'missing', at: container.origin, severity: forService(container, 'warning') })
  },
})
