import type { ImageReference } from '../model/image.ts'
import { remember } from '../model/maps.ts'
import { matchesWildcard } from '../text/wildcard.ts'
import { fullName, spellings, twinName, writtenName } from './names.ts'
import type { Catalogue, ImageRecord } from './record.ts'
import { lastNamed, namesAt, namesWith } from './record-names.ts'

export interface RecordMatch {
  readonly record: ImageRecord
  /** `twin`: by the same owner and name in another registry. */
  readonly by: 'name' | 'family' | 'twin'
}

/** What was looked up in a catalogue before. One catalogue answers for every container of a run. */
interface Known {
  readonly matches: Map<string, RecordMatch | undefined>
  /** The names with a `*`, the narrowest first, listed for the first image that no other name matches. */
  families?: readonly Family[]
}

const known = new WeakMap<Catalogue, Known>()

/**
 * Finds the record of an image: an exact name, else the family with the narrowest pattern. If several records have the same name, the
 * last one counts: a user's record (which comes after the built-in ones) replaces it. Inherited fields are filled in.
 */
export function matchRecord(reference: ImageReference, records: Catalogue): RecordMatch | undefined {
  const name = writtenName(reference)
  const before = remember(known, records, (): Known => ({ matches: new Map() }))
  if (!before.matches.has(name)) before.matches.set(name, findMatch(fullName(reference), records, before))
  return before.matches.get(name)
}

function findMatch(name: string, records: Catalogue, before: Known): RecordMatch | undefined {
  // A `*` in a record's name makes it a pattern.
  const own = name.includes('*') ? -1 : Math.max(...spellings(name).map((each) => lastNamed(records, each) ?? -1))
  if (own >= 0) return { record: inherit(own, records), by: 'name' }
  const twin = findTwin(twinName(name), records)
  if (twin !== undefined) return { record: inherit(twin, records), by: 'twin' }
  before.families ??= familiesOf(records)
  const family = before.families.find(({ start, pattern }) => name.startsWith(start) && matchesWildcard(pattern, name))
  return family && { record: inherit(family.index, records), by: 'family' }
}

interface Family {
  /** The part of the pattern before its first `*`. */
  readonly start: string
  /** A `*` of the name stands for at least one character. */
  readonly pattern: string
  readonly index: number
}

/** Names with a `*`, the narrowest first: by the part before the `*`, then by their whole length; of equals, the later. */
function familiesOf(records: Catalogue): readonly Family[] {
  return namesWith(records, '*')
    .toReversed()
    .sort((a, b) => b.name.indexOf('*') - a.name.indexOf('*') || b.name.length - a.name.length)
    .map(({ name, index }) => ({ start: name.slice(0, name.indexOf('*')), pattern: name.replaceAll('*', '?*'), index }))
}

/** The last record that has a name without its registry; undefined if two different ones do. */
function findTwin(twin: string, records: Catalogue): number | undefined {
  const twins = namesWith(records, `${twin} `).filter(({ name }) => !name.includes('*') && twinName(name) === twin)
  const first = new Set(twins.map(({ index }) => namesAt(records, index)[0]))
  return first.size === 1 ? twins.at(-1)?.index : undefined
}

/** A record with everything that it inherits; a circle of `extends` ends at its repetition. */
export function inherit(index: number, records: Catalogue, seen: readonly number[] = []): ImageRecord {
  const record = records.read(index)
  const parentName = record.extends
  if (parentName === undefined) return record
  const extended = lastNamed(records, parentName, index)
  if (extended === undefined || seen.includes(extended)) return record
  const parent = inherit(extended, records, [...seen, index])
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
