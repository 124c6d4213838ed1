import type { Container, Device, Healthcheck, Port, Restart, Ulimit } from '../model/container.ts'
import { defined } from '../model/defined.ts'
import { type Fact, type FactList, set, UNSET, unknown } from '../model/fact.ts'
import { restartPolicy } from '../model/restart.ts'
import { amount, type Json, list, object, stringIn, strings } from '../text/json.ts'
import { capabilities, itemsAt, type OriginOf, ulimit, variables } from './facts.ts'
import type { InheritedConfig } from './image.ts'

/** The facts about an engine (`GET /info`, `GET /version`) that change what an inspect document means. */
export interface EngineFacts {
  readonly engine: 'docker' | 'podman'
  readonly cgroupVersion?: '1' | '2'
  /** The default log driver. */
  readonly loggingDriver?: string
  /** Its security options (`name=apparmor`, `name=seccomp,profile=builtin`); absent: not known. */
  readonly security?: readonly string[]
}

/** Podman sets some variables in every container. */
const PODMAN_ENVIRONMENT = new Set(['container', 'HOME', 'HOSTNAME', 'TERM'])

export function environment(
  config: Json,
  inherited: InheritedConfig | undefined,
  podman: boolean,
  origin: OriginOf,
): Container['environment'] {
  const all = variables(config.Env, 'Config.Env', origin)
  return {
    items: all.filter(
      ({ value: { name, value } }) =>
        !inherited?.environment.has(`${name}=${value}`) &&
        !(podman && PODMAN_ENVIRONMENT.has(name)) &&
        // Without the image document: all images set PATH, and hardly any container does.
        (inherited !== undefined || name !== 'PATH'),
    ),
  }
}

/** Podman's default capabilities (containers.conf(5), default_capabilities). */
const PODMAN_CAPABILITIES = 'CHOWN DAC_OVERRIDE FOWNER FSETID KILL NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(' ')

/** Capabilities dropped and added. Podman lists all that it drops: most of its default ones mean `ALL` with the rest added. */
export function capabilityLists(host: Json, podman: boolean, origin: OriginOf): Pick<Container['security'], 'capAdd' | 'capDrop'> {
  const capAdd = capabilities(host.CapAdd, 'HostConfig.CapAdd', origin)
  const capDrop = capabilities(host.CapDrop, 'HostConfig.CapDrop', origin)
  const dropped = new Set(capDrop.items.map(({ value }) => value))
  const kept = PODMAN_CAPABILITIES.filter((name) => !dropped.has(name))
  if (!podman || dropped.has('ALL') || kept.length > PODMAN_CAPABILITIES.length / 2) return { capAdd, capDrop }
  const back = kept.filter((name) => !capAdd.items.some(({ value }) => value === name))
  return {
    capAdd: { items: [...back.map((value) => ({ value, origin: origin('HostConfig.CapDrop') })), ...capAdd.items] },
    capDrop: { items: [{ value: 'ALL', origin: origin('HostConfig.CapDrop') }] },
  }
}

/** The engine adds `label=disable` to privileged containers and to those in the host's pid or ipc namespace. */
export function readSecurityOptions(host: Json): { readonly value: string; readonly index: number }[] {
  const added = host.Privileged === true || host.PidMode === 'host' || host.IpcMode === 'host'
  return strings(host.SecurityOpt)
    .map((value, index) => ({ value, index }))
    .filter(({ value }) => !(added && /^label[=:]disable$/.test(value)))
}

export function devices(host: Json, origin: OriginOf): FactList<Device> {
  return {
    items: itemsAt(host.Devices, 'HostConfig.Devices', origin, (device) => {
      const path = stringIn(device.PathOnHost)
      const [container, permissions] = [stringIn(device.PathInContainer), stringIn(device.CgroupPermissions)]
      return path === undefined ? undefined : { host: path, container: container ?? path, permissions: permissions ?? 'rwm' }
    }),
  }
}

/** The network mode. `bridge` is the engine's default, `slirp4netns` and `pasta` that of rootless Podman; others are `networks`. */
export function network(host: Json, podman: boolean, origin: OriginOf): Fact<string> {
  const mode = stringIn(host.NetworkMode)
  if (mode === undefined || (podman && /^(slirp4netns|pasta|private|bridge$)/.test(mode))) return UNSET
  const value = mode === 'default' ? 'bridge' : mode
  const known = ['bridge', 'host', 'none'].includes(value) || value.startsWith('container:') || value.startsWith('ns:')
  return known ? set(value, origin('HostConfig.NetworkMode')) : UNSET
}

/** User-defined networks by the engine's names. */
export function networks(document: Json, origin: OriginOf): FactList<string> {
  const names = Object.keys(object(object(document.NetworkSettings).Networks))
  const mode = stringIn(object(document.HostConfig).NetworkMode)
  // A container that does not run may have no network settings; its request is still valid.
  if (names.length === 0 && mode !== undefined && !/^(default|private|slirp4netns|pasta|ns:|container:)/.test(mode)) names.push(mode)
  const own = names.filter((name) => !['bridge', 'host', 'none', 'podman'].includes(name))
  return { items: own.map((name) => ({ value: name, origin: origin(`NetworkSettings.Networks["${name}"]`) })) }
}

/** The default is `private` on cgroup v2 and `host` on v1; only the engine knows which version it has. */
export function cgroupNamespace(host: Json, known: EngineFacts | undefined, origin: OriginOf): Fact<string> {
  const mode = stringIn(host.CgroupnsMode ?? host.CgroupMode)
  if (mode === undefined || mode === 'private') return UNSET
  if (mode !== 'host') return set(mode, origin('HostConfig.CgroupnsMode'))
  if (known?.cgroupVersion === '2') return set(mode, origin('HostConfig.CgroupnsMode'))
  if (known?.cgroupVersion === '1') return UNSET
  return unknown(
    '"host" is the default of an engine on cgroup v1, and this document does not say which it is',
    origin('HostConfig.CgroupnsMode'),
  )
}

export function cpus(host: Json, origin: OriginOf): Fact<number> {
  const nano = amount(host.NanoCpus)
  if (nano !== undefined) return set(nano / 1e9, origin('HostConfig.NanoCpus'))
  const quota = amount(host.CpuQuota)
  return quota === undefined || quota < 0 ? UNSET : set(quota / (amount(host.CpuPeriod) ?? 100_000), origin('HostConfig.CpuQuota'))
}

/** Podman writes its own default limits (`RLIMIT_NOFILE`, `RLIMIT_NPROC`) into every container. */
export function ulimits(host: Json, podman: boolean, origin: OriginOf): FactList<Ulimit> {
  const all = itemsAt(host.Ulimits, 'HostConfig.Ulimits', origin, ulimit)
  return { items: all.filter(({ value: { name } }) => !(podman && name.startsWith('RLIMIT_'))) }
}

/** Podman's default is 65536000 bytes (64 MB and not MiB). */
export const podmanShm = (host: Json, podman: boolean) => podman && host.ShmSize === 65_536_000

export function ports(host: Json, config: Json): { readonly value: Port; readonly path: string }[] {
  const found: { value: Port; path: string }[] = []
  const bindings = object(host.PortBindings)
  for (const [key, value] of Object.entries(bindings)) {
    const [target = '', protocol = 'tcp'] = key.split('/')
    const entries = list(value)
    for (const entry of entries.length === 0 ? [{}] : entries) {
      const published = stringIn(object(entry).HostPort)
      const hostIp = stringIn(object(entry).HostIp)
      const port: Port = { target, protocol, ...defined({ published, hostIp }) }
      found.push({ value: port, path: `HostConfig.PortBindings["${key}"]` })
    }
  }
  if (host.PublishAllPorts === true) {
    for (const key of Object.keys(object(config.ExposedPorts))) {
      const [target = '', protocol = 'tcp'] = key.split('/')
      if (!(key in bindings)) found.push({ value: { target, protocol }, path: 'HostConfig.PublishAllPorts' })
    }
  }
  return found
}

export function restart(host: Json, origin: OriginOf): Fact<Restart> {
  const written = object(host.RestartPolicy)
  const found = restartPolicy(stringIn(written.Name) ?? '', amount(written.MaximumRetryCount))
  return found === undefined || found.policy === 'no' ? UNSET : set(found, origin('HostConfig.RestartPolicy'))
}

export function healthcheck(config: Json, inherited: InheritedConfig | undefined, origin: OriginOf): Fact<Healthcheck> {
  const test = strings(object(config.Healthcheck).Test)
  if (test.length === 0 || JSON.stringify(test) === inherited?.healthcheck) return UNSET
  return set({ disabled: test[0] === 'NONE', test }, origin('Config.Healthcheck'))
}
