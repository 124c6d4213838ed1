import { join } from 'node:path'
import type { FactList, Sourced, TextOrigin } from '../../model/fact.ts'
import { type Mount, normaliseTarget } from '../../model/mount.ts'
import { parseBytes } from '../../model/size.ts'
import { parseTmpfsOptions } from '../../model/tmpfs.ts'
import { toBoolean } from './read.ts'
import { child, type MapTree, type ScalarTree, type Tree } from './tree.ts'

export interface MountContext {
  readonly directory: string
}

/** The mounts of a service: `tmpfs:` and `volumes:` in all their forms. */
export function readMounts(service: Tree, context: MountContext): FactList<Mount> {
  const items: Sourced<Mount>[] = []
  let incomplete: { why: string; origin: TextOrigin } | undefined
  const add = (tree: Tree, read: () => Mount | undefined): void => {
    if (tree.kind === 'scalar' && tree.unknown !== undefined) incomplete ??= { why: tree.unknown, origin: tree.origin }
    const value = read()
    if (value) items.push({ value, origin: tree.origin })
  }
  const tmpfs = child(service, 'tmpfs')
  for (const item of tmpfs?.kind === 'list' ? tmpfs.items : tmpfs ? [tmpfs] : []) {
    if (item.kind === 'scalar' && item.text !== '') add(item, () => parseTmpfs(item))
  }
  const volumes = child(service, 'volumes')
  for (const item of volumes?.kind === 'list' ? volumes.items : []) {
    if (item.kind === 'scalar') add(item, () => parseShortVolume(item.text, context))
    else if (item.kind === 'map') add(item, () => parseLongVolume(item, context))
  }
  return incomplete ? { items, incomplete } : { items }
}

function target(path: string): { target: string; writtenTarget?: string } {
  const clean = normaliseTarget(path)
  return clean === path ? { target: clean } : { target: clean, writtenTarget: path }
}

function parseTmpfs(item: ScalarTree): Mount {
  const colon = item.text.indexOf(':')
  const path = colon === -1 ? item.text : item.text.slice(0, colon)
  const options = parseTmpfsOptions(colon === -1 ? '' : item.text.slice(colon + 1))
  return {
    type: 'tmpfs',
    ...target(path),
    readOnly: options.other?.includes('ro') ?? false,
    form: 'short',
    options,
  }
}

function isHostPath(source: string): boolean {
  return /^[./~]/.test(source) || source.startsWith('\\\\') || /^[A-Za-z]:/.test(source)
}

function resolveSource(source: string, directory: string): string {
  return source.startsWith('.') ? join(directory, source) : source
}

/** The short syntax `[SOURCE:]TARGET[:MODE]`, Windows drives minded. */
function parseShortVolume(spec: string, context: MountContext): Mount | undefined {
  const parts: string[] = []
  let buffer = ''
  for (const char of spec) {
    if (char === ':' && !/^[A-Za-z]$/.test(buffer)) {
      parts.push(buffer)
      buffer = ''
    } else buffer += char
  }
  parts.push(buffer)
  const [first = '', second, modes = ''] = parts
  if (first === '') return undefined
  if (second === undefined) return { type: 'volume', ...target(first), readOnly: false, form: 'short' }
  const flags = modes.split(',')
  const readOnly = flags.lastIndexOf('ro') > flags.lastIndexOf('rw')
  if (isHostPath(first))
    return {
      type: 'bind',
      source: resolveSource(first, context.directory),
      ...target(second),
      readOnly,
      form: 'short',
    }
  return {
    type: 'volume',
    name: first,
    ...target(second),
    readOnly,
    form: 'short',
    ...(flags.includes('nocopy') ? { noCopy: true } : {}),
  }
}

function text(map: MapTree, key: string): string | undefined {
  const tree = child(map, key)
  return tree?.kind === 'scalar' && tree.value !== null ? tree.text : undefined
}

/** The long syntax, a mapping with `type`, `source`, `target`. */
function parseLongVolume(map: MapTree, context: MountContext): Mount | undefined {
  const type = text(map, 'type')
  const path = text(map, 'target')
  const source = text(map, 'source')
  if (path === undefined) return undefined
  const common = {
    ...target(path),
    readOnly: toBoolean(text(map, 'read_only') ?? 'false') ?? false,
    form: 'long' as const,
  }
  switch (type) {
    case 'tmpfs': {
      const size = parseBytes(text(child(map, 'tmpfs') as MapTree, 'size') ?? '')
      return {
        type: 'tmpfs',
        ...common,
        options: size === undefined ? {} : { size },
      }
    }
    case 'bind':
      return {
        type: 'bind',
        ...common,
        source: resolveSource(source ?? '', context.directory),
      }
    case 'image':
    case 'npipe':
    case 'cluster':
      return { type, ...common, ...(source === undefined ? {} : { source }) }
    default:
      return {
        type: 'volume',
        ...common,
        ...(source === undefined ? {} : { name: source }),
      }
  }
}
