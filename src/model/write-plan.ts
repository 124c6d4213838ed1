import type { Origin } from './fact.ts'
import type { Confidence, Intent } from './intent.ts'
import type { TmpfsOptions } from './mount.ts'

export type WriteKind = 'scratch' | 'runtime' | 'cache' | 'log' | 'config' | 'data'

/** Why a path must be writable, with the evidence for it. */
export interface Reason {
  readonly evidence: 'observed' | 'log' | 'image-record' | 'dockerfile' | 'entrypoint' | 'default'
  /** One short phrase: "nginx.pid". */
  readonly text: string
  /** References behind an image record, for `explain-plan` and JSON. */
  readonly references?: readonly string[]
  readonly origin?: Origin
}

/** How a path stays writable. */
export type PlannedMount =
  | { readonly as: 'tmpfs'; readonly options: TmpfsOptions }
  | { readonly as: 'volume'; readonly name: string }
  /** Writable already: by a mount of the container or by a VOLUME of the image. */
  | { readonly as: 'covered'; readonly by: Origin }

export interface WritePath {
  readonly path: string
  readonly kind: WriteKind
  readonly mount: PlannedMount
  readonly because: readonly [Reason, ...Reason[]]
  readonly confidence: Confidence
  /** Something is executed below this path. */
  readonly exec?: boolean
  /** The image ships content here, which a tmpfs would hide. */
  readonly shipsContent?: boolean
  /** What happens without the mount: `fails` at start or use; `degrades` silently, and what is lost. */
  readonly without?: { readonly effect: 'fails' | 'degrades'; readonly what: string }
}

/** A setting that avoids a write, where that is the real cure. */
export interface PlannedSetting {
  readonly environment?: { readonly name: string; readonly value: string }
  readonly because: readonly [Reason, ...Reason[]]
}

/** The answer to: which paths must stay writable, how, why, and how sure are we? */
export type WritePlan =
  | {
      readonly ready: 'yes'
      readonly confidence: Confidence
      readonly paths: readonly WritePath[]
      readonly settings: readonly PlannedSetting[]
      readonly notes: readonly string[]
    }
  | {
      readonly ready: 'with-mounts'
      readonly confidence: Confidence
      readonly paths: readonly WritePath[]
      readonly settings: readonly PlannedSetting[]
      readonly notes: readonly string[]
    }
  /** Cannot be sealed as it is: never fixed. */
  | {
      readonly ready: 'no'
      readonly confidence: Confidence
      readonly why: string
      readonly instead?: string
      readonly paths: readonly WritePath[]
      readonly settings: readonly PlannedSetting[]
      readonly notes: readonly string[]
    }
  /** Nothing is known of the image: the CIS default, tmpfs on /tmp and /run. */
  | {
      readonly ready: 'unknown'
      readonly confidence: 'default'
      readonly paths: readonly WritePath[]
      readonly settings: readonly PlannedSetting[]
      readonly notes: readonly string[]
    }

/**
 * The intents that carry out a plan: read-only root, then each mount that is not covered yet, then the settings.
 * Undefined for a plan that must not be applied (`ready: 'no'`).
 */
export function planIntents(plan: WritePlan): readonly [Intent, ...Intent[]] | undefined {
  if (plan.ready === 'no') return undefined
  return [{ do: 'set-read-only-root' }, ...mountIntents(plan.paths), ...settingIntents(plan.settings)]
}

/** The intents for planned mounts; a covered path needs none. */
export function mountIntents(paths: readonly WritePath[]): Intent[] {
  return paths.flatMap(({ path, mount }): Intent[] => {
    switch (mount.as) {
      case 'tmpfs':
        return [{ do: 'add-tmpfs', path, options: mount.options }]
      case 'volume':
        return [{ do: 'add-volume', path, name: mount.name }]
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
