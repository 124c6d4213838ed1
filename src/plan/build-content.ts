import type { Image, ImageWrite } from '../model/image.ts'
import { remember } from '../model/maps.ts'
import { isWithin } from '../model/path.ts'

const buildWritesOf = new WeakMap<Image, readonly ImageWrite[]>()

/** What the build of an image writes. Kept, since each path of a start asks for it, and a start can write thousands. */
export function buildWrites(image: Image): readonly ImageWrite[] {
  return remember(buildWritesOf, image, () => image.writes.filter(({ when }) => when === 'build'))
}

/** Directories that builds work in: the start does not need what they leave there, unless it or a variable of the image names it. */
const WORK_DIRECTORIES: ReadonlySet<string> = new Set(['/tmp', '/var/tmp', '/run'])

/** Whether builds work in a directory, so that most of what they leave there is not needed. */
export function isWorkDirectory(path: string): boolean {
  return WORK_DIRECTORIES.has(path)
}

/** The places that a start names: `programs` may be in a directory that the build puts there, `named` are put there themselves. */
export interface StartPlaces {
  readonly programs: readonly string[]
  readonly named: readonly string[]
}

/** Files that the build adds below a directory of its base, which the base's record cannot know. Empty files (`touch`) do not count. */
export function putBelow(directory: string, image: Image, started?: StartPlaces): string | undefined {
  const isBelow = (place: string) => place !== directory && isWithin(place, directory)
  const named = [...image.environment.items.map(({ value }) => value.value), ...(started?.named ?? [])].filter(isBelow)
  const programs = (started?.programs ?? []).filter(isBelow)
  const isNeeded = (path: string) =>
    !isWorkDirectory(directory) ||
    [...named, ...programs].some((each) => isWithin(path, each)) ||
    programs.some((each) => isWithin(each, path))
  const put = buildWrites(image).find(
    ({ leaves, how, path }) =>
      (leaves === 'content' || (leaves === 'file' && how !== 'touch')) && isWithin(path, directory) && isNeeded(path),
  )
  return put && placedWords(put)
}

export function placedWords({ how }: ImageWrite): string {
  return `content that the build puts there (${how})`
}
