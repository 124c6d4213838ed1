import type { Container } from '../../model/container.ts'
import type { Sourced } from '../../model/fact.ts'
import type { Mount } from '../../model/mount.ts'
import type { LoadedService } from './layer.ts'
import { child, isNothing, itemsOf } from './tree.ts'

/** Services that take volumes from each other in one chain; real projects have two or three. */
const MAX_LEVELS = 100

/** Adds the mounts of `volumes_from` at free paths. A container outside of the project leaves the list incomplete. */
export function withVolumesFrom(
  containers: ReadonlyMap<string, Container>,
  services: ReadonlyMap<string, LoadedService>,
): Map<string, Container> {
  const result = new Map(containers)
  const begun = new Set<string>()
  for (const name of containers.keys()) complete(name, result, services, begun, 0)
  return result
}

function complete(
  name: string,
  containers: Map<string, Container>,
  services: ReadonlyMap<string, LoadedService>,
  begun: Set<string>,
  level: number,
): Container | undefined {
  const container = containers.get(name)
  const from = child(services.get(name)?.tree, 'volumes_from')
  if (!container || !from || isNothing(from) || begun.has(name)) return container
  if (level >= MAX_LEVELS) {
    const why = `services take volumes from each other over more than ${MAX_LEVELS} levels`
    return { ...container, mounts: { ...container.mounts, incomplete: { why, origin: from.origin } } }
  }
  begun.add(name)
  const items: Sourced<Mount>[] = [...container.mounts.items]
  const taken = new Set(items.map(({ value }) => value.target))
  let incomplete = container.mounts.incomplete
  for (const item of itemsOf(from)) {
    const text = item.kind === 'scalar' ? item.text : ''
    const [source = '', mode] = text.split(':')
    const other = source === 'container' ? undefined : complete(source, containers, services, begun, level + 1)
    if (!other) {
      incomplete ??= { why: `the volumes of \`${text}\` are not in this project`, origin: item.origin }
      continue
    }
    incomplete ??= other.mounts.incomplete
    for (const { value } of other.mounts.items) {
      // A tmpfs of `--tmpfs` is a setting of its container and no mount point of it (moby, `registerMountPoints`).
      if (taken.has(value.target) || (value.type === 'tmpfs' && value.form === 'short')) continue
      taken.add(value.target)
      items.push({ value: mode === 'ro' ? { ...value, readOnly: true } : value, origin: item.origin })
    }
  }
  const done: Container = { ...container, mounts: incomplete ? { items, incomplete } : { items } }
  containers.set(name, done)
  return done
}
