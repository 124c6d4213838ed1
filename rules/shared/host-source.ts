import { normaliseTarget } from '../../src/model/path.ts'

/**
 * The source of a bind mount as the tables spell it: slashes collapsed, `/var/run` as `/run`, any user's home as `~/…`. No user is named
 * like `/home/Downloads` (adduser(8), NAME_REGEX).
 */
export function hostPath(source: string): string {
  const path = normaliseTarget(source.replaceAll('\\', '/'))
  const home = /^(?:\/root|\/home\/(?![A-Z][a-z])[^/]+|\/Users\/[^/]+|\$HOME|\$\{HOME\})(?=\/|$)/.exec(path)
  if (home) return `~${path.slice(home[0].length)}`
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
}
