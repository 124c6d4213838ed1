import picomatch from 'picomatch'
import { COSTLY, isCostly } from './glob-cost.ts'

/** Makes a function that says whether a path matches one of the globs (picomatch's, including dot files). */
export type CompileGlobs = (globs: readonly string[]) => (text: string) => boolean

/** Loads picomatch, which only runs with globs need. A glob that `isCostly` is refused when it is read, and throws here. */
export const compileGlobs: CompileGlobs = (globs) => {
  const costly = globs.find(isCostly)
  if (costly !== undefined) throw new Error(`the pattern "${costly.slice(0, 80)}" ${COSTLY}`)
  return picomatch([...globs], { dot: true })
}
