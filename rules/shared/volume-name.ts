import type { RuleContext } from '../../src/lint/rule.ts'
import type { Container } from '../../src/model/container.ts'
import { volumeName } from '../../src/model/volume-name.ts'

/** A name for a new volume that no container of the same document uses yet. */
export function volumeNameFor(container: Container, path: string, context: Pick<RuleContext, 'document'>): string {
  const taken = (context.document ?? [container]).flatMap(({ mounts }) =>
    mounts.items.flatMap(({ value }) => (value.type === 'volume' && value.name !== undefined ? [value.name] : [])),
  )
  return volumeName(container.name, path, 'data', new Set(taken))
}
