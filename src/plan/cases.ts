import type { Cases, Condition } from '../knowledge/record.ts'
import { holds, type Truth } from '../knowledge/truth.ts'

/** The first value whose condition holds; undefined if none holds. */
export function choose(cases: Cases | undefined, test: (condition: Condition | undefined) => Truth): string | undefined {
  return typeof cases === 'string' ? cases : cases?.find(({ when }) => holds(test(when)))?.use
}
