/** A heredoc that `<<NAME` on an instruction announces. */
export interface HeredocMark {
  /** The closing line. */
  readonly name: string
  /** Variables in the body are replaced, except after a quoted name. */
  readonly expand: boolean
  /** `<<-`: leading tabs are removed. */
  readonly chomp: boolean
  /** The mark as written (`<<-"EOF"`), one of the instruction's words. */
  readonly written: string
}

const TAKES_HEREDOC = /^(?:ONBUILD[\t\v\f\r ]+)*(?:RUN|COPY|ADD)(?:[\t\v\f\r ]|$)/i

/** The heredocs that a line of RUN, COPY or ADD opens, in order (parser.go, heredocsFromLine). `<<<` and open quotes do not count. */
export function heredocMarks(line: string): readonly HeredocMark[] {
  if (!line.includes('<<') || !TAKES_HEREDOC.test(line)) return []
  return splitWords(line).flatMap((word) => {
    const match = /^\d*<<(-?)\s*([^<]+)$/.exec(word)
    const written = match?.[2] ?? ''
    if (!match || written === '') return []
    const name = written.replace(/\\([\s\S])|['"]/g, '$1')
    if (name === '' || /\s/.test(written.replace(/'[^']*'|"[^"]*"/g, ''))) return []
    return [{ name, expand: !/['"]/.test(written), chomp: match[1] === '-', written: word }]
  })
}

/** Words with their quotes and escapes; white space between `<<` and its name belongs to the word. Empty if a quote does not close. */
function splitWords(line: string): readonly string[] {
  const words: string[] = []
  let word = ''
  for (let at = 0; at < line.length; at++) {
    const sign = line[at] ?? ''
    if (sign === "'" || sign === '"') {
      const end = closingQuote(line, at)
      if (end === -1) return []
      word += line.slice(at, end + 1)
      at = end
    } else if (sign === '\\') {
      word += line.slice(at, at + 2)
      at++
    } else if (line.startsWith('${', at)) {
      const end = line.indexOf('}', at)
      const stop = end === -1 ? line.length : end
      word += line.slice(at, stop + 1)
      at = stop
    } else if (line.startsWith('<<', at)) {
      const blank = /^<<[ \t\r]*/.exec(line.slice(at))?.[0] ?? '<<'
      word += blank
      at += blank.length - 1
    } else if (/\s/.test(sign)) {
      if (word !== '') words.push(word)
      word = ''
    } else word += sign
  }
  if (word !== '') words.push(word)
  return words
}

function closingQuote(line: string, start: number): number {
  const quote = line[start]
  for (let at = start + 1; at < line.length; at++) {
    if (line[at] === quote) return at
    if (line[at] === '\\' && quote === '"') at++
  }
  return -1
}
