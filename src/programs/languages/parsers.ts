import { parser as go } from '@lezer/go'
import { parser as javascript } from '@lezer/javascript'
import type { LRParser } from '@lezer/lr'
import { parser as php } from '@lezer/php'
import { parser as python } from '@lezer/python'
import { collect, MAX_TEXT } from './collect.ts'
import type { Language } from './language.ts'
import type { ModuleSyntax } from './syntax.ts'

/** Lezer's parsers, each made when a program first asks for it. */
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

/** What has been read in this run, so that a text is parsed once however many images hold it. */
const known = new Map<string, ModuleSyntax>()
const MAX_KNOWN = 12_000_000
let size = 0

/** The code of one file. Of one that is longer than any that a person writes nothing is read, and that is said. */
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
