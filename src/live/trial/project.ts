import { isObject, type Json, list, object, stringIn, stringMembers, strings } from '../../text/json.ts'

/** The label of everything that a trial makes; its value is the trial's name. */
export const TRIAL_LABEL = 'com.dockseal.trial'
/** The host name and process of the run that made it. `--clean` then removes what a killed run left, and nothing of a running one. */
export const OWNER_LABEL = 'com.dockseal.trial.owner'

export interface TrialOptions {
  /** Name of the trial's own project. */
  readonly name: string
  readonly owner: string
  /** Services to prove; empty: all whose profiles are active. The services that they depend on are started too. */
  readonly services: readonly string[]
  readonly profiles: readonly string[]
  /** Services that must not be started. */
  readonly without: ReadonlySet<string>
  /** Makes the networks internal. */
  readonly offline: boolean
  /** Where the copy of a writable bind is. */
  readonly copyOf: (source: string) => string
  /** The existing image of a service with `build:`; undefined if it must be built. */
  readonly built: (service: string) => string | undefined
  /** Ports that the image of a service exposes (`80/tcp`). */
  readonly exposed: (service: string) => readonly string[]
}

/** A copy of a Compose project that can run beside it. */
export interface TrialProject {
  /** The Compose model that is written to the trial's file. */
  readonly model: Json
  /** Services to prove, in the order of the project. */
  readonly chosen: readonly string[]
  /** All services of the trial, including dependencies. */
  readonly services: readonly string[]
  /** Files and directories to copy before the start. */
  readonly copies: readonly { readonly from: string; readonly to: string }[]
  /** Volumes that hold data of the user, and the trial's volume of the same key. */
  readonly data: readonly { readonly from: string; readonly to: string }[]
  /** Services whose image is built for the trial. */
  readonly builds: readonly string[]
  /** How the copy differs from the user's project, other than names and ports. */
  readonly notes: readonly string[]
}

/** The services that a run would start: the named ones, else those whose profiles are active; in the order of the model. */
export function chosenServices(model: Json, names: readonly string[], profiles: readonly string[]): string[] {
  return Object.entries(object(model.services)).flatMap(([name, service]) => {
    if (names.length > 0) return names.includes(name) ? [name] : []
    const own = strings(object(service).profiles)
    return own.length === 0 || own.some((profile) => profiles.includes(profile) || profiles.includes('*')) ? [name] : []
  })
}

/** The services that a service depends on. */
export function neededBy(service: Json): string[] {
  const ofNamespace = [service.network_mode, service.ipc, service.pid].flatMap((mode) => {
    const value = stringIn(mode)
    return value?.startsWith('service:') ? [value.slice('service:'.length)] : []
  })
  const links = strings(service.links).map((link) => link.split(':')[0] ?? '')
  const from = strings(service.volumes_from).flatMap((entry) => (entry.startsWith('container:') ? [] : [entry.split(':')[0] ?? '']))
  return [...new Set([...Object.keys(object(service.depends_on)), ...ofNamespace, ...links, ...from])]
}

/**
 * Turns the model of a project (`docker compose config --format json`, every profile) into one that runs beside it: under another name,
 * without fixed names, published ports, external networks and volumes, and with copies of writable binds. Pure.
 */
export function trialProject(model: Json, options: TrialOptions): TrialProject {
  const all = object(model.services)
  const chosen = chosenServices(model, options.services, options.profiles).filter((name) => !options.without.has(name))
  const kept = closure(chosen, all, options.without)
  const notes: string[] = []
  const copies = new Map<string, string>()
  const builds: string[] = []
  const services: Record<string, Json> = {}
  for (const name of kept) {
    const image = options.built(name)
    const service = object(all[name])
    if (isObject(service.build) && image === undefined) builds.push(name)
    services[name] = trialService(name, service, { ...options, kept: new Set(kept), notes, copies, image })
  }
  const labels = { [TRIAL_LABEL]: options.name, [OWNER_LABEL]: options.owner }
  const used = new Set(kept.flatMap((name) => volumesOf(object(all[name]))))
  const volumes = Object.entries(object(model.volumes)).filter(([key]) => used.has(key))
  return {
    model: {
      name: options.name,
      services,
      networks: Object.fromEntries(networksOf(model, kept).map((key) => [key, { labels, ...(options.offline ? { internal: true } : {}) }])),
      volumes: Object.fromEntries(volumes.map(([key, volume]) => [key, trialVolume(key, object(volume), labels, notes)])),
      ...(isObject(model.secrets) ? { secrets: withoutNames(model.secrets) } : {}),
      ...(isObject(model.configs) ? { configs: withoutNames(model.configs) } : {}),
    },
    chosen,
    services: kept,
    copies: [...copies].map(([from, to]) => ({ from, to })),
    data: volumes.flatMap(([key, volume]) => {
      const from = stringIn(object(volume).name)
      return from === undefined ? [] : [{ from, to: `${options.name}_${key}` }]
    }),
    builds,
    notes: [...new Set(notes)],
  }
}

function closure(chosen: readonly string[], all: Json, without: ReadonlySet<string>): string[] {
  const kept = new Set<string>()
  const open = [...chosen]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (kept.has(name) || without.has(name) || !isObject(all[name])) continue
    kept.add(name)
    open.push(...neededBy(object(all[name])))
  }
  return Object.keys(all).filter((name) => kept.has(name))
}

interface ServiceContext extends TrialOptions {
  readonly kept: ReadonlySet<string>
  readonly notes: string[]
  readonly copies: Map<string, string>
  readonly image: string | undefined
}

/** Keys that could name, route to or restart the user's own containers, and keys that the trial sets itself. */
const DROPPED =
  'build container_name deploy depends_on develop external_links labels links logging networks ports profiles pull_policy read_only restart scale volumes mac_address'.split(
    ' ',
  )

function trialService(name: string, service: Json, context: ServiceContext): Json {
  const { kept, notes, name: project, owner, image } = context
  const rest = Object.fromEntries(Object.entries(service).filter(([key, value]) => !DROPPED.includes(key) && value !== null))
  const labels = { [TRIAL_LABEL]: project, [OWNER_LABEL]: owner }
  if (strings(service.external_links).length > 0) notes.push(`${name}: started without its external links`)
  if (isObject(service.logging)) notes.push(`${name}: logs to the engine, not to its own logging driver`)
  const missing = Object.keys(object(service.depends_on)).filter((other) => !kept.has(other))
  if (missing.length > 0) notes.push(`${name}: started without ${missing.join(', ')}`)
  const dependencies = Object.entries(object(service.depends_on)).filter(([other]) => kept.has(other))
  const links = strings(service.links).filter((link) => kept.has(link.split(':')[0] ?? ''))
  const limits = object(object(service.deploy).resources)
  return {
    ...rest,
    ...imageOf(name, service, { image, project, labels }),
    labels,
    restart: 'no',
    ...(dependencies.length > 0 ? { depends_on: Object.fromEntries(dependencies.map(([key, value]) => [key, dependency(value)])) } : {}),
    ...(links.length > 0 ? { links } : {}),
    ...(isObject(limits.limits) ? { deploy: { resources: { limits: limits.limits } } } : {}),
    ...networking(name, service, context),
    volumes: list(service.volumes).map((mount) => trialMount(object(mount), context)),
  }
}

/** Dependencies wait as in the user's project; no service restarts in a trial. */
function dependency(value: unknown): Json {
  const { restart: _, ...rest } = object(value)
  return rest
}

function imageOf(
  name: string,
  service: Json,
  { image, project, labels }: { image: string | undefined; project: string; labels: Json },
): Json {
  if (!isObject(service.build)) return {}
  if (image !== undefined) return { image }
  const { tags: _, ...build } = service.build
  return { image: `${project}-${name}`, build: { ...build, labels: { ...Object.fromEntries(stringMembers(build.labels)), ...labels } } }
}

/** Published ports become free ports of the loopback interface; a service that joins the network of another publishes none. */
function networking(name: string, service: Json, { exposed }: ServiceContext): Json {
  if (stringIn(service.network_mode) !== undefined) return {}
  const own = object(service.networks)
  const alias = stringIn(service.container_name)
  const networks = Object.entries(own).map(([key, value]) => {
    const aliases = [...new Set([...strings(object(value).aliases), ...(alias === undefined ? [] : [alias])])]
    return [key, aliases.length > 0 ? { aliases } : null] as const
  })
  const ports = new Set<string>()
  for (const port of list(service.ports)) ports.add(`${Number(object(port).target)}/${stringIn(object(port).protocol) ?? 'tcp'}`)
  for (const port of [...strings(service.expose), ...exposed(name)]) ports.add(port.includes('/') ? port : `${port}/tcp`)
  const published = [...ports].flatMap((port) => {
    const [, target, protocol] = /^(\d+)\/(tcp|udp)$/.exec(port) ?? []
    return target === undefined ? [] : [{ mode: 'ingress', host_ip: '127.0.0.1', target: Number(target), protocol }]
  })
  return { networks: Object.fromEntries(networks), ...(published.length > 0 ? { ports: published } : {}) }
}

function trialMount(mount: Json, { copyOf, copies }: ServiceContext): Json {
  const source = stringIn(mount.source)
  if (mount.type !== 'bind' || source === undefined || mount.read_only === true) return mount
  const copy = copyOf(source)
  copies.set(source, copy)
  return { ...mount, source: copy }
}

function trialVolume(key: string, volume: Json, labels: Json, notes: string[]): Json {
  const options = object(volume.driver_opts)
  // A volume in memory is always new; other driver options name a place of the user's.
  if (options.type === 'tmpfs') return { driver_opts: options, labels }
  if (volume.external === true || Object.keys(options).length > 0 || (stringIn(volume.driver) ?? 'local') !== 'local')
    notes.push(`volume ${key}: a fresh one takes the place of the user's`)
  return { labels }
}

function volumesOf(service: Json): string[] {
  return list(service.volumes).flatMap((mount) => {
    const { type, source } = object(mount)
    return type === 'volume' && typeof source === 'string' ? [source] : []
  })
}

function networksOf(model: Json, kept: readonly string[]): string[] {
  const used = kept.flatMap((name) => Object.keys(object(object(object(model.services)[name]).networks)))
  return [...new Set(used)]
}

function withoutNames(entries: Json): Json {
  return Object.fromEntries(
    Object.entries(entries).map(([key, entry]) => {
      const { name: _, ...rest } = object(entry)
      return [key, rest]
    }),
  )
}
