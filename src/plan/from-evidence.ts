import type { ChangedPath, Evidence } from '../model/evidence.ts'
import { isWithin, normaliseTarget } from '../model/mount.ts'
import { parentOf } from '../model/path.ts'
import { classifyPath } from '../model/write-kind.ts'
import type { Reason } from '../model/write-plan.ts'
import type { Need, Obstacle } from './need.ts'
import { isSystemDirectory, isWorldWritable } from './system-directory.ts'

export interface FromEvidence {
  readonly needs: readonly Need[]
  /** Changed files that no directory mount serves and that may well be touched once: single files of /etc, of the image's programs. */
  readonly notes: readonly string[]
  /** Files of the service itself that no directory mount serves: beside its program, or in a directory that many share. */
  readonly obstacles: readonly Obstacle[]
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

/** Directories that packages and entrypoints touch at start, most often without need; what is written in others is the service's own. */
const TOUCHED = /^\/(?:etc|usr|s?bin|lib(?:64)?|root|boot|dev|proc|sys)(?:\/|$)/

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
  const added = new Set(evidence.changed.filter(({ kind }) => kind === 'added').map(({ path }) => normaliseTarget(path)))
  const groups = new Map<string, Seen[]>()
  const notes: string[] = []
  const obstacles: Obstacle[] = []
  for (const seen of [...leaves, ...complained].filter(({ path }) => !isNoise(path))) {
    const directory = WHOLE.find((whole) => isWithin(seen.path, whole)) ?? madeAbove(seen.path, added, programs) ?? parentOf(seen.path)
    const isBeside = programs.includes(directory)
    if (isBeside || isSystemDirectory(directory)) {
      const where = isBeside ? 'beside the program' : 'in a directory of the system'
      // What a sealed container complains of, it runs without.
      const mayFail = seen.line !== undefined || (TOUCHED.test(directory) && !isBeside) || /^\/\.[^/]*$/.test(seen.path)
      if (mayFail) notes.push(`${seen.path} was written; it lies ${where}, which no mount can replace`)
      else obstacles.push(unserved(seen.path, where))
      continue
    }
    groups.set(directory, [...(groups.get(directory) ?? []), seen])
  }
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
      confidence: 'observed',
      ...(isWorldWritable(top) ? { worldWritable: true } : {}),
      ...(isNew && !standard ? { absent: true } : {}),
      // Who writes does not show in a diff.
      ...(standard ? {} : { anyUser: true }),
      ...(!standard && !isNew && (kind === 'data' || kind === 'config' || seen.some(({ touchesImage }) => touchesImage))
        ? { ships: 'what the image has there' }
        : {}),
    }
  })
  return { needs, notes: [...new Set(notes)], obstacles }
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

function unserved(path: string, where: string): Obstacle {
  return {
    path,
    why: `it was seen to write ${path}, ${where}, which no mount can replace`,
    instead: 'have it write into a directory of its own that a mount can serve',
    conditional: false,
  }
}

/** The topmost directory above a path that the image did not have: whoever made it may make more in it. */
function madeAbove(path: string, added: ReadonlySet<string>, programs: readonly string[]): string | undefined {
  let top: string | undefined
  for (let above = parentOf(path); added.has(above) && !isSystemDirectory(above); above = parentOf(above)) {
    if (programs.some((program) => isWithin(program, above))) break
    top = above
  }
  return top
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
