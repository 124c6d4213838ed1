import { confidenceWords } from '../model/confidence-words.ts'
import type { LintMessage } from './result.ts'

/** A message for a format without a field for confidence: says how sure its plan is. What `--fix` leaves out is in it already. */
export function messageWithSureness({ message, confidence, plan, fixRefused, ruleId }: LintMessage): string {
  if (ruleId === null || confidence === undefined || plan === undefined) return message
  const left = fixRefused === undefined ? '' : `; ${fixRefused}`
  return `${message} (${confidenceWords(confidence, plan)}${left})`
}
