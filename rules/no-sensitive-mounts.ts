import { defineRule } from '../src/lint/rule.ts'
import type { Fix } from '../src/model/intent.ts'
import { engineSocket } from './shared/engine-sockets.ts'
import { type SensitivePath, sensitivePath } from './shared/host-paths.ts'
import { forService } from './shared/limits.ts'

export const noSensitiveMounts = defineRule({
  id: 'no-sensitive-mounts',
  meta: {
    title: 'No directory that controls the host is mounted in a container',
    why: 'Such a directory controls the host: whoever can write it can run programs there, and whoever can read it learns its secrets.',
    category: 'filesystem',
    cis: { upTo15: '5.5', from16: '5.6' },
    owasp: '8',
    severity: 'error',
    securitySeverity: '8.6',
    presets: ['recommended', 'cis', 'strict'],
    fixable: true,
    messages: {
      writable: 'Host path {{source}} is mounted writable in {{noun}} "{{name}}", which lets it {{lets}}. {{advice}}',
      readable: 'Host path {{source}} is mounted in {{noun}} "{{name}}", which lets it {{lets}}. Mount only the files that it needs.',
    },
  },
  container(container, report) {
    for (const { value: mount, origin } of container.mounts.items) {
      if (mount.type !== 'bind' || engineSocket(mount)?.through === 'socket') continue
      const path = sensitivePath(mount.source)
      const grant = mount.readOnly ? path?.read : path?.write
      if (!path || !grant) continue
      const data = { source: mount.source, lets: grant.lets }
      // A tool is often started just to use a user's credentials or to look at the host.
      const severity = grant.severity === 'error' ? 'error' : forService(container, grant.severity)
      if (mount.readOnly) {
        report({ messageId: 'readable', at: origin, data, severity })
        continue
      }
      const fix = fixFor(path, mount.target)
      report({ messageId: 'writable', at: origin, data: { ...data, advice: advice(path) }, severity, ...(fix ? { fix } : {}) })
    }
  },
})

/** Whether read-only access takes something away: not for device files and sockets. */
function helpsReadOnly(path: SensitivePath): boolean {
  return path.write?.lets !== path.read?.lets && !path.path.startsWith('/dev') && !path.path.startsWith('/run/')
}

function advice(path: SensitivePath): string {
  if (path.readOnlySuffices) return 'Mount it read-only.'
  return helpsReadOnly(path) ? 'Mount only what it needs, and that read-only.' : 'Mount only the files that it needs.'
}

function fixFor(path: SensitivePath, target: string): Fix | undefined {
  if (!helpsReadOnly(path)) return undefined
  return {
    title: 'Mount the path read-only',
    applicability: path.readOnlySuffices ? 'safe' : 'manual',
    intents: [{ do: 'set-mount-read-only', path: target }],
  }
}
