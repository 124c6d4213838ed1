import { defineRule } from '../src/lint/rule.ts'
import type { Container } from '../src/model/container.ts'
import type { Origin } from '../src/model/fact.ts'
import { runsWindows } from './shared/windows.ts'

/** Names of Docker's network docker0, which containers join by default. */
const DEFAULT_BRIDGE: ReadonlySet<string> = new Set(['bridge', 'default'])

export const noDefaultBridge = defineRule({
  id: 'no-default-bridge',
  meta: {
    title: 'No container is on the default bridge network',
    why: 'On the default bridge, every container of the host that joined no network of its own can reach this one.',
    category: 'network',
    cis: { upTo15: '5.29', from16: '5.30' },
    owasp: '5',
    severity: 'info',
    securitySeverity: '3.1',
    presets: ['cis', 'strict'],
    messages: { bridge: 'The network of {{noun}} "{{name}}" is the default bridge. {{setting:leave-default-bridge}}' },
  },
  container(container, report, context) {
    const at = defaultBridge(container)
    if (!at || runsWindows(container, context.image)) return
    report({ messageId: 'bridge', at })
  },
})

/** Where a container joins docker0. Compose and swarm create a network of their own, so only an explicit `network_mode: bridge` counts. */
function defaultBridge(container: Container): Origin | undefined {
  if (container.engine === 'podman') return undefined
  const mode = container.namespaces.network
  if (mode.state === 'unknown') return undefined
  if (mode.state === 'set') return DEFAULT_BRIDGE.has(mode.value) ? mode.origin : undefined
  if (container.dialect.networks === 'project' || container.networks.incomplete || container.swarm) return undefined
  if (container.networks.items.length === 0) return container.origin
  return container.networks.items.find(({ value }) => DEFAULT_BRIDGE.has(value))?.origin
}
