import type { Catalogue } from '../knowledge/record.ts'
import { holds } from '../knowledge/truth.ts'
import { blankImage } from '../model/blank-image.ts'
import type { Container } from '../model/container.ts'
import { defined, pick } from '../model/defined.ts'
import type { Evidence } from '../model/evidence.ts'
import type { Sourced } from '../model/fact.ts'
import type { Image, ImageStart } from '../model/image.ts'
import type { Confidence } from '../model/intent.ts'
import type { Mount } from '../model/mount.ts'
import { isWithin, normaliseTarget } from '../model/path.ts'
import type { PlannedSetting, StaleProof, UnreadConfiguration, WritePath, WritePlan } from '../model/write-plan.ts'
import { chooseMounts } from './choose-mounts.ts'
import { judge } from './condition.ts'
import { isCovered } from './cover.ts'
import { defaultNeeds } from './default-needs.ts'
import { needsFromDirectories, needsFromEnvironment } from './from-environment.ts'
import { type FromEvidence, LONG_ENOUGH, limitsOfEvidence, needsFromEvidence, programPaths } from './from-evidence.ts'
import { type FromImage, needsFromImage, withContentOfBuild } from './from-image.ts'
import { planFromProof } from './from-proof.ts'
import { type FromRecord, needsFromRecord } from './from-record.ts'
import { hiddenByNeeds } from './hidden-content.ts'
import { findRecord, knowledgeOf, type RecordKnowledge, resolveLinks, volumesOf } from './matched-record.ts'
import type { MountContext } from './mount-context.ts'
import { joinNeeds, leastSure, type Need, type PlannedObstacle } from './need.ts'
import { findObstacle, findTrialObstacle, type Obstruction } from './obstacle.ts'
import type { PlanContext } from './plan-context.ts'
import { containerReference, planContext } from './plan-context.ts'
import { mountNotes, placeNotes, recordNotes } from './plan-notes.ts'
import { unreadNote, unreadProgram } from './program-read.ts'
import type { ProvedService, RefusedService } from './proof.ts'
import { publicKnowledge } from './public-knowledge.ts'
import { rewrittenForStack, stackNotes } from './stack-tmpfs.ts'
import { staleVolumeNeeds } from './stale-volumes.ts'
import { withTemporaryData } from './temporary-data.ts'
import { type StartUser, startUser } from './user.ts'
import { isBoundedByUser } from './user-bound.ts'
import { crossedMounts, undecidedVolumes, unwritableVolumes } from './volume-obstacles.ts'

export interface PlanInput {
  readonly container: Container
  /** The image's facts, if its Dockerfile or inspect document was read. */
  readonly image?: Image
  /** What the start of a container does, if its image is not built here. */
  readonly start?: ImageStart
  /** Built-in records, then the user's: later ones win. */
  readonly records: Catalogue
  /** What was seen on a live engine. */
  readonly evidence?: Evidence
  /** Volume names that the project already declares, so that a new volume gets another name. */
  readonly volumeNames?: ReadonlySet<string>
  /** Named volumes of the other services of the same image, by path. */
  readonly siblingVolumes?: ReadonlyMap<string, string>
  /** Bytes; the size of every planned tmpfs. */
  readonly tmpfsSize?: number
  /** For a trial: the only obstacles are those that no run can decide, and observed writes that no mount can serve. */
  readonly trial?: true
  /** Plans a volume over files that the image ships and its start changes, if there is no other obstacle: only on request. */
  readonly staleVolumes?: boolean
  /** What a sealed run proved for the container, if it still holds. */
  readonly proof?: ProvedService
  /** Why the container cannot be sealed as it is, by a run. */
  readonly refusal?: RefusedService
  /** Why an existing proof no longer holds. */
  readonly staleProof?: StaleProof
}

/** Which paths of a container must stay writable under a read-only root, how, why and how sure that is. Pure; never throws. */
export function planWrites(input: PlanInput): WritePlan {
  const plan = planBeforeRuns(input)
  if (input.proof) return planFromProof(input.proof, plan, input.container, input.volumeNames)
  return input.refusal ? refusedPlan(input.refusal, plan) : plan
}

/** The plan of a container that failed a sealed run: what is known about it stays, and nothing seals it. */
function refusedPlan({ why, instead, date }: RefusedService, { paths, settings, notes, knowledge }: WritePlan): WritePlan {
  const known = knowledge ? { knowledge } : {}
  const reason = { why: `${why} (\`dockseal prove\`, ${date})`, ...(instead === undefined ? {} : { instead }) }
  return { ready: 'no', confidence: 'observed', ...reason, paths, settings, notes, ...known }
}

/** The plan from what is read and observed, before what sealed runs say of the container. */
function planBeforeRuns(input: PlanInput): WritePlan {
  const subject = subjectOf(input)
  const { container, evidence, staleProof } = input
  const { knowledge, context, mountContext } = subject
  const sources = sourcesOf(subject)
  const needs = needsOf(subject, sources)
  const paths = chooseMounts(needs, mountContext)
  const settings = knowledge ? plannedSettings(knowledge, context) : []
  const rewritten = rewrittenForStack(container)
  const { obstruction, mayFail, untried, offer } = obstaclesOf(subject, sources, needs, paths)
  const { boundedByUser, unread, unseen, notes } = gapsOf(subject, sources, paths)
  const failed = sources.evidence.failed.filter(({ path }) => path === undefined || !paths.some((each) => isWithin(path, each.path)))
  const common = {
    paths,
    settings,
    notes: [
      ...notes,
      ...sources.record.notes,
      ...placeNotes([...sources.record.unknown, ...(subject.started?.writes ?? []).flatMap(({ dependsOn = [] }) => dependsOn)]),
      ...unseen.map((what) => `What decides where it writes could not be read: ${what}`),
      ...sources.evidence.notes,
      ...(evidence ? limitsOfEvidence(evidence) : []),
      ...obstruction.notes,
      ...recordNotes(knowledge),
      ...mountNotes(paths),
      ...stackNotes(container, paths, rewritten),
    ],
    ...defined({
      degraded: obstruction.degraded.length > 0 ? obstruction.degraded : undefined,
      knowledge: knowledge && publicKnowledge(knowledge, container, mountContext),
      boundedByUser: boundedByUser || undefined,
      unread,
      rewritten: rewritten.length > 0 ? rewritten : undefined,
      untried: untried && pick(untried, 'why', 'instead'),
      staleProof,
      failed: failed.length > 0 ? failed : undefined,
    }),
  }
  // The plan is a guess if an unread program may write more, or only a condition at run time keeps a write from failing.
  const isGuess = (unread && (!evidence || (isShort(evidence) && !input.trial))) || mayFail
  const limit = isGuess && !obstruction.blocks ? 'default' : unseen.length > 0 ? 'inferred' : 'proved'
  const confidence = leastSure(confidenceOf(knowledge, paths, evidence), limit)
  if (obstruction.blocks) return { ready: 'no', confidence, ...obstruction.blocks, ...offer, ...common }
  if (confidence === 'default') return { ready: 'unknown', confidence: 'default', ...common }
  const changes = paths.some(({ mount }) => mount.as !== 'covered') || settings.length + rewritten.length > 0
  return { ready: changes ? 'with-mounts' : 'yes', confidence, ...common }
}

/** A container with what decides its plan. */
interface Subject {
  readonly input: PlanInput
  /** The image, with what its start does in this container. */
  readonly started: Image | undefined
  readonly context: PlanContext
  readonly user: StartUser
  readonly knowledge: RecordKnowledge | undefined
  readonly mountContext: MountContext
}

function subjectOf(input: PlanInput): Subject {
  const { container, image, records } = input
  const found = findRecord(container, image, records)
  const context = planContext(container, image, found?.reference ?? containerReference(container))
  // Tag, environment and command decide who starts, and who starts may decide other conditions, but not the other way round.
  const user = startUser(container, image, found?.record, (condition) => judge(condition, context, { known: false }))
  const knowledge = found && knowledgeOf(found, container, (condition) => judge(condition, context, user))
  const mountContext = mountContextOf(input, user, knowledge)
  return { input, started: withStart(image, input.start, container), context, user, knowledge, mountContext }
}

/** What each source says: the record, the image, and what was seen on an engine. */
interface Sources {
  readonly record: FromRecord
  readonly image: FromImage
  readonly evidence: FromEvidence
  /** Files that the image ships and its start changes. */
  readonly stale: readonly Need[]
}

function sourcesOf({ input, started, context, user, knowledge, mountContext }: Subject): Sources {
  const nothing = { needs: [], notes: [], unknown: [], obstacles: [] }
  const mounted = new Map(mountContext.mounts.map(({ value }) => [value.target, value.readOnly]))
  const record = knowledge ? needsFromRecord(knowledge, context, (path) => isCovered(path, mountContext), started) : nothing
  const seen = input.evidence ? needsFromEvidence(input.evidence, programPaths(input.container, input.image)) : { ...nothing, failed: [] }
  return {
    record,
    image: started ? needsFromImage(started, knowledge, user, mounted, record.needs) : nothing,
    evidence: knowledge?.ceiling === 'known' && !input.trial ? withoutTouched(seen) : seen,
    stale: staleVolumeNeeds(knowledge, mountContext),
  }
}

/** For an image that was read as a whole, its record says what it must write: not the files of its own that its start also edits. */
function withoutTouched({ needs, notes, ...rest }: FromEvidence): FromEvidence {
  const told = needs.flatMap(({ touched, path }) =>
    touched ? [`Files of the image in ${path} were changed, which its record does not ask for`] : [],
  )
  return { ...rest, needs: needs.filter(({ touched }) => !touched), notes: [...notes, ...told] }
}

/** All needs, those of the surest source first. */
function needsOf({ input: { container, image, staleVolumes }, knowledge, mountContext }: Subject, sources: Sources): readonly Need[] {
  const isLive = image?.origin.kind === 'live'
  const needs = joinNeeds([
    ...sources.record.needs,
    ...(staleVolumes ? sources.stale : []),
    ...sources.evidence.needs.map((need) =>
      asRecorded({ ...need, path: resolveLinks(need.path, knowledge?.record) }, sources.record.needs),
    ),
    ...sources.image.needs,
    ...(knowledge ? [] : defaultNeeds()),
    ...needsFromDirectories(container),
    ...(knowledge || (image && !isLive) ? [] : needsFromEnvironment(container)),
  ])
  return withTemporaryData(needs, image, mountContext).map((need) => withContentOfBuild(need, image))
}

interface FoundObstacles {
  readonly obstruction: Obstruction
  /** Only a condition at run time keeps a write from failing. */
  readonly mayFail: boolean
  /** What fails in use, and what was observed shows nothing of it. */
  readonly untried?: PlannedObstacle
  /** What would remove the obstacle on request. */
  readonly offer: { readonly staleVolumes?: readonly string[] }
}

/** What prevents a read-only root, with the writes that no path serves. */
function obstaclesOf(subject: Subject, sources: Sources, needs: readonly Need[], paths: readonly WritePath[]): FoundObstacles {
  const { input, started, context, user, knowledge, mountContext } = subject
  const { container, image, staleVolumes, trial } = input
  const { stale } = sources
  // For an image that was read as a whole, it is known which writes it can do without.
  const isKnown = knowledge?.ceiling === 'known'
  const seen = sources.evidence.obstacles
    // A path that another source plans serves the write already.
    .filter((obstacle) => !paths.some(({ path }) => isWithin(obstacle.path, path)))
    .map((obstacle) => (isKnown ? { ...obstacle, conditional: true } : obstacle))
  const isOpen = ({ path }: PlannedObstacle) => !isCovered(path, mountContext)
  const writes = [
    ...[...sources.image.obstacles, ...seen, ...hiddenByNeeds(sources.record.needs, image, container)].filter(isOpen),
    ...sources.record.obstacles,
    ...unwritableVolumes(needs, paths, user, started, container),
    ...undecidedVolumes(paths, container),
    ...crossedMounts(paths, started, mountContext),
  ]
  const obstacle = (volumes: readonly Need[]) => findObstacle(knowledge, paths, writes, context, mountContext, volumes)
  const obstruction = trial ? findTrialObstacle(seen, paths, context, container) : obstacle(staleVolumes ? stale : [])
  const mayFail = obstruction.undecided || writes.some((each) => each.conditional && !(isKnown && seen.includes(each)) && isOpen(each))
  const isShown = ({ path }: PlannedObstacle) => input.evidence?.changed.some((each) => isWithin(each.path, path)) === true
  const untried = trial ? writes.find((each) => each.inProgram && isOpen(each) && !isShown(each)) : undefined
  const isOffered = obstruction.blocks && stale.length > 0 && !staleVolumes && !trial && !obstacle(stale).blocks
  return { obstruction, mayFail, ...defined({ untried }), offer: isOffered ? { staleVolumes: stale.map(({ path }) => path) } : {} }
}

/** What was not read of the program and its configuration, and whether the user's permissions make up for it. */
function gapsOf({ input, started, knowledge, mountContext }: Subject, { record }: Sources, paths: readonly WritePath[]) {
  // A program cannot write where its user may not.
  const boundedByUser = isBoundedByUser(input.image, knowledge, paths, mountContext)
  // What the image itself writes there is no configuration of others.
  const places = (started?.start?.unread ?? []).filter(
    ({ what, default: setting }) =>
      !record.needs.some(({ path, kind }) => kind === 'config' && isWithin(what, path)) &&
      !(setting !== undefined && knowledge && !knowledge.record.runtime),
  )
  const unseen = [...new Set(places.map(({ what }) => what))]
  const program = boundedByUser ? undefined : unreadProgram(input.container, started, knowledge)
  const unread = boundedByUser ? undefined : (program ?? configurationUnread(unseen))
  return { boundedByUser, unread, unseen, notes: program ? [unreadNote(program)] : [] }
}

/** A server whose configuration was not read may write elsewhere. */
function configurationUnread([what]: readonly string[]): UnreadConfiguration | undefined {
  return what === undefined ? undefined : { read: 'no configuration', why: `${what} was not read` }
}

/** An image with what its start does in this container; the image may be otherwise unknown. */
function withStart(image: Image | undefined, start: ImageStart | undefined, { origin }: Container): Image | undefined {
  if (!start) return image
  const { writes, dropsTo, settings, unread, program } = start
  const plain = image ?? blankImage(origin)
  return { ...plain, writes: [...plain.writes, ...writes], start: { settings, unread }, ...defined({ dropsTo, program }) }
}

/** An observed write below a directory of the record gets the record's kind, which is surer than one from its name. */
function asRecorded(need: Need, known: readonly Need[]): Need {
  const above = known.find(({ path }) => path !== need.path && isWithin(need.path, path))
  if (!above) return need
  const { ships: _, ...rest } = need
  return { ...rest, kind: above.kind }
}

function mountContextOf(
  { container, image, volumeNames, siblingVolumes, tmpfsSize }: PlanInput,
  user: StartUser,
  knowledge: RecordKnowledge | undefined,
): MountContext {
  return {
    container,
    user,
    mounts: knowledge?.record.links ? container.mounts.items.map((mount) => throughLinks(mount, knowledge)) : container.mounts.items,
    volumes: [...volumesOf(knowledge), ...(image?.volumes.items.map(({ value }) => normaliseTarget(value)) ?? [])],
    takenVolumeNames: volumeNames ?? new Set(),
    siblingVolumes: siblingVolumes ?? new Map(),
    ...(tmpfsSize === undefined ? {} : { tmpfsSize }),
  }
}

function throughLinks(mount: Sourced<Mount>, { record }: RecordKnowledge): Sourced<Mount> {
  return { ...mount, value: { ...mount.value, target: resolveLinks(mount.value.target, record) } }
}

/** As sure as the least sure path that the plan would change, else as its knowledge. Long observation needs no record. */
function confidenceOf(knowledge: RecordKnowledge | undefined, paths: readonly WritePath[], evidence: Evidence | undefined): Confidence {
  const watched = evidence !== undefined && !evidence.readOnlyRoot && (evidence.runningFor ?? 0) >= LONG_ENOUGH
  const open = paths.filter(({ mount }) => mount.as !== 'covered').map(({ confidence }) => confidence)
  if (watched) return leastSure('observed', ...open.filter((confidence) => confidence !== 'default'))
  return knowledge ? leastSure(knowledge.ceiling, ...open) : 'default'
}

/** Whether it was watched for so short a time that it may write more than it was seen to. */
function isShort({ readOnlyRoot, runningFor = LONG_ENOUGH }: Evidence): boolean {
  return !readOnlyRoot && runningFor < LONG_ENOUGH
}

function plannedSettings(knowledge: RecordKnowledge, context: PlanContext): PlannedSetting[] {
  return (knowledge.record.settings ?? []).flatMap((setting): PlannedSetting[] => {
    if (!holds(knowledge.test(setting.when))) return []
    // A value that somebody set stays. A variable that only an unread file may set is set here too, because without it the start fails.
    const { name } = setting.environment
    if (context.environment(name).state === 'set' || context.container.environment.items.some(({ value }) => value.name === name)) return []
    return [
      {
        environment: setting.environment,
        because: [{ evidence: 'image-record', text: setting.why, references: setting.evidence }],
      },
    ]
  })
}
