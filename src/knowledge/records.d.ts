import type { ImageRecord } from './record.ts'

/** The records below `images/`, which the build reads (`.ci/records.js`). */
export declare const records: readonly ImageRecord[]
