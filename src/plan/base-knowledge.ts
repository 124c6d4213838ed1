import type { Catalogue } from '../knowledge/record.ts'
import { blankContainer } from '../model/blank-container.ts'
import type { Container } from '../model/container.ts'
import { RUN } from '../model/dialect.ts'
import type { Image } from '../model/image.ts'
import type { ImageKnowledge } from '../model/write-plan.ts'
import { planWrites } from './plan.ts'

/** What the records say about the image that a Dockerfile is built on, for a container with nothing set. */
export function baseKnowledge(image: Image, records: Catalogue): ImageKnowledge | undefined {
  if (image.base.state !== 'set' || image.base.value === 'scratch') return undefined
  const { value, origin } = image.base
  const container: Container = { ...blankContainer(value, RUN, origin), image: image.base }
  return planWrites({ container, records, volumeNames: new Set() }).knowledge
}
