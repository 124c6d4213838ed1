import { defineRule } from '../src/lint/rule.ts'
import { isPrivileged } from './shared/privileged.ts'
import { securityOptions } from './shared/security-options.ts'

/** Types of the container policy (container-selinux) that do not confine. */
const UNCONFINED_TYPES = /^type:(?:spc_t|unconfined_t|container_runtime_t)$/

export const selinuxSeparation = defineRule({
  id: 'selinux-separation',
  meta: {
    title: 'A container is separated from the host by SELinux',
    why: 'Without it, only file permissions protect the files and processes of the host.',
    category: 'privilege',
    cis: { upTo15: '5.2', from16: '5.3' },
    owasp: '6',
    severity: 'warning',
    securitySeverity: '5.5',
    presets: ['recommended', 'cis', 'strict'],
    messages: {
      disabled:
        'SELinux separation is off for {{noun}} "{{name}}". Remove the option. If a bind mount needs it, add :z or :Z to that mount.',
    },
  },
  container(container, report) {
    // Privileged mode switches the separation off by itself; no-privileged reports it.
    if (isPrivileged(container)) return
    for (const { value, origin } of securityOptions(container.security.options, 'label')) {
      if (value === 'disable' || UNCONFINED_TYPES.test(value ?? '')) report({ messageId: 'disabled', at: origin })
    }
  },
})
