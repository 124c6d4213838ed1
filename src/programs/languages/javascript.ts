import type { ImageFile } from '../../sources/dockerfile/context.ts'

/** A piece of JavaScript or TypeScript to search in; both texts are as long as the source, so that offsets hold for all three. */
export interface Snippet {
  /** Comments are blank. */
  readonly text: string
  /** Comments, and what stands inside of strings and regular expressions, are blank: what is left is structure. */
  readonly shape: string
}

/** A file of a program. */
export interface Module extends Snippet {
  readonly found: ImageFile
  /** Absolute path in the image of the file that runs; of a compiled program not the one whose text this is. */
  readonly path: string
}

/** Comments, strings, templates, and regular expressions where an operator or a bracket stands before. */
const LITERALS =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?|`(?:[^`\\]|\\[\s\S])*`?|(?<=[(,=:[!&|?{};\n][ \t]{0,8})\/(?![*/])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\//g

/** Tells code from comments and strings, by what every JavaScript tokeniser agrees on; odd regular expressions may mislead it. */
export function readSnippet(source: string): Snippet {
  const blank = (text: string) => text.replaceAll(/[^\n]/g, ' ')
  const isComment = (text: string) => text.startsWith('//') || text.startsWith('/*')
  return {
    text: source.replaceAll(LITERALS, (literal) => (isComment(literal) ? blank(literal) : literal)),
    shape: source.replaceAll(LITERALS, (literal) =>
      isComment(literal) || literal.length < 2 ? blank(literal) : `${literal[0]}${blank(literal.slice(1, -1))}${literal.at(-1)}`,
    ),
  }
}

/** The same part of both texts. */
export function part({ text, shape }: Snippet, start: number, end?: number): Snippet {
  return { text: text.slice(start, end), shape: shape.slice(start, end) }
}

/** Without white space at its ends. */
export function trimmed(snippet: Snippet): Snippet {
  const { text } = snippet
  const start = text.length - text.trimStart().length
  return part(snippet, start, Math.max(start, text.trimEnd().length))
}

/** Expressions that say a path are short. */
const MAX_EXPRESSION = 600

/** The expression that begins at an offset: up to the comma, bracket or end of line that ends it. */
export function expressionAt(code: Snippet, offset: number): Snippet {
  const { shape } = code
  const last = Math.min(shape.length, offset + MAX_EXPRESSION)
  let depth = 0
  let at = offset
  for (; at < last; at++) {
    const sign = shape[at] ?? ''
    if ('([{'.includes(sign)) depth++
    else if (')]}'.includes(sign) && --depth < 0) break
    if (depth > 0) continue
    if (sign === ',' || sign === ';') break
    if (sign === '\n' && shape.slice(offset, at).trim() !== '' && !isOpenLine(shape, offset, at)) break
  }
  return trimmed(part(code, offset, at))
}

/** Whether an expression goes on behind the end of a line. */
function isOpenLine(shape: string, start: number, at: number): boolean {
  return /[=+?:|&(,.>]$/.test(shape.slice(start, at).trimEnd()) || /^\s*(?:[.?:+]|\|\||&&)/.test(shape.slice(at, at + 200))
}

/** Where a separator stands that is inside of no bracket. */
export function separators({ shape }: Snippet, separator: RegExp): readonly { readonly start: number; readonly end: number }[] {
  const found: { start: number; end: number }[] = []
  let depth = 0
  for (const { 0: sign, index } of shape.matchAll(new RegExp(`[([{]|[)\\]}]|${separator.source}`, 'g'))) {
    if (/^[([{]$/.test(sign)) depth++
    else if (/^[)\]}]$/.test(sign)) depth--
    else if (depth === 0) found.push({ start: index, end: index + sign.length })
  }
  return found
}

/** The parts between a separator that stands in no bracket. */
export function splitAt(code: Snippet, separator: RegExp): readonly Snippet[] {
  const between = separators(code, separator)
  return [...between, undefined].map((each, at) => trimmed(part(code, between[at - 1]?.end ?? 0, each?.start)))
}

/** What stands between an opening bracket and the one that closes it. */
export function bracketed(code: Snippet, open: number): Snippet {
  let depth = 0
  for (let at = open; at < code.shape.length; at++) {
    const sign = code.shape[at] ?? ''
    if ('([{'.includes(sign)) depth++
    else if (')]}'.includes(sign) && --depth === 0) return part(code, open + 1, at)
  }
  return part(code, open + 1)
}

/** What stands before the brackets that an offset lies in, innermost first: `if (!existsSync(x))`, `const f = () =>`, `test:`. */
export function enclosing(code: Snippet, offset: number): readonly { readonly bracket: string; readonly before: string }[] {
  const open: number[] = []
  for (const { 0: sign, index } of code.shape.matchAll(/[([{}\])]/g)) {
    if (index >= offset) break
    if ('([{'.includes(sign)) open.push(index)
    else open.pop()
  }
  return open.toReversed().map((index) => ({ bracket: code.shape[index] ?? '', before: beforeBracket(code, index) }))
}

function beforeBracket({ text, shape }: Snippet, index: number): string {
  const start = Math.max(0, index - 300)
  const before = shape.slice(start, index)
  return text.slice(start + 1 + Math.max(...[';', '{', '}', ','].map((sign) => before.lastIndexOf(sign))), index).trim()
}

/** Whether what stands at an offset runs as soon as its file is loaded: it is inside of no function, and behind no other condition. */
export function runsAtLoad(code: Snippet, offset: number): boolean {
  const around = enclosing(code, offset)
  const line = code.shape.slice(code.shape.lastIndexOf('\n', offset - 1) + 1, offset)
  if (/=>|\bfunction\b/.test(line)) return false
  return around.every(
    ({ bracket, before }) => bracket !== '{' || !/[)>]$|\b(?:else|try|do|finally|catch)$|\bclass\b/.test(before) || isMissingCheck(before),
  )
}

/** `if (!fs.existsSync(dir)) {`: in an image without the directory it holds. */
function isMissingCheck(before: string): boolean {
  return /\bif\s*\(\s*!\s*[\w.$]*(?:existsSync|pathExistsSync)\s*\(/.test(before)
}
