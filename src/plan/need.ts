import { type Confidence, isAsSure } from '../model/intent.ts'
import type { WriteKind } from '../model/write-kind.ts'
import type { Reason, Without } from '../model/write-plan.ts'
import type { Ids } from './user.ts'

/** A path that must stay writable, before its mount is chosen. All sources of knowledge give needs. */
export interface Need {
  /** Normalised, links of the image resolved. */
  readonly path: string
  readonly kind: WriteKind
  readonly because: readonly [Reason, ...Reason[]]
  readonly confidence: Confidence
  /** Who writes, if not the user that the container starts as. */
  readonly owner?: Ids
  /** Permission bits seen on the directory. */
  readonly mode?: number
  readonly chowned?: true
  readonly worldWritable?: true
  /** Who writes is not known: any user must be able to. */
  readonly anyUser?: true
  readonly exec?: true
  readonly ships?: string
  readonly hidesNothingNeeded?: true
  readonly absent?: true
  /** A branch of the program, or a request to it, decides whether it is written at all. */
  readonly perhaps?: true
  readonly mustExist?: true
  /** Only files that the image ships were changed, in a directory that packages and entrypoints touch at start. */
  readonly touched?: true
  /** The program refuses a directory that others than root may write. */
  readonly closed?: true
  readonly oftenCache?: true
  readonly large?: true
  readonly without?: Without
}

/** A write that no mount can serve, and what to do instead. */
export interface PlannedObstacle {
  readonly path: string
  readonly why: string
  readonly instead: string
  /** The write may not happen; the container is then still worth sealing. */
  readonly conditional?: boolean
  /** The program itself writes it, maybe for a request only. */
  readonly inProgram?: boolean
}

/** Data is kept; shipped content and files too large for memory need a volume too. Everything else is a tmpfs. */
export function wantsVolume(need: Need): boolean {
  return need.kind === 'data' || need.large === true || (need.ships !== undefined && !need.hidesNothingNeeded)
}

/** The lowest of the given confidences. */
export function leastSure(first: Confidence, ...others: readonly Confidence[]): Confidence {
  return others.reduce((least, other) => (isAsSure(other, least) ? least : other), first)
}

/**
 * Joins what several sources say about one path: the first one's facts, all reasons, the surest confidence. Data stays data, but a record
 * knows better than the name of a path does: only the code of a program says more.
 */
export function joinNeeds(needs: readonly Need[]): Need[] {
  const byPath = new Map<string, Need>()
  for (const need of needs) {
    const first = byPath.get(need.path)
    byPath.set(need.path, first ? join(first, need) : need)
  }
  return [...byPath.values()]
}

function isFrom(need: Need, evidence: Reason['evidence']): boolean {
  return need.because[0].evidence === evidence
}

function join(first: Need, other: Need): Need {
  const surer = isAsSure(first.confidence, other.confidence) ? first.confidence : other.confidence
  // The first source knows who writes and what is there; any source may say that something is executed.
  const { anyUser: _, ships: __, perhaps: alsoPerhaps, ...rest } = other
  const { perhaps, ...known } = first
  return {
    ...rest,
    ...known,
    ...(perhaps && alsoPerhaps ? { perhaps } : {}),
    kind: other.kind === 'data' && (!isFrom(first, 'image-record') || isFrom(other, 'program')) ? 'data' : first.kind,
    because: [...first.because, ...other.because],
    confidence: surer,
  }
}
