/** The packages of `readers.yaml`, which the build reads (`.ci/tables.js`). */
export declare const readers: readonly string[]
