/** Container paths, which have forward slashes on every system. Only `normaliseTarget` resolves links. */

/** An absolute path without `//`, `.`, `..` or a trailing slash; the root is its own parent. */
export function cleanPath(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}

/**
 * Normalises a container path: collapses `//`, `/./` and a trailing slash, and resolves the links that practically every
 * image has: `/var/run` → `/run`, `/var/lock` → `/run/lock`. A relative path is returned as it is (the engine refuses it).
 */
export function normaliseTarget(path: string): string {
  if (!path.startsWith('/')) return path
  // Nearly all paths are clean already.
  const clean = /\/(?:\.{0,2}(?:\/|$))/.test(path) ? cleanPath(path) : path
  if (clean === '/var/run' || clean.startsWith('/var/run/')) return clean.slice('/var'.length)
  if (clean === '/var/lock' || clean.startsWith('/var/lock/')) return `/run${clean.slice('/var'.length)}`
  return clean
}

/** Whether `path` is `directory` itself or is below it. Both normalised. */
export function isWithin(path: string, directory: string): boolean {
  return path === directory || directory === '/' || (path.startsWith(directory) && path[directory.length] === '/')
}

/** A path from the root; undefined if it is relative to an unknown directory. `~` is not resolved. */
export function absolutePath(path: string, cwd: string | undefined): string | undefined {
  if (path === '' || path.startsWith('~')) return undefined
  if (path.startsWith('/')) return path
  return cwd === undefined ? undefined : `${cwd === '/' ? '' : cwd}/${path}`
}

/** The directory that a path is in; the root for the first level. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0)) || '/'
}

/** A path and the directories that it is in, the nearest first. */
export function upwards(path: string): string[] {
  const found: string[] = []
  for (let at = path; at !== '/'; at = parentOf(at)) found.push(at)
  return [...found, '/']
}

/** Last part of a path: `/usr/bin/apt-get` is `apt-get`. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
