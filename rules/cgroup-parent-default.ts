import { defineRule } from '../src/lint/rule.ts'

/** Where the engines put containers by default, with the cgroupfs and the systemd driver. */
const DEFAULT_PARENTS: ReadonlySet<string> = new Set(['', 'docker', '/docker', 'system.slice', 'machine.slice', 'user.slice'])

export const cgroupParentDefault = defineRule({
  id: 'cgroup-parent-default',
  meta: {
    title: 'A container stays in the control group of the engine',
    why: 'In another control group, the limits that you set for containers do not apply.',
    category: 'resources',
    cis: { upTo15: '5.24', from16: '5.25' },
    severity: 'info',
    securitySeverity: '2.5',
    presets: ['cis', 'strict'],
    messages: {
      other: 'The control group of {{noun}} "{{name}}" is "{{parent}}". Remove {{setting:cgroup-parent}} unless you need it.',
    },
  },
  container(container, report) {
    const parent = container.limits.cgroupParent
    if (parent.state !== 'set' || DEFAULT_PARENTS.has(parent.value)) return
    report({ messageId: 'other', at: parent.origin, data: { parent: parent.value } })
  },
})
