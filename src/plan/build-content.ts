import type { Image, ImageWrite } from '../model/image.ts'
import { isWithin } from '../model/mount.ts'

/** Places that builds use to work in: what they leave there, nobody looks for at start. */
const WORKSHOPS: ReadonlySet<string> = new Set(['/tmp', '/var/tmp', '/run'])

/** Files that the build itself adds below a directory of its base, of which the base's record cannot know; empty ones (`touch`) are none. */
export function putBelow(directory: string, image: Image): string | undefined {
  if (WORKSHOPS.has(directory)) return undefined
  const put = image.writes.find(
    ({ when, leaves, how, path }) =>
      when === 'build' && (leaves === 'content' || (leaves === 'file' && how !== 'touch')) && isWithin(path, directory),
  )
  return put && putWords(put)
}

export function putWords({ how }: ImageWrite): string {
  return `content that the build puts there (${how})`
}
