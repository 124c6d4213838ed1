import type { ErrorObject } from 'ajv'
import { nearest } from '../text/nearest.ts'

const KINDS: Readonly<Record<string, string>> = {
  object: 'a mapping',
  array: 'a list',
  string: 'a text',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
}

/** The allowed values in words, for people who do not know JSON Schema. */
export function wordError({ keyword, params, data, parentSchema, message }: ErrorObject): { message: string; hint?: string } {
  const given = typeof data === 'string' ? data : undefined
  switch (keyword) {
    case 'type': {
      const kinds = [params.type as string | readonly string[]].flat()
      if (data === null) return { message: 'has no value', hint: 'give it one, or leave the key out' }
      const wanted = kinds.map((kind) => KINDS[kind] ?? kind).join(' or ')
      return {
        message: `must be ${wanted}`,
        ...(given !== undefined && kinds.includes('array') ? { hint: `write [${JSON.stringify(given)}]` } : {}),
        ...(given !== undefined && kinds.includes('boolean') ? { hint: 'without quotes; yes, no, on and off are texts in YAML 1.2' } : {}),
        ...(typeof data === 'number' && kinds.includes('string') ? { hint: `write "${data}"` } : {}),
      }
    }
    case 'enum': {
      const allowed = (params.allowedValues as readonly unknown[]).map(String)
      const meant = given === undefined ? undefined : nearest(given, allowed)
      return { message: `must be one of ${allowed.join(', ')}`, ...(meant === undefined ? {} : { hint: `did you mean "${meant}"?` }) }
    }
    case 'required':
      return { message: `needs "${params.missingProperty}"` }
    case 'minItems':
    case 'minLength':
      return { message: 'must not be empty' }
    case 'format':
      return { message: 'must be a regular expression without lookarounds and back references (RE2 syntax)' }
    case 'pattern': {
      const what = (parentSchema as { description?: string } | undefined)?.description
      return { message: `does not fit ${params.pattern}${what === undefined ? '' : `: ${what.replace(/\.$/, '')}`}` }
    }
    default:
      return { message: message ?? 'is not valid' }
  }
}
