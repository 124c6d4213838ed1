/** One entry of the engine's `GET /containers/{id}/changes` (what `docker diff` prints). */
export interface ChangedPath {
  readonly path: string
  /** `changed` on a directory means only that something below it changed. */
  readonly kind: 'added' | 'changed' | 'deleted'
  /** What is there, where somebody looked: the diff itself does not tell. */
  readonly type?: 'file' | 'directory' | 'other'
  /** Of a directory: an entry of it came or went, which its modification time shows even where the entry is gone again. */
  readonly entriesChanged?: true
  /** Of a directory that the image has: whether the image has something in it; absent: nobody looked. */
  readonly ships?: boolean
  readonly owner?: { readonly uid: number; readonly gid: number }
  /** Permission bits. */
  readonly mode?: number
  /** Bytes of a file. */
  readonly size?: number
}

/** A log line in which a program complains that it could not write ("Read-only file system", EROFS). */
export interface ReadOnlyError {
  /** The path it tried to write, absolute, where the line names one. */
  readonly path?: string
  /** The path is a directory in which something with a name of the moment was to be made (`/etc/nginx/sedAbC123`). */
  readonly inside?: true
  /** The path is a directory that was to be made. */
  readonly madeDirectory?: true
  readonly program?: string
  /** The line, trimmed. */
  readonly line: string
}

/** A log line in which a program complains that it may not execute a file below a tmpfs, which the engine mounts noexec. */
export interface ExecError {
  readonly path: string
  readonly line: string
}

/** What was seen of a container on a live engine: the strongest source of a write plan. */
export interface Evidence {
  /** Changes of the container's own layer since it was created; nothing inside mounts shows here (docker-container-diff(1)). */
  readonly changed: readonly ChangedPath[]
  readonly readOnlyErrors: readonly ReadOnlyError[]
  readonly execErrors?: readonly ExecError[]
  /** Seconds that the container has run; a short run proves little about what is written later. */
  readonly runningFor?: number
  /** Whether the observed container had a read-only root filesystem: its diff is then empty by construction. */
  readonly readOnlyRoot: boolean
  /** The upper directory of the container's overlay was read, so that what was deleted again is known too. */
  readonly seesDeleted?: true
}
