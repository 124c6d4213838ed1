/** A pattern for one name, sign by sign: `*`, `?`, a class (`[a-z]`), a sign behind a backslash, any other sign for itself. */
type Pattern = ArrayLike<string>

/**
 * Whether a text matches a pattern. A pattern that is given as a text has no signs but `*` and `?`; one with classes and backslashes comes from
 * `patternSigns`. Time grows at worst with the product of both lengths.
 */
export function matchesWildcard(pattern: Pattern, text: string): boolean {
  let at = 0
  let inPattern = 0
  let star = -1
  let retry = 0
  while (at < text.length) {
    const sign = pattern[inPattern]
    if (sign === '*') {
      star = inPattern++
      retry = at
    } else if (sign === '?' || (sign !== undefined && (sign === text[at] || (sign.length > 1 && takes(sign, text[at] as string))))) {
      inPattern++
      at++
    } else if (star !== -1) {
      inPattern = star + 1
      at = ++retry
    } else return false
  }
  while (pattern[inPattern] === '*') inPattern++
  return inPattern === pattern.length
}

/** Whether a class or a sign behind a backslash stands for a character. */
function takes(sign: string, character: string): boolean {
  if (sign[0] === '\\') return sign[1] === character
  const isNegated = /^\[[!^]/.test(sign)
  const ranges = [...sign.slice(isNegated ? 2 : 1, -1).matchAll(/\\?(.)(?:-\\?(.))?/gs)]
  return ranges.some(([, first = '', last = first]) => first <= character && character <= last) !== isNegated
}

/** The signs of a pattern that has classes and backslashes too, as in a .gitignore and a .dockerignore. A class that does not end takes nothing; named ones (`[[:alpha:]]`) are not known. */
export function patternSigns(pattern: string): Pattern {
  if (!/[[\\]/.test(pattern)) return pattern
  const signs: string[] = []
  const lastEnd = pattern.lastIndexOf(']')
  for (let at = 0; at < pattern.length; at += signs.at(-1)?.length ?? 1) {
    if (pattern[at] === '[') {
      // A bracket that follows the opening one at once belongs to the class.
      const from = at + (/[!^]/.test(pattern[at + 1] ?? '') ? 3 : 2)
      signs.push(from <= lastEnd ? pattern.slice(at, pattern.indexOf(']', from) + 1) : '[]')
    } else signs.push(pattern.slice(at, at + (pattern[at] === '\\' ? 2 : 1)))
  }
  return signs
}

/**
 * Whether a path, by its names, matches a pattern, by its parts: `**` is any number of folders, at the end of the pattern at least one. Without
 * `isWhole` the path may go on below what matches. Goes through the path once, with all places of the pattern that fit so far.
 */
export function matchesPath(parts: readonly Pattern[], names: readonly string[], isWhole: boolean): boolean {
  let places = new Set([0])
  for (const [index, name] of names.entries()) {
    for (const place of places) if (parts[place] === '**') places.add(place + 1)
    const next = new Set<number>()
    for (const place of places) {
      const part = parts[place]
      if (part === '**') next.add(place)
      else if (part !== undefined && matchesWildcard(part, name)) next.add(place + 1)
    }
    const fits = next.has(parts.length) || (parts.at(-1) === '**' && next.has(parts.length - 1))
    if (fits && (!isWhole || index === names.length - 1)) return true
    places = next
  }
  return false
}
