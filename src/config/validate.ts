import type { Ajv, ErrorObject } from 'ajv'
import { COSTLY, isCostly } from '../discover/glob-cost.ts'
import { recordsFromConfiguration } from '../knowledge/from-configuration.ts'
import { optionPattern, usePattern } from '../knowledge/patterns.ts'
import type { Rule } from '../lint/rule.ts'
import { ruleHint } from '../lint/unknown-rule.ts'
import { nearest } from '../text/nearest.ts'
import type { Config } from './config.ts'
import { checkRecords } from './records.ts'

/** An error at a place of a configuration. */
export interface Mistake {
  /** Keys that lead to it. */
  readonly path: readonly string[]
  readonly message: string
  readonly hint: string
  /** It lists the values that are allowed. */
  readonly lists?: boolean
}

/** The errors of a configuration: against its schema, else in its records, rules and globs. `offsetAt`: a key, or its deepest parent. */
export async function validate(
  value: unknown,
  rules: readonly Rule[],
  offsetAt: (path: readonly string[]) => number,
): Promise<readonly Mistake[]> {
  const [{ default: ajvModule }, { default: schema }, { default: recordSchema }] = await Promise.all([
    import('ajv'),
    import('./config.schema.json', { with: { type: 'json' } }),
    import('../knowledge/record.schema.json', { with: { type: 'json' } }),
  ])
  const ajv = new ajvModule.Ajv({
    allErrors: true,
    strict: false,
    verbose: true,
    schemas: [recordSchema],
    formats: { regex: await patternTest(value) },
  })
  const check = ajv.compile(schema)
  if (!check(value)) return onePerPlace(schemaMistakes(check.errors ?? []), offsetAt)
  const config = value as Config
  return [
    ...globMistakes(['ignore'], config.ignore),
    ...(config.overrides ?? []).flatMap(({ files }, index) => globMistakes(['overrides', String(index), 'files'], files)),
    ...checkRecords(recordsFromConfiguration(config.images)).map(({ path, message, hint }) => ({
      path: ['images', ...path],
      message,
      hint,
    })),
    ...ruleMistakes(['rules'], config.rules ?? {}, rules, ajv),
    ...(config.overrides ?? []).flatMap((override, index) =>
      ruleMistakes(['overrides', String(index), 'rules'], override.rules, rules, ajv),
    ),
  ]
}

/** The format `regex`: a pattern that the linear engine can run; from now on it runs there. */
async function patternTest(value: unknown): Promise<(source: string) => boolean> {
  if (typeof value !== 'object' || value === null || !('images' in value)) return () => true
  const { RE2JS } = await import('re2js')
  const compile = (source: string): void => {
    const compiled = RE2JS.compile(source)
    usePattern(source, {
      test: (text) => compiled.matcher(text).find(),
      last: (text) => {
        const matcher = compiled.matcher(text)
        return matcher.find() ? (matcher.group(matcher.groupCount()) ?? undefined) : undefined
      },
    })
  }
  return (source) => {
    try {
      compile(source)
      compile(optionPattern(source))
      return true
    } catch {
      return false
    }
  }
}

const RECORD_HINT = 'the shape of an image record is in src/knowledge/record.schema.json of dockseal'

function schemaMistakes(errors: readonly ErrorObject[]): Mistake[] {
  // For a misspelt key, report only the key, not also the one that is missing because of it.
  const misspelt = new Set(errors.flatMap(({ keyword, instancePath }) => (keyword === 'additionalProperties' ? [instancePath] : [])))
  return errors.flatMap((error): Mistake[] => {
    const path = error.instancePath
      .split('/')
      .slice(1)
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    const place = path.join('.')
    const params = error.params as { additionalProperty?: string }
    const hint = path[0] === 'images' ? RECORD_HINT : 'see the configuration section of the README'
    if (['oneOf', 'anyOf', 'if'].includes(error.keyword)) {
      // For most alternatives their own errors say more; if one of several keys is required, only the list of them helps.
      const keys = eitherKey(error.schema)
      return keys ? [{ path, message: `"${place}" needs ${keys.map((key) => `"${key}"`).join(' or ')}`, hint }] : []
    }
    if (error.keyword === 'required' && (misspelt.has(error.instancePath) || /\/anyOf\/\d+\/required$/.test(error.schemaPath))) return []
    if (params.additionalProperty !== undefined) {
      const known = Object.keys((error.parentSchema as { properties?: object })?.properties ?? {})
      const meant = nearest(params.additionalProperty, known)
      const message = `unknown key "${params.additionalProperty}"`
      const keys = meant === undefined ? `known keys: ${known.join(', ')}` : `did you mean "${meant}"?`
      return [{ path: [...path, params.additionalProperty], message, hint: keys }]
    }
    const { message, hint: own = hint } = wordError(error)
    return [{ path, message: `"${place}" ${message}`, hint: own, lists: error.keyword === 'enum' }]
  })
}

/** Globs that may take too long to match. */
function globMistakes(path: readonly string[], globs: readonly string[] = []): Mistake[] {
  return globs.flatMap((glob, index): Mistake[] =>
    isCostly(glob) ? [{ path: [...path, String(index)], message: `"${path.join('.')}" ${COSTLY}`, hint: 'write several patterns' }] : [],
  )
}

/** Unknown rules, and invalid options of rules. */
function ruleMistakes(path: readonly string[], table: NonNullable<Config['rules']>, rules: readonly Rule[], ajv: Ajv): Mistake[] {
  const ids = rules.map((rule) => rule.id)
  return Object.entries(table).flatMap(([id, setting]): Mistake[] => {
    const rule = rules.find((each) => each.id === id)
    if (!rule) return [{ path: [...path, id], message: `no rule is called "${id}"`, hint: ruleHint(id, ids) }]
    const options = typeof setting === 'string' ? undefined : setting[1]
    if (options === undefined) return []
    const check = ajv.compile(rule.meta.options ?? { type: 'object', maxProperties: 0 })
    if (check(options)) return []
    const message = rule.meta.options ? `the options of "${id}" are not valid: ${wrongOption(check.errors?.[0])}` : `"${id}" has no options`
    return [{ path: [...path, id], message, hint: `see \`dockseal explain ${id}\`` }]
  })
}

function wrongOption(error: ErrorObject | undefined): string {
  const key = (error?.params as { additionalProperty?: string } | undefined)?.additionalProperty
  if (key !== undefined) return `unknown option "${key}"`
  const where = (error?.instancePath ?? '').split('/').slice(1).join('.')
  return `"${where}" ${error ? wordError(error).message : 'is not valid'}`
}

/** The keys of alternatives that each demand one key; undefined for alternatives of another kind. */
function eitherKey(alternatives: unknown): string[] | undefined {
  const keys = (alternatives as { required?: string[] }[]).map(({ required }) => required?.[0])
  return keys.every((key) => key !== undefined) ? keys : undefined
}

/** Each alternative of a schema gives its own error; the one with the list of allowed values helps most. */
function onePerPlace(mistakes: readonly Mistake[], offsetAt: (path: readonly string[]) => number): readonly Mistake[] {
  const listsLast = [...mistakes].sort((a, b) => Number(a.lists ?? false) - Number(b.lists ?? false))
  return [...new Map(listsLast.map((mistake) => [offsetAt(mistake.path), mistake])).values()]
}

const KINDS: Readonly<Record<string, string>> = {
  object: 'a mapping',
  array: 'a list',
  string: 'a text',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
}

/** The allowed values in words, for people who do not know JSON Schema. */
function wordError({ keyword, params, data, parentSchema, message }: ErrorObject): { message: string; hint?: string } {
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
