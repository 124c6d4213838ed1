import { defineRule } from '../src/lint/rule.ts'

export const noSharedPropagation = defineRule({
  id: 'no-shared-propagation',
  meta: {
    title: 'No mount of a container propagates to the host',
    why: 'What the container mounts below such a path appears on the host and in other containers.',
    category: 'filesystem',
    cis: { upTo15: '5.19', from16: '5.20' },
    severity: 'warning',
    securitySeverity: '5.8',
    presets: ['recommended', 'cis', 'strict'],
    messages: {
      shared:
        'The mount at {{target}} of {{noun}} "{{name}}" has {{propagation}} propagation. Remove the option, or use rslave if the container must see mounts of the host.',
    },
  },
  container(container, report) {
    for (const { value: mount, origin } of container.mounts.items) {
      if (mount.type !== 'bind' || (mount.propagation !== 'shared' && mount.propagation !== 'rshared')) continue
      report({ messageId: 'shared', at: origin, data: { target: mount.target, propagation: mount.propagation } })
    }
  },
})
