import { defineRule } from '../src/lint/rule.ts'
import { forService } from './shared/limits.ts'
import { hostNamespace } from './shared/namespaces.ts'

export const noHostIpc = defineRule({
  id: 'no-host-ipc',
  meta: {
    title: 'No container uses the shared memory of the host',
    why: 'Programs of the host exchange data in shared memory; a container that shares it can read and change that data.',
    category: 'isolation',
    cis: { upTo15: '5.16', from16: '5.17' },
    owasp: '3',
    severity: 'warning',
    securitySeverity: '5.3',
    presets: ['recommended', 'cis', 'strict'],
    messages: {
      host: 'The shared memory and semaphores of the host are open to {{noun}} "{{name}}". Remove {{setting:host-ipc}}. To share memory with one other container, name that container.',
    },
  },
  container(container, report) {
    const at = hostNamespace(container, 'ipc')
    if (!at) return
    report({ messageId: 'host', at, severity: forService(container, 'warning') })
  },
})
