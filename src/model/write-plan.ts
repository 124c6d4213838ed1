import type { Origin } from './fact.ts'
import type { ProgramRead } from './image.ts'
import type { Confidence, Fix, Intent } from './intent.ts'
import type { TmpfsOptions } from './mount.ts'

export type WriteKind = 'scratch' | 'runtime' | 'cache' | 'log' | 'config' | 'data'

/** Why a path must be writable, with the evidence for it. */
export interface Reason {
  readonly evidence: 'proof' | 'observed' | 'log' | 'image-record' | 'dockerfile' | 'entrypoint' | 'program' | 'default'
  /** One short phrase: "nginx.pid". */
  readonly text: string
  /** References behind an image record, for `explain-plan` and JSON. */
  readonly references?: readonly string[]
  readonly origin?: Origin
}

/**
 * What happens where a path is not writable: it `fails` at start or use, `degrades` silently, or `works` but for what is said, so that the
 * mount is a precaution.
 */
export interface Without {
  readonly effect: 'fails' | 'degrades' | 'works'
  readonly what: string
}

/** How a path stays writable. */
export type PlannedMount =
  | { readonly as: 'tmpfs'; readonly options: TmpfsOptions }
  /** `shared`: another service of the same build mounts it there already. */
  | { readonly as: 'volume'; readonly name: string; readonly shared?: true }
  /** Writable already: by a mount that somebody wrote (or that a live engine shows). */
  | { readonly as: 'covered'; readonly by: 'mount'; readonly target: string; readonly origin: Origin }
  /** Writable already, by an anonymous volume that the image's VOLUME makes: its content is lost when the container is replaced. */
  | { readonly as: 'covered'; readonly by: 'image-volume'; readonly target: string }
  /** Writable already, by the engine itself: `/dev/shm`. */
  | { readonly as: 'covered'; readonly by: 'engine'; readonly target: string }

export interface WritePath {
  readonly path: string
  readonly kind: WriteKind
  readonly mount: PlannedMount
  readonly because: readonly [Reason, ...Reason[]]
  readonly confidence: Confidence
  /** What a tmpfs at this path must be mounted with so that the program can use it; empty: a plain tmpfs does. Also of covered paths. */
  readonly needs: TmpfsOptions
  /** Something is executed below this path. */
  readonly exec?: boolean
  /** The image ships content here, which a tmpfs would hide. */
  readonly shipsContent?: boolean
  /** It may grow too large for memory. */
  readonly large?: boolean
  /** Data that many run without keeping (a cache): an author's tmpfs here is no mistake. */
  readonly oftenCache?: boolean
  readonly without?: Without
}

/** A setting that avoids a write, where that is the real cure. */
export interface PlannedSetting {
  readonly environment?: { readonly name: string; readonly value: string }
  readonly because: readonly [Reason, ...Reason[]]
}

/** What our image records say of the container's image, for rules that ask more than where it writes. */
export interface ImageKnowledge {
  /** The record's first name: `nginx`, `ghcr.io/immich-app/immich-server`. */
  readonly record: string
  /** The name that led to the record, as the container or its build has it: `ubuntu`, of whose variants the record's first name is `alpine`. */
  readonly image: string
  /** `twin`: by the same owner and name in another registry. `family`, `base`: by a pattern or a base image, not by its own name. */
  readonly match: 'name' | 'twin' | 'family' | 'base'
  /** Day on which the record was last read against its sources, `2026-11-29`. */
  readonly checked?: string
  /** Sources of what the record says as a whole (that nothing is written, for one). */
  readonly evidence?: readonly string[]
  /** Directories with content of the image that a tmpfs must not hide, and what would be lost. */
  readonly shipped: readonly { readonly path: string; readonly what: string }[]
  /** Paths that people mount though this image writes nothing there that it needs, and why. */
  readonly precautions: readonly { readonly path: string; readonly why: string }[]
  /** Directories of configuration that the image only reads: a mount there may be read-only. */
  readonly configuration: readonly string[]
  /** Directories of the image that its start changes and that lie on a volume of the container: it keeps the first version's files. */
  readonly oldFiles: readonly string[]
  /** Where the image's VOLUME declarations apply to this tag. */
  readonly volumes: readonly string[]
  /** The image has a HEALTHCHECK of its own; absent: not known. */
  readonly healthcheck?: boolean
  /** Capabilities (without `CAP_`) that its start needs back under `cap_drop: [ALL]`; absent: not known. */
  readonly capabilities?: readonly string[]
  /** The user that the image starts as, `root` where its Dockerfile names none; absent: not known. */
  readonly user?: string
  /** Of an image that starts as root: the user that its entrypoint hands the server over to (`postgres`, by gosu or su-exec). */
  readonly dropsTo?: string
  /**
   * What in the image gains privileges by exec (set-user-id programs such as sudo, file capabilities) and is needed for its
   * work, so that `no-new-privileges` breaks it: one short phrase. `none`: nothing does; absent: not known.
   */
  readonly gainsPrivileges?: string
  /** The variables that name a file with a secret, by the variable (`*` stands for the rest of a name) that holds the secret. */
  readonly secretFiles?: Readonly<Record<string, string>>
}

/** A proof of a sealed run that does not hold any more. */
export interface StaleProof {
  /** What differs now, in words that follow "because". */
  readonly why: string
  /** The proof file. */
  readonly file: string
  /** When the run was, as the proof file says it. */
  readonly date: string
}

interface PlanCommon {
  readonly paths: readonly WritePath[]
  readonly settings: readonly PlannedSetting[]
  readonly notes: readonly string[]
  /** What stops working under the plan, though the container runs; absent: nothing that is known. */
  readonly degraded?: readonly string[]
  /** Every directory that its user may write is planned or mounted, so that the plan holds whatever its program does. */
  readonly boundedByUser?: true
  /** The program that was not wholly read, so that the plan is a guess. */
  readonly unread?: Extract<ProgramRead, { readonly why: string }>
  /** Absent where no record matches. */
  readonly knowledge?: ImageKnowledge
  readonly staleProof?: StaleProof
  /** The author's tmpfs mounts that have to be written in the long syntax, since `docker stack deploy` leaves out the short one. */
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
    /** Nothing is known of the image: the CIS default, tmpfs on /tmp and /run. */
    | { readonly ready: 'unknown'; readonly confidence: 'default' }
  )

/**
 * The intents that carry out a plan: read-only root, then each mount that is not covered yet, then the settings.
 * Undefined for a plan that must not be applied (`ready: 'no'`).
 */
export function planIntents(plan: WritePlan): readonly [Intent, ...Intent[]] | undefined {
  if (plan.ready === 'no') return undefined
  const rewritten = (plan.rewritten ?? []).map((each): Intent => ({ do: 'set-tmpfs-options', ...each }))
  return [{ do: 'set-read-only-root' }, ...rewritten, ...mountIntents(plan.paths), ...settingIntents(plan.settings)]
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

function settingIntents(settings: readonly PlannedSetting[]): Intent[] {
  return settings.flatMap(({ environment }): Intent[] => (environment ? [{ do: 'set-environment', ...environment }] : []))
}

/** Whether a fix makes the root filesystem read-only. */
export function seals(fix: Fix | undefined): boolean {
  return fix?.intents.some((intent) => intent.do === 'set-read-only-root') === true
}
