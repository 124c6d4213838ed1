import { realpathSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'

/** Why a path must not be written: a link in it leads out of the root (for a path outside of it: out of its folder). Else undefined. */
export function leadsOut(path: string, target: string, root: string): string | undefined {
  const isBelow = (inner: string, outer: string) => inner === outer || inner.startsWith(outer.endsWith(sep) ? outer : outer + sep)
  const absolute = resolve(path)
  const anchor = isBelow(absolute, root) ? root : dirname(absolute)
  if (target === absolute || isBelow(target, realpathSync(anchor))) return undefined
  return `is or lies behind a symbolic link that leads out of ${relative(process.cwd(), anchor) || 'this folder'}; nothing is written there`
}
