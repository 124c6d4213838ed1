import { baseName } from '../model/path.ts'
import { matchesWildcard } from './wildcard.ts'

/** Whether a .dockerignore leaves a file of the context out. The last line that matches the file or a directory above it decides. */
export function isLeftOut(file: string, lines: readonly string[]): boolean {
  const paths = file.split('/').map((_, at, parts) => parts.slice(0, at + 1).join('/'))
  const last = lines.findLast((line) => {
    const [, anywhere, pattern = ''] = /^!?(\*\*\/)?\/?(.*?)\/?\s*$/.exec(line) ?? []
    return paths.some((path) => matchesWildcard(pattern, path) || (anywhere !== undefined && matchesWildcard(pattern, baseName(path))))
  })
  return last !== undefined && !last.startsWith('!')
}
