import type { Origin } from './fact.ts'
import type { ProgramRead } from './image.ts'
import type { Confidence, Fix, Intent } from './intent.ts'
import type { TmpfsOptions } from './mount.ts'
import type { WriteKind } from './write-kind.ts'

/** Why a path must be writable, with the evidence for it. */
export interface Reason {
  readonly evidence: 'proof' | 'observed' | 'log' | 'image-record' | 'dockerfile' | 'entrypoint' | 'program' | 'default'
  /** One short phrase: "nginx.pid". */
  readonly text: string
  /** References of an image record, for `explain-plan` and JSON. */
  readonly references?: readonly string[]
  readonly origin?: Origin
}

/** If a path is not writable, it `fails`, `degrades` silently, or `works` apart from `what` (the mount is a precaution). */
export interface Without {
  readonly effect: 'fails' | 'degrades' | 'works'
  readonly what: string
}

/** How a path stays writable. */
export type PlannedMount =
  | { readonly as: 'tmpfs'; readonly options: TmpfsOptions }
  /** `shared`: another service of the same build mounts it there already. */
  | { readonly as: 'volume'; readonly name: string; readonly shared?: true }
  /** Already writable by a mount that somebody wrote (or that a live engine shows). */
  | { readonly as: 'covered'; readonly by: 'mount'; readonly target: string; readonly origin: Origin }
  /** Already writable by an anonymous volume of the image's VOLUME: its content is lost when the container is replaced. */
  | { readonly as: 'covered'; readonly by: 'image-volume'; readonly target: string }
  /** Already writable by the engine itself: `/dev/shm`. */
  | { readonly as: 'covered'; readonly by: 'engine'; readonly target: string }

export interface WritePath {
  readonly path: string
  readonly kind: WriteKind
  readonly mount: PlannedMount
  readonly because: readonly [Reason, ...Reason[]]
  readonly confidence: Confidence
  /** Options that a tmpfs at this path needs so that the program can use it; empty: none. Also set for covered paths. */
  readonly needs: TmpfsOptions
  /** Something is executed below this path. */
  readonly exec?: boolean
  /** The image ships content here, which a tmpfs would hide. */
  readonly shipsContent?: boolean
  /** It may grow too large for memory. */
  readonly large?: boolean
  /** Data that many people do not keep (a cache): an author's tmpfs here is not a mistake. */
  readonly oftenCache?: boolean
  readonly without?: Without
}

/** A setting that avoids a write, if that is the better solution. */
export interface PlannedSetting {
  readonly environment?: { readonly name: string; readonly value: string }
  readonly because: readonly [Reason, ...Reason[]]
}

/** What our records say about the container's image, for rules that ask more than where it writes. */
export interface ImageKnowledge {
  /** The record's first name: `nginx`, `ghcr.io/immich-app/immich-server`. */
  readonly record: string
  /** The name that led to the record, as the container or its build has it: `ubuntu` for a record whose first name is `alpine`. */
  readonly image: string
  /** `twin`: the same owner and name in another registry. `family`, `base`: found by a pattern or a base image, not by its own name. */
  readonly match: 'name' | 'twin' | 'family' | 'base'
  /** Day on which the record was last read against its sources, `2026-11-29`. */
  readonly checked?: string
  /** Sources for what the record says as a whole (for example, that nothing is written). */
  readonly evidence?: readonly string[]
  /** Directories with content of the image that a tmpfs must not hide, and what would be lost. */
  readonly shipped: readonly { readonly path: string; readonly what: string }[]
  /** Paths that people mount although the image needs no write there, and why. */
  readonly precautions: readonly { readonly path: string; readonly why: string }[]
  /** Directories of configuration that the image only reads: a mount there may be read-only. */
  readonly configuration: readonly string[]
  /** Image directories that its start changes and that are on a volume of the container: the volume keeps the first version's files. */
  readonly oldFiles: readonly string[]
  /** The image's VOLUME declarations that apply to this tag. */
  readonly volumes: readonly string[]
  /** The image has a HEALTHCHECK of its own; absent: not known. */
  readonly healthcheck?: boolean
  /** Capabilities (without `CAP_`) that its start needs back under `cap_drop: [ALL]`; absent: not known. */
  readonly capabilities?: readonly string[]
  /** The user that the image starts as, `root` where its Dockerfile names none; absent: not known. */
  readonly user?: string
  /** For an image that starts as root: the user to whom its entrypoint hands the server (`postgres`, by gosu or su-exec). */
  readonly dropsTo?: string
  /** What gains privileges by exec and is needed, so that `no-new-privileges` breaks it. `none`: nothing; absent: not known. */
  readonly gainsPrivileges?: string
  /** The variables that name a file with a secret, keyed by the variable that holds the secret (`*` stands for the rest of a name). */
  readonly secretFiles?: Readonly<Record<string, string>>
}

/** A proof of a sealed run that no longer holds. */
export interface StaleProof {
  /** What differs now, in words that follow "because". */
  readonly why: string
  readonly file: string
  /** Date of the run, as the proof file has it. */
  readonly date: string
}

/** A write that failed on a read-only root, by the log, and that no mount serves. */
export interface FailedWrite {
  readonly line: string
  /** Absent if the line names none. */
  readonly path?: string
  /** Where the path is, in words that follow it. */
  readonly where?: string
}

/** The configuration of a server was not read, so the server may write elsewhere. */
export interface UnreadConfiguration {
  readonly read: 'no configuration'
  readonly why: string
}

interface PlanCommon {
  readonly paths: readonly WritePath[]
  readonly settings: readonly PlannedSetting[]
  readonly notes: readonly string[]
  /** What stops working under the plan, though the container runs; absent: nothing known. */
  readonly degraded?: readonly string[]
  /** Every directory that its user may write is planned or mounted, so the plan holds whatever its program does. */
  readonly boundedByUser?: true
  /** The program or the configuration that was not wholly read, which makes the plan a guess. */
  readonly unread?: Extract<ProgramRead, { readonly why: string }> | UnreadConfiguration
  /** In a trial: what the program does in use, fails on a read-only root, and no run has shown. */
  readonly untried?: { readonly why: string; readonly instead: string }
  /** Absent if no record matches. */
  readonly knowledge?: ImageKnowledge
  readonly staleProof?: StaleProof
  /** Absent if no log tells of one. */
  readonly failed?: readonly FailedWrite[]
  /** The author's tmpfs mounts that must move to the long syntax, because `docker stack deploy` ignores the short one. */
  readonly rewritten?: readonly { readonly path: string; readonly options: TmpfsOptions }[]
}

/** The answer to: which paths must stay writable, how, why, and how sure are we? */
export type WritePlan = PlanCommon &
  (
    | { readonly ready: 'yes'; readonly confidence: Confidence }
    | { readonly ready: 'with-mounts'; readonly confidence: Confidence }
    /** Cannot be sealed as it is: never fixed. */
    | {
        readonly ready: 'no'
        readonly confidence: Confidence
        readonly why: string
        readonly instead?: string
        readonly staleVolumes?: readonly string[]
      }
    /** Nothing is known about the image: the CIS default, tmpfs on /tmp and /run. */
    | { readonly ready: 'unknown'; readonly confidence: 'default' }
  )

/** The intents of a plan: read-only root, each mount that is not covered, the settings. Undefined for `ready: 'no'`. */
export function planIntents(plan: WritePlan): readonly [Intent, ...Intent[]] | undefined {
  if (plan.ready === 'no') return undefined
  const rewritten = (plan.rewritten ?? []).map((each): Intent => ({ do: 'set-tmpfs-options', ...each }))
  const settings = plan.settings.flatMap(({ environment }): Intent[] => (environment ? [{ do: 'set-environment', ...environment }] : []))
  return [{ do: 'set-read-only-root' }, ...rewritten, ...mountIntents(plan.paths), ...settings]
}

/** The intents for planned mounts; a covered path needs none. */
export function mountIntents(paths: readonly WritePath[]): Intent[] {
  return paths.flatMap(({ path, mount }): Intent[] => {
    switch (mount.as) {
      case 'tmpfs':
        return [{ do: 'add-tmpfs', path, options: mount.options }]
      case 'volume':
        return [{ do: 'add-volume', path, name: mount.name, ...(mount.shared ? { shared: true } : {}) }]
      case 'covered':
        return []
      default:
        return mount satisfies never
    }
  })
}

/** Whether a fix makes the root filesystem read-only. */
export function seals(fix: Fix | undefined): boolean {
  return fix?.intents.some((intent) => intent.do === 'set-read-only-root') === true
}
