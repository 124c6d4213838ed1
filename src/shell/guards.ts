import { type Branch, type Fresh, type Guard, takenClause } from './branches.ts'
import type { State } from './state.ts'

/** The clause that a branch takes: for sure, and by the environment that the container is started with. */
export interface Taken {
  readonly certain: number | undefined
  readonly likely: number | undefined
}

/**
 * Whether a command runs. A branch is decided by what holds when its first command is reached, and no more inside a loop, for which
 * there is no `fresh`.
 */
export function mayRun(
  guards: readonly Guard[],
  decided: Map<Branch, Taken>,
  { certain, scope, positional }: State,
  fresh: Fresh | undefined,
): 'yes' | 'no' | 'maybe' | 'likely' {
  let answer: 'yes' | 'maybe' | 'likely' = 'yes'
  for (const { branch, clause } of guards) {
    let taken = decided.get(branch)
    if (!taken) {
      const sure = fresh && takenClause(branch, certain.lookup(scope, positional))
      const likely = fresh && takenClause(branch, certain.likely(scope, positional), fresh)
      taken = { certain: sure, likely: sure ?? likely }
      decided.set(branch, taken)
    }
    if (taken.certain === undefined) answer = answer !== 'maybe' && taken.likely === clause ? 'likely' : 'maybe'
    else if (taken.certain !== clause) return 'no'
  }
  return answer
}
