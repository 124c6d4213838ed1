import { isAlias, isScalar, type Node as YamlNode } from 'yaml'
import type { Container } from '../../../model/container.ts'
import type { Sourced } from '../../../model/fact.ts'
import type { Mount } from '../../../model/mount.ts'
import { normaliseTarget } from '../../../model/path.ts'
import { listItems } from './lists.ts'
import type { ListKey, Use } from './operation.ts'
import { lookup, resolve } from './yaml-model.ts'

/** A list item, with the place it is written in. */
export interface Located {
  readonly use: Use
  readonly key: ListKey
  readonly item: YamlNode
}

/** The entry of a mount. */
export interface LocatedMount extends Located {
  readonly key: 'tmpfs' | 'volumes'
  readonly mount: Mount
}

/** The entry that mounts a path, or why it cannot be found. */
export function locateMount(path: string, container: Container, uses: readonly Use[]): LocatedMount | { refuse: string } {
  const target = normaliseTarget(path)
  const sourced = container.mounts.items.find((item) => item.value.target === target)
  if (!sourced) return { refuse: `nothing is mounted at ${target}` }
  const found = locate(uses, sourced)
  if ('refuse' in found) return found
  const { key } = found
  return key === 'tmpfs' || key === 'volumes' ? { ...found, key, mount: sourced.value } : { refuse: 'the entry is not a mount' }
}

/** The node of a list item by the place it was read from. */
export function locate(uses: readonly Use[], { origin }: Sourced<unknown>): Located | { refuse: string } {
  for (const use of uses) {
    if (origin.kind !== 'text' || origin.file !== use.site.file) continue
    for (const key of ['tmpfs', 'volumes', 'security_opt', 'cap_drop', 'cap_add'] as const) {
      const pair = lookup(use.closure, key)?.pair
      const list = resolve(use.model, pair?.value)
      for (const item of listItems(list) ?? []) {
        const node = resolve(use.model, item)
        // A text instead of a list has the origin of its whole entry, key included.
        const whole =
          isScalar(list) && (pair?.key as YamlNode | undefined)?.range?.[0] === origin.span[0] && node?.range?.[1] === origin.span[1]
        if (!whole && (node?.range?.[0] !== origin.span[0] || node.range[1] !== origin.span[1])) continue
        if (isAlias(item)) return { refuse: `the entry is the alias *${item.source}; change what it stands for by hand` }
        return { use, key, item }
      }
    }
  }
  return { refuse: 'the entry was not found where it was read from; change it by hand' }
}

/** All texts in the lists of a service's key, in all places. */
export function writtenEntries(uses: readonly Use[], key: ListKey): readonly (Located & { readonly text: string })[] {
  return uses.flatMap((use) => {
    const items = listItems(resolve(use.model, lookup(use.closure, key)?.pair.value)) ?? []
    return items.filter((item) => isScalar(item)).map((item) => ({ use, key, item, text: String(item.value) }))
  })
}

/** Whether two entries are the same node, reached from the same place. */
export function isSameEntry(a: Located, b: Located): boolean {
  return a.item === b.item && a.use === b.use
}
