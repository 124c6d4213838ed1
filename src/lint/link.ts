import type { Container } from '../model/container.ts'
import type { Evidence } from '../model/evidence.ts'
import type { Image } from '../model/image.ts'
import type { Document, Files } from '../sources/source.ts'
import { baseKnowledge } from '../writes/base-knowledge.ts'
import { catalogueWith } from '../writes/knowledge/catalogue.ts'
import type { ImageRecord } from '../writes/knowledge/record.ts'
import { planWrites } from '../writes/plan.ts'
import { asBuilt, builtImage } from './builds.ts'
import type { Knowledge } from './lint.ts'
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

/** Joins containers to what is known beyond their own text: the Dockerfile they are built from, and the image records. */
export function linker(options: LinkOptions): (document: Document, io: Files) => Knowledge {
  const records = catalogueWith(options.records)
  return (document, io) => {
    const images = new Map<Container, Image | undefined>()
    const image = (container: Container): Image | undefined => {
      if (!images.has(container)) {
        const built = () => builtImage(asBuilt(container, document.containers), io, options.sources)
        images.set(container, options.observed?.(container)?.image ?? built())
      }
      return images.get(container)
    }
    const volumeNames = new Set(
      document.containers.flatMap((container) =>
        container.mounts.items.flatMap(({ value }) => (value.type === 'volume' && value.name !== undefined ? [value.name] : [])),
      ),
    )
    return {
      image,
      base: (image) => baseKnowledge(image, records),
      plan: (container) => {
        const built = image(container)
        const evidence = options.observed?.(container)?.evidence
        return planWrites({
          container: asBuilt(container, document.containers),
          records,
          volumeNames,
          ...(built ? { image: built } : {}),
          ...(evidence ? { evidence } : {}),
          ...(options.tmpfsSize === undefined ? {} : { tmpfsSize: options.tmpfsSize }),
        })
      },
    }
  }
}
