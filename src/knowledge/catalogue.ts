import { builtInRecords } from './index.ts'
import { entryOf, type ImageRecord, type RecordEntry } from './record.ts'

/** The built-in records, and those of a user, which take precedence. Make it once: it keeps what was looked up. */
export function catalogueWith(own: readonly ImageRecord[]): readonly RecordEntry[] {
  return own.length === 0 ? builtInRecords : [...builtInRecords, ...own.map(entryOf)]
}
