import type { Intent } from './intent.ts'

/** An intent that is not carried out, and what to do by hand. */
export interface RefusedIntent {
  readonly intent: Intent
  readonly why: string
}

/** Intents that are wrong alone: a read-only root needs its mounts and settings, `cap_drop: ALL` the capabilities that are added back. */
const TOGETHER: readonly (readonly Intent['do'][])[] = [
  ['set-read-only-root', 'add-tmpfs', 'set-tmpfs-options', 'add-volume', 'tmpfs-to-volume', 'set-environment'],
  ['drop-capability', 'add-capability'],
]

/** What is refused of a container's intents, with those that would be wrong without it. */
export function withThoseBeside(intents: readonly Intent[], refused: readonly RefusedIntent[]): readonly RefusedIntent[] {
  const beside = TOGETHER.flatMap((group) => {
    const members = intents.filter((intent) => group.includes(intent.do))
    const cause = refused.find(({ intent }) => members.includes(intent))
    if (!cause || !members.some((intent) => intent.do === group[0])) return []
    const others = members.filter((intent) => !refused.some((each) => each.intent === intent))
    return others.map((intent) => ({ intent, why: `it belongs together with a change that cannot be made: ${cause.why}` }))
  })
  return [...refused, ...beside]
}
