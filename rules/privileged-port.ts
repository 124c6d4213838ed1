import { defineRule } from '../src/lint/rule.ts'
import { publishesPorts } from './shared/own-network.ts'
import { portRange, portText } from './shared/ports.ts'

/** First port that any user may bind (ip(7), `ip_unprivileged_port_start`). */
const FIRST_UNPRIVILEGED = 1024

export const privilegedPort = defineRule({
  id: 'privileged-port',
  meta: {
    title: 'No container has a port of the host below 1024',
    why: 'Clients trust what answers on a port below 1024 as a service that the administrator started.',
    category: 'network',
    cis: { upTo15: '5.7', from16: '5.8' },
    severity: 'info',
    securitySeverity: '2.0',
    presets: ['cis', 'strict'],
    messages: {
      privileged:
        'Port {{port}} of the host leads to {{noun}} "{{name}}" ({{text}}). Keep it for a public web or mail server; otherwise publish a port from {{limit}} up.',
    },
  },
  container(container, report) {
    if (!publishesPorts(container)) return
    for (const { value: port, origin } of container.ports.items) {
      const range = portRange(port.published ?? '')
      // 0 lets the engine choose one from the ephemeral range.
      if (!range || range.first === 0 || range.first >= FIRST_UNPRIVILEGED) continue
      const data = { port: port.published ?? '', text: portText(port), limit: String(FIRST_UNPRIVILEGED) }
      report({ messageId: 'privileged', at: origin, data })
    }
  },
})
