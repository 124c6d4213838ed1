import { patternOf } from './patterns.ts'

/** Whether the files decide a condition. `likely`, `unlikely`: by a guess that is usually right; `unknown`: not decided. */
export type Truth = 'no' | 'unlikely' | 'unknown' | 'likely' | 'yes'

const ORDER: readonly Truth[] = ['no', 'unlikely', 'unknown', 'likely', 'yes']

/** True if all parts are true; as sure as the least sure part. */
export function every(truths: readonly Truth[]): Truth {
  return ORDER[Math.min(4, ...truths.map((truth) => ORDER.indexOf(truth)))] ?? 'unknown'
}

/** True if one part is true; as sure as the surest part. */
export function some(truths: readonly Truth[]): Truth {
  return ORDER[Math.max(0, ...truths.map((truth) => ORDER.indexOf(truth)))] ?? 'unknown'
}

export function opposite(truth: Truth): Truth {
  return ORDER[4 - ORDER.indexOf(truth)] ?? 'unknown'
}

export function truthOf(value: boolean): Truth {
  return value ? 'yes' : 'no'
}

/** Whether to act on it: true, surely or by a guess that is usually right. */
export function holds(truth: Truth): boolean {
  return truth === 'yes' || truth === 'likely'
}

/** Whether a record's regular expression matches; an invalid one (a user's record without validation) decides nothing. */
export function matchesPattern(pattern: string, text: string): Truth {
  try {
    return truthOf(patternOf(pattern).test(text))
  } catch {
    return 'unknown'
  }
}
