import { confidenceWords, pathConfidenceWords } from '../model/confidence-words.ts'
import type { Origin } from '../model/fact.ts'
import { tmpfsText } from '../model/tmpfs.ts'
import type { PlannedMount, PlannedSetting, Reason, WritePath, WritePlan } from '../model/write-plan.ts'

/** How a place is written: `Dockerfile:12`. */
export type PlaceText = (origin: Origin) => string

/** A path, a setting or a note of a plan, in words. */
export interface PlanEntry {
  /** What to write, or what is writable: `tmpfs /run`. */
  readonly head: string
  /** Why: one sentence each, with its sources. */
  readonly reasons: readonly { readonly text: string; readonly sources: readonly string[] }[]
  /** What happens without it, its kind and how sure it is. */
  readonly details: readonly string[]
}

/** A plan in words, for `explain-plan`, `plan IMAGE` and the catalogue of images. */
export interface PlanWords {
  readonly verdict: string
  /** The image record that it uses. */
  readonly record?: string
  /** Sources of the record as a whole. */
  readonly evidence: readonly string[]
  readonly sections: readonly { readonly title: string; readonly entries: readonly PlanEntry[] }[]
}

/** The plan in words: verdict, each path with its reasons and sources, settings, notes. */
export function planWords(plan: WritePlan, place: PlaceText = fileName): PlanWords {
  const open = plan.paths.filter(({ mount }) => mount.as !== 'covered')
  const covered = plan.paths.filter(({ mount }) => mount.as === 'covered')
  const record = recordWords(plan)
  const sections = [
    { title: plan.ready === 'no' ? 'It writes' : 'To add', entries: open.map((path) => pathEntry(path, plan, place)) },
    { title: 'Writable already', entries: covered.map((path) => pathEntry(path, plan, place)) },
    { title: 'To set', entries: plan.settings.map((setting) => settingEntry(setting, place)) },
    { title: 'Notes', entries: plan.notes.map((note) => ({ head: note, reasons: [], details: [] })) },
  ]
  return {
    verdict: verdict(plan, open.length),
    ...(record === undefined ? {} : { record }),
    evidence: plan.knowledge?.evidence ?? [],
    sections: sections.filter(({ entries }) => entries.length > 0),
  }
}

/** The whole plan as text. `place` turns the origin of a reason into file and line. */
export function explainPlan(plan: WritePlan, name: string, place: PlaceText = fileName): string {
  const { verdict, record, evidence, sections } = planWords(plan, place)
  const head = [`${name}: ${verdict}`, ...(record === undefined ? [] : [record]), ...evidence.map(bullet)]
  const blocks = sections.map(({ title, entries }) => [
    title,
    ...entries.flatMap(({ head, reasons, details }) => [
      `  ${head}`,
      ...[...reasons.flatMap(({ text, sources }) => [text, ...sources.map(bullet)]), ...details].map((line) => `      ${line}`),
    ]),
  ])
  return `${[head, ...blocks].map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function bullet(source: string): string {
  return `- ${source}`
}

function verdict(plan: WritePlan, count: number): string {
  const sure = confidenceWords(plan.confidence, plan) + (plan.boundedByUser ? ', bounded by its user' : '')
  switch (plan.ready) {
    case 'yes':
      return `runs with a read-only root filesystem as it is (${sure})`
    case 'with-mounts':
      return `runs with a read-only root filesystem and ${count === 1 ? '1 more mount' : `${count} more mounts`} (${sure})`
    case 'no':
      return `cannot be made read-only: ${plan.why}.${plan.instead === undefined ? '' : ` Instead: ${plan.instead}.`}`
    case 'unknown':
      return plan.unread || plan.knowledge
        ? 'what it writes is not all known; these mounts may not be all'
        : 'dockseal does not know its image; these are the mounts that the benchmark suggests, and more may be needed'
    default:
      return plan satisfies never
  }
}

function recordWords({ knowledge }: WritePlan): string | undefined {
  if (!knowledge) return undefined
  const how = {
    name: 'by its name',
    twin: 'by its name in another registry',
    family: 'as one of its family',
    base: 'as what it is built on',
  }[knowledge.match]
  // A record with many names is shown by the one that led to it.
  const name = knowledge.match === 'family' ? knowledge.record : knowledge.image
  const checked = knowledge.checked === undefined ? '' : `, read against its sources on ${knowledge.checked}`
  return `Image record: ${name}, ${how}${checked}`
}

function pathEntry(path: WritePath, plan: WritePlan, place: PlaceText): PlanEntry {
  return {
    head: mountText(path),
    reasons: path.because.map((reason) => reasonWords(reason, place)),
    details: [...(path.without ? [`without it: ${path.without.what}`] : []), `${path.kind}, ${pathConfidenceWords(path, plan)}`],
  }
}

function settingEntry({ environment, because }: PlannedSetting, place: PlaceText): PlanEntry {
  return {
    head: environment ? `${environment.name}=${environment.value}` : '',
    reasons: because.map((reason) => reasonWords(reason, place)),
    details: [],
  }
}

function reasonWords({ text, references, origin }: Reason, place: PlaceText): PlanEntry['reasons'][number] {
  return { text, sources: [...(references ?? []), ...(origin ? [place(origin)] : [])] }
}

function fileName(origin: Origin): string {
  return origin.kind === 'text' ? origin.file : `${origin.id} ${origin.path}`
}

function mountText({ path, mount }: { readonly path: string; readonly mount: PlannedMount }): string {
  switch (mount.as) {
    case 'tmpfs':
      return `tmpfs ${tmpfsText(path, mount.options)}`
    case 'volume':
      return `volume ${mount.name}:${path}`
    case 'covered':
      return `${path} (${coveredBy(mount)})`
    default:
      return mount satisfies never
  }
}

function coveredBy(mount: Extract<PlannedMount, { as: 'covered' }>): string {
  switch (mount.by) {
    case 'mount':
      return `mount at ${mount.target}`
    case 'image-volume':
      return `anonymous volume of the image at ${mount.target}`
    case 'engine':
      return 'mounted by the engine'
    default:
      return mount satisfies never
  }
}
