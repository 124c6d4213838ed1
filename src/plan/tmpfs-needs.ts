import { capabilityName } from '../model/capability.ts'
import type { Container } from '../model/container.ts'
import type { TmpfsOptions } from '../model/mount.ts'
import { isWorldWritable } from '../model/system-directory.ts'
import { withoutOwner } from '../model/tmpfs.ts'
import type { Need } from './need.ts'
import type { Ids, StartUser } from './user.ts'

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
function hasCapability(container: Container, capability: string): boolean {
  const { capAdd, capDrop, privileged } = container.security
  if (privileged.state === 'set' && privileged.value) return true
  const names = (list: typeof capAdd) => list.items.map(({ value }) => capabilityName(value))
  const added = names(capAdd)
  if (added.includes(capability) || added.includes('ALL')) return true
  const dropped = names(capDrop)
  return !dropped.includes(capability) && !dropped.includes('ALL')
}
