import type { Module } from './module.ts'
import type { Entry, Expression, Scope } from './syntax.ts'

/** Where an expression stands: what its names mean. */
export interface Around {
  readonly scope: Scope
  readonly module: Module
  /** Within one call of a function: what it is given. Undefined for any call. */
  readonly frame?: Frame
}

/** One call of a function, with what it surely gives. */
export interface Frame {
  readonly scope: Scope
  readonly given: ReadonlyMap<string, Values>
  /** Calls that it is in. */
  readonly depth: number
  /** What the expressions of the function are worth in it. */
  readonly values: Map<Expression, Values>
}

/** What an expression is worth when the program runs. */
export type Value =
  | Text
  | { readonly is: 'list'; readonly items: readonly Expression[]; readonly around: Around }
  | { readonly is: 'record'; readonly entries: readonly Entry[]; readonly around: Around; readonly maybe?: true }
  | { readonly is: 'module'; readonly module: Module }
  | { readonly is: 'class' | 'instance' | 'function'; readonly scope: Scope; readonly module: Module }
  /** Nobody sets it: `None`, `undefined`, a variable of the environment that is not there. */
  | { readonly is: 'nothing' }
  | { readonly is: 'unknown' }

export interface Text {
  readonly is: 'text'
  readonly text: string
  /** More follows that is not known; of a path, something below its last slash. */
  readonly open: boolean
  /** Something that is not known may choose another value. */
  readonly maybe: boolean
}

/** One of these, at least one. */
export type Values = readonly Value[]

export const UNKNOWN: Values = [{ is: 'unknown' }]
export const NOTHING: Values = [{ is: 'nothing' }]

/** Values that one expression may have: more no path that a person wrote has. */
const MAX_VALUES = 12

/** Values that may be meant by a name that is given several. */
const MAX_CHOICES = 3

export function text(value: string): Values {
  return [{ is: 'text', text: value, open: false, maybe: false }]
}

/** The text of a value that is surely this one; undefined for any other. */
export function sureText(values: Values): string | undefined {
  const [first] = values
  return values.length === 1 && first?.is === 'text' && !first.open && !first.maybe ? first.text : undefined
}

/** Whether a value is surely this one: a text, or nothing. */
export function isSure(values: Values): boolean {
  return sureText(values) !== undefined || (values.length === 1 && values[0]?.is === 'nothing')
}

/** Any of several: what is known goes before what is not, and each only may be. */
export function anyOf(lists: readonly Values[]): Values {
  const [only] = lists
  if (lists.length === 1 && only) return only
  const seen = new Set<string>()
  const known = lists.flat().filter((value) => {
    if (value.is === 'unknown' || value.is === 'nothing') return false
    const key = value.is === 'text' ? `${value.text}\0${value.open}` : undefined
    if (key === undefined) return true
    const isNew = !seen.has(key)
    seen.add(key)
    return isNew
  })
  const isOne = known.length === 1 && lists.every((list) => list.every(({ is }) => is !== 'unknown' && is !== 'nothing'))
  if (isOne) return known
  const some = maybe(known.slice(0, MAX_CHOICES))
  // Those that are left out are not known.
  if (known.length > MAX_CHOICES) return [...some, { is: 'unknown' }]
  return some.length > 0 ? some : (lists.find((list) => list[0]?.is === 'unknown') ?? NOTHING)
}

export function maybe(values: Values): Values {
  return values.map((value) => (value.is === 'text' || value.is === 'record' ? { ...value, maybe: true } : value))
}

/** Each text made into another one; what is no text is not known then. */
export function mapText(values: Values, change: (found: Text) => Text | undefined): Values {
  return values.map((value) => (value.is === 'text' ? (change(value) ?? { is: 'unknown' }) : { is: 'unknown' }))
}

/** Texts behind each other, by what joins two of them; what follows something unknown is open. */
export function joinTexts(parts: readonly Values[], join: (before: string, next: string) => string): Values {
  let results: readonly (Text | undefined)[] = [{ is: 'text', text: '', open: false, maybe: false }]
  for (const [at, values] of parts.entries()) {
    const next = results.flatMap((before) => values.map((value) => extended(before, value, at === 0, join)))
    results = next.length > MAX_VALUES ? [...next.slice(0, MAX_VALUES), undefined] : next
  }
  return results.map((found) => found ?? { is: 'unknown' })
}

function extended(
  before: Text | undefined,
  value: Value,
  isFirst: boolean,
  join: (before: string, next: string) => string,
): Text | undefined {
  if (before === undefined || before.open) return before
  if (value.is !== 'text') return isFirst ? undefined : { ...before, text: join(before.text, ''), open: true }
  const { open, maybe } = value
  return { is: 'text', text: isFirst ? value.text : join(before.text, value.text), open, maybe: maybe || before.maybe }
}

export function concat(before: string, next: string): string {
  return before + next
}

/** As Python and Go join paths: a slash between them. */
export function slash(before: string, next: string): string {
  return before === '' ? next : `${before.replace(/\/$/, '')}/${next.replace(/^\//, '')}`
}

/** As `path.resolve` and Python's `/` do it: an absolute path begins again. */
export function slashAnew(before: string, next: string): string {
  return next.startsWith('/') ? next : slash(before, next)
}
