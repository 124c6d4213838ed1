import type { OrWhy } from '../model/or-why.ts'
/** A JSON object whose members have not been looked at yet. */
export type Json = Readonly<Record<string, unknown>>

/** `value` as an object; an empty one for anything else, in which every later look-up finds nothing. */
export function object(value: unknown): Json {
  return isObject(value) ? value : {}
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** A string that is not empty: the engine writes `""` for unset values. */
export function stringIn(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** A finite number other than 0: the engine writes 0 for an unset limit. */
export function amount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value !== 0 ? value : undefined
}

/** The strings of a list. A single string counts as a list of one (`Entrypoint` of old engines and of Podman). */
export function strings(value: unknown): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value]
  return list(value).filter((item): item is string => typeof item === 'string')
}

/** Name and value of each `NAME=value`; a name alone has no value. */
export function namedValues(value: unknown): readonly { readonly name: string; readonly value: string | null; readonly index: number }[] {
  return strings(value).map((entry, index) => {
    const equals = entry.indexOf('=')
    return equals === -1 ? { name: entry, value: null, index } : { name: entry.slice(0, equals), value: entry.slice(equals + 1), index }
  })
}

/** Members of an object whose values are strings. */
export function stringMembers(value: unknown): readonly (readonly [name: string, value: string])[] {
  return Object.entries(object(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
}

/** Parses untrusted JSON. */
export function parseJson(source: string): OrWhy<{ readonly value: unknown }> {
  try {
    return { ok: true, value: JSON.parse(source) }
  } catch (error) {
    const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
    return { ok: false, why: `is no JSON: ${line.slice(0, 120)}` }
  }
}

/** The object in an untrusted JSON text; undefined for anything else. */
export function jsonObject(source: string | undefined): Json | undefined {
  const parsed = source === undefined ? undefined : parseJson(source)
  return parsed?.ok && isObject(parsed.value) ? parsed.value : undefined
}
