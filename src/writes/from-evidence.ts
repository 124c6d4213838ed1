import type { ChangedPath, Evidence } from '../model/evidence.ts'
import { isWithin, normaliseTarget } from '../model/mount.ts'
import { parentOf } from '../model/path.ts'
import { classifyPath } from '../model/write-kind.ts'
import type { Reason } from '../model/write-plan.ts'
import type { Need } from './need.ts'
import { isSystemDirectory, isWorldWritable } from './system-directory.ts'

export interface FromEvidence {
  readonly needs: readonly Need[]
  /** Changed files that no directory mount serves: single files of /etc and of programs. */
  readonly notes: readonly string[]
}

/**
 * What the engine and the program itself make every container change, or what was left by somebody's shell: not the service's writes.
 */
const NOISE: readonly RegExp[] = [
  /^\/(dev|proc|sys)(\/|$)/,
  /^\/\.dockerenv$/,
  /^\/etc\/(hostname|hosts|resolv\.conf|mtab)$/,
  /^\/run\/(secrets|docker\.sock|\.containerenv)(\/|$)/,
  /^\/root\/\.(bash_history|ash_history|viminfo|lesshst|wget-hsts|python_history)$/,
  /\/\.(bash_history|ash_history|python_history)$/,
  /\/__pycache__(\/|$)/,
  /\.pyc$/,
  /^\/var\/lib\/(apt|dpkg)(\/|$)/,
  /^\/var\/cache\/(apt|debconf)(\/|$)/,
]

/** Directories that are mounted as a whole as soon as anything below them is written. */
const WHOLE: readonly string[] = ['/tmp', '/var/tmp', '/run']

/**
 * Groups what was seen on an engine into the directories that must stay writable. `docker diff` names every changed directory, most of
 * which only hold the change of something below; the deepest directories that hold changed files count, joined under a common one
 * where that is not a directory of the system. `programs` are directories of the program (its working directory), which are never
 * mounted over.
 */
export function needsFromEvidence(evidence: Evidence, programs: readonly string[]): FromEvidence {
  const leaves = changedLeaves(evidence.changed)
  const complained = evidence.readOnlyErrors.flatMap(({ path, line }): Seen[] =>
    path?.startsWith('/') ? [{ path: normaliseTarget(path), touchesImage: false, line }] : [],
  )
  const groups = new Map<string, Seen[]>()
  const notes: string[] = []
  for (const seen of [...leaves, ...complained].filter(({ path }) => !isNoise(path))) {
    const directory = WHOLE.find((whole) => isWithin(seen.path, whole)) ?? parentOf(seen.path)
    if (isSystemDirectory(directory) || programs.includes(directory)) {
      notes.push(
        `${seen.path} was written; it lies ${programs.includes(directory) ? 'beside the program' : 'in a directory of the system'}, which no mount can replace`,
      )
      continue
    }
    groups.set(directory, [...(groups.get(directory) ?? []), seen])
  }
  const added = new Set(evidence.changed.filter(({ kind }) => kind === 'added').map(({ path }) => normaliseTarget(path)))
  const directories = [...groups.keys()]
  const tops = directories.filter((directory) => !directories.some((other) => other !== directory && isWithin(directory, other)))
  const needs = tops.map((top): Need => {
    const seen = [...groups].filter(([directory]) => isWithin(directory, top)).flatMap(([, group]) => group)
    const kinds = seen.map(({ path }) => classifyPath(path))
    // One file that must be kept makes the directory worth keeping.
    const kind = kinds.includes('data') ? 'data' : classifyPath(`${top}/`)
    const isNew = added.has(top)
    const standard = WHOLE.includes(top)
    return {
      path: top,
      kind,
      because: [reasonFor(seen)],
      confidence: 'proved',
      ...(isWorldWritable(top) ? { worldWritable: true } : {}),
      ...(isNew && !standard ? { absent: true } : {}),
      // Who writes does not show in a diff.
      ...(standard ? {} : { anyUser: true }),
      ...(!standard && !isNew && (kind === 'data' || seen.some(({ touchesImage }) => touchesImage))
        ? { ships: 'what the image has there' }
        : {}),
    }
  })
  return { needs, notes: [...new Set(notes)] }
}

/** Seconds that a container must have run for its diff to stand for what it does. */
export const LONG_ENOUGH = 600

/** Where what was seen proves little: a diff shows only what was used since the container was made (docker-container-diff(1)). */
export function thinness({ readOnlyRoot, runningFor, changed }: Evidence): readonly string[] {
  if (readOnlyRoot) return []
  if (runningFor === undefined) return changed.length === 0 ? [] : ['It does not run now: what it wrote before is all that is known']
  if (runningFor >= LONG_ENOUGH) return []
  const watched = runningFor < 120 ? `${runningFor} seconds` : `${Math.floor(runningFor / 60)} minutes`
  return [`It has run for ${watched} only: use it, restart it, and audit it again before you rely on what it wrote`]
}

interface Seen {
  readonly path: string
  /** A file of the image was changed or deleted, not a new one made. */
  readonly touchesImage: boolean
  readonly line?: string
}

function isNoise(path: string): boolean {
  return NOISE.some((pattern) => pattern.test(path))
}

/** The entries that have none below them: files, new empty directories, and directories in which something came and went (`C /tmp`). */
function changedLeaves(changed: readonly ChangedPath[]): Seen[] {
  const paths = changed.map(({ path, kind }) => ({ path: normaliseTarget(path), kind }))
  const parents = new Set(paths.map(({ path }) => parentOf(path)))
  return paths.flatMap(({ path, kind }): Seen[] => {
    if (parents.has(path)) return []
    if (kind === 'changed' && WHOLE.includes(path)) return [{ path: `${path}/.`, touchesImage: false }]
    if (kind === 'changed' && isSystemDirectory(path)) return []
    return [{ path, touchesImage: kind !== 'added' }]
  })
}

function reasonFor(seen: readonly Seen[]): Reason {
  const line = seen.find((one) => one.line !== undefined)?.line
  if (line !== undefined) return { evidence: 'log', text: line.length > 100 ? `${line.slice(0, 97)}...` : line }
  const [first, ...rest] = seen
  const more = rest.length > 0 ? ` and ${rest.length} more` : ''
  return { evidence: 'observed', text: `written while it ran: ${(first?.path ?? '').replace(/\/\.$/, '')}${more}` }
}
