/**
 * Whether a whole text matches a pattern with `*` (any text) and `?` (one unit). At worst the time grows with the product of both lengths,
 * for any pattern; a regular expression has no such bound.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  let at = 0
  let inPattern = 0
  let star = -1
  let retry = 0
  while (at < text.length) {
    const sign = pattern[inPattern]
    if (sign === '*') {
      star = inPattern++
      retry = at
    } else if (sign === '?' || (sign !== undefined && sign === text[at])) {
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
