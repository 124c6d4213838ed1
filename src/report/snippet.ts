import type { Dialect, PasteLine } from '../model/dialect.ts'
import type { WritePlan } from '../model/write-plan.ts'
import { wrap } from './terminal.ts'

/**
 * What to paste so that the container runs with a read-only root filesystem, in the words of its source. Each mount has its reason as a
 * comment; what is mounted already is a comment too. Lines are at most `width` columns where words allow.
 */
export function snippet(plan: WritePlan, { paste }: Dialect, width: number): string[] {
  const mounted = plan.paths.filter(({ mount }) => mount.as === 'covered').map(({ path }) => path)
  return [...aligned(paste(plan), width), ...(mounted.length === 0 ? [] : [cut(`# already mounted: ${mounted.join(', ')}`, width)])]
}

/** Comments in one column, of at most two lines each. */
function aligned(lines: readonly PasteLine[], width: number): string[] {
  const short = lines.flatMap(({ text, why }) => (why === undefined || text.length > width / 2 ? [] : [text.length]))
  const column = Math.max(0, ...short)
  return lines.flatMap(({ text, why }) => {
    if (why === undefined) return [text.startsWith('#') ? cut(text, width) : text]
    const start = Math.max(column, text.length) + 4
    const [first = '', ...others] = wrap(why, Math.max(24, width - start))
    const head = `${text.padEnd(start - 4)}  # ${first}`
    return others.length === 0 ? [head] : [head, `${' '.repeat(start - 2)}# ${cut(others.join(' '), Math.max(24, width - start))}`]
  })
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`
}
