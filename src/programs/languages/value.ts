import type { Module } from './module.ts'
import type { Expression, ObjectEntry, Parameter, Scope } from './syntax.ts'

/** The surroundings of an expression, which give its names their meaning. */
export interface Around {
  readonly scope: Scope
  readonly module: Module
  /** The current call of a function, with its arguments. Undefined for any call. */
  readonly frame?: CallFrame
}

/** One call of a function, with its certain arguments. */
export interface CallFrame {
  readonly scope: Scope
  readonly given: ReadonlyMap<string, Values>
  /** How many calls are around it. */
  readonly depth: number
  readonly values: Map<Expression | Parameter, Values>
}

/** The value of an expression when the program runs. */
export type ProgramValue =
  | Text
  | { readonly is: 'list'; readonly items: readonly Expression[]; readonly around: Around }
  | { readonly is: 'record'; readonly entries: readonly ObjectEntry[]; readonly around: Around; readonly maybe?: true }
  | { readonly is: 'module'; readonly module: Module }
  | { readonly is: 'class' | 'instance' | 'function'; readonly scope: Scope; readonly module: Module }
  /** Something to write to that is not a path: memory, the answer to a request, an open file with its path as written. */
  | { readonly is: 'stream'; readonly file?: string }
  /** Not set: `None`, `undefined`, a missing environment variable. */
  | { readonly is: 'nothing' }
  /** `variables`: those of the environment that would tell. `content`: it is what is in the file at this path, as written. */
  | { readonly is: 'unknown'; readonly variables?: readonly string[]; readonly content?: string; readonly isCircular?: true }

export interface Text {
  readonly is: 'text'
  readonly text: string
  /** An unknown rest follows; in a path, something below its last slash. */
  readonly open: boolean
  /** Something unknown may choose another value. */
  readonly maybe: boolean
  /** The unknown variables of the environment among that. */
  readonly variables?: readonly string[]
}

/** One of these; at least one. */
export type Values = readonly ProgramValue[]

export const UNKNOWN_VALUE: Values = [{ is: 'unknown' }]

/** What an expression leads back to that it is made of: beside other values it adds none (a function that calls itself). */
export const CIRCULAR_VALUE: Values = [{ is: 'unknown', isCircular: true }]

function isCircular(value: ProgramValue): boolean {
  return value.is === 'unknown' && value.isCircular === true
}

export const NOTHING: Values = [{ is: 'nothing' }]
export const STREAM: Values = [{ is: 'stream' }]

/** Most values that one expression may have: no path that a person wrote has more. */
const MAX_VALUES = 12

/** Most values of a name that is set several times. */
const MAX_CHOICES = 3

/** A path without `file:`, by which URLs of SQLite and others begin; `file://` only before an absolute path. */
export const withoutScheme = (path: string): string => path.replace(/^file:(?:\/\/(?=\/))?/, '')

export function knownText(value: string): Values {
  return [{ is: 'text', text: value, open: false, maybe: false }]
}

/** The text of a certain value; undefined for any other. */
export function sureText(values: Values): string | undefined {
  const [first] = values
  return values.length === 1 && first?.is === 'text' && !first.open && !first.maybe ? first.text : undefined
}

/** Whether a value is certain: a text, or nothing. */
export function isOneValue(values: Values): boolean {
  return sureText(values) !== undefined || (values.length === 1 && values[0]?.is === 'nothing')
}

/** Any of several: each known one is only possible, and the others are one unknown value behind them. */
export function anyOf(lists: readonly Values[]): Values {
  const [only] = lists
  if (lists.length === 1 && only) return only
  const seen = new Set<string>()
  const known = lists.flat().filter((value) => {
    if (/^(?:unknown|nothing|stream)$/.test(value.is)) return false
    const key = value.is === 'text' ? `${value.text}\0${value.open}` : undefined
    if (key === undefined) return true
    const isNew = !seen.has(key)
    seen.add(key)
    return isNew
  })
  const isOne = known.length === 1 && lists.every((list) => list.every(({ is }) => is !== 'unknown' && is !== 'nothing'))
  if (isOne) return known
  const some = maybe(known.slice(0, MAX_CHOICES), variablesOf(lists.flat()))
  const isOpen = known.length > MAX_CHOICES || lists.some((list) => list.some((value) => value.is === 'unknown' && !isCircular(value)))
  if (some.length > 0) return isOpen ? [...some, { is: 'unknown' }] : some
  const is = (kind: ProgramValue['is']) => lists.find((list) => list[0]?.is === kind)
  return is('unknown') ?? is('stream') ?? NOTHING
}

/** The same values, each only possible, because of the unknown `variables` among others. */
export function maybe(values: Values, variables: readonly string[] = []): Values {
  return values.map((value) => {
    if (value.is === 'record') return { ...value, maybe: true }
    return value.is === 'text' ? { ...value, maybe: true, ...withVariables(value.variables, variables) } : value
  })
}

/** The unknown variables of the environment that values depend on. */
export function variablesOf(values: Values): readonly string[] {
  return values.flatMap((value) => (value.is === 'text' || value.is === 'unknown' ? (value.variables ?? []) : []))
}

function withVariables(some: readonly string[] = [], more: readonly string[] = []): Pick<Text, 'variables'> {
  return some.length + more.length === 0 ? {} : { variables: [...new Set([...some, ...more])] }
}

/** Changes each text; any other value becomes unknown. */
export function mapText(values: Values, change: (found: Text) => Text | undefined): Values {
  return values.map((value) => (value.is === 'text' ? (change(value) ?? { is: 'unknown' }) : isCircular(value) ? value : { is: 'unknown' }))
}

/** Texts one after the other, joined by `join`; the text after something unknown is open. */
export function joinTexts(parts: readonly Values[], join: (before: string, next: string) => string): Values {
  let results: readonly (Text | undefined)[] = [{ is: 'text', text: '', open: false, maybe: false }]
  for (const [at, values] of parts.entries()) {
    const next = results.flatMap((before) => values.map((value) => extended(before, value, at === 0, join)))
    results = next.length > MAX_VALUES ? [...next.slice(0, MAX_VALUES), undefined] : next
  }
  // A text is not known if its first part is not.
  const adds = results.length > MAX_VALUES || parts[0]?.some((value) => value.is !== 'text' && !isCircular(value)) !== false
  const [lost = { is: 'unknown' }] = adds ? UNKNOWN_VALUE : CIRCULAR_VALUE
  return results.map((found) => found ?? lost)
}

function extended(
  before: Text | undefined,
  value: ProgramValue,
  isFirst: boolean,
  join: (before: string, next: string) => string,
): Text | undefined {
  if (before === undefined || before.open) return before
  const variables = withVariables(before.variables, variablesOf([value]))
  if (value.is !== 'text') return isFirst ? undefined : { ...before, text: join(before.text, ''), open: true, ...variables }
  const { open, maybe } = value
  return { is: 'text', text: isFirst ? value.text : join(before.text, value.text), open, maybe: maybe || before.maybe, ...variables }
}

export function concat(before: string, next: string): string {
  return before + next
}

/** Joins paths as Python and Go do: with a slash between them. */
export function slash(before: string, next: string): string {
  return before === '' ? next : `${before.replace(/\/$/, '')}/${next.replace(/^\//, '')}`
}

/** Joins paths like `path.resolve` and Python's `/`: an absolute path starts again at the root. */
export function joinFrom(before: string, next: string): string {
  return next.startsWith('/') ? next : slash(before, next)
}
