import picomatch from 'picomatch'
import { COSTLY, isCostly } from './glob-cost.ts'

/** Makes a test of globs (picomatch's, files with a leading dot included); any one of them decides. */
export type CompileGlobs = (globs: readonly string[]) => (text: string) => boolean

/** Picomatch; who has no globs need not load it. A glob that `isCostly` is refused where it is read, and throws here. */
export const compileGlobs: CompileGlobs = (globs) => {
  const costly = globs.find(isCostly)
  if (costly !== undefined) throw new Error(`the pattern "${costly.slice(0, 80)}" ${COSTLY}`)
  return picomatch([...globs], { dot: true })
}
