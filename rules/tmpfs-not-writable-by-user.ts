import { defineRule, type Report } from '../src/lint/rule.ts'
import type { Container } from '../src/model/container.ts'
import type { Fix } from '../src/model/intent.ts'
import { tmpfsText } from '../src/model/tmpfs.ts'
import { isSure, suits, tmpfsUnder } from './shared/tmpfs.ts'

/** A tmpfs belongs to root, and the program does not run as root. */
export const tmpfsNotWritableByUser = defineRule({
  id: 'tmpfs-not-writable-by-user',
  meta: {
    title: 'A tmpfs is writable by the user that needs it',
    why: 'The program fails with "Permission denied", at the latest after a restart.',
    category: 'filesystem',
    severity: 'warning',
    securitySeverity: '1.0',
    presets: ['recommended', 'strict'],
    fixable: true,
    messages: {
      decimal:
        'The mode {{mode}} of the tmpfs at {{target}} of {{noun}} "{{name}}" is read as a decimal number, so that its permissions are {{octal}}: programs that do not run as root may be denied access. Write 0{{mode}}.',
      denied: 'The tmpfs at {{target}} of {{noun}} "{{name}}" belongs to root, but {{whom}} writes {{what}} there. {{advice}}',
    },
  },
  container(container, report, { plan: planWrites }) {
    decimalModes(container, report)
    if (container.user.state === 'unknown') return
    const seen = new Set<string>()
    for (const path of planWrites().paths) {
      const { uid, gid, mode } = path.needs
      if ((uid === undefined && mode === undefined) || !isSure(path.confidence)) continue
      const tmpfs = tmpfsUnder(path, container)
      if (!tmpfs || suits(tmpfs.value.options, path.needs) || seen.has(tmpfs.value.target)) continue
      const { target, options } = tmpfs.value
      seen.add(target)
      // A mode that excludes its owner is dropped when an owner is set.
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
      report({
        messageId: 'denied',
        at: tmpfs.origin,
        data: {
          target,
          whom: uid === undefined ? 'another user' : `user ${uid}`,
          what: path.because[0].text,
          advice: container.swarm
            ? 'A swarm service cannot say whose tmpfs it is: mount a volume there.'
            : `Write ${tmpfsText(target, needed)} in the short syntax.`,
        },
        ...(container.swarm ? {} : { fix }),
      })
    }
  },
})

/** Permissions that people give to directories. */
const USUAL_MODES = new Set(['1777', '777', '1770', '770', '775', '755', '750', '711', '700', '1755', '1775', '2775', '2770'])

/** Modes of the long syntax that are written like octal numbers but read as decimal ones (Compose Specification, "volumes"). */
function decimalModes(container: Container, report: (found: Report<'decimal'>) => void): void {
  for (const { value: mount, origin } of container.mounts.items) {
    if (mount.type !== 'tmpfs' || mount.form !== 'long' || mount.options.mode === undefined) continue
    const written = String(mount.options.mode)
    if (!USUAL_MODES.has(written)) continue
    const fix: Fix = {
      title: 'Write the mode of the tmpfs as an octal number',
      applicability: 'safe',
      intents: [{ do: 'set-tmpfs-options', path: mount.target, options: { ...mount.options, mode: Number.parseInt(written, 8) } }],
    }
    const data = { target: mount.target, mode: written, octal: mount.options.mode.toString(8) }
    report({ messageId: 'decimal', at: origin, data, ...(container.swarm ? {} : { fix }) })
  }
}
