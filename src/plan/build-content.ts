import type { Image, ImageWrite } from '../model/image.ts'
import { isWithin } from '../model/mount.ts'

/** Directories that builds work in: the start does not need what they leave there. */
const WORK_DIRECTORIES: ReadonlySet<string> = new Set(['/tmp', '/var/tmp', '/run'])

/** Files that the build adds below a directory of its base, which the base's record cannot know. Empty files (`touch`) do not count. */
export function putBelow(directory: string, image: Image): string | undefined {
  if (WORK_DIRECTORIES.has(directory)) return undefined
  const put = image.writes.find(
    ({ when, leaves, how, path }) =>
      when === 'build' && (leaves === 'content' || (leaves === 'file' && how !== 'touch')) && isWithin(path, directory),
  )
  return put && placedWords(put)
}

export function placedWords({ how }: ImageWrite): string {
  return `content that the build puts there (${how})`
}
