import { catalogueWith } from '../knowledge/catalogue.ts'
import { fullName } from '../knowledge/names.ts'
import type { ImageRecord } from '../knowledge/record.ts'
import { lastNamed } from '../knowledge/record-names.ts'
import { parseImageReference } from '../model/image.ts'

/** A mistake in `images:`, by the path below that key. */
export interface RecordMistake {
  readonly path: readonly string[]
  readonly message: string
  readonly hint: string
}

/** Errors that the schema of records cannot express: names that no image can have, and unknown records in `extends`. */
export function checkRecords(records: readonly ImageRecord[]): RecordMistake[] {
  const known = catalogueWith(records)
  return records.flatMap((record, index) => [
    ...record.names.flatMap((name, at) => checkName(name, [String(index), 'names', String(at)])),
    ...(record.extends === undefined || lastNamed(known, record.extends) !== undefined
      ? []
      : [
          {
            path: [String(index), 'extends'],
            message: `no image record is called "${record.extends}"`,
            hint: 'extend a built-in record or one of this list',
          },
        ]),
  ])
}

/** `docker.io/library/redis` and `redis` are one image; its short name is looked up. */
function checkName(name: string, path: readonly string[]): RecordMistake[] {
  const reference = parseImageReference(name.replaceAll('*', 'x'))
  if (!reference) return [{ path, message: `"${name}" is no image reference`, hint: 'write it in lower case, without a tag' }]
  const used = fullName(reference)
  if (name.includes('*') || used === name) return []
  return [{ path, message: `an image "${name}" is looked up as "${used}"`, hint: `write "${used}"` }]
}
