import type { Severity } from '../model/finding.ts'
import type { LintMessage } from './result.ts'

const WORDS: Readonly<Record<Severity, string>> = { error: 'Error', warning: 'Warning', info: 'Info' }

/** The level as ESLint's line formats write it. ESLint has no `Info`, but readers of these formats know it. */
export function levelWord(message: LintMessage): string {
  return WORDS[message.level]
}
