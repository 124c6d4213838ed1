import { dirname, join } from 'node:path'
import { isMap, parseDocument } from 'yaml'
import type { Rule } from '../lint/rule.ts'
import { ruleHint } from '../lint/unknown-rule.ts'
import type { Problem } from '../model/finding.ts'
import type { Files } from '../sources/source.ts'
import { nearest } from '../text/nearest.ts'
import { isPattern, recordsFromConfiguration } from '../writes/knowledge/from-configuration.ts'
import type { Config, LoadedConfig } from './config.ts'
import { checkRecords } from './records.ts'
import { wordOf } from './wording.ts'

/** Names of a configuration file, the first one wins. */
export const CONFIG_NAMES: readonly string[] = [
  '.docksealrc.yml',
  '.docksealrc.yaml',
  '.docksealrc.json',
  'dockseal.config.yml',
  'dockseal.config.yaml',
  'dockseal.config.json',
]

export type LoadAnswer =
  | { readonly ok: true; readonly loaded: LoadedConfig }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/**
 * The configuration for a run in `cwd`: `named` where the user names one, else the nearest in `cwd` or a parent, up to the
 * repository's root. Without any, an empty one. Errors point at the key that is wrong.
 */
export async function loadConfig(cwd: string, named: string | undefined, io: Files, rules: readonly Rule[]): Promise<LoadAnswer> {
  if (named !== undefined) return readConfig(named, io, rules)
  for (let directory = cwd; ; directory = dirname(directory)) {
    const names = io.list(directory)
    const name = CONFIG_NAMES.find((each) => names.includes(each))
    if (name !== undefined) return readConfig(join(directory, name), io, rules)
    if (names.includes('package.json')) {
      const manifest = join(directory, 'package.json')
      const text = io.read(manifest)
      if (text.ok && text.text.includes('"dockseal"') && hasKey(text.text)) return readConfig(manifest, io, rules)
    }
    if (names.includes('.git') || dirname(directory) === directory) return { ok: true, loaded: { config: {}, directory: cwd } }
  }
}

/** Whether a package.json has a configuration under the key `dockseal`; a broken one is not our business. */
function hasKey(text: string): boolean {
  try {
    const manifest: unknown = JSON.parse(text)
    return typeof manifest === 'object' && manifest !== null && Object.hasOwn(manifest, 'dockseal')
  } catch {
    return false
  }
}

async function readConfig(file: string, io: Files, rules: readonly Rule[]): Promise<LoadAnswer> {
  const answer = io.read(file)
  if (!answer.ok) return fail(file, undefined, `the configuration ${answer.why}`, 'check the path given with --config')
  const document = parseDocument(answer.text.replace(/^\ufeff/, ''), { uniqueKeys: true })
  const syntax = document.errors[0]
  if (syntax?.code === 'MULTIPLE_DOCS') return fail(file, syntax.pos[0], 'a second document begins here', 'a configuration is one document')
  if (syntax) return fail(file, syntax.pos[0], (syntax.message.split(/ at line \d|\n/)[0] ?? syntax.code).trim(), SYNTAX_HINT)
  const inManifest = file.endsWith('package.json')
  const node = inManifest ? document.get('dockseal', true) : document.contents
  const value: unknown = inManifest ? (document.toJS() as { dockseal?: unknown }).dockseal : document.toJS()
  if (value === null || value === undefined) return { ok: true, loaded: { config: {}, file, directory: dirname(file) } }
  if (!isMap(node)) return fail(file, 0, 'the configuration is not a mapping', 'write keys such as "rules:"')
  const problems = await validate(value, rules, (path) => offsetOf(node, path)).then((found) =>
    found.map(({ offset, message, hint }): Problem => ({ level: 'error', file, offset, message, hint })),
  )
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, loaded: { config: value as Config, file, directory: dirname(file) } }
}

function fail(file: string, offset: number | undefined, message: string, hint: string): LoadAnswer {
  return { ok: false, problems: [{ level: 'error', file, message, hint, ...(offset === undefined ? {} : { offset }) }] }
}

/** Offset of the key at a path, or of the deepest part of the path that exists. */
function offsetOf(root: unknown, path: readonly string[]): number {
  interface Node {
    readonly range?: readonly number[] | null
    readonly items?: readonly unknown[]
  }
  let node = root as Node
  let offset = node.range?.[0] ?? 0
  for (const part of path) {
    const items = node.items ?? []
    const item = items.find((each, index) => {
      const pair = each as { key?: { value?: unknown } }
      return pair.key === undefined ? String(index) === part : String(pair.key.value) === part
    }) as { key?: Node; value?: Node | null } & Node
    if (!item) break
    offset = (item.key ?? item).range?.[0] ?? offset
    node = (item.key === undefined ? item : (item.value ?? {})) as Node
  }
  return offset
}

interface Mistake {
  readonly offset: number
  readonly message: string
  readonly hint: string
  /** It lists the values that are allowed. */
  readonly lists?: boolean
}

async function validate(value: unknown, rules: readonly Rule[], offsetAt: (path: readonly string[]) => number): Promise<Mistake[]> {
  const [{ default: ajvModule }, { default: schema }, { default: recordSchema }] = await Promise.all([
    import('ajv'),
    import('./config.schema.json', { with: { type: 'json' } }),
    import('../writes/knowledge/record.schema.json', { with: { type: 'json' } }),
  ])
  const ajv = new ajvModule.Ajv({
    allErrors: true,
    strict: false,
    verbose: true,
    schemas: [recordSchema],
    formats: { regex: isPattern },
  })
  const check = ajv.compile(schema)
  const mistakes: Mistake[] = []
  if (!check(value)) {
    const errors = check.errors ?? []
    // A misspelt key is told by its name, not also by the key that is now missing.
    const misspelt = new Set(errors.flatMap(({ keyword, instancePath }) => (keyword === 'additionalProperties' ? [instancePath] : [])))
    for (const error of errors) {
      const path = error.instancePath.split('/').slice(1).map(unescapePointer)
      const place = path.join('.')
      const params = error.params as { additionalProperty?: string }
      const hint = path[0] === 'images' ? RECORD_HINT : README_HINT
      if (['oneOf', 'anyOf', 'if'].includes(error.keyword)) {
        // Of most alternatives the own errors say more; of keys of which one is needed, only all of them together.
        const keys = eitherKey(error.schema)
        if (keys) mistakes.push({ offset: offsetAt(path), message: `"${place}" needs ${keys.map((key) => `"${key}"`).join(' or ')}`, hint })
        continue
      }
      if (error.keyword === 'required' && (misspelt.has(error.instancePath) || /\/anyOf\/\d+\/required$/.test(error.schemaPath))) continue
      if (params.additionalProperty !== undefined) {
        const known = Object.keys((error.parentSchema as { properties?: object })?.properties ?? {})
        const meant = nearest(params.additionalProperty, known)
        mistakes.push({
          offset: offsetAt([...path, params.additionalProperty]),
          message: `unknown key "${params.additionalProperty}"`,
          hint: meant === undefined ? `known keys: ${known.join(', ')}` : `did you mean "${meant}"?`,
        })
      } else {
        const { message, hint: own = hint } = wordOf(error)
        mistakes.push({ offset: offsetAt(path), message: `"${place}" ${message}`, hint: own, lists: error.keyword === 'enum' })
      }
    }
  }
  if (mistakes.length > 0) return onePerPlace(mistakes)
  const config = value as Config
  for (const { path, message, hint } of checkRecords(recordsFromConfiguration(config.images))) {
    mistakes.push({ offset: offsetAt(['images', ...path]), message, hint })
  }
  const tables: [readonly string[], NonNullable<Config['rules']>][] = [
    [['rules'], config.rules ?? {}],
    ...(config.overrides ?? []).map((override, index): [readonly string[], NonNullable<Config['rules']>] => [
      ['overrides', String(index), 'rules'],
      override.rules,
    ]),
  ]
  for (const [path, table] of tables) {
    for (const [id, setting] of Object.entries(table)) {
      const rule = rules.find((each) => each.id === id)
      if (!rule) {
        const hint = ruleHint(
          id,
          rules.map((each) => each.id),
        )
        mistakes.push({ offset: offsetAt([...path, id]), message: `no rule is called "${id}"`, hint })
        continue
      }
      const options = typeof setting === 'string' ? undefined : setting[1]
      if (options === undefined) continue
      const checkOptions = ajv.compile(rule.meta.options ?? { type: 'object', maxProperties: 0 })
      if (!checkOptions(options)) {
        const [error] = checkOptions.errors ?? []
        const where = (error?.instancePath ?? '').split('/').slice(1).join('.')
        const key = (error?.params as { additionalProperty?: string } | undefined)?.additionalProperty
        const what = key === undefined ? `"${where}" ${error ? wordOf(error).message : 'is not valid'}` : `unknown option "${key}"`
        mistakes.push({
          offset: offsetAt([...path, id]),
          message: rule.meta.options ? `the options of "${id}" are not valid: ${what}` : `"${id}" has no options`,
          hint: `see \`dockseal explain ${id}\``,
        })
      }
    }
  }
  return mistakes
}

const SYNTAX_HINT = 'mend the syntax of the configuration'
const README_HINT = 'see the configuration section of the README'
const RECORD_HINT = 'the shape of an image record is in src/writes/knowledge/record.schema.json of dockseal'

/** The keys of alternatives that each demand one key; undefined for alternatives of another kind. */
function eitherKey(alternatives: unknown): string[] | undefined {
  const keys = (alternatives as { required?: string[] }[]).map(({ required }) => required?.[0])
  return keys.every((key) => key !== undefined) ? keys : undefined
}

function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~')
}

/** Of the alternatives of a schema each says what it misses; the list of allowed values helps most. */
function onePerPlace(mistakes: readonly Mistake[]): Mistake[] {
  const listsLast = [...mistakes].sort((a, b) => Number(a.lists ?? false) - Number(b.lists ?? false))
  return [...new Map(listsLast.map((mistake) => [mistake.offset, mistake])).values()]
}
