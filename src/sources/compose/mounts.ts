import type { FactList } from '../../model/fact.ts'
import { bindModes, type Mount, targetOf } from '../../model/mount.ts'
import { parseBytes } from '../../model/size.ts'
import { parseTmpfsEntry } from '../../model/tmpfs.ts'
import { resolvePath } from './paths.ts'
import { type ListBuilder, missOf, numberOf, putUnique, type ServiceView, startList } from './read.ts'
import { toBoolean } from './scalar.ts'
import { child, itemsOf, type MapTree, type ScalarTree, type Tree } from './tree.ts'
import { isHostPath, parseVolumeSpec, type VolumeSpec } from './volume-spec.ts'

/** What the top-level definition makes of a volume: one in memory, or a directory of the host under another name. */
export type Backing = (volume: string) => { readonly inMemory?: true; readonly device?: string }

/** The mounts of `tmpfs:` and `volumes:`; the last of each kind on a target holds. `withVolumesFrom` adds others. */
export function readMounts(view: ServiceView, backing: Backing): FactList<Mount> {
  const list = startList<Mount>(view)
  const places = new Map<string, number>()
  for (const item of itemsOf(child(view.tree, 'tmpfs'))) {
    if (item.kind !== 'scalar' || item.text === '') continue
    const { path, options } = parseTmpfsEntry(item.text)
    if (item.unknown !== undefined) missOf(list, item.unknown, item.origin)
    if (path.includes('$') && item.unknown !== undefined) continue
    const mount: Mount = { type: 'tmpfs', ...targetOf(path), readOnly: options.other?.includes('ro') ?? false, form: 'short', options }
    putUnique(list, places, `tmpfs ${mount.target}`, { value: mount, origin: item.origin })
  }
  for (const item of itemsOf(child(view.tree, 'volumes'))) {
    const mount =
      item.kind === 'map' ? longMount(item, list, backing) : item.kind === 'scalar' ? shortMount(item, list, backing) : undefined
    if (mount) putUnique(list, places, mount.target, { value: mount, origin: item.origin })
  }
  return list
}

function shortMount(item: ScalarTree, list: ListBuilder<Mount>, backing: Backing): Mount | undefined {
  const spec = parseVolumeSpec(item.text)
  if (!spec) {
    missOf(list, `the volume ${item.text} is not valid`, item.origin)
    return undefined
  }
  if (
    item.unknown !== undefined &&
    (spec.target.includes('$') || spec.modes.some((mode) => mode.includes('$')) || spec.source === undefined)
  ) {
    missOf(list, item.unknown, item.origin)
    if (spec.target.includes('$')) return undefined
  }
  return mountOf(spec, item.directory, backing)
}

function mountOf({ source, target, modes }: VolumeSpec, directory: string, backing: Backing): Mount {
  const readOnly = modes.lastIndexOf('ro') > modes.lastIndexOf('rw')
  const common = { ...targetOf(target), readOnly, form: 'short' as const }
  if (source === undefined) return { type: 'volume', ...common }
  if (isHostPath(source)) return { type: 'bind', source: resolvePath(source, directory), ...common, ...bindModes(modes) }
  const { device, ...memory } = backing(source)
  if (device !== undefined) return { type: 'bind', source: resolvePath(device, directory), ...common }
  return { type: 'volume', name: source, ...common, ...(modes.includes('nocopy') ? { noCopy: true } : {}), ...memory }
}

function scalarAt(map: Tree, ...path: string[]): ScalarTree | undefined {
  const tree = child(map, ...path)
  return tree?.kind === 'scalar' && (tree.value !== null || tree.unknown !== undefined) ? tree : undefined
}

function flag(tree: ScalarTree | undefined): boolean {
  return tree === undefined ? false : typeof tree.value === 'boolean' ? tree.value : (toBoolean(tree.text) ?? false)
}

/** The long syntax, a mapping with `type`, `source`, `target`. */
function longMount(map: MapTree, list: ListBuilder<Mount>, backing: Backing): Mount | undefined {
  const type = scalarAt(map, 'type')
  const target = scalarAt(map, 'target')
  const source = scalarAt(map, 'source')
  const readOnly = scalarAt(map, 'read_only')
  const hidden = type?.unknown ?? target?.unknown ?? readOnly?.unknown
  if (hidden !== undefined) missOf(list, hidden, map.origin)
  if (!target || target.unknown !== undefined || type?.unknown !== undefined) return undefined
  const common = { ...targetOf(target.text), readOnly: flag(readOnly), form: 'long' as const }
  switch (type?.text) {
    case 'tmpfs': {
      const size = scalarAt(map, 'tmpfs', 'size')
      const mode = scalarAt(map, 'tmpfs', 'mode')
      const bytes = size === undefined ? undefined : parseBytes(size.text)
      const bits = mode === undefined ? undefined : numberOf(mode)
      return { type: 'tmpfs', ...common, options: { ...(bytes ? { size: bytes } : {}), ...(bits ? { mode: bits } : {}) } }
    }
    case 'bind': {
      const modes = bindModes([scalarAt(map, 'bind', 'propagation')?.text, scalarAt(map, 'bind', 'selinux')?.text])
      return { type: 'bind', source: source ? resolvePath(source.text, source.directory) : '', ...common, ...modes }
    }
    case 'image':
    case 'npipe':
    case 'cluster':
      return { type: type.text, ...common, ...(source === undefined ? {} : { source: source.text }) }
    default: {
      const noCopy = flag(scalarAt(map, 'volume', 'nocopy'))
      if (source === undefined || source.text === '') return { type: 'volume', ...common, ...(noCopy ? { noCopy } : {}) }
      const { device, ...memory } = backing(source.text)
      if (device !== undefined) return { type: 'bind', source: resolvePath(device, source.directory), ...common }
      return { type: 'volume', name: source.text, ...common, ...(noCopy ? { noCopy } : {}), ...memory }
    }
  }
}
