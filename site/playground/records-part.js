/** The file, beside the page, that holds the record of these names: one for each first letter, as a module, because the page may fetch nothing. */
export const partOf = (names) => `./records-${/^[a-z]/.exec(names[0])?.[0] ?? 'other'}.js`
