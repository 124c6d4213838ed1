import type { Cases, Condition } from '../knowledge/record.ts'
import { holds, type Truth } from '../knowledge/truth.ts'

/** The first value whose condition holds, and how sure that is; undefined if none holds. */
export function choose(
  cases: Cases | undefined,
  test: (condition: Condition | undefined) => Truth,
): { readonly value: string; readonly truth: Truth } | undefined {
  if (cases === undefined) return undefined
  if (typeof cases === 'string') return { value: cases, truth: 'yes' }
  for (const { when, use } of cases) {
    const truth = test(when)
    if (holds(truth)) return { value: use, truth }
  }
  return undefined
}
