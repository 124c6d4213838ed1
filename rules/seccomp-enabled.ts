import { defineRule } from '../src/lint/rule.ts'
import { isPrivileged } from './shared/privileged.ts'
import { securityOptions } from './shared/security-options.ts'

export const seccompEnabled = defineRule({
  id: 'seccomp-enabled',
  meta: {
    title: 'The system calls of a container are filtered by seccomp',
    why: 'Without the filter, a container can make every system call, including those that most kernel attacks use.',
    category: 'privilege',
    cis: { upTo15: '5.21', from16: '5.22' },
    owasp: '6',
    severity: 'warning',
    securitySeverity: '6.2',
    presets: ['recommended', 'cis', 'strict'],
    messages: {
      unconfined:
        'The seccomp filter of {{noun}} "{{name}}" is off. Remove the option, or write a profile that allows only the missing calls.',
    },
  },
  container(container, report) {
    // Privileged mode switches the filter off by itself; no-privileged reports it.
    if (isPrivileged(container)) return
    const last = securityOptions(container.security.options, 'seccomp').at(-1)
    if (last?.value?.toLowerCase() === 'unconfined') report({ messageId: 'unconfined', at: last.origin })
  },
})
