/** Characters that the hash of a line covers, from the start of the line on. */
const BLOCK = 100
const BASE = 37
const WORD = 2 ** 32

/** The polynomial hash of a block modulo 2^64, in hexadecimal. In two words: `BigInt` is about ten times slower here. */
function hashOf(block: string): string {
  let high = 0
  let low = 0
  for (let at = 0; at < BLOCK; at++) {
    // Below 2^38: exact in a double.
    const sum = low * BASE + (at < block.length ? block.charCodeAt(at) : 0)
    high = (high * BASE + Math.floor(sum / WORD)) >>> 0
    low = sum >>> 0
  }
  return high === 0 ? low.toString(16) : high.toString(16) + low.toString(16).padStart(8, '0')
}

/**
 * GitHub code scanning's `primaryLocationLineHash` of each line: a hash of the 100 characters from the line's start on, white space left
 * out, with a count where lines repeat (github/codeql-action, fingerprints). GitHub's upload action computes the same and warns about
 * every result with another value, so this algorithm must stay as it is. Gives a function of the line, from 1; undefined past the end.
 */
export function lineHashes(text: string): (line: number) => string | undefined {
  // Without spaces and tabs, with `\n` as line end and an end mark.
  const units = `${text.replace(/\r\n?/g, '\n').replace(/[ \t]+/g, '')}\uffff`
  const counts = new Map<string, number>()
  const lines: { readonly block: string; readonly times: number }[] = []
  for (let start = 0; lines.length === 0 || start > 0; start = units.indexOf('\n', start) + 1) {
    const block = units.slice(start, start + BLOCK)
    const times = (counts.get(block) ?? 0) + 1
    counts.set(block, times)
    lines.push({ block, times })
  }
  return (line) => {
    const found = lines[line - 1]
    return found && `${hashOf(found.block)}:${found.times}`
  }
}
