import type { Build, Container, InjectedFile, Restart } from '../../model/container.ts'
import type { Dialect } from '../../model/dialect.ts'
import { type Fact, type FactList, NONE, type Sourced, set, UNSET, unknown } from '../../model/fact.ts'
import { parseImageReference } from '../../model/image.ts'
import type { Mount } from '../../model/mount.ts'
import { isWithin, normaliseTarget } from '../../model/path.ts'
import { podmanReadOnlyTmpfs } from '../../model/podman.ts'
import { parseRestart } from '../../model/restart.ts'
import { parseBytes } from '../../model/size.ts'
import { type Field, type Item, isKnown, itemText, unquoted } from '../../shell/value.ts'
import { type ContainerUse, isUseOf, jobServiceOf } from '../container-use.ts'
import { MOUNT_FLAGS, parseMount } from './mounts.ts'
import { type FlagReader, holeOf, maskOf, type RunSpec, readFlags, splitPair, splitValue } from './reader.ts'
import * as parse from './values.ts'

/** What the source knows about a container, apart from its flags. */
export interface CommandSurroundings {
  readonly file: string
  readonly dialect: Dialect
  /** Its name if no flag gives one. */
  readonly name?: string
  /** Which commands are short-lived tools: those removed at their end; all in the foreground (in a pipeline); none (in a unit). */
  readonly passing: 'never' | 'removed' | 'foreground'
  /** Whether the file may start a container that it creates. */
  readonly starts: boolean
  /** What the file does with containers, apart from running them. */
  readonly uses: readonly ContainerUse[]
  /** How the file builds the image with this name, if it does. */
  readonly buildOf: (image: Item) => Fact<Build>
}

/** Why a container must stay writable: what the file does with it, in words that follow the line. */
const USES: Readonly<Record<ContainerUse['does'], string>> = {
  commit: 'makes an image of it',
  write: 'runs a command in it that writes',
  'copy-in': 'copies files into it',
  'copy-out': 'copies files out of it',
}

/** Turns a command into the container that the engine would run, in the engine's units. What a variable hides is unknown. */
export function readRun(spec: RunSpec, around: CommandSurroundings): Container {
  const read = readFlags(spec, around.file)
  const swarm = spec.verb === 'service create' || spec.verb === 'service update'
  const readOnlyRoot = read.boolean('read-only')
  const mounts = mountsOf(spec, read, readOnlyRoot)
  const use = leftWritable(spec, read, around, mounts)
  return {
    name: nameOf(spec, read, around),
    dialect: around.dialect,
    origin: read.origin(spec.span),
    swarm,
    engine: spec.engine === 'podman' ? 'podman' : 'docker',
    ...(isOneOff(read, spec, around) ? { oneOff: true } : isPerhapsOneOff(read, spec, around) ? { perhapsOneOff: true } : {}),
    ...(use ? { leftWritable: { value: USES[use.does], origin: read.origin(use.span) } } : {}),
    image: imageFact(spec, read),
    build: spec.image ? around.buildOf(spec.image) : UNSET,
    command: commandFact(spec, read),
    // docker takes one word, podman also a JSON list.
    entrypoint: read.parsed('entrypoint', (text) => (text === '' ? [] : (parse.parseJsonList(text) ?? [text]))),
    user: read.text('user'),
    workingDir: read.text('workdir'),
    environment: withFiles(read.list(['env', 'env-add'], parse.parseEnvironment), read, ['env-file', 'env-host']),
    labels: withFiles(read.list(swarm ? ['container-label'] : ['label'], parse.parseLabel), read, ['label-file']),
    profiles: NONE,
    replicas: swarm ? read.parsed('replicas', parseCount) : UNSET,
    init: read.boolean('init'),
    readOnlyRoot,
    mounts,
    injected: injectedFiles(spec, read),
    security: {
      privileged: read.boolean('privileged'),
      capAdd: read.list(['cap-add'], itemText),
      capDrop: read.list(['cap-drop'], itemText),
      options: read.list(['security-opt'], itemText),
      devices: read.list(['device'], parse.parseDevice),
    },
    namespaces: {
      network: networkMode(read),
      pid: read.text('pid'),
      ipc: read.text('ipc'),
      uts: read.text('uts'),
      user: read.text('userns'),
      cgroup: read.text('cgroupns'),
    },
    limits: {
      memory: read.parsed(swarm ? 'limit-memory' : 'memory', parseBytes),
      cpus: cpus(read, swarm),
      cpuShares: read.parsed('cpu-shares', parseCount),
      cpuset: read.text('cpuset-cpus'),
      pids: read.parsed(swarm ? 'limit-pids' : 'pids-limit', parseCount),
      ulimits: read.list(['ulimit', 'ulimit-add'], parse.parseUlimit),
      cgroupParent: read.text('cgroup-parent'),
      shmSize: read.parsed('shm-size', parseBytes),
    },
    networks: networks(read),
    ports: read.list(['publish', 'publish-add'], parse.parsePortFlag),
    restart: swarm ? swarmRestart(read) : read.parsed('restart', parseRestart),
    healthcheck: healthcheck(read),
    loggingDriver: read.text('log-driver'),
  }
}

function parseCount(text: string): number | undefined {
  return /^-?\d+$/.test(text) ? Number(text) : undefined
}

function nameOf(spec: RunSpec, read: FlagReader, around: CommandSurroundings): string {
  const given = read.uses('name').at(-1)?.value
  if (given && given.text !== '') return unquoted(given)
  if (around.name !== undefined) return around.name
  const { image } = spec
  if (!image) return 'container'
  const fact = imageFact(spec, read)
  const known = fact.state === 'set' ? parseImageReference(fact.value)?.name : undefined
  // A list item that only some branch adds has no text of its own.
  return known ?? (unquoted(image) || 'container')
}

/** The image as written: a variable in its tag stays, because registry and name are still known. */
function imageFact(spec: RunSpec, read: FlagReader): Fact<string> {
  const { image } = spec
  if (!image) return UNSET
  const at = read.origin(image.word)
  if (isKnown(image) && !image.text.includes('$')) return set(image.text, at)
  if (image.kind === 'field' && /^[a-z0-9][\w.-]*(?::\d+)?(?:\/[\w.-]+)*[:@][\w.-]*\0/.test(maskOf(image))) {
    return set(image.pieces.map((piece) => (piece.hole ? nameOfHole(piece.text) : piece.text)).join(''), at)
  }
  return unknown(`${holeOf(image)} is not known from this file`, at)
}

/** An expansion without signs that would look like part of an image reference: `${entry%:*}` → `${entry}`. */
function nameOfHole(text: string): string {
  const name = /^\$\{(\w+)/.exec(text)?.[1]
  if (name !== undefined) return `\${${name}}`
  return /[:/@]/.test(text) ? '$(…)' : text
}

/**
 * A tool that ends by itself, or a shell that somebody works in. Also a container of which the file makes an image (`docker commit`), in
 * which it installs packages, or with which it copies files without ever starting it. One created with a name may be started from
 * elsewhere, unless the file copies from it.
 */
function isOneOff(read: FlagReader, spec: RunSpec, { passing, starts, uses }: CommandSurroundings): boolean {
  if (passing === 'never') return false
  const given = read.uses('name').at(-1)?.value
  const name = given && unquoted(given)
  const own = uses.filter((use) => isUseOf(use, name, spec.span))
  if (own.some(({ does, paths }) => does === 'commit' || (does === 'write' && paths.includes('/')))) return true
  if (spec.verb === 'create') return !starts && (name === undefined || own.some(({ does }) => does.startsWith('copy')))
  if (spec.verb !== 'run' || isOn(read, 'detach')) return false
  const isTerminal = isOn(read, 'interactive') && isOn(read, 'tty') && /^(?:\S*\/)?(?:ba|da|z|a|k)?sh$/.test(spec.args[0]?.text ?? '')
  return passing === 'foreground' || isOn(read, 'rm') || isTerminal
}

/** The use of a container that a read-only root would refuse, or that would find nothing in a tmpfs. */
function leftWritable(
  spec: RunSpec,
  read: FlagReader,
  { uses, name }: CommandSurroundings,
  mounts: FactList<Mount>,
): ContainerUse | undefined {
  const given = read.uses('name').at(-1)?.value
  const kept = mounts.items.flatMap(({ value }) => (value.type === 'bind' || value.type === 'volume' ? [value.target] : []))
  const isKept = (path: string): boolean => kept.some((target) => isWithin(normaliseTarget(path), target))
  const isOfIt = (use: ContainerUse): boolean => {
    const service = jobServiceOf(use)
    return service === undefined ? isUseOf(use, given && unquoted(given), spec.span) : service === name
  }
  return uses.find((use) => isOfIt(use) && !use.paths.every(isKept))
}

function isPerhapsOneOff(read: FlagReader, spec: RunSpec, { passing }: CommandSurroundings): boolean {
  const ofService = ['name', 'publish', 'publish-all', 'restart'].some((name) => read.uses(name).length > 0)
  const [first] = spec.args
  // Options alone are for the server that the image starts.
  const runsCommand = read.uses('entrypoint').length > 0 || (first !== undefined && !first.text.startsWith('-'))
  return passing !== 'never' && spec.verb === 'run' && !isOn(read, 'detach') && runsCommand && !ofService
}

function isOn(read: FlagReader, name: string): boolean {
  const fact = read.boolean(name)
  return fact.state === 'set' && fact.value
}

function commandFact(spec: RunSpec, read: FlagReader): Fact<readonly string[]> {
  const first = spec.args[0]
  if (!first) {
    const { image } = spec
    if (image?.kind !== 'opaque' || image.single) return UNSET
    return unknown(`${holeOf(image)} may hold a command`, read.origin(image.word))
  }
  const last = spec.args.at(-1) ?? first
  const at = read.origin([first.word[0], Math.max(first.word[1], last.word[1])])
  const hidden = spec.args.find((item) => item.kind === 'opaque')
  if (hidden) return unknown(`${holeOf(hidden)} is not known from this file`, at)
  return set(
    spec.args.map((item) => item.text),
    at,
  )
}

/** Marks a list as incomplete if unread files add to it. */
function withFiles<T>(list: FactList<T>, read: FlagReader, names: readonly string[]): FactList<T> {
  const use = names.flatMap((name) => read.uses(name))[0]
  if (!use || list.incomplete) return list
  return { ...list, incomplete: { why: `--${use.flag.name} adds what is not in this file`, origin: read.origin(use.span) } }
}

function mountsOf(spec: RunSpec, read: FlagReader, readOnlyRoot: Fact<boolean>): FactList<Mount> {
  const listed = withFiles(read.list(MOUNT_FLAGS, parseMount), read, ['volumes-from'])
  if (spec.engine !== 'podman' || readOnlyRoot.state !== 'set' || !readOnlyRoot.value) return listed
  const own = read.boolean('read-only-tmpfs')
  if (own.state === 'set' && !own.value) return listed
  const implied = podmanReadOnlyTmpfs(listed.items.map(({ value }) => value))
  return { ...listed, items: [...listed.items, ...implied.map((value): Sourced<Mount> => ({ value, origin: readOnlyRoot.origin }))] }
}

/** Configs and secrets of swarm and podman, mounted into the container. */
function injectedFiles(spec: RunSpec, read: FlagReader): FactList<InjectedFile> {
  const files = read.list(['config', 'secret'], (value, use): InjectedFile | 'variable' => {
    const kind = use.flag.name === 'config' ? 'config' : 'secret'
    const pairs = splitValue(value, ',').map((part) => splitPair(part))
    const option = (...names: readonly string[]): string | undefined => pairs.find((pair) => names.includes(pair.name.text))?.value?.text
    if (spec.engine === 'podman' && option('type') === 'env') return 'variable'
    const name = option('source', 'src') ?? pairs[0]?.name.text ?? ''
    const place = option('target') ?? name
    const target = place.startsWith('/') ? place : `${kind === 'secret' ? '/run/secrets/' : '/'}${place}`
    return { kind, name, target, from: 'external' }
  })
  return { ...files, items: files.items.filter((item): item is Sourced<InjectedFile> => item.value !== 'variable') }
}

const MODES = /^(?:host|none|bridge|default|private|slirp4netns|pasta|container:|ns:)/

/** `name` of `--network NAME`, `--network name=NAME,alias=…`. */
function networkName(value: Field): string | undefined {
  if (!isKnown(value)) return undefined
  return /(?:^|,)name=([^,]*)/.exec(value.text)?.[1] ?? value.text
}

function networkMode(read: FlagReader): Fact<string> {
  const use = read.uses('network').findLast(({ value }) => value?.kind === 'field' && MODES.test(value.text))
  if (use?.value) return set(use.value.text, read.origin(use.span))
  const list = networks(read)
  return list.items.length === 0 && list.incomplete ? unknown(list.incomplete.why, list.incomplete.origin) : UNSET
}

function networks(read: FlagReader): FactList<string> {
  const all = read.list(['network', 'network-add'], networkName)
  return { ...all, items: all.items.filter(({ value }) => !MODES.test(value)) }
}

/** `--cpus`, or the same limit as quota over period (default 100 ms). */
function cpus(read: FlagReader, swarm: boolean): Fact<number> {
  const number = (text: string): number | undefined => (/^\d*\.?\d+$/.test(text) ? Number(text) : undefined)
  if (swarm) return read.parsed('limit-cpu', number)
  const quota = read.parsed('cpu-quota', parseCount)
  if (read.uses('cpus').length > 0 || quota.state !== 'set' || quota.value <= 0) return read.parsed('cpus', number)
  const period = read.parsed('cpu-period', parseCount)
  return set(quota.value / (period.state === 'set' ? period.value : 100000), quota.origin)
}

function swarmRestart(read: FlagReader): Fact<Restart> {
  const condition = read.parsed('restart-condition', parseRestart)
  if (condition.state !== 'set') return condition
  const attempts = read.parsed('restart-max-attempts', parseCount)
  return set({ ...condition.value, ...(attempts.state === 'set' ? { maxRetries: attempts.value } : {}) }, condition.origin)
}

function healthcheck(read: FlagReader): Container['healthcheck'] {
  const none = read.boolean('no-healthcheck')
  if (none.state === 'set' && none.value) return set({ disabled: true, test: ['NONE'] }, none.origin)
  return read.parsed('health-cmd', parse.parseHealthCommand)
}
