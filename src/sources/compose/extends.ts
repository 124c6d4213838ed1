import type { TextOrigin, Via } from '../../model/fact.ts'
import { dirname } from '../../text/path.ts'
import {
  type Incomplete,
  type Layer,
  type LayerScope,
  type LoadedService,
  type Loading,
  layersOf,
  openLayer,
  readIn,
  reportAt,
  reportLimit,
  TOO_MANY_FILES,
} from './layer.ts'
import { mergeService } from './merge.ts'
import { isRemote, resolvePath } from './paths.ts'
import type { ServiceSite } from './site.ts'
import { child, type Entry, entry, type Tree } from './tree.ts'

/** Levels of `extends` that are followed: far more than anybody writes, but few enough for the stack. */
const MAX_LEVELS = 500

/** Where services are searched, and what was found there before. */
export interface ServiceSource {
  readonly layers: readonly Layer[]
  /** Services from `include`, which may be extended too. */
  readonly included: ReadonlyMap<string, LoadedService>
  readonly memo: Map<string, LoadedService | undefined>
}

/** Files opened for `extends`, by path. */
export type ExtendedFiles = Map<string, ServiceSource | undefined>

/** A service of the last layer with all that it extends (Compose Specification: "Extend"); undefined if there is none. */
export function resolveService(loading: Loading, files: ExtendedFiles, source: ServiceSource, name: string): LoadedService | undefined {
  return resolve({ loading, files, trail: new Map() }, source, name)
}

/** Following `extends` from one service. */
interface Walk {
  readonly loading: Loading
  readonly files: ExtendedFiles
  /** The services that led here, in order: name by key. */
  readonly trail: Map<string, string>
}

function viaOf({ trail }: Walk): Via | undefined {
  return trail.size > 0 ? 'extends' : undefined
}

function resolve(walk: Walk, source: ServiceSource, name: string): LoadedService | undefined {
  const via = viaOf(walk)
  const key = `${via ?? ''} ${name}`
  if (source.memo.has(key)) return source.memo.get(key)
  let result: LoadedService | undefined
  for (const layer of source.layers) {
    const site = layer.services.get(name)
    if (!site) continue
    const loaded = resolveSite(walk, source, layer, via ? { ...site, role: 'extends' } : site)
    result = result ? mergeLoaded(walk.loading, result, loaded) : loaded
  }
  result ??= source.included.get(name)
  source.memo.set(key, result)
  return result
}

function resolveSite(walk: Walk, source: ServiceSource, layer: Layer, site: ServiceSite): LoadedService {
  const { loading, trail } = walk
  const tree = readIn(layer, site.value, viaOf(walk))
  const own: LoadedService = { name: site.name, directory: layer.scope.directory, tree, sites: [site] }
  const extending = entry(tree, 'extends')
  if (!extending) return own
  const { value, origin } = extending
  const named = value.kind === 'map' ? child(value, 'service') : value
  const fileTree = child(value, 'file')
  const problem = (level: 'error' | 'note', message: string, hint?: string): LoadedService => {
    reportAt(loading, level, origin, message, hint)
    return { ...own, tree: without(tree, 'extends'), incomplete: { why: message, origin } }
  }
  if (named?.kind !== 'scalar' || named.text === '')
    return problem('error', `the service "${site.name}" extends a service without its name`, 'write `service:` below `extends`')
  const unknown = named.unknown ?? (fileTree?.kind === 'scalar' ? fileTree.unknown : undefined)
  if (unknown !== undefined) return problem('note', `what the service "${site.name}" extends is unknown: ${unknown}`)
  const step = `${site.name} ${site.file}`
  if (trail.has(step))
    return problem('error', `services extend each other in a circle: ${circle(trail, step)}`, 'remove one of these `extends`')
  if (trail.size >= MAX_LEVELS) {
    const why = `services extend each other over more than ${MAX_LEVELS} levels`
    reportLimit(loading, why, origin, 'join some of the levels')
    return { ...own, tree: without(tree, 'extends'), incomplete: { why, origin } }
  }
  const from = fileTree?.kind === 'scalar' && fileTree.text !== '' ? fileTree.text : undefined
  const target = from === undefined ? source : openExtended(walk, layer, from)
  if ('why' in target) {
    if (target.why !== TOO_MANY_FILES) return problem(target.level, target.why, target.hint)
    reportLimit(loading, target.why, origin, 'lint the parts of the project on their own')
    return { ...own, tree: without(tree, 'extends'), incomplete: { why: target.why, origin } }
  }
  trail.set(step, site.name)
  const base = resolve(walk, target, named.text)
  trail.delete(step)
  if (!base) {
    return problem(
      'error',
      `the service "${site.name}" extends "${named.text}", which ${from === undefined ? 'this file' : `\`${from}\``} does not have`,
    )
  }
  const merged = mergeService(withoutTags(base.tree), without(tree, 'extends'), `services.${site.name}`, conflict(loading))
  const sites = [site, ...base.sites.map((each) => (each.role === 'extends' ? each : { ...each, role: 'extends' as const }))] as const
  return {
    name: site.name,
    directory: layer.scope.directory,
    tree: merged,
    sites,
    ...(base.incomplete ? { incomplete: base.incomplete } : {}),
  }
}

function circle(trail: Walk['trail'], back: string): string {
  const steps = [...trail.keys()]
  const names = [...steps.slice(steps.indexOf(back)), back].map((step) => trail.get(step) ?? '')
  return names.length <= 6 ? names.join(' → ') : `${names.slice(0, 3).join(' → ')} → … → ${names.slice(-2).join(' → ')}`
}

interface Failed extends Omit<Incomplete, 'origin'> {
  readonly level: 'error' | 'note'
  readonly hint?: string
}

function openExtended({ loading, files }: Walk, layer: Layer, from: string): ServiceSource | Failed {
  if (isRemote(from)) return { level: 'note', why: `\`extends\` names the remote file ${from}, which is not read` }
  const file = resolvePath(from, layer.scope.directory)
  const known = files.get(file)
  if (known) return known
  if (--loading.files.left < 0) return { level: 'error', why: TOO_MANY_FILES }
  let missing: string | undefined
  const text = openLayer(loading, file, (why) => {
    missing = why
  })
  if (!text) {
    return missing === undefined
      ? { level: 'note', why: `\`extends\` names ${from}, which is not valid` }
      : { level: 'note', why: `\`extends\` names ${from}, which cannot be read: ${missing}`, hint: 'add the file, or correct the path' }
  }
  const scope: LayerScope = { directory: dirname(file), environment: layer.scope.environment, role: 'extends' }
  const source: ServiceSource = { layers: layersOf(loading, text, scope, 'extends'), included: new Map(), memo: new Map() }
  files.set(file, source)
  return source
}

/** Reports a value that cannot be merged. */
export function conflict(loading: Loading): (path: string, origin: TextOrigin) => void {
  return (path, origin) => {
    const why = `${path} has another type here than where it is overridden, so Compose refuses the project`
    reportAt(loading, 'error', origin, why, 'write both as lists, or both as mappings')
  }
}

/** Merges the same service of a later file or document over it. */
export function mergeLoaded(loading: Loading, base: LoadedService, over: LoadedService): LoadedService {
  const known = new Set(base.sites.map(({ file, key }) => `${key.range?.[0]} ${file}`))
  const incomplete = base.incomplete ?? over.incomplete
  return {
    name: over.name,
    directory: base.directory,
    tree: mergeService(base.tree, over.tree, `services.${over.name}`, conflict(loading)),
    sites: [base.sites[0], ...base.sites.slice(1), ...over.sites.filter(({ file, key }) => !known.has(`${key.range?.[0]} ${file}`))],
    ...(incomplete ? { incomplete } : {}),
  }
}

function without(tree: Tree, key: string): Tree {
  if (tree.kind !== 'map' || !tree.entries.has(key)) return tree
  const entries = new Map(tree.entries)
  entries.delete(key)
  return { ...tree, entries }
}

/** Drops the tags of an extended service: they say how it replaces its own bases, not how others replace theirs. */
function withoutTags(tree: Tree): Tree {
  const { replaces: _replaces, ...plain } = tree
  if (plain.kind !== 'map') return plain
  const entries = [...plain.entries].flatMap(([key, item]): [string, Entry][] =>
    item.value.kind === 'reset' ? [] : [[key, { ...item, value: withoutTags(item.value) }]],
  )
  return { ...plain, entries: new Map(entries) }
}
