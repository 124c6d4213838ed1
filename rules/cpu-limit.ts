import { defineRule } from '../src/lint/rule.ts'
import { limitState } from './shared/limits.ts'

/** The default weight of every container (`docker run` reference, "CPU share constraint"): it limits nothing. */
const DEFAULT_SHARES = 1024

export const cpuLimit = defineRule({
  id: 'cpu-limit',
  meta: {
    title: 'The CPU time of a container is limited or weighted',
    why: 'One busy loop without a CPU limit slows down everything on the host.',
    category: 'resources',
    cis: { upTo15: '5.11', from16: '5.12' },
    owasp: '7',
    severity: 'info',
    securitySeverity: '2.5',
    presets: ['cis', 'strict'],
    messages: {
      missing: 'The CPU time of {{noun}} "{{name}}" is unlimited. Add {{setting:cpus}}.',
      lifted: 'The CPU limit of {{noun}} "{{name}}" is set to "unlimited". Set it to what the program needs.',
    },
  },
  container(container, report) {
    const { cpus, cpuShares, cpuset } = container.limits
    if (cpus.state === 'unknown' || cpuShares.state === 'unknown' || cpuset.state === 'unknown') return
    if (limitState(cpus) === 'limited' || (cpuset.state === 'set' && cpuset.value !== '')) return
    if (cpuShares.state === 'set' && cpuShares.value > 0 && cpuShares.value !== DEFAULT_SHARES) return
    const written = cpus.state === 'set' ? cpus : cpuShares
    if (written.state === 'set') {
      report({ messageId: 'lifted', at: written.origin })
      return
    }
    report({ messageId: 'missing', at: container.origin })
  },
})
