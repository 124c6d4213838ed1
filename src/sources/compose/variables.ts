import type { EnvironmentVariable } from '../../model/container.ts'
import { defined } from '../../model/defined.ts'
import type { FactList, Sourced, TextOrigin } from '../../model/fact.ts'
import { once } from '../../model/lazy.ts'
import { clearValue, type Environment, parseDotEnv } from './dotenv.ts'
import { interpolate } from './interpolate.ts'
import type { Loading } from './layer.ts'
import { resolvePath } from './paths.ts'
import { type ListBuilder, missOf, type ServiceView, startList } from './read.ts'
import { toBoolean } from './scalar.ts'
import { child, isNothing, itemsOf, type ScalarTree, type Tree } from './tree.ts'

/** `NAME=VALUE` of a list, or an entry of a mapping. */
interface Pair {
  readonly name: string
  readonly value: string | null
  /** The value before interpolation, if it has variables. */
  readonly template?: string
  readonly unknown?: string
  readonly origin: TextOrigin
}

function pairOf(item: ScalarTree): Pair {
  const { text, template, unknown, origin } = item
  const at = text.indexOf('=')
  const after = template?.indexOf('=') ?? -1
  return {
    name: at === -1 ? text : text.slice(0, at),
    value: at === -1 ? null : text.slice(at + 1),
    ...defined({ template: after === -1 ? undefined : template?.slice(after + 1), unknown }),
    origin,
  }
}

/** The pairs of a mapping or list of `NAME=VALUE`; the last pair of a name holds. */
export function readPairs(tree: Tree | undefined): Pair[] {
  const pairs = new Map<string, Pair>()
  if (tree?.kind === 'map') {
    for (const [name, { value, origin }] of tree.entries) {
      if (value.kind !== 'scalar') continue
      const { template, unknown } = value
      const text = isNothing(value) ? null : value.text
      pairs.set(name, { name, value: text, origin, ...defined({ template, unknown }) })
    }
  } else {
    for (const item of itemsOf(tree)) {
      if (item.kind !== 'scalar') continue
      const pair = pairOf(item)
      pairs.set(pair.name, pair)
    }
  }
  return [...pairs.values()]
}

/** The environment of a service: its env files, overridden by `environment:`. A name alone takes the project's value, or passes through. */
export function readEnvironment(view: ServiceView, loading: Loading, project: Environment): FactList<EnvironmentVariable> {
  const list = startList<EnvironmentVariable>(view)
  const own = readPairs(child(view.tree, 'environment'))
  const found = new Map<string, Sourced<EnvironmentVariable>>()
  const ownValues = once(() => new Map(own.map(({ name, value }) => [name, value])))
  const lookup = (name: string): string | null | undefined => {
    const value = project.get(name) ?? ownValues().get(name) ?? found.get(name)?.value.value
    return value ?? undefined
  }
  for (const item of itemsOf(child(view.tree, 'env_file'))) readEnvFile(item, list, loading, lookup, found)
  for (const { name, value, template, unknown, origin } of own) {
    if (unknown !== undefined && name.includes('$')) {
      missOf(list, unknown, origin)
      continue
    }
    const resolved = value ?? project.get(name) ?? null
    const interpolated = template !== undefined ? isOnlyVariables(template) : value === null && resolved !== null
    const written = template === undefined || template === resolved ? {} : { written: template }
    found.set(name, { value: { name, value: resolved, interpolated, ...written }, origin })
  }
  list.items.push(...found.values())
  return list
}

function readEnvFile(
  item: Tree,
  list: ListBuilder<EnvironmentVariable>,
  loading: Loading,
  lookup: (name: string) => string | null | undefined,
  found: Map<string, Sourced<EnvironmentVariable>>,
): void {
  const path = item.kind === 'map' ? child(item, 'path') : item
  if (path?.kind !== 'scalar' || path.text === '') return
  if (path.unknown !== undefined) {
    missOf(list, path.unknown, path.origin)
    return
  }
  const file = resolvePath(path.text, path.directory)
  const text = loading.envTexts.get(file) ?? readOnce(loading, file)
  if (text === undefined) {
    const required = child(item, 'required')
    const optional = required?.kind === 'scalar' && (required.value === false || toBoolean(required.text) === false)
    if (!optional || loading.io.exists(file)) missOf(list, `the env file ${path.text} cannot be read here`, path.origin)
    return
  }
  const format = child(item, 'format')
  const { variables, spans, error } =
    format?.kind === 'scalar' && format.text === 'raw' ? parseRaw(text) : parseDotEnv(text, lookup, loading.unset)
  for (const [name, value] of variables) {
    const origin: TextOrigin = { kind: 'text', file, span: spans.get(name) ?? [0, 0], via: 'env-file' }
    found.set(name, { value: { name, value, interpolated: false }, origin })
  }
  if (error) missOf(list, `the env file ${path.text} is not valid: ${error.message}`, path.origin)
}

function readOnce(loading: Loading, file: string): string | undefined {
  // The home directory depends on who starts the project.
  if (file.startsWith('~')) return undefined
  const read = loading.io.read(file)
  if (!read.ok) return undefined
  loading.envTexts.set(file, read.text)
  return read.text
}

/** `format: raw`: every line is `NAME=VALUE`, with the value taken as it is. */
function parseRaw(text: string): ReturnType<typeof parseDotEnv> {
  const variables = new Map<string, string | null>()
  const spans = new Map<string, readonly [number, number]>()
  let start = 0
  for (const line of text.split('\n')) {
    const match = /^\s*([^#=\s][^=\s]*)(?:=(.*?))?\r?$/.exec(line)
    if (match?.[1] !== undefined && match[2] !== undefined) {
      variables.set(match[1], clearValue(match[2]))
      spans.set(match[1], [start, start + line.length])
    }
    start += line.length + 1
  }
  return { variables, spans }
}

/** The labels of a service. */
export function readLabels(view: ServiceView): FactList<{ name: string; value: string }> {
  const list = startList<{ name: string; value: string }>(view)
  const file = child(view.tree, 'label_file')
  if (file && !isNothing(file)) missOf(list, '`label_file` is not read', file.origin)
  for (const { name, value, unknown, origin } of readPairs(child(view.tree, 'labels'))) {
    if (unknown !== undefined && name.includes('$')) missOf(list, unknown, origin)
    else list.items.push({ value: { name, value: value ?? '' }, origin })
  }
  return list
}

/** Whether a template has only references to variables and no literal text, not even as a default. */
export function isOnlyVariables(template: string): boolean {
  // A literal shows where no variable is set (a default), or where every one is set (an alternative).
  return [undefined, '\0'].every((value) => {
    const { text, error } = interpolate(template, () => value)
    return error?.kind !== 'bad' && text.replaceAll('\0', '') === ''
  })
}
