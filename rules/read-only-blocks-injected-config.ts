import { defineRule } from '../src/lint/rule.ts'

/** Compose copies inline configs into the container's root, which fails if it is read-only (docker/compose#12303). */
export const readOnlyBlocksInjectedConfig = defineRule({
  id: 'read-only-blocks-injected-config',
  meta: {
    title: 'A read-only service gets its configs and secrets from files',
    why: 'Compose copies such an item into the root filesystem, and a read-only one refuses it: the service does not start.',
    category: 'filesystem',
    severity: 'error',
    securitySeverity: '0.0',
    presets: ['recommended', 'strict'],
    messages: {
      refused:
        'Service "{{name}}" is read-only, but Compose copies {{kind}} "{{item}}" (`{{from}}:`) into its root filesystem. It fails with "container rootfs is marked read-only". Keep the {{kind}} in a file and name it with `file:`, which Compose mounts.',
    },
  },
  container(container, report) {
    const { readOnlyRoot } = container
    if (readOnlyRoot.state !== 'set' || !readOnlyRoot.value || container.swarm) return
    for (const { value, origin } of container.injected.items) {
      if (value.from !== 'content' && value.from !== 'environment') continue
      report({
        messageId: 'refused',
        at: origin,
        data: { kind: value.kind, item: value.name, from: value.from },
        related: [{ at: readOnlyRoot.origin, message: 'the root filesystem is made read-only here' }],
      })
    }
  },
})
