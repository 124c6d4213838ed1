import { defineRule } from '../src/lint/rule.ts'
import { isRootUser } from './shared/users.ts'
import { runsWindows } from './shared/windows.ts'

export const noRootUser = defineRule({
  id: 'no-root-user',
  meta: {
    title: 'The processes of a container do not run as root',
    why: 'An attacker who breaks into a root process has every permission inside the container, and one obstacle less on the way out.',
    category: 'privilege',
    cis: { upTo15: '4.1', from16: '4.1' },
    owasp: '2',
    severity: 'warning',
    securitySeverity: '5.0',
    presets: ['cis', 'strict'],
    messages: {
      explicit:
        'The user of {{noun}} "{{name}}" is root. Use a user that owns only the data, or remove the setting if the image has a user.',
      image:
        'The image of {{noun}} "{{name}}"{{image}} runs as root by default. Add {{setting:user}} with a user that owns the data, or use a variant of the image that has one.',
    },
  },
  container(container, report, context) {
    const { user } = container
    if (user.state === 'unknown') return
    // Podman maps root of such a container to an ordinary user of the host.
    const { user: namespace } = container.namespaces
    if (container.engine === 'podman' && namespace.state === 'set' && namespace.value !== 'host') return
    if (user.state === 'set' && user.value !== '') {
      if (isRootUser(user.value)) report({ messageId: 'explicit', at: user.origin })
      return
    }
    const known = imageUser()
    if (known === undefined || !isRootUser(known.user)) return
    report({
      messageId: 'image',
      at: container.origin,
      data: { image: known.name === undefined || known.name === container.name ? '' : ` (${known.name})` },
      severity: 'info',
    })

    function imageUser(): { readonly user: string; readonly name?: string } | undefined {
      const { image } = context
      if (runsWindows(container, image)) return undefined
      if (image) {
        // For an image that is built here, image-runs-as-root reports at the Dockerfile.
        if (image.origin.kind === 'text' || image.user.state === 'unknown') return undefined
        if (image.user.state === 'set' && image.user.value !== '') return { user: image.user.value }
      }
      if (container.build.state !== 'unset' && !image) return undefined
      const knowledge = context.plan().knowledge
      // An entrypoint that hands over to another user needs root only at first; handing over takes SETUID.
      if (knowledge?.dropsTo !== undefined || knowledge?.capabilities?.includes('SETUID')) return undefined
      // An engine reports the container's user; an empty one is root.
      if (image || container.dialect.includesImage) return { user: 'root' }
      return knowledge?.match === 'name' && knowledge.user !== undefined ? { user: knowledge.user, name: knowledge.image } : undefined
    }
  },
})
