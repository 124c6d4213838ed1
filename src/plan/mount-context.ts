import type { Container } from '../model/container.ts'
import type { Sourced } from '../model/fact.ts'
import type { Mount } from '../model/mount.ts'
import type { StartUser } from './user.ts'

/** What the choice of mounts needs, apart from the needs themselves. */
export interface MountContext {
  readonly container: Container
  readonly user: StartUser
  /** The container's mounts, targets with the image's links resolved. */
  readonly mounts: readonly Sourced<Mount>[]
  /** VOLUME declarations of the image. */
  readonly volumes: readonly string[]
  readonly takenVolumeNames: ReadonlySet<string>
  /** Named volumes that another service of the same image mounts, by path: both write the same data there. */
  readonly siblingVolumes: ReadonlyMap<string, string>
  /** Bytes; the size of every tmpfs if the configuration sets one. */
  readonly tmpfsSize?: number
}
