import type { ImageRecord } from '../knowledge/record.ts'
import type { Container } from '../model/container.ts'
import type { ImageKnowledge } from '../model/write-plan.ts'

/** Where libraries put caches and settings for a user without an account, whose home is `/` or does not exist. */
const WITHOUT_HOME = ['/.cache', '/.config', '/.local', '/.npm', '/.gunicorn', '/.pki', '/nonexistent']

/** Where programs put temporary files by default (Filesystem Hierarchy Standard 3.0, 3.18 and 5.15). */
const TEMPORARY = ['/tmp', '/var/tmp']

/** Paths that people mount although the image needs nothing there: those that its record names, temporary directories, and a home. */
export function precautionsOf(record: ImageRecord, { user, environment }: Container): ImageKnowledge['precautions'] {
  const isForeign = user.state === 'set' && /^[1-9]\d*(?::|$)/.test(user.value)
  const hasHome = environment.items.some(({ value }) => value.name === 'HOME')
  const homes = isForeign && !hasHome ? WITHOUT_HOME : []
  const isRead = !record.inferred && !record.runtime
  return [
    ...(record.precautions ?? []).map(({ path, why }) => ({ path, why })),
    ...(record.configuration ?? []).map((path) => ({ path, why: 'the image only reads its configuration there' })),
    ...(isRead ? TEMPORARY : []).map((path) => ({ path, why: 'nothing that was read of the image writes there' })),
    ...homes.map((path) => ({ path, why: 'its user has no home in the image, and libraries do without their caches' })),
  ]
}
