import { defineRule, type RuleContext } from '../src/lint/rule.ts'
import type { Container } from '../src/model/container.ts'
import { engineSocket } from './shared/engine-sockets.ts'
import { isSocketProxy } from './shared/images.ts'
import { isRootUser } from './shared/users.ts'

export const noEngineSocket = defineRule({
  id: 'no-engine-socket',
  meta: {
    title: 'No container has the socket of a container engine',
    why: 'Whoever can use the engine socket can start a privileged container, and so controls the host. A read-only mount does not change that.',
    category: 'isolation',
    cis: { upTo15: '5.31', from16: '5.32' },
    owasp: '1',
    severity: 'error',
    securitySeverity: '9.3',
    presets: ['recommended', 'cis', 'strict'],
    messages: {
      socket: 'The {{engine}} socket is mounted in {{noun}} "{{name}}". Put a filtering socket proxy in between, or remove the mount.',
      readOnly:
        'The {{engine}} socket is mounted in {{noun}} "{{name}}". The read-only flag protects the file, not what is sent through it. Put a filtering socket proxy in between, or remove the mount.',
      parent:
        'Host directory {{source}}, with the {{engine}} socket, is mounted in {{noun}} "{{name}}". Mount only the files that it needs.',
      parentAsUser:
        'Host directory {{source}}, with the {{engine}} socket, is mounted in {{noun}} "{{name}}". User {{user}} cannot open it, but root can. Mount only the files that it needs.',
      proxy:
        'The {{engine}} socket is mounted in {{noun}} "{{name}}", which is a socket proxy. Allow only the calls that you need, and publish none of its ports.',
    },
  },
  container(container, report, { plan }) {
    for (const { value: mount, origin } of container.mounts.items) {
      const found = engineSocket(mount)
      if (!found) continue
      const data = { engine: found.engine, source: mount.type === 'bind' ? mount.source : '' }
      const user = found.through === 'parent' ? ordinaryUser(container, plan) : undefined
      if (user !== undefined) report({ messageId: 'parentAsUser', at: origin, data: { ...data, user }, severity: 'warning' })
      else if (found.through === 'parent') report({ messageId: 'parent', at: origin, data })
      else if (container.image.state === 'set' && isSocketProxy(container.image.value)) {
        report({ messageId: 'proxy', at: origin, data, severity: 'info' })
      } else report({ messageId: mount.readOnly ? 'readOnly' : 'socket', at: origin, data })
    }
  },
})

/** The user of a container, if it is not root: sockets are open to root and their group. A mount of the socket itself is intended. */
function ordinaryUser({ user, build }: Container, plan: RuleContext['plan']): string | undefined {
  if (user.state === 'unknown' || build.state !== 'unset') return undefined
  if (user.state === 'set' && user.value !== '') return isOrdinary(user.value) ? user.value : undefined
  const { knowledge } = plan()
  return knowledge?.match === 'name' && knowledge.user !== undefined && isOrdinary(knowledge.user) ? knowledge.user : undefined
}

/** Not root, and not in a group that may be the socket's. */
function isOrdinary(user: string): boolean {
  const [name = '', group] = user.split(':')
  return !isRootUser(name) && (group === undefined || group === name)
}
