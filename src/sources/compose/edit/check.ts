import { isMap, type Pair, type YAMLMap } from 'yaml'
import { applyEdits, type TextEdit } from '../../../text/edit.ts'
import type { ComposeProject } from '../site.ts'
import type { ParsedText } from '../text.ts'
import type { ServiceKey, Use } from './operation.ts'
import type { KeyChange } from './placement.ts'
import { expectedValue, plainValue, sameButFor } from './verify.ts'
import { closureOf, ownPair, readModel, resolve, type YamlModel } from './yaml-model.ts'

/** The changes of one document. */
export interface ModelEdits {
  readonly model: YamlModel
  readonly decisions: readonly KeyChange[]
  readonly edits: readonly TextEdit[]
  readonly volumes: readonly string[]
}

/** Whether the edited text has every wanted value, keeps all others, and differs in nothing else. */
export function isVerified(
  changes: readonly ModelEdits[],
  project: ComposeProject,
  uses: readonly Use[],
  parse: (file: string, text: string) => ParsedText,
): boolean {
  const [first] = changes
  if (!first) return true
  const { file, text } = first.model
  let edited: string
  try {
    edited = applyEdits(
      text,
      changes.flatMap(({ edits }) => edits),
    )
  } catch {
    return false
  }
  const { parsed, problems } = parse(file, edited)
  const documents = project.documents.get(file)?.documents ?? [first.model.document]
  if (!parsed || problems.length > 0 || parsed.documents.length !== documents.length) return false
  return changes.every((change) => {
    const document = parsed.documents[documents.indexOf(change.model.document)]
    return document !== undefined && isDocumentVerified(change, readModel(file, edited, document), uses)
  })
}

function isDocumentVerified({ model, decisions, volumes }: ModelEdits, after: YamlModel, uses: readonly Use[]): boolean {
  const keys = new Map<YAMLMap, Set<string>>()
  const filled = new Set<Pair>()
  const services = new Map<string, Set<string>>()
  const touch = (map: YAMLMap, key: string) => keys.set(map, (keys.get(map) ?? new Set()).add(key))
  for (const { map, key, use } of decisions) {
    if (use.isNew) services.set(use.site.name, (services.get(use.site.name) ?? new Set()).add(key))
    const pair = use.site.services.items.find((each) => each.key === use.site.key)
    if (map && map.items.length > 0) touch(map, key)
    else if (pair) filled.add(pair)
    // A list behind an anchor is changed where it is written, possibly in another mapping.
    const value = map ? ownPair(map, key)?.value : undefined
    const slot = value ? model.links().slots.get(resolve(model, value) as never) : undefined
    if (slot) touch(slot.map, String((slot.pair.key as { value?: unknown }).value))
  }
  const added = new Map([
    ...(services.size > 0 ? [['services', services] as const] : []),
    ...(volumes.length > 0 ? [['volumes', new Map(volumes.map((name) => [name, new Set<string>()]))] as const] : []),
  ])
  if (!sameButFor(model, after, { keys, filled, added })) return false
  const changed = new Set<ServiceKey>(decisions.map(({ key }) => key))
  const jobs = decisions.flatMap((decision) => decision.jobs)
  return uses.every((use) => {
    if (use.model !== model) return true
    const closure = closureAfter(after, use)
    if (!closure) return false
    return [...changed].every((key) => {
      const job = jobs.find((each) => each.use === use && each.key === key)
      // The body of an extended service is judged as that service.
      if (!job && use.site.role === 'extends' && uses.some((each) => each.site.role !== 'extends' && each.closure[0] === use.closure[0]))
        return true
      const operations = job?.wishes.map(({ operation }) => operation) ?? []
      return expectedValue(use, key, operations)(plainValue(after, closure, key))
    })
  })
}

/** The mappings of a place after the edit. */
function closureAfter(after: YamlModel, use: Use): readonly YAMLMap[] | undefined {
  const top = after.document.contents
  const services = isMap(top) ? resolve(after, ownPair(top, 'services')?.value) : undefined
  const pair = isMap(services) ? ownPair(services, use.site.name) : undefined
  if (!pair) return use.isNew ? [] : undefined
  const body = resolve(after, pair.value)
  return isMap(body) ? closureOf(after, body) : []
}
