import { defineRule } from '../src/lint/rule.ts'
import { publishesPorts } from './shared/own-network.ts'
import { onAllInterfaces, portText, trustingService } from './shared/ports.ts'

export const publishedPortInterface = defineRule({
  id: 'published-port-interface',
  meta: {
    title: 'A published port is bound to one interface of the host',
    why: 'A published port is open on every interface of the host, and bypasses its firewall rules.',
    category: 'network',
    cis: { upTo15: '5.13', from16: '5.14' },
    owasp: '5a',
    severity: 'warning',
    securitySeverity: '5.3',
    presets: ['cis', 'strict'],
    messages: {
      service:
        'Port {{port}} of {{noun}} "{{name}}", usually {{service}}, is published on every interface. Publish it as {{local}}, or not at all: containers in one network need no published port.',
      all: 'Port {{port}} of {{noun}} "{{name}}" is published on every interface. If only the host or one network needs it, name the address: {{local}}.',
    },
  },
  container(container, report) {
    // Swarm's routing mesh listens on every interface and takes no address (Docker documentation, "Use swarm mode routing mesh").
    if (container.swarm || !publishesPorts(container)) return
    for (const { value: port, origin } of container.ports.items) {
      if (!onAllInterfaces(port)) continue
      const service = port.protocol === 'udp' ? undefined : trustingService(port.target)
      const text = portText(port)
      const local = port.published ? `127.0.0.1:${text}` : `127.0.0.1::${text}`
      const data = { port: text, local, service: service ?? '' }
      if (service) report({ messageId: 'service', at: origin, data })
      else report({ messageId: 'all', at: origin, data, severity: 'info' })
    }
  },
})
