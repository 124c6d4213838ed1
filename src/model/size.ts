const POWERS = 'kmgtp'

/** Bytes of a size (`64m`, `1.5GB`, `512`; units are powers of 1024, as in go-units `RAMInBytes`). Undefined for other texts. */
export function parseBytes(text: string): number | undefined {
  const match = /^([-+]?\d+(?:\.\d+)?) ?(?:([kmgtp])(?:i?b)?|b)?$/i.exec(text.trim())
  if (!match?.[1]) return undefined
  const power = match[2] === undefined ? 0 : POWERS.indexOf(match[2].toLowerCase()) + 1
  return Math.trunc(Number(match[1]) * 1024 ** power)
}

/** Bytes in the largest binary unit that divides them: 67108864 → `64m`. */
export function sizeText(bytes: number): string {
  for (const [unit, factor] of Object.entries({ g: 2 ** 30, m: 2 ** 20, k: 2 ** 10 })) {
    if (bytes >= factor && bytes % factor === 0) return `${bytes / factor}${unit}`
  }
  return String(bytes)
}
