import { baseName } from '../model/path.ts'
import { matchesWildcard } from './wildcard.ts'

/** Whether the lines of a .dockerignore leave a file of the context out, by the last of them that speaks of it or of a directory around it. */
export function isLeftOut(file: string, lines: readonly string[]): boolean {
  const paths = file.split('/').map((_, at, parts) => parts.slice(0, at + 1).join('/'))
  const last = lines.findLast((line) => {
    const [, anywhere, pattern = ''] = /^!?(\*\*\/)?\/?(.*?)\/?\s*$/.exec(line) ?? []
    return paths.some((path) => matchesWildcard(pattern, path) || (anywhere !== undefined && matchesWildcard(pattern, baseName(path))))
  })
  return last !== undefined && !last.startsWith('!')
}
