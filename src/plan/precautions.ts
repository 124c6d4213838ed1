import type { ImageRecord } from '../knowledge/record.ts'
import type { Container } from '../model/container.ts'
import type { ImageKnowledge } from '../model/write-plan.ts'

/** Where caches and settings of libraries go for a user without an account, whose home is `/` (moby/moby daemon, `HOME`), or a directory that is none. */
const WITHOUT_HOME = ['/.cache', '/.config', '/.local', '/.npm', '/nonexistent']

/** Paths that people mount though the image needs nothing there: those of its record, and a home for a user that the image does not have. */
export function precautionsOf({ precautions = [] }: ImageRecord, { user, environment }: Container): ImageKnowledge['precautions'] {
  const isForeign = user.state === 'set' && /^[1-9]\d*(?::|$)/.test(user.value)
  const hasHome = environment.items.some(({ value }) => value.name === 'HOME')
  const homes = isForeign && !hasHome ? WITHOUT_HOME : []
  return [
    ...precautions.map(({ path, why }) => ({ path, why })),
    ...homes.map((path) => ({ path, why: 'its user has no home in the image, and libraries do without their caches' })),
  ]
}
