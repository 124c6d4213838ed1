import { parser as go } from '@lezer/go'
import { parser as javascript } from '@lezer/javascript'
import type { LRParser } from '@lezer/lr'
import { parser as php } from '@lezer/php'
import { parser as python } from '@lezer/python'
import { parser as xml } from '@lezer/xml'
import { remember } from '../../model/maps.ts'

/** Lezer's parsers, each created on first use. */
const made = new Map<string, LRParser>()

export function pythonParser(): LRParser {
  return remember(made, 'python', () => python.configure({}))
}

export function phpParser(): LRParser {
  return remember(made, 'php', () => php.configure({}))
}

export function goParser(): LRParser {
  return remember(made, 'go', () => go.configure({}))
}

export function xmlParser(): LRParser {
  return remember(made, 'xml', () => xml.configure({}))
}

/** TypeScript's casts (`<T>x`) and JSX exclude each other. */
export function javascriptParser(file: string): LRParser {
  const dialect = /\.[cm]?ts$/.test(file) ? 'ts' : /\.tsx$/.test(file) ? 'ts jsx' : 'jsx'
  return remember(made, `javascript ${dialect}`, () => javascript.configure({ dialect }))
}
