import { defineRule } from '../src/lint/rule.ts'
import { capabilityName } from '../src/model/capability.ts'
import type { Severity } from '../src/model/finding.ts'
import { type CapabilityTier, capabilityGrant } from './shared/capabilities.ts'
import { isHostNamespace } from './shared/namespaces.ts'
import { isPrivileged } from './shared/privileged.ts'

const SEVERITY: Readonly<Record<CapabilityTier, Severity>> = { host: 'error', wide: 'warning', narrow: 'info' }

export const noDangerousCapabilities = defineRule({
  id: 'no-dangerous-capabilities',
  meta: {
    title: 'No container is given a capability that reaches beyond it',
    why: 'Such a capability turns a break-in into the container into control of the host, or of other containers.',
    category: 'privilege',
    cis: { upTo15: '5.3', from16: '5.4' },
    owasp: '3',
    severity: 'error',
    securitySeverity: '8.4',
    presets: ['recommended', 'cis', 'strict'],
    messages: {
      host: 'Capability {{capability}} of {{noun}} "{{name}}" lets it {{lets}}, which is enough to take over the host. Remove {{setting}}, or run that task on the host.',
      wide: 'Capability {{capability}} of {{noun}} "{{name}}" lets it {{lets}}. Remove {{setting}} unless its main task needs it.',
    },
  },
  container(container, report) {
    // Privileged mode grants them all already; no-privileged reports it.
    if (isPrivileged(container)) return
    const { pid } = container.namespaces
    const seesHost = pid.state === 'set' && isHostNamespace(pid.value)
    for (const { value, origin } of container.security.capAdd.items) {
      const grant = capabilityGrant(value)
      if (!grant) continue
      const capability = capabilityName(value)
      const tier = capability === 'SYS_PTRACE' && seesHost ? 'host' : grant.tier
      report({
        messageId: tier === 'host' ? 'host' : 'wide',
        at: origin,
        severity: SEVERITY[tier],
        data: { capability, lets: grant.lets, setting: container.dialect.intent({ do: 'add-capability', capability: value }) },
      })
    }
  },
})
