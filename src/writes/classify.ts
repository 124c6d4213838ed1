export { classifyPath as classify } from '../model/write-kind.ts'

/** Directories of every image that hold much more than what one program writes: never a mount of their own. */
const SYSTEM =
  /^\/(|etc|usr|bin|sbin|lib|lib64|var|var\/lib|var\/log|var\/cache|var\/spool|var\/www|home|opt|srv|root|dev|proc|sys|mnt|media|boot|usr\/.*)$/

/** Whether a directory must not be mounted over as a whole. */
export function isSystemDirectory(path: string): boolean {
  return SYSTEM.test(path)
}

/** The directory that a file lies in. */
export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/'
}
