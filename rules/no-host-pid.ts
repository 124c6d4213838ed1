import { defineRule } from '../src/lint/rule.ts'
import { hostNamespace } from './shared/namespaces.ts'

export const noHostPid = defineRule({
  id: 'no-host-pid',
  meta: {
    title: 'No container sees the processes of the host',
    why: 'Root in such a container can stop every process of the host and read its arguments and environment.',
    category: 'isolation',
    cis: { upTo15: '5.15', from16: '5.16' },
    owasp: '3',
    severity: 'warning',
    securitySeverity: '6.8',
    presets: ['recommended', 'cis', 'strict'],
    messages: { host: 'The processes of the host are visible to {{noun}} "{{name}}". Remove {{setting:host-pid}}.' },
  },
  container(container, report) {
    const at = hostNamespace(container, 'pid')
    if (!at) return
    report({ messageId: 'host', at })
  },
})
