/**
 * Splits a command in one text into words, as Compose does for `command:` and `entrypoint:`: quotes and backslashes as in a shell, no
 * variables, no globs; everything from an unquoted `;`, `&`, `|`, `<` or `>` on is dropped (go-shellwords). Undefined if Compose refuses
 * the text: an open quote, a stray parenthesis.
 */
export function splitCommandLine(line: string): readonly string[] | undefined {
  const words: string[] = []
  let word = ''
  let started = false
  // Several may be open: a double quote also opens inside backquotes.
  const open = { single: false, double: false, back: false, dollar: false }
  const quoted = (): boolean => open.single || open.double || open.back || open.dollar
  for (let at = 0; at < line.length; at++) {
    const char = line[at] ?? ''
    if (char === '\\' && !open.single) {
      const next = line[++at]
      if (next === undefined) return undefined
      word += next === 'n' ? '\n' : next === 't' ? '\t' : next
      started = true
      continue
    }
    if (/[ \t\r\n]/.test(char)) {
      if (quoted()) word += char
      else if (started) {
        words.push(word)
        word = ''
        started = false
      }
      continue
    }
    if (char === '"' && !open.single && !open.dollar) {
      if (open.double) started = true
      open.double = !open.double
      continue
    }
    if (char === "'" && !open.double && !open.dollar) {
      if (open.single) started = true
      open.single = !open.single
      continue
    }
    if (char === '`' && !open.single && !open.double && !open.dollar) open.back = !open.back
    else if ((char === '(' || char === ')') && !open.single && !open.double && !open.back) {
      if (char === '(' ? open.dollar || !word.endsWith('$') : !open.dollar) return undefined
      open.dollar = char === '('
    } else if (/[;&|<>]/.test(char) && !quoted()) {
      // A file descriptor before `>` belongs to the redirection.
      if (char === '>' && /^[0-9]/.test(word)) started = false
      break
    }
    word += char
    started = true
  }
  if (quoted()) return undefined
  if (started) words.push(word)
  return words
}
