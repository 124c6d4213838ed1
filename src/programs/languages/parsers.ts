import { parser as go } from '@lezer/go'
import { parser as javascript } from '@lezer/javascript'
import type { LRParser } from '@lezer/lr'
import { parser as php } from '@lezer/php'
import { parser as python } from '@lezer/python'

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
