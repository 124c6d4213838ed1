import { parseAllDocuments } from 'yaml'
import type { ChangedPath, Evidence, ReadOnlyError } from '../../model/evidence.ts'
import { groupBy } from '../../model/maps.ts'
import type { OrWhy } from '../../model/or-why.ts'
import { cleanPath, parentOf } from '../../model/path.ts'
import { list, object, parseJson, stringIn, strings } from '../../text/json.ts'
import { readStrace } from './strace.ts'
import { EROFS, type Write, writeOf } from './write.ts'

/** What another tool recorded of one container. */
export interface Recording {
  /** The container's name, where the recording has one. */
  readonly container?: string
  readonly evidence: Evidence
}

export type Recordings = OrWhy<{ readonly recordings: readonly Recording[] }>

/** Reads a recording of Inspektor Gadget (`ig run trace_open -o json`), kubescape or `strace -f -e trace=%file`, by its content. */
export function readRecording(source: string): Recordings {
  const text = source.replace(/^\ufeff/, '').trimStart()
  if (text.startsWith('{') || text.startsWith('[{') || /^\[\s*\{/.test(text)) {
    const whole = parseJson(text)
    const lines = whole.ok ? (Array.isArray(whole.value) ? whole.value : [whole.value]) : jsonLines(text)
    const isProfile = lines.some((line) => typeof line === 'object' && line !== null && 'spec' in line)
    const writes = isProfile ? lines.flatMap(readKubescape) : lines.flatMap(readInspektorGadget)
    return recorded(writes, 'records no file that was opened (of Inspektor Gadget, `ig run trace_open -o json` is read)')
  }
  if (/^(?:apiVersion|kind):/m.test(text)) return kubescapeText(text)
  return recorded(
    readStrace(text),
    'is no recording that dockseal knows: `ig run trace_open -o json`, a kubescape ContainerProfile, or `strace -f -e trace=%file`',
  )
}

function jsonLines(text: string): unknown[] {
  return text.split('\n').flatMap((line) => {
    const parsed = parseJson(line)
    return parsed.ok ? [parsed.value] : []
  })
}

function kubescapeText(text: string): Recordings {
  const documents = readYaml(text)
  return documents.ok
    ? recorded(documents.value.flatMap(readKubescape), 'is no ContainerProfile of kubescape, or one without `opens`')
    : documents
}

function recorded(writes: readonly Write[] | undefined, why: string): Recordings {
  if (writes === undefined || writes.length === 0) return { ok: false, why }
  const containers = groupBy(writes, ({ container }) => container)
  return {
    ok: true,
    recordings: [...containers].map(([container, own]) => ({
      ...(container === undefined ? {} : { container }),
      evidence: evidenceOf(own),
    })),
  }
}

/** Recorded writes as evidence. It includes what was deleted again: a recording shows calls, not what is left of them. */
function evidenceOf(writes: readonly Write[]): Evidence {
  const changed = new Map<string, ChangedPath>()
  const readOnlyErrors: ReadOnlyError[] = []
  for (const { path: written, what, refused } of writes) {
    const path = cleanPath(written)
    if (refused) {
      const place =
        what === 'entry of this directory' ? { inside: true as const } : what === 'directory made' ? { madeDirectory: true as const } : {}
      readOnlyErrors.push({ path, line: `${path}: read-only file system (recorded)`, ...place })
      continue
    }
    const before = changed.get(path)
    if (what === 'entry of this directory') {
      if (before?.kind !== 'added') changed.set(path, { path, kind: 'changed', type: 'directory', entriesChanged: true })
    } else if (what === 'directory made') changed.set(path, { path, kind: 'added', type: 'directory' })
    else if (!before) changed.set(path, { path, kind: what === 'file made' ? 'added' : 'changed', type: 'file' })
    const parent = parentOf(path)
    if (!changed.has(parent)) changed.set(parent, { path: parent, kind: 'changed', type: 'directory' })
  }
  return { changed: [...changed.values()], readOnlyErrors, readOnlyRoot: false, seesDeleted: true }
}

/** One event of `ig run trace_open -o json` (Inspektor Gadget); older versions name the path `path` or `fullPath`. */
function readInspektorGadget(event: unknown): Write[] {
  const fields = object(event)
  const path = [fields.fullPath, fields.fullpath, fields.fname, fields.path].map(stringIn).find((each) => each?.startsWith('/'))
  const what = writeOf(fields.flags, fields.flags_raw ?? fields.flagsRaw)
  if (path === undefined || what === undefined) return []
  const error = errorOf(fields)
  if (error !== 0 && error !== EROFS) return []
  const container =
    stringIn(object(fields.runtime).containerName) ?? stringIn(object(fields.k8s).containerName) ?? stringIn(fields.container)
  return [{ path, what, ...(container === undefined ? {} : { container }), ...(error === EROFS ? { refused: true as const } : {}) }]
}

function errorOf({ err, error, error_raw: raw }: Readonly<Record<string, unknown>>): number {
  if (error === 'EROFS') return EROFS
  const number = [err, raw].find((each) => typeof each === 'number' && each !== 0)
  return typeof number === 'number' ? Math.abs(number) : stringIn(error) === undefined ? 0 : -1
}

/** What kubescape writes in place of parts of a path that vary. */
const ANY = /\/(?:⋯|\*|\.\.\.)(?=\/|$)/

/** The opens of a ContainerProfile, or of each container of an ApplicationProfile (kubescape, `spdx.softwarecomposition.kubescape.io`). */
function readKubescape(document: unknown): Write[] {
  const fields = object(document)
  const spec = object(fields.spec)
  const containers = ['containers', 'initContainers', 'ephemeralContainers'].flatMap((key) => list(spec[key]))
  const own = stringIn(object(object(fields.metadata).labels)['kubescape.io/workload-container-name'])
  return [...opensOf(spec, own), ...containers.flatMap((container) => opensOf(object(container), stringIn(object(container).name)))]
}

function opensOf({ opens }: Readonly<Record<string, unknown>>, container: string | undefined): Write[] {
  return list(opens).flatMap((open): Write[] => {
    const { path, flags } = object(open)
    const what = writeOf(strings(flags))
    if (typeof path !== 'string' || !path.startsWith('/') || what === undefined) return []
    const named = container === undefined ? {} : { container }
    const any = ANY.exec(path)
    // All these names are in this directory.
    return any ? [{ path: path.slice(0, any.index) || '/', what: 'entry of this directory', ...named }] : [{ path, what, ...named }]
  })
}

/** The documents of a YAML text, as plain values. */
function readYaml(source: string): OrWhy<{ readonly value: readonly unknown[] }> {
  try {
    const documents = [...parseAllDocuments(source, { uniqueKeys: false })]
    const error = documents.flatMap(({ errors }) => errors)[0]
    if (error) return { ok: false, why: `is not YAML: ${error.message.split('\n')[0]}` }
    return { ok: true, value: documents.map((document) => document.toJS({ maxAliasCount: 100 })) }
  } catch {
    return { ok: false, why: 'has more aliases than any profile needs' }
  }
}
