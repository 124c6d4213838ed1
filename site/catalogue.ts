import { builtInRecords } from '../src/knowledge/index.ts'
import { matchRecord } from '../src/knowledge/match.ts'
import type { ImageRecord } from '../src/knowledge/record.ts'
import { parseImageReference } from '../src/model/image.ts'
import type { WritePlan } from '../src/model/write-plan.ts'
import { planWords } from '../src/plan/explain.ts'
import { nameForImage, planImage } from '../src/plan/plan-image.ts'
import { type Described, snippetsOf } from '../src/plan/snippets.ts'
import { COMPOSE } from '../src/sources/compose/dialect.ts'

/** As the build reads them. */
const { readRecords } = (await import(new URL('../../.ci/records.js', import.meta.url).href)) as {
  readRecords(): readonly { readonly file: string; readonly record: ImageRecord }[]
}

/** What the catalogue says of one record. */
export interface CatalogueEntry {
  readonly names: ImageRecord['names']
  /** The YAML file of the record, in the repository. */
  readonly file: string
  /** The folder of the record: `databases`. */
  readonly category: string
  /** Below the site. */
  readonly path: string
  /** The image that is planned: the first name, or for a family one of its images. */
  readonly image: string
  readonly plan: WritePlan
  readonly words: ReturnType<typeof planWords>
  readonly snippets: ReturnType<typeof snippetsOf>
  /** The record with what it inherits. */
  readonly record: ImageRecord
}

/** Every record, planned as `dockseal plan IMAGE` does, sorted by category and name. */
export function catalogue(): CatalogueEntry[] {
  return readRecords()
    .map(({ file, record }) => describe(record.names, file))
    .sort((one, other) => compare(one.category, other.category) || compare(one.names[0], other.names[0]))
}

function describe(names: ImageRecord['names'], file: string): CatalogueEntry {
  const image = names[0].replaceAll('*', 'name')
  const reference = parseImageReference(image)
  const record = reference && matchRecord(reference, builtInRecords)?.record
  if (!record) throw new Error(`${file}: no record is found for ${image}`)
  const described: Described = { name: nameForImage(image) ?? 'app', image, environment: [], mounts: [] }
  const plan = planImage(described, builtInRecords, COMPOSE)
  return {
    names,
    file,
    category: file.split('/').at(-2) ?? '',
    path: `images/${names[0].replaceAll('*', 'any')}.html`,
    image,
    plan,
    words: planWords(plan),
    snippets: snippetsOf(plan, described),
    record,
  }
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
