import type { Container } from '../model/container.ts'
import { isEngineFile } from '../model/engine-files.ts'
import type { ChangedPath, Evidence } from '../model/evidence.ts'
import type { Image } from '../model/image.ts'
import { pushTo } from '../model/maps.ts'
import { isWithin, normaliseTarget, parentOf } from '../model/path.ts'
import { isSystemDirectory, isWorldWritable } from '../model/system-directory.ts'
import { classifyPath } from '../model/write-kind.ts'
import type { FailedWrite, Reason } from '../model/write-plan.ts'
import type { Need, PlannedObstacle } from './need.ts'

export interface FromEvidence {
  readonly needs: readonly Need[]
  /** Changed files that no directory mount serves and that may be touched only once: single files of /etc or of the image's programs. */
  readonly notes: readonly string[]
  /** The service's own files that no directory mount serves: beside its program, or in a directory that many programs share. */
  readonly obstacles: readonly PlannedObstacle[]
  /** What a log says could not be written, and no mount serves. */
  readonly failed: readonly FailedWrite[]
}

/** Directories that packages and entrypoints touch at start, usually without need; writes elsewhere are the service's own. */
const TOUCHED = /^\/(?:etc|usr|s?bin|lib(?:64)?|root|boot|dev|proc|sys)(?:\/|$)/

/** Directories that are mounted as a whole as soon as anything below them is written. */
const WHOLE: readonly string[] = ['/tmp', '/var/tmp']

/** Directories that are left to the site, and empty in most images (Filesystem Hierarchy Standard 3.0, 3.11 to 3.13 and 3.17). */
const OF_SITE = /^\/(?:media|mnt|opt|srv)$/

/** Directories that hold nothing to keep (Filesystem Hierarchy Standard 3.0, 3.15 and 3.18). */
const STANDARD: readonly string[] = [...WHOLE, '/run']

/**
 * Groups what was seen on an engine into the directories that must stay writable. A diff names every changed directory, most of them only
 * because something below changed. What counts is the image's directory that gained, lost or changed an entry: its next entry may have
 * another name. If that is a directory of the system or of the program, the topmost new directory below it is mounted instead. `programs`
 * are directories and files of the program (its working directory, the paths of its command), which are never mounted over.
 */
export function needsFromEvidence(evidence: Evidence, programs: readonly string[]): FromEvidence {
  const known = new Map(evidence.changed.map((entry) => [normaliseTarget(entry.path), entry]))
  // A directory of which only the written files are shipped holds no program.
  const workplaces = programs.filter((path) => (known.get(path)?.ships ?? true) === true)
  const groups = new Map<string, Seen[]>()
  const notes: string[] = []
  const obstacles: PlannedObstacle[] = []
  const failed: FailedWrite[] = evidence.readOnlyErrors.flatMap(({ path, line }) => (path?.startsWith('/') ? [] : [{ line }]))
  for (const seen of [...writtenEntries(known, programs, evidence.seesDeleted === true), ...writeErrors(evidence, workplaces)]) {
    if (isEngineFile(seen.path) || NOISE.some((pattern) => pattern.test(seen.path))) continue
    const place = placeOf(seen, known, workplaces)
    if (place.mount !== undefined) {
      pushTo(groups, place.mount, seen)
      continue
    }
    // The engine itself creates entries in system directories when it starts a container.
    if (seen.directory && seen.line === undefined) continue
    const where = isOfProgram(place.directory, workplaces) ? 'beside the program' : 'in a directory of the system'
    const mayFail = (TOUCHED.test(place.directory) && !isOfProgram(place.directory, workplaces)) || /^\/\.[^/]*$/.test(seen.path)
    if (seen.line !== undefined) failed.push({ line: seen.line, path: seen.path, where })
    else if (mayFail) notes.push(`${seen.path} was written; it is ${where}, which no mount can replace`)
    else obstacles.push(unserved(seen.path, where))
  }
  const directories = [...groups.keys()]
  const isTop = (directory: string) => !directories.some((other) => other !== directory && isWithin(directory, other) && other !== '/run')
  const needs = directories.filter(isTop).map((top): Need => {
    const isServed = (directory: string) => directory === top || (top !== '/run' && isWithin(directory, top))
    const seen = [...groups].filter(([directory]) => isServed(directory)).flatMap(([, group]) => group)
    return needAt(top, seen, known)
  })
  return { needs: [...needs, ...needsToExecute(evidence)], notes: [...new Set(notes)], obstacles, failed }
}

/** Seconds that a container must have run before its diff counts as what it does. */
export const LONG_ENOUGH = 600

/** Why the evidence proves little: a diff shows only what was used since the container was created (docker-container-diff(1)). */
export function limitsOfEvidence({ readOnlyRoot, runningFor, changed, seesDeleted }: Evidence): readonly string[] {
  if (readOnlyRoot) return []
  const unseen = seesDeleted ? [] : ['files that were deleted again']
  if (runningFor !== undefined) unseen.push('what it writes when it stops')
  const blind = unseen.length === 0 ? [] : [`\`docker diff\` does not show ${unseen.join(' and ')}: \`dockseal prove\` finds out`]
  if (runningFor === undefined)
    return changed.length === 0 ? [] : ['It does not run now: what it wrote before is all that is known', ...blind]
  if (runningFor >= LONG_ENOUGH) return blind
  const watched = runningFor < 120 ? `${runningFor} seconds` : `${Math.floor(runningFor / 60)} minutes`
  return [`It has run for ${watched} only: use it, restart it, and audit it again`, ...blind]
}

/** One write: an entry that was created, changed or deleted, or (`directory`) a directory in which an entry came and went. */
interface Seen {
  readonly path: string
  readonly directory: boolean
  /** A file of the image was changed or deleted, not a new one created. */
  readonly touchesImage: boolean
  readonly executable?: true
  readonly line?: string
}

/** The entries that show a write: those with none below them, and directories whose own entries changed. */
function writtenEntries(known: ReadonlyMap<string, ChangedPath>, programs: readonly string[], seesDeleted: boolean): Seen[] {
  const parents = new Set([...known.keys()].map(parentOf))
  // A visible new or deleted entry explains why the times of its directory changed.
  const explained = new Set([...known].flatMap(([path, { kind }]) => (kind === 'changed' ? [] : [parentOf(path)])))
  return [...known].flatMap(([path, { kind, type, entriesChanged, mode }]): Seen[] => {
    if (kind === 'changed' && entriesChanged && !explained.has(path)) return [{ path, directory: true, touchesImage: false }]
    if (parents.has(path)) return []
    if (kind !== 'changed') {
      // The engine itself makes a working directory that the image lacks.
      if (kind === 'added' && type === 'directory' && programs.includes(path)) return []
      const isProgram = kind === 'added' && type === 'file' && ((mode ?? 0) & 0o111) !== 0
      return [{ path, directory: false, touchesImage: kind === 'deleted', ...(isProgram ? { executable: true } : {}) }]
    }
    // A diff names these directories if an entry came and went; the upper directory shows that itself, above.
    if (STANDARD.includes(path)) return seesDeleted ? [] : [{ path, directory: true, touchesImage: false }]
    // A directory without a new entry had its owner, mode or times set; a sealed run would show whether that matters.
    return type === 'directory' || isSystemDirectory(path) ? [] : [{ path, directory: false, touchesImage: true }]
  })
}

function writeErrors({ readOnlyErrors }: Evidence, programs: readonly string[]): Seen[] {
  return readOnlyErrors.flatMap(({ path, line, inside, madeDirectory }): Seen[] => {
    if (!path?.startsWith('/')) return []
    const normal = normaliseTarget(path)
    // Neither a directory of the system nor the program's own gets a mount for a new directory in it.
    const parent = parentOf(normal)
    const isMade = madeDirectory && (isSystemDirectory(parent) || isOfProgram(parent, programs))
    return [{ path: normal, directory: inside === true || isMade === true, touchesImage: false, line }]
  })
}

interface Place {
  /** The directory of the image in which the write took place. */
  readonly directory: string
  /** What to mount for it; absent if no mount can serve it. */
  readonly mount?: string
}

function placeOf(seen: Seen, known: ReadonlyMap<string, ChangedPath>, programs: readonly string[]): Place {
  const whole = WHOLE.find((each) => isWithin(seen.path, each))
  if (whole) return { directory: whole, mount: whole }
  let made =
    !isSystemDirectory(seen.path) && known.get(seen.path)?.type === 'directory' && known.get(seen.path)?.kind === 'added'
      ? seen.path
      : undefined
  let directory = seen.directory ? seen.path : parentOf(seen.path)
  while (known.get(directory)?.kind === 'added' && directory !== '/') {
    if (!isSystemDirectory(directory)) made = directory
    directory = parentOf(directory)
  }
  if (directory === '/run' || isWithin(directory, '/run')) return { directory, mount: directory }
  const isEmpty = OF_SITE.test(directory) && known.get(directory)?.ships === false
  if ((isEmpty || !isSystemDirectory(directory)) && !isOfProgram(directory, programs)) return { directory, mount: directory }
  if (made !== undefined && !isOfProgram(made, programs)) return { directory, mount: made }
  return { directory }
}

/** Directories of installed packages: a volume there would keep those of the first image. */
const PACKAGES = /\/(?:node_modules|site-packages|dist-packages)(?:\/@[^/]+)?$/

function isOfProgram(directory: string, programs: readonly string[]): boolean {
  return PACKAGES.test(directory) || programs.some((program) => isWithin(program, directory))
}

function needAt(top: string, seen: readonly Seen[], known: ReadonlyMap<string, ChangedPath>): Need {
  const entry = known.get(top)
  const kinds = seen.map(({ path, directory }) => classifyPath(directory ? `${path}/` : path))
  // One file that must be kept is enough to keep the directory.
  const kind = kinds.includes('data') && top !== '/run' ? 'data' : classifyPath(`${top}/`)
  const isStandard = STANDARD.includes(top)
  const isNew = entry?.kind === 'added'
  const mayShip = entry?.ships ?? (kind === 'data' || kind === 'config' || seen.some(({ touchesImage }) => touchesImage))
  const owner = entry?.owner
  return {
    path: top,
    kind,
    because: [reasonFor(seen)],
    confidence: 'observed',
    ...(isWorldWritable(top) ? { worldWritable: true } : {}),
    ...(isNew && !isStandard ? { absent: true } : {}),
    // A tmpfs on /run would hide a directory that the image has there.
    ...(isWithin(top, '/run') && top !== '/run' ? { mustExist: true } : {}),
    // A diff does not show who writes.
    ...(isStandard ? {} : owner ? { owner, ...(entry.mode === undefined ? {} : { mode: entry.mode }) } : { anyUser: true }),
    ...(seen.some(({ executable }) => executable) ? { exec: true } : {}),
    ...(TOUCHED.test(top) && seen.every(({ touchesImage }) => touchesImage) ? { touched: true } : {}),
    ...(!isStandard && !isNew && mayShip ? { ships: 'what the image has there' } : {}),
  }
}

/** Directories on a tmpfs from which a program could not execute its own files. */
function needsToExecute({ execErrors = [] }: Evidence): Need[] {
  return execErrors.map(({ path, line }): Need => {
    const directory = WHOLE.find((each) => isWithin(path, each)) ?? parentOf(path)
    return {
      path: directory,
      // That it is executed says nothing of whether it must be kept.
      kind: 'scratch',
      because: [{ evidence: 'log', text: shortened(line) }],
      confidence: 'observed',
      exec: true,
      ...(isWorldWritable(directory) ? { worldWritable: true } : {}),
    }
  })
}

function unserved(path: string, where: string): PlannedObstacle {
  return {
    path,
    why: `it was seen to write ${path}, ${where}, which no mount can replace`,
    instead: 'have it write into a directory of its own that a mount can serve',
  }
}

const shortened = (line: string) => (line.length > 100 ? `${line.slice(0, 97)}...` : line)

function reasonFor(seen: readonly Seen[]): Reason {
  const line = seen.find((one) => one.line !== undefined)?.line
  if (line !== undefined) return { evidence: 'log', text: shortened(line) }
  const [first, ...rest] = seen
  const more = rest.length > 0 ? ` and ${rest.length} more` : ''
  if (first?.directory) return { evidence: 'observed', text: `something was made in ${first.path} and deleted again${more}` }
  return { evidence: 'observed', text: `written while it ran: ${first?.path ?? ''}${more}` }
}

/** Files with the code of a program, as a command names them. */
const CODE = /\.(?:py|js|mjs|cjs|ts|rb|php|pl|jar|dll|sh)$/

/** Where the program is: its working directory, the file that is executed, and the code that the command names. */
export function programPaths(container: Container, image: Image | undefined): string[] {
  const directories = [container.workingDir, image?.workingDir].flatMap((fact) => (fact?.state === 'set' ? [fact.value] : []))
  const commands = [container.entrypoint, container.command, image?.entrypoint, image?.command]
  const files = commands.flatMap((fact) =>
    fact?.state === 'set' ? fact.value.filter((word, index) => word.startsWith('/') && (index === 0 || CODE.test(word))) : [],
  )
  return [...directories, ...files].map(normaliseTarget).filter((path) => path !== '/')
}

/** What common programs change in every container, or somebody's shell left: the service does not need to write it. */
const NOISE: readonly RegExp[] = [
  /^\/run\/docker\.sock$/,
  /^\/root\/\.(bash_history|ash_history|viminfo|lesshst|wget-hsts|python_history)$/,
  /\/\.(bash_history|ash_history|python_history)$/,
  /\/__pycache__(\/|$)/,
  /\.pyc$/,
  /^\/var\/lib\/(apt|dpkg)(\/|$)/,
  /^\/var\/cache\/(apt|debconf)(\/|$)/,
]
