import type { ImageReference } from '../model/image.ts'
import { matchesWildcard } from '../text/wildcard.ts'
import type { ImageRecord, RecordEntry } from './record.ts'

export interface Match {
  readonly record: ImageRecord
  readonly by: 'name' | 'family'
}

/** Registries that mirror Docker Hub under a prefix; what follows is a Hub name. */
const MIRRORS: readonly RegExp[] = [
  /^mirror\.gcr\.io\/(?:library\/)?/,
  /^public\.ecr\.aws\/docker\/library\//,
  /^(?:docker\.|cr\.)?(?:registry|mirror|proxy)[^/]*\/(?:docker\.io|dockerhub|docker-hub|hub)\/(?:library\/)?/,
  /^[^/]+\/(?:dockerhub|docker-hub|docker\.io|hub\.docker\.com|proxy-docker|dockerproxy|docker-proxy)\/(?:library\/)?/,
  /^docker\.m\.daocloud\.io\/(?:library\/)?/,
  /^gitlab\.com\/[^/]+\/dependency_proxy\/containers\/(?:library\/)?/,
  /^quay\.io\/docker-library\//,
  // Official images of one architecture each (docker-library/official-images README.md, "Architectures other than amd64?").
  /^(?:amd64|i386|arm32v[567]|arm64v8|mips64le|ppc64le|riscv64|s390x)\/(?=[^/]+$)/,
  // Only Docker Hub has official images below `library/`: a registry with a path before that is a copy, and Harbor's own first project
  // is called so too, but nobody puts another program there under an official name.
  /^[^/]+\/(?:[^/]+\/)*library\/(?=[^/]+$)/,
]

/** A reference's name with its registry, as records write names: no tag, no `docker.io/library/`. */
export function fullName(reference: ImageReference): string {
  const name = writtenName(reference)
  const mirror = MIRRORS.find((pattern) => pattern.test(name))
  return mirror ? name.replace(mirror, '') : name
}

function writtenName({ registry, name }: ImageReference): string {
  return registry === undefined ? name : `${registry}/${name}`
}

/**
 * Finds the record of an image: an exact name, else the family whose pattern is the longest. Of several records with the same name the
 * last one counts, so that a user's record (which comes after ours) replaces it. Inherited fields are filled in.
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
  let best: Index['families'][number] | undefined
  for (const family of families) {
    if (family.pattern.length >= (best?.pattern.length ?? 0) && isOfFamily(name, family.pattern)) best = family
  }
  return best && { record: inherit(best.entry, records), by: 'family' }
}

interface Index {
  readonly exact: ReadonlyMap<string, RecordEntry>
  /** By the names that have a `*`. */
  readonly families: readonly { readonly entry: RecordEntry; readonly pattern: string }[]
  /** What names led to before. */
  readonly found: Map<string, Match | undefined>
}

/** One list of records answers for every container of a run, so it is sorted once. */
const indexes = new WeakMap<readonly RecordEntry[], Index>()

function indexOf(records: readonly RecordEntry[]): Index {
  const known = indexes.get(records)
  if (known) return known
  const exact = new Map<string, RecordEntry>()
  const families: Index['families'][number][] = []
  for (const entry of records) {
    for (const name of entry.names) {
      exact.set(name, entry)
      if (name.includes('*')) families.push({ entry, pattern: name })
    }
  }
  const index: Index = { exact, families, found: new Map() }
  indexes.set(records, index)
  return index
}

/** Whether a name fits a pattern; a `*` stands for at least one character. */
function isOfFamily(name: string, pattern: string): boolean {
  return matchesWildcard(pattern.replaceAll('*', '?*'), name)
}

/** A record with everything that it inherits; a record that extends itself (over others) stops at the repetition. */
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
    notes: [...(record.notes ?? []), ...(parent.notes ?? [])],
  }
}
