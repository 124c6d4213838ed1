import type { Origin } from '../model/fact.ts'
import type { Confidence } from '../model/intent.ts'
import { tmpfsText } from '../model/tmpfs.ts'
import type { PlannedMount, PlannedSetting, Reason, WritePath, WritePlan } from '../model/write-plan.ts'

/** What a confidence rests on, in a few words. */
const RESTS_ON: Readonly<Record<Confidence, string>> = {
  proved: 'proved by a sealed run',
  observed: 'seen on the engine',
  known: 'known image',
  inferred: 'inferred',
  default: 'the default of the benchmark',
}

/** How a place is written: `Dockerfile:12`. */
export type PlaceText = (origin: Origin) => string

/**
 * The whole plan as text, for `dockseal explain-plan`: verdict, each path with its reasons and sources, settings, notes.
 * `place` turns the origin of a reason into file and line, for which it needs the texts.
 */
export function explainPlan(plan: WritePlan, name: string, place: PlaceText = fileName): string {
  const open = plan.paths.filter(({ mount }) => mount.as !== 'covered')
  const covered = plan.paths.filter(({ mount }) => mount.as === 'covered')
  const blocks = [
    [`${name}: ${verdict(plan, open.length)}`, ...record(plan)],
    section(
      plan.ready === 'no' ? 'It writes' : 'To add',
      open.map((path) => pathLines(path, place)),
    ),
    section(
      'Writable already',
      covered.map((path) => pathLines(path, place)),
    ),
    section(
      'To set',
      plan.settings.map((setting) => settingLines(setting, place)),
    ),
    section(
      'Notes',
      plan.notes.map((note) => [note]),
    ),
  ]
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

function verdict(plan: WritePlan, count: number): string {
  const sure = RESTS_ON[plan.confidence] + (plan.boundedByUser ? ', bounded by its user' : '')
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

function record({ knowledge }: WritePlan): string[] {
  if (!knowledge) return []
  const how = {
    name: 'by its name',
    twin: 'by its name in another registry',
    family: 'as one of its family',
    base: 'as what it is built on',
  }[knowledge.match]
  // A record of many names is called by the one that led to it.
  const name = knowledge.match === 'family' ? knowledge.record : knowledge.image
  const checked = knowledge.checked === undefined ? '' : `, read against its sources on ${knowledge.checked}`
  return [`Image record: ${name}, ${how}${checked}`, ...(knowledge.evidence ?? []).map((source) => `- ${source}`)]
}

function section(title: string, entries: readonly (readonly string[])[]): string[] {
  return entries.length === 0
    ? []
    : [title, ...entries.flatMap(([first = '', ...rest]) => [`  ${first}`, ...rest.map((line) => `      ${line}`)])]
}

function pathLines(path: WritePath, place: PlaceText): string[] {
  return [
    mountText(path),
    ...path.because.flatMap((reason) => [reason.text, ...sources(reason, place)]),
    ...(path.without ? [`without it: ${path.without.what}`] : []),
    `${path.kind}, ${RESTS_ON[path.confidence]}`,
  ]
}

function settingLines({ environment, because }: PlannedSetting, place: PlaceText): string[] {
  const what = environment ? `${environment.name}=${environment.value}` : ''
  return [what, ...because.flatMap((reason) => [reason.text, ...sources(reason, place)])]
}

function sources({ references, origin }: Reason, place: PlaceText): string[] {
  return [...(references ?? []), ...(origin ? [place(origin)] : [])].map((source) => `- ${source}`)
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
