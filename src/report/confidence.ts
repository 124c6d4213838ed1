import { confidenceWords } from '../model/confidence-words.ts'
import type { LintMessage } from './result.ts'

/**
 * A message for a format that has no place of its own for it: with how sure its plan is, in words. What `--fix` leaves out and what stops
 * working is part of the message already, or said behind it.
 */
export function messageWithSureness({ message, confidence, plan, fixRefused, ruleId }: LintMessage): string {
  if (ruleId === null || confidence === undefined || plan === undefined) return message
  const left = fixRefused === undefined ? '' : `; ${fixRefused}`
  return `${message} (${confidenceWords(confidence, plan)}${left})`
}
