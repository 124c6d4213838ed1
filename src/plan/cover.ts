import type { Container } from '../model/container.ts'
import type { Sourced } from '../model/fact.ts'
import type { Mount } from '../model/mount.ts'
import { isWithin } from '../model/path.ts'
import type { PlannedMount } from '../model/write-plan.ts'
import type { MountContext } from './mount-context.ts'
import type { Need } from './need.ts'

/** `read-only`: a mount that cannot be written, whether the root is read-only or not. */
export type Cover = Extract<PlannedMount, { as: 'covered' }> | 'read-only' | undefined

/** What makes a path writable already. The deepest mount at or above it decides, whether it is the container's or the image's VOLUME. */
export function coverOf(need: Need, { container, mounts, volumes }: Pick<MountContext, 'container' | 'mounts' | 'volumes'>): Cover {
  const { path } = need
  let deepest: Sourced<Mount> | undefined
  for (const mount of mounts) {
    if (!isWithin(path, mount.value.target) || hidesRequiredDirectory(need, mount.value)) continue
    if (!deepest || mount.value.target.length >= deepest.value.target.length) deepest = mount
  }
  const volume = volumes.filter((target) => isWithin(path, target)).sort((a, b) => b.length - a.length)[0]
  if (volume !== undefined && (!deepest || volume.length > deepest.value.target.length)) {
    return { as: 'covered', by: 'image-volume', target: volume }
  }
  if (deepest) {
    const { value, origin } = deepest
    return value.readOnly ? 'read-only' : { as: 'covered', by: 'mount', target: value.target, origin }
  }
  const engine = engineMounts(container, need).find((target) => isWithin(path, target))
  return engine === undefined ? undefined : { as: 'covered', by: 'engine', target: engine }
}

/** Whether a path is in a mount, writable or not, so that a read-only root changes nothing for it. */
export function isCovered(path: string, context: Pick<MountContext, 'container' | 'mounts' | 'volumes'>): boolean {
  const need: Need = { path, kind: 'data', because: [{ evidence: 'default', text: '' }], confidence: 'default' }
  return coverOf(need, context) !== undefined
}

/** A tmpfs above a directory that the program expects hides that directory (mariadb's /run/mysqld below a tmpfs on /run). */
function hidesRequiredDirectory(need: Need, mount: Mount): boolean {
  return need.mustExist === true && mount.type === 'tmpfs' && mount.target !== need.path
}

/** What the engine mounts itself: Podman's `--read-only` adds tmpfs mounts (podman-run(1), `--read-only-tmpfs`), all noexec. */
function engineMounts(container: Container, need: Need): readonly string[] {
  const own = ['/dev', '/proc', '/sys']
  return container.engine === 'podman' && !need.exec ? [...own, '/run', '/tmp', '/var/tmp'] : own
}
