import type { Container } from '../model/container.ts'

/**
 * Named volumes that other services of the same build mount, by path: a web server and its worker that are built from one context keep
 * their uploads in one place. Where they name different volumes for a path, none is told. Services of one image that is not built here
 * may be two databases, each with data of its own.
 */
export function siblingVolumes(container: Container, containers: readonly Container[]): ReadonlyMap<string, string> {
  const key = buildKey(container, containers)
  const found = new Map<string, string>()
  const contested = new Set<string>()
  if (key === undefined) return found
  for (const other of containers) {
    if (other === container || buildKey(other, containers) !== key) continue
    for (const { value } of other.mounts.items) {
      if (value.type !== 'volume' || value.name === undefined || value.readOnly) continue
      if ((found.get(value.target) ?? value.name) !== value.name) contested.add(value.target)
      found.set(value.target, value.name)
    }
  }
  for (const path of contested) found.delete(path)
  return found
}

/** What is equal for services of one build: what it is built from, also where a service only names the image that another one builds. */
function buildKey({ image, build, project }: Container, containers: readonly Container[]): string | undefined {
  if (build.state === 'set') return JSON.stringify([project, build.value])
  if (image.state !== 'set') return undefined
  const builder = containers.find(
    (other) => other.build.state === 'set' && other.image.state === 'set' && other.image.value === image.value,
  )
  return builder?.build.state === 'set' ? JSON.stringify([builder.project, builder.build.value]) : undefined
}
