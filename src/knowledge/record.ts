import type { Without, WriteKind } from '../model/write-plan.ts'

/**
 * What must hold of a container for a fact of a record to apply. Data, not code, so that users can write records in their
 * configuration. All parts given must hold; parts that the files cannot decide make the answer unknown, never yes.
 */
export interface Condition {
  /**
   * The image's tag. Versions are compared by their numbers ("17", "2.10"); a tag without one (`latest`, `alpine`, a digest only)
   * is taken as the newest, and what rests on that is said to be inferred. `matches` is a regular expression over the whole tag.
   */
  readonly tag?: { readonly atLeast?: string; readonly below?: string; readonly matches?: string }
  /** By variable name. A variable whose value comes from outside the files is set, but to an unknown value. */
  readonly env?: Readonly<Record<string, 'set' | 'unset' | { readonly matches: string }>>
  /** Regular expression over entrypoint and command, joined by spaces, as the container or its Dockerfile gives them; empty where neither does. */
  readonly command?: { readonly matches: string }
  /** The user that the container starts as. */
  readonly user?: 'root' | 'non-root'
  /** A mount, config or secret lies at this path or below it. */
  readonly mounted?: string
  readonly swarm?: boolean
  readonly all?: readonly Condition[]
  readonly any?: readonly Condition[]
  readonly not?: Condition
}

/** One value, or several of which the first whose condition holds is taken. */
export type Cases<T extends string> = T | readonly { readonly when?: Condition; readonly use: T }[]

/** A setting that says where the path really is. Only absolute paths are taken from it. */
export interface PathSource {
  readonly env?: string
  /**
   * Regular expression over an option of the command, or over the word of a subcommand, `--storage\.path`: `--storage.path=/x` and
   * `--storage.path /x` are read, with one dash or two.
   */
  readonly option?: string
  /** The setting names a file: its directory is the path. */
  readonly parent?: true
  /** Appended to the value: `/docker`. */
  readonly below?: string
}

/** A path that the image's programs write at run time. */
export interface WriteFact {
  /** Absolute. Left out where only a setting (`from`) can name it: without the setting there is then no such path. */
  readonly path?: string
  readonly from?: readonly PathSource[]
  readonly kind: WriteKind
  /** What is written, as a short phrase: "nginx.pid". */
  readonly what: string
  /**
   * Account (see `accounts`) or `uid:gid` of the process that writes, where it is not the one that the container starts as
   * (a root entrypoint that drops its rights).
   */
  readonly owner?: string
  /** The entrypoint gives the path to `owner` when it starts as root, so that a root-owned mount is fine there. Needs CHOWN. */
  readonly chowned?: true
  /** The image's directory is world-writable, and a tmpfs gets its mode: it suits any user. */
  readonly worldWritable?: true
  readonly exec?: true
  /** What the image ships at the path; a tmpfs would hide it. */
  readonly ships?: string
  /** Hiding what the image ships here does no whyNot (samples, a default that is rendered anew). */
  readonly hidesNothingNeeded?: true
  /** The image has no such directory: a named volume there belongs to root. */
  readonly absent?: true
  /** The program does not create this directory where it is missing: a tmpfs on a parent must not stand in for one here. */
  readonly mustExist?: true
  /** Data that many run without keeping (a cache): an author's tmpfs here is no mistake. */
  readonly oftenCache?: true
  /** Too large for memory, though not to be kept: a volume rather than a tmpfs. */
  readonly large?: true
  readonly when?: Condition
  /** What happens on a read-only root without a mount. Absent: it fails. */
  readonly without?: Without
  /** Where it was read. A fact without evidence is only ever a note, never a fix. */
  readonly evidence: readonly string[]
}

/** Something that no mount can cure: a file in a program directory, a package installation at start, `setcap` on a program. */
export interface Obstacle {
  readonly when?: Condition
  /** Where it writes: a mount that somebody put there settles it. */
  readonly at?: string
  /** `fails`: the container cannot be sealed. `degrades`: it can, and the note says what is lost. */
  readonly effect: 'fails' | 'degrades'
  /** A clause without full stop, to follow "cannot be made read-only:". */
  readonly why: string
  /** What to do instead; an imperative without full stop. */
  readonly instead?: string
  readonly evidence: readonly string[]
}

/** An environment variable that avoids a write; added by the fix where `when` holds and the variable is not set. */
export interface SettingFact {
  readonly environment: { readonly name: string; readonly value: string }
  readonly when?: Condition
  readonly why: string
  readonly evidence: readonly string[]
}

/** What is known of an image or of a family of images. */
export interface ImageRecord {
  /**
   * References without tag; the first names the record. Registry hosts are written out except for Docker Hub. A `*` stands for any
   * rest of a name (`lscr.io/linuxserver/*`): such a record is a family, and exact names win over it, longer patterns over shorter.
   */
  readonly names: readonly [string, ...string[]]
  /** Name of a record that this one extends: lists are joined (own entries first, by path), other fields hold where not given anew. */
  readonly extends?: string
  /** A language runtime or plain distribution: what the program on top of it writes is not known. */
  readonly runtime?: true
  /** Account or `uid:gid` that the image starts as; absent: root. */
  readonly user?: Cases<string>
  /** Of an image that starts as root: the account that its entrypoint hands the server over to. */
  readonly dropsTo?: string
  /** What gains privileges by exec and is needed for its work (sudo, file capabilities); `none`: nothing does. Absent: not known. */
  readonly gainsPrivileges?: string
  /** Accounts of the image's /etc/passwd, name → `uid:gid`. */
  readonly accounts?: Readonly<Record<string, Cases<string>>>
  /** VOLUME declarations. */
  readonly volumes?: readonly (string | { readonly path: string; readonly when: Condition })[]
  /** Symbolic links of the image between directories, link → target: a mount on either stands for both. */
  readonly links?: Readonly<Record<string, string>>
  readonly writes: readonly WriteFact[]
  /** Other directories with content that a tmpfs must not hide: logs that link to /dev/stdout, programs. */
  readonly ships?: readonly { readonly path: string; readonly what: string; readonly evidence: readonly string[] }[]
  /** Directories of configuration that the image's programs and its entrypoint only read, owner and mode included: mounts there may be read-only. */
  readonly configuration?: readonly string[]
  readonly obstacles?: readonly Obstacle[]
  readonly settings?: readonly SettingFact[]
  readonly notes?: readonly { readonly when?: Condition; readonly text: string }[]
  /** The image declares a HEALTHCHECK. */
  readonly healthcheck?: boolean
  /** Capabilities that the start needs back under `cap_drop: [ALL]`; `[]`: none. Absent: not known. */
  readonly capabilities?: readonly { readonly when?: Condition; readonly needs: readonly string[] }[]
  /** The whole record rests on an analogy or on hearsay: plans from it are at most `inferred`. */
  readonly inferred?: true
}

/** Gives a record its type where it is written, so that a wrong field does not compile. */
export function defineImage(record: ImageRecord): ImageRecord {
  return record
}

/** A record by its names. It is read when one of them is met: reading all records takes longer than linting a file. */
export interface RecordEntry {
  readonly names: ImageRecord['names']
  readonly read: () => ImageRecord
}

/** The entry of a record that is read already. */
export function entryOf(record: ImageRecord): RecordEntry {
  return { names: record.names, read: () => record }
}
