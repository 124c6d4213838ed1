import type { Container } from '../model/container.ts'
import type { Image, ImageWrite } from '../model/image.ts'
import { isWithin, parentOf } from '../model/path.ts'
import type { WritePath } from '../model/write-plan.ts'
import { hasCapability } from './choose-mounts.ts'
import { coverOf } from './cover.ts'
import type { MountContext } from './mount-context.ts'
import type { Need, PlannedObstacle } from './need.ts'
import type { StartUser } from './user.ts'

/** What helps a program that may not write to a new volume. */
export function directoryOfUser(path: string): string {
  return `mount a directory of the host at ${path} that belongs to its user`
}

/** What helps if the project builds the image (docs.docker.com/engine/storage/volumes, "Populate a volume using a container"). */
export function directoryOfImage(path: string): string {
  return `make ${path} in the Dockerfile and give it to that user: a new volume takes over the owner`
}

/** root owns a new volume on a path that the image lacks, so a program that runs as another user cannot keep data there. */
export function unwritableVolumes(
  needs: readonly Need[],
  paths: readonly WritePath[],
  user: StartUser,
  image: Image | undefined,
  container: Container,
): PlannedObstacle[] {
  if (!user.known) return []
  // The workers of a server that starts as root. A package creates `mustExist` directories for them.
  const isOfWorkers = (need: Need) => need.anyUser && !need.mustExist && !need.chowned
  const isOther = (need: Need) => !user.root || isOfWorkers(need) || (need.owner !== undefined && need.owner.uid !== 0 && !need.chowned)
  return paths.flatMap(({ path, mount }): PlannedObstacle[] => {
    const own = needs.filter((need) => need.path === path && need.absent && isOther(need))
    if (mount.as !== 'volume' || own.length === 0 || (user.root && image && isGivenAtStart(path, image, container))) return []
    return [
      {
        path,
        why: `it keeps data at ${path}, which the image does not have, so that a new volume there belongs to root and not to its user`,
        instead: image?.build ? directoryOfImage(path) : directoryOfUser(path),
        conditional: own.every(({ perhaps }) => perhaps),
        inProgram: own.some(({ because }) => because.some(({ evidence }) => evidence === 'program')),
      },
    ]
  })
}

/** Whether root gives a directory to the program's account at each start, as `chown -R app /srv/data` in an entrypoint does. */
function isGivenAtStart(directory: string, image: Image, container: Container): boolean {
  const gives = ({ when, leaves, owner, path, recursive }: ImageWrite) =>
    when === 'start' &&
    leaves === 'ownership' &&
    owner !== undefined &&
    (path === directory || (recursive === true && isWithin(directory, path)))
  return hasCapability(container, 'CHOWN') && image.writes.some(gives)
}

/** An unknown mount may hold the data already, and a new volume below it would hide that data. */
export function undecidedVolumes(paths: readonly WritePath[], { mounts }: Container): PlannedObstacle[] {
  if (!mounts.incomplete) return []
  return paths.flatMap(({ path, mount, because }): PlannedObstacle[] => {
    if (mount.as !== 'volume') return []
    return [
      {
        path,
        why: `one of its mounts depends on an unset variable, so ${path} (${because[0].text}) may be mounted already, and a new volume could hide that mount`,
        instead: `give the variable a value or a default, or mount ${path}`,
      },
    ]
  })
}

/** Files that the program renames within one file system today, and from one mount to another under the plan (rename(2), EXDEV). */
export function crossedMounts(paths: readonly WritePath[], image: Image | undefined, context: MountContext): PlannedObstacle[] {
  const planned = paths.flatMap(({ path, mount }) => (mount.as === 'covered' ? [] : [path]))
  const today = (path: string) => {
    const cover = coverOf({ path, kind: 'data', because: [{ evidence: 'default', text: '' }], confidence: 'default' }, context)
    return cover === undefined || cover === 'read-only' || cover.by === 'engine' ? '/' : cover.target
  }
  const sealed = (path: string) =>
    planned.filter((each) => isWithin(path, each)).reduce((a, b) => (b.length > a.length ? b : a), today(path))
  return (image?.writes ?? []).flatMap(({ when, path, leaves, movedFrom = [], conditional = false, inProgram = false }) => {
    const to = leaves === 'below' ? path : parentOf(path)
    const from = movedFrom.find((each) => today(each) === today(path) && sealed(each) !== sealed(path))
    if (when !== 'start' || from === undefined || sealed(path) === '/') return []
    return [
      {
        path: to,
        why: `it renames what is at ${from} to ${path}, which fails between two mounts`,
        instead: 'let the program copy the file and remove the original, or keep both below one mount',
        conditional,
        inProgram,
      },
    ]
  })
}
