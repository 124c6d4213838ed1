import { defineRule } from '../src/lint/rule.ts'
import { hostNamespace } from './shared/namespaces.ts'
import { who } from './shared/words.ts'

/** CIS Docker Benchmark 5.15 (5.16 since v1.6): no container uses the PID namespace of the host. */
export const noHostPid = defineRule({
  id: 'no-host-pid',
  meta: {
    title: 'No container sees the processes of the host',
    why: 'Root in such a container can stop every process of the host and read its arguments and environment.',
    category: 'isolation',
    scope: 'container',
    cis: { upTo15: '5.15', from16: '5.16' },
    owasp: '3',
    severity: 'warning',
    securitySeverity: '6.8',
    presets: ['recommended', 'cis', 'strict'],
    fixable: false,
    messages: {
      host: 'The processes of the host are visible to {{noun}} "{{name}}". Remove {{setting}}.',
    },
  },
  *container(container) {
    const at = hostNamespace(container, 'pid')
    if (!at) return
    const setting = container.dialect.settings['host-pid']
    yield { messageId: 'host', at, data: { ...who(container), setting } }
  },
})
