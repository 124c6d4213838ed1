import type { Sourced } from '../model/fact.ts'
import { type BindMount, bindModes, type Mount, type TmpfsOptions, targetOf } from '../model/mount.ts'
import { normaliseTarget } from '../model/path.ts'
import { parseTmpfsOptions } from '../model/tmpfs.ts'
import { isAnonymousName } from '../model/volume-name.ts'
import { amount, isObject, type Json, list, object, stringIn, stringMembers, strings } from '../text/json.ts'
import { originsIn } from './facts.ts'

/** What Podman adds to the options of every tmpfs (podman-run(1), --tmpfs); Docker keeps them as given. */
const PODMAN_DEFAULTS = new Set(['rw', 'rprivate', 'nosuid', 'nodev', 'tmpcopyup'])

/** Options of a tmpfs mount as the engine keeps them (`HostConfig.Tmpfs`). */
function tmpfsOptions(written: string): TmpfsOptions {
  const words = written.split(',')
  return parseTmpfsOptions(words.includes('tmpcopyup') ? words.filter((word) => !PODMAN_DEFAULTS.has(word)).join(',') : written)
}

function common(written: string, readOnly: boolean, form: 'short' | 'long') {
  return { ...targetOf(written), readOnly, form }
}

/** Options of a volume that live in memory only: driver `local` with `type: tmpfs`. */
export function isInMemory(volumeOptions: unknown): boolean {
  return stringIn(object(volumeOptions).type) === 'tmpfs'
}

function tmpfsOfMount(mount: Json, target: string): Mount {
  const given = object(mount.TmpfsOptions)
  const size = amount(given.SizeBytes)
  const mode = amount(given.Mode)
  const words = list(given.Options).map((option) => strings(option).join('='))
  const options = tmpfsOptions(words.join(','))
  return {
    type: 'tmpfs',
    ...common(target, mount.ReadOnly === true, 'long'),
    options: { ...options, ...(size === undefined ? {} : { size }), ...(mode === undefined ? {} : { mode }) },
  }
}

/** A mount in the long form: `HostConfig.Mounts` of a container, `ContainerSpec.Mounts` of a swarm service. */
export function mountFromRequest(value: unknown): Mount | undefined {
  const mount = object(value)
  const target = stringIn(mount.Target)
  if (target === undefined) return undefined
  const readOnly = mount.ReadOnly === true
  const source = stringIn(mount.Source)
  switch (mount.Type) {
    case 'tmpfs':
      return tmpfsOfMount(mount, target)
    case 'bind':
      return bindMount(common(target, readOnly, 'long'), source ?? '', stringIn(object(mount.BindOptions).Propagation), '')
    case 'volume': {
      const options = object(mount.VolumeOptions)
      return {
        type: 'volume',
        ...common(target, readOnly, 'long'),
        ...(source === undefined || isAnonymousName(source) ? {} : { name: source }),
        ...(options.NoCopy === true ? { noCopy: true } : {}),
        ...(isInMemory(object(options.DriverConfig).Options) ? { inMemory: true } : {}),
      }
    }
    case 'image':
    case 'npipe':
    case 'cluster':
      return { type: mount.Type, ...common(target, readOnly, 'long'), ...(source === undefined ? {} : { source }) }
    default:
      return undefined
  }
}

function bindMount(base: ReturnType<typeof common>, source: string, propagation: string | undefined, mode: string): BindMount {
  // The engine's default is rprivate.
  return { type: 'bind', ...base, source, ...bindModes([...mode.split(','), propagation].filter((each) => each !== 'rprivate')) }
}

export interface MountSurroundings {
  /** Targets of the image's VOLUMEs; undefined where the image was not inspected. */
  readonly imageVolumes?: ReadonlySet<string>
  /** Names of volumes that live in memory only (`docker volume inspect`: driver options). */
  readonly inMemoryVolumes?: ReadonlySet<string>
}

/**
 * The mounts of a container from its inspect document. Three places must be read together: `HostConfig.Tmpfs` (short-form tmpfs, which
 * `Mounts` leaves out), `HostConfig.Mounts` (the request in the long form, with options) and `Mounts` (the result, with the
 * volumes of the image).
 */
export function mountsFromInspect(document: Json, id: string, surroundings: MountSurroundings = {}): Sourced<Mount>[] {
  const host = object(document.HostConfig)
  const found: Sourced<Mount>[] = []
  const at = originsIn(id)
  const requested = new Map<string, Sourced<Mount>>()
  for (const [index, request] of list(host.Mounts).entries()) {
    const mount = mountFromRequest(request)
    if (mount) requested.set(mount.target, { value: mount, origin: at(`HostConfig.Mounts[${index}]`) })
  }
  for (const [target, written] of stringMembers(host.Tmpfs)) {
    const readOnly = written.split(',').includes('ro')
    found.push({
      value: { type: 'tmpfs', ...common(target, readOnly, 'short'), options: tmpfsOptions(written) },
      origin: at(`HostConfig.Tmpfs["${target}"]`),
    })
  }
  const have = new Set(found.map(({ value }) => value.target))
  for (const [index, value] of list(document.Mounts).entries()) {
    const effective = isObject(value) ? mountFromEffective(value, requested, host, surroundings) : undefined
    if (effective === undefined || have.has(effective.target)) continue
    have.add(effective.target)
    found.push({ value: effective, origin: requested.get(effective.target)?.origin ?? at(`Mounts[${index}]`) })
  }
  // A container that never started may list nothing in `Mounts`; its request is still valid.
  for (const [target, mount] of requested) if (!have.has(target)) found.push(mount)
  // The engine keeps mounts in a map, so their order changes from call to call.
  return found.sort((a, b) => (a.value.target < b.value.target ? -1 : 1))
}

/** Targets of `HostConfig.Binds` (`source:target[:options]`, or a target alone); Podman also lists the volumes that it named itself. */
function bindTargets(host: Json): ReadonlySet<string> {
  const binds = strings(host.Binds).map((bind) => bind.split(':'))
  return new Set(binds.flatMap(([source = '', target]) => (isAnonymousName(source) ? [] : [normaliseTarget(target ?? source)])))
}

function mountFromEffective(
  mount: Json,
  requested: ReadonlyMap<string, Sourced<Mount>>,
  host: Json,
  { imageVolumes, inMemoryVolumes }: MountSurroundings,
): Mount | undefined {
  const destination = stringIn(mount.Destination)
  if (destination === undefined) return undefined
  const target = normaliseTarget(destination)
  const request = requested.get(target)?.value
  const readOnly = mount.RW === false
  const name = stringIn(mount.Name)
  switch (mount.Type) {
    case 'volume': {
      const inMemory = name !== undefined && inMemoryVolumes?.has(name) === true
      const base = request?.type === 'volume' ? request : { type: 'volume' as const, ...common(destination, readOnly, 'short') }
      const anonymous = name === undefined || isAnonymousName(name)
      // Without a name it is a VOLUME of the image, or `-v /path`: the engine keeps both in the same place.
      const unasked = anonymous && request === undefined && !bindTargets(host).has(target)
      const fromImage = unasked && (imageVolumes === undefined || imageVolumes.has(destination))
      return {
        ...base,
        readOnly,
        ...(anonymous ? {} : { name }),
        ...(inMemory ? { inMemory } : {}),
        ...(fromImage ? { fromImage } : {}),
      }
    }
    case 'bind': {
      const base = common(destination, readOnly, request?.form ?? 'short')
      return bindMount(base, stringIn(mount.Source) ?? '', stringIn(mount.Propagation), stringIn(mount.Mode) ?? '')
    }
    case 'tmpfs':
      return request ?? { type: 'tmpfs', ...common(destination, readOnly, 'long'), options: {} }
    case 'image':
    case 'npipe':
    case 'cluster': {
      const source = stringIn(mount.Source)
      return { type: mount.Type, ...common(destination, readOnly, 'long'), ...(source === undefined ? {} : { source }) }
    }
    default:
      return undefined
  }
}
