import type { Container } from './container.ts'
import type { Fact, FactList, Origin } from './fact.ts'
import type { Mount } from './mount.ts'
import { sizeText } from './size.ts'
import { tmpfsText } from './tmpfs.ts'

/** One effective setting of a container, as `dockseal show` prints it. */
export interface SettingRow {
  /** The setting by its Compose name: `read_only`, `cap_drop`, `tmpfs`. */
  readonly key: string
  readonly value: string
  /** `set`: written at `origin`; `default`: not written; `unknown`: it depends on something that dockseal cannot read. */
  readonly state: 'set' | 'default' | 'unknown'
  readonly origin?: Origin
}

/** All settings of a container that are set or unknown, and those whose default matters for security. */
export function describeContainer(container: Container): SettingRow[] {
  const { security, namespaces, limits } = container
  return [
    ...one('image', container.image, String),
    ...one('build', container.build, (build) =>
      [build.dockerfile ?? build.context, ...(build.target ? [`target ${build.target}`] : [])].join(' '),
    ),
    ...one('command', container.command, words),
    ...one('entrypoint', container.entrypoint, words),
    ...one('user', container.user, String, "the image's"),
    ...one('working_dir', container.workingDir, String),
    ...one('read_only', container.readOnlyRoot, String, 'false'),
    ...many(({ type }) => (type === 'tmpfs' ? 'tmpfs' : 'volumes'), container.mounts, mountText),
    ...many(
      ({ kind }) => `${kind}s`,
      container.injected,
      ({ name, target, from }) => `${name} at ${target} (${from})`,
    ),
    ...one('privileged', security.privileged, String, 'false'),
    ...many('cap_add', security.capAdd, String),
    ...many('cap_drop', security.capDrop, String),
    ...many('security_opt', security.options, String),
    ...many('devices', security.devices, ({ host, container: inside, permissions }) => `${host}:${inside}:${permissions}`),
    ...one('network_mode', namespaces.network, String),
    ...one('pid', namespaces.pid, String),
    ...one('ipc', namespaces.ipc, String),
    ...one('uts', namespaces.uts, String),
    ...one('userns_mode', namespaces.user, String),
    ...one('cgroup', namespaces.cgroup, String),
    ...many('networks', container.networks, String),
    ...many(
      'ports',
      container.ports,
      ({ hostIp, published, target, protocol }) =>
        `${[hostIp, published, target].filter((part) => part !== undefined).join(':')}/${protocol}`,
    ),
    ...one('memory', limits.memory, sizeText, 'no limit'),
    ...one('cpus', limits.cpus, String, 'no limit'),
    ...one('cpu_shares', limits.cpuShares, String),
    ...one('cpuset', limits.cpuset, String),
    ...one('pids_limit', limits.pids, String, 'no limit'),
    ...many('ulimits', limits.ulimits, ({ name, soft, hard }) => `${name}=${soft}:${hard}`),
    ...one('cgroup_parent', limits.cgroupParent, String),
    ...one('shm_size', limits.shmSize, sizeText),
    ...one('restart', container.restart, ({ policy, maxRetries }) => (maxRetries === undefined ? policy : `${policy}:${maxRetries}`)),
    ...one('healthcheck', container.healthcheck, ({ disabled, test }) => (disabled ? 'disabled' : words(test))),
    ...one('logging', container.loggingDriver, String),
    ...one('init', container.init, String),
    ...one('replicas', container.replicas, String),
    ...many('profiles', container.profiles, String),
    // Values are left out because an environment may hold secrets.
    ...many('environment', container.environment, ({ name, value }) => (value === null ? `${name} (passed through)` : name)),
    ...many('labels', container.labels, ({ name, value }) => `${name}=${value}`),
  ]
}

function one<T>(key: string, fact: Fact<T>, text: (value: T) => string, fallback?: string): SettingRow[] {
  switch (fact.state) {
    case 'set':
      return [{ key, value: text(fact.value), state: 'set', origin: fact.origin }]
    case 'unset':
      return fallback === undefined ? [] : [{ key, value: fallback, state: 'default' }]
    case 'unknown':
      return [{ key, value: fact.why, state: 'unknown', ...(fact.origin ? { origin: fact.origin } : {}) }]
    default:
      return fact satisfies never
  }
}

function many<T>(key: string | ((value: T) => string), list: FactList<T>, text: (value: T) => string): SettingRow[] {
  const rows = list.items.map(
    ({ value, origin }): SettingRow => ({ key: typeof key === 'string' ? key : key(value), value: text(value), state: 'set', origin }),
  )
  if (!list.incomplete) return rows
  const { why, origin } = list.incomplete
  return [...rows, { key: rows.at(-1)?.key ?? '…', value: `possibly more: ${why}`, state: 'unknown', ...(origin ? { origin } : {}) }]
}

function mountText(mount: Mount): string {
  const access = mount.readOnly ? ' (read-only)' : ''
  switch (mount.type) {
    case 'tmpfs':
      return `${tmpfsText(mount.target, mount.options)}${access}`
    case 'bind':
      return `${mount.source}:${mount.target}${access}`
    case 'volume':
      return `${mount.name ?? 'anonymous'}:${mount.target}${access}`
    case 'image':
    case 'npipe':
    case 'cluster':
      return `${mount.type} ${mount.source ?? ''}:${mount.target}${access}`
    default:
      return mount satisfies never
  }
}

function words(list: readonly string[]): string {
  return list.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word))).join(' ')
}
