import type { ImageRecord } from './record-types.ts'

/** Gives a built-in record by its place among all of them and by its names. */
export type GiveRecord = (index: number, names: ImageRecord['names']) => ImageRecord

/** Where the bundle gets records from; absent: Node reads them from the file beside the bundle. */
let give: GiveRecord | undefined

/** Sets another source of built-in records: a browser has no files. Undefined: the file again. */
export function takeRecordsFrom(source: GiveRecord | undefined): void {
  give = source
}

/** Where records come from; undefined: from the file beside the bundle. */
export function recordSource(): GiveRecord | undefined {
  return give
}
