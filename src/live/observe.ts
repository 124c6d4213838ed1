import { isEngineFile } from '../model/engine-files.ts'
import type { ChangedPath, Evidence, ExecError, ReadOnlyError } from '../model/evidence.ts'
import { isWithin, normaliseTarget, parentOf } from '../model/path.ts'
import { list, object, stringIn } from '../text/json.ts'
import type { Engine } from './engine.ts'
import type { LiveContainer } from './inspect.ts'
import { findExecErrors, findReadOnlyErrors } from './read-only-errors.ts'

/** How many of the last lines of a log are read. */
const LOG_LINES = 5000
const MAX_LOG_BYTES = 4 * 2 ** 20
/** Entries of `/changes` that are kept. A container that wrote more is still described by its directories. */
const MAX_CHANGES = 20_000

const KINDS = ['changed', 'added', 'deleted'] as const

/** Reads `GET /containers/{id}/changes` without what no program wrote: the engine's own files and mount points (`targets`). */
export function readChanges(answer: unknown, targets: readonly string[]): ChangedPath[] {
  const mounted = targets.map(normaliseTarget)
  const entries = list(answer)
    .slice(0, MAX_CHANGES)
    .flatMap((value): ChangedPath[] => {
      const path = stringIn(object(value).Path)
      const kind = KINDS[Number(object(value).Kind)]
      return path === undefined || kind === undefined || !path.startsWith('/') ? [] : [{ path, kind }]
    })
  const noise = (path: string) => {
    const normal = normaliseTarget(path)
    return isEngineFile(normal) || mounted.some((target) => isWithin(normal, target))
  }
  const dropped = new Set(entries.filter(({ path }) => noise(path)).map(({ path }) => path))
  const kept = entries.filter(({ path }) => !dropped.has(path))
  // A directory that exists or changed only because a mount point is below it: nothing else is left in it.
  const forMounts = (entry: ChangedPath) =>
    entry.kind !== 'deleted' &&
    [...dropped, ...mounted].some((path) => path !== entry.path && isWithin(path, entry.path)) &&
    !kept.some(({ path }) => path !== entry.path && isWithin(path, entry.path))
  return kept.filter((entry) => !forMounts(entry))
}

/** Splits a multiplexed log stream (Engine API, ContainerAttach) into standard output, then standard error. */
export function demultiplex(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const streams: [Uint8Array[], Uint8Array[]] = [[], []]
  let at = 0
  while (at + 8 <= bytes.length) {
    const kind = bytes[at] ?? 255
    if (kind > 2 || bytes[at + 1] !== 0 || bytes[at + 2] !== 0 || bytes[at + 3] !== 0) break
    const end = at + 8 + view.getUint32(at + 4)
    streams[kind === 2 ? 1 : 0].push(bytes.subarray(at + 8, end))
    at = Math.min(end, bytes.length)
  }
  const decode = (parts: readonly Uint8Array[]) => {
    const decoder = new TextDecoder()
    return parts.map((part) => decoder.decode(part, { stream: true })).join('')
  }
  if (at === 0) return decode([bytes])
  return [...streams.map(decode), at < bytes.length ? decode([bytes.subarray(at)]) : ''].filter((part) => part !== '').join('\n')
}

/** Seconds since a container started; undefined if it does not run or the clocks disagree. `now` in milliseconds. */
export function runningFor({ state }: LiveContainer, now: number): number | undefined {
  if (state.status !== 'running' || state.startedAt === undefined) return undefined
  const seconds = Math.floor((now - Date.parse(state.startedAt)) / 1000)
  return seconds >= 0 ? seconds : undefined
}

/** What the last health checks printed. A check that cannot write fails, and only this output says so. */
function healthOutput({ document }: LiveContainer): string {
  const { Health, Healthcheck } = object(document.State)
  return list(object(Health ?? Healthcheck).Log)
    .map((entry) => stringIn(object(entry).Output) ?? '')
    .join('\n')
}

/** What an engine shows about the writes of a container; `missing` names the parts that it does not show. */
export interface Observation {
  readonly evidence: Evidence
  readonly missing: readonly string[]
}

/** Reads the upper directory of a container's overlay with the help of its diff; undefined if it cannot be read. */
export type ReadUpper = (live: LiveContainer, diff: readonly ChangedPath[]) => Promise<readonly ChangedPath[] | undefined>

/** Asks an engine what a container wrote and failed to write. `now` in milliseconds. With `upper` also what was deleted again. */
export async function observe(engine: Engine, live: LiveContainer, now: number, upper?: ReadUpper): Promise<Observation> {
  const { container, id, state } = live
  const missing: string[] = []
  const readOnlyRoot = container.readOnlyRoot.state === 'set' && container.readOnlyRoot.value
  const targets = container.mounts.items.map(({ value }) => value.target)
  // A container that never ran wrote nothing, and asking for its changes is the most expensive call.
  if (state.status === 'created') return { evidence: { changed: [], readOnlyErrors: [], readOnlyRoot }, missing }
  let changed: readonly ChangedPath[] = []
  const changes = await engine.get(`/containers/${encodeURIComponent(id)}/changes`)
  const diff = changes.ok ? readChanges(changes.value, targets) : []
  const deep = await upper?.(live, diff)
  if (changes.ok) changed = await describeChanges(engine, id, deep ?? diff)
  else missing.push(`what it changed (${changes.why})`)
  if (changes.ok && list(changes.value).length > MAX_CHANGES) missing.push(`all but the first ${MAX_CHANGES} of its changes`)
  let readOnlyErrors: Evidence['readOnlyErrors'] = []
  let execErrors: readonly ExecError[] = []
  if (readOnlyRoot) {
    const log = await engine.bytes(`/containers/${encodeURIComponent(id)}/logs?stdout=1&stderr=1&tail=${LOG_LINES}`, MAX_LOG_BYTES)
    if (log.ok) {
      const lines = state.tty ? new TextDecoder().decode(log.value) : demultiplex(log.value)
      // An error below a mount that is read-only on purpose says nothing about the root filesystem.
      const told = `${lines}\n${healthOutput(live)}`
      readOnlyErrors = findReadOnlyErrors(told).filter(
        ({ path }) => path === undefined || !targets.some((target) => isWithin(normaliseTarget(path), target)),
      )
      const looked = await Promise.all(readOnlyErrors.slice(0, MAX_LOOKS).map((error) => ofDirectory(error, engine, id)))
      readOnlyErrors = [...looked, ...readOnlyErrors.slice(MAX_LOOKS)]
      if (log.value.length >= MAX_LOG_BYTES) missing.push(`the end of its log, beyond ${MAX_LOG_BYTES >> 20} MiB`)
      execErrors = findExecErrors(told, noexecTargets(container))
    } else missing.push(`its log (${log.why})`)
  }
  const seconds = runningFor(live, now)
  const evidence: Evidence = {
    changed,
    readOnlyErrors,
    ...(execErrors.length > 0 ? { execErrors } : {}),
    readOnlyRoot,
    ...(deep ? { seesDeleted: true as const } : {}),
    ...(seconds === undefined ? {} : { runningFor: seconds }),
  }
  return { evidence, missing }
}

/** An error that names an existing directory is about that directory: calls such as chown, or open with O_TMPFILE, name no entry in it. */
async function ofDirectory(error: ReadOnlyError, engine: Engine, id: string): Promise<ReadOnlyError> {
  if (error.path === undefined || error.inside || error.madeDirectory) return error
  const found = await lookAt(engine, id, error.path, () => undefined)
  return found?.type === 'directory' ? { ...error, inside: true } : error
}

/** The tmpfs mounts that allow no execution: the engine adds noexec unless `exec` is given. */
export function noexecTargets({ mounts }: LiveContainer['container']): string[] {
  return mounts.items.flatMap(({ value }) => (value.type === 'tmpfs' && value.options.exec !== true ? [value.target] : []))
}

/** How many paths of a container are looked at; each takes one call. */
const MAX_LOOKS = 60

/** Adds what a diff leaves out: the type of a new entry, and the owner of the image's directory that contains it. */
async function describeChanges(engine: Engine, id: string, changed: readonly ChangedPath[]): Promise<readonly ChangedPath[]> {
  const kinds = new Map(changed.map(({ path, kind }) => [path, kind]))
  const parents = new Set(changed.map(({ path }) => parentOf(path)))
  const wanted = new Set<string>()
  for (const { path, kind } of changed) {
    if (parents.has(path) || /^\/(tmp|var\/tmp)(\/|$)/.test(path)) continue
    if (kind !== 'deleted') wanted.add(path)
    let above = parentOf(path)
    while (kinds.get(above) === 'added' && above !== '/') {
      wanted.add(above)
      above = parentOf(above)
    }
    if (above !== '/') wanted.add(above)
  }
  const looks = await Promise.all(
    [...wanted].slice(0, MAX_LOOKS).map(async (path) => [path, await lookAt(engine, id, path, (entry) => kinds.get(entry))] as const),
  )
  const found = new Map(looks)
  return changed.map((entry) => ({ ...entry, ...found.get(entry.path) }))
}

/** One header of a tar archive (POSIX.1-2008, pax, "ustar Interchange Format"). */
interface ArchiveEntry {
  /** As in the archive: relative, and a directory ends with a slash. */
  readonly name: string
  readonly type: 'file' | 'directory' | 'other'
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly size: number
}

const BLOCK = 512

/** The entries whose headers are in the first bytes of a tar archive; extended headers are skipped. Ends at anything else. */
export function readArchive(bytes: Uint8Array): ArchiveEntry[] {
  const entries: ArchiveEntry[] = []
  const text = (start: number, length: number) => {
    const end = bytes.indexOf(0, start)
    return new TextDecoder().decode(bytes.subarray(start, end === -1 ? start + length : Math.min(end, start + length)))
  }
  const number = (start: number, length: number) => Number.parseInt(text(start, length).trim() || '0', 8)
  for (let at = 0; at + BLOCK <= bytes.length; ) {
    if (text(at + 257, 5) !== 'ustar') break
    const size = number(at + 124, 12)
    const flag = String.fromCharCode(bytes[at + 156] ?? 0)
    if (!Number.isFinite(size)) break
    if (flag !== 'x' && flag !== 'g' && flag !== 'L') {
      const prefix = text(at + 345, 155)
      entries.push({
        name: prefix === '' ? text(at, 100) : `${prefix}/${text(at, 100)}`,
        type: flag === '5' ? 'directory' : flag === '0' || flag === '\0' ? 'file' : 'other',
        mode: number(at + 100, 8) & 0o7777,
        uid: number(at + 108, 8),
        gid: number(at + 116, 8),
        size,
      })
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
  }
  return entries
}

/** Bytes of an archive that are read: enough for some headers of a directory. */
const LOOK = 16 * 1024

/** What is at a path of a container by its first bytes; undefined if the engine does not answer. `kindOf`: what the diff says of an entry. */
export async function lookAt(
  engine: Engine,
  id: string,
  path: string,
  kindOf: (path: string) => ChangedPath['kind'] | undefined,
): Promise<Pick<ChangedPath, 'type' | 'owner' | 'mode' | 'size' | 'ships'> | undefined> {
  const answer = await engine.bytes(`/containers/${encodeURIComponent(id)}/archive?path=${encodeURIComponent(path)}`, LOOK)
  const [entry, ...inner] = answer.ok ? readArchive(answer.value) : []
  if (!answer.ok || !entry) return undefined
  const { type, uid, gid, mode, size } = entry
  const found = { type, owner: { uid, gid }, mode, size }
  if (type !== 'directory') return found
  // The archive names a directory by the last part of its path.
  const base = entry.name.length
  const shipped = inner
    .map(({ name, type }) => ({ type, kind: kindOf(`${path}/${name.slice(base).replace(/\/$/, '')}`) }))
    .filter(({ kind }) => kind !== 'added')
  const isWritten = shipped.every((each) => each.type === 'file' && each.kind === 'changed')
  const ships = shipped.length > 0 && (isWritten ? ('changed' as const) : true)
  // If the first file is larger than what was read, the next entries are not seen.
  return ships === true || answer.value.length < LOOK ? { ...found, ships } : found
}
