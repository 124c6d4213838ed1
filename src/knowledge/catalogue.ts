import { builtInRecords } from './index.ts'
import { entryOf, type ImageRecord, type RecordEntry } from './record.ts'

/** The built-in records and, behind them, those of a user, which win. To be made once: what is looked up in it is kept with it. */
export function catalogueWith(own: readonly ImageRecord[]): readonly RecordEntry[] {
  return own.length === 0 ? builtInRecords : [...builtInRecords, ...own.map(entryOf)]
}
