import { directoryOf, type Image, type ImageWrite } from '../../src/model/image.ts'
import { isWithin, parentOf, upwards } from '../../src/model/path.ts'
import type { ImageKnowledge } from '../../src/model/write-plan.ts'

/** Directories that are a tmpfs in every read-only container, or exist anyway. */
const EPHEMERAL = ['/tmp', '/var/tmp', '/run', '/run/lock', '/dev/shm']

/** What an image writes at start outside its VOLUMEs, `/tmp` and `/run`, one entry per directory. Owners and modes do not count. */
export function rootWrites(image: Image, base: ImageKnowledge | undefined): readonly ImageWrite[] {
  const volumes = [...image.volumes.items.map(({ value }) => value), ...(base?.volumes ?? [])]
  const kept = new Map<string, ImageWrite>()
  for (const write of image.writes) {
    if (write.when !== 'start' || write.leaves === 'ownership' || write.leaves === 'removed') continue
    if ([...EPHEMERAL, ...volumes].some((directory) => isWithin(write.path, directory))) continue
    const directory = directoryOf(write)
    const before = kept.get(directory)
    // A certain write says more than a possible one.
    if (!before || (before.conditional && !write.conditional)) kept.set(directory, write)
  }
  // A directory that is written as a whole includes those below it.
  const isCovered = (directory: string) => upwards(directory).some((above) => above !== '/' && kept.has(above))
  return [...kept].flatMap(([directory, write]) => (isCovered(parentOf(directory)) ? [] : [write]))
}

/** The purpose of a write at start, which decides the rule that reports it. */
export function purposeOf(write: ImageWrite): 'temporary' | 'state' | 'other' {
  if (write.kind === 'scratch' || write.kind === 'cache') return 'temporary'
  return write.kind === 'data' && isState(write) ? 'state' : 'other'
}

/** A write plan counts a file as data if its name says nothing, so as to lose none; a report needs better evidence. */
function isState({ path, how, leaves }: ImageWrite): boolean {
  // A path that files are moved out of keeps no state, nor does a link.
  if (how === 'mv away' || leaves === 'link') return false
  if (/^(?:database|snapshots|certificates|storage)\b/.test(how)) return true
  if (/\.(?:db|sqlite3?|mdb|rdb|aof)$/.test(path)) return true
  return /^\/(?:data|var\/lib|srv)\/?|\/(?:data|db|database|uploads?|media|storage|backups?)(?:\/|$)/.test(path)
}
