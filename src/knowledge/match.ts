import type { ImageReference } from '../model/image.ts'
import { matchesWildcard } from '../text/wildcard.ts'
import { fullName, spellings, twinName, writtenName } from './names.ts'
import type { Catalogue, ImageRecord } from './record.ts'
import { lastNamed, namesAt, namesWith } from './record-names.ts'

export interface Match {
  readonly record: ImageRecord
  /** `twin`: by the same owner and name in another registry. */
  readonly by: 'name' | 'family' | 'twin'
}

/** What was looked up in a catalogue before. One catalogue answers for every container of a run. */
interface Known {
  readonly matches: Map<string, Match | undefined>
  /** The names with a `*`, listed for the first image that no other name matches. */
  families?: readonly Named[]
}

const known = new WeakMap<Catalogue, Known>()

/**
 * Finds the record of an image: an exact name, else the family with the narrowest pattern. If several records have the same name, the
 * last one counts: a user's record (which comes after the built-in ones) replaces it. Inherited fields are filled in.
 */
export function matchRecord(reference: ImageReference, records: Catalogue): Match | undefined {
  const name = writtenName(reference)
  const before = known.get(records) ?? { matches: new Map() }
  known.set(records, before)
  if (!before.matches.has(name)) before.matches.set(name, findMatch(fullName(reference), records, before))
  return before.matches.get(name)
}

function findMatch(name: string, records: Catalogue, before: Known): Match | undefined {
  // A `*` in a record's name makes it a pattern.
  const own = name.includes('*') ? -1 : Math.max(...spellings(name).map((each) => lastNamed(records, each) ?? -1))
  if (own >= 0) return { record: inherit(own, records), by: 'name' }
  const twin = findTwin(twinName(name), records)
  if (twin !== undefined) return { record: inherit(twin, records), by: 'twin' }
  let best: Named | undefined
  before.families ??= namesWith(records, '*')
  for (const family of before.families) {
    if ((!best || isNarrower(family.name, best.name)) && isOfFamily(name, family.name)) best = family
  }
  return best && { record: inherit(best.index, records), by: 'family' }
}

type Named = ReturnType<typeof namesWith>[number]

/** The last record that has a name without its registry; undefined if two different ones do. */
function findTwin(twin: string, records: Catalogue): number | undefined {
  const twins = namesWith(records, `${twin} `).filter(({ name }) => !name.includes('*') && twinName(name) === twin)
  const first = new Set(twins.map(({ index }) => namesAt(records, index)[0]))
  return first.size === 1 ? twins.at(-1)?.index : undefined
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
