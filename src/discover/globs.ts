import picomatch from 'picomatch'

/** Makes a test of globs (picomatch's, files with a leading dot included); any one of them decides. */
export type CompileGlobs = (globs: readonly string[]) => (text: string) => boolean

/** Picomatch; who has no globs need not load it. */
export const compileGlobs: CompileGlobs = (globs) => picomatch([...globs], { dot: true })
