import { recordSource } from './on-demand.ts'
import type { RecordEntry } from './record.ts'
import { records } from './records.js'

/** The image records: the files below `images/`. The bundle reads a record on demand (`.ci/bundle.js`). */
export const builtInRecords: readonly RecordEntry[] = records.map((record, index) => ({
  names: record.names,
  read: () => recordSource()?.(index, record.names) ?? record,
}))
