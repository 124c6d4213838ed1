import { realpathSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { isAtOrBelow } from '../text/file-name.ts'

/** Why a path must not be written: a link in it leads out of the root (for a path outside of it: out of its folder). Else undefined. */
export function leadsOut(path: string, target: string, root: string): string | undefined {
  const absolute = resolve(path)
  const anchor = isAtOrBelow(root, absolute) ? root : dirname(absolute)
  if (target === absolute || isAtOrBelow(realpathSync(anchor), target)) return undefined
  return `is or lies behind a symbolic link that leads out of ${relative(process.cwd(), anchor) || 'this folder'}; nothing is written there`
}
