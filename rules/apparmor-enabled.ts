import { defineRule } from '../src/lint/rule.ts'
import { isPrivileged } from './shared/privileged.ts'
import { securityOptions } from './shared/security-options.ts'

export const apparmorEnabled = defineRule({
  id: 'apparmor-enabled',
  meta: {
    title: 'A container is confined by an AppArmor profile',
    why: 'Without AppArmor, a process that escapes its user can mount, trace other processes and write to /proc and /sys.',
    category: 'privilege',
    cis: { upTo15: '5.1', from16: '5.2' },
    owasp: '6',
    severity: 'warning',
    securitySeverity: '5.5',
    presets: ['recommended', 'cis', 'strict'],
    messages: {
      unconfined: 'AppArmor is off for {{noun}} "{{name}}". Remove the option, or load a profile that allows only what is missing.',
    },
  },
  container(container, report) {
    // Privileged mode switches the profile off by itself; no-privileged reports it.
    if (isPrivileged(container)) return
    const last = securityOptions(container.security.options, 'apparmor').at(-1)
    if (last?.value?.toLowerCase() === 'unconfined') report({ messageId: 'unconfined', at: last.origin })
  },
})
