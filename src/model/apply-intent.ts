import { capabilityName } from './capability.ts'
import type { Container } from './container.ts'
import { type FactList, type Origin, set } from './fact.ts'
import type { Intent } from './intent.ts'
import { type Mount, targetOf } from './mount.ts'
import { normaliseTarget } from './path.ts'
import { conflictsWithSecurityOption, sameSecurityOption } from './security-option.ts'
import { expressible, newTmpfsSyntax, sameTmpfsOptions } from './tmpfs.ts'

/**
 * The container after the intent is carried out: every source's editor must bring about exactly this and change nothing else.
 * Returns the same object if the intent already holds or has nothing to work on (options of a tmpfs that does not exist).
 * New facts take the container's own origin, because their place in the text is not known yet.
 */
export function applyIntent(container: Container, intent: Intent): Container {
  const { origin, readOnlyRoot, security } = container
  switch (intent.do) {
    case 'set-read-only-root':
      return readOnlyRoot.state === 'set' && readOnlyRoot.value ? container : { ...container, readOnlyRoot: set(true, origin) }
    case 'set-environment':
      return withVariable(container, intent)
    case 'add-security-option':
      return withSecurityOption(container, intent.option)
    case 'drop-capability': {
      const capDrop = withCapability(security.capDrop, intent.capability, origin)
      return capDrop === security.capDrop ? container : { ...container, security: { ...security, capDrop } }
    }
    case 'add-capability': {
      const capAdd = withCapability(security.capAdd, intent.capability, origin)
      return capAdd === security.capAdd ? container : { ...container, security: { ...security, capAdd } }
    }
    default: {
      const mount = mountAt(container, intent.path)
      return withMount(container, mount, mountAfter(container, mount, intent))
    }
  }
}

/** The mount at the path of an intent after it is carried out; the present one, or none, if nothing changes. */
function mountAfter(container: Container, mount: Mount | undefined, intent: Extract<Intent, { path: string }>): Mount | undefined {
  switch (intent.do) {
    case 'add-tmpfs': {
      const syntax = newTmpfsSyntax(container, intent.options)
      const form = syntax === 'short' ? 'short' : 'long'
      const options = expressible(intent.options, syntax)
      return mount ?? { type: 'tmpfs', ...targetOf(intent.path), readOnly: false, form, options }
    }
    case 'set-tmpfs-options': {
      if (mount?.type !== 'tmpfs') return mount
      const syntax = newTmpfsSyntax(container, intent.options)
      const form = syntax === 'short' ? mount.form : 'long'
      const options = syntax === 'short' ? intent.options : expressible(intent.options, syntax)
      const { implied: _, ...written } = mount
      return form === mount.form && sameTmpfsOptions(mount.options, options) ? mount : { ...written, form, options }
    }
    case 'add-volume':
      return mount ?? { type: 'volume', ...targetOf(intent.path), name: intent.name, readOnly: false, form: container.dialect.volume }
    case 'tmpfs-to-volume': {
      if (mount?.type !== 'tmpfs') return mount
      const { target, readOnly, form } = mount
      return { type: 'volume', target, readOnly, form, name: intent.name }
    }
    case 'set-mount-read-only':
      return mount && !mount.readOnly ? { ...mount, readOnly: true } : mount
    default:
      return intent satisfies never
  }
}

function withMount(container: Container, from: Mount | undefined, to: Mount | undefined): Container {
  if (from === to || !to) return container
  const { items } = container.mounts
  const after = from
    ? items.map((item) => (item.value === from ? { value: to, origin: item.origin } : item))
    : [...items, { value: to, origin: container.origin }]
  return { ...container, mounts: { ...container.mounts, items: after } }
}

function withVariable(container: Container, { name, value }: Extract<Intent, { do: 'set-environment' }>): Container {
  const { items } = container.environment
  const index = items.findLastIndex((item) => item.value.name === name)
  if (items[index]?.value.value === value) return container
  const variable = { value: { name, value, interpolated: false }, origin: items[index]?.origin ?? container.origin }
  const after = index === -1 ? [...items, variable] : items.with(index, variable)
  return { ...container, environment: { ...container.environment, items: after } }
}

function withSecurityOption(container: Container, option: string): Container {
  const { options } = container.security
  const kept = options.items.filter((item) => !conflictsWithSecurityOption(item.value, option))
  const held = kept.some((item) => sameSecurityOption(item.value, option))
  if (held && kept.length === options.items.length) return container
  const items = held ? kept : [...kept, { value: option, origin: container.origin }]
  return { ...container, security: { ...container.security, options: { ...options, items } } }
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
