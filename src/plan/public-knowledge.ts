import type { ImageRecord } from '../knowledge/record.ts'
import { holds } from '../knowledge/truth.ts'
import type { Container } from '../model/container.ts'
import { defined, pick } from '../model/defined.ts'
import { normaliseTarget } from '../model/path.ts'
import type { ImageKnowledge } from '../model/write-plan.ts'
import { choose } from './cases.ts'
import type { RecordKnowledge } from './matched-record.ts'
import type { MountContext } from './mount-context.ts'
import { staleVolumePaths } from './stale-volumes.ts'

/** What rules may know about an image. */
export function publicKnowledge(knowledge: RecordKnowledge, container: Container, mountContext: MountContext): ImageKnowledge {
  const { record, image, match, test } = knowledge
  const capabilities = record.capabilities?.find(({ when }) => holds(test(when)))?.needs
  const shipped = [
    ...(record.ships ?? []).map(({ path, what }) => ({ path: normaliseTarget(path), what })),
    ...record.writes.flatMap(({ path, ships, hidesNothingNeeded }) =>
      path !== undefined && ships !== undefined && !hidesNothingNeeded ? [{ path: normaliseTarget(path), what: ships }] : [],
    ),
  ]
  return {
    record: record.names[0],
    image,
    match,
    shipped,
    precautions: precautionsOf(record, container),
    configuration: record.configuration ?? [],
    volumes: mountContext.volumes,
    oldFiles: staleVolumePaths(knowledge, mountContext),
    user: choose(record.user, test) ?? 'root',
    ...pick(record, 'checked', 'evidence', 'dropsTo', 'secretFiles', 'gainsPrivileges', 'healthcheck'),
    ...defined({ capabilities }),
  }
}

/** Where libraries put caches and settings for a user without an account, whose home is `/` or does not exist. */
const WITHOUT_HOME = ['/.cache', '/.config', '/.local', '/.npm', '/.gunicorn', '/.pki', '/nonexistent']

/** Where programs put temporary files by default (Filesystem Hierarchy Standard 3.0, 3.18 and 5.15). */
const TEMPORARY = ['/tmp', '/var/tmp']

/** Paths that people mount although the image needs nothing there: those that its record names, temporary directories, and a home. */
function precautionsOf(record: ImageRecord, { user, environment }: Container): ImageKnowledge['precautions'] {
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
