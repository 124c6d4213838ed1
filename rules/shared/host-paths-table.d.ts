import type { SensitivePath } from './host-paths.ts'

/** The rows of `host-paths.yaml`, which the build reads (`.ci/tables.js`): paths as `hostPath` spells them, with spaces between them. */
export declare const hostPaths: readonly (Omit<SensitivePath, 'path'> & { readonly paths: string })[]
