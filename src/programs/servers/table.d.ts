import type { ServerRow } from './server-table.ts'

/** The servers of `configured/*.yaml`, by the names of their programs, which the build reads (`.ci/tables.js`). */
export declare const servers: Readonly<Record<string, ServerRow>>
