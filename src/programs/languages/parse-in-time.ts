import type { Tree } from '@lezer/common'
import type { LRParser } from '@lezer/lr'

/** How long a file may take in milliseconds, and how many more for each character: over fifty times what code takes on a fast machine. */
const BASE_MS = 1000
const MS_PER_CHARACTER = 0.05

/** How many steps of the parser are between two looks at the clock. */
const STEPS = 256

/** Milliseconds of the processor, which other programs of a busy machine do not use up; a browser has only a clock. */
function now(): number {
  const used = globalThis.process?.cpuUsage?.()
  return used ? (used.user + used.system) / 1000 : performance.now()
}

/**
 * The tree of a text; undefined where the parser takes far longer than for code. Some texts that no program has (thousands of open brackets or
 * comments that do not end) take the square of their length, and no count of steps shows it.
 */
export function parseInTime(parser: LRParser, text: string): Tree | undefined {
  const parse = parser.startParse(text)
  const end = now() + BASE_MS + text.length * MS_PER_CHARACTER
  for (let steps = 1; ; steps++) {
    const tree = parse.advance()
    if (tree) return tree
    if (steps % STEPS === 0 && now() > end) return undefined
  }
}
