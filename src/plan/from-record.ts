import { optionPattern, patternOf } from '../knowledge/patterns.ts'
import type { Condition, ImageRecord, PathSource, WriteFact } from '../knowledge/record.ts'
import { pick } from '../model/defined.ts'
import { directoryOf, type Image, type ImageWrite } from '../model/image.ts'
import type { Confidence } from '../model/intent.ts'
import { absolutePath, isWithin, normaliseTarget } from '../model/path.ts'
import { isSystemDirectory, isWorldWritable } from '../model/system-directory.ts'
import { classifyPath } from '../model/write-kind.ts'
import { describeCondition } from './describe-condition.ts'
import { exists } from './from-image.ts'
import { declaredVolumes, type RecordKnowledge, resolveLinks } from './matched-record.ts'
import { leastSure, type Need, type PlannedObstacle } from './need.ts'
import type { PlanContext } from './plan-context.ts'
import { idsOf } from './user.ts'

export interface FromRecord {
  readonly needs: readonly Need[]
  /** What the files do not decide, or what is not proven: printed, never acted on. */
  readonly notes: readonly string[]
  /** Settings without a known value that may name other paths. */
  readonly unknown: readonly string[]
  /** Why the container cannot be sealed before more is known. */
  readonly obstacles: readonly PlannedObstacle[]
}

/** The same while it is collected. */
interface Collected {
  readonly needs: Need[]
  readonly notes: string[]
  readonly unknown: string[]
  readonly obstacles: PlannedObstacle[]
  /** Who mounts the data path of some version runs that version. */
  isVersionKnown: boolean
}

/** What decides which facts of a record hold for a container, and where. */
interface Situation {
  readonly knowledge: RecordKnowledge
  readonly context: PlanContext
  readonly isCovered: (path: string) => boolean
}

/** The paths that a record says this container writes. */
export function needsFromRecord(
  knowledge: RecordKnowledge,
  context: PlanContext,
  isCovered: (path: string) => boolean,
  started?: Image,
): FromRecord {
  const collected: Collected = { needs: [], notes: [], unknown: [], obstacles: [], isVersionKnown: false }
  const situation = { knowledge, context, isCovered }
  const readsCommand = knowledge.record.writes.some(({ from }) => from?.some(({ option }) => option !== undefined))
  if (context.command === undefined && readsCommand) {
    collected.notes.push('The command uses unset variables, so options that move its data could not be checked')
  }
  if (knowledge.ceiling === 'default') collected.notes.push(versionsRead(knowledge.record))
  for (const fact of knowledge.record.writes) {
    const truth = knowledge.test(fact.when)
    if (truth === 'no' || truth === 'unlikely') continue
    const moved = movedWrites(fact, started)
    for (const write of moved.writes) collectMoved(fact, write, situation, collected)
    if (!moved.all) collectFact(fact, truth, situation, collected)
  }
  const { isVersionKnown, ...found } = collected
  return isVersionKnown ? { ...found, obstacles: [] } : found
}

/** A write of a fact that a server's setting moves. */
function collectMoved(fact: WriteFact, write: ImageWrite, situation: Situation, { needs, obstacles }: Collected): void {
  const { knowledge, context, isCovered } = situation
  const named = resolveLinks(placeOfFile(write.path, directoryOf(write), isCovered), knowledge.record)
  const path = isCovered(named) || has(named, knowledge.record, context.image) ? named : ownPlace(named, fact)
  if (isSystemDirectory(path) && (fact.path === undefined || !isWithin(path, fact.path))) {
    obstacles.push(inSystem(write.path, write.how))
    return
  }
  const need = needOf(movedFact(fact, write), path, knowledge.ceiling, knowledge, context)
  needs.push({ ...need, because: [{ evidence: 'entrypoint', text: write.how, origin: write.origin }] })
}

/** A fact at its own place, or where a variable or an option puts it. `truth`: whether its condition holds. */
function collectFact(fact: WriteFact, truth: 'yes' | 'likely' | 'unknown', situation: Situation, collected: Collected): void {
  const { knowledge, context, isCovered } = situation
  const { needs, notes, unknown, obstacles } = collected
  const place = placeOf(fact, situation)
  if (place.unread) unknown.push(place.unread)
  if (place.obstacle) obstacles.push(place.obstacle)
  if (place.path === undefined) return
  const path = resolveLinks(normaliseTarget(place.path), knowledge.record)
  const shipped = path === fact.path || fact.kind === 'data' ? undefined : knowledge.record.ships?.find((each) => each.path === path)
  if (shipped && truth === 'yes' && !isCovered(path)) obstacles.push(inShippedFiles(path, fact.what, shipped.what))
  const isOfTag = dependsOnTag(fact, context)
  const isPlainTmpfs = fact.kind !== 'data' && (fact.ships === undefined || fact.hidesNothingNeeded) && !fact.large
  if (fact.evidence.length === 0 || (truth === 'unknown' && !isPlainTmpfs && !isCovered(path))) {
    const condition = truth === 'unknown' && fact.when ? ` ${describeCondition(fact.when)}` : ''
    notes.push(`May also write ${path}${condition}: ${fact.what}`)
    if (truth === 'unknown' && isOfTag && !mayBeVolume(path, knowledge)) obstacles.push(undecided(path, fact.what))
    return
  }
  if (fact.kind === 'data' && isOfTag && isCovered(path)) collected.isVersionKnown = true
  const confidence = truth === 'yes' ? knowledge.ceiling : leastSure(knowledge.ceiling, 'inferred')
  needs.push(needOf(fact, path, confidence, knowledge, context))
}

function versionsRead({ versions: { atLeast, below } = {} }: ImageRecord): string {
  return `Of this image, only versions${atLeast ? ` from ${atLeast} on` : ''}${below ? ` before ${below}` : ''} were read`
}

/** Where server settings move the writes of a fact; `all`: nothing is left at the fact's own path. */
function movedWrites(
  { movedBy }: WriteFact,
  started: Image | undefined,
): { readonly writes: readonly ImageWrite[]; readonly all: boolean } {
  const start = started?.start
  if (!movedBy || !start) return { writes: [], all: false }
  const writes = started.writes.filter(({ setting }) => setting !== undefined && movedBy.includes(setting))
  return { writes, all: movedBy.every((id) => start.settings.has(id)) }
}

/** Data below the image's own directory, which has its owner: a volume at a place that is not in the image would belong to root. */
function ownPlace(path: string, fact: WriteFact): string {
  return fact.kind === 'data' && fact.path !== undefined && !fact.absent && isWithin(path, fact.path) ? fact.path : path
}

/** A fact at the place that a setting names: what it says about the image's own directory does not hold there. */
function movedFact(fact: WriteFact, write: ImageWrite): WriteFact {
  const said = { kind: write.kind ?? fact.kind, what: write.how }
  if (fact.path !== undefined && isWithin(directoryOf(write), fact.path)) return { ...fact, ...said }
  return { ...said, ...pick(fact, 'evidence', 'owner', 'exec', 'oftenCache', 'large', 'without') }
}

function inShippedFiles(path: string, what: string, shipped: string): PlannedObstacle {
  return {
    path,
    why: `it writes into ${path} (${what}), where a mount would hide ${shipped}`,
    instead: 'let it write into a directory of its own',
  }
}

function inRoot(path: string, what: string): PlannedObstacle {
  return { path, why: `it writes ${path} (${what}), directly in the root directory`, instead: 'name a directory of its own for it' }
}

function inSystem(path: string, what: string): PlannedObstacle {
  return {
    path,
    why: `it writes ${path} (${what}), in a directory of the system`,
    instead: 'let its configuration name a directory of its own',
  }
}

/** Whether the tag has a variable that decides this write: one of the possible versions writes there. */
function dependsOnTag(fact: WriteFact, { reference }: PlanContext): boolean {
  return (reference?.tag?.includes('$') ?? false) && asksForTag(fact.when)
}

function asksForTag(condition: Condition | undefined): boolean {
  if (!condition) return false
  const { tag, all = [], any = [], not } = condition
  return tag !== undefined || [...all, ...any, not].some(asksForTag)
}

/** Whether the image may declare a VOLUME there, which would be writable. */
function mayBeVolume(path: string, { record, test }: RecordKnowledge): boolean {
  return declaredVolumes(record).some((volume) => isWithin(path, volume.path) && test(volume.when) !== 'no')
}

function undecided(path: string, what: string): PlannedObstacle {
  return {
    path,
    why: `its version is in a variable, and decides whether it writes ${path} (${what})`,
    instead: 'give the variable a default (`${TAG:-1.2}`), or mount a volume there',
  }
}

function needOf(fact: WriteFact, path: string, confidence: Confidence, knowledge: RecordKnowledge, { image }: PlanContext): Need {
  const { record, test } = knowledge
  const owner = fact.owner === undefined ? undefined : idsOf(fact.owner, image, record, test)
  return {
    path,
    kind: fact.kind,
    because: [{ evidence: 'image-record', text: fact.what, references: fact.evidence }],
    confidence,
    ...(owner ? { owner } : {}),
    ...(fact.worldWritable || isWorldWritable(path) ? { worldWritable: true } : {}),
    ...((path === fact.path ? fact.absent : !has(path, record, image)) ? { absent: true } : {}),
    ...pick(fact, 'chowned', 'exec', 'ships', 'hidesNothingNeeded', 'mustExist', 'oftenCache', 'large', 'without'),
  }
}

/** Whether the image has a directory, by its record or its Dockerfile; a setting may name any other. */
function has(path: string, record: ImageRecord, image: Image | undefined): boolean {
  return (
    declaredVolumes(record).some((volume) => volume.path === path) ||
    record.writes.some((fact) => fact.path === path && !fact.absent) ||
    exists(path, image)
  )
}

/** The directory of a file, or the file if only that is mounted: it then needs nothing from its directory. */
function placeOfFile(file: string, directory: string, isCovered: (path: string) => boolean): string {
  return directory !== '' && !isCovered(normaliseTarget(directory)) && isCovered(normaliseTarget(file)) ? file : directory
}

/**
 * Where a fact's path is for this container: as a setting says, else its default; or the setting that could not be read, with what it decides.
 * A setting that makes a directory itself writable that may hold the program is an obstacle.
 */
function placeOf(
  fact: WriteFact,
  { knowledge, context, isCovered }: Situation,
): { readonly path?: string; readonly unread?: string; readonly obstacle?: PlannedObstacle } {
  const fallback = fact.path === undefined ? {} : { path: fact.path }
  for (const source of fact.from ?? []) {
    const setting = settingOf(source, context)
    const found = pathIn(setting, source, workingDirectory(context))
    if (found === 'none') continue
    if (found === 'unknown' || !found.startsWith('/')) {
      return { ...fallback, unread: `${source.env ?? source.option} (${fact.what})` }
    }
    const directory = source.parent ? placeOfFile(found, found.slice(0, found.lastIndexOf('/')), isCovered) : found
    // A file directly in / cannot be given a directory mount.
    if (directory === '') return { obstacle: inRoot(found, fact.what) }
    const isRelative = !pathIn(setting, source, undefined).startsWith('/')
    const path = normaliseTarget(directory + (source.below ?? ''))
    const mayHoldProgram = (isRelative && path === workingDirectory(context)) || holdsOthers(path, fact, knowledge.record)
    if (mayHoldProgram && path !== fact.path && !isCovered(path)) {
      return { obstacle: inShippedFiles(path, fact.what, 'what the image may have there') }
    }
    return { path }
  }
  return fallback
}

/** Whether a tmpfs at a path would hide a directory that has others of the record in it, and is by its name none of logs or caches: `/app`. */
function holdsOthers(path: string, { kind }: WriteFact, { writes }: ImageRecord): boolean {
  if (kind === 'data' || classifyPath(path) !== 'data') return false
  return !writes.some((other) => other.path === path) && writes.some((other) => other.path !== undefined && isWithin(other.path, path))
}

/** The path in the value of a setting: the part that `matches` takes. A relative one is below `base`, else below the working directory. */
function pathIn(value: string, { matches, base }: PathSource, directory: string | undefined): string {
  if (value === 'none' || value === 'unknown') return value
  const path = matches === undefined ? value : patternOf(matches).last(value)
  if (path === undefined) return 'none'
  const isUrl = /^\w+:/.test(path)
  return isUrl ? path : (absolutePath(path, base ?? directory) ?? path)
}

function workingDirectory({ container, image }: PlanContext): string | undefined {
  const fact = container.workingDir.state === 'unset' ? image?.workingDir : container.workingDir
  return fact?.state === 'set' ? normaliseTarget(fact.value) : undefined
}

function settingOf(source: PathSource, context: PlanContext): string | 'none' | 'unknown' {
  if (source.env !== undefined) {
    const state = context.environment(source.env)
    if (state.state === 'set') return state.value === undefined ? 'unknown' : state.value === '' ? 'none' : state.value
    if (state.state === 'unknown') return 'unknown'
  }
  if (source.option !== undefined) {
    if (context.command === undefined) return 'none'
    // Go programs take an option with one dash or two.
    const value = patternOf(optionPattern(source.option)).last(context.command)
    // Options may come between a subcommand and its operand: `server --address :9000 /data`.
    if (value && !value.startsWith('-')) return value
  }
  return 'none'
}
