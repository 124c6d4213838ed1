import { matchRecord } from '../knowledge/match.ts'
import { fullName } from '../knowledge/names.ts'
import type { Catalogue, Condition, ImageRecord } from '../knowledge/record.ts'
import { tagAtLeast } from '../knowledge/tag.ts'
import { every, holds, opposite, type Truth } from '../knowledge/truth.ts'
import type { Container } from '../model/container.ts'
import { type Image, type ImageReference, parseImageReference } from '../model/image.ts'
import type { Confidence } from '../model/intent.ts'
import { isWithin, normaliseTarget } from '../model/path.ts'
import type { ImageKnowledge } from '../model/write-plan.ts'
import { containerReference } from './plan-context.ts'

/** How a record was found; `base`: it is the record of the base image. */
export type FoundMatch = ImageKnowledge['match']

/** The record of an image or of its base image. */
export interface FoundRecord {
  readonly record: ImageRecord
  readonly match: FoundMatch
  /** The reference that the record's tag conditions are about. */
  readonly reference: ImageReference
}

/** A build is judged by its base image, everything else by its own name; on a runtime or distribution also by its own name. */
export function findRecord(container: Container, image: Image | undefined, records: Catalogue): FoundRecord | undefined {
  const stated = image?.base.state === 'set' ? parseImageReference(image.base.value) : undefined
  const isLive = image?.origin.kind === 'live'
  // For an image that an engine describes, the base is its own name, which says more than the id that started it.
  const named = firstMatch([containerReference(container), isLive ? stated : undefined], records)
  if (stated && !isLive) {
    const base = matchRecord(stated, records)
    const isPlain = base?.record.runtime === true && named?.match === 'name' && !named.record.runtime
    if (base && !isPlain) return { record: base.record, match: 'base', reference: stated }
  }
  if (!named) return undefined
  // A build named like a known image is usually that image's own project or a variant of it.
  const isBuilt = container.build.state !== 'unset' || image?.build !== undefined
  return isBuilt ? { ...named, match: 'base' } : named
}

function firstMatch(references: readonly (ImageReference | undefined)[], records: Catalogue): FoundRecord | undefined {
  for (const reference of references) {
    const found = reference && matchRecord(reference, records)
    if (found) return { record: found.record, match: found.by, reference }
  }
  return undefined
}

/** A matched record with the test for its conditions. */
export interface RecordKnowledge {
  readonly record: ImageRecord
  /** The name by which it was found. */
  readonly image: string
  readonly match: FoundMatch
  /** Highest confidence that anything from this record can have here. */
  readonly ceiling: Confidence
  readonly test: (condition: Condition | undefined) => Truth
}

/** Adds the test for its conditions to the record that was found. */
export function knowledgeOf(found: FoundRecord, container: Container, test: RecordKnowledge['test']): RecordKnowledge {
  const { record, match, reference } = found
  return { record, image: fullName(reference), match, ceiling: ceilingOf(found, container), test }
}

function ceilingOf({ record, match, reference }: FoundRecord, { entrypoint }: Container): Confidence {
  // An entrypoint other than the image's own may start anything.
  const isOther = entrypoint.state === 'unknown' || (entrypoint.state === 'set' && entrypoint.value.length > 0)
  // A record holds for the versions that were read; a variable may stand for any other.
  const isOfVersions = ofVersions(record, reference.tag)
  if (holds(opposite(isOfVersions))) return 'default'
  const isAnyVersion = reference.tag?.includes('$') ?? false
  const isOfRecord = match !== 'base' && match !== 'twin' && !record.inferred && !record.runtime && holds(isOfVersions)
  return isOfRecord && !isOther && !isAnyVersion ? 'known' : 'inferred'
}

/** Whether the record covers the version of this tag. */
function ofVersions({ versions: { atLeast, below } = {} }: ImageRecord, tag: string | undefined): Truth {
  return every([atLeast === undefined ? 'yes' : tagAtLeast(tag, atLeast), below === undefined ? 'yes' : opposite(tagAtLeast(tag, below))])
}

/** Applies the image's directory links to a path: with `/var/www/html` → `/opt/drupal/web`, both spellings are one place. */
export function resolveLinks(path: string, record: ImageRecord | undefined): string {
  for (const [link, target] of Object.entries(record?.links ?? {})) {
    if (isWithin(path, link)) return target + path.slice(link.length)
  }
  return path
}

/** Paths of the image's VOLUME declarations for this tag; a declaration that may not apply is left out. */
export function volumesOf(knowledge: RecordKnowledge | undefined): string[] {
  if (!knowledge) return []
  const { record, test } = knowledge
  return declaredVolumes(record).flatMap(({ path, when }) => (holds(test(when)) ? [path] : []))
}

/** All VOLUME declarations of a record, with their conditions. */
export function declaredVolumes({ volumes = [] }: ImageRecord): { readonly path: string; readonly when?: Condition }[] {
  return volumes
    .map((volume) => (typeof volume === 'string' ? { path: volume } : volume))
    .map((volume) => ({ ...volume, path: normaliseTarget(volume.path) }))
}
