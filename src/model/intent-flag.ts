import type { Intent } from './intent.ts'
import { inexpressible, tmpfsMountKeys, tmpfsText } from './tmpfs.ts'
import { volumeFlag, volumeMount } from './volume-text.ts'

/** The commands whose flags an intent may become; `create` takes those of `run`. */
export type FlagVerb = 'run' | 'create' | 'service create' | 'service update'

/** The words of the flag for an intent; undefined if adding one is not enough. Swarm knows only mounts; its update adds by `--…-add`. */
export function intentFlag(intent: Intent, verb: FlagVerb): readonly string[] | undefined {
  const swarm = verb.startsWith('service')
  const add = verb === 'service update' ? '-add' : ''
  switch (intent.do) {
    case 'set-read-only-root':
      return ['--read-only']
    case 'add-tmpfs':
    case 'set-tmpfs-options': {
      const { path, options } = intent
      if (isShort(path, verb)) return ['--tmpfs', tmpfsText(path, options)]
      return [`--mount${add}`, [`type=tmpfs,destination=${path}`, ...tmpfsMountKeys(options)].join(',')]
    }
    case 'add-volume':
    case 'tmpfs-to-volume':
      return swarm ? [`--mount${add}`, volumeMount(intent.name, intent.path)] : volumeFlag(intent.name, intent.path)
    case 'set-environment':
      return [add === '' ? '-e' : '--env-add', `${intent.name}=${intent.value}`]
    case 'add-security-option':
      return swarm ? undefined : ['--security-opt', intent.option]
    case 'drop-capability':
      return ['--cap-drop', intent.capability]
    case 'add-capability':
      return ['--cap-add', intent.capability]
    case 'set-mount-read-only':
      // Only the flag of the mount itself can say that.
      return undefined
    default:
      return intent satisfies never
  }
}

/** `--tmpfs` is a flag of `run` alone, and a colon in its path would begin the options. */
function isShort(path: string, verb: FlagVerb): boolean {
  return !verb.startsWith('service') && !path.includes(':')
}

/** Whether the flag cannot say some option of a tmpfs, without which the program might not be able to write there. */
export function losesOptions(intent: Intent, verb: FlagVerb): boolean {
  if (intent.do !== 'add-tmpfs' && intent.do !== 'set-tmpfs-options') return false
  return !isShort(intent.path, verb) && inexpressible(intent.options, 'mount').length > 0
}
