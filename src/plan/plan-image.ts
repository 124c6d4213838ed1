import type { Catalogue } from '../knowledge/record.ts'
import { blankContainer } from '../model/blank-container.ts'
import type { Container } from '../model/container.ts'
import type { Dialect } from '../model/dialect.ts'
import { type Origin, set } from '../model/fact.ts'
import { parseImageReference } from '../model/image.ts'
import { baseName } from '../model/path.ts'
import type { WritePlan } from '../model/write-plan.ts'
import { planWrites } from './plan.ts'
import type { Described } from './snippets.ts'

/** The place of a container's settings if no file describes them. */
const HERE: Origin = { kind: 'text', file: 'command line', span: [0, 0] }

/** A name for a container of an image: the last part of the image's name; undefined if `image` is not an image reference. */
export function nameForImage(image: string): string | undefined {
  const reference = parseImageReference(image)
  return reference && baseName(reference.name).replace(/[^a-z0-9]+/g, '-')
}

/** The plan of a container that is only described, in `dialect`: for `dockseal plan IMAGE` and the pages of the catalogue. */
export function planImage(described: Described, records: Catalogue, dialect: Dialect): WritePlan {
  return planWrites({ container: containerOf(described, dialect), records })
}

function containerOf({ name, image, user, environment, mounts }: Described, dialect: Dialect): Container {
  return {
    ...blankContainer(name, dialect, HERE),
    image: set(image, HERE),
    ...(user === undefined ? {} : { user: set(user, HERE) }),
    environment: { items: environment.map((each) => ({ value: { ...each, interpolated: false }, origin: HERE })) },
    mounts: {
      items: mounts.map((target) => ({ value: { type: 'volume', name: 'data', target, readOnly: false, form: 'short' }, origin: HERE })),
    },
  }
}
