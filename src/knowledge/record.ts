import type { ImageRecord } from './record-types.ts'

export type * from './record-types.ts'

/** Image records by their names. They are looked up in one text, and a record is read when needed: all take longer than a file's lint. */
export interface Catalogue {
  readonly size: number
  /** A line for each record: its number, from 0, and its names, with a space on both sides of each. */
  readonly lines: string
  readonly read: (index: number) => ImageRecord
}
