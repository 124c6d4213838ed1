import type { Intent } from '../../model/intent.ts'
import { intentFlag, losesOptions } from '../../model/intent-flag.ts'
import { quoteWord } from '../../text/shell-word.ts'
import type { Verb } from '../flags.ts'

/** The flag for an intent, as shell text; undefined if adding a flag is not enough. */
export function flagText(intent: Intent, verb: Verb): string | undefined {
  return losesOptions(intent, verb) ? undefined : intentFlag(intent, verb)?.map(quoteWord).join(' ')
}
