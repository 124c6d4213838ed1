import { matchesPath, patternSigns } from './wildcard.ts'

/**
 * Whether a .dockerignore leaves a file of the context out (Docker's documentation, "Build context"). The last line that takes the file or a
 * folder above it decides. `*` and `?` stay within a name, and `**` is any number of folders.
 */
export function isLeftOut(file: string, lines: readonly string[]): boolean {
  const names = file.split('/')
  const last = lines.findLast((line) => {
    const pattern = line
      .trim()
      .replace(/^!/, '')
      .replace(/^\.?\/|\/$/g, '')
    return pattern !== '' && !line.startsWith('#') && matchesPath(pattern.split('/').map(patternSigns), names, false)
  })
  return last !== undefined && !last.trim().startsWith('!')
}
