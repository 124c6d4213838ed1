import { normaliseTarget } from '../../src/model/mount.ts'

/**
 * The source of a bind mount as the tables spell it: slashes collapsed, no trailing slash, `/var/run` as `/run`; `/lib` and the like as
 * `/usr/lib` only where every current distribution links them. A path in any user's home, root's too, becomes `~/…`.
 */
export function hostPath(source: string): string {
  const path = normaliseTarget(source.replaceAll('\\', '/'))
  const home = /^(?:\/root|\/home\/[^/]+|\/Users\/[^/]+|\$HOME|\$\{HOME\})(?=\/|$)/.exec(path)
  if (home) return `~${path.slice(home[0].length)}`
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
}
