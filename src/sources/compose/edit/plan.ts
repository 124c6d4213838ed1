import type { Document as YamlDocument } from 'yaml'
import { applyIntent, intentHolds } from '../../../model/apply-intent.ts'
import type { Container } from '../../../model/container.ts'
import type { Intent } from '../../../model/intent.ts'
import { groupBy, pushTo, remember } from '../../../model/maps.ts'
import { withThoseBeside } from '../../../model/together.ts'
import type { TextEdit } from '../../../text/edit.ts'
import { belowPath } from '../../../text/file-name.ts'
import type { ContainerChange, EditPlan, FileEdit } from '../../source.ts'
import type { ComposeProject, ProjectService, ServiceSite } from '../site.ts'
import { applyDecisions } from './apply.ts'
import { resolveExtends } from './extends.ts'
import { fitRemovedEnd } from './layout.ts'
import { readUse, type ServiceKey, type Use } from './operation.ts'
import { operationsFor } from './operations.ts'
import { type Job, type KeyChange, place, type Refused, readSharing, type Sharing, type Wish } from './placement.ts'
import { keyPlaces, misplacedReason, newPlaces } from './places.ts'
import { declareVolumes, topLevelVolumes } from './top-level-volumes.ts'
import { readModel, type YamlModel } from './yaml-model.ts'

interface Scene {
  readonly project: ComposeProject
  readonly services: readonly ProjectService[]
  readonly uses: readonly Use[]
  readonly byContainer: ReadonlyMap<Container, { readonly service: ProjectService; readonly uses: readonly Use[] }>
  readonly sharing: Sharing
}

type Layout = Omit<Scene, 'project'>

/** A report asks for the edits of one finding after another, so the layout of the texts is read once for all. */
const layouts = new WeakMap<ComposeProject, Layout>()

function layoutOf(project: ComposeProject): Layout {
  const known = layouts.get(project)
  if (known) return known
  const services = [...project.services.values()]
  const models = new Map<YamlDocument.Parsed, YamlModel>()
  const modelOf = (site: Pick<ServiceSite, 'file' | 'text' | 'document'>): YamlModel =>
    remember(models, site.document, () => readModel(site.file, site.text, site.document))
  const written = services.flatMap((service) => service.sites.map((site) => readUse(service, site, modelOf(site))))
  const uses = [...written, ...newPlaces(project, services, written, modelOf)]
  const byContainer = new Map(services.map((service) => [service.container, { service, uses: [] as Use[] }]))
  for (const use of uses) byContainer.get(use.service.container)?.uses.push(use)
  const layout = { services, uses, byContainer, sharing: readSharing(uses) }
  layouts.set(project, layout)
  return layout
}

type Refusals = Map<Container, Map<Intent, string>>

/**
 * Plans the text edits that give the containers of a Compose project what the intents ask for, and nothing else. It splices and never
 * prints a text again. What cannot be done right is refused, together with what would be wrong without it.
 */
export function planComposeEdits(project: ComposeProject, changes: readonly ContainerChange[]): EditPlan {
  const scene: Scene = { ...layoutOf(project), project }
  const refusals: Refusals = new Map()
  for (;;) {
    const edits = tryEdits(scene, changes, refusals)
    if (edits) return { edits, refused: listRefusals(changes, refusals) }
  }
}

/** One attempt with everything that is not refused yet; undefined if it led to further refusals. */
function tryEdits(scene: Scene, changes: readonly ContainerChange[], refusals: Refusals): readonly FileEdit[] | undefined {
  const { uses, sharing } = scene
  const before = count(refusals)
  const resolved = resolveExtends(jobsFor(scene, changes, refusals), uses, sharing)
  const note = (refused: readonly Refused[]): boolean => {
    for (const { service, intent, why } of refused) refuse(refusals, service.container, intent, why)
    refuseWithThem(changes, refusals)
    return count(refusals) > before
  }
  if (note(resolved.refused)) return undefined
  const placed = place(resolved.jobs, sharing)
  if (note(placed.refused)) return undefined
  const perModel = groupBy(placed.decisions, ({ model }) => model)
  const edits = new Map<string, TextEdit[]>()
  for (const [model, decisions] of perModel) {
    const ambiguous = remember(ambiguousBreaks, model, () => ambiguousBreak(model.text))
    if (ambiguous !== '' && note(decisions.flatMap((decision) => refusalsOf(decision, ambiguous)))) return undefined
    const applied = applyDecisions(decisions, uses, sharing)
    const volumes = volumesFor(scene.project, model, decisions)
    const declared = declareVolumes(model, volumes)
    const unnamed = declared
      ? []
      : decisions.flatMap((decision) =>
          refusalsOf(decision, 'the top-level `volumes:` is not laid out as expected; declare the volume by hand'),
        )
    if (note([...applied.refused, ...unnamed])) return undefined
    const all = fitRemovedEnd(model.text, [...applied.edits, ...(declared ?? [])]).filter(
      ({ span, text }) => model.text.slice(...span) !== text,
    )
    edits.set(model.file, [...(edits.get(model.file) ?? []), ...all])
  }
  return [...edits].map(([file, each]) => ({ file, edits: each })).filter((each) => each.edits.length > 0)
}

/** Texts are looked through once. */
const ambiguousBreaks = new WeakMap<YamlModel, string>()

/** Why a text is not edited: it has a character that ends a line in YAML 1.1, as Compose reads it, but not in YAML 1.2 (section 5.4). */
function ambiguousBreak(text: string): string {
  const found = /[\u0085\u2028\u2029]/.exec(text)
  if (!found) return ''
  const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
  return `the file holds the character U+${code}, which ends a line for some YAML parsers and not for others; remove it first`
}

/** What each service wants for each key in each place, without intents that hold already. */
function jobsFor(scene: Scene, changes: readonly ContainerChange[], refusals: Refusals): Job[] {
  const jobs: Job[] = []
  for (const { container, intents } of changes) {
    const { service, uses = [] } = scene.byContainer.get(container) ?? {}
    const places = service ? keyPlaces(service, uses, scene.project) : { refuse: 'the service is not part of the project that was read' }
    const unreachable = (use: Use): string | undefined =>
      'refuse' in places || places.includes(use) ? outside(scene.project, use) : misplacedReason(use, scene.project)
    const wishes = new Map<Use, Map<ServiceKey, Wish[]>>()
    let current = container
    for (const intent of intents) {
      if (refusals.get(container)?.has(intent)) continue
      const next = applyIntent(current, intent)
      if (intentHolds(current, intent, next)) continue
      const planned = 'refuse' in places ? [places] : operationsFor(intent, current, { uses, places }, scene.services)
      const why = planned.map((each) => ('refuse' in each ? each.refuse : unreachable(each.use))).find((each) => each !== undefined)
      if (why !== undefined) {
        refuse(refusals, container, intent, why)
        continue
      }
      for (const each of planned) {
        if ('refuse' in each) continue
        const keys = remember(wishes, each.use, () => new Map<ServiceKey, Wish[]>())
        pushTo(keys, each.operation.key, { operation: each.operation, intent })
      }
      current = next
    }
    for (const [use, keys] of wishes) for (const [key, each] of keys) jobs.push({ use, key, wishes: each })
  }
  return jobs
}

/** A file that the user did not name and that is outside the project must not be changed. */
function outside(project: ComposeProject, { site }: Use): string | undefined {
  if (site.role === 'base' || site.role === 'override' || belowPath(project.directory, site.file) !== undefined) return undefined
  return `the service is defined in ${site.file}, outside the project; change it there by hand`
}

/** Volumes that the decisions mount and no text declares for them yet. */
function volumesFor(project: ComposeProject, model: YamlModel, decisions: readonly KeyChange[]): string[] {
  const names = new Set<string>()
  for (const { jobs } of decisions) {
    for (const { use, wishes } of jobs) {
      for (const { intent } of wishes) {
        if (intent.do !== 'add-volume' && intent.do !== 'tmpfs-to-volume') continue
        // An included file must declare its volumes itself.
        const known = use.site.role === 'include' ? topLevelVolumes(model.document) : allVolumes(project)
        if (!known.has(intent.name)) names.add(intent.name)
      }
    }
  }
  return [...names]
}

function allVolumes(project: ComposeProject): ReadonlySet<string> {
  const names = [...project.documents.values()].flatMap(({ documents }) => documents.flatMap((each) => [...topLevelVolumes(each)]))
  return new Set([...project.volumes.keys(), ...names])
}

function refusalsOf({ jobs }: KeyChange, why: string): Refused[] {
  return jobs.flatMap(({ use, wishes }) => wishes.map(({ intent }) => ({ service: use.service, intent, why })))
}

function refuse(refusals: Refusals, container: Container, intent: Intent, why: string): void {
  const known = remember(refusals, container, () => new Map<Intent, string>())
  if (!known.has(intent)) known.set(intent, why)
}

function count(refusals: Refusals): number {
  return [...refusals.values()].reduce((sum, each) => sum + each.size, 0)
}

function refuseWithThem(changes: readonly ContainerChange[], refusals: Refusals): void {
  for (const { container, intents } of changes) {
    const refused = [...(refusals.get(container) ?? [])].map(([intent, why]) => ({ intent, why }))
    for (const { intent, why } of withThoseBeside(intents, refused)) refuse(refusals, container, intent, why)
  }
}

function listRefusals(changes: readonly ContainerChange[], refusals: Refusals): EditPlan['refused'] {
  return changes.flatMap(({ container, intents }) =>
    intents.flatMap((intent) => {
      const why = refusals.get(container)?.get(intent)
      return why === undefined ? [] : [{ container, intent, why }]
    }),
  )
}
