import { defineRule } from '../src/lint/rule.ts'
import { hostNamespace } from './shared/namespaces.ts'

export const noHostUserns = defineRule({
  id: 'no-host-userns',
  meta: {
    title: 'No container opts out of user namespaces',
    why: 'Where the daemon maps container users to unprivileged ones, this container opts out: its root is root on the host.',
    category: 'isolation',
    cis: { upTo15: '5.30', from16: '5.31' },
    owasp: '3',
    severity: 'info',
    securitySeverity: '3.5',
    presets: ['recommended', 'cis', 'strict'],
    messages: { host: 'The user namespace of {{noun}} "{{name}}" is the host\'s. Remove {{setting:host-userns}}.' },
  },
  container(container, report) {
    // Podman's containers are in the user's own namespace by default, and `host` means the same.
    const at = container.engine === 'podman' ? undefined : hostNamespace(container, 'user')
    if (!at) return
    report({ messageId: 'host', at })
  },
})
