import type { CisControlEntry } from './cis-controls.ts'

/** The controls of `cis-controls.yaml`, which the build reads (`.ci/tables.js`). */
export declare const controls: readonly Omit<CisControlEntry, 'upTo15'>[]
