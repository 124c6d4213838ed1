import { normaliseTarget } from './path.ts'

/** Options of a tmpfs as `docker run --tmpfs` takes them. The engine adds noexec, nosuid and nodev unless the opposite is asked for. */
export interface TmpfsOptions {
  /** Bytes; absent: the kernel's default, half of the host's memory. */
  readonly size?: number
  /** Permission bits, as a number (0o1777). */
  readonly mode?: number
  readonly uid?: number
  readonly gid?: number
  readonly exec?: boolean
  readonly suid?: boolean
  readonly dev?: boolean
  /** Options that we do not interpret, kept in order (`nr_inodes=…`). */
  readonly other?: readonly string[]
}

interface MountCommon {
  /** Normalised absolute path in the container: no trailing slash, `/var/run` written as `/run`. */
  readonly target: string
  /** The target as the source spells it, if that differs. */
  readonly writtenTarget?: string
  readonly readOnly: boolean
  /** Nobody wrote it: the engine adds it to a read-only root (podman-run(1), `--read-only-tmpfs`). */
  readonly implied?: true
  /** Short (`a:b:ro`, `--tmpfs`) or long (`type: …`, `--mount`) syntax; decides which options can be written. */
  readonly form: 'short' | 'long'
}

export interface TmpfsMount extends MountCommon {
  readonly type: 'tmpfs'
  readonly options: TmpfsOptions
}

const PROPAGATIONS = ['private', 'rprivate', 'shared', 'rshared', 'slave', 'rslave'] as const

export interface BindMount extends MountCommon {
  readonly type: 'bind'
  /** Host path as written after interpolation; relative paths are resolved against the project directory. */
  readonly source: string
  readonly propagation?: (typeof PROPAGATIONS)[number]
  readonly selinux?: 'z' | 'Z'
}

export interface VolumeMount extends MountCommon {
  readonly type: 'volume'
  /** Absent: an anonymous volume. */
  readonly name?: string
  /** `volume.nocopy`: the image's content is not copied into a new volume. */
  readonly noCopy?: boolean
  /** The volume is of driver `local` with `type: tmpfs`, or otherwise only in memory. */
  readonly inMemory?: boolean
  /** Declared by the image's VOLUME, not by the container. */
  readonly fromImage?: boolean
}

/** Mounts whose content dockseal does not reason about (`image`, `npipe`, `cluster`). */
export interface OtherMount extends MountCommon {
  readonly type: 'image' | 'npipe' | 'cluster'
  readonly source?: string
}

export type Mount = TmpfsMount | BindMount | VolumeMount | OtherMount

/** The target of a mount, and its spelling if that differs. */
export function targetOf(path: string): { target: string; writtenTarget?: string } {
  const target = normaliseTarget(path)
  return target === path ? { target } : { target, writtenTarget: path }
}

/** What the modes of a bind say (`ro,z,rslave`); of several that exclude each other, the last holds. */
export function bindModes(modes: readonly (string | undefined)[]): Pick<BindMount, 'propagation' | 'selinux'> {
  const propagation = modes.findLast((mode): mode is NonNullable<BindMount['propagation']> => PROPAGATIONS.some((each) => each === mode))
  const selinux = modes.findLast((mode) => mode === 'z' || mode === 'Z')
  return { ...(propagation ? { propagation } : {}), ...(selinux ? { selinux } : {}) }
}
