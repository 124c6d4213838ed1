/** The SHA-256 of texts one after another, in hexadecimal digits. */
export function sha256(texts: Iterable<string>): string {
  const crypto = globalThis.process?.getBuiltinModule?.('node:crypto')
  if (!crypto) return digest(new TextEncoder().encode([...texts].join('')))
  const hash = crypto.createHash('sha256')
  for (const text of texts) hash.update(text)
  return hash.digest('hex')
}

/** The first 32 bits of the fractional parts of a root of the first primes (FIPS 180-4, 4.2.2 and 5.3.3). */
function fractions(count: number, root: (prime: number) => number): Uint32Array {
  const primes: number[] = []
  for (let each = 2; primes.length < count; each++) if (primes.every((prime) => each % prime !== 0)) primes.push(each)
  return Uint32Array.from(primes, (prime) => (root(prime) % 1) * 2 ** 32)
}

const turn = (word: number, by: number) => (word >>> by) | (word << (32 - by))

/** FIPS 180-4, 6.2, for browsers: their own SHA-256 is asynchronous, and not available on every page. */
function digest(bytes: Uint8Array): string {
  const k = fractions(64, Math.cbrt)
  const state = fractions(8, Math.sqrt)
  const padded = new Uint8Array(((bytes.length + 8) >> 6) * 64 + 64)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29))
  view.setUint32(padded.length - 4, bytes.length << 3)
  const w = new Uint32Array(64)
  const at = (list: Uint32Array, index: number) => list[index] as number
  for (let block = 0; block < padded.length; block += 64) {
    for (let i = 0; i < 64; i++) {
      const [a, b] = i < 16 ? [0, 0] : [at(w, i - 15), at(w, i - 2)]
      const s0 = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)
      const s1 = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10)
      w[i] = i < 16 ? view.getUint32(block + i * 4) : at(w, i - 16) + s0 + at(w, i - 7) + s1
    }
    let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number]
    for (let i = 0; i < 64; i++) {
      const one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + at(k, i) + at(w, i)
      const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))
      ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0]
    }
    for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) state[index] = at(state, index) + word
  }
  return [...state].map((word) => word.toString(16).padStart(8, '0')).join('')
}
