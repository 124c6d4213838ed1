import type { JavaLibrary, PlaceSetting } from './java-libraries.ts'

/** What `java.yaml` says, which the build reads (`.ci/tables.js`). */
export declare const java: {
  readonly libraries: readonly (Omit<JavaLibrary, 'names'> & { readonly names: string })[]
  readonly code: readonly { readonly sign: string; readonly why: string }[]
  readonly database: { readonly accepts: string; readonly strips: string }
  readonly places: readonly PlaceSetting[]
}
