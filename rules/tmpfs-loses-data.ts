import { defineRule } from '../src/lint/rule.ts'
import type { Fix } from '../src/model/intent.ts'
import { isSure, memoryUnder } from './shared/tmpfs.ts'
import { volumeNameFor } from './shared/volume-name.ts'

/** Data that must be kept is in memory. */
export const tmpfsLosesData = defineRule({
  id: 'tmpfs-loses-data',
  meta: {
    title: 'Data that must be kept is not on a tmpfs',
    why: 'A tmpfs is emptied whenever the container stops.',
    category: 'filesystem',
    severity: 'warning',
    securitySeverity: '2.0',
    presets: ['recommended', 'strict'],
    fixable: true,
    messages: {
      lost: '{{path}} of {{noun}} "{{name}}" holds {{what}} and is on the tmpfs at {{target}}. Use a volume: {{how}}.',
    },
  },
  container(container, report, context) {
    for (const path of context.plan().paths) {
      if (path.kind !== 'data' || path.oftenCache || !isSure(path.confidence)) continue
      const memory = memoryUnder(path, container)
      if (!memory) continue
      const name = volumeNameFor(container, path.path, context)
      // A volume instead of the tmpfs starts empty, and a stack for tests may want a tmpfs: a person must decide.
      const fix: Fix = {
        title: 'Keep the data in a named volume',
        applicability: 'manual',
        intents: [
          memory.mount.type === 'tmpfs' && memory.mount.target === path.path
            ? { do: 'tmpfs-to-volume', path: path.path, name }
            : { do: 'add-volume', path: path.path, name },
        ],
      }
      report({
        messageId: 'lost',
        at: memory.origin,
        data: { path: path.path, what: path.because[0].text, target: memory.mount.target, how: `${name}:${path.path}` },
        ...(context.isForTests(memory.origin) ? { severity: 'info' as const } : {}),
        fix,
      })
    }
  },
})
