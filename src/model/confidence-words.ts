import type { Confidence } from './intent.ts'
import type { WritePath, WritePlan } from './write-plan.ts'

/** Evidence that was read in files of the project. */
const FROM_FILES: ReadonlySet<string> = new Set(['dockerfile', 'entrypoint', 'program'])

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
      return plan && (plan.knowledge?.match === 'base' || plan.paths.some(isFromFiles)) ? fromFiles(plan) : 'likely for this image'
    case 'default':
      if (plan?.unread) return UNREAD[plan.unread.read]
      return plan && (plan.ready !== 'unknown' || plan.knowledge) ? 'a guess' : 'image unknown'
    default:
      return confidence satisfies never
  }
}

/** How sure one path of a plan is, by its own evidence and not by that of the plan. */
export function pathConfidenceWords(path: WritePath, plan: WritePlan): string {
  if (path.confidence !== 'inferred') return confidenceWords(path.confidence, plan)
  return isFromFiles(path) ? fromFiles(plan) : 'likely for this image'
}

function isFromFiles({ because }: WritePath): boolean {
  return because.some(({ evidence }) => FROM_FILES.has(evidence))
}

/** An image with a record of its own is not built here: its command, scripts or settings are in the project. */
function fromFiles({ knowledge }: WritePlan): string {
  return !knowledge || knowledge.match === 'base' ? 'read from your Dockerfile' : 'read from your files'
}
