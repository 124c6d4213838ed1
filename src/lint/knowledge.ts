import { catalogueWith } from '../knowledge/catalogue.ts'
import { matchRecord } from '../knowledge/match.ts'
import type { Catalogue, ImageRecord } from '../knowledge/record.ts'
import { blankContainer } from '../model/blank-container.ts'
import type { Container } from '../model/container.ts'
import { defined } from '../model/defined.ts'
import { RUN } from '../model/dialect.ts'
import type { Evidence } from '../model/evidence.ts'
import type { Problem } from '../model/finding.ts'
import { type Image, type ImageStart, parseImageReference, parseImageTemplate } from '../model/image.ts'
import { joinEvidence } from '../model/join-evidence.ts'
import { remember } from '../model/maps.ts'
import type { ImageKnowledge } from '../model/write-plan.ts'
import { findRecord } from '../plan/matched-record.ts'
import { planWrites } from '../plan/plan.ts'
import { containerReference } from '../plan/plan-context.ts'
import { taggedImage } from '../project/built-by.ts'
import { imagesOf } from '../project/images.ts'
import { proofs } from '../project/proofs.ts'
import type { Sources } from '../project/sources.ts'
import { type MountedFiles, mountedFiles, projectRoots } from '../sources/mounted-files.ts'
import type { Document, Files } from '../sources/source.ts'
import type { Knowledge } from './lint.ts'

export interface KnowledgeOptions {
  readonly sources: Sources
  /** The user's image records; a record replaces the built-in one of the same name. */
  readonly records: readonly ImageRecord[]
  /** Bytes; the size of every planned tmpfs. */
  readonly tmpfsSize?: number
  /** Mounts a volume over files that an image ships and changes at start, if nothing else helps. */
  readonly staleVolumes?: boolean
  /** What an engine showed of the containers that a service started. */
  readonly observed?: (container: Container) => SeenOnEngine | undefined
  /** What another tool recorded of a container; `alone`: its document has no other container that could be meant. */
  readonly recorded?: (container: Container, alone: boolean) => Evidence | undefined
  /** Plans for a trial: they ignore proofs, and only what no run can decide is an obstacle. */
  readonly trial?: true
}

/** What an engine knows of a container beyond its settings. */
export interface SeenOnEngine {
  readonly image?: Image
  readonly evidence?: Evidence
}

/** What the rules may learn, and the image that the plans use. */
export interface LinkedKnowledge extends Knowledge {
  /** What the Dockerfile of a container's build and the engine together say about its image. */
  readonly wholeImage: (container: Container) => Image | undefined
}

/** What the start of a container does if its image is not built here. */
function startOf(
  container: Container,
  image: Image | undefined,
  records: Catalogue,
  { readContainerStart }: Sources,
  mounted: MountedFiles,
): ImageStart | undefined {
  const record = findRecord(container, image, records)?.record
  const user = container.user.state === 'set' ? container.user.value : container.user.state === 'unknown' ? undefined : userOf(record)
  const convention = conventionOfRecord(record)
  return readContainerStart?.({ container, image: taggedImage(container) ?? '', ...defined({ convention, user }), mounted })
}

const conventions = new WeakMap<ImageRecord, ReturnType<typeof makeConvention>>()

/** What a record says about how its image starts. */
function conventionOfRecord(record: ImageRecord | undefined) {
  return record?.start && remember(conventions, record, () => makeConvention(record))
}

/** How an image of the catalogue starts its command, by its name. */
export function conventionsIn(records: Catalogue): (image: string) => ReturnType<typeof conventionOfRecord> {
  return (image) => {
    const reference = parseImageReference(image) ?? parseImageTemplate(image)
    return conventionOfRecord(reference && matchRecord(reference, records)?.record)
  }
}

/** For a language runtime, the program is not known. */
function makeConvention(record: ImageRecord) {
  const { variables, ...start } = record.start ?? {}
  const places = { ...variables, ...(start.folders ? placesOf(record) : {}) }
  return { ...start, isKnown: record.runtime !== true, places }
}

/** Variables that name places which the image writes; if the tag decides, the deepest one, which the others contain. */
function placesOf({ writes = [] }: ImageRecord): Readonly<Record<string, string>> {
  const places = writes.flatMap(({ path, from = [] }) =>
    from.flatMap((each) => ('env' in each && path !== undefined ? [[each.env, path] as const] : [])),
  )
  return Object.fromEntries(places.toSorted(([, a], [, b]) => a.length - b.length))
}

/** The account that an image starts as: root where its record names none. */
function userOf(record: ImageRecord | undefined): string | undefined {
  if (!record) return undefined
  return record.user === undefined ? 'root' : typeof record.user === 'string' ? record.user : undefined
}

/** What the records, the plan and the project's images say about the containers of a document. */
export function knowledgeFrom(options: KnowledgeOptions): (document: Document, io: Files) => LinkedKnowledge {
  const records = catalogueWith(options.records)
  const isKnown = (container: Container): boolean => {
    const reference = containerReference(container)
    return reference !== undefined && matchRecord(reference, records) !== undefined
  }
  const conventionOf = conventionsIn(records)
  const rootOf = projectRoots()
  return (document, io) => {
    const root = rootOf(document.file, io)
    const inspected = (container: Container) => options.observed?.(container)?.image
    const notes: Problem[] = []
    const note = (problem: Problem) => notes.push(problem)
    const wholeImage = imagesOf(document, io, { sources: options.sources, root, isKnown, inspected, conventionOf, note })
    const proofOf = proofs(document, io, note)
    const shared = siblingVolumes(document.containers)
    const volumeNames = new Set(
      document.containers.flatMap((container) =>
        container.mounts.items.flatMap(({ value }) => (value.type === 'volume' && value.name !== undefined ? [value.name] : [])),
      ),
    )
    return {
      image: (container) => inspected(container) ?? wholeImage(container),
      wholeImage,
      notes,
      base: (image) => baseKnowledge(image, records),
      plan: (container) => {
        const built = wholeImage(container)
        const proof = options.trial ? { trial: true as const } : proofOf(container)
        const seen = options.observed?.(container)?.evidence
        const recorded = options.recorded?.(container, document.containers.length === 1)
        const evidence = seen && recorded ? joinEvidence(seen, recorded) : (seen ?? recorded)
        const start = built?.build ? undefined : startOf(container, built, records, options.sources, mountedFiles(container, root, io))
        return planWrites({
          container,
          records,
          volumeNames,
          siblingVolumes: shared(container),
          ...defined({ image: built, start, evidence, tmpfsSize: options.tmpfsSize, staleVolumes: options.staleVolumes }),
          ...proof,
        })
      },
    }
  }
}

/** Named volumes by path, of the services of one build. */
type SharedVolumes = ReadonlyMap<string, string>

const NONE: SharedVolumes = new Map()

/**
 * Gives for a container the named volumes, by path, that services of the same build mount: a web server and its worker that are built from
 * one context keep their uploads in one place. A path for which they name different volumes is left out. Services of one image that is not
 * built here do not count: they may be two databases, each with its own data. The container's own mounts are included, where no volume is
 * planned anyway.
 */
export function siblingVolumes(containers: readonly Container[]): (container: Container) => SharedVolumes {
  const builders = new Map<string, string>()
  for (const { image, build, project } of containers) {
    if (build.state === 'set' && image.state === 'set' && !builders.has(image.value))
      builders.set(image.value, buildKey(project, build.value))
  }
  /** The same for all services of one build, also for a service that only names the image that another one builds. */
  const keyOf = ({ image, build, project }: Container): string | undefined => {
    if (build.state === 'set') return buildKey(project, build.value)
    return image.state === 'set' ? builders.get(image.value) : undefined
  }
  const names = new Map<string, Map<string, Set<string>>>()
  for (const container of containers) {
    const key = keyOf(container)
    if (key === undefined) continue
    const byPath = remember(names, key, () => new Map<string, Set<string>>())
    for (const { value } of container.mounts.items) {
      if (value.type !== 'volume' || value.name === undefined || value.readOnly) continue
      remember(byPath, value.target, () => new Set<string>()).add(value.name)
    }
  }
  const shared = new Map<string, SharedVolumes>()
  for (const [key, byPath] of names) {
    shared.set(
      key,
      new Map([...byPath].flatMap(([path, [name, ...others]]) => (name === undefined || others.length > 0 ? [] : [[path, name]]))),
    )
  }
  return (container) => shared.get(keyOf(container) ?? '') ?? NONE
}

function buildKey(project: Container['project'], build: object): string {
  return JSON.stringify([project, build])
}

/** What the records say about the image that a Dockerfile is built on, for a container with nothing set. */
function baseKnowledge(image: Image, records: Catalogue): ImageKnowledge | undefined {
  if (image.base.state !== 'set' || image.base.value === 'scratch') return undefined
  const { value, origin } = image.base
  const container: Container = { ...blankContainer(value, RUN, origin), image: image.base }
  return planWrites({ container, records, volumeNames: new Set() }).knowledge
}
