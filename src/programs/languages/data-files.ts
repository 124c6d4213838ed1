import { parse as parseIni } from 'ini'
import { parse as parseToml } from 'smol-toml'
import { parse as parseYaml } from 'yaml'
import type { KnownFunction, KnownMethod } from './language.ts'
import type { Program } from './program.ts'
import type { Expression, ObjectEntry } from './syntax.ts'
import { type ProgramValue, sureText, UNKNOWN_VALUE, type Values, withoutScheme } from './value.ts'

/** Settings that a program reads from a file of its image. */

/** A file that is opened by its path. */
export const opened: KnownFunction = ({ args: [path], named }) => fileAt(path ?? named.get('file') ?? UNKNOWN_VALUE)

/** The same, where the path opens itself (`Path(x).open()`). */
export const openedBy: KnownMethod = ({ receiver }) => fileAt(receiver)

function fileAt(path: Values): Values {
  const file = sureText(path)
  return file === undefined ? UNKNOWN_VALUE : [{ is: 'stream', file }]
}

/** What is in the file at a path. */
export const contents: KnownFunction = ({ args: [path = UNKNOWN_VALUE] }) => contentAt(path)

/** The same for a method of an open file, or of a path. */
export const contentsBy: KnownMethod = ({ receiver }) => contentAt(receiver)

function contentAt(from: Values): Values {
  const [only, ...others] = from
  const file = only?.is === 'stream' && others.length === 0 ? only.file : sureText(from)
  return file === undefined ? UNKNOWN_VALUE : [{ is: 'unknown', content: file }]
}

const PARSERS = {
  json: (text: string): unknown => JSON.parse(text),
  yaml: (text: string): unknown => parseYaml(text, { merge: true, maxAliasCount: 50, logLevel: 'silent' }),
  toml: (text: string): unknown => parseToml(text),
  ini: (text: string): unknown => parseIni(text),
}

/** Longest file of settings, in UTF-16 units: no program has its paths in a longer one. */
const MAX_TEXT = 200_000

/** A function that makes a value of the text of a file. `text`: what a text is: the path of the file, or itself what is in it. */
export function dataOf(format: keyof typeof PARSERS, text: 'path' | 'content'): KnownFunction {
  return ({ args: [source = UNKNOWN_VALUE], program, module }) => {
    const [only, ...others] = source
    const written = only && others.length === 0 ? textOf(only, text, program) : undefined
    if (written === undefined || written.length > MAX_TEXT) return UNKNOWN_VALUE
    try {
      return program.value(expressionOf(PARSERS[format](written)), { scope: module.syntax.top, module })
    } catch {
      return UNKNOWN_VALUE
    }
  }
}

function textOf(value: ProgramValue, text: 'path' | 'content', program: Program): string | undefined {
  if (text === 'content' && value.is === 'text') return sureText([value])
  const path = value.is === 'stream' ? value.file : value.is === 'unknown' ? value.content : sureText([value])
  const absolute = path === undefined ? undefined : program.absolute(withoutScheme(path))
  return absolute === undefined ? undefined : program.surroundings.open?.(absolute)
}

/** Data as code that makes it. */
function expressionOf(data: unknown): Expression {
  const at = 0
  if (typeof data === 'string') return { is: 'text', parts: [data], at }
  if (typeof data === 'number' || typeof data === 'boolean') return { is: 'literal', value: String(data), at }
  if (Array.isArray(data)) return { is: 'list', items: data.map(expressionOf), at }
  if (typeof data !== 'object' || data === null) return { is: 'nothing', at }
  return { is: 'record', entries: Object.entries(data).map(([key, value]): ObjectEntry => ({ key, value: expressionOf(value), at })), at }
}
