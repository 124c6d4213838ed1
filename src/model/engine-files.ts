import { isWithin } from './path.ts'

/** Files that the engine puts into every container. */
const ENGINE_FILES =
  '/.dockerenv /etc/resolv.conf /etc/hosts /etc/hostname /etc/mtab /dev /proc /sys /run/.containerenv /run/secrets'.split(' ')

/** Whether a normalised path is one that the engine puts into every container, or is below it. */
export function isEngineFile(path: string): boolean {
  return ENGINE_FILES.some((file) => isWithin(path, file))
}
