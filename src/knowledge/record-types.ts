// Made of record.schema.json by `UPDATE=1 npm test` (test/schema-types.test.ts): change that file, not this one.

/** What must hold of a container for a fact of a record to apply. All parts given must hold; parts that the files cannot decide make the answer unknown, never yes. */
export interface Condition {
  /** The tag of the image. Versions are compared by their numbers (17, 2.10); a tag without one (latest, alpine, a digest only) is taken as the newest, and what rests on that is said to be inferred. */
  readonly tag?: {
    /** The lowest version. */
    readonly atLeast?: string
    /** The first version for which it does not hold. */
    readonly below?: string
    /** A regular expression over the whole tag. */
    readonly matches?: string
  }

  /** By variable name. A variable whose value comes from outside the files is set, but to an unknown value. */
  readonly env?: Readonly<Record<string, 'set' | 'unset' | { readonly matches: string }>>

  /** A regular expression over entrypoint and command, joined by spaces, as the container or its Dockerfile gives them; empty where neither does. */
  readonly command?: { readonly matches: string }

  /** The user that the container starts as. */
  readonly user?: 'root' | 'non-root'

  /** A mount, config or secret is at this path or below it. */
  readonly mounted?: string

  /** The container is a task of a swarm service. */
  readonly swarm?: boolean
  readonly all?: readonly [Condition, ...Condition[]]
  readonly any?: readonly [Condition, ...Condition[]]
  readonly not?: Condition
}

/** One value, or several of which the first whose condition holds is taken. */
export type Cases =
  | string
  | readonly [{ readonly when?: Condition; readonly use: string }, ...{ readonly when?: Condition; readonly use: string }[]]

/** A setting that says where the path really is. Only absolute paths are taken from it. */
export interface PathSource {
  readonly env?: string

  /** A regular expression over an option of the command, or over the word of a subcommand, --storage\.path: --storage.path=/x and --storage.path /x are read, with one dash or two. */
  readonly option?: string

  /** The setting names a file: its directory is the path. */
  readonly parent?: true

  /** Appended to the value: /docker. */
  readonly below?: string
}

/** A path that the image's programs write at run time. */
export interface WriteFact {
  /** Absolute. Left out where only a setting (from) can name it: without the setting there is then no such path. */
  readonly path?: string
  readonly from?: readonly [PathSource, ...PathSource[]]

  /** Settings of the server that name the path (nginx.pid; src/programs/servers): where its configuration, options or environment set all of them, the path is where they say. */
  readonly movedBy?: readonly [string, ...string[]]
  readonly kind: 'scratch' | 'runtime' | 'cache' | 'log' | 'config' | 'data'

  /** What is written, as a short phrase: "nginx.pid". */
  readonly what: string

  /** Account (see accounts) or uid:gid of the process that writes, where it is not the one that the container starts as (a root entrypoint that drops its rights). */
  readonly owner?: string

  /** The entrypoint gives the path to owner when it starts as root, so that a root-owned mount is fine there. Needs CHOWN. */
  readonly chowned?: true

  /** The image's directory is world-writable, and a tmpfs gets its mode: it suits any user. */
  readonly worldWritable?: true

  /** Programs or libraries are run from there. */
  readonly exec?: true

  /** What the image ships at the path; a tmpfs would hide it. */
  readonly ships?: string

  /** Hiding what the image ships here does no harm (samples, a default that is rendered again). */
  readonly hidesNothingNeeded?: true

  /** The image has no such directory: a named volume there belongs to root. */
  readonly absent?: true

  /** The program does not create this directory where it is missing: a tmpfs on a parent must not replace one here. */
  readonly mustExist?: true

  /** Data that many run without keeping (a cache): an author's tmpfs here is no mistake. */
  readonly oftenCache?: true

  /** Too large for memory, though not to be kept: a volume rather than a tmpfs. */
  readonly large?: true

  /** Holds where this holds; absent: always. */
  readonly when?: Condition

  /** What happens on a read-only root without a mount. Absent: it fails. */
  readonly without?: { readonly effect: 'fails' | 'degrades' | 'works'; readonly what: string }

  /** Where the fact was read. Without any, it is only printed as a note. */
  readonly evidence: readonly string[]
}

/** A path that people mount though nothing is written there, or nothing that this container needs. */
export interface Precaution {
  readonly path: string

  /** A clause without full stop: "only its in-app updater writes there". */
  readonly why: string

  /** Where the fact was read. Without any, it is only printed as a note. */
  readonly evidence: readonly string[]
}

/** Something that no mount can cure: a file in a program directory, a package installation at start, setcap on a program. */
export interface Obstacle {
  /** Holds where this holds; absent: always. */
  readonly when?: Condition

  /** Where it writes: a mount that somebody put there decides. */
  readonly at?: string

  /** fails: the container cannot be sealed. degrades: it can, and the note says what is lost. */
  readonly effect: 'fails' | 'degrades'

  /** A clause without full stop, to follow "cannot be made read-only:". */
  readonly why: string

  /** What to do instead; an imperative without full stop. */
  readonly instead?: string

  /** Where the fact was read. Without any, it is only printed as a note. */
  readonly evidence: readonly string[]
}

/** An environment variable that avoids a write; added by the fix where the condition holds and the variable is not set. */
export interface SettingFact {
  readonly environment: { readonly name: string; readonly value: string }

  /** Holds where this holds; absent: always. */
  readonly when?: Condition
  readonly why: string

  /** Where the fact was read. Without any, it is only printed as a note. */
  readonly evidence: readonly string[]
}

/** What is known of an image or of a family of images: where it writes, and what is in the way of a read-only root filesystem. */
export interface ImageRecord {
  /** References without tag; the first one names the record. Registry hosts are written out except for Docker Hub. * stands for any rest of a name (lscr.io/linuxserver/*): such a record is a family, and exact names win over it, then the pattern with more before its *. */
  readonly names: readonly [string, ...string[]]

  /** Name of a record whose facts hold too: lists are joined (own entries first, by path), other fields hold where they are not given again. */
  readonly extends?: string

  /** A language runtime or plain distribution: what the program on top of it writes is not known. */
  readonly runtime?: true

  /** The whole record rests on an analogy or on hearsay: plans from it are at most "inferred". */
  readonly inferred?: true

  /** Versions (by the tag) that the record is of; for others its plans are at most "inferred". Absent: all. */
  readonly versions?: {
    /** The first version that the record is of. */
    readonly atLeast?: string
    /** The first version that it is not of any more. */
    readonly below?: string
  }

  /** Day on which the record was last read against its sources. */
  readonly checked?: string

  /** Where it was read what the record says as a whole: that nothing is written, for one. "owner/repository path @ commit" or an address. */
  readonly evidence?: readonly string[]

  /** Account or uid:gid that the image starts as; absent: root. */
  readonly user?: Cases

  /** Accounts of the image's /etc/passwd, name to uid:gid. */
  readonly accounts?: Readonly<Record<string, Cases>>

  /** Of a base that others build on: the directories that it gives to accounts other than root, by account; * stands for everybody (temporary directories are left out). {}: none. Absent: not known. */
  readonly owned?: Readonly<Record<string, readonly string[]>>

  /** Of an image that starts as root: the account that its entrypoint hands the server over to. */
  readonly dropsTo?: string

  /** How the image starts what it is told to. */
  readonly start?: {
    /** The program that its start comes to, and its words where nobody gives others: by them its configuration and options are read. A command that starts with an option has the program put before it. */
    readonly command?: readonly [string, ...string[]]
    /** A regular expression over the first word of a command that the program takes as its own: ^(run|server)$. */
    readonly subcommands?: string
    /** Scripts that its entrypoint runs by itself, as patterns: /docker-entrypoint.d/*.sh. */
    readonly folders?: readonly [string, ...string[]]
  }

  /** VOLUME declarations. */
  readonly volumes?: readonly (string | { readonly path: string; readonly when: Condition })[]

  /** Symbolic links of the image between directories, link to target: a mount on either stands for both. */
  readonly links?: Readonly<Record<string, string>>

  /** Paths that the image's programs write at run time. */
  readonly writes: readonly WriteFact[]

  /** Other directories with content that a tmpfs must not hide: logs that link to /dev/stdout, programs. */
  readonly ships?: readonly {
    readonly path: string
    readonly what: string
    /** Where the fact was read. Without any, it is only printed as a note. */
    readonly evidence: readonly string[]
  }[]

  /** Directories of configuration that the image's programs and its entrypoint only read, owner and mode included: mounts there may be read-only. */
  readonly configuration?: readonly string[]

  /** Paths that people mount though nothing is written there. */
  readonly precautions?: readonly Precaution[]

  /** What no mount can cure. */
  readonly obstacles?: readonly Obstacle[]

  /** Environment variables that avoid a write. */
  readonly settings?: readonly SettingFact[]

  /** What a reader of the plan should know beside it. */
  readonly notes?: readonly {
    /** Holds where this holds; absent: always. */
    readonly when?: Condition
    readonly text: string
  }[]

  /** Variables that name a file with the secret, by the variable that holds it: POSTGRES_PASSWORD: POSTGRES_PASSWORD_FILE. One * stands for the rest of a name: GF_*: GF_*__FILE. */
  readonly secretFiles?: Readonly<Record<string, string>>

  /** What gains privileges by exec and is needed for its work (sudo, file capabilities); "none": nothing does. Absent: not known. */
  readonly gainsPrivileges?: string

  /** Capabilities that the start needs back under cap_drop: [ALL], by the first entry whose condition holds; []: none. Absent: not known. */
  readonly capabilities?: readonly {
    /** Holds where this holds; absent: always. */
    readonly when?: Condition
    readonly needs: readonly string[]
  }[]

  /** Whether the image declares a HEALTHCHECK. */
  readonly healthcheck?: boolean
}
