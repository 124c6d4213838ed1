import { holds } from '../knowledge/truth.ts'
import type { Container } from '../model/container.ts'
import { defined, pick } from '../model/defined.ts'
import { normaliseTarget } from '../model/mount.ts'
import type { ImageKnowledge } from '../model/write-plan.ts'
import { choose } from './cases.ts'
import type { RecordKnowledge } from './matched-record.ts'
import type { MountContext } from './mount-context.ts'
import { precautionsOf } from './precautions.ts'
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
    user: choose(record.user, test)?.value ?? 'root',
    ...pick(record, 'checked', 'evidence', 'dropsTo', 'secretFiles', 'gainsPrivileges', 'healthcheck'),
    ...defined({ capabilities }),
  }
}
