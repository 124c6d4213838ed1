import { defineRule } from '../src/lint/rule.ts'
import type { Container } from '../src/model/container.ts'
import type { Origin } from '../src/model/fact.ts'
import type { Fix } from '../src/model/intent.ts'
import type { WritePath } from '../src/model/write-plan.ts'
import { isSure } from './shared/tmpfs.ts'
import { volumeNameFor } from './shared/volume-name.ts'

/** Data that must be kept is in an anonymous volume. */
export const anonymousDataVolume = defineRule({
  id: 'anonymous-data-volume',
  meta: {
    title: 'Data that must be kept is in a named volume',
    why: 'An anonymous volume belongs to one container: the next container starts with an empty one.',
    category: 'filesystem',
    severity: 'warning',
    securitySeverity: '1.0',
    presets: ['recommended', 'strict'],
    fixable: true,
    messages: {
      anonymous: '{{path}} of {{noun}} "{{name}}" holds {{what}} and is in an anonymous volume. Give the volume a name: {{how}}.',
      misses:
        '{{path}} of {{noun}} "{{name}}" holds {{what}}, but the mount at {{mounted}} does not cover it: the image declares a volume below that path, so the data goes into an anonymous volume. Mount {{how}}.',
    },
  },
  container(container, report, context) {
    if (container.mounts.incomplete || container.oneOff || runsSomethingElse(container)) return
    for (const path of context.plan().paths) {
      if (path.kind !== 'data' || path.oftenCache || !isSure(path.confidence)) continue
      const at = anonymousAt(path, container)
      if (!at) continue
      const volume = volumeNameFor(container, path.path, context)
      const how = `${volume}:${path.path}`
      const above = container.mounts.items.find(({ value }) => path.path.startsWith(`${value.target}/`))
      const data = { path: path.path, what: path.because[0].text, how, mounted: above?.value.target ?? '' }
      // A named volume starts empty: what the anonymous one holds must be copied first.
      const fix: Fix = {
        title: 'Name the volume',
        applicability: 'manual',
        intents: [{ do: 'add-volume', path: path.path, name: volume }],
      }
      report({
        messageId: above && path.mount.as === 'covered' && path.mount.by === 'image-volume' ? 'misses' : 'anonymous',
        at: above?.origin ?? at,
        data,
        ...(context.isForTests(at) ? { severity: 'info' as const } : {}),
        fix,
      })
    }
  },
})

/** Where to report an anonymous volume under a path: its own entry, or the container for the image's VOLUME. */
function anonymousAt({ mount }: WritePath, container: Container): Origin | undefined {
  if (mount.as !== 'covered') return undefined
  if (mount.by === 'image-volume') return container.origin
  if (mount.by !== 'mount') return undefined
  const found = container.mounts.items.find(({ value }) => value.target === mount.target)
  return found?.value.type === 'volume' && found.value.name === undefined && !found.value.inMemory ? found.origin : undefined
}

/** Services that use a database's image for its tools (a dump, a set-up script) keep no data of their own. */
function runsSomethingElse({ entrypoint, command }: Container): boolean {
  const first = entrypoint.state === 'set' ? entrypoint.value[0] : command.state === 'set' ? command.value[0] : undefined
  return (
    first !== undefined &&
    (entrypoint.state === 'set' ||
      /^(\/(usr\/)?bin\/)?(ba|da|a)?sh$|^(mongosh?|mysql|psql|pg_\w+|mariadb(-\w+)?|clickhouse-client)$/.test(first))
  )
}
