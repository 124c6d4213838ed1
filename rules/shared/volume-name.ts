import type { RuleContext } from '../../src/lint/rule.ts'
import type { Container } from '../../src/model/container.ts'
import { remember } from '../../src/model/maps.ts'
import { volumeName } from '../../src/model/volume-name.ts'

/** A name for a new volume that no container of the same document uses yet. */
export function volumeNameFor(container: Container, path: string, context: Pick<RuleContext, 'document'>): string {
  const containers = context.document ?? [container]
  const taken = remember(takenNames, containers, () => new Set(containers.flatMap(namesOf)))
  return volumeName(container.name, path, 'data', taken)
}

/** By document. */
const takenNames = new WeakMap<readonly Container[], ReadonlySet<string>>()

function namesOf({ mounts }: Container): string[] {
  return mounts.items.flatMap(({ value }) => (value.type === 'volume' && value.name !== undefined ? [value.name] : []))
}
