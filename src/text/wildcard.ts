/** Whether a text matches a pattern with `*` and `?`. Time grows at worst with the product of both lengths. */
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
