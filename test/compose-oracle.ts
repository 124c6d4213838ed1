import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, normalize } from 'node:path'
import type { Container, Port } from '../src/model/container.ts'
import type { Fact, FactList } from '../src/model/fact.ts'
import type { Mount } from '../src/model/mount.ts'
import { normaliseTarget } from '../src/model/path.ts'
import { parseTmpfsEntry } from '../src/model/tmpfs.ts'
import { type ComposeDocument, NOTHING_TO_RUN } from '../src/sources/compose/parse.ts'
import type { ProjectSpec } from '../src/sources/compose/project-spec.ts'
import type { Files } from '../src/sources/source.ts'

/** The home directory that the oracle is given, so that `~` can be told. */
export const HOME = '/home/oracle'

/** Files of the disk. */
export const disk: Files = {
  read: (path) => {
    try {
      return { ok: true, text: readFileSync(path, 'utf8') }
    } catch {
      return { ok: false, why: 'it is not there' }
    }
  },
  exists: (path) => existsSync(path),
  list: (directory) => (existsSync(directory) ? readdirSync(directory) : []),
}

/** All files below a directory. */
export function walk(directory: string): string[] {
  return readdirSync(directory)
    .sort()
    .flatMap((name) => {
      const path = join(directory, name)
      return statSync(path).isDirectory() ? walk(path) : [path]
    })
}

/** Version of the oracle, undefined where `docker compose` is not there. */
export function oracleVersion(): string | undefined {
  try {
    return execFileSync('docker', ['compose', 'version', '--short'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return undefined
  }
}

/**
 * What `docker compose config --format json` makes of a project, or why it refuses it. Networks and volumes that are declared nowhere
 * are let through (`--no-consistency`), because they do not change how services are read. Answers are kept in the temporary directory.
 */
export async function askOracle(
  spec: ProjectSpec,
  document: ComposeDocument,
  version: string,
): Promise<{ json: OracleProject } | { refused: string }> {
  const hash = createHash('sha256').update(`no-consistency ${version}\n${spec.directory}\n${spec.files.join('\n')}\n`)
  for (const [file, text] of [...document.texts].sort()) hash.update(`${file}\n${text}\n`)
  for (const file of spec.envFiles) if (existsSync(file)) hash.update(readFileSync(file))
  const folder = join(tmpdir(), 'dockseal-compose-oracle')
  const cache = join(folder, `${hash.digest('hex')}.json`)
  if (existsSync(cache)) return JSON.parse(readFileSync(cache, 'utf8')) as { json: OracleProject } | { refused: string }
  const args = [
    'compose',
    ...spec.files.flatMap((file) => ['-f', file]),
    '--project-directory',
    spec.directory,
    '--profile',
    '*',
    'config',
    '--no-consistency',
    '--format',
    'json',
  ]
  const answer = await run(args)
  mkdirSync(folder, { recursive: true })
  // Another process may ask the same at this moment: it must find a whole answer or none.
  const own = `${cache}.${process.pid}`
  writeFileSync(own, JSON.stringify(answer))
  renameSync(own, cache)
  return answer
}

/**
 * An alias bomb makes older Compose versions take all memory there is, so it is bounded. A process that does not end is no answer: the
 * limit is far beyond what a busy machine needs.
 */
function run(args: readonly string[]): Promise<{ json: OracleProject } | { refused: string }> {
  const child = spawn('sh', ['-c', 'ulimit -v 4000000; exec docker "$@"', 'docker', ...args], {
    env: { PATH: process.env.PATH, HOME },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const clock = setTimeout(() => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL'), 600_000)
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk
  })
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk
  })
  return new Promise((resolve, reject) => {
    child.on('close', (code, signal) => {
      clearTimeout(clock)
      if (signal !== null) reject(new Error(`docker ${args.join(' ')} ended with ${signal}`))
      else if (code === 0) resolve({ json: JSON.parse(stdout.replaceAll('$$', '$')) as OracleProject })
      else resolve({ refused: stderr.trim().split('\n').at(-1) || `exit code ${code}` })
    })
  })
}

type Json = Record<string, unknown>

export interface OracleProject {
  readonly name: string
  readonly services: Record<string, Json>
  readonly volumes?: Record<string, Json>
  readonly secrets?: Record<string, Json>
  readonly configs?: Record<string, Json>
}

function at(value: unknown, ...path: string[]): unknown {
  let found = value
  for (const key of path) found = found !== null && typeof found === 'object' ? (found as Json)[key] : undefined
  return found
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function sorted(values: readonly unknown[]): unknown[] {
  return values.map((value) => JSON.stringify(value)).sort()
}

function orUndefined(value: unknown): unknown {
  return value === null || value === '' || value === 0 || value === false ? undefined : value
}

function number(value: unknown): unknown {
  return value === undefined || value === null ? undefined : orUndefined(Number(value))
}

/** The oracle's service in the form of `fromContainer`. */
export function fromOracle(service: Json, project: OracleProject): Json {
  const limits = at(service, 'deploy', 'resources', 'limits')
  return {
    image: orUndefined(service.image),
    build: oracleBuild(service.build as Json | undefined),
    command: service.command ?? undefined,
    entrypoint: service.entrypoint ?? undefined,
    user: orUndefined(service.user),
    workingDir: orUndefined(service.working_dir),
    environment: service.environment ?? {},
    labels: service.labels ?? {},
    profiles: sorted(list(service.profiles)),
    replicas: service.scale ?? at(service, 'deploy', 'replicas') ?? undefined,
    init: orUndefined(service.init),
    readOnlyRoot: orUndefined(service.read_only),
    mounts: sorted(oracleMounts(service, project)),
    injected: sorted([
      ...list(service.secrets).map((secret) => oracleFile('secret', secret as Json, project.secrets)),
      ...list(service.configs).map((config) => oracleFile('config', config as Json, project.configs)),
    ]),
    privileged: orUndefined(service.privileged),
    capAdd: sorted(list(service.cap_add)),
    capDrop: sorted(list(service.cap_drop)),
    options: sorted(list(service.security_opt)),
    devices: sorted(list(service.devices).map(oracleDevice)),
    network: orUndefined(service.network_mode),
    pid: orUndefined(service.pid),
    ipc: orUndefined(service.ipc),
    uts: orUndefined(service.uts),
    userns: orUndefined(service.userns_mode),
    cgroup: orUndefined(service.cgroup),
    memory: number(at(limits, 'memory')) ?? number(service.mem_limit),
    cpus: number(at(limits, 'cpus')) ?? number(service.cpus) ?? oracleQuota(service),
    cpuShares: number(service.cpu_shares),
    cpuset: orUndefined(service.cpuset),
    pids: number(at(limits, 'pids')) ?? number(service.pids_limit),
    ulimits: sorted(Object.entries((service.ulimits ?? {}) as Json).map(([name, limit]) => oracleUlimit(name, limit))),
    cgroupParent: orUndefined(service.cgroup_parent),
    shmSize: number(service.shm_size),
    networks: sorted(Object.keys((service.networks ?? {}) as Json).filter((name) => name !== 'default')),
    ports: sorted(list(service.ports).map((port) => oraclePort(port as Json))),
    restart: oracleRestart(service),
    healthcheck: oracleHealthcheck(service.healthcheck as Json | undefined),
    loggingDriver: orUndefined(at(service, 'logging', 'driver')),
  }
}

function oracleBuild(build: Json | undefined): unknown {
  if (!build) return undefined
  const { context, dockerfile, dockerfile_inline: inline, target } = build
  // Of a context that is fetched from elsewhere, the model has no path here.
  const isRemote = /^\w+:\/\/|^git@/.test(String(context))
  return {
    context,
    ...(inline !== undefined ? { inline } : isRemote ? {} : { dockerfile: normalize(String(dockerfile ?? 'Dockerfile')) }),
    target: orUndefined(target),
    args: build.args ?? {},
  }
}

/** The oracle prints `volumes_from` as it is written; each service's mounts count at targets that are free. */
function oracleMounts(service: Json, project: OracleProject): OracleMount[] {
  const mounts: OracleMount[] = [
    ...list(service.tmpfs).map((entry) => oracleTmpfs(String(entry))),
    ...list(service.volumes).map((volume) => oracleMount(volume as Json, project)),
  ]
  for (const from of list(service.volumes_from)) {
    const [name = '', mode] = String(from).split(':')
    const other = project.services[name]
    for (const mount of other ? oracleMounts(other, project) : []) {
      if (mounts.some(({ target }) => target === mount.target)) continue
      mounts.push(mode === 'ro' ? { ...mount, readOnly: true } : mount)
    }
  }
  return mounts
}

interface OracleMount extends Json {
  readonly target: string
}

function oracleTmpfs(entry: string): OracleMount {
  const { path, options } = parseTmpfsEntry(entry)
  return {
    type: 'tmpfs',
    target: normaliseTarget(path),
    form: 'tmpfs',
    options: sorted(Object.entries(options)),
    readOnly: options.other?.includes('ro') ?? false,
  }
}

function oracleMount(volume: Json, project: OracleProject): OracleMount {
  const common = { type: volume.type, target: normaliseTarget(String(volume.target)), readOnly: volume.read_only ?? false }
  switch (volume.type) {
    case 'tmpfs':
      return { ...common, size: number(at(volume, 'tmpfs', 'size')), mode: number(at(volume, 'tmpfs', 'mode')) }
    case 'bind':
      return {
        ...common,
        source: volume.source,
        propagation: orUndefined(at(volume, 'bind', 'propagation')),
        selinux: orUndefined(at(volume, 'bind', 'selinux')),
      }
    default: {
      const declared = project.volumes?.[String(volume.source)]
      const type = at(declared, 'driver_opts', 'type')
      return { ...common, source: orUndefined(volume.source), noCopy: at(volume, 'volume', 'nocopy') ?? false, inMemory: type === 'tmpfs' }
    }
  }
}

function oracleFile(kind: 'secret' | 'config', file: Json, declared: Record<string, Json> | undefined): unknown {
  const home = kind === 'secret' ? '/run/secrets/' : '/'
  const target = String(file.target ?? file.source)
  const definition = declared?.[String(file.source)]
  const from = ['content', 'environment', 'file'].find((key) => definition?.[key] !== undefined) ?? 'external'
  return { kind, name: file.source, target: target.startsWith('/') ? target : `${home}${target}`, from }
}

/** Older versions print devices as they are written, newer ones take them apart. */
function oracleDevice(device: unknown): unknown {
  if (typeof device !== 'string')
    return { host: at(device, 'source') ?? '', container: at(device, 'target'), permissions: at(device, 'permissions') }
  const [host, container, permissions] = device.split(':')
  return { host, container: container ?? host, permissions: permissions ?? 'rwm' }
}

function oracleQuota(service: Json): unknown {
  const quota = number(service.cpu_quota)
  return typeof quota === 'number' ? quota / Number(service.cpu_period ?? 100_000) : undefined
}

function oracleUlimit(name: string, limit: unknown): unknown {
  return typeof limit === 'object'
    ? { name, soft: at(limit, 'soft') ?? 0, hard: at(limit, 'hard') ?? 0 }
    : { name, soft: limit, hard: limit }
}

function oraclePort(port: Json): unknown {
  return { target: String(port.target), published: orUndefined(port.published), hostIp: orUndefined(port.host_ip), protocol: port.protocol }
}

function oracleRestart(service: Json): unknown {
  const deploy = at(service, 'deploy', 'restart_policy')
  if (deploy) {
    const condition = String(at(deploy, 'condition') ?? 'any')
    return { policy: { none: 'no', any: 'always' }[condition] ?? condition, maxRetries: at(deploy, 'max_attempts') }
  }
  const text = orUndefined(service.restart)
  if (text === undefined) return undefined
  const [policy, most] = String(text).split(':')
  return { policy, maxRetries: most === undefined ? undefined : Number(most) }
}

function oracleHealthcheck(check: Json | undefined): unknown {
  if (!check) return undefined
  const test = list(check.test)
  return { disabled: check.disable === true || test[0] === 'NONE', test }
}

function value<T>(fact: Fact<T>): T | undefined | string {
  switch (fact.state) {
    case 'set':
      return fact.value
    case 'unset':
      return undefined
    case 'unknown':
      return fact.why === NOTHING_TO_RUN ? undefined : `unknown: ${fact.why}`
    default:
      return fact satisfies never
  }
}

function values<T>(facts: FactList<T>): T[] {
  return facts.items.map((item) => item.value)
}

/** A container in a form that can be compared with the oracle's service. Settings that are as good as absent are absent. */
export function fromContainer(container: Container): Json {
  const { security, namespaces, limits } = container
  const build = value(container.build)
  const restart = value(container.restart)
  const healthcheck = value(container.healthcheck)
  return {
    image: value(container.image),
    build:
      typeof build === 'object' ? { ...build, args: withValue(build.args), dockerfile: relative(build.dockerfile, build.context) } : build,
    command: value(container.command),
    entrypoint: value(container.entrypoint),
    user: value(container.user),
    workingDir: value(container.workingDir),
    environment: Object.fromEntries(values(container.environment).map(({ name, value }) => [name, value])),
    labels: Object.fromEntries(values(container.labels).map(({ name, value }) => [name, value])),
    profiles: sorted(values(container.profiles)),
    replicas: value(container.replicas),
    init: orUndefined(value(container.init)),
    readOnlyRoot: orUndefined(value(container.readOnlyRoot)),
    mounts: sorted(values(container.mounts).map(ownMount)),
    injected: sorted(values(container.injected).map(({ kind, name, target, from }) => ({ kind, name, target, from }))),
    privileged: orUndefined(value(security.privileged)),
    capAdd: sorted(values(security.capAdd)),
    capDrop: sorted(values(security.capDrop)),
    options: sorted(values(security.options)),
    devices: sorted(values(security.devices)),
    network: value(namespaces.network),
    pid: value(namespaces.pid),
    ipc: value(namespaces.ipc),
    uts: value(namespaces.uts),
    userns: value(namespaces.user),
    cgroup: value(namespaces.cgroup),
    memory: orUndefined(value(limits.memory)),
    cpus: orUndefined(value(limits.cpus)),
    cpuShares: orUndefined(value(limits.cpuShares)),
    cpuset: value(limits.cpuset),
    pids: orUndefined(value(limits.pids)),
    ulimits: sorted(values(limits.ulimits)),
    cgroupParent: value(limits.cgroupParent),
    shmSize: orUndefined(value(limits.shmSize)),
    networks: sorted(values(container.networks).filter((name) => name !== 'default')),
    ports: sorted(values(container.ports).flatMap(expandPort)),
    restart: typeof restart === 'object' ? { policy: restart.policy, maxRetries: restart.maxRetries } : restart,
    healthcheck,
    loggingDriver: value(container.loggingDriver),
  }
}

/** Compose leaves out an argument that is passed through from an environment which does not have it. */
function withValue(args: Readonly<Record<string, string | null>>): unknown {
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== null))
}

function relative(path: string | undefined, context: string): string | undefined {
  return path?.startsWith(`${context}/`) ? path.slice(context.length + 1) : path
}

function ownMount(mount: Mount): unknown {
  const { target, readOnly } = mount
  switch (mount.type) {
    case 'tmpfs': {
      const { size, mode } = mount.options
      return mount.form === 'short'
        ? { type: 'tmpfs', target, form: 'tmpfs', options: sorted(Object.entries(mount.options)), readOnly }
        : { type: 'tmpfs', target, readOnly, size, mode }
    }
    case 'bind':
      return {
        type: 'bind',
        target,
        readOnly,
        source: mount.source.replace(/^~/, HOME),
        propagation: mount.propagation,
        selinux: mount.selinux,
      }
    case 'volume':
      return { type: 'volume', target, readOnly, source: mount.name, noCopy: mount.noCopy ?? false, inMemory: mount.inMemory ?? false }
    case 'image':
    case 'npipe':
    case 'cluster':
      return { type: mount.type, target, readOnly, source: mount.source, noCopy: false, inMemory: false }
    default:
      return mount satisfies never
  }
}

/** Compose writes a range of ports out. */
function expandPort({ target, published, hostIp, protocol }: Port): unknown[] {
  const [from = '', to = from] = target.split('-')
  const [low, high = low] = published?.split('-') ?? []
  const count = Number(to) - Number(from) + 1
  const paired = low !== undefined && Number(high) - Number(low) + 1 === count
  return Array.from({ length: count }, (_, index) => ({
    target: String(Number(from) + index),
    published: low === undefined ? undefined : paired ? String(Number(low) + index) : published,
    hostIp,
    protocol,
  }))
}
