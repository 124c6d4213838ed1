import { catalogueWith } from '../knowledge/catalogue.ts'
import { matchRecord } from '../knowledge/match.ts'
import type { ImageRecord, RecordEntry } from '../knowledge/record.ts'
import type { Knowledge } from '../lint/lint.ts'
import type { Container } from '../model/container.ts'
import type { Evidence } from '../model/evidence.ts'
import { UNSET } from '../model/fact.ts'
import type { Image, ImageStart } from '../model/image.ts'
import { baseKnowledge } from '../plan/base-knowledge.ts'
import { findRecord } from '../plan/matched-record.ts'
import { planWrites } from '../plan/plan.ts'
import { containerReference } from '../plan/plan-context.ts'
import { type MountedFiles, mountedFiles, projectRoot } from '../sources/mounted-files.ts'
import type { Document, Files } from '../sources/source.ts'
import { builders, buildersByName, imageText } from './builders.ts'
import { builtImage } from './builds.ts'
import { joinImage } from './join-image.ts'
import type { Sources } from './sources.ts'

export interface LinkOptions {
  readonly sources: Sources
  /** Image records of the user's; a record replaces the built-in one of the same name. */
  readonly records: readonly ImageRecord[]
  /** Bytes; given to every planned tmpfs. */
  readonly tmpfsSize?: number
  /** What an engine showed of the containers that were started from a service. */
  readonly observed?: (container: Container) => Observed | undefined
}

/** What an engine knows of a container beyond its settings. */
export interface Observed {
  readonly image?: Image
  readonly evidence?: Evidence
}

/** What the rules may learn, and the image that the plans rest on. */
export interface LinkedKnowledge extends Knowledge {
  /** What the Dockerfile of a container's build and the engine tell of its image, together. */
  readonly wholeImage: (container: Container) => Image | undefined
}

/** A container as its image would start by itself. */
function unstarted(container: Container): Container {
  const environment = { items: [], incomplete: { why: 'another container sets it' } }
  return { ...container, entrypoint: UNSET, command: UNSET, workingDir: UNSET, environment }
}

/** What the start of a container does whose image is not built here. */
function startOf(
  container: Container,
  image: Image | undefined,
  records: readonly RecordEntry[],
  { readContainerStart }: Sources,
  mounted: MountedFiles,
): ImageStart | undefined {
  const record = findRecord(container, image, records)?.record
  const user = container.user.state === 'set' ? container.user.value : container.user.state === 'unknown' ? undefined : userOf(record)
  return readContainerStart?.({
    container,
    image: imageText(container) ?? '',
    ...(record?.start ? { convention: record.start } : {}),
    isKnown: record !== undefined && record.runtime !== true,
    ...(user === undefined ? {} : { user }),
    mounted,
  })
}

/** The account that an image starts as: root where its record names none. */
function userOf(record: ImageRecord | undefined): string | undefined {
  if (!record) return undefined
  return record.user === undefined ? 'root' : typeof record.user === 'string' ? record.user : undefined
}

/** Joins containers to what is known beyond their own text: the Dockerfile they are built from, and the image records. */
export function linker(options: LinkOptions): (document: Document, io: Files) => LinkedKnowledge {
  const records = catalogueWith(options.records)
  return (document, io) => {
    const root = projectRoot(document.file, io)
    const images = new Map<Container, Image | undefined>()
    const builder = builders(document, io)
    const buildOf = (container: Container) => {
      const reference = containerReference(container)
      return builder(container, reference !== undefined && matchRecord(reference, records) !== undefined)
    }
    const wholeImage = (container: Container): Image | undefined => {
      const known = images.get(container)
      if (known || images.has(container)) return known
      const found = joinImage(
        builtImage(container, buildOf(container), io, options.sources, root, built),
        options.observed?.(container)?.image,
      )
      images.set(container, found)
      return found
    }
    const builderOf = buildersByName(document)
    const bases = new Map<string, Image | undefined>()
    /** What a Dockerfile stands on, where a service of the same project builds it; without that service's own start. */
    const built = (name: string): Image | undefined => {
      const known = bases.get(name)
      if (known || bases.has(name)) return known
      // Of images that stand on each other none can be told.
      bases.set(name, undefined)
      const builder = builderOf(name)
      const found = builder && builtImage(unstarted(builder), builder.build, io, options.sources, root, built)
      bases.set(name, found)
      return found
    }
    const volumeNames = new Set(
      document.containers.flatMap((container) =>
        container.mounts.items.flatMap(({ value }) => (value.type === 'volume' && value.name !== undefined ? [value.name] : [])),
      ),
    )
    return {
      image: (container) => options.observed?.(container)?.image ?? wholeImage(container),
      wholeImage,
      base: (image) => baseKnowledge(image, records),
      plan: (container) => {
        const built = wholeImage(container)
        const evidence = options.observed?.(container)?.evidence
        const start = built?.build ? undefined : startOf(container, built, records, options.sources, mountedFiles(container, root, io))
        return planWrites({
          container,
          records,
          volumeNames,
          ...(built ? { image: built } : {}),
          ...(start ? { start } : {}),
          ...(evidence ? { evidence } : {}),
          ...(options.tmpfsSize === undefined ? {} : { tmpfsSize: options.tmpfsSize }),
        })
      },
    }
  }
}
