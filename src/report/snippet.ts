import { confidenceWords } from '../model/confidence-words.ts'
import type { Dialect, PasteLine } from '../model/dialect.ts'
import type { WritePlan } from '../model/write-plan.ts'
import type { LintMessage } from './result.ts'
import { wrap } from './terminal.ts'

/**
 * What to paste so that the container runs with a read-only root filesystem, in the syntax of its source. Each mount has its reason as a
 * comment; existing mounts are comments too. Lines have at most `width` columns if words allow it. Reasons take a second line only
 * if there are at most `atMost` lines in all.
 */
export function snippet(plan: WritePlan, { paste }: Dialect, width: number, atMost = Number.POSITIVE_INFINITY): string[] {
  const mounted = plan.paths.filter(({ mount }) => mount.as === 'covered').map(({ path }) => path)
  const last = mounted.length === 0 ? [] : [cut(`# already mounted: ${mounted.join(', ')}`, width)]
  const lines = [...aligned(paste(plan), width, 2), ...last]
  return lines.length <= atMost ? lines : [...aligned(paste(plan), width, 1), ...last]
}

/** The message before a snippet, by default as it is: its confidence in place of the settings; any other message unchanged. */
export function beforeSnippet({ message: whole, plan, sealsIn, confidence }: LintMessage, message = whole): string {
  if (plan === undefined || sealsIn === undefined) return message
  const what = message.slice(0, message.lastIndexOf('. Add ') + 1) || message
  const unknown = plan.unread || plan.knowledge ? 'What it writes is not all known.' : 'dockseal does not know this image.'
  return plan.ready === 'unknown'
    ? `${what} ${unknown} Try this, then dockseal prove:`
    : `${what} To seal it (${confidenceWords(confidence ?? plan.confidence, plan)}):`
}

/** Comments in one column, each of at most the given number of lines. */
function aligned(lines: readonly PasteLine[], width: number, commentLines: 1 | 2): string[] {
  const short = lines.flatMap(({ text, why }) => (why === undefined || text.length > width / 2 ? [] : [text.length]))
  const column = Math.max(0, ...short)
  return lines.flatMap(({ text, why }) => {
    if (why === undefined) return [text.startsWith('#') ? cut(text, width) : text]
    const start = Math.max(column, text.length) + 4
    const room = Math.max(24, width - start)
    const [first = '', ...others] = commentLines === 1 ? [cut(why, room)] : wrap(why, room)
    const head = `${text.padEnd(start - 4)}  # ${first}`
    return others.length === 0 ? [head] : [head, `${' '.repeat(start - 2)}# ${cut(others.join(' '), room)}`]
  })
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`
}
