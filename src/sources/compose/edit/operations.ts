import { capabilityName } from '../../../model/capability.ts'
import type { Container } from '../../../model/container.ts'
import type { Intent } from '../../../model/intent.ts'
import { conflictsWithSecurityOption, sameSecurityOption } from '../../../model/security-option.ts'
import type { ProjectService } from '../site.ts'
import { isEmptyNode } from './layout.ts'
import { isSameEntry, locate, writtenEntries } from './locate.ts'
import { addTmpfs, appendVolume, mounted, setMountReadOnly, setTmpfsOptions, tmpfsToVolume, usedElsewhere } from './mount-operations.ts'
import { append, escapeDollars, homeOf, listUse, type Planned, type Reach, setsVariable, setterOf } from './operation.ts'
import { newText } from './render.ts'
import { lookup } from './yaml-model.ts'

/** The operations on the service's texts for an intent that does not hold yet. */
export function operationsFor(intent: Intent, container: Container, reach: Reach, services: readonly ProjectService[]): readonly Planned[] {
  const { uses, places } = reach
  switch (intent.do) {
    case 'set-read-only-root': {
      const setter = setterOf(places, (use) => !isEmptyNode(lookup(use.closure, 'read_only')?.pair.value))
      return [{ use: setter ?? homeOf(places), operation: { op: 'switch-on', key: 'read_only' } }]
    }
    case 'add-tmpfs':
      return [mounted(container, intent.path) ?? addTmpfs(intent, container, places)]
    case 'add-volume': {
      const taken = mounted(container, intent.path) ?? (intent.shared ? undefined : usedElsewhere(intent.name, container, services))
      return [taken ?? appendVolume(places, intent.name, intent.path)]
    }
    case 'set-tmpfs-options':
      return setTmpfsOptions(intent, container, uses)
    case 'tmpfs-to-volume':
      return tmpfsToVolume(intent, container, uses, usedElsewhere(intent.name, container, services))
    case 'set-mount-read-only':
      return [setMountReadOnly(intent, container, reach)]
    case 'set-environment': {
      const setter = setterOf(places, (use) => setsVariable(use, intent.name))
      const use = setter ?? listUse(places, 'environment')
      return [
        'refuse' in use
          ? use
          : { use, operation: { op: 'variable', key: 'environment', name: intent.name, value: escapeDollars(intent.value) } },
      ]
    }
    case 'add-security-option': {
      const { items } = container.security.options
      const rival = items.findLast((item) => conflictsWithSecurityOption(item.value, intent.option))
      if (!rival) return [append(places, 'security_opt', newText(escapeDollars(intent.option)))]
      const found = locate(uses, rival)
      if ('refuse' in found) return [found]
      const { use, item } = found
      const key = 'security_opt'
      // The others are removed, because Compose refuses a list with a repeated text.
      const isHeld = items.some((each) => sameSecurityOption(each.value, intent.option))
      const others = writtenEntries(uses, key).filter(
        (each) => !isSameEntry(each, found) && conflictsWithSecurityOption(each.text, intent.option),
      )
      return [
        { use, operation: isHeld ? { op: 'remove', key, item } : { op: 'replace', key, item, value: escapeDollars(intent.option) } },
        ...others.map((each) => ({ use: each.use, operation: { op: 'remove', key, item: each.item } as const })),
      ]
    }
    case 'drop-capability':
      return [append(places, 'cap_drop', newText(capabilityName(intent.capability)))]
    case 'add-capability':
      return [append(places, 'cap_add', newText(capabilityName(intent.capability)))]
    default:
      return intent satisfies never
  }
}
