import { firstFound, remember } from '../../model/maps.ts'
import { baseName, cleanPath, isWithin, normaliseTarget, parentOf } from '../../model/path.ts'
import type { CopySource, ImageFile, ImageFiles } from '../../programs/image-files.ts'
import { belowPath } from '../../text/file-name.ts'
import { concatTexts, type MappedText } from '../../text/mapped-text.ts'
import { MAX_NAME, upTo } from '../../text/up-to.ts'
import { matchesWildcard } from '../../text/wildcard.ts'
import type { Files } from '../source.ts'
import {
  beforePruning,
  type Copy,
  copiedFrom,
  copies,
  copySources,
  fillingSteps,
  fromStage,
  heredocFiles,
  placesBefore,
  stepsOf,
  workingDirs,
} from './copies.ts'
import { changesBy, madeBy, NO_TEXT, namesMadeBy } from './made-files.ts'
import { contextText } from './scripts.ts'
import type { Stage, Step } from './stages.ts'

/** Directory listings and links followed for one path; a real image needs two or three. */
const MAX_HOPS = 5

/** What an instruction copies from: another stage, or the context. */
interface CopyOrigin {
  readonly stage: Stage | undefined
  readonly open: (path: string) => ImageFile | undefined
  /** Names in a directory `below` a source, or that fit the pattern of the source. */
  readonly list: (source: string, below: string) => Iterable<string>
  /** For the context: the same for any path, of which `..` leads out. */
  readonly around?: Pick<CopySource, 'open' | 'list'>
}

/** What the stages of a build have, by their copying instructions; `hops`: how many listings and links led here. */
interface Reach {
  readonly open: (path: string, stage: Stage, hops: number) => ImageFile | undefined
  /** Names in a directory. */
  readonly names: (directory: string, stage: Stage, hops: number) => ReadonlySet<string>
  /** Undefined for another image, or a named context. */
  readonly originOf: (step: Step, hops: number) => CopyOrigin | undefined
}

/**
 * Follows COPY, ADD and RUN backwards: the last one that makes the path decides. `links`: symbolic links that RUN makes. `COPY
 * --from=stage` continues in that stage. `.dockerignore` is not read: the build cannot copy what it excludes.
 */
export function imageFiles(
  stage: Stage,
  stages: readonly Stage[],
  context: string | undefined,
  dockerfile: string,
  io: Files,
  links: ReadonlyMap<string, string>,
): ImageFiles {
  const reach = reachOf(stages, context, dockerfile, io, links)
  const globIn = (pattern: string, within: Stage): readonly string[] | undefined => {
    const directory = normaliseTarget(parentOf(pattern))
    const found = /[*?[]/.test(directory) ? undefined : reach.names(directory, within, 0)
    if (!found || found.size === 0) return undefined
    const fitting = [...found].filter((name) => matchesWildcard(baseName(pattern), name))
    return fitting.sort().map((name) => `${directory}/${name}`)
  }
  return {
    open: (path) => reach.open(path, stage, 0),
    glob: (pattern) => globIn(pattern, stage),
    changes: (path) => {
      // The text of a file that the build prints has them already.
      if (reach.open(path, stage, 0)?.file === dockerfile) return []
      return fillingSteps(stage)
        .toReversed()
        .flatMap((step) => changesBy(step, normaliseTarget(path), dockerfile))
    },
    built: {
      open: (path) => firstFound(placesBefore(path, stage, stages), (place) => reach.open(place.path, place.stage, 1)),
      glob: (pattern) => {
        const found = placesBefore(pattern, stage, stages).flatMap((place) => globIn(place.path, place.stage) ?? [])
        return [...new Set(found.map((path) => `${parentOf(pattern)}/${baseName(path)}`))]
      },
    },
    copied: () => copiedInto(stage, reach),
  }
}

function reachOf(
  stages: readonly Stage[],
  context: string | undefined,
  dockerfile: string,
  io: Files,
  links: ReadonlyMap<string, string>,
): Reach {
  const originOf: Reach['originOf'] = (step, hops) => {
    const from = fromStage(step, stages)
    if (from === 'elsewhere') return undefined
    if (from === 'context') return contextOrigin(context, io)
    const list = (source: string, below: string) => names(normaliseTarget(`/${source}${below}`), from, hops + 1)
    return { stage: from, open: (path) => open(path, from, hops + 1), list }
  }
  const open = remembered((path: string, stage: Stage, hops: number): ImageFile | undefined => {
    if (hops > MAX_HOPS) return undefined
    const clean = beforePruning(normaliseTarget(path), stage)
    const target = links.get(clean)
    if (target !== undefined) return open(target.startsWith('/') ? target : `${parentOf(clean)}/${target}`, stage, hops + 1)
    // What later steps add to it; undefined if that is not known.
    let after: MappedText | undefined = NO_TEXT
    for (const step of fillingSteps(stage)) {
      const made = madeBy(step, clean, dockerfile)
      if (made) after = made.text && after && concatTexts([made.text, after])
      if (made && !made.adds) return after && { file: dockerfile, text: after }
      const own = heredocFiles(step).find((each) => each.path === clean)
      if (own) return { file: dockerfile, text: own.body }
      const copied = firstFound(copiedFrom(step, clean, context), (source) => originOf(step, hops)?.open(source))
      if (copied) return copied
    }
    // A script whose first line was added is no file of the base image.
    return after?.text.startsWith('#!') ? { file: dockerfile, text: after } : undefined
  })
  const names = remembered((directory: string, stage: Stage, hops: number): ReadonlySet<string> => {
    if (hops > MAX_HOPS) return new Set()
    const place = beforePruning(directory, stage)
    return new Set(
      fillingSteps(stage).flatMap((step) => {
        const from = originOf(step, hops)
        const copied = from ? copies(step).flatMap((copy) => namesBy(copy, place, from)) : []
        const own = heredocFiles(step).flatMap(({ path }) => firstBelow(place, path))
        return [...copied, ...own, ...namesMadeBy(step, place, dockerfile)]
      }),
    )
  })
  return { open, names, originOf }
}

/** What a stage copies, the last first; with what the stages that it copies from copy themselves. */
function copiedInto(stage: Stage, reach: Reach, isInner = false): readonly CopySource[] {
  return stepsOf(stage)
    .toReversed()
    .flatMap((step): readonly CopySource[] => {
      const from = reach.originOf(step, 0)
      if (!from) return []
      const around: Omit<CopySource, 'path'> = {
        in: from.stage,
        workingDirs: from.stage ? workingDirs(from.stage) : [],
        open: (path) => from.open(cleanPath(path)),
        list: (directory) => [...from.list(cleanPath(directory), '')],
        ...from.around,
      }
      const own = copySources(step).map((source) => ({ ...around, path: cleanPath(source) }))
      return from.stage && !isInner ? [...own, ...copiedInto(from.stage, reach, true)] : own
    })
}

function contextOrigin(context: string | undefined, io: Files): CopyOrigin {
  if (context === undefined) return { stage: undefined, open: () => undefined, list: () => [] }
  return {
    stage: undefined,
    // As in the builder, `..` cannot leave the context.
    open: (path) => readFile(`${context.replace(/\/$/, '')}${cleanPath(path)}`, io),
    list: (source, below) => listSources(context, source, below, io),
    around: {
      open: (path) => readFile(placeAround(context, path), io),
      list: (directory) => io.list(placeAround(context, directory)),
    },
  }
}

/** A path from the context: what is copied may have been made from files around it. */
function placeAround(context: string, path: string): string {
  const parts: string[] = []
  let base = context
  for (const part of path.split('/')) {
    if (part === '..' && parts.length === 0) base = parentOf(base)
    else if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return [base.replace(/\/$/, ''), ...parts].join('/')
}

/** Names that one COPY puts into a directory. */
function namesBy({ source, destination }: Copy, directory: string, { list }: CopyOrigin): readonly string[] {
  const above = firstBelow(directory, destination)
  if (above.length > 0) return above
  const name = baseName(source)
  // The destination is the directory itself, so the file goes into it.
  const own = destination === directory && /^[^*?[\]]+\.(?!d$)\w+$/.test(upTo(MAX_NAME, name)) ? [name] : []
  const below = directory.slice(destination === '/' ? 0 : destination.length)
  return isWithin(directory, destination) ? [...own, ...list(source, below)] : own
}

/** The first name of a path below a directory; empty for any other path. */
function firstBelow(directory: string, path: string): readonly string[] {
  return path === directory ? [] : (belowPath(directory, path)?.split('/', 1) ?? [])
}

/** Answers each question once: stages that copy from each other reach the same one in many ways. */
function remembered<T>(find: (path: string, stage: Stage, hops: number) => T): (path: string, stage: Stage, hops: number) => T {
  const answers = new Map<Stage, Map<string, T>>()
  return (path, stage, hops) => {
    const own = remember(answers, stage, () => new Map<string, T>())
    const key = `${hops} ${path}`
    if (!own.has(key)) own.set(key, find(path, stage, hops))
    return own.get(key) as T
  }
}

function readFile(file: string, io: Files): ImageFile | undefined {
  if (!io.exists(file)) return undefined
  const answer = io.read(file)
  return answer.ok ? { file, text: contextText(file, answer.text, io) } : undefined
}

function listSources(context: string, source: string, below: string, io: Files): readonly string[] {
  const base = context.replace(/\/$/, '')
  if (!/[*?[]/.test(source)) {
    const path = `${base}${cleanPath(`${source}/${below}`)}`
    const names = io.list(path)
    // A file copied into a directory.
    return names.length === 0 && below === '' && io.exists(path) ? [baseName(path)] : names
  }
  if (below !== '') return []
  return io.list(`${base}${cleanPath(parentOf(`/${source}`))}`).filter((name) => matchesWildcard(baseName(source), name))
}
