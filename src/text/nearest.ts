/** The word that was probably meant: alike but for case, `-` and `_`, else one or two letters off, else the only longer one. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const plain = (text: string): string => text.toLowerCase().replace(/[-_.\s]/g, '')
  const wanted = plain(word)
  const candidates = [...known]
  let best: string | undefined
  let least = wanted.length > 5 ? 3 : 2
  for (const candidate of candidates) {
    const distance = editDistance(wanted, plain(candidate), least)
    if (distance < least) {
      least = distance
      best = candidate
    }
  }
  const longer = wanted.length < 3 ? [] : candidates.filter((candidate) => plain(candidate).startsWith(wanted))
  return best ?? (longer.length === 1 ? longer[0] : undefined)
}

/** Letters to insert, drop, change or swap with their neighbour; `bound` if it is that or more. */
function editDistance(from: string, to: string, bound: number): number {
  if (Math.abs(from.length - to.length) >= bound) return bound
  let before: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let row = 1; row <= from.length; row++) {
    const next = [row]
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1]
      let cost = Math.min((last[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + (same ? 0 : 1))
      if (from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) cost = Math.min(cost, (before[column - 2] ?? 0) + 1)
      next.push(cost)
    }
    before = last
    last = next
  }
  return Math.min(last[to.length] ?? bound, bound)
}
