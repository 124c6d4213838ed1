import { capabilityName } from './capability.ts'
import type { Container } from './container.ts'
import { type FactList, type Origin, type Sourced, set } from './fact.ts'
import type { Intent } from './intent.ts'
import { type Mount, normaliseTarget, targetOf } from './mount.ts'
import { conflictsWithSecurityOption, sameSecurityOption } from './security-option.ts'
import { expressible, newTmpfsSyntax, sameTmpfsOptions } from './tmpfs.ts'

/**
 * The container after the intent is carried out: every source's editor must bring about exactly this and change nothing else.
 * Returns the same object if the intent already holds or has nothing to work on (options of a tmpfs that does not exist).
 * New facts take the container's own origin, because their place in the text is not known yet.
 */
export function applyIntent(container: Container, intent: Intent): Container {
  const { origin } = container
  switch (intent.do) {
    case 'set-read-only-root': {
      const { readOnlyRoot } = container
      if (readOnlyRoot.state === 'set' && readOnlyRoot.value) return container
      return { ...container, readOnlyRoot: set(true, origin) }
    }
    case 'add-tmpfs': {
      if (mountAt(container, intent.path)) return container
      const syntax = newTmpfsSyntax(container, intent.options)
      return withMount(container, {
        type: 'tmpfs',
        ...targetOf(intent.path),
        readOnly: false,
        form: syntax === 'short' ? 'short' : 'long',
        options: expressible(intent.options, syntax),
      })
    }
    case 'set-tmpfs-options': {
      const mount = mountAt(container, intent.path)
      if (mount?.type !== 'tmpfs') return container
      const syntax = newTmpfsSyntax(container, intent.options)
      const form = syntax === 'short' ? mount.form : 'long'
      const options = syntax === 'short' ? intent.options : expressible(intent.options, syntax)
      return form === mount.form && sameTmpfsOptions(mount.options, options)
        ? container
        : replaceMount(container, mount, { ...mount, form, options })
    }
    case 'add-volume': {
      if (mountAt(container, intent.path)) return container
      return withMount(container, {
        type: 'volume',
        ...targetOf(intent.path),
        name: intent.name,
        readOnly: false,
        form: container.dialect.volume,
      })
    }
    case 'tmpfs-to-volume': {
      const mount = mountAt(container, intent.path)
      if (mount?.type !== 'tmpfs') return container
      const { target, readOnly, form } = mount
      return replaceMount(container, mount, {
        type: 'volume',
        target,
        readOnly,
        form,
        name: intent.name,
      })
    }
    case 'set-mount-read-only': {
      const mount = mountAt(container, intent.path)
      if (mount === undefined || mount.readOnly) return container
      return replaceMount(container, mount, { ...mount, readOnly: true })
    }
    case 'set-environment': {
      const { name, value } = intent
      const { items } = container.environment
      const index = items.findLastIndex((item) => item.value.name === name)
      if (items[index]?.value.value === value) return container
      const variable = {
        value: { name, value, interpolated: false },
        origin: items[index]?.origin ?? origin,
      }
      const environment = {
        ...container.environment,
        items: index === -1 ? [...items, variable] : items.with(index, variable),
      }
      return { ...container, environment }
    }
    case 'add-security-option': {
      const { options } = container.security
      const rivals = options.items.filter((item) => conflictsWithSecurityOption(item.value, intent.option))
      const held = options.items.some((item) => sameSecurityOption(item.value, intent.option))
      if (held && rivals.length === 0) return container
      // The engine takes the last of several values, so the wanted value replaces that one and the others are removed.
      const replaced = held ? undefined : rivals.at(-1)
      const kept = options.items.filter((item) => item === replaced || !rivals.includes(item))
      const items = kept.map((item) => (item === replaced ? { value: intent.option, origin: item.origin } : item))
      if (!held && !replaced) items.push({ value: intent.option, origin })
      return { ...container, security: { ...container.security, options: { ...options, items } } }
    }
    case 'drop-capability': {
      const capDrop = withCapability(container.security.capDrop, intent.capability, origin)
      return capDrop === container.security.capDrop ? container : { ...container, security: { ...container.security, capDrop } }
    }
    case 'add-capability': {
      const capAdd = withCapability(container.security.capAdd, intent.capability, origin)
      return capAdd === container.security.capAdd ? container : { ...container, security: { ...container.security, capAdd } }
    }
    default:
      return intent satisfies never
  }
}

/** Whether the container is as the intent wants it; false if it cannot hold. `after`: with the intent applied, if the caller has it. */
export function intentHolds(container: Container, intent: Intent, after = applyIntent(container, intent)): boolean {
  switch (intent.do) {
    case 'set-tmpfs-options':
      return mountAt(container, intent.path)?.type === 'tmpfs' && after === container
    case 'add-volume':
    case 'tmpfs-to-volume':
      return mountAt(container, intent.path)?.type === 'volume'
    case 'set-mount-read-only':
      return mountAt(container, intent.path)?.readOnly === true
    default:
      return after === container
  }
}

/** The mount of a container at a path, however the path is spelled. */
export function mountAt(container: Container, path: string): Mount | undefined {
  const target = normaliseTarget(path)
  return container.mounts.items.find((item) => item.value.target === target)?.value
}

function withCapability(list: FactList<string>, capability: string, origin: Origin): FactList<string> {
  const wanted = capabilityName(capability)
  const held = list.items.some((item) => [wanted, 'ALL'].includes(capabilityName(item.value)))
  return held ? list : { ...list, items: [...list.items, { value: capability, origin }] }
}

function withMount(container: Container, mount: Mount): Container {
  const item: Sourced<Mount> = { value: mount, origin: container.origin }
  return {
    ...container,
    mounts: { ...container.mounts, items: [...container.mounts.items, item] },
  }
}

function replaceMount(container: Container, from: Mount, to: Mount): Container {
  const items = container.mounts.items.map((item) => (item.value === from ? { value: to, origin: item.origin } : item))
  return { ...container, mounts: { ...container.mounts, items } }
}
