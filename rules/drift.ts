import { defineRule } from '../src/lint/rule.ts'

/** A running container differs from its Compose file. */
export const drift = defineRule({
  id: 'drift',
  meta: {
    title: 'A running container has the root filesystem that its Compose file describes',
    why: 'What runs is not what the file says.',
    category: 'filesystem',
    severity: 'warning',
    securitySeverity: '5.5',
    presets: ['recommended', 'cis', 'strict'],
    needs: 'engine',
    messages: {
      runsWritable:
        'Container "{{name}}" runs with a writable root filesystem, although the file makes service "{{service}}" read-only. It was started before the change. Recreate it: docker compose up -d {{service}}.',
      runsReadOnly:
        'Container "{{name}}" runs with a read-only root filesystem, but the file does not say so for service "{{service}}". The next docker compose up makes it writable. Add read_only: true.',
    },
  },
  container(container, report, { declared }) {
    const running = container.readOnlyRoot
    if (declared === undefined || running.state !== 'set' || declared.readOnlyRoot.state === 'unknown') return
    const said = declared.readOnlyRoot.state === 'set' && declared.readOnlyRoot.value
    if (said === running.value) return
    report({
      messageId: said ? 'runsWritable' : 'runsReadOnly',
      at: declared.readOnlyRoot.state === 'set' ? declared.readOnlyRoot.origin : declared.origin,
      data: { service: declared.name, name: container.name },
      related: [{ at: running.origin, message: `the running container: ReadonlyRootfs is ${running.value}` }],
    })
  },
})
