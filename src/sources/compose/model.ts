import { isMap, isScalar, type Scalar } from 'yaml'
import { dirname, join } from '../../text/path.ts'
import { withEnvFiles } from './environment.ts'
import { conflict, type ExtendedFiles, mergeLoaded, resolveService, type ServiceSource } from './extends.ts'
import {
  type Layer,
  type LayerScope,
  type LoadedService,
  type Loading,
  layersOf,
  openLayer,
  originIn,
  readIn,
  reportAt,
  reportLimit,
  TOO_MANY_FILES,
  topNode,
} from './layer.ts'
import { mergeResource } from './merge.ts'
import { isRemote, resolvePath } from './paths.ts'
import { child, entry, itemsOf, mergedPairs, resolveAlias, type Tree } from './tree.ts'

/** A top-level volume, secret or config. */
export interface Resource {
  readonly name: string
  readonly tree: Tree
  readonly file: string
  readonly key: Scalar<string>
}

const RESOURCES = ['volumes', 'secrets', 'configs'] as const

type ResourceKind = (typeof RESOURCES)[number]

/** The merged result of a set of files, before services become containers. */
export interface Model {
  readonly services: ReadonlyMap<string, LoadedService>
  readonly resources: Readonly<Record<ResourceKind, ReadonlyMap<string, Resource>>>
}

const EMPTY: Model = { services: new Map(), resources: { volumes: new Map(), secrets: new Map(), configs: new Map() } }

/**
 * Loads files over each other (compose-go `loader.loadYamlModel`): in each, its includes come first, then its own services with what they
 * extend; the whole is merged over the files before. `trail` holds the files that led here by `include`.
 */
export function loadModel(loading: Loading, files: readonly string[], scope: LayerScope, trail: readonly string[]): Model {
  let model: Model = EMPTY
  let extended: ExtendedFiles | undefined
  files.forEach((file, index) => {
    const text = openLayer(loading, file)
    if (!text) return
    for (const layer of layersOf(loading, text, scope, index === 0 ? 'base' : 'override')) {
      extended ??= new Map()
      model = mergeModels(loading, model, loadLayer(loading, layer, extended, [...trail, file]))
    }
  })
  return model
}

function loadLayer(loading: Loading, layer: Layer, extended: ExtendedFiles, trail: readonly string[]): Model {
  const included = loadIncludes(loading, layer, trail)
  const source: ServiceSource = { layers: [layer], included: included.services, memo: new Map() }
  const services = new Map<string, LoadedService>()
  for (const name of layer.services.keys()) {
    const service = resolveService(loading, extended, source, name)
    if (service) services.set(name, service)
  }
  const own: Model = { services, resources: readResources(layer) }
  return included === EMPTY ? own : mergeModels(loading, included, own)
}

function readResources(layer: Layer): Model['resources'] {
  const read = (kind: ResourceKind): ReadonlyMap<string, Resource> => {
    const node = resolveAlias(topNode(layer.top, layer.document, kind), layer.document)
    const resources = new Map<string, Resource>()
    if (!isMap(node)) return resources
    for (const [name, { pair }] of mergedPairs(node, layer.document)) {
      if (!isScalar(pair.key)) continue
      const tree = readIn(layer, pair.value as Parameters<typeof readIn>[1])
      resources.set(name, { name, tree, file: layer.text.file, key: pair.key as Scalar<string> })
    }
    return resources
  }
  return { volumes: read('volumes'), secrets: read('secrets'), configs: read('configs') }
}

function mergeModels(loading: Loading, base: Model, over: Model): Model {
  if (base === EMPTY) return over
  const services = new Map(base.services)
  for (const [name, service] of over.services) {
    const inherited = services.get(name)
    services.set(name, inherited ? mergeLoaded(loading, inherited, service) : service)
  }
  const merge = (kind: ResourceKind): ReadonlyMap<string, Resource> => {
    const resources = new Map(base.resources[kind])
    for (const [name, resource] of over.resources[kind]) {
      const inherited = resources.get(name)
      if (!inherited) resources.set(name, resource)
      else resources.set(name, { ...inherited, tree: mergeResource(inherited.tree, resource.tree, `${kind}.${name}`, conflict(loading)) })
    }
    return resources
  }
  return { services, resources: { volumes: merge('volumes'), secrets: merge('secrets'), configs: merge('configs') } }
}

/** Loads what a layer includes (Compose Specification: "Include"); earlier includes win if both have a name. */
function loadIncludes(loading: Loading, layer: Layer, trail: readonly string[]): Model {
  const node = topNode(layer.top, layer.document, 'include')
  if (!node) return EMPTY
  const list = itemsOf(readIn(layer, node))
  if (list.length > loading.files.left) {
    reportLimit(loading, TOO_MANY_FILES, originIn(layer, node), 'lint the parts of the project on their own')
    return EMPTY
  }
  let model: Model = EMPTY
  for (const item of list) {
    const paths = itemsOf(item.kind === 'map' ? child(item, 'path') : item)
    const files = paths.flatMap((path) => includedFile(path, loading, layer, trail) ?? [])
    const [main] = files
    if (main === undefined) continue
    model = mergeModels(loading, loadModel(loading, files, includeScope(loading, layer, item, main), trail), model)
  }
  return model
}

/** The file that an entry of `include` names; undefined, with a problem, if it cannot be read. */
function includedFile(path: Tree, loading: Loading, layer: Layer, trail: readonly string[]): string | undefined {
  const { origin } = path
  if (path.kind !== 'scalar' || path.text === '') {
    reportAt(loading, 'error', origin, '`include` needs the path of a file')
    return undefined
  }
  if (path.unknown !== undefined) {
    reportAt(loading, 'note', origin, `the included file is unknown: ${path.unknown}`)
    return undefined
  }
  const { text } = path
  if (isRemote(text)) {
    reportAt(loading, 'note', origin, `\`include\` names the remote file ${text}, which is not read`)
    return undefined
  }
  const file = resolvePath(text, layer.scope.directory)
  if (trail.includes(file)) {
    reportAt(loading, 'error', origin, `files include each other in a circle: ${text} leads back here`, 'remove one `include`')
    return undefined
  }
  if (--loading.files.left < 0) {
    reportLimit(loading, TOO_MANY_FILES, origin, 'lint the parts of the project on their own')
    return undefined
  }
  if (loading.io.exists(file)) return file
  reportAt(loading, 'note', origin, `\`include\` names ${text}, which is not there`, 'add the file, or correct the path')
  return undefined
}

function includeScope(loading: Loading, layer: Layer, item: Tree, main: string): LayerScope {
  const given = entry(item, 'project_directory')?.value
  const directory = given?.kind === 'scalar' && given.text !== '' ? resolvePath(given.text, layer.scope.directory) : dirname(main)
  const named = itemsOf(child(item, 'env_file')).flatMap((each) => (each.kind === 'scalar' && each.text !== '/dev/null' ? [each.text] : []))
  const own = join(directory, '.env')
  const files = named.length > 0 ? named.map((file) => resolvePath(file, layer.scope.directory)) : loading.io.exists(own) ? [own] : []
  return { directory, environment: withEnvFiles(loading, layer.scope.environment, files), role: 'include' }
}
