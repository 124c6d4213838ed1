import { pathConfidenceWords } from '../model/confidence-words.ts'
import { tmpfsText } from '../model/tmpfs.ts'
import type { Reason, WritePath, WritePlan } from '../model/write-plan.ts'

/** One mount of a write plan in words; formatters lay it out and escape it. */
export interface PlanRow {
  /** `tmpfs`, `volume`, or `has` for a path that is already writable. */
  readonly as: 'tmpfs' | 'volume' | 'has'
  /** `/run:uid=101`, `pgdata:/var/lib/postgresql/data`, or the covered path. */
  readonly what: string
  /** Why it must be writable, what fails without it, or what makes it writable. */
  readonly why: string
  /** How sure that is: `known image`. */
  readonly sure: string
}

const EVIDENCE: Readonly<Record<Reason['evidence'], string>> = {
  proof: 'sealed run',
  observed: 'seen on the engine',
  log: 'seen in the log',
  'image-record': 'image record',
  dockerfile: 'Dockerfile',
  entrypoint: 'entrypoint',
  program: 'program',
  default: 'default',
}

/** A reason with its kind of evidence: `nginx.pid (image record)`. */
export function reasonText(reason: Reason): string {
  return reason.evidence === 'default' ? reason.text : `${reason.text} (${EVIDENCE[reason.evidence]})`
}

function whyOf(path: WritePath): string {
  const reasons = [...new Set(path.because.map(reasonText))].join('; ')
  if (path.mount.as === 'covered') {
    switch (path.mount.by) {
      case 'mount':
        return `${reasons}; mounted already`
      case 'image-volume':
        return `${reasons}; an anonymous volume of the image, lost with the container`
      case 'engine':
        return `${reasons}; the engine mounts it`
      default:
        return path.mount satisfies never
    }
  }
  if (path.without?.effect === 'degrades') return `${reasons}; without it: ${path.without.what}`
  return reasons
}

function whatOf({ path, mount }: WritePath): string {
  switch (mount.as) {
    case 'tmpfs':
      return tmpfsText(path, mount.options)
    case 'volume':
      return `${mount.name}:${path}`
    case 'covered':
      return path
    default:
      return mount satisfies never
  }
}

/** The mounts of a plan, those to add first. */
export function planRows(plan: WritePlan): PlanRow[] {
  const rows = plan.paths.map((path): PlanRow => {
    const as = path.mount.as === 'covered' ? 'has' : path.mount.as
    return { as, what: whatOf(path), why: whyOf(path), sure: pathConfidenceWords(path, plan) }
  })
  return [...rows.filter((row) => row.as !== 'has'), ...rows.filter((row) => row.as === 'has')]
}

/** The plan in one line: `tmpfs /run, /tmp; volume data:/data`. Empty if it adds nothing. */
export function planSummary({ paths }: WritePlan): string {
  return (['tmpfs', 'volume'] as const)
    .map((as) => ({ as, what: paths.filter(({ mount }) => mount.as === as).map(whatOf) }))
    .filter(({ what }) => what.length > 0)
    .map(({ as, what }) => `${as} ${what.join(', ')}`)
    .join('; ')
}
