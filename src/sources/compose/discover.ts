import { groupBy } from '../../model/maps.ts'
import { own } from '../../model/own.ts'
import { basename, dirname } from '../../text/path.ts'
import type { Files } from '../source.ts'
import { classify } from './classify.ts'
import { parseDotEnv } from './dotenv.ts'
import { BASE_NAMES, OVERRIDE_NAMES } from './file-names.ts'
import { hasInclude, type Outline, outlineOf } from './outline.ts'
import { joinClean, resolvePath } from './paths.ts'
import type { ProjectSpec } from './project-spec.ts'

/** How projects are found. */
export interface DiscoverOptions {
  /** The environment of the shell, if it counts; absent: the same tree gives the same projects everywhere. */
  readonly env?: Readonly<Record<string, string>>
}

/**
 * Forms projects from the Compose files of a walk. In each folder: the files that COMPOSE_FILE in `.env` names, else the file that Compose
 * would take, with its override. Every other file is a project of its own, or a variant of a file that has the services that it lacks. A
 * file that another project includes is read there.
 */
export function discoverProjects(files: readonly string[], io: Files, options: DiscoverOptions = {}): ProjectSpec[] {
  const folders = groupBy(new Set(files), dirname)
  const outlines = new Map<string, Outline | undefined>()
  const outline = (file: string): Outline | undefined => {
    if (!outlines.has(file)) {
      const read = io.read(file)
      outlines.set(file, read.ok ? outlineOf(file, read.text, io) : undefined)
    }
    return outlines.get(file)
  }
  const plans = [...folders].map(([directory, found]) => planFolder(directory, found, io, options))
  // COMPOSE_FILE may name files of other folders.
  const taken = new Set(plans.flatMap(({ main }) => main?.files ?? []))
  return withoutIncluded(
    plans.flatMap((plan) => folderProjects(plan, taken, outline)),
    (file) => {
      const read = io.read(file)
      return read.ok && hasInclude(read.text) ? (outline(file)?.includes ?? []) : []
    },
  )
}

/** The files that `docker compose` without `-f` reads in a folder. */
type Main = Pick<ProjectSpec, 'files' | 'why' | 'byName'>

/** A folder with Compose files, and the project that Compose would read in it. */
interface Folder {
  readonly directory: string
  readonly found: readonly string[]
  readonly profiles: readonly string[]
  readonly envFiles: readonly string[]
  readonly main?: Main
}

function planFolder(directory: string, found: readonly string[], io: Files, options: DiscoverOptions): Folder {
  const names = new Set(io.list(directory))
  const envFiles = names.has('.env') ? [joinClean(directory, '.env')] : []
  const { files, profiles } = composeSettings(directory, envFiles[0], io, options)
  const main = mainFiles(directory, files, found, names, io)
  return { directory, found, profiles, envFiles, ...(main ? { main } : {}) }
}

function folderProjects(folder: Folder, taken: ReadonlySet<string>, outline: (file: string) => Outline | undefined): ProjectSpec[] {
  const { directory, found, profiles, envFiles, main } = folder
  const specs: ProjectSpec[] = []
  const make = (files: readonly string[], why: string): ProjectSpec => ({ files, directory, why, profiles, envFiles })
  const makeAlone = (file: string): ProjectSpec => ({ ...make([file], 'a file of its own'), ...overrideWithoutBase(file) })
  // A base that the walk left out is read only if a file of the walk needs it.
  if (main?.files.some((file) => found.includes(file))) specs.push({ ...main, directory, profiles, envFiles })
  const rest = found.filter((file) => !taken.has(file))
  const [alone] = rest
  // There is no other file that it could complete, so its outline is not needed.
  if (alone !== undefined && rest.length === 1 && !main) return [makeAlone(alone)]
  const complete = [...(main?.files ?? []), ...rest.filter((file) => lacking(outline(file)).length === 0)]
  for (const file of rest) {
    const lacks = lacking(outline(file))
    const base = lacks.length === 0 ? undefined : baseFor(file, lacks, main?.files[0], complete, outline)
    if (base === undefined) specs.push(makeAlone(file))
    else {
      const what = lacks.length === 1 ? `the service ${lacks[0]} of` : `${lacks.length} services of`
      specs.push({ ...make([base, file], `${basename(file)} completes ${what} ${basename(base)}`), overlay: file })
    }
  }
  // What a base needs goes into the base, so variants come later and need only the rest.
  const variants = specs.filter(({ overlay }) => overlay !== undefined)
  return [...specs.filter(({ overlay }) => overlay === undefined).map((spec) => withReach(spec, variants)), ...variants]
}

/** A file called an override belongs to another file. If its name does not show which one, that file's mounts are unknown. */
function overrideWithoutBase(file: string): Pick<ProjectSpec, 'override'> {
  const name = basename(file)
  if (!/(?:^|[._-])override\.ya?ml$/.test(name)) return {}
  return { override: { refuse: `${name} is laid over another file, and its name does not tell which; name both (-f BASE -f ${name})` } }
}

/** A base is also started without the override that Compose finds beside it, and with each variant. */
function withReach(spec: ProjectSpec, variants: readonly ProjectSpec[]): ProjectSpec {
  const { files, byName, ...rest } = spec
  const alone: readonly ProjectSpec[] = byName && files.length > 1 ? [{ ...rest, files: files.slice(0, 1) }] : []
  const reaches = [...alone, ...variants.filter((variant) => variant.files[0] === files[0])]
  return reaches.length === 0 ? spec : { ...spec, reaches }
}

/** Services that do not say what to run, so another file must. */
function lacking(outline: Outline | undefined): string[] {
  return [...(outline?.services ?? [])].filter(([, runs]) => !runs).map(([name]) => name)
}

/** The file with all the missing services: the longest name that this one extends, else Compose's own, else a "base". */
function baseFor(
  file: string,
  lacks: readonly string[],
  main: string | undefined,
  complete: readonly string[],
  outline: (file: string) => Outline | undefined,
): string | undefined {
  const fit = complete.filter((each) => each !== file && lacks.every((name) => outline(each)?.services.get(name)))
  const stems = fit.filter((each) => isVariantOf(basename(file), stemOf(each))).toSorted((a, b) => b.length - a.length)
  if (stems[0] !== undefined) return stems[0]
  if (main !== undefined && COMPOSE_NAME.test(basename(file)) && lacks.every((name) => outline(main)?.services.has(name))) return main
  return fit.find((each) => COMPOSE_NAME.test(basename(file)) && /[._-](?:base|common|main|shared)$/.test(stemOf(each)))
}

const COMPOSE_NAME = /^(?:docker-)?compose\b/

function stemOf(file: string): string {
  return basename(file).replace(/\.ya?ml$/, '')
}

function isVariantOf(name: string, stem: string): boolean {
  return name.startsWith(stem) && /^[._-]/.test(name.slice(stem.length)) && name.slice(stem.length).replace(/\.ya?ml$/, '') !== ''
}

interface Settings {
  readonly files: readonly string[]
  readonly profiles: readonly string[]
}

/** What `.env` sets for the project itself. */
function composeSettings(directory: string, envFile: string | undefined, io: Files, options: DiscoverOptions): Settings {
  const read = envFile === undefined ? undefined : io.read(envFile)
  const text = read?.ok ? read.text : ''
  const inFile = text.includes('COMPOSE_')
    ? parseDotEnv(text, (name) => own(options.env, name), 'unknown').variables
    : new Map<string, string | null>()
  const value = (name: string): string => own(options.env, name) ?? inFile.get(name) ?? ''
  const named = value('COMPOSE_FILE')
  const separator = value('COMPOSE_PATH_SEPARATOR') || (named.includes(';') ? ';' : ':')
  const split = (list: string, by: string): string[] => list.split(by).flatMap((part) => part.trim() || [])
  return { files: split(named, separator).map((file) => resolvePath(file, directory)), profiles: split(value('COMPOSE_PROFILES'), ',') }
}

function mainFiles(
  directory: string,
  named: readonly string[],
  found: readonly string[],
  names: ReadonlySet<string>,
  io: Files,
): Main | undefined {
  const there = named.filter((file) => io.exists(file))
  if (there.length > 0) return { files: there, why: 'named by COMPOSE_FILE in .env' }
  const first = (wanted: readonly string[], kinds: readonly string[]): string | undefined =>
    wanted
      .filter((name) => names.has(name))
      .map((name) => joinClean(directory, name))
      .find((file) => {
        if (found.includes(file)) return true
        const read = io.read(file)
        return read.ok && kinds.includes(classify(file, read.text).kind)
      })
  const base = first(BASE_NAMES, ['compose'])
  if (base === undefined) return undefined
  const override = first(OVERRIDE_NAMES, ['compose', 'fragment'])
  if (override === undefined) return { files: [base], why: 'the file that Compose reads in this folder', byName: true }
  return { files: [base, override], why: `the file that Compose reads in this folder, with ${basename(override)}`, byName: true }
}

/** Leaves out the projects whose files others include, where they are read. `includes`: the paths as written. */
function withoutIncluded(specs: readonly ProjectSpec[], includes: (file: string) => readonly string[]): ProjectSpec[] {
  const named = new Map(
    specs.map((spec) => [spec, spec.files.flatMap((file) => includes(file).map((path) => resolvePath(path, spec.directory)))]),
  )
  const included = new Set([...named.values()].flat())
  const inner = new Set(specs.filter((spec) => spec.files.every((file) => included.has(file))))
  const reached = new Set<ProjectSpec>()
  const kept = new Set<ProjectSpec>()
  const reach = (start: ProjectSpec): void => {
    kept.add(start)
    const queue = [start]
    for (const spec of queue) {
      if (reached.has(spec)) continue
      reached.add(spec)
      const files = named.get(spec) ?? []
      if (files.length > 0) queue.push(...[...inner].filter((each) => each.files.some((file) => files.includes(file))))
    }
  }
  for (const spec of specs) if (!inner.has(spec)) reach(spec)
  // Files that include each other in a circle have no first one; the first one found is taken.
  for (const spec of specs) if (!reached.has(spec)) reach(spec)
  return specs.filter((spec) => kept.has(spec))
}
