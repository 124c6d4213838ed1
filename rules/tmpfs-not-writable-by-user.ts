import { defineRule } from '../src/lint/rule.ts'
import type { Fix } from '../src/model/intent.ts'
import { tmpfsText } from '../src/model/tmpfs.ts'
import { isSure, suits, tmpfsUnder } from './shared/tmpfs.ts'
import { who } from './shared/words.ts'

/** A tmpfs belongs to root, and the program does not run as root. */
export const tmpfsNotWritableByUser = defineRule({
  id: 'tmpfs-not-writable-by-user',
  meta: {
    title: 'A tmpfs is writable by the user that needs it',
    why: 'The program fails with "Permission denied", at the latest after a restart.',
    category: 'filesystem',
    scope: 'container',
    severity: 'warning',
    securitySeverity: '1.0',
    presets: ['recommended', 'strict'],
    fixable: true,
    messages: {
      denied: 'The tmpfs at {{target}} of {{noun}} "{{name}}" belongs to root, but {{whom}} writes {{what}} there. {{advice}}',
    },
  },
  *container(container, { plan: planWrites }) {
    if (container.user.state === 'unknown') return
    const seen = new Set<string>()
    for (const path of planWrites().paths) {
      const { uid, gid, mode } = path.needs
      if ((uid === undefined && mode === undefined) || !isSure(path.confidence)) continue
      const tmpfs = tmpfsUnder(path, container)
      if (!tmpfs || suits(tmpfs.value.options, path.needs) || seen.has(tmpfs.value.target)) continue
      const { target, options } = tmpfs.value
      seen.add(target)
      // An owner takes the place of a mode that shuts him out.
      const { mode: given, ...rest } = options
      const needed = {
        ...rest,
        ...(given === undefined || (uid !== undefined && (given & 0o200) === 0) ? {} : { mode: given }),
        ...(uid === undefined ? { mode: 0o1777 } : { uid }),
        ...(gid === undefined ? {} : { gid }),
      }
      const fix: Fix = {
        title: 'Give the tmpfs to the user that writes there',
        applicability: 'plan',
        confidence: path.confidence,
        intents: [{ do: 'set-tmpfs-options', path: target, options: needed }],
      }
      yield {
        messageId: 'denied',
        at: tmpfs.origin,
        data: {
          ...who(container),
          target,
          whom: uid === undefined ? 'another user' : `user ${uid}`,
          what: path.because[0].text,
          advice: container.swarm
            ? 'A swarm service cannot say whose tmpfs it is: mount a volume there.'
            : `Write ${tmpfsText(target, needed)} in the short syntax.`,
        },
        ...(container.swarm ? {} : { fix }),
      }
    }
  },
})
