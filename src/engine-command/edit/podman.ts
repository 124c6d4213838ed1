import { intentHolds } from '../../model/apply-intent.ts'
import type { Container } from '../../model/container.ts'
import type { Intent } from '../../model/intent.ts'
import { normaliseTarget } from '../../model/mount.ts'
import { tmpfsOptionText } from '../../model/tmpfs.ts'
import type { RunSpec } from '../normalise/reader.ts'

/** Whether podman itself adds a wanted tmpfs to a read-only root (podman-run(1), `--read-only-tmpfs`), so that no flag is needed. */
export function bringsTmpfs(spec: RunSpec, container: Container, intents: readonly Intent[], intent: Intent): boolean {
  if (spec.engine !== 'podman' || intent.do !== 'add-tmpfs') return false
  if (spec.flags.some(({ flag, value }) => flag.name === 'read-only-tmpfs' && value !== undefined)) return false
  const sealed = intents.some((each) => each.do === 'set-read-only-root' && !intentHolds(container, each))
  if (!sealed || !['/tmp', '/var/tmp', '/run'].includes(normaliseTarget(intent.path))) return false
  const { exec: _, mode, ...rest } = intent.options
  return tmpfsOptionText(rest) === '' && (mode === undefined || mode === 0o1777)
}
