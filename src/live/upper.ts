import { isEngineFile } from '../model/engine-files.ts'
import type { ChangedPath } from '../model/evidence.ts'
import { isWithin, normaliseTarget, parentOf } from '../model/path.ts'

/** The format of `stat -c` that {@link readUpper} reads: mode in hexadecimal, device numbers, owner, size, time of change, name. */
export const STAT_FORMAT = '%f %t %T %u %g %s %Y %n'

const LINE = /^([0-9a-f]+) ([0-9a-f]+) ([0-9a-f]+) (\d+) (\d+) (\d+) (\d+) (.+)$/

/** Bits of a mode that give the type of an entry (inode(7)). */
const TYPES: ReadonlyMap<number, 'file' | 'directory'> = new Map([
  [0o100000, 'file'],
  [0o040000, 'directory'],
])

/**
 * Reads a listing of an overlay's upper directory (Linux kernel documentation, "Overlay Filesystem"): what a container wrote, and each
 * directory of the image in which it made, changed or deleted something, since that is copied up and stays when the entry is gone.
 * `root` is where the upper directory was mounted for the listing, `created` the container's creation in seconds: a copied-up directory
 * keeps the time that the image gave it unless an entry of its own came or went. `diff` tells new entries from copied ones.
 */
export function readUpper(
  listing: string,
  root: string,
  { diff, targets, created }: { readonly diff: readonly ChangedPath[]; readonly targets: readonly string[]; readonly created: number },
): ChangedPath[] {
  const kinds = new Map(diff.map(({ path, kind }) => [path, kind]))
  const mounted = targets.map(normaliseTarget)
  const found = new Map<string, ChangedPath>()
  // Directories in which the engine made something: a mount point, or a file of its own.
  const engineMade = new Set(mounted.map(parentOf))
  for (const line of listing.split('\n')) {
    const [, mode, major, minor, uid, gid, size, time, name] = LINE.exec(line) ?? []
    if (mode === undefined || name === undefined || !name.startsWith(`${root}/`)) continue
    const path = name.slice(root.length)
    const normal = normaliseTarget(path)
    if (isEngineFile(normal) || mounted.some((target) => isWithin(normal, target))) {
      engineMade.add(parentOf(normal))
      continue
    }
    const bits = Number.parseInt(mode, 16)
    const isWhiteout = (bits & 0o170000) === 0o020000 && major === '0' && minor === '0'
    if (isWhiteout) {
      found.set(path, { path, kind: 'deleted' })
      continue
    }
    const type = TYPES.get(bits & 0o170000) ?? 'other'
    found.set(path, {
      path,
      kind: kinds.get(path) ?? 'changed',
      type,
      ...(type === 'directory' && Number(time) >= created ? { entriesChanged: true as const } : {}),
      owner: { uid: Number(uid), gid: Number(gid) },
      mode: bits & 0o7777,
      ...(type === 'file' ? { size: Number(size) } : {}),
    })
  }
  for (const [path, entry] of found) {
    const { entriesChanged: _, ...rest } = entry
    if (engineMade.has(normaliseTarget(path))) found.set(path, rest)
  }
  for (const change of diff) if (!found.has(change.path)) found.set(change.path, change)
  return [...found.values()].filter((entry) => !isOnlyForMounts(entry, found, mounted))
}

/** A directory that holds a mount point and to which nothing else was written. */
function isOnlyForMounts(entry: ChangedPath, all: ReadonlyMap<string, ChangedPath>, mounted: readonly string[]): boolean {
  if (entry.kind !== 'added' || entry.type !== 'directory') return false
  const normal = normaliseTarget(entry.path)
  if (!mounted.some((target) => target !== normal && isWithin(target, normal))) return false
  return ![...all.keys()].some((path) => path !== entry.path && isWithin(path, entry.path))
}

/** The upper directory of a root by the `/proc/1/mountinfo` of a process in it; undefined for other filesystems. */
export function upperOfMountinfo(mountinfo: string): string | undefined {
  const root = mountinfo.split('\n').find((line) => / \/ \/ /.test(line) && / - overlay /.test(line))
  return root === undefined ? undefined : /[ ,]upperdir=([^,\s]+)/.exec(root)?.[1]
}
