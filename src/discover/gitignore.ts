import { dirname, join, resolve } from 'node:path'
import { remember } from '../model/maps.ts'
import { belowPath } from '../text/file-name.ts'
import { matchesPath, matchesWildcard, patternSigns } from '../text/wildcard.ts'
import { repositoryRoot } from './git.ts'

/**
 * Says whether the .gitignore files of a tree leave out a path: those of the repository that `start` is in, outside of one those from `start`
 * on (git's documentation, "gitignore"). A file is read once, when a path below its folder is asked about; `read` gives its text, or undefined
 * if there is none. The time of a match grows at worst with the product of a name and a pattern, since these files are untrusted.
 */
export function gitIgnore(start: string, read: (file: string) => string | undefined): (path: string, isDirectory: boolean) => boolean {
  const root = repositoryRoot(start) ?? start
  const known = new Map<string, readonly Rule[]>()
  const rulesIn = (folder: string) => remember(known, folder, () => rulesOf(read(join(folder, '.gitignore')) ?? ''))
  const folders = new Map([[root, false]])
  const isOut = (path: string, isDirectory: boolean): boolean => {
    const parent = dirname(path)
    // Nothing below a folder that is left out comes back.
    if (remember(folders, parent, () => isOut(parent, true))) return true
    for (let folder = parent; ; folder = dirname(folder)) {
      const names = (belowPath(folder, path) ?? '').split('/')
      const rule = rulesIn(folder).findLast((each) => (isDirectory || !each.isForFolders) && each.matches(names))
      if (rule !== undefined || folder === root) return rule?.isNegated === false
    }
  }
  return (given, isDirectory) => {
    const path = resolve(given)
    return belowPath(root, path) !== undefined && isOut(path, isDirectory)
  }
}

/** One line of a .gitignore. `matches` takes the names of a path from the folder of the file on. */
interface Rule {
  readonly isNegated: boolean
  readonly isForFolders: boolean
  readonly matches: (names: readonly string[]) => boolean
}

function rulesOf(text: string): Rule[] {
  return text
    .replace(/^\ufeff/, '')
    .split('\n')
    .map(withoutEndSpace)
    .filter((line) => line !== '' && line !== '/' && !line.startsWith('#'))
    .map((line) => {
      const isNegated = line.startsWith('!')
      const isForFolders = line.endsWith('/')
      const pattern = line.slice(isNegated ? 1 : 0, isForFolders ? -1 : undefined)
      // A slash before the end ties a pattern to its own folder.
      const parts = pattern.replace(/^\//, '').split('/').map(patternSigns)
      const name = parts.at(-1) ?? ''
      const matches = pattern.includes('/')
        ? (names: readonly string[]) => matchesPath(parts, names, true)
        : (names: readonly string[]) => matchesWildcard(name, names.at(-1) ?? '')
      return { isNegated, isForFolders, matches }
    })
}

/** A line without white space at its end; a space after a backslash stays. */
function withoutEndSpace(line: string): string {
  const kept = line.trimEnd()
  let backslashes = 0
  while (kept.at(-1 - backslashes) === '\\') backslashes++
  return kept !== line && backslashes % 2 === 1 ? `${kept} ` : kept
}
