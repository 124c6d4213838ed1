/** One entry of the engine's `GET /containers/{id}/changes` (what `docker diff` prints). */
export interface ChangedPath {
  readonly path: string
  /** `changed` on a directory means only that something below it changed. */
  readonly kind: 'added' | 'changed' | 'deleted'
}

/** A log line in which a program complains that it could not write ("Read-only file system", EROFS). */
export interface ReadOnlyError {
  /** The path it tried to write, absolute, where the line names one. */
  readonly path?: string
  readonly program?: string
  /** The line, trimmed. */
  readonly line: string
}

/** What was seen of a container on a live engine: the strongest source of a write plan. */
export interface Evidence {
  /** Changes of the container's own layer since it was created; nothing inside mounts shows here (docker-container-diff(1)). */
  readonly changed: readonly ChangedPath[]
  readonly readOnlyErrors: readonly ReadOnlyError[]
  /** Seconds that the container has run; a short run proves little about what is written later. */
  readonly runningFor?: number
  /** Whether the observed container had a read-only root filesystem: its diff is then empty by construction. */
  readonly readOnlyRoot: boolean
}
