import { recordSource } from './on-demand.ts'
import type { RecordEntry } from './record.ts'
import { records } from './records.js'

/** Everything that dockseal knows of images: the files below `images/`. The bundle reads a record when it is asked for (`.ci/bundle.js`). */
export const builtInRecords: readonly RecordEntry[] = records.map((record, index) => ({
  names: record.names,
  read: () => recordSource()?.(index, record.names) ?? record,
}))
