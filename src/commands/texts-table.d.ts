/** The texts of `texts/` by the names of the files, which the build reads (`.ci/tables.js`). */
export declare const texts: Readonly<Record<'docksealrc' | 'help' | 'prove-help', string>>
