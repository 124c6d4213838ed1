import { holds } from '../knowledge/truth.ts'
import { uniqueBy } from '../model/maps.ts'
import { isWithin } from '../model/path.ts'
import { isSystemDirectory } from '../model/system-directory.ts'
import { isCovered } from './cover.ts'
import type { RecordKnowledge } from './matched-record.ts'
import type { MountContext } from './mount-context.ts'
import { leastSure, type Need } from './need.ts'

/** A directory that the image's start changes; a volume there would keep the first version's files. */
interface ChangedDirectory {
  readonly path: string
  readonly why: string
  readonly evidence: readonly string[]
}

/** Directories that the start changes here and that no tmpfs may hide; a volume cannot be mounted over a file. */
function changedDirectories({ record, test }: RecordKnowledge): ChangedDirectory[] {
  const changed = (record.obstacles ?? []).flatMap(({ at, effect, when, why, evidence }) =>
    at !== undefined && effect === 'fails' && holds(test(when)) && isDirectory(at) && !isSystemDirectory(at)
      ? [{ path: at, why, evidence }]
      : [],
  )
  return uniqueBy(changed, ({ path }) => path)
}

function isDirectory(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return !/\.\w+$/.test(name) && path !== '/etc/passwd'
}

/** Needs for a volume over each such directory: it copies what the image ships there when it is new, and never again. */
export function staleVolumeNeeds(knowledge: RecordKnowledge | undefined, mountContext: MountContext): Need[] {
  if (!knowledge) return []
  return changedDirectories(knowledge)
    .filter(({ path }) => !isCovered(path, mountContext))
    .map(({ path, why, evidence }) => ({
      path,
      kind: 'config',
      because: [{ evidence: 'image-record', text: why, references: evidence }],
      confidence: leastSure(knowledge.ceiling, 'inferred'),
      ships: 'what the image ships there and its start changes',
    }))
}

/** Volumes of the container that hold such a directory: they keep the files of the image that first used them. */
export function staleVolumePaths(knowledge: RecordKnowledge, { mounts }: MountContext): string[] {
  const volumes = mounts.filter(({ value }) => value.type === 'volume').map(({ value }) => value.target)
  return changedDirectories(knowledge).flatMap(({ path }) => (volumes.some((target) => isWithin(path, target)) ? [path] : []))
}
