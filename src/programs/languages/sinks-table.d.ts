import type { SinkRow } from './sink-rows.ts'

/** The rows of `sinks/*.yaml` by the names of the files, which the build reads (`.ci/tables.js`). */
export declare const sinks: Readonly<Record<string, readonly SinkRow[]>>
