import { defineRule } from '../src/lint/rule.ts'
import { forService } from './shared/limits.ts'
import { hostNamespace } from './shared/namespaces.ts'

export const noHostNetwork = defineRule({
  id: 'no-host-network',
  meta: {
    title: 'No container uses the network of the host',
    why: 'On the host network, a container reaches services that listen on loopback only, can bind any port, and no network rule separates it.',
    category: 'isolation',
    cis: { upTo15: '5.9', from16: '5.10' },
    owasp: '5',
    severity: 'warning',
    securitySeverity: '6.5',
    presets: ['recommended', 'cis', 'strict'],
    messages: {
      host: 'The network of {{noun}} "{{name}}" is the host\'s. Remove {{setting:host-network}} and publish the ports that it serves.',
    },
  },
  container(container, report) {
    // Swarm attaches a service to the predefined network "host" instead; a network of a Compose project may have any name.
    const attached = container.dialect.networks === 'project' ? undefined : container.networks.items.find(({ value }) => value === 'host')
    const at = hostNamespace(container, 'network') ?? attached?.origin
    if (!at) return
    report({ messageId: 'host', at, severity: forService(container, 'warning') })
  },
})
