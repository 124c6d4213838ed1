import { parseImageReference } from '../../src/model/image.ts'

/** Whether an image is a proxy whose purpose is to stand between an engine's socket and other containers. */
export function isSocketProxy(image: string): boolean {
  return /(?:socket|docker)[-_]?proxy$/.test(parseImageReference(image)?.name ?? '')
}
