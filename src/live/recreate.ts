import type { Intent } from '../model/intent.ts'
import { intentFlag } from '../model/intent-flag.ts'
import { own } from '../model/own.ts'
import { baseName, normaliseTarget } from '../model/path.ts'
import { maySecret } from '../model/secret-name.ts'
import { tmpfsMountKeys } from '../model/tmpfs.ts'
import { isAnonymousName } from '../model/volume-name.ts'
import { volumeFlag } from '../model/volume-text.ts'
import { escapeControls } from '../text/escape.ts'
import { amount, type Json, list, object, stringIn, stringMembers, strings } from '../text/json.ts'
import { secretsIn } from '../text/mask.ts'
import { quoteWord } from '../text/shell-word.ts'
import type { LiveContainer } from './inspect.ts'

/** A command line that makes a container again, and the settings that it cannot express. */
export interface Recreation {
  readonly command: string
  readonly notes: readonly string[]
}

/**
 * The `docker run` line that makes a container again from its inspect document, with `intents` carried out. Settings of its image are left
 * out. Values of environment variables that look secret are left to the shell that runs the line (`-e NAME`). Quoted for a POSIX shell.
 */
export function recreate({ container, document, id }: LiveContainer, intents: readonly Intent[]): Recreation {
  const host = object(document.HostConfig)
  const config = object(document.Config)
  const engine = container.engine
  const notes: string[] = []
  const words: string[] = [engine, 'run']
  const add = (...more: readonly string[]) => words.push(...more)
  const option = (flag: string, value: unknown) => {
    const found = typeof value === 'number' ? String(value) : stringIn(value)
    if (found !== undefined) add(flag, found)
  }
  if (config.Tty === true) add('-t')
  if (config.OpenStdin === true) add('-i')
  else add('-d')
  if (host.AutoRemove === true) add('--rm')
  add('--name', container.name)
  // In the network of another container it has that one's host name and accepts no other.
  const joins = stringIn(host.NetworkMode)?.startsWith('container:') === true
  if (!joins && stringIn(config.Hostname) !== id.slice(0, 12)) option('--hostname', config.Hostname)
  if (!joins) option('--domainname', config.Domainname)
  if (intents.some((intent) => intent.do === 'set-read-only-root') || host.ReadonlyRootfs === true) add('--read-only')
  for (const { value } of container.environment.items) {
    const secret = maySecret(value.name, value.value) || secretsIn(value.value ?? '').length > 0
    if (secret) notes.push(`the value of ${value.name} is left out: export it in the shell first`)
    add('-e', secret || value.value === null ? value.name : `${value.name}=${value.value}`)
  }
  const mounts = mountFlags(document, container, intents)
  for (const words of mounts) add(...words)
  if (mounts.some(([, value = '']) => isAnonymousName(value.split(':', 1)[0] ?? '')))
    notes.push(`its volumes without a name are taken along: remove it without ${engine} rm --volumes`)
  for (const intent of intents) if (intent.do !== 'set-read-only-root') add(...(intentFlag(intent, 'run') ?? []))
  securityFlags(container, host, add)
  limitFlags(host, option, add)
  networkFlags(document, host, engine, add, notes)
  for (const { value } of container.labels.items) add('--label', `${value.name}=${value.value}`)
  option('--user', setValue(container.user))
  option('--workdir', setValue(container.workingDir))
  restartAndHealth(host, config, container, option, add)
  const entrypoint = setValue(container.entrypoint) ?? []
  if (entrypoint[0] !== undefined) add('--entrypoint', entrypoint[0])
  add(stringIn(config.Image) ?? 'IMAGE', ...entrypoint.slice(1), ...(setValue(container.command) ?? []))
  return { command: words.map(quote).join(' '), notes }
}

type Add = (...words: readonly string[]) => void
type Option = (flag: string, value: unknown) => void

function setValue<T>(fact: { readonly state: string; readonly value?: T }): T | undefined {
  return fact.state === 'set' ? fact.value : undefined
}

/** One word for the shell. Characters that could deceive a terminal or its reader become bytes in `$'…'` (bash, zsh, ksh, POSIX 2024). */
export function quote(word: string): string {
  if (escapeControls(word) === word) return quoteWord(word)
  const spelled = [...word].map((character) => {
    if (character === '\\' || character === "'") return `\\${character}`
    if (escapeControls(character) === character) return character
    return [...new TextEncoder().encode(character)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
  })
  return `$'${spelled.join('')}'`
}

function securityFlags({ security, namespaces }: LiveContainer['container'], host: Json, add: Add): void {
  if (setValue(security.privileged)) add('--privileged')
  for (const { value } of security.capDrop.items) add('--cap-drop', value)
  for (const { value } of security.capAdd.items) add('--cap-add', value)
  for (const { value } of security.options.items) add('--security-opt', value)
  for (const { value } of security.devices.items) add('--device', `${value.host}:${value.container}:${value.permissions}`)
  for (const [flag, fact] of [
    ['--pid', namespaces.pid],
    ['--ipc', namespaces.ipc],
    ['--uts', namespaces.uts],
    ['--userns', namespaces.user],
    ['--cgroupns', namespaces.cgroup],
  ] as const) {
    const value = setValue(fact)
    if (value !== undefined) add(flag, value)
  }
  // `systempaths=unconfined` shows only as empty lists of masked and read-only paths.
  if (Array.isArray(host.MaskedPaths) && host.MaskedPaths.length === 0 && !setValue(security.privileged))
    add('--security-opt', 'systempaths=unconfined')
  for (const rule of strings(host.DeviceCgroupRules)) add('--device-cgroup-rule', rule)
  for (const group of strings(host.GroupAdd)) add('--group-add', group)
  for (const [name, value] of stringMembers(host.Sysctls)) add('--sysctl', `${name}=${value}`)
  if (list(host.DeviceRequests).some((request) => list(object(request).Capabilities).flat().includes('gpu'))) add('--gpus', 'all')
}

function limitFlags(host: Json, option: Option, add: Add): void {
  const memory = amount(host.Memory)
  option('--memory', memory)
  const swap = amount(host.MemorySwap)
  if (swap !== undefined && swap !== (memory ?? 0) * 2) option('--memory-swap', swap)
  option('--memory-reservation', amount(host.MemoryReservation))
  const nano = amount(host.NanoCpus)
  if (nano !== undefined) option('--cpus', nano / 1e9)
  option('--cpu-quota', amount(host.CpuQuota))
  option('--cpu-period', amount(host.CpuPeriod))
  option('--cpu-shares', amount(host.CpuShares))
  option('--cpuset-cpus', host.CpusetCpus)
  const pids = amount(host.PidsLimit)
  if (pids !== undefined && pids > 0) option('--pids-limit', pids)
  option('--cgroup-parent', host.CgroupParent)
  if (host.ShmSize !== 67_108_864 && host.ShmSize !== 65_536_000) option('--shm-size', amount(host.ShmSize))
  option('--oom-score-adj', amount(host.OomScoreAdj))
  for (const value of list(host.Ulimits)) {
    const limit = object(value)
    const name = stringIn(limit.Name)
    if (name !== undefined && !name.startsWith('RLIMIT_')) add('--ulimit', `${name}=${Number(limit.Soft)}:${Number(limit.Hard)}`)
  }
  if (stringIn(host.Runtime) !== 'runc' && stringIn(host.Runtime) !== 'oci') option('--runtime', host.Runtime)
}

function networkFlags(document: Json, host: Json, engine: 'docker' | 'podman', add: Add, notes: string[]): void {
  const mode = stringIn(host.NetworkMode)
  if (mode !== undefined && !['default', 'bridge', 'private', 'pasta', 'slirp4netns'].includes(mode)) add('--network', mode)
  const joined = object(object(document.NetworkSettings).Networks)
  const networks = Object.keys(joined)
  const settings = object(own(joined, mode ?? ''))
  const id = stringIn(document.Id)?.slice(0, 12)
  for (const alias of strings(settings.Aliases)) if (alias !== id) add('--network-alias', alias)
  const address = stringIn(object(settings.IPAMConfig).IPv4Address)
  if (address !== undefined) add('--ip', address)
  for (const name of networks.filter((other) => other !== mode && !['bridge', 'podman', 'host', 'none'].includes(other))) {
    notes.push(`then ${engine} network connect ${quote(name)} ${quote(stringIn(document.Name)?.replace(/^\//, '') ?? '')}`)
  }
  for (const [key, bindings] of Object.entries(object(host.PortBindings))) {
    for (const binding of list(bindings)) {
      const { HostIp, HostPort } = object(binding)
      const ip = stringIn(HostIp)
      const target = key.endsWith('/tcp') ? key.slice(0, -4) : key
      add(
        '-p',
        [
          ...(ip === undefined ? [] : [ip.includes(':') ? `[${ip}]` : ip]),
          ...(ip || stringIn(HostPort) ? [stringIn(HostPort) ?? ''] : []),
          target,
        ].join(':'),
      )
    }
  }
  if (host.PublishAllPorts === true) add('-P')
  for (const value of strings(host.Dns)) add('--dns', value)
  for (const value of strings(host.DnsSearch)) add('--dns-search', value)
  for (const value of strings(host.DnsOptions)) add('--dns-option', value)
  for (const value of strings(host.ExtraHosts)) add('--add-host', value)
  for (const value of strings(host.VolumesFrom)) add('--volumes-from', value)
  for (const value of strings(host.Links)) {
    const [from = '', to = ''] = value.split(':')
    add('--link', `${from.replace(/^\//, '')}:${baseName(to)}`)
  }
}

const seconds = (nanoseconds: unknown) => {
  const value = amount(nanoseconds)
  return value === undefined ? undefined : `${value / 1e9}s`
}

function restartAndHealth(host: Json, config: Json, container: LiveContainer['container'], option: Option, add: Add): void {
  const restart = setValue(container.restart)
  if (restart) add('--restart', restart.maxRetries === undefined ? restart.policy : `${restart.policy}:${restart.maxRetries}`)
  const health = setValue(container.healthcheck)
  if (health?.disabled) add('--no-healthcheck')
  else if (health) {
    const [kind, ...test] = health.test
    add('--health-cmd', kind === 'CMD-SHELL' ? test.join(' ') : test.map(quote).join(' '))
    const written = object(config.Healthcheck)
    option('--health-interval', seconds(written.Interval))
    option('--health-timeout', seconds(written.Timeout))
    option('--health-start-period', seconds(written.StartPeriod))
    option('--health-retries', amount(written.Retries))
  }
  if (setValue(container.init)) add('--init')
  option('--log-driver', setValue(container.loggingDriver))
  for (const [name, value] of stringMembers(object(host.LogConfig).Config)) add('--log-opt', `${name}=${value}`)
  if (container.engine === 'docker') option('--stop-signal', config.StopSignal)
  if (container.engine === 'docker') option('--stop-timeout', amount(config.StopTimeout))
}

/** Intents that add something; for others `docker service update` has no options. */
const ADDING: readonly Intent['do'][] = [
  'set-read-only-root',
  'add-tmpfs',
  'add-volume',
  'set-environment',
  'drop-capability',
  'add-capability',
]

/** The `docker service update` line that carries out `intents` on a swarm service. */
export function updateService(name: string, intents: readonly Intent[]): string {
  const flags = intents.flatMap((intent) => (ADDING.includes(intent.do) ? (intentFlag(intent, 'service update') ?? []) : []))
  return ['docker', 'service', 'update', ...flags, name].map(quote).join(' ')
}

/** The flags of `docker run` that give a new container the mounts of this inspect document, anonymous volumes by their digits. */
function mountFlags(document: Json, container: LiveContainer['container'], intents: readonly Intent[]): readonly string[][] {
  const host = object(document.HostConfig)
  const flags: string[][] = []
  const replaced = new Set(
    intents.flatMap((intent) =>
      intent.do === 'set-tmpfs-options' || intent.do === 'tmpfs-to-volume' || intent.do === 'add-volume' ? [intent.path] : [],
    ),
  )
  const asked = new Set<string>()
  for (const bind of strings(host.Binds)) {
    const [source = '', target] = bind.split(':')
    if (isAnonymousName(source)) continue
    asked.add(normaliseTarget(target ?? source))
    if (target !== undefined) flags.push(['-v', bind])
  }
  for (const [target, options] of stringMembers(host.Tmpfs)) {
    asked.add(normaliseTarget(target))
    if (!replaced.has(normaliseTarget(target))) flags.push(['--tmpfs', options === '' ? target : `${target}:${options}`])
  }
  for (const value of list(host.Mounts)) {
    const mount = object(value)
    const target = stringIn(mount.Target)
    if (target === undefined || (mount.Type === 'volume' && stringIn(mount.Source) === undefined)) continue
    asked.add(normaliseTarget(target))
    flags.push(['--mount', longMount(mount, target)])
  }
  return [...flags, ...anonymousVolumes(document, container, new Set([...asked, ...replaced]))]
}

function longMount(mount: Json, target: string): string {
  const bind = object(mount.BindOptions)
  const volume = object(mount.VolumeOptions)
  const driver = object(volume.DriverConfig)
  const tmpfs = object(mount.TmpfsOptions)
  const [size, mode] = [amount(tmpfs.SizeBytes), amount(tmpfs.Mode)]
  const named = (name: string, value: unknown) => (stringIn(value) === undefined ? [] : [`${name}=${stringIn(value)}`])
  return [
    `type=${stringIn(mount.Type) ?? 'volume'}`,
    ...named('source', mount.Source),
    `destination=${target}`,
    ...(mount.ReadOnly === true ? ['readonly'] : []),
    ...named('bind-propagation', bind.Propagation),
    ...(bind.NonRecursive === true ? ['bind-recursive=disabled'] : []),
    ...(volume.NoCopy === true ? ['volume-nocopy=true'] : []),
    ...named('volume-subpath', volume.Subpath),
    ...named('volume-driver', driver.Name),
    ...stringMembers(driver.Options).map(([name, value]) => `volume-opt=${name}=${value}`),
    ...tmpfsMountKeys({ ...(size === undefined ? {} : { size }), ...(mode === undefined ? {} : { mode }) }),
  ].join(',')
}

/** Volumes without a name, of `-v /path`, `--mount` or the image. `--rm` deletes them; `--volumes-from` brings them again. */
function anonymousVolumes(document: Json, { mounts }: LiveContainer['container'], replaced: ReadonlySet<string>): readonly string[][] {
  const host = object(document.HostConfig)
  if (strings(host.VolumesFrom).length > 0) return []
  const names = new Map(list(document.Mounts).map((mount) => [normaliseTarget(stringIn(object(mount).Destination) ?? ''), object(mount)]))
  return mounts.items.flatMap(({ value }) => {
    if (value.type !== 'volume' || value.name !== undefined || replaced.has(value.target)) return []
    const name = stringIn(names.get(value.target)?.Name)
    if (name !== undefined && host.AutoRemove !== true) return [[...volumeFlag(name, value.target, value.readOnly)]]
    return value.fromImage ? [] : [['-v', value.target]]
  })
}
