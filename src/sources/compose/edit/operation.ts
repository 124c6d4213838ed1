import { isMap, isScalar, isSeq, type Pair, type YAMLMap, type Node as YamlNode } from 'yaml'
import type { ProjectService, ServiceSite } from '../site.ts'
import { keyText } from '../tree.ts'
import type { NewValue } from './render.ts'
import { closureOf, lookup, resolve, type YamlModel } from './yaml-model.ts'

export type ListKey = 'tmpfs' | 'volumes' | 'security_opt' | 'cap_drop' | 'cap_add'
export type ServiceKey = 'read_only' | ListKey | 'environment'

/** A change of one key of a service in one file, in the file's syntax. Texts are as written: a dollar sign is `$$`. */
export type Operation =
  | { readonly op: 'switch-on'; readonly key: 'read_only' }
  /** `long` is used if the list has the long syntax. */
  | { readonly op: 'append'; readonly key: ListKey; readonly value: NewValue; readonly long?: NewValue }
  | { readonly op: 'replace'; readonly key: ListKey; readonly item: YamlNode; readonly value: string }
  | { readonly op: 'remove'; readonly key: ListKey; readonly item: YamlNode }
  /** For an item in the long syntax: sets fields and removes those without a value. */
  | { readonly op: 'fields'; readonly key: 'volumes'; readonly item: YAMLMap; readonly fields: readonly FieldChange[] }
  | { readonly op: 'variable'; readonly key: 'environment'; readonly name: string; readonly value: string }

export interface FieldChange {
  readonly key: string
  readonly value?: NewValue
}

/** One place where a service is written, with the mappings that give it entries there. */
export interface Use {
  readonly service: ProjectService
  readonly site: ServiceSite
  readonly model: YamlModel
  /** The service's mapping and what it merges, the stronger first; empty if nothing is written. */
  readonly closure: readonly YAMLMap[]
  /** The text has no entry for the service yet. */
  readonly isNew?: true
}

/** All places where a service is written, and those of them that get new settings (see `keyPlaces`). */
export interface Reach {
  readonly uses: readonly Use[]
  readonly places: readonly Use[]
}

/** An operation with its place, or why it cannot be done and what to do instead. */
export type Planned = { readonly use: Use; readonly operation: Operation } | { readonly refuse: string }

export function readUse(service: ProjectService, site: ServiceSite, model: YamlModel): Use {
  const body = resolve(model, site.value)
  return { service, site, model, closure: isMap(body) ? closureOf(model, body) : [] }
}

/** Where new settings of a service go: the strongest `!override`, else its first own place with an image or a build. */
export function homeOf(uses: readonly Use[]): Use {
  const replacing = uses.findLast(({ site }) => site.role !== 'extends' && tagOf(site.value) !== undefined)
  if (replacing) return replacing
  const own = uses.filter(({ site }) => site.role !== 'extends')
  return own.find(({ closure }) => lookup(closure, 'image') ?? lookup(closure, 'build')) ?? own[0] ?? (uses[0] as Use)
}

/** The service's own place in the last file that has the setting, itself or in what it extends. Undefined if none has. */
export function setterOf(uses: readonly Use[], has: (use: Use) => boolean): Use | undefined {
  let own: Use | undefined
  let setter: Use | undefined
  // What a service extends in a file comes after its own place there.
  for (const use of uses) {
    if (use.site.role !== 'extends') own = use
    if (has(use)) setter = own
  }
  return setter
}

/** Where an entry of a list goes: home, unless a stronger place replaces the list. */
export function listUse(uses: readonly Use[], key: ListKey | 'environment'): Use | { refuse: string } {
  for (const use of uses.toReversed()) {
    const tag = use.site.role === 'extends' ? undefined : tagOf(lookup(use.closure, key)?.pair.value)
    if (tag === '!reset') return { refuse: `\`${key}: !reset\` removes every entry; take it away and add the entry by hand` }
    if (tag === '!override') return use
  }
  return homeOf(uses)
}

function tagOf(node: unknown): '!reset' | '!override' | undefined {
  const tag = (node as YamlNode | null)?.tag
  return tag === '!reset' || tag === '!override' ? tag : undefined
}

/** Adds an entry to a list of a service. */
export function append(uses: readonly Use[], key: ListKey, value: NewValue, long?: NewValue): Planned {
  const use = listUse(uses, key)
  return 'refuse' in use ? use : { use, operation: { op: 'append', key, value, ...(long ? { long } : {}) } }
}

/** A text written so that interpolation does not change it (Compose Specification, "Interpolation"). */
export function escapeDollars(value: string): string {
  return value.replaceAll('$', '$$$$')
}

/** Whether a service's `environment:` in one place sets a variable. */
export function setsVariable(use: Use, name: string): boolean {
  const environment = resolve(use.model, lookup(use.closure, 'environment')?.pair.value)
  if (isMap(environment)) return closureOf(use.model, environment).some((map) => map.items.some((pair: Pair) => keyText(pair) === name))
  return isSeq(environment) && environment.items.some((item) => isScalar(item) && String(item.value).split('=', 1)[0] === name)
}
