import type { Container } from '../../src/model/container.ts'
import type { Origin, Sourced } from '../../src/model/fact.ts'
import { type Confidence, isAsSure } from '../../src/model/intent.ts'
import type { Mount, TmpfsMount, TmpfsOptions } from '../../src/model/mount.ts'
import { isWithin } from '../../src/model/path.ts'
import type { WritePath } from '../../src/model/write-plan.ts'

/** The container's tmpfs mounts that take options, each with its place. */
export function tmpfsMounts(container: Container): Sourced<TmpfsMount>[] {
  return container.mounts.items.flatMap(({ value, origin }) => (value.type === 'tmpfs' ? [{ value, origin }] : []))
}

/** The tmpfs that contains a write path; undefined if another mount does. */
export function tmpfsUnder(path: WritePath, container: Container): Sourced<TmpfsMount> | undefined {
  const { mount } = path
  if (mount.as !== 'covered' || mount.by !== 'mount') return undefined
  return tmpfsMounts(container).find(({ value }) => value.target === mount.target)
}

/** The mount in memory that contains a write path: a tmpfs, or a volume in memory. */
export function memoryUnder(path: WritePath, container: Container): { readonly mount: Mount; readonly origin: Origin } | undefined {
  const { mount } = path
  if (mount.as !== 'covered' || mount.by !== 'mount') return undefined
  const found = container.mounts.items.find(
    ({ value }) => value.target === mount.target && (value.type === 'tmpfs' || (value.type === 'volume' && value.inMemory === true)),
  )
  return found && { mount: found.value, origin: found.origin }
}

/** Whether a mount deeper than `above` contains a path. */
export function hasDeeperMount(path: string, above: string, container: Container): boolean {
  return container.mounts.items.some(({ value }) => value.target !== above && isWithin(value.target, above) && isWithin(path, value.target))
}

/** Whether a plan rests on evidence, not on analogy: only then do rules report mounts that somebody wrote. */
export function isSure(confidence: Confidence): boolean {
  return isAsSure(confidence, 'known')
}

/** Whether a process with the needs of a write path can write to a tmpfs with these options. */
export function suits(options: TmpfsOptions, needs: TmpfsOptions): boolean {
  const mode = options.mode
  if (mode !== undefined && (mode & 0o002) !== 0) return true
  if (needs.uid !== undefined && options.uid === needs.uid) return mode === undefined || (mode & 0o200) !== 0
  // The group of `user: "70"` is in the image's /etc/passwd: any group in the options may be right.
  if (options.gid !== undefined && (needs.gid ?? options.gid) === options.gid) return mode !== undefined && (mode & 0o020) !== 0
  // The user's number is unknown: any owner in the options may be right.
  return needs.uid === undefined && options.uid !== undefined
}
