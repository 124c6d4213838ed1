/** The lines of a text, without their line feeds. */
function* linesOf(text: string): Generator<string> {
  for (let start = 0; start <= text.length; ) {
    const newline = text.indexOf('\n', start)
    const end = newline === -1 ? text.length : newline
    yield text.slice(start, end)
    start = end + 1
  }
}

/** Whether a line has a match of `first` and after it one of `next`: as `first.*next`, which is quadratic on a line of many `first`. */
export function someLineHas(text: string, first: RegExp, next: RegExp): boolean {
  for (const line of linesOf(text)) {
    const match = first.exec(line)
    if (match && next.test(line.slice(match.index + match[0].length))) return true
  }
  return false
}
