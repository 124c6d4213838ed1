import { dirname, join, resolve } from 'node:path'
import ignore, { type Ignore } from 'ignore'
import { remember } from '../model/maps.ts'
import { belowPath } from '../text/file-name.ts'
import { repositoryRoot } from './git.ts'

/**
 * Says whether the .gitignore files of a tree leave out a path: those of the repository that `start` is in, outside of one those from `start`
 * on. A file is read once, when a path below its folder is asked about; `read` gives its text, or undefined if there is none.
 */
export function gitIgnore(start: string, read: (file: string) => string | undefined): (path: string, isDirectory: boolean) => boolean {
  const root = repositoryRoot(start) ?? start
  const known = new Map<string, Ignore>()
  const patternsOf = (folder: string): Ignore =>
    remember(known, folder, () => {
      const above = folder === root ? ignore() : patternsOf(dirname(folder))
      const text = read(join(folder, '.gitignore'))
      if (text === undefined) return above
      return ignore()
        .add(above)
        .add(fromRoot(text, belowPath(root, folder) ?? ''))
    })
  return (given, isDirectory) => {
    const path = resolve(given)
    const inside = belowPath(root, path)
    return inside !== undefined && patternsOf(dirname(path)).ignores(inside + (isDirectory ? '/' : ''))
  }
}

/** The patterns of a .gitignore as if they stood in that of the root: a slash before the end ties a pattern to its own folder. */
function fromRoot(text: string, folder: string): string[] {
  const base = folder === '' ? '' : `/${folder.replace(/[\\*?[\]]/g, '\\$&')}`
  return text
    .replace(/^\ufeff/, '')
    .split('\n')
    .map(withoutEndSpace)
    .filter((line) => line !== '' && line !== '/' && !line.startsWith('#'))
    .map((line) => {
      if (base === '') return line
      const negation = line.startsWith('!') ? '!' : ''
      const pattern = line.slice(negation.length)
      const isTied = pattern.slice(0, -1).includes('/')
      return `${negation}${base}/${isTied ? '' : '**/'}${pattern.startsWith('/') ? pattern.slice(1) : pattern}`
    })
}

/** A line without white space at its end; a space after a backslash stays. */
function withoutEndSpace(line: string): string {
  const kept = line.trimEnd()
  let backslashes = 0
  while (kept.at(-1 - backslashes) === '\\') backslashes++
  return kept !== line && backslashes % 2 === 1 ? `${kept} ` : kept
}
