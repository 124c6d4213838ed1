import { pick } from '../model/defined.ts'
import type { TmpfsOptions } from '../model/mount.ts'
import { isWithin } from '../model/mount.ts'
import { isWorldWritable } from '../model/system-directory.ts'
import { volumeName } from '../model/volume-name.ts'
import type { PlannedMount, WritePath } from '../model/write-plan.ts'
import { coverOf } from './cover.ts'
import type { MountContext } from './mount-context.ts'
import { type Need, wantsVolume } from './need.ts'
import { tmpfsNeeds } from './tmpfs-needs.ts'

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
