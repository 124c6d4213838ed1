import type { Intent } from '../../model/intent.ts'
import { inexpressible, tmpfsMountKeys, tmpfsText } from '../../model/tmpfs.ts'
import { volumeFlag, volumeMount } from '../../model/volume-text.ts'
import { quoteWord } from '../../text/shell-word.ts'
import type { Verb } from '../flags.ts'

/**
 * The flag for an intent, as shell text; undefined if adding a flag is not enough. Swarm's commands know tmpfs and volumes only as mounts
 * (docker service create reference), and `docker service update` adds with `--…-add`.
 */
export function flagText(intent: Intent, verb: Verb): string | undefined {
  const swarm = verb.startsWith('service')
  const add = verb === 'service update' ? '-add' : ''
  switch (intent.do) {
    case 'set-read-only-root':
      return '--read-only'
    case 'add-tmpfs':
    case 'set-tmpfs-options': {
      if (!swarm) return `--tmpfs ${quoteWord(tmpfsText(intent.path, intent.options))}`
      // Swarm would lose these options, and the program might then not be able to write there.
      if (inexpressible(intent.options, 'mount').length > 0) return undefined
      const options = [`type=tmpfs,destination=${intent.path}`, ...tmpfsMountKeys(intent.options)]
      return `--mount${add} ${quoteWord(options.join(','))}`
    }
    case 'add-volume':
    case 'tmpfs-to-volume':
      if (swarm) return `--mount${add} ${quoteWord(volumeMount(intent.name, intent.path))}`
      return volumeFlag(intent.name, intent.path).map(quoteWord).join(' ')
    case 'set-environment':
      return `${add === '' ? '-e' : '--env-add'} ${quoteWord(`${intent.name}=${intent.value}`)}`
    case 'add-security-option':
      return swarm ? undefined : `--security-opt ${quoteWord(intent.option)}`
    case 'drop-capability':
      return `--cap-drop ${quoteWord(intent.capability)}`
    case 'add-capability':
      return `--cap-add ${quoteWord(intent.capability)}`
    case 'set-mount-read-only':
      // Only the flag of the mount itself can say that.
      return undefined
    default:
      return intent satisfies never
  }
}
