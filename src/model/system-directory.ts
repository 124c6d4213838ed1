/** Directories of every image that hold much more than one program writes: they never get a mount of their own. */
const SYSTEM: readonly RegExp[] = [
  /^\/(|etc|usr|bin|sbin|lib|lib64|var|home|opt|srv|root|dev|proc|sys|mnt|media|boot)$/,
  /^\/var\/(lib|log|cache|spool|www)$/,
  /^\/usr\/(src|local|local\/src)$/,
  // Files of packages and programs, at any depth.
  /^(\/usr(\/local)?)?\/(bin|sbin|lib|lib64|libexec|share|include|etc\/php)(\/|$)/,
  /^\/usr\/local\/etc(\/php.*)?$/,
]

/** Whether a directory must not be mounted over as a whole. */
export function isSystemDirectory(path: string): boolean {
  return SYSTEM.some((pattern) => pattern.test(path))
}

/** Whether every image with a shell has a directory (Filesystem Hierarchy Standard 3.0, 3.2, 4.2 and 5.2). */
export function isUsualDirectory(path: string): boolean {
  return /^\/(?:etc|usr|bin|sbin|lib|var|home|opt|srv|root|dev|proc|sys|mnt|media|var\/(?:lib|log|cache|spool|tmp)|usr\/(?:bin|sbin|lib|share|local|local\/(?:bin|sbin|lib|share)))$/.test(
    path,
  )
}

/** Whether a directory is world-writable in every image (Filesystem Hierarchy Standard 3.0, 3.18 and 5.15), or the engine mounts it so. */
export function isWorldWritable(directory: string): boolean {
  return directory === '/tmp' || directory === '/var/tmp' || directory === '/dev/shm'
}
