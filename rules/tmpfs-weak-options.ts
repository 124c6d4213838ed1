import { defineRule } from '../src/lint/rule.ts'
import type { Fix } from '../src/model/intent.ts'
import type { TmpfsOptions } from '../src/model/mount.ts'
import { isWithin } from '../src/model/path.ts'
import { isSure, tmpfsMounts } from './shared/tmpfs.ts'

/** A tmpfs gives up protections of the engine. */
export const tmpfsWeakOptions = defineRule({
  id: 'tmpfs-weak-options',
  meta: {
    title: 'A tmpfs keeps the protections that the engine gives it',
    why: 'The default options of a tmpfs stop an attacker from running what was written there.',
    category: 'filesystem',
    severity: 'info',
    securitySeverity: '3.0',
    presets: ['recommended', 'strict'],
    fixable: true,
    messages: {
      weak: 'The tmpfs at {{target}} of {{noun}} "{{name}}" is mounted with {{option}}, which {{lets}}. Remove the option.',
      execUnneeded:
        'The tmpfs at {{target}} of {{noun}} "{{name}}" is mounted with exec, and its image is not known to execute anything there. Remove the option.',
      noSticky:
        'The tmpfs at {{target}} of {{noun}} "{{name}}" is world-writable without the sticky bit (mode {{mode}}): every user can delete the files of others. Use mode 1777.',
    },
  },
  container(container, report, { plan: planWrites }) {
    for (const { value, origin } of tmpfsMounts(container)) {
      // Nobody wrote Podman's own mounts, so nobody can change them.
      if (value.implied) continue
      const { target, options } = value
      const data = { target }
      for (const [option, lets] of WEAK) {
        if (options[option] !== true) continue
        report({ messageId: 'weak', at: origin, data: { ...data, option, lets }, fix: without(target, options, option) })
      }
      if (options.exec === true) {
        const { confidence, paths } = planWrites()
        const needed = paths.some(({ path, exec }) => exec && (isWithin(path, target) || isWithin(target, path)))
        if (isSure(confidence) && !needed) {
          report({ messageId: 'execUnneeded', at: origin, data, fix: without(target, options, 'exec') })
        }
      }
      if (options.mode !== undefined && (options.mode & 0o1002) === 0o0002) {
        const fix: Fix = {
          title: 'Set the sticky bit',
          applicability: 'safe',
          intents: [{ do: 'set-tmpfs-options', path: target, options: { ...options, mode: options.mode | 0o1000 } }],
        }
        report({ messageId: 'noSticky', at: origin, data: { ...data, mode: options.mode.toString(8).padStart(4, '0') }, fix })
      }
    }
  },
})

const WEAK = [
  ['suid', 'lets set-user-ID programs that are put there take effect'],
  ['dev', 'lets device files that are put there take effect'],
] as const

/** Somebody wrote the option for a reason that no file shows: a suggestion, never a fix. */
function without(target: string, options: TmpfsOptions, option: 'exec' | 'suid' | 'dev'): Fix {
  const { [option]: _, ...kept } = options
  return {
    title: `Drop ${option} from the tmpfs`,
    applicability: 'manual',
    intents: [{ do: 'set-tmpfs-options', path: target, options: kept }],
  }
}
