import { dirname, isAbsolute, join, sep, win32 } from '../../text/path.ts'

/** Whether Compose fetches the file from elsewhere: a Git or OCI reference of `include:` and `extends:`. */
export function isRemote(path: string): boolean {
  return /^(?:oci|https?|git|ssh):\/\//.test(path) || path.startsWith('git@') || path.startsWith('github.com/')
}

/** Whether a build context is not a directory: a URL, a Git reference, another service's image. */
export function isRemoteContext(context: string): boolean {
  return context.includes('://') || context.startsWith('service:') || context.startsWith('github.com/') || context.startsWith('git@')
}

/** Whether a path is absolute on Unix or on Windows (`C:\data`, `\\server\share`), on any system. */
export function isAbsoluteAnywhere(path: string): boolean {
  return path.startsWith('/') || isAbsolute(path) || /^[A-Za-z]:[\\/]/.test(path) || (path.startsWith('\\\\') && win32.isAbsolute(path))
}

/** Resolves a path against `directory` as Compose does; one that starts with `~` or an unresolved variable stays. */
export function resolvePath(path: string, directory: string): string {
  switch (path[0]) {
    case undefined:
    case '/':
    case '~':
    case '$':
      return path
    case '.':
      return joinClean(directory, path)
    default:
      return isAbsoluteAnywhere(path) ? path : joinClean(directory, path)
  }
}

/** Joins like Go's `filepath.Join`, without a trailing slash. */
export function joinClean(directory: string, path: string): string {
  const joined = join(directory, path)
  return joined.endsWith(sep) && dirname(joined) !== joined ? joined.slice(0, -1) : joined
}
