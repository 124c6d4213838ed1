import type { Container } from '../model/container.ts'
import { remember } from '../model/maps.ts'

/** Named volumes by path, of the services of one build. */
type SharedVolumes = ReadonlyMap<string, string>

const NONE: SharedVolumes = new Map()

/**
 * Gives for a container the named volumes, by path, that services of the same build mount: a web server and its worker that are built from
 * one context keep their uploads in one place. A path for which they name different volumes is left out. Services of one image that is not
 * built here do not count: they may be two databases, each with its own data. The container's own mounts are included, where no volume is
 * planned anyway.
 */
export function siblingVolumes(containers: readonly Container[]): (container: Container) => SharedVolumes {
  const builders = new Map<string, string>()
  for (const { image, build, project } of containers) {
    if (build.state === 'set' && image.state === 'set' && !builders.has(image.value))
      builders.set(image.value, buildKey(project, build.value))
  }
  /** The same for all services of one build, also for a service that only names the image that another one builds. */
  const keyOf = ({ image, build, project }: Container): string | undefined => {
    if (build.state === 'set') return buildKey(project, build.value)
    return image.state === 'set' ? builders.get(image.value) : undefined
  }
  const names = new Map<string, Map<string, Set<string>>>()
  for (const container of containers) {
    const key = keyOf(container)
    if (key === undefined) continue
    const byPath = remember(names, key, () => new Map<string, Set<string>>())
    for (const { value } of container.mounts.items) {
      if (value.type !== 'volume' || value.name === undefined || value.readOnly) continue
      remember(byPath, value.target, () => new Set<string>()).add(value.name)
    }
  }
  const shared = new Map<string, SharedVolumes>()
  for (const [key, byPath] of names) {
    shared.set(
      key,
      new Map([...byPath].flatMap(([path, [name, ...others]]) => (name === undefined || others.length > 0 ? [] : [[path, name]]))),
    )
  }
  return (container) => shared.get(keyOf(container) ?? '') ?? NONE
}

function buildKey(project: Container['project'], build: object): string {
  return JSON.stringify([project, build])
}
