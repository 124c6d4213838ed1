import { defineRule } from '../src/lint/rule.ts'
import { isBinfmtInstaller } from './shared/images.ts'

export const noPrivileged = defineRule({
  id: 'no-privileged',
  meta: {
    title: 'No container runs in privileged mode',
    why: 'Privileged mode gives every capability, every device of the host and no confinement: root in the container is root on the host.',
    category: 'privilege',
    cis: { upTo15: '5.4', from16: '5.5' },
    owasp: '3',
    severity: 'error',
    securitySeverity: '9.3',
    presets: ['recommended', 'cis', 'strict'],
    messages: {
      privileged:
        'Privileged mode is on for {{noun}} "{{name}}". Remove {{setting:privileged}} and grant only the capability or device that it needs.',
      emulator:
        'Privileged mode is on for {{noun}} "{{name}}", which registers emulators with the kernel of the host and needs it for that moment. Pin the image by its digest.',
    },
  },
  container(container, report) {
    const { privileged } = container.security
    if (privileged.state !== 'set' || !privileged.value) return
    const { image } = container
    if (container.oneOff && image.state === 'set' && isBinfmtInstaller(image.value)) {
      report({ messageId: 'emulator', at: privileged.origin, severity: 'info' })
      return
    }
    report({ messageId: 'privileged', at: privileged.origin })
  },
})
