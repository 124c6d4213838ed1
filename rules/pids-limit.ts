import { defineRule } from '../src/lint/rule.ts'
import { forService, limitState } from './shared/limits.ts'
import { runsWindows } from './shared/windows.ts'

export const pidsLimit = defineRule({
  id: 'pids-limit',
  meta: {
    title: 'The number of processes of a container is limited',
    why: 'A fork bomb uses up all process numbers of the host, and nobody can log in.',
    category: 'resources',
    cis: { upTo15: '5.28', from16: '5.29' },
    owasp: '7',
    severity: 'warning',
    securitySeverity: '4.0',
    presets: ['cis', 'strict'],
    messages: {
      missing: 'The number of processes of {{noun}} "{{name}}" is unlimited. Add {{setting:pids}}.',
      lifted: 'The process limit of {{noun}} "{{name}}" is set to "unlimited". Set it to a number, such as 200.',
    },
  },
  container(container, report, context) {
    const { pids } = container.limits
    const state = limitState(pids)
    if (state === 'lifted' && pids.state === 'set') report({ messageId: 'lifted', at: pids.origin })
    // Podman limits every container to 2048 processes (containers.conf, `pids_limit`).
    if (state !== 'none' || container.engine === 'podman' || runsWindows(container, context.image)) return
    report({ messageId: 'missing', at: container.origin, severity: forService(container, 'warning') })
  },
})
