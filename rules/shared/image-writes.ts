import { directoryOf, type Image, type ImageWrite } from '../../src/model/image.ts'
import { isWithin } from '../../src/model/mount.ts'
import type { ImageKnowledge } from '../../src/model/write-plan.ts'

/** Directories that every read-only container gets as tmpfs, or has anyway. */
const EPHEMERAL = ['/tmp', '/var/tmp', '/run', '/run/lock', '/dev/shm']

/**
 * What an image writes at start outside its VOLUMEs, `/tmp` and `/run`, one entry a directory: the root filesystem proper.
 * Changes of owner and mode are left out: the build has mostly made them before.
 */
export function rootWrites(image: Image, base: ImageKnowledge | undefined): readonly ImageWrite[] {
  const volumes = [...image.volumes.items.map(({ value }) => value), ...(base?.volumes ?? [])]
  const kept = new Map<string, ImageWrite>()
  for (const write of image.writes) {
    if (write.when !== 'start' || write.leaves === 'ownership' || write.leaves === 'removed') continue
    if ([...EPHEMERAL, ...volumes].some((directory) => isWithin(write.path, directory))) continue
    const directory = directoryOf(write)
    const before = kept.get(directory)
    // One that surely happens tells more than one that may.
    if (!before || (before.conditional && !write.conditional)) kept.set(directory, write)
  }
  // A directory that is to be writable as a whole stands for those below it.
  return [...kept].flatMap(([directory, write]) => {
    const covered = [...kept.keys()].some((other) => other !== directory && other !== '/' && isWithin(directory, other))
    return covered ? [] : [write]
  })
}

/** What a write at start is for, by the rule that speaks of it. */
export function purposeOf(write: ImageWrite): 'temporary' | 'state' | 'other' {
  if (write.kind === 'scratch' || write.kind === 'cache') return 'temporary'
  return write.kind === 'data' && isState(write) ? 'state' : 'other'
}

/** A file whose name says nothing counts as data for a write plan, which must not lose any; a reader wants better reasons. */
function isState({ path, how }: ImageWrite): boolean {
  // What is moved out of a place is not kept there.
  if (how === 'mv away') return false
  if (/^(?:database|snapshots|certificates|storage)\b/.test(how)) return true
  if (/\.(?:db|sqlite3?|mdb|rdb|aof)$/.test(path)) return true
  return /^\/(?:data|var\/lib|srv)\/?|\/(?:data|db|database|uploads?|media|storage|backups?)(?:\/|$)/.test(path)
}
