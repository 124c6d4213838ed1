import type { Files } from '../sources/source.ts'
import { dirname, join } from '../text/path.ts'

/** Folders above a script in which a file that it names may lie. */
const MAX_LEVELS = 2

/** The Compose files that a text deploys as a stack (`docker stack deploy -c FILE NAME`), as far as they are written out and there. */
export function deployedStacks(path: string, text: string, io: Files): readonly string[] {
  if (!/\bstack\s+(?:deploy|up)\b/.test(text)) return []
  const lines = text.replace(/\\\r?\n/g, ' ').split('\n')
  return lines.flatMap(filesNamed).flatMap((name) => {
    const plain = name.replace(/^(["'])(.*)\1$/, '$2').replace(/^\$(?:\{?PWD\}?|\(pwd\))\//, '')
    if (/[$`*?]/.test(plain)) return []
    for (let folder = dirname(path), level = 0; level <= MAX_LEVELS; folder = dirname(folder), level++) {
      const file = join(folder, plain)
      if (io.exists(file)) return [file]
    }
    return []
  })
}

/** What a line's `docker stack deploy` is given by `-c` or `--compose-file`; several stand apart or behind commas. */
function filesNamed(line: string): readonly string[] {
  const words = line.trim().split(/\s+/)
  const at = words.findIndex((word, index) => word === 'stack' && /^(?:deploy|up)$/.test(words[index + 1] ?? ''))
  if (at === -1 || words[0]?.startsWith('#')) return []
  return words.slice(at + 2).flatMap((word, index, rest) => {
    const value = word === '-c' || word === '--compose-file' ? rest[index + 1] : /^(?:-c|--compose-file=)(.+)$/.exec(word)?.[1]
    return value === undefined ? [] : value.split(',')
  })
}
