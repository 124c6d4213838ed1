import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'
import { repositoryRoot } from './git.ts'

/**
 * Absolute paths of the files that differ from `ref` in the work tree, those that are gone from it too, and of those git does not track.
 * Gives why it failed where git cannot say. The ref is never taken for an option.
 */
export function changedSince(ref: string, cwd: string): { ok: true; files: ReadonlySet<string> } | { ok: false; why: string } {
  const root = repositoryRoot(cwd)
  if (root === undefined) return { ok: false, why: '--changed-since needs a git repository' }
  const git = (args: readonly string[]) =>
    execFileSync('git', [...args], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 * 2 ** 20 })
      .split('\0')
      .filter((name) => name !== '')
  try {
    const commit = git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`])[0]?.trim() ?? ''
    const changed = git(['diff', '--name-only', '-z', '--no-renames', commit, '--'])
    const untracked = git(['ls-files', '--others', '--exclude-standard', '-z'])
    return { ok: true, files: new Set([...changed, ...untracked].map((name) => resolve(root, name))) }
  } catch {
    return { ok: false, why: `git does not know "${ref}"; fetch it first (actions/checkout: fetch-depth: 0)` }
  }
}
