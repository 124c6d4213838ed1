import { isAlias, isMap, type Pair, type YAMLMap, type Node as YamlNode } from 'yaml'
import { pushTo } from '../../../model/maps.ts'
import type { TextEdit } from '../../../text/edit.ts'
import { keyText } from '../tree.ts'
import { changeEnvironment, newEnvironment } from './environment.ts'
import { appended, type Change, changeList, fill, type KeyPlace, UNEXPECTED, writtenOut } from './lists.ts'
import { addServices } from './new-services.ts'
import type { Operation, ServiceKey, Use } from './operation.ts'
import type { KeyChange, Refused, Sharing } from './placement.ts'
import { signature } from './placement.ts'
import { switchOn } from './read-only.ts'
import type { NewEntry, NewValue, Rendering } from './render.ts'
import { insertEntries } from './splice.ts'
import { styleWithin } from './style.ts'
import { closureOf, ownPair, resolve } from './yaml-model.ts'

type Variable = Extract<Operation, { op: 'variable' }>

/** The keys of a service that an edit may change, in the order in which new ones are written. */
export const SERVICE_KEYS: readonly ServiceKey[] = ['read_only', 'tmpfs', 'volumes', 'cap_drop', 'cap_add', 'security_opt', 'environment']

/** A new key goes after the first of these keys that the service has, or else after image and build. */
const BEHIND: Readonly<Record<ServiceKey, readonly string[]>> = {
  read_only: [],
  tmpfs: ['read_only'],
  volumes: ['tmpfs', 'read_only'],
  cap_drop: ['cap_add', 'security_opt', 'tmpfs', 'read_only'],
  cap_add: ['cap_drop', 'security_opt', 'tmpfs', 'read_only'],
  security_opt: ['cap_add', 'cap_drop', 'tmpfs', 'read_only'],
  environment: ['env_file'],
}

/** Everything that was decided for one document. */
interface Plan {
  readonly decisions: Map<YAMLMap, Map<string, KeyChange>>
  readonly shares: Map<YamlNode, 'same' | 'each' | 'others'>
  /** Anchored values that already have their edit. */
  readonly done: Set<YamlNode>
  readonly sharing: Sharing
  readonly uses: readonly Use[]
}

/** Edits of one text; those at one offset must be applied in this order. */
interface Applied {
  readonly edits: readonly TextEdit[]
  readonly refused: readonly Refused[]
}

/** Turns decisions about the mappings of one document into edits of its text. */
export function applyDecisions(decisions: readonly KeyChange[], uses: readonly Use[], sharing: Sharing): Applied {
  const refused: Refused[] = []
  const edits: TextEdit[] = []
  const added = new Map<YAMLMap | Use, { decision: KeyChange; value: NewValue }[]>()
  const plan: Plan = { decisions: new Map(), shares: new Map(), done: new Set(), sharing, uses }
  for (const decision of decisions) {
    if (!decision.map) continue
    plan.decisions.set(decision.map, (plan.decisions.get(decision.map) ?? new Map<string, KeyChange>()).set(decision.key, decision))
  }
  const refuse = (decision: KeyChange, why: string): void => {
    for (const job of decision.jobs) refused.push(...job.wishes.map(({ intent }) => ({ service: job.use.service, intent, why })))
  }
  for (const decision of decisions) {
    const change = changeOf(decision, plan)
    if ('refuse' in change) refuse(decision, change.refuse)
    else if ('edits' in change) edits.push(...change.edits)
    else {
      const place = decision.map ?? decision.use
      pushTo(added, place, { decision, value: change.value })
    }
  }
  const newServices: NewEntry[] = []
  for (const entries of added.values()) {
    const sorted = entries.sort((a, b) => SERVICE_KEYS.indexOf(a.decision.key) - SERVICE_KEYS.indexOf(b.decision.key))
    const first = sorted[0]?.decision
    if (!first) continue
    const keys = sorted.map(({ decision, value }): NewEntry => ({ key: decision.key, value }))
    if (first.use.isNew) {
      newServices.push({ key: first.use.site.name, value: { kind: 'map', entries: keys } })
      continue
    }
    const inserted = insertNew(first, keys)
    if (inserted) edits.push(...inserted)
    else for (const { decision } of sorted) refuse(decision, `the service ${UNEXPECTED}`)
  }
  const model = decisions[0]?.model
  if (model && newServices.length > 0) {
    const inserted = addServices(model, newServices)
    if (inserted) edits.push(...inserted)
    else for (const decision of decisions) if (decision.use.isNew) refuse(decision, `\`services:\` ${UNEXPECTED}`)
  }
  return { edits, refused }
}

function changeOf(decision: KeyChange, plan: Plan): Change {
  const { map, key, model, inherited } = decision
  const operations = decision.jobs[0]?.wishes.map(({ operation }) => operation) ?? []
  const pair = ownPair(map, key)
  if (!map || !pair) return newValue(decision, operations, inherited ? ownPair(inherited, key) : undefined, plan.uses)
  const tag = (pair.value as YamlNode | null)?.tag
  if (tag === '!reset') return { refuse: `\`${key}: !reset\` takes the key away; change it by hand` }
  const rendering: Rendering = { style: styleWithin(model.text, map, model.style) }
  const node = resolve(model, pair.value)
  const share = node ? shareOf(decision, node, plan) : 'none'
  if (share !== 'none' && share !== 'same') {
    if (isAlias(pair.value)) return writeOver(decision, { model, map, pair, rendering }, node, operations)
    if (share === 'others') {
      const anchor = (node as { anchor?: string }).anchor
      return {
        refuse: `\`${key}:\` has the anchor &${anchor}, whose other users must not change; write the list out in their place by hand`,
      }
    }
  }
  if (key === 'read_only') return switchOn(model, pair, map.flow === true, rendering)
  if (key === 'environment' && isMap(node) && mergesChanged(decision, node, plan)) return { edits: [] }
  // A list that all users of an anchor share is changed once, where it is written.
  if (node && plan.done.has(node)) return { edits: [] }
  if (node) plan.done.add(node)
  const slot = isAlias(pair.value) && node ? model.links().slots.get(node) : { map, pair }
  if (!slot) return { refuse: `\`${key}:\` ${UNEXPECTED}` }
  const place: KeyPlace = { model, map: slot.map, pair: slot.pair, rendering }
  return key === 'environment' ? changeEnvironment(place, node, operations as Variable[]) : changeList(place, node, operations)
}

/** Who else gets a key's value through an anchor: `none`; `same` change for all; `each`: some another one; `others`: some none. */
function shareOf(decision: KeyChange, node: YamlNode, plan: Plan): 'none' | 'same' | 'each' | 'others' {
  const { model } = decision
  const aliases = isAlias(node) || node.anchor === undefined ? undefined : model.links().aliases.get(node)
  if (!aliases) return 'none'
  const known = plan.shares.get(node)
  if (known) return known
  const changes = new Set<string>()
  let others = false
  for (const user of [node, ...aliases]) {
    // An `environment:` may take entries from the anchored one by a merge key.
    const merging = model.links().merges.get(user)
    const slot = model.links().slots.get(user) ?? (merging && model.links().slots.get(merging))
    // A top-level extension only defines things, unless services take entries from it.
    if (user === node && slot?.top.startsWith('x-') && !plan.sharing.users.has(slot.map)) continue
    const change = slot && plan.decisions.get(slot.map)?.get(keyText(slot.pair) ?? '')
    if (change) changes.add(`${change.key} ${signature(change.jobs[0]?.wishes ?? [])}`)
    else others = true
  }
  const share = others ? 'others' : changes.size === 1 ? 'same' : 'each'
  plan.shares.set(node, share)
  return share
}

/** Whether an `environment:` merges another one that gets the same change, so that it needs no change itself. */
function mergesChanged(decision: KeyChange, environment: YAMLMap, plan: Plan): boolean {
  const { model, key } = decision
  const wanted = signature(decision.jobs[0]?.wishes ?? [])
  const names = decision.jobs[0]?.wishes.map(({ intent }) => (intent.do === 'set-environment' ? intent.name : '')) ?? []
  const [, ...merged] = closureOf(model, environment)
  if (names.some((name) => ownPair(environment, name))) return false
  return merged.some((each) => {
    const slot = model.links().slots.get(each)
    const other = slot && keyText(slot.pair) === key ? plan.decisions.get(slot.map)?.get(key) : undefined
    return other !== undefined && other !== decision && signature(other.jobs[0]?.wishes ?? []) === wanted
  })
}

/** Replaces an alias by a copy of its value with the change. */
function writeOver({ key }: KeyChange, place: KeyPlace, node: YamlNode | undefined, operations: readonly Operation[]): Change {
  const { model, map, pair, rendering } = place
  if (key === 'read_only') return switchOn(model, pair, map.flow === true, rendering)
  const value = key === 'environment' ? undefined : writtenOut(model, node, operations)
  const edits = value ? fill(place, value) : undefined
  return edits ? { edits } : { refuse: `\`${key}:\` is an alias that others use too; write its entries out by hand and add to them` }
}

/** The value of a key that the mapping does not have yet. It repeats the entries of a merge key that it hides. */
function newValue(decision: KeyChange, operations: readonly Operation[], hidden: Pair | undefined, uses: readonly Use[]): Change {
  const { model, key } = decision
  if (key === 'read_only') return { value: { kind: 'word', word: 'true' } }
  const node = hidden ? resolve(model, hidden.value) : undefined
  const isEnvironment = key === 'environment'
  if (!node) {
    const own = uses.filter((use) => use.model === model)
    return { value: isEnvironment ? newEnvironment(operations as Variable[], own) : { kind: 'list', items: appended(operations, false) } }
  }
  const value = isEnvironment ? undefined : writtenOut(model, node, operations)
  const why = `\`${key}:\` comes from a merge key, and one of the service's own would hide it; write all entries out by hand and add to them`
  return value ? { value } : { refuse: why }
}

/** Inserts new keys into a service's mapping, each where readers expect it. */
function insertNew(decision: KeyChange, entries: readonly NewEntry[]): TextEdit[] | undefined {
  const { map, model, use } = decision
  const rendering: Rendering = { style: styleWithin(model.text, map, model.style) }
  if (!map || map.items.length === 0) {
    const { site } = use
    const pair = site.services.items.find((each) => each.key === site.key)
    if (!pair || (map && site.value !== map)) return undefined
    return fill({ model, map: site.services, pair, rendering }, { kind: 'map', entries })
  }
  const groups = new Map<Pair | undefined, NewEntry[]>()
  const placed = new Map<string, Pair | undefined>()
  for (const entry of entries) {
    const behind = BEHIND[entry.key as ServiceKey].find((key) => placed.has(key) || ownPair(map, key))
    const after = behind === undefined ? definerOf(map) : placed.has(behind) ? placed.get(behind) : ownPair(map, behind)
    placed.set(entry.key, after)
    pushTo(groups, after, entry)
  }
  const edits: TextEdit[] = []
  for (const [after, group] of groups) {
    const inserted = insertEntries(model.text, map, after, group, rendering)
    if (!inserted) return undefined
    edits.push(...inserted)
  }
  return edits
}

/** The key before new settings: image or build (the later one if they are neighbours), else `extends` or a merge key at the start. */
function definerOf(map: YAMLMap): Pair | undefined {
  const indices = ['image', 'build'].map((key) => map.items.findIndex((pair) => keyText(pair) === key)).filter((index) => index !== -1)
  const [first, second] = indices
  if (first !== undefined) return map.items[second !== undefined && Math.abs(first - second) === 1 ? Math.max(first, second) : first]
  const start = map.items.findIndex((pair) => !['<<', 'extends'].includes(keyText(pair) ?? ''))
  return start === -1 ? map.items.at(-1) : map.items[start - 1]
}
