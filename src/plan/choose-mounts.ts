import { capabilityName } from '../model/capability.ts'
import type { Container } from '../model/container.ts'
import { pick } from '../model/defined.ts'
import type { TmpfsOptions } from '../model/mount.ts'
import { isWithin } from '../model/path.ts'
import { isWorldWritable } from '../model/system-directory.ts'
import { withoutOwner } from '../model/tmpfs.ts'
import { volumeName } from '../model/volume-name.ts'
import type { PlannedMount, WritePath } from '../model/write-plan.ts'
import { coverOf } from './cover.ts'
import type { MountContext } from './mount-context.ts'
import { type Need, wantsVolume } from './need.ts'
import type { Ids, StartUser } from './user.ts'

/** Decides how each need is met: covered, tmpfs or volume. A need below another planned mount that serves it is dropped. */
export function chooseMounts(needs: readonly Need[], context: MountContext): WritePath[] {
  const taken = new Set(context.takenVolumeNames)
  const paths: WritePath[] = []
  for (const need of [...needs].sort((a, b) => a.path.split('/').length - b.path.split('/').length || (a.path < b.path ? -1 : 1))) {
    const cover = coverOf(need, context)
    // The author chose a read-only mount, and the write fails today already.
    if (cover === 'read-only') continue
    const options = tmpfsNeeds(need, context.user, context.container)
    if (cover) {
      paths.push(writePath(need, cover, tmpfsNeeds(belowCover(need, cover), context.user, context.container)))
      continue
    }
    if (paths.some((parent) => serves(parent, need, options))) continue
    paths.push(writePath(need, plannedMount(need, options, context, taken), options))
  }
  return paths
}

/** A tmpfs on a parent hides the image's directory and its mode; only /tmp and its like are world-writable themselves. */
function belowCover(need: Need, cover: Extract<PlannedMount, { as: 'covered' }>): Need {
  if (cover.target === need.path || !need.worldWritable || isWorldWritable(cover.target)) return need
  const { worldWritable: _, ...rest } = need
  return rest
}

function plannedMount(need: Need, options: TmpfsOptions, context: MountContext, taken: Set<string>): PlannedMount {
  if (!wantsVolume(need) || isBetterInMemory(need, context)) {
    return { as: 'tmpfs', options: context.tmpfsSize === undefined ? options : { ...options, size: context.tmpfsSize } }
  }
  const shared = need.kind === 'data' ? context.siblingVolumes.get(need.path) : undefined
  if (shared !== undefined) return { as: 'volume', name: shared, shared: true }
  const name = volumeName(context.container.name, need.path, need.kind, taken)
  taken.add(name)
  return { as: 'volume', name }
}

/** A cache too large for memory goes to a volume; not if root would own that and another user writes: a tmpfs can belong to that user. */
function isBetterInMemory({ kind, large, ships, absent }: Need, { user }: MountContext): boolean {
  return kind !== 'data' && large === true && ships === undefined && absent === true && user.known && !user.root
}

/** Whether a mount planned above a path serves the path as well. */
function serves(parent: WritePath, need: Need, options: TmpfsOptions): boolean {
  if (need.path === parent.path || !isWithin(need.path, parent.path) || need.mustExist) return false
  if (parent.mount.as === 'volume') return true
  if (parent.mount.as !== 'tmpfs' || wantsVolume(need)) return false
  const { uid, gid, mode, exec } = parent.mount.options
  const writable = mode === 0o1777 || isWorldWritable(parent.path) || (options.uid === uid && options.gid === gid)
  return (writable || (options.uid === undefined && options.mode === undefined)) && (!options.exec || exec === true)
}

function writePath(need: Need, mount: PlannedMount, needs: TmpfsOptions): WritePath {
  const { ships } = need
  return {
    path: need.path,
    kind: need.kind,
    mount,
    because: need.because,
    confidence: need.confidence,
    needs,
    ...pick(need, 'exec', 'large', 'oftenCache', 'without'),
    ...(ships === undefined ? {} : { shipsContent: true }),
  }
}

/**
 * The options that a tmpfs at a path needs. A tmpfs belongs to root and gets the mode of the image's directory there, not its owner
 * (opencontainers/runc#1647); on a path that the image lacks it is 1777 on the first start and 0755 after a restart (moby/moby#45549). So a
 * process that is not root when it writes needs `uid`/`gid`, unless the image's directory is world-writable or the entrypoint hands the
 * directory over itself. Mode 1777 serves a user whose number is not known.
 */
export function tmpfsNeeds(need: Need, user: StartUser, container: Container): TmpfsOptions {
  const options = { ...ownership(need, user, container), ...(need.exec ? { exec: true } : {}) }
  if (container.maybeStack || container.dialect.tmpfs === 'mount') return withoutOwner(options)
  return container.dialect.tmpfs === 'stack' ? inStack(options, need) : options
}

/** A stack creates a container for each start, so everybody may write to a tmpfs if the image has no directory there, or an open one. */
function inStack(options: TmpfsOptions, { path, absent }: Need): TmpfsOptions {
  const { mode, ...rest } = withoutOwner(options)
  return (absent || isWorldWritable(path)) && mode === 0o1777 ? rest : options
}

function ownership(need: Need, user: StartUser, container: Container): TmpfsOptions {
  // Below another tmpfs the image's directory and its mode are not there.
  if (need.closed) return { mode: 0o755 }
  if ((need.worldWritable && !need.absent) || SHARED.test(need.path)) return {}
  if (need.mode !== undefined && need.owner) return asSeen(need.owner, need.mode)
  if (need.anyUser && !need.owner && !(user.known && !user.root)) return { mode: 0o1777 }
  // `user: ${UID}` may be anybody; an unknown image usually starts as root.
  if (!user.known) return container.user.state === 'unknown' ? { mode: 0o1777 } : {}
  if (!user.root) return user.ids ? asOwner(user.ids) : { mode: 0o1777 }
  if (!need.owner || need.owner.uid === 0) return {}
  return need.chowned && hasCapability(container, 'CHOWN') ? {} : asOwner(need.owner)
}

/** A tmpfs like the observed directory: its owner, and its mode if others than the owner may write. */
function asSeen(owner: Ids, mode: number): TmpfsOptions {
  return { ...(owner.uid === 0 && !owner.gid ? {} : asOwner(owner)), ...((mode & 0o022) === 0 ? {} : { mode }) }
}

function asOwner({ uid, gid }: Ids): TmpfsOptions {
  return gid === undefined ? { uid } : { uid, gid }
}

/** The engine's own directories that any user can write. */
const SHARED = /^\/dev\/shm(\/|$)/

/** Whether root in the container keeps a capability of the engine's default set. */
export function hasCapability(container: Container, capability: string): boolean {
  const { capAdd, capDrop, privileged } = container.security
  if (privileged.state === 'set' && privileged.value) return true
  const names = (list: typeof capAdd) => list.items.map(({ value }) => capabilityName(value))
  const added = names(capAdd)
  if (added.includes(capability) || added.includes('ALL')) return true
  const dropped = names(capDrop)
  return !dropped.includes(capability) && !dropped.includes('ALL')
}
