import type { ImageReference } from '../model/image.ts'
import { matchesWildcard } from '../text/wildcard.ts'
import { aliasOf, fullName, twinName, writtenName } from './names.ts'
import type { ImageRecord, RecordEntry } from './record.ts'

export interface Match {
  readonly record: ImageRecord
  /** `twin`: by the same owner and name in another registry. */
  readonly by: 'name' | 'family' | 'twin'
}

/**
 * Finds the record of an image: an exact name, else the family with the narrowest pattern. If several records have the same name, the
 * last one counts: a user's record (which comes after the built-in ones) replaces it. Inherited fields are filled in.
 */
export function matchRecord(reference: ImageReference, records: readonly RecordEntry[]): Match | undefined {
  const name = writtenName(reference)
  const index = indexOf(records)
  if (!index.found.has(name)) index.found.set(name, findMatch(fullName(reference), records, index))
  return index.found.get(name)
}

function findMatch(name: string, records: readonly RecordEntry[], { exact, families }: Index): Match | undefined {
  const own = exact.get(name)
  if (own) return { record: inherit(own, records), by: 'name' }
  const twin = twinsOf(records).get(twinName(name))
  if (twin) return { record: inherit(twin, records), by: 'twin' }
  let best: Index['families'][number] | undefined
  for (const family of families) {
    if ((!best || isNarrower(family.pattern, best.pattern)) && isOfFamily(name, family.pattern)) best = family
  }
  return best && { record: inherit(best.entry, records), by: 'family' }
}

interface Index {
  readonly exact: ReadonlyMap<string, RecordEntry>
  /** Entries by names with a `*`. */
  readonly families: readonly { readonly entry: RecordEntry; readonly pattern: string }[]
  /** Earlier answers by name. */
  readonly found: Map<string, Match | undefined>
}

/** All containers of a run share one list of records, so it is sorted once. */
const indexes = new WeakMap<readonly RecordEntry[], Index>()

function indexOf(records: readonly RecordEntry[]): Index {
  const known = indexes.get(records)
  if (known) return known
  const exact = new Map<string, RecordEntry>()
  const families: Index['families'][number][] = []
  for (const entry of records) {
    for (const name of entry.names) {
      if (name.includes('*')) families.push({ entry, pattern: name })
      else exact.set(aliasOf(name), entry)
    }
  }
  const index: Index = { exact, families, found: new Map() }
  indexes.set(records, index)
  return index
}

const twins = new WeakMap<readonly RecordEntry[], ReadonlyMap<string, RecordEntry | undefined>>()

/** Records by their names without a registry; undefined for a name that two share. Made for the first name without a record. */
function twinsOf(records: readonly RecordEntry[]): ReadonlyMap<string, RecordEntry | undefined> {
  const known = twins.get(records)
  if (known) return known
  const found = new Map<string, RecordEntry | undefined>()
  for (const entry of records) {
    for (const name of entry.names) {
      if (name.includes('*')) continue
      const twin = twinName(name)
      found.set(twin, found.has(twin) && found.get(twin)?.names[0] !== entry.names[0] ? undefined : entry)
    }
  }
  twins.set(records, found)
  return found
}

/**
 * Whether a pattern is narrower: first by the part before its `*` (a publisher's images), then by its whole length; of equals, the later.
 */
function isNarrower(pattern: string, other: string): boolean {
  const fixed = pattern.indexOf('*') - other.indexOf('*')
  return fixed > 0 || (fixed === 0 && pattern.length >= other.length)
}

/** Whether a name matches a pattern; a `*` stands for at least one character. */
function isOfFamily(name: string, pattern: string): boolean {
  return matchesWildcard(pattern.replaceAll('*', '?*'), name)
}

/** A record with everything that it inherits; a circle of `extends` ends at its repetition. */
export function inherit(entry: RecordEntry, records: readonly RecordEntry[], seen: readonly RecordEntry[] = []): ImageRecord {
  const record = entry.read()
  const parentName = record.extends
  if (parentName === undefined) return record
  const found = records.findLast((other) => other !== entry && other.names.includes(parentName))
  if (!found || seen.includes(found)) return record
  const parent = inherit(found, records, [...seen, entry])
  const own = new Set(record.writes.flatMap(({ path }) => (path === undefined ? [] : [path])))
  return {
    ...parent,
    ...record,
    accounts: { ...parent.accounts, ...record.accounts },
    volumes: record.volumes ?? parent.volumes ?? [],
    writes: [...record.writes, ...parent.writes.filter(({ path }) => path === undefined || !own.has(path))],
    ships: [...(record.ships ?? []), ...(parent.ships ?? [])],
    obstacles: [...(record.obstacles ?? []), ...(parent.obstacles ?? [])],
    settings: [...(record.settings ?? []), ...(parent.settings ?? [])],
    precautions: [...(record.precautions ?? []), ...(parent.precautions ?? [])],
    notes: [...(record.notes ?? []), ...(parent.notes ?? [])],
  }
}
