import type { ImageRecord } from './record-types.ts'

export type * from './record-types.ts'

/** A record by its names. It is read when one of them is needed: reading all records takes longer than linting a file. */
export interface RecordEntry {
  readonly names: ImageRecord['names']
  readonly read: () => ImageRecord
}

/** The entry of a record that is read already. */
export function entryOf(record: ImageRecord): RecordEntry {
  return { names: record.names, read: () => record }
}
