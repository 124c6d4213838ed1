import { parentOf } from '../../model/path.ts'
import type { Files } from '../source.ts'
import type { Stage } from './stages.ts'

/** How many directories above the Dockerfile's own may be the context; deeper trees are rare. */
const MAX_UP = 4

/**
 * The directory in which a Dockerfile is most likely built, if nothing says so (`docker build -f docker/Dockerfile .`): its own, or the
 * nearest one above it that has everything that COPY and ADD name. If none has (programs are built first), and the own directory has none
 * of it, the nearest with at least half of it, among that a path of more than one part. Stops at the root of the repository.
 */
export function guessContext(directory: string, stages: readonly Stage[], io: Files): string {
  const sources = namedSources(stages)
  if (sources.length === 0) return directory
  let half: string | undefined
  let candidate = directory
  for (let up = 0; up <= MAX_UP; up++) {
    const base = candidate === '/' ? '' : candidate
    const found = sources.filter((source) => io.exists(`${base}/${source}`))
    if (found.length === sources.length) return candidate
    if (up === 0 && found.length > 0) half = directory
    if (found.length * 2 >= sources.length && found.some((source) => source.includes('/'))) half ??= candidate
    if (candidate === '/' || io.exists(`${base}/.git`)) break
    candidate = parentOf(candidate)
  }
  return half ?? directory
}

/** Sources that name one place, or the directory of a pattern: no variables, addresses, files of other stages, nor the context itself. */
function namedSources(stages: readonly Stage[]): readonly string[] {
  const sources = stages.flatMap(({ steps }) =>
    steps.flatMap(({ instruction, resolve }) => {
      const { name, flags, args, heredocs, onBuild } = instruction
      if ((name !== 'COPY' && name !== 'ADD') || onBuild || heredocs.length > 0 || flags.some((flag) => flag.name === 'from')) return []
      return args.slice(0, -1).map((arg) => resolve(arg.text))
    }),
  )
  return sources.flatMap((source) => {
    const clean = source
      ?.replace(/^(?:\.?\/)+/, '')
      .replace(/(?:^|\/)[^/]*[*?[][^/]*$/, '')
      .replace(/\/+$/, '')
    if (clean === undefined || clean === '' || clean === '.' || /[*?[\]:]|(?:^|\/)\.\.(?:\/|$)/.test(clean)) return []
    return [clean]
  })
}
