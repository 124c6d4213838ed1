import { matchesWildcard } from './wildcard.ts'

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
    return pattern !== '' && !line.startsWith('#') && takes(pattern.split('/'), names)
  })
  return last !== undefined && !last.trim().startsWith('!')
}

/** Whether a pattern takes a path or the start of it. Goes through the path once, with all places of the pattern that fit so far. */
function takes(pattern: readonly string[], names: readonly string[]): boolean {
  let places = new Set([0])
  for (const name of names) {
    for (const place of places) if (pattern[place] === '**') places.add(place + 1)
    const next = new Set<number>()
    for (const place of places) {
      const part = pattern[place]
      if (part === '**') next.add(place)
      else if (part !== undefined && matchesWildcard(part, name)) next.add(place + 1)
    }
    if (next.has(pattern.length) || (pattern.at(-1) === '**' && next.has(pattern.length - 1))) return true
    places = next
  }
  return false
}
