import type { Outputs } from './output-options.ts'
import type { Wrapper } from './wrappers.ts'

/** The rows of `programs/*.yaml` by the names of programs, which the build reads (`.ci/tables.js`). */
export declare const programs: {
  readonly wrappers: Readonly<Record<string, Wrapper>>
  readonly outputs: Readonly<Record<string, Outputs>>
}
