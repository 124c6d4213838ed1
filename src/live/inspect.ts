import type { Container } from '../model/container.ts'
import { defined } from '../model/defined.ts'
import { type Dialect, dialectLike, RUN } from '../model/dialect.ts'
import { NONE, set, UNSET } from '../model/fact.ts'
import type { OrWhy } from '../model/or-why.ts'
import { podmanReadOnlyTmpfs } from '../model/podman.ts'
import { isObject, type Json, object, stringIn, stringMembers, strings } from '../text/json.ts'
import { amountFact, type OriginOf, originsIn, textFact, wordsFact } from './facts.ts'
import {
  capabilityLists,
  cgroupNamespace,
  cpus,
  devices,
  type EngineFacts,
  environment,
  healthcheck,
  network,
  networks,
  podmanShm,
  ports,
  readSecurityOptions,
  restart,
  ulimits,
} from './host-config.ts'
import { type InheritedConfig, inheritedConfig } from './image.ts'
import { type MountSurroundings, mountsFromInspect } from './mounts.ts'

/** What is known in addition to the inspect document. Any part may be missing, for example with a saved file. */
export interface InspectSurroundings extends Pick<MountSurroundings, 'inMemoryVolumes'> {
  /** The element of `docker image inspect` for the container's image. */
  readonly image?: unknown
  readonly facts?: EngineFacts
}

/** Labels that Compose puts on its containers: the way back to the file. */
export interface ComposeLabels {
  readonly project: string
  readonly service: string
  /** As written in the label; relative ones are relative to `workingDir`. */
  readonly configFiles: readonly string[]
  readonly workingDir?: string
}

/** A container of an engine: its facts, and what else `audit` needs. */
export interface LiveContainer {
  readonly container: Container
  /** The full id; the short one is its first twelve digits. */
  readonly id: string
  /** The inspect document itself, for settings that no rule judges (`recreate`). */
  readonly document: Json
  readonly compose?: ComposeLabels
  /** The stack of `docker stack deploy` that it belongs to. */
  readonly stack?: string
  /** Id of the swarm service that it is a task of. */
  readonly serviceId?: string
  readonly state: {
    /** `running`, `exited`, `created`, `restarting`, `paused`, `dead`. */
    readonly status: string
    /** As the engine writes it (RFC 3339); absent if it never started. */
    readonly startedAt?: string
    readonly health?: string
    /** Whether it has a terminal: then its log stream is not multiplexed. */
    readonly tty: boolean
  }
}

const SHM_DEFAULT = 64 * 2 ** 20

/**
 * One element of `docker inspect` as the facts that Compose would give for it. The engine's defaults count as unset, and so
 * do settings inherited from the image, if the image is known. Follows the Engine API's ContainerInspect (v1.24 to v1.47) and
 * Podman's variants of it. For any other document it gives the reason.
 */
export function containerFromInspect(document: unknown, surroundings: InspectSurroundings = {}): OrWhy<{ readonly live: LiveContainer }> {
  if (!isObject(document)) return { ok: false, why: 'is no JSON object' }
  const id = stringIn(document.Id)
  if (id === undefined) return { ok: false, why: 'has no "Id"' }
  if (!isObject(document.HostConfig) || !isObject(document.Config)) {
    return { ok: false, why: 'has no "HostConfig" and "Config", so it is no answer of `docker inspect` about a container' }
  }
  const state = object(document.State)
  const labels = new Map(stringMembers(document.Config.Labels))
  const compose = composeLabels(labels)
  const stack = labels.get('com.docker.stack.namespace')
  const serviceId = labels.get('com.docker.swarm.service.id')
  const startedAt = stringIn(state.StartedAt)
  const health = stringIn(object(state.Health ?? state.Healthcheck).Status)
  return {
    ok: true,
    live: {
      container: facts(document, id, surroundings, compose?.project ?? stack),
      id,
      document,
      ...defined({ compose, stack, serviceId }),
      state: {
        status: stringIn(state.Status) ?? 'unknown',
        ...(startedAt === undefined || startedAt.startsWith('0001-') ? {} : { startedAt }),
        ...(health === undefined ? {} : { health }),
        tty: document.Config.Tty === true,
      },
    },
  }
}

function composeLabels(labels: ReadonlyMap<string, string>): ComposeLabels | undefined {
  const project = labels.get('com.docker.compose.project') ?? labels.get('io.podman.compose.project')
  const service = labels.get('com.docker.compose.service')
  if (project === undefined || service === undefined) return undefined
  const workingDir = labels.get('com.docker.compose.project.working_dir')
  const files = labels.get('com.docker.compose.project.config_files')
  return {
    project,
    service,
    configFiles: files === undefined || files === '' ? [] : files.split(','),
    ...(workingDir === undefined ? {} : { workingDir }),
  }
}

/** Whether Podman wrote the document: `podman inspect` has fields of its own, and its Docker-compatible answer names the manager. */
function isPodman(document: Json): boolean {
  return 'BoundingCaps' in document || object(object(document.HostConfig).Annotations)['io.container.manager'] === 'libpod'
}

/** An inspect document, and what decides how to read it. */
interface Inspected {
  readonly document: Json
  readonly host: Json
  readonly config: Json
  readonly inherited: InheritedConfig | undefined
  readonly podman: boolean
  readonly surroundings: InspectSurroundings
  readonly origin: OriginOf
}

function facts(document: Json, id: string, surroundings: InspectSurroundings, project: string | undefined): Container {
  const host = object(document.HostConfig)
  const config = object(document.Config)
  const inherited = inheritedConfig(surroundings.image)
  const podman = surroundings.facts?.engine === 'podman' || isPodman(document)
  const origin = originsIn(id)
  const isTask = stringIn(object(config.Labels)['com.docker.swarm.service.id']) !== undefined
  const inspected: Inspected = { document, host, config, inherited, podman, surroundings, origin }
  return {
    name: (stringIn(document.Name) ?? id.slice(0, 12)).replace(/^\//, ''),
    dialect: isTask ? LIVE_TASK : LIVE,
    origin: origin(''),
    ...(project === undefined ? {} : { project }),
    swarm: isTask,
    engine: podman ? 'podman' : 'docker',

    image: textFact(config.Image ?? document.ImageName, origin('Config.Image')),
    build: UNSET,
    command: wordsFact(config.Cmd, origin('Config.Cmd'), inherited?.command),
    entrypoint: wordsFact(config.Entrypoint, origin('Config.Entrypoint'), inherited?.entrypoint),
    user: textFact(config.User, origin('Config.User'), inherited?.user),
    workingDir: textFact(config.WorkingDir, origin('Config.WorkingDir'), inherited?.workingDir),
    environment: environment(config, inherited, podman, origin),
    labels: labels(inspected),
    profiles: NONE,
    replicas: UNSET,
    init: host.Init === true ? set(true, origin('HostConfig.Init')) : UNSET,

    readOnlyRoot: typeof host.ReadonlyRootfs === 'boolean' ? set(host.ReadonlyRootfs, origin('HostConfig.ReadonlyRootfs')) : UNSET,
    mounts: mounts(inspected, id),
    injected: NONE,

    security: {
      privileged: host.Privileged === true ? set(true, origin('HostConfig.Privileged')) : UNSET,
      ...capabilityLists(host, podman, origin),
      options: { items: options(inspected) },
      devices: devices(host, origin),
    },
    namespaces: namespaces(inspected),
    limits: limits(inspected),
    networks: networks(document, origin),
    ports: { items: ports(host, config).map(({ value, path }) => ({ value, origin: origin(path) })) },
    restart: restart(host, origin),
    healthcheck: healthcheck(config, inherited, origin),
    loggingDriver: loggingDriver(inspected),
  }
}

/** Security options. An engine that uses no AppArmor profile by default says so only in the container's profile. */
function options({ document, host, origin }: Inspected): Container['security']['options']['items'] {
  const items = readSecurityOptions(host).map(({ value, index }) => ({ value, origin: origin(`HostConfig.SecurityOpt[${index}]`) }))
  const unconfined =
    document.AppArmorProfile === 'unconfined' && host.Privileged !== true && !items.some(({ value }) => /^apparmor[=:]/.test(value))
  return unconfined ? [...items, { value: 'apparmor=unconfined', origin: origin('AppArmorProfile') }] : items
}

/** The container's own labels, without those that Compose and swarm set. */
function labels({ config, inherited, origin }: Inspected): Container['labels'] {
  const own = stringMembers(config.Labels).filter(
    ([name, value]) => inherited?.labels.get(name) !== value && !/^com\.docker\.(?:compose|stack|swarm)\./.test(name),
  )
  return { items: own.map(([name, value]) => ({ value: { name, value }, origin: origin(`Config.Labels["${name}"]`) })) }
}

function mounts({ document, host, config, inherited, podman, surroundings, origin }: Inspected, id: string): Container['mounts'] {
  const { inMemoryVolumes } = surroundings
  const written = mountsFromInspect(document, id, defined({ imageVolumes: inherited?.volumes, inMemoryVolumes }))
  // Podman lists nowhere the mounts that it adds to a read-only root; only its own inspect says whether they were declined.
  const declined = strings(config.CreateCommand).includes('--read-only-tmpfs=false')
  const implied = podman && host.ReadonlyRootfs === true && !declined ? podmanReadOnlyTmpfs(written.map(({ value }) => value)) : []
  return { items: [...written, ...implied.map((value) => ({ value, origin: origin('HostConfig.ReadonlyRootfs') }))] }
}

function namespaces({ host, podman, surroundings, origin }: Inspected): Container['namespaces'] {
  return {
    network: network(host, podman, origin),
    pid: textFact(host.PidMode, origin('HostConfig.PidMode'), 'private'),
    ipc: textFact(host.IpcMode, origin('HostConfig.IpcMode'), 'private', ...(podman ? ['shareable'] : [])),
    uts: textFact(host.UTSMode, origin('HostConfig.UTSMode'), 'private'),
    user: textFact(host.UsernsMode, origin('HostConfig.UsernsMode'), 'private'),
    cgroup: cgroupNamespace(host, surroundings.facts, origin),
  }
}

function limits({ host, podman, origin }: Inspected): Container['limits'] {
  const parents = podman ? ['user.slice', 'machine.slice', '/libpod_parent'] : []
  return {
    memory: amountFact(host.Memory, origin('HostConfig.Memory')),
    cpus: cpus(host, origin),
    cpuShares: amountFact(host.CpuShares, origin('HostConfig.CpuShares')),
    cpuset: textFact(host.CpusetCpus, origin('HostConfig.CpusetCpus')),
    pids: amountFact(host.PidsLimit, origin('HostConfig.PidsLimit')),
    ulimits: ulimits(host, podman, origin),
    cgroupParent: textFact(host.CgroupParent, origin('HostConfig.CgroupParent'), ...parents),
    shmSize: host.ShmSize === SHM_DEFAULT || podmanShm(host, podman) ? UNSET : amountFact(host.ShmSize, origin('HostConfig.ShmSize')),
  }
}

/** The driver, unless it is the engine's default. */
function loggingDriver({ host, podman, surroundings, origin }: Inspected): Container['loggingDriver'] {
  const configured = surroundings.facts?.loggingDriver
  const usual = ['json-file', ...(podman ? ['journald', 'k8s-file'] : []), ...(configured === 'none' ? [] : [configured])]
  return textFact(object(host.LogConfig).Type, origin('HostConfig.LogConfig.Type'), ...usual)
}

/** A running container is described by the flags that would start it again. */
export const LIVE: Dialect = dialectLike(RUN, { id: 'live', includesImage: true })

/** A task of a swarm service can have only what a service can express. */
const LIVE_TASK: Dialect = dialectLike(LIVE, { tmpfs: 'mount' })
