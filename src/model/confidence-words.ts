import type { Confidence } from './intent.ts'
import type { WritePlan } from './write-plan.ts'

/** Evidence that was read in the files of a build. */
const FROM_BUILD: ReadonlySet<string> = new Set(['dockerfile', 'entrypoint', 'program'])

const UNREAD = {
  'in part': 'program read in part',
  'not at all': 'program not read',
  'no configuration': 'configuration not read',
}

/** How sure a plan is, in plain words: `known image`. Without a plan, `inferred` cannot say what it was inferred from. */
export function confidenceWords(confidence: Confidence, plan?: WritePlan): string {
  switch (confidence) {
    case 'proved':
      return 'proved by a sealed run'
    case 'observed':
      return 'observed on the engine'
    case 'known':
      return 'known image'
    case 'inferred':
      return plan?.paths.some(({ because }) => because.some(({ evidence }) => FROM_BUILD.has(evidence)))
        ? 'read from your Dockerfile'
        : 'likely for this image'
    case 'default':
      if (plan?.unread) return UNREAD[plan.unread.read]
      return plan && (plan.ready !== 'unknown' || plan.knowledge) ? 'a guess' : 'image unknown'
    default:
      return confidence satisfies never
  }
}
