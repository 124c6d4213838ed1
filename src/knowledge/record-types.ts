// Made of record.schema.json by `UPDATE=1 npm test` (test/schema-types.test.ts): change that file, not this one.

/** A condition on the container for a fact of a record. All given parts must be true; a part that the files cannot decide makes the answer unknown, never yes. */
export interface Condition {
  /** The tag of the image. Versions are compared by their numbers (17, 2.10). A tag without a version (latest, alpine, only a digest) counts as the newest one, and the plan is then inferred. */
  readonly tag?: {
    /** The lowest version. */
    readonly atLeast?: string
    /** The first version that it excludes. */
    readonly below?: string
    /** A regular expression over the whole tag. */
    readonly matches?: string
  }
  /** By variable name; one * stands for any part of it (CLAMD_CONF_*). A variable whose value comes from outside of the files is set to an unknown value. */
  readonly env?: Readonly<Record<string, 'set' | 'unset' | { readonly matches: string }>>
  /** A regular expression over entrypoint and command of the container or its Dockerfile, joined by spaces; they may be empty. */
  readonly command?: { readonly matches: string }
  /** The user that the container starts as. */
  readonly user?: 'root' | 'non-root'
  /** The number of the user that the container starts as. */
  readonly uid?: string
  /** A mount, config or secret is at this path or below it. */
  readonly mounted?: string
  /** The container is a task of a swarm service. */
  readonly swarm?: boolean
  readonly all?: readonly [Condition, ...Condition[]]
  readonly any?: readonly [Condition, ...Condition[]]
  readonly not?: Condition
}

/** One value, or several: the first whose condition is true is taken. */
export type Cases =
  | string
  | readonly [{ readonly when?: Condition; readonly use: string }, ...{ readonly when?: Condition; readonly use: string }[]]

/** A setting that changes the path. A relative one counts if the directory that it is below is known. */
export interface PathSource {
  readonly env?: string
  /** A regular expression over an option of the command, or over a subcommand. --storage\.path reads --storage.path=/x and --storage.path /x, with one dash or two; rocksdb reads rocksdb:/x. */
  readonly option?: string
  /** The setting names a file, and the path is its directory. */
  readonly parent?: true
  /** Appended to the value: /docker. */
  readonly below?: string
  /** A regular expression whose last group is the path in the value: ^sqlite://(/[^?]+). A value that does not match names no path. */
  readonly matches?: string
  /** The directory that a relative value is below, if it is not the working directory of the container. */
  readonly base?: string
}

/** A path that the image's programs write at run time. */
export interface WriteFact {
  /** Absolute. Absent if only a setting (from) gives the path: without the setting, nothing is written. */
  readonly path?: string
  readonly from?: readonly [PathSource, ...PathSource[]]
  /** Settings of the server that name the path (nginx.pid; src/programs/servers). If its configuration, options or environment set all of them, these paths replace this one. */
  readonly movedBy?: readonly [string, ...string[]]
  readonly kind: 'scratch' | 'runtime' | 'cache' | 'log' | 'config' | 'data'
  /** What is written, as a short phrase: "nginx.pid". */
  readonly what: string
  /** Account (see accounts) or uid:gid of the process that writes, if it differs from the user of the start (a root entrypoint that drops its privileges). */
  readonly owner?: string
  /** An entrypoint that starts as root gives the path to owner, so a mount owned by root works. Needs CHOWN. */
  readonly chowned?: true
  /** The image's directory is world-writable. A tmpfs there gets its mode, so every user can write. */
  readonly worldWritable?: true
  /** Programs or libraries are executed from there. */
  readonly exec?: true
  /** What the image ships at the path; a tmpfs would hide it. */
  readonly ships?: string
  /** The image's files here may be hidden (samples, a default that is written again). */
  readonly hidesNothingNeeded?: true
  /** The image does not have the directory: a named volume there belongs to root. */
  readonly absent?: true
  /** The program does not create this directory if it is missing, so it needs a tmpfs of its own and not one on a parent. */
  readonly mustExist?: true
  /** Data that many users do not keep (a cache): a tmpfs here is not reported. */
  readonly oftenCache?: true
  /** Too large for memory, although it need not be kept: a volume, not a tmpfs. */
  readonly large?: true
  /** When this applies; absent: always. */
  readonly when?: Condition
  /** What happens with a read-only root and no mount. Absent: it fails. */
  readonly without?: { readonly effect: 'fails' | 'degrades' | 'works'; readonly what: string }
  /** Sources of the fact. Without sources, it is only printed as a note. */
  readonly evidence: readonly string[]
}

/** A path that people mount although nothing is written there, or nothing that this container needs. */
export interface Precaution {
  readonly path: string
  /** A clause without a full stop: "only its in-app updater writes there". */
  readonly why: string
  /** Sources of the fact. Without sources, it is only printed as a note. */
  readonly evidence: readonly string[]
}

/** A problem that no mount solves: a file in a program directory, a package installation at start, setcap on a program. */
export interface Obstacle {
  /** When this applies; absent: always. */
  readonly when?: Condition
  /** Where it writes: with a mount there, the problem does not occur. */
  readonly at?: string
  /** fails: the container cannot be sealed. degrades: it can, and the note says what is lost. */
  readonly effect: 'fails' | 'degrades'
  /** A clause without a full stop, to follow "cannot be made read-only:". */
  readonly why: string
  /** What to do instead; an imperative without a full stop. */
  readonly instead?: string
  /** Sources of the fact. Without sources, it is only printed as a note. */
  readonly evidence: readonly string[]
}

/** An environment variable that avoids a write. The fix adds it if the condition is true and the variable is not set. */
export interface SettingFact {
  readonly environment: { readonly name: string; readonly value: string }
  /** When this applies; absent: always. */
  readonly when?: Condition
  readonly why: string
  /** Sources of the fact. Without sources, it is only printed as a note. */
  readonly evidence: readonly string[]
}

/** What is known about an image or a family of images: where it writes, and what prevents a read-only root filesystem. */
export interface ImageRecord {
  /** References without tag; the first one names the record. Write the registry host, except for Docker Hub. * stands for any rest of a name (lscr.io/linuxserver/*): such a record is a family. An exact name takes precedence over it, then the pattern with more text before its *. */
  readonly names: readonly [string, ...string[]]
  /** Name of a record to inherit from: lists are joined (own entries first, by path), other fields are inherited unless given here. */
  readonly extends?: string
  /** The image is a language runtime or a plain distribution: what a program on top of it writes is not known. */
  readonly runtime?: true
  /** The whole record rests on an analogy or on hearsay: its plans are at most "inferred". */
  readonly inferred?: true
  /** Versions (by the tag) that the record describes; for others its plans are guesses. Absent: all. */
  readonly versions?: {
    /** The first version that the record describes. */
    readonly atLeast?: string
    /** The first version that it no longer describes. */
    readonly below?: string
  }
  /** Day on which the record was last read against its sources. */
  readonly checked?: string
  /** Sources for the record as a whole, for example that nothing is written. "owner/repository path @ commit" or an address. */
  readonly evidence?: readonly string[]
  /** Account or uid:gid that the image starts as; absent: root. */
  readonly user?: Cases
  /** Accounts of the image's /etc/passwd, name to uid:gid. */
  readonly accounts?: Readonly<Record<string, Cases>>
  /** For a base image: the directories that it gives to accounts other than root, by account; * stands for everybody (without temporary directories). {}: none. Absent: not known. */
  readonly owned?: Readonly<Record<string, readonly string[]>>
  /** For an image that starts as root: the account that its entrypoint switches to for the server. */
  readonly dropsTo?: string
  /** How the image starts a program. */
  readonly start?: {
    /** The program that the image starts, with its default words: they decide which configuration and options are read. A command that begins with an option is appended to the program. */
    readonly command?: readonly [string, ...string[]]
    /** A regular expression over the first word of a command that is given to the program: a subcommand (^(run|server)$) or a file ([.]conf$). */
    readonly subcommands?: string
    /** Scripts that its entrypoint runs, as patterns: /docker-entrypoint.d/*.sh. /init and /sbin/my_init stand for the folders of s6-overlay and my_init. */
    readonly folders?: readonly [string, ...string[]]
    /** Variables of the image by which programs find their places, also those of a health check: { MC_CONFIG_DIR: /tmp/.mc }. */
    readonly variables?: Readonly<Record<string, string>>
  }
  /** VOLUME declarations. */
  readonly volumes?: readonly (string | { readonly path: string; readonly when: Condition })[]
  /** Symbolic links between directories of the image, link to target: a mount on one counts for both. */
  readonly links?: Readonly<Record<string, string>>
  /** Paths that the image's programs write at run time. */
  readonly writes: readonly WriteFact[]
  /** Other directories with content that a tmpfs must not hide: logs that link to /dev/stdout, programs. */
  readonly ships?: readonly {
    readonly path: string
    readonly what: string
    /** Sources of the fact. Without sources, it is only printed as a note. */
    readonly evidence: readonly string[]
  }[]
  /** Configuration directories that the image's programs and its entrypoint only read, without changing owner or mode: mounts there may be read-only. */
  readonly configuration?: readonly string[]
  /** Paths that people mount although nothing is written there. */
  readonly precautions?: readonly Precaution[]
  /** Problems that no mount solves. */
  readonly obstacles?: readonly Obstacle[]
  /** Environment variables that avoid a write. */
  readonly settings?: readonly SettingFact[]
  /** Notes for a reader of the plan. */
  readonly notes?: readonly {
    /** When this applies; absent: always. */
    readonly when?: Condition
    readonly text: string
  }[]
  /** For a variable with a secret, the variable that names a file with it: POSTGRES_PASSWORD: POSTGRES_PASSWORD_FILE. One * stands for the rest of a name: GF_*: GF_*__FILE. */
  readonly secretFiles?: Readonly<Record<string, string>>
  /** What the image needs that gains privileges by exec (sudo, file capabilities); "none": nothing. Absent: not known. */
  readonly gainsPrivileges?: string
  /** Capabilities that the start needs with cap_drop: [ALL], from the first entry whose condition is true; []: none. Absent: not known. */
  readonly capabilities?: readonly {
    /** When this applies; absent: always. */
    readonly when?: Condition
    readonly needs: readonly string[]
  }[]
  /** Whether the image declares a HEALTHCHECK. */
  readonly healthcheck?: boolean
}
