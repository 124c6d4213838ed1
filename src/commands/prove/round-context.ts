import type { Phase } from '../../live/trial/observed.ts'
import type { Json } from '../../text/json.ts'
import type { TrialEngine } from './engine.ts'
import type { ProveOptions } from './options.ts'
import type { Progress } from './progress.ts'
import type { Trial } from './trial.ts'

/** What a round runs with. */
export interface RoundPlan {
  /** Its name for readers: `writable round`, `sealed round 2`. */
  readonly title: string
  readonly model: Json
  readonly isSealed: boolean
  /** Services whose writes are read. */
  readonly watched: readonly string[]
  /** Planned tmpfs mounts by service; their use is measured. */
  readonly memory: ReadonlyMap<string, readonly string[]>
  /** New data volumes by their key in the model: their content must outlive the container. */
  readonly volumes: readonly { readonly service: string; readonly volume: string }[]
  /** The state at the end of the first phase of the writable round; a round waits for it, up to a limit. */
  readonly expected?: Phase
}

/** What all rounds of a run share. */
export interface RoundContext {
  readonly trial: Trial
  readonly engine: TrialEngine
  readonly options: ProveOptions
  readonly cwd: string
  readonly progress: Progress
  readonly signal: AbortSignal
}
