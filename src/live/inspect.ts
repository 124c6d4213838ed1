import type { Container } from '../model/container.ts'
import { type Fact, NONE, set, UNSET } from '../model/fact.ts'
import { podmanReadOnlyTmpfs } from '../model/podman.ts'
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
  restart,
  securityOptions,
  ulimits,
} from './host-config.ts'
import { inheritedConfig } from './image.ts'
import { amount, isObject, type Json, object, stringMembers, strings, text } from './json.ts'
import { type MountSurroundings, mountsFromInspect } from './mounts.ts'

/** What is known beside the inspect document itself; every part may be missing, as it is with a saved file. */
export interface Surroundings extends Pick<MountSurroundings, 'inMemoryVolumes'> {
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

/** A container of an engine: its facts, and what `audit` needs beside them. */
export interface LiveContainer {
  readonly container: Container
  /** The full id; the short one is its first twelve digits. */
  readonly id: string
  readonly imageId?: string
  /** The inspect document itself, for what no rule judges (`recreate`). */
  readonly document: Json
  readonly compose?: ComposeLabels
  /** Stack that `docker stack deploy` made it for. */
  readonly stack?: string
  /** Id of the swarm service that it is a task of. */
  readonly serviceId?: string
  readonly state: {
    /** `running`, `exited`, `created`, `restarting`, `paused`, `dead`. */
    readonly status: string
    /** As the engine writes it (RFC 3339); absent where it never started. */
    readonly startedAt?: string
    readonly restarts: number
    readonly health?: string
    /** A terminal's log stream is not multiplexed. */
    readonly tty: boolean
  }
}

const SHM_DEFAULT = 64 * 2 ** 20

/**
 * One element of `docker inspect` as the facts that Compose would give for it. What the engine fills in by itself counts as unset, and so
 * does what the container has from its image, where the image is known. Follows the Engine API's ContainerInspect (v1.24 to v1.47) and
 * Podman's variants of it. A document that is none answers why.
 */
export function containerFromInspect(
  document: unknown,
  surroundings: Surroundings = {},
): { readonly ok: true; readonly live: LiveContainer } | { readonly ok: false; readonly why: string } {
  if (!isObject(document)) return { ok: false, why: 'is no JSON object' }
  const id = text(document.Id)
  if (id === undefined) return { ok: false, why: 'has no "Id"' }
  if (!isObject(document.HostConfig) || !isObject(document.Config)) {
    return { ok: false, why: 'has no "HostConfig" and "Config", so it is no answer of `docker inspect` about a container' }
  }
  const state = object(document.State)
  const labels = new Map(stringMembers(document.Config.Labels))
  const compose = composeLabels(labels)
  const stack = labels.get('com.docker.stack.namespace')
  const serviceId = labels.get('com.docker.swarm.service.id')
  const imageId = text(document.Image)
  const startedAt = text(state.StartedAt)
  const health = text(object(state.Health ?? state.Healthcheck).Status)
  return {
    ok: true,
    live: {
      container: facts(document, id, surroundings, compose, stack),
      id,
      document,
      ...(imageId === undefined ? {} : { imageId }),
      ...(compose ? { compose } : {}),
      ...(stack === undefined ? {} : { stack }),
      ...(serviceId === undefined ? {} : { serviceId }),
      state: {
        status: text(state.Status) ?? 'unknown',
        ...(startedAt === undefined || startedAt.startsWith('0001-') ? {} : { startedAt }),
        restarts: amount(document.RestartCount) ?? 0,
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

/** Whether Podman wrote the document: `podman inspect` has fields that Docker's has not, its Docker-compatible answer names the manager. */
function isPodman(document: Json): boolean {
  return 'BoundingCaps' in document || object(object(document.HostConfig).Annotations)['io.container.manager'] === 'libpod'
}

function facts(
  document: Json,
  id: string,
  surroundings: Surroundings,
  compose: ComposeLabels | undefined,
  stack: string | undefined,
): Container {
  const host = object(document.HostConfig)
  const config = object(document.Config)
  const inherited = inheritedConfig(surroundings.image)
  const podman = surroundings.facts?.engine === 'podman' || isPodman(document)
  const origin = (path: string) => ({ kind: 'live', id, path }) as const
  const word = (value: unknown, path: string, ...defaults: readonly string[]): Fact<string> => {
    const found = text(value)
    return found === undefined || defaults.includes(found) ? UNSET : set(found, origin(path))
  }
  const number = (value: unknown, path: string): Fact<number> => {
    const found = amount(value)
    return found === undefined || found < 0 ? UNSET : set(found, origin(path))
  }
  const words = (value: unknown, path: string, image: string | undefined): Fact<readonly string[]> => {
    const found = strings(value)
    return found.length === 0 || JSON.stringify(found) === image ? UNSET : set(found, origin(path))
  }
  const flag = (value: unknown, path: string): Fact<boolean> => (typeof value === 'boolean' ? set(value, origin(path)) : UNSET)
  const project = compose?.project ?? stack
  const written = mountsFromInspect(document, id, {
    ...(inherited ? { imageVolumes: inherited.volumes } : {}),
    ...(surroundings.inMemoryVolumes ? { inMemoryVolumes: surroundings.inMemoryVolumes } : {}),
  })
  // Podman lists the mounts that it makes beside a read-only root nowhere; only its own answer says whether they were declined.
  const declined = strings(config.CreateCommand).includes('--read-only-tmpfs=false')
  const implied = podman && host.ReadonlyRootfs === true && !declined ? podmanReadOnlyTmpfs(written.map(({ value }) => value)) : []
  const mounts = [...written, ...implied.map((value) => ({ value, origin: origin('HostConfig.ReadonlyRootfs') }))]
  return {
    name: (text(document.Name) ?? id.slice(0, 12)).replace(/^\//, ''),
    source: 'live',
    origin: origin(''),
    ...(project === undefined ? {} : { project }),
    swarm: text(object(config.Labels)['com.docker.swarm.service.id']) !== undefined,
    engine: podman ? 'podman' : 'docker',

    image: word(config.Image ?? document.ImageName, 'Config.Image'),
    build: UNSET,
    command: words(config.Cmd, 'Config.Cmd', inherited?.command),
    entrypoint: words(config.Entrypoint, 'Config.Entrypoint', inherited?.entrypoint),
    user: word(config.User, 'Config.User', ...(inherited?.user === undefined ? [] : [inherited.user])),
    workingDir: word(config.WorkingDir, 'Config.WorkingDir', ...(inherited?.workingDir === undefined ? [] : [inherited.workingDir])),
    environment: environment(config, inherited, podman, origin),
    labels: {
      items: stringMembers(config.Labels)
        .filter(([name, value]) => inherited?.labels.get(name) !== value && !/^com\.docker\.(?:compose|stack|swarm)\./.test(name))
        .map(([name, value]) => ({ value: { name, value }, origin: origin(`Config.Labels["${name}"]`) })),
    },
    profiles: NONE,
    replicas: UNSET,
    init: host.Init === true ? set(true, origin('HostConfig.Init')) : UNSET,

    readOnlyRoot: flag(host.ReadonlyRootfs, 'HostConfig.ReadonlyRootfs'),
    mounts: { items: mounts },
    injected: NONE,

    security: {
      privileged: host.Privileged === true ? set(true, origin('HostConfig.Privileged')) : UNSET,
      ...capabilityLists(host, podman, origin),
      options: { items: securityOptions(host).map(({ value, index }) => ({ value, origin: origin(`HostConfig.SecurityOpt[${index}]`) })) },
      devices: devices(host, origin),
    },
    namespaces: {
      network: network(host, podman, origin),
      pid: word(host.PidMode, 'HostConfig.PidMode', 'private'),
      ipc: word(host.IpcMode, 'HostConfig.IpcMode', 'private', ...(podman ? ['shareable'] : [])),
      uts: word(host.UTSMode, 'HostConfig.UTSMode', 'private'),
      user: word(host.UsernsMode, 'HostConfig.UsernsMode', 'private'),
      cgroup: cgroupNamespace(host, surroundings.facts, origin),
    },
    limits: {
      memory: number(host.Memory, 'HostConfig.Memory'),
      cpus: cpus(host, origin),
      cpuShares: number(host.CpuShares, 'HostConfig.CpuShares'),
      cpuset: word(host.CpusetCpus, 'HostConfig.CpusetCpus'),
      pids: number(host.PidsLimit, 'HostConfig.PidsLimit'),
      ulimits: ulimits(host, podman, origin),
      cgroupParent: word(
        host.CgroupParent,
        'HostConfig.CgroupParent',
        ...(podman ? ['user.slice', 'machine.slice', '/libpod_parent'] : []),
      ),
      shmSize: host.ShmSize === SHM_DEFAULT || podmanShm(host, podman) ? UNSET : number(host.ShmSize, 'HostConfig.ShmSize'),
    },
    networks: networks(document, origin),
    ports: { items: ports(host, config).map(({ value, path }) => ({ value, origin: origin(path) })) },
    restart: restart(host, origin),
    healthcheck: healthcheck(config, inherited, origin),
    loggingDriver: word(
      object(host.LogConfig).Type,
      'HostConfig.LogConfig.Type',
      'json-file',
      ...(podman ? ['journald', 'k8s-file'] : []),
      ...(surroundings.facts?.loggingDriver && surroundings.facts.loggingDriver !== 'none' ? [surroundings.facts.loggingDriver] : []),
    ),
  }
}
