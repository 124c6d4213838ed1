import type { Container } from '../model/container.ts'
import type { Sourced } from '../model/fact.ts'
import type { Mount } from '../model/mount.ts'
import type { StartUser } from './user.ts'

/** What deciding on mounts needs beside the needs themselves. */
export interface MountContext {
  readonly container: Container
  readonly user: StartUser
  /** The container's mounts, targets with the image's links resolved. */
  readonly mounts: readonly Sourced<Mount>[]
  /** VOLUME declarations of the image. */
  readonly volumes: readonly string[]
  readonly takenVolumeNames: ReadonlySet<string>
  /** Named volumes that another service of the same image mounts, by path: data that both write is theirs together. */
  readonly siblingVolumes: ReadonlyMap<string, string>
  /** Bytes; given to every tmpfs where the configuration asks for it. */
  readonly tmpfsSize?: number
}
