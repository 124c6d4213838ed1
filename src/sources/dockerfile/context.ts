import { isWithin, normaliseTarget } from '../../model/mount.ts'
import { type MappedText, plainText } from '../../text/mapped-text.ts'
import type { Files } from '../source.ts'
import { targetPath } from './build-writes.ts'
import { chainOf, type Stage, type Step } from './stages.ts'

/** A file of the image that comes from the build context, or from a heredoc of the Dockerfile itself. */
export interface ImageFile {
  /** The file that its text stands in. */
  readonly file: string
  readonly text: MappedText
}

/** Finds files of an image among the files of its build. Pure but for what `Files` answers; reads nothing outside the context. */
export interface ImageFiles {
  /** The file at an absolute path of the image. */
  readonly open: (path: string) => ImageFile | undefined
  /** Paths of the image that match a pattern with `*` in its last part; undefined where the build copies nothing there that we can see. */
  readonly glob: (pattern: string) => readonly string[] | undefined
}

/** Directory listings and links followed for one path; a real image needs two or three. */
const MAX_HOPS = 5

/**
 * Follows COPY and ADD backwards: the last one whose destination holds the path decides. `links`: symbolic links that RUN makes.
 * `COPY --from=stage` goes on in that stage. `.dockerignore` is not read: what it leaves out, the build cannot copy anyway.
 */
export function imageFiles(
  stage: Stage,
  stages: readonly Stage[],
  context: string | undefined,
  dockerfile: string,
  io: Files,
  links: ReadonlyMap<string, string>,
): ImageFiles {
  const open = (path: string, within: Stage, hops: number): ImageFile | undefined => {
    if (hops > MAX_HOPS) return undefined
    const clean = normaliseTarget(path)
    const target = links.get(clean)
    if (target !== undefined) return open(target.startsWith('/') ? target : `${parentOf(clean)}/${target}`, within, hops + 1)
    for (const step of stepsOf(within).toReversed()) {
      const heredoc = heredocAt(step, clean)
      if (heredoc) return { file: dockerfile, text: heredoc }
      for (const source of sourcesOf(step, clean, context)) {
        const from = fromStage(step, stages)
        if (from === 'elsewhere') continue
        const found = from ? open(source, from, hops + 1) : context === undefined ? undefined : readContext(context, source, io)
        if (found) return found
      }
    }
    return undefined
  }
  const glob = (pattern: string): readonly string[] | undefined => {
    const directory = normaliseTarget(parentOf(pattern))
    const matcher = wildcard(pattern.slice(pattern.lastIndexOf('/') + 1))
    if (context === undefined || !matcher || /[*?[]/.test(directory)) return undefined
    const names = new Set<string>()
    for (const step of stepsOf(stage)) {
      const isHere = fromStage(step, stages) === undefined
      for (const { destination, source } of copies(step)) {
        const name = source.slice(source.lastIndexOf('/') + 1)
        if (destination !== directory && isWithin(destination, directory)) {
          names.add(destination.slice(directory === '/' ? 1 : directory.length + 1).split('/')[0] ?? '')
          continue
        }
        // A file that is put into a directory by that directory's name; what other stages hold is known by such names alone.
        if (destination === directory && /^[^*?[\]]+\.(?!d$)\w+$/.test(name)) names.add(name)
        if (!isHere || !isWithin(directory, destination)) continue
        for (const each of listSources(context, source, directory.slice(destination === '/' ? 0 : destination.length), io)) names.add(each)
      }
    }
    if (names.size === 0) return undefined
    return [...names]
      .filter((name) => matcher.test(name))
      .sort()
      .map((name) => `${directory}/${name}`)
  }
  return { open: (path) => open(path, stage, 0), glob }
}

/** The directory part of a path. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0)) || '/'
}

function stepsOf(stage: Stage): readonly Step[] {
  return chainOf(stage).flatMap((each) => each.steps)
}

/** The stage that COPY --from names; `elsewhere` for an image or a named context. */
function fromStage(step: Step, stages: readonly Stage[]): Stage | 'elsewhere' | undefined {
  const flag = step.instruction.flags.find((each) => each.name === 'from')
  if (!flag) return undefined
  const name = flag.value ? step.resolve(flag.value.text) : undefined
  if (name === undefined) return 'elsewhere'
  return (
    stages.findLast((stage) => stage.name?.toLowerCase() === name.toLowerCase()) ??
    stages[/^\d+$/.test(name) ? Number(name) : -1] ??
    'elsewhere'
  )
}

interface Copy {
  readonly source: string
  /** Without a slash at its end. */
  readonly destination: string
  /** The destination is the file's own path. */
  readonly single: boolean
}

function copies(step: Step): readonly Copy[] {
  const { name, args, heredocs, onBuild } = step.instruction
  if ((name !== 'COPY' && name !== 'ADD') || onBuild || args.length < 2) return []
  const values = args.map((arg) => step.resolve(arg.text))
  const written = values.at(-1)
  const destination = written === undefined ? undefined : targetPath(written, step)
  if (written === undefined || destination === undefined) return []
  const sources = values.slice(0, -1).filter((source) => source !== undefined && !heredocs.some((heredoc) => heredoc.written === source))
  const asDirectory = written.endsWith('/') || written === '.' || sources.length > 1
  return sources.flatMap((source): readonly Copy[] => {
    if (source === undefined || /^[a-z]+:\/\//i.test(source)) return []
    return [{ source, destination, single: !asDirectory }]
  })
}

function heredocAt(step: Step, path: string): MappedText | undefined {
  const { name, args, heredocs } = step.instruction
  if ((name !== 'COPY' && name !== 'ADD') || heredocs.length === 0) return undefined
  const written = step.resolve(args.at(-1)?.text ?? '')
  const destination = written === undefined ? undefined : targetPath(written, step)
  if (destination === undefined || written === undefined) return undefined
  if (!written.endsWith('/')) return destination === path ? heredocs[0]?.body : undefined
  return heredocs.find((heredoc) => `${destination === '/' ? '' : destination}/${heredoc.name}` === path)?.body
}

/** The places in the source of a COPY that could be the file at `path`, likeliest first. */
function sourcesOf(step: Step, path: string, context: string | undefined): readonly string[] {
  return copies(step).flatMap(({ source, destination, single }): readonly string[] => {
    const clean = source.replace(/\/$/, '')
    const name = clean.slice(clean.lastIndexOf('/') + 1)
    const candidates: string[] = []
    if (single && destination === path) candidates.push(clean)
    if (isWithin(path, destination) && path !== destination) {
      const rest = path.slice(destination === '/' ? 1 : destination.length + 1)
      if (/[*?[]/.test(name)) {
        const matcher = wildcard(name)
        const [first = '', ...deeper] = rest.split('/')
        if (matcher?.test(first) && context !== undefined)
          candidates.push([parentOf(clean).replace(/^\/$/, ''), first, ...deeper].filter((part) => part !== '').join('/'))
      } else {
        if (rest === name) candidates.push(clean)
        candidates.push(clean === '.' || clean === '' ? rest : `${clean}/${rest}`)
      }
    }
    return candidates
  })
}

/** Reads below the context; `..` cannot lead out of it, as the builder has it. */
function readContext(context: string, source: string, io: Files): ImageFile | undefined {
  const file = `${context.replace(/\/$/, '')}${normaliseInside(source)}`
  if (!io.exists(file)) return undefined
  const answer = io.read(file)
  return answer.ok ? { file, text: plainText(answer.text) } : undefined
}

function listSources(context: string, source: string, below: string, io: Files): readonly string[] {
  const base = context.replace(/\/$/, '')
  if (!/[*?[]/.test(source)) return io.list(`${base}${normaliseInside(`${source}/${below}`)}`)
  const matcher = wildcard(source.slice(source.lastIndexOf('/') + 1))
  if (!matcher || below !== '') return []
  return io.list(`${base}${normaliseInside(parentOf(`/${source}`))}`).filter((name) => matcher.test(name))
}

/** A path from the context's root, which is its own parent. `/var/run` means nothing here. */
function normaliseInside(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}

/** One path element with `*`, `?` and `[…]` (Go's filepath.Match); undefined for what is no pattern we can follow. */
function wildcard(pattern: string): RegExp | undefined {
  if (pattern.split('*').length > 4 || /[[\]\\]/.test(pattern)) return undefined
  const source = pattern
    .replace(/[.+^${}()|]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]')
  return new RegExp(`^${source}$`)
}
