/** Characters that the hash of a line covers, from the start of the line on. */
const BLOCK = 100
const BASE = 37
const WORD = 2 ** 32

/** An unsigned 64-bit number in two words; `BigInt` is about ten times slower here. */
interface Long {
  readonly high: number
  readonly low: number
}

const ZERO: Long = { high: 0, low: 0 }

/** `a × factor + addend` modulo 2^64. Both are below 2^17, so every product is exact in a double. */
function multiplyAdd(a: Long, factor: number, addend: number): Long {
  const low = a.low * factor + addend
  const high = a.high * factor + Math.floor(low / WORD)
  return { high: high % WORD, low: low % WORD }
}

function subtract(a: Long, b: Long): Long {
  const low = a.low - b.low
  const high = a.high - b.high - (low < 0 ? 1 : 0)
  return { high: (high + 2 * WORD) % WORD, low: (low + WORD) % WORD }
}

function hex({ high, low }: Long): string {
  return high === 0 ? low.toString(16) : high.toString(16) + low.toString(16).padStart(8, '0')
}

/** The text to hash: without spaces and tabs, with `\n` as line end and an end mark; and the starts of its lines. */
function normalise(text: string): { units: number[]; starts: number[] } {
  const units: number[] = []
  const starts: number[] = []
  let lineStart = true
  let afterReturn = false
  for (let at = 0; at <= text.length; at++) {
    const read = at < text.length ? text.charCodeAt(at) : 0xffff
    const skipped = read === 0x20 || read === 0x09 || (afterReturn && read === 0x0a)
    const unit = read === 0x0d ? 0x0a : read
    afterReturn = read === 0x0d
    if (skipped) continue
    if (lineStart) starts.push(units.length)
    lineStart = unit === 0x0a
    units.push(unit)
  }
  return { units, starts }
}

/**
 * GitHub code scanning's `primaryLocationLineHash` of every line, first line first: a polynomial hash of the 100 characters from
 * the line's start on, white space left out, with a count where lines repeat (github/codeql-action, fingerprints). GitHub's upload
 * action computes the same and warns about every result with another value, so this algorithm must stay as it is.
 */
export function lineHashes(text: string): string[] {
  const { units, starts } = normalise(text)
  let power: Long = { high: 0, low: 1 }
  for (let at = 0; at < BLOCK; at++) power = multiplyAdd(power, BASE, 0)
  let hash = ZERO
  for (let at = 0; at < BLOCK; at++) hash = multiplyAdd(hash, BASE, units[at] ?? 0)
  const counts = new Map<string, number>()
  const hashes: string[] = []
  for (let at = 0; at < units.length; at++) {
    if (starts[hashes.length] === at) {
      const value = hex(hash)
      const times = (counts.get(value) ?? 0) + 1
      counts.set(value, times)
      hashes.push(`${value}:${times}`)
    }
    hash = subtract(multiplyAdd(hash, BASE, units[at + BLOCK] ?? 0), multiplyAdd(power, units[at] ?? 0, 0))
  }
  return hashes
}
