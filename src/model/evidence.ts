/** One entry of the engine's `GET /containers/{id}/changes` (what `docker diff` prints). */
export interface ChangedPath {
  readonly path: string
  /** `changed` on a directory means only that something below it changed. */
  readonly kind: 'added' | 'changed' | 'deleted'
  /** What is at the path, if somebody looked: the diff itself does not say. */
  readonly type?: 'file' | 'directory' | 'other'
  /** For a directory: an entry was added or removed. The modification time shows this even if the entry is gone again. */
  readonly entriesChanged?: true
  /** For a directory of the image: whether the image has anything in it (`changed`: only files that were written); absent: nobody looked. */
  readonly ships?: boolean | 'changed'
  readonly owner?: { readonly uid: number; readonly gid: number }
  /** Permission bits. */
  readonly mode?: number
  /** Bytes of a file. */
  readonly size?: number
}

/** A log line in which a program complains that it could not write ("Read-only file system", EROFS). */
export interface ReadOnlyError {
  /** The absolute path that it tried to write, if the line names one. */
  readonly path?: string
  /** The path is a directory in which the program tried to create a file with a temporary name (`/etc/nginx/sedAbC123`). */
  readonly inside?: true
  /** The path is a directory that the program tried to create. */
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
  /** Seconds that the container has run; a short run proves little about later writes. */
  readonly runningFor?: number
  /** Whether the observed container had a read-only root filesystem: its diff is then empty by construction. */
  readonly readOnlyRoot: boolean
  /** The upper directory of the container's overlay was read, so deleted files are known too. */
  readonly seesDeleted?: true
}
