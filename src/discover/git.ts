import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The root of the repository that `directory` is in: the nearest parent with `.git`; undefined outside of one. */
export function repositoryRoot(directory: string): string | undefined {
  for (let at = directory; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at
    if (dirname(at) === at) return undefined
  }
}
