import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import { repositoryRoot } from './git.ts'

export interface Changed {
  readonly ok: true
  /** Absolute paths, those of files that are gone too. */
  readonly files: ReadonlySet<string>
  readonly has: (file: string) => boolean
}

/**
 * The files that differ from `ref` in the work tree, those that are gone from it too, and those that git does not track. Of a submodule and
 * of a repository inside this one git names only the folder: all that lies in it has changed then.
 * Gives why it failed where git cannot say. The ref is never taken for an option.
 */
export function changedSince(ref: string, cwd: string): Changed | { readonly ok: false; readonly why: string } {
  const root = repositoryRoot(cwd)
  if (root === undefined) return { ok: false, why: '--changed-since needs a git repository' }
  const git = (args: readonly string[]) =>
    execFileSync('git', [...args], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 * 2 ** 20 })
      .split('\0')
      .filter((name) => name !== '')
  try {
    const commit = git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`])[0]?.trim() ?? ''
    const changed = git(['diff', '--name-only', '-z', '--no-renames', '--ignore-submodules=none', commit, '--'])
    const untracked = git(['ls-files', '--others', '--exclude-standard', '-z'])
    const files = new Set([...changed, ...untracked].map((name) => resolve(root, name)))
    const folders = [...files].filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory()).map((path) => path + sep)
    return { ok: true, files, has: (file) => files.has(file) || folders.some((folder) => file.startsWith(folder)) }
  } catch {
    return { ok: false, why: `git does not know "${ref}"; fetch it first (actions/checkout: fetch-depth: 0)` }
  }
}
