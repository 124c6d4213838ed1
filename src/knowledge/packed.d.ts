import type { ImageRecord } from './record.ts'

/** The record at a place of the packed records, which are fetched when the first is asked for; made by the build (`.ci/bundle.js`). */
export declare const packedRecord: (names: readonly string[], index: number) => Promise<Omit<ImageRecord, 'names'> | undefined>
