import { recordSource } from './on-demand.ts'
import type { Catalogue } from './record.ts'
import { linesOf } from './record-names.ts'
import { records } from './records.js'

/** All that dockseal knows of images: the files below `images/`. The bundle reads a record when it is needed (`.ci/bundle.js`). */
export const builtInRecords: Catalogue = {
  size: records.length,
  lines: linesOf(records.map(({ names }) => names)),
  read: (index) => {
    const record = records[index]
    if (record === undefined) throw new RangeError(`there is no record ${index}`)
    return recordSource()?.(index, record.names) ?? record
  },
}
