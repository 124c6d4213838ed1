import { parser as go } from '@lezer/go'
import { parser as javascript } from '@lezer/javascript'
import type { LRParser } from '@lezer/lr'
import { parser as php } from '@lezer/php'
import { parser as python } from '@lezer/python'
import { collect, MAX_TEXT } from './collect.ts'
import type { Language } from './language.ts'
import type { ModuleSyntax } from './syntax.ts'

/** Lezer's parsers, each created on first use. */
const made = new Map<string, LRParser>()

function once(name: string, make: () => LRParser): LRParser {
  const parser = made.get(name) ?? make()
  made.set(name, parser)
  return parser
}

export function pythonParser(): LRParser {
  return once('python', () => python.configure({}))
}

export function phpParser(): LRParser {
  return once('php', () => php.configure({}))
}

export function goParser(): LRParser {
  return once('go', () => go.configure({}))
}

/** TypeScript's casts (`<T>x`) and JSX exclude each other. */
export function javascriptParser(file: string): LRParser {
  const dialect = /\.[cm]?ts$/.test(file) ? 'ts' : /\.tsx$/.test(file) ? 'ts jsx' : 'jsx'
  return once(`javascript ${dialect}`, () => javascript.configure({ dialect }))
}

/** The parsed texts of this run: each text is parsed once, in however many images it is. */
const known = new Map<string, ModuleSyntax>()
const MAX_KNOWN = 12_000_000
let size = 0

/** The parsed code of one file. A longer file than anybody writes is not read, and that is reported. */
export function syntaxOf(text: string, file: string, language: Language): ModuleSyntax {
  if (text.length > MAX_TEXT) return { ...syntaxOf('', file, language), isCut: true }
  const parser = language.parser(file)
  const key = `${language.id} ${/\.\w+$/.exec(file)?.[0] ?? ''}\n${text}`
  const before = known.get(key)
  if (before) return before
  const syntax = collect(parser.parse(text), text, language.grammar)
  if (size > MAX_KNOWN) {
    known.clear()
    size = 0
  }
  size += text.length
  known.set(key, syntax)
  return syntax
}
