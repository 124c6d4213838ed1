import { catalogueWith } from '../knowledge/catalogue.ts'
import type { Catalogue } from '../knowledge/record.ts'
import type { EngineFacts } from '../live/host-config.ts'
import type { ComposeLabels, LiveContainer } from '../live/inspect.ts'
import { intentHolds } from '../model/apply-intent.ts'
import type { Container } from '../model/container.ts'
import { defined } from '../model/defined.ts'
import { fileOf } from '../model/fact.ts'
import { failureAt } from '../model/failure.ts'
import type { Problem } from '../model/finding.ts'
import { type Image, parseImageReference } from '../model/image.ts'
import { joinEvidence } from '../model/join-evidence.ts'
import { pushTo } from '../model/maps.ts'
import { planWrites } from '../plan/plan.ts'
import { openProject, type Project, readUnit } from '../project/project.ts'
import { recognise, type UnitOptions } from '../project/recognise.ts'
import type { Document, Files, Unit } from '../sources/source.ts'
import { resolve } from '../text/path.ts'
import { type KnowledgeOptions, knowledgeFrom, type SeenOnEngine } from './knowledge.ts'
import { type Knowledge, lintContainer } from './lint.ts'
import { type Judge, type JudgedFinding, judgeUnit, resolveFixes } from './session.ts'
import { settingFor } from './settings.ts'

/** A running container or a swarm service, with what its engine knows of it. */
export interface Subject extends SeenOnEngine {
  readonly container: Container
  /** Engine or context, if several are audited. */
  readonly host?: string
  /** Set for a container, absent for a swarm service. */
  readonly live?: LiveContainer
  /** What its engine says about itself. */
  readonly facts?: EngineFacts
}

/** The service in a Compose file that a container was started from. */
interface Source {
  readonly unit: Unit
  readonly document: Document
  readonly declared: Container
}

/** A finding for the report; `runsOnly`: what it is about, if no file describes it. */
export interface ReportedFinding extends JudgedFinding {
  readonly host?: string
  readonly runsOnly?: Subject
}

/** Judgements about everything that runs. */
export interface LiveVerdict {
  /** One entry per subject, with every finding about it as it runs: a posture report counts these. */
  readonly subjects: readonly {
    readonly subject: Subject
    readonly findings: readonly JudgedFinding[]
    readonly declared?: Container
    /** Why it was not judged. */
    readonly failed?: Problem
  }[]
  /** What is reported: findings that a Compose file explains are in that file, replicas and tasks are reported once. */
  readonly findings: readonly ReportedFinding[]
  /** Compose projects found through containers, to fix with the judge below. */
  readonly project: Project
  /** Judges those projects with what was observed of their containers. */
  readonly judge: Judge
  readonly texts: ReadonlyMap<string, string>
  readonly problems: readonly Problem[]
}

export interface LiveOptions {
  readonly judge: Pick<Judge, 'rules' | 'settings'>
  readonly link: KnowledgeOptions
  readonly units: Omit<UnitOptions, 'projects'>
}

/**
 * Judges what runs. If a container's labels lead to a service of a readable Compose file, that service is judged too: findings of both are
 * reported at the file, with its fix; findings of the container alone are reported for the container. Pure, given `io`.
 */
export function judgeLive(subjects: readonly Subject[], io: Files, options: LiveOptions): LiveVerdict {
  const { sources, documents } = trace(subjects, io, options)
  const observed = new Map<string, SeenOnEngine>()
  for (const [subject, source] of sources) {
    const key = serviceKey(source)
    observed.set(key, joinObserved(observed.get(key), subject))
  }
  const knowledge = (document: Document, files: Files) =>
    knowledgeFrom({ ...options.link, observed: (declared) => observed.get(serviceKey({ document, declared })) })(document, files)
  const judge: Judge = { ...options.judge, knowledge }
  const problems: Problem[] = []
  const inFiles = new Map<string, JudgedFinding[]>()
  for (const [unit, document] of documents) {
    const judged = judgeUnit(unit, io, judge)
    problems.push(...judged.problems)
    for (const finding of resolveFixes(judged)) {
      if (finding.container === undefined) continue
      const key = serviceKey({ document, declared: finding.container })
      if (observed.has(key)) pushTo(inFiles, key, finding)
    }
  }
  const records = catalogueWith(options.link.records)
  const linked = new Map([...documents.values()].map((document) => [document, knowledge(document, io)]))
  const judged = subjects.map((subject) => {
    const source = sources.get(subject)
    // For an image that the project builds, its Dockerfile says what the engine cannot.
    const image = (source && linked.get(source.document)?.wholeImage(source.declared)) ?? subject.image
    try {
      return judgeSubject({ subject, ...(image ? { image } : {}), ...(source ? { declared: source.declared } : {}) }, records, options)
    } catch (error) {
      const failed = failureAt(subject.container.origin, error, `container ${subject.container.name}`)
      problems.push(failed)
      return { subject, findings: [], failed }
    }
  })
  const fileFindings = (subject: Subject) => {
    const source = sources.get(subject)
    return source ? (inFiles.get(serviceKey(source)) ?? []) : []
  }
  const texts = new Map([...documents.values()].flatMap((document) => [...document.texts]))
  return {
    subjects: judged,
    findings: reportable(judged, fileFindings, options),
    project: openProject({ units: [...documents.keys()], dockerfiles: [] }, io, options.link.sources),
    judge,
    texts,
    problems,
  }
}

type JudgedSubject = LiveVerdict['subjects'][number]

interface TracedSubject {
  readonly subject: Subject
  /** What the engine and the Dockerfile of its build say about the image. */
  readonly image?: Image
  readonly declared?: Container
}

/** Judges one container or service as it runs. */
function judgeSubject({ subject, image, declared }: TracedSubject, records: Catalogue, { judge, link }: LiveOptions): JudgedSubject {
  const recorded = link.recorded?.(subject.container, false)
  const evidence = subject.evidence && recorded ? joinEvidence(subject.evidence, recorded) : (subject.evidence ?? recorded)
  const knowledge: Knowledge = {
    image: () => subject.image,
    plan: (container) => planWrites({ container, records, ...defined({ image, evidence, tmpfsSize: link.tmpfsSize }) }),
    ...(declared ? { declared: () => declared } : {}),
  }
  return { subject, findings: lintContainer(subject.container, judge.rules, judge.settings, knowledge), ...(declared ? { declared } : {}) }
}

/** What is reported, each thing once. `inFile`: what is found in the file that a container was started from. */
function reportable(
  judged: readonly JudgedSubject[],
  inFile: (subject: Subject) => readonly JudgedFinding[],
  { judge }: LiveOptions,
): readonly ReportedFinding[] {
  const services = new Map(
    judged.filter(({ subject }) => subject.live === undefined).map((each) => [idOf(each.subject.container), each.findings]),
  )
  const told = new Map<string, ReportedFinding>()
  for (const { subject, findings, declared } of judged) {
    const inService = services.get(subject.live?.serviceId ?? '') ?? []
    // The file says read-only already: the container only needs to be recreated, and `drift` says so.
    const isExplained = findings.some(({ messageId, ruleId }) => ruleId === 'drift' && messageId === 'runsWritable')
    for (const finding of findings) {
      if (isExplained && finding.ruleId === 'read-only-root-filesystem') continue
      if (declared && isOff(finding.ruleId, judge, declared)) continue
      if (inService.some((other) => isSame(other, finding))) continue
      const same = inFile(subject).find((other) => isSame(other, finding))
      const host = subject.host === undefined ? {} : { host: subject.host }
      const of = same ? 'file' : `${subject.host} ${subject.container.name}`
      const key = JSON.stringify([of, (same ?? finding).ruleId, (same ?? finding).message, (same ?? finding).at])
      if (told.has(key)) continue
      told.set(key, same ?? { ...finding, ...host, ...(declared ? ofSource(finding, declared) : { runsOnly: subject }) })
    }
  }
  return [...told.values()]
}

/** What to add to a finding about a container if its Compose file is known and does not have the finding. */
function ofSource(finding: JudgedFinding, declared: Container): Pick<JudgedFinding, 'related' | 'fixRefused'> {
  if (finding.at.kind === 'text') return { related: finding.related }
  const related = [...finding.related, { at: declared.origin, message: 'the service that it was started from' }]
  const isDeclared = finding.fix?.intents.every((intent) => intentHolds(declared, intent)) === true
  return isDeclared
    ? { related, fixRefused: `the file has it already; recreate the container: docker compose up -d ${declared.name}` }
    : { related }
}

const idOf = (container: Container) => (container.origin.kind === 'live' ? container.origin.id : '')

/** A service of a Compose file. */
const serviceKey = ({ document, declared }: Pick<Source, 'document' | 'declared'>) => `${document.file}\0${declared.name}`

function isSame(a: JudgedFinding, b: JudgedFinding): boolean {
  return a.ruleId === b.ruleId && a.messageId === b.messageId
}

/** Whether the configuration switches a rule off for the service in its file, and so for the service's containers. */
function isOff(ruleId: string, { rules, settings }: LiveOptions['judge'], declared: Container): boolean {
  const rule = rules.find(({ id }) => id === ruleId)
  return rule !== undefined && settingFor(rule, settings, fileOf(declared.origin) ?? '', declared.name).level === 'off'
}

/** Follows the labels of Compose to files that can be read, define the service, and name the same image. */
function trace(subjects: readonly Subject[], io: Files, options: LiveOptions) {
  const sources = new Map<Subject, Source>()
  const documents = new Map<Unit, Document>()
  const units = new Map<string, Unit | undefined>()
  for (const subject of subjects) {
    const labels = subject.live?.compose
    const files = labels ? configFiles(labels) : []
    if (!labels || files.length === 0 || !files.every((file) => io.exists(file))) continue
    const key = files.join('\0')
    if (!units.has(key)) units.set(key, recognise([], io, { ...options.units, projects: [files] }).units[0])
    const unit = units.get(key)
    if (!unit) continue
    const document = documents.get(unit) ?? readUnit(unit, io)
    const declared = document.containers.find(({ name }) => name === labels.service)
    if (!declared || !isSameImage(declared, subject.container)) continue
    documents.set(unit, document)
    sources.set(subject, { unit, document, declared })
  }
  return { sources, documents }
}

/** Absolute paths of the files that Compose was given. Anybody can write labels, so a label with an invalid path gives no files. */
export function configFiles({ configFiles: files, workingDir }: ComposeLabels): string[] {
  const absolute = files.map((file) =>
    file.startsWith('/') || /^[A-Za-z]:\\/.test(file) ? file : workingDir === undefined ? '' : resolve(workingDir, file),
  )
  return absolute.every((file) => file !== '' && !file.includes('\0')) ? absolute : []
}

/** The file may hold another project by now, or be on another machine: compare the images. */
function isSameImage(declared: Container, running: Container): boolean {
  if (declared.build.state === 'set' || declared.image.state !== 'set' || running.image.state !== 'set') return true
  const [a, b] = [declared.image.value, running.image.value].map(parseImageReference)
  return a === undefined || b === undefined || (a.name === b.name && a.registry === b.registry)
}

/** Joins the replicas of a service: what one of them wrote, the service writes. */
function joinObserved(before: SeenOnEngine | undefined, next: SeenOnEngine): SeenOnEngine {
  const image = before?.image ?? next.image
  const evidence = before?.evidence && next.evidence ? joinEvidence(before.evidence, next.evidence) : (before?.evidence ?? next.evidence)
  return { ...(image ? { image } : {}), ...(evidence ? { evidence } : {}) }
}
