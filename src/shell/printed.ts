/** What `echo` or `printf` prints for these words; undefined if it is not known. */
export function printedText(name: 'echo' | 'printf', words: readonly string[]): string | undefined {
  if (name === 'printf') return formatted(words[0] === '--' ? words.slice(1) : words)
  const first = words.findIndex((word) => !/^-[neE]+$/.test(word))
  const options = first === -1 ? words : words.slice(0, first)
  const text = unescaped(words.slice(options.length).join(' '))
  return options.some((word) => word.includes('n')) ? text : `${text}\n`
}

/** `printf FORMAT WORD…`: a format takes the words again and again; undefined with holes for anything but texts. */
function formatted([format = '', ...words]: readonly string[]): string | undefined {
  const parts = format.split(/(%%|%s|%b)/)
  if (format.startsWith('-') || parts.some((part, at) => at % 2 === 0 && part.includes('%'))) return undefined
  const holes = parts.filter((part) => part === '%s' || part === '%b').length
  const left = [...words]
  const once = () => parts.map((part, at) => (at % 2 === 0 ? unescaped(part) : part === '%%' ? '%' : (left.shift() ?? ''))).join('')
  let text = once()
  while (holes > 0 && left.length > 0) text += once()
  return text
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' }

/** Shells differ in what `echo` does with escapes; who writes them wants lines. */
function unescaped(text: string): string {
  return text.replace(/\\([ntr\\"])/g, (_, sign: string) => ESCAPES[sign] ?? sign)
}
