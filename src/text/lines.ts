/** The lines of a text, without their line feeds. */
function* linesOf(text: string): Generator<string> {
  for (let start = 0; start <= text.length; ) {
    const newline = text.indexOf('\n', start)
    const end = newline === -1 ? text.length : newline
    yield text.slice(start, end)
    start = end + 1
  }
}

/**
 * Whether a pattern matches a line. Tried on all of a long text at once, a pattern for the start of a line backtracks so often that V8 changes
 * to its linear engine, which needs up to a kilobyte of memory a character.
 */
export function someLine(text: string, pattern: RegExp): boolean {
  for (const line of linesOf(text)) if (pattern.test(line)) return true
  return false
}

/** Whether a line has a match of `first` and after it one of `next`: as `first.*next`, which is quadratic on a line of many `first`. */
export function someLineHas(text: string, first: RegExp, next: RegExp): boolean {
  for (const line of linesOf(text)) {
    const match = first.exec(line)
    if (match && next.test(line.slice(match.index + match[0].length))) return true
  }
  return false
}
