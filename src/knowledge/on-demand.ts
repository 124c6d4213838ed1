import type { ImageRecord } from './record-types.ts'

/** Gives the built-in record whose first name this is. `index`: its place among all of them, where the names come in `names`. */
export type GiveRecord = (index: number, names: ImageRecord['names']) => ImageRecord

/** How the bundle gets at the records; absent: Node reads them from the file beside the bundle. */
let give: GiveRecord | undefined

/** Has built-in records come from elsewhere than a file: a browser has none. Undefined: from the file again. */
export function takeRecordsFrom(source: GiveRecord | undefined): void {
  give = source
}

/** Where records come from; undefined: from the file beside the bundle. */
export function recordSource(): GiveRecord | undefined {
  return give
}
