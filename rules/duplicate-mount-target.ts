import { defineRule } from '../src/lint/rule.ts'
import type { Origin } from '../src/model/fact.ts'
import type { Mount } from '../src/model/mount.ts'

/** Two mounts at one path: the engine refuses the container. */
export const duplicateMountTarget = defineRule({
  id: 'duplicate-mount-target',
  meta: {
    title: 'No two mounts have the same target',
    why: 'The engine refuses to start a container with two mounts at one path.',
    category: 'filesystem',
    severity: 'error',
    securitySeverity: '0.0',
    presets: ['recommended', 'strict'],
    messages: {
      duplicate:
        '{{target}} is mounted twice in {{noun}} "{{name}}": as {{first}} and as {{second}}. The engine answers "Duplicate mount point". Keep one of them.',
    },
  },
  container(container, report) {
    const seen = new Map<string, { readonly mount: Mount; readonly at: Origin }>()
    for (const { value: mount, origin } of container.mounts.items) {
      if (mount.type === 'volume' && mount.fromImage) continue
      const target = engineTarget(mount)
      const first = seen.get(target)
      if (!first) {
        seen.set(target, { mount, at: origin })
        continue
      }
      report({
        messageId: 'duplicate',
        at: origin,
        data: { target, first: describe(first.mount), second: describe(mount) },
        related: [{ at: first.at, message: 'the other mount' }],
      })
    }
  },
})

/** The engine compares cleaned texts and does not know links in the image, so /run and /var/run differ for it. */
function engineTarget({ target, writtenTarget }: Mount): string {
  const written = writtenTarget ?? target
  return written.startsWith('/') ? written.replace(/\/+/g, '/').replace(/(?<=.)\/$/, '') : target
}

function describe(mount: Mount): string {
  switch (mount.type) {
    case 'tmpfs':
      return 'tmpfs'
    case 'bind':
      return mount.source
    case 'volume':
      return mount.name === undefined ? 'an anonymous volume' : `volume ${mount.name}`
    case 'image':
    case 'npipe':
    case 'cluster':
      return mount.type
    default:
      return mount satisfies never
  }
}
