import type { Origin } from './fact.ts'
import type { TmpfsOptions } from './mount.ts'

/** A change to a container, independent of any syntax and idempotent. Each source's editor turns it into the smallest text edit. */
export type Intent =
  | { readonly do: 'set-read-only-root' }
  | { readonly do: 'add-tmpfs'; readonly path: string; readonly options: TmpfsOptions }
  /** Replaces the options of an existing tmpfs. */
  | { readonly do: 'set-tmpfs-options'; readonly path: string; readonly options: TmpfsOptions }
  /** A named volume, declared at the top level if the source needs that. `shared`: another service of the same build has it. */
  | { readonly do: 'add-volume'; readonly path: string; readonly name: string; readonly shared?: true }
  /** Turns a tmpfs on `path` into a named volume. */
  | { readonly do: 'tmpfs-to-volume'; readonly path: string; readonly name: string }
  | { readonly do: 'set-mount-read-only'; readonly path: string }
  | { readonly do: 'set-environment'; readonly name: string; readonly value: string }
  | { readonly do: 'add-security-option'; readonly option: string }
  | { readonly do: 'drop-capability'; readonly capability: string }
  | { readonly do: 'add-capability'; readonly capability: string }

/** `safe`: nothing that a working service relies on changes. `plan`: as right as the plan's confidence. `manual`: shown only. */
export type Applicability = 'safe' | 'plan' | 'manual'

/**
 * How sure the write plan is, strongest first. `proved`: a sealed run passed its checks (the proof file). `observed`: seen on an engine,
 * but not confirmed by a sealed run. `known`: an image record. `inferred`: a Dockerfile or the image's family. `default`: a guess.
 */
export const CONFIDENCES = ['proved', 'observed', 'known', 'inferred', 'default'] as const

export type Confidence = (typeof CONFIDENCES)[number]

/** Whether `have` is at least as sure as `wanted`. */
export function isAsSure(have: Confidence, wanted: Confidence): boolean {
  return CONFIDENCES.indexOf(have) <= CONFIDENCES.indexOf(wanted)
}

/** Which file of a Compose project a fix goes to: the one that defines the service, or the project's override. */
export type FixInto = 'definition' | 'override'

export interface Fix {
  /** An imperative sentence without a full stop: "Make the root filesystem read-only". */
  readonly title: string
  readonly applicability: Applicability
  /** The lowest confidence of its intents; absent if the fix needs no write plan. */
  readonly confidence?: Confidence
  /** What stops working after the fix, though the container runs. */
  readonly degraded?: readonly string[]
  /** Empty for a fix of an image. */
  readonly intents: readonly Intent[]
  readonly imageIntents?: readonly ImageIntent[]
}

/** A change to a Dockerfile. Idempotent, like an {@link Intent}. */
export type ImageIntent = {
  readonly do: 'copy-instead-of-add'
  /** The ADD instruction. */
  readonly at: Origin
}
