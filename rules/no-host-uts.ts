import { defineRule } from '../src/lint/rule.ts'
import { hostNamespace } from './shared/namespaces.ts'

export const noHostUts = defineRule({
  id: 'no-host-uts',
  meta: {
    title: "No container uses the host's UTS namespace",
    why: 'With the right capability, such a container can rename the host, which logs and cluster membership depend on.',
    category: 'isolation',
    cis: { upTo15: '5.20', from16: '5.21' },
    owasp: '3',
    severity: 'info',
    securitySeverity: '3.1',
    presets: ['recommended', 'cis', 'strict'],
    messages: {
      host: 'The UTS namespace of {{noun}} "{{name}}" is the host\'s. Remove {{setting:host-uts}}, and set a host name for the container if it needs one.',
    },
  },
  container(container, report) {
    const at = hostNamespace(container, 'uts')
    if (!at) return
    report({ messageId: 'host', at })
  },
})
