import { normaliseTarget } from '../../src/model/mount.ts'

/**
 * A host path of a bind mount in the spelling that the tables use: slashes collapsed, no slash at the end, `/var/run` as
 * `/run`, `/lib` and its like as `/usr/lib` only where they are links on every current distribution. Paths of a user's home
 * become `~/…`, whoever the user is; root's too.
 */
export function hostPath(source: string): string {
  const path = normaliseTarget(source.replaceAll('\\', '/'))
  const home = /^(?:\/root|\/home\/[^/]+|\/Users\/[^/]+|\$HOME|\$\{HOME\})(?=\/|$)/.exec(path)
  if (home) return `~${path.slice(home[0].length)}`
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
}
