import { isAlias, isMap, isScalar, isSeq, type Pair, type YAMLMap, type Node as YamlNode } from 'yaml'
import { intentHolds, isRivalSecurityOption, mountAt, normaliseCapability } from '../../../model/apply-intent.ts'
import type { Container } from '../../../model/container.ts'
import type { Sourced, TextOrigin } from '../../../model/fact.ts'
import type { Intent } from '../../../model/intent.ts'
import { type Mount, normaliseTarget } from '../../../model/mount.ts'
import { tmpfsText } from '../../../model/wording.ts'
import type { ProjectService, ServiceSite } from '../site.ts'
import { longTmpfsFields, unsayableInLongForm } from './long-tmpfs.ts'
import { closureOf, keyOf, lookup, resolve, type YamlModel } from './model.ts'
import { type NewValue, text, word } from './render.ts'

export type ListKey = 'tmpfs' | 'volumes' | 'security_opt' | 'cap_drop' | 'cap_add'
export type ServiceKey = 'read_only' | ListKey | 'environment'

/** A change of one key of a service in one file, in the words of the file. Texts are as written: a dollar sign is `$$`. */
export type Operation =
  | { readonly op: 'switch-on'; readonly key: 'read_only' }
  /** `long` is used where the list has the long syntax. */
  | { readonly op: 'append'; readonly key: ListKey; readonly value: NewValue; readonly long?: NewValue }
  | { readonly op: 'replace'; readonly key: ListKey; readonly item: YamlNode; readonly value: string }
  | { readonly op: 'remove'; readonly key: ListKey; readonly item: YamlNode }
  /** Of an item in the long syntax: sets fields, removes those without a value. */
  | { readonly op: 'fields'; readonly key: 'volumes'; readonly item: YAMLMap; readonly fields: readonly Field[] }
  | { readonly op: 'variable'; readonly key: 'environment'; readonly name: string; readonly value: string }

export interface Field {
  readonly key: string
  readonly value?: NewValue
}

/** One place where a service is written, with the mappings whose entries it has there. */
export interface Use {
  readonly service: ProjectService
  readonly site: ServiceSite
  readonly model: YamlModel
  /** The service's mapping and what it merges, the stronger first; empty where nothing is written. */
  readonly closure: readonly YAMLMap[]
}

/** An operation with the place where it belongs, or why it cannot be done and what to do instead. */
export type Planned = { readonly use: Use; readonly operation: Operation } | { readonly refuse: string }

export function readUse(service: ProjectService, site: ServiceSite, model: YamlModel): Use {
  const body = resolve(model, site.value)
  return { service, site, model, closure: isMap(body) ? closureOf(model, body) : [] }
}

/** What an intent asks of the service's texts. Empty where the intent holds. */
export function operationsFor(
  intent: Intent,
  container: Container,
  uses: readonly Use[],
  services: Iterable<ProjectService>,
): readonly Planned[] {
  if (intentHolds(container, intent)) return []
  switch (intent.do) {
    case 'set-read-only-root': {
      const winning = uses.findLast((use) => use.site.role !== 'extends' && lookup(use.closure, 'read_only'))
      return [{ use: winning ?? homeOf(uses), operation: { op: 'switch-on', key: 'read_only' } }]
    }
    case 'add-tmpfs':
      return [mounted(container, intent.path) ?? addTmpfs(intent, container, uses)]
    case 'add-volume': {
      const taken = mounted(container, intent.path) ?? usedElsewhere(intent.name, container, services)
      return [taken ?? appendVolume(uses, intent.name, intent.path)]
    }
    case 'set-tmpfs-options':
      return [setTmpfsOptions(intent, container, uses)]
    case 'tmpfs-to-volume':
      return tmpfsToVolume(intent, container, uses, usedElsewhere(intent.name, container, services))
    case 'set-mount-read-only':
      return [setMountReadOnly(intent, container, uses)]
    case 'set-environment': {
      const setter = uses.findLast((use) => use.site.role !== 'extends' && setsVariable(use, intent.name))
      const use = setter ?? listUse(uses, 'environment')
      return [
        'refuse' in use
          ? use
          : { use, operation: { op: 'variable', key: 'environment', name: intent.name, value: escapeDollars(intent.value) } },
      ]
    }
    case 'add-security-option': {
      const rival = container.security.options.items.find((item) => isRivalSecurityOption(item.value, intent.option))
      if (!rival) return [append(uses, 'security_opt', text(escapeDollars(intent.option)))]
      const found = locate(uses, rival)
      if ('refuse' in found) return [found]
      return [{ use: found.use, operation: { op: 'replace', key: 'security_opt', item: found.item, value: escapeDollars(intent.option) } }]
    }
    case 'drop-capability':
      return [append(uses, 'cap_drop', text(normaliseCapability(intent.capability)))]
    case 'add-capability':
      return [append(uses, 'cap_add', text(normaliseCapability(intent.capability)))]
    default:
      return intent satisfies never
  }
}

/** Where new settings of a service go: the strongest `!override`, else the first place with an image or a build that is the service's own. */
function homeOf(uses: readonly Use[]): Use {
  const replacing = uses.findLast(({ site }) => site.role !== 'extends' && tagOf(site.value) !== undefined)
  if (replacing) return replacing
  const own = uses.filter(({ site }) => site.role !== 'extends')
  return own.find(({ closure }) => lookup(closure, 'image') ?? lookup(closure, 'build')) ?? own[0] ?? (uses[0] as Use)
}

/** Where an entry of a list goes: home, unless a stronger place says that it replaces the list. */
function listUse(uses: readonly Use[], key: ListKey | 'environment'): Use | { refuse: string } {
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

function append(uses: readonly Use[], key: ListKey, value: NewValue, long?: NewValue): Planned {
  const use = listUse(uses, key)
  return 'refuse' in use ? use : { use, operation: { op: 'append', key, value, ...(long ? { long } : {}) } }
}

/** A text as it must be written so that interpolation leaves it alone (Compose Specification, "Interpolation"). */
function escapeDollars(value: string): string {
  return value.replaceAll('$', '$$$$')
}

function mounted(container: Container, path: string): { refuse: string } | undefined {
  const mount = mountAt(container, path)
  return mount ? { refuse: `${mount.target} is mounted already (${mount.type}), and the engine refuses two mounts on one path` } : undefined
}

/** A named volume that another service has would mix their data. */
function usedElsewhere(name: string, container: Container, others: Iterable<ProjectService>): { refuse: string } | undefined {
  for (const other of others) {
    if (other.container === container) continue
    const shared = other.container.mounts.items.some(({ value }) => value.type === 'volume' && value.name === name)
    if (shared) return { refuse: `the volume ${name} is used by ${other.name}; mount a volume of another name by hand` }
  }
  return undefined
}

function addTmpfs(intent: Extract<Intent, { do: 'add-tmpfs' }>, container: Container, uses: readonly Use[]): Planned {
  if (!container.swarm) return append(uses, 'tmpfs', text(escapeDollars(tmpfsText(intent.path, intent.options))))
  const unsayable = unsayableInLongForm(intent.options, true)
  if (unsayable) return { refuse: `swarm gives a tmpfs a size only, not ${unsayable}; use a volume for ${intent.path}` }
  return append(uses, 'volumes', longTmpfs(intent.path, longTmpfsFields(intent.options, true)))
}

function longTmpfs(path: string, fields: ReturnType<typeof longTmpfsFields>): NewValue {
  const options = fields.length === 0 ? [] : [{ key: 'tmpfs', value: { kind: 'map', entries: fields } as const }]
  return { kind: 'map', entries: [{ key: 'type', value: word('tmpfs') }, { key: 'target', value: text(escapeDollars(path)) }, ...options] }
}

function appendVolume(uses: readonly Use[], name: string, path: string): Planned {
  const long = longVolume(name, path)
  // A single letter before a colon would be a Windows drive.
  const short = name.length > 1 ? text(`${escapeDollars(name)}:${escapeDollars(path)}`) : long
  return append(uses, 'volumes', short, long)
}

function longVolume(name: string, path: string): NewValue {
  return {
    kind: 'map',
    entries: [
      { key: 'type', value: word('volume') },
      { key: 'source', value: text(escapeDollars(name)) },
      { key: 'target', value: text(escapeDollars(path)) },
    ],
  }
}

function setTmpfsOptions(intent: Extract<Intent, { do: 'set-tmpfs-options' }>, container: Container, uses: readonly Use[]): Planned {
  const found = locateMount(intent.path, container, uses)
  if ('refuse' in found) return found
  const { use, key, item, mount } = found
  if (mount.type !== 'tmpfs') return { refuse: `${mount.target} is a ${mount.type} mount, not a tmpfs` }
  if (key === 'tmpfs') {
    const path = mount.writtenTarget ?? mount.target
    if (isInterpolated(item)) return { refuse: `the tmpfs entry holds a variable; set the options of ${path} by hand` }
    return { use, operation: { op: 'replace', key, item, value: escapeDollars(tmpfsText(path, intent.options)) } }
  }
  const unsayable = unsayableInLongForm(intent.options, container.swarm)
  if (unsayable) return { refuse: `the long syntax cannot say ${unsayable}; move ${mount.target} from \`volumes:\` to \`tmpfs:\` by hand` }
  if (!isMap(item)) return { refuse: `the entry of ${mount.target} is not laid out as expected; change it by hand` }
  const fields = longTmpfsFields(intent.options, container.swarm)
  const value: NewValue | undefined = fields.length === 0 ? undefined : { kind: 'map', entries: fields }
  return { use, operation: { op: 'fields', key, item, fields: [{ key: 'tmpfs', ...(value ? { value } : {}) }] } }
}

function tmpfsToVolume(
  intent: Extract<Intent, { do: 'tmpfs-to-volume' }>,
  container: Container,
  uses: readonly Use[],
  taken: { refuse: string } | undefined,
): Planned[] {
  if (taken) return [taken]
  const found = locateMount(intent.path, container, uses)
  if ('refuse' in found) return [found]
  const { use, key, item, mount } = found
  if (mount.type !== 'tmpfs') return [{ refuse: `${mount.target} is a ${mount.type} mount, not a tmpfs` }]
  const path = mount.writtenTarget ?? mount.target
  if (key === 'tmpfs') {
    const added = appendVolume([use], intent.name, path)
    return [{ use, operation: { op: 'remove', key, item } }, added]
  }
  if (!isMap(item)) return [{ refuse: `the entry of ${mount.target} is not laid out as expected; change it by hand` }]
  const fields = [{ key: 'type', value: word('volume') }, { key: 'source', value: text(escapeDollars(intent.name)) }, { key: 'tmpfs' }]
  return [{ use, operation: { op: 'fields', key, item, fields } }]
}

function setMountReadOnly(intent: Extract<Intent, { do: 'set-mount-read-only' }>, container: Container, uses: readonly Use[]): Planned {
  const found = locateMount(intent.path, container, uses)
  if ('refuse' in found) return found
  const { use, key, item, mount } = found
  if (key === 'volumes' && isMap(item))
    return { use, operation: { op: 'fields', key, item, fields: [{ key: 'read_only', value: word('true') }] } }
  const written = isScalar(item) ? String(item.value) : ''
  const value = key === 'volumes' ? withReadOnlyMode(written) : undefined
  if (value === undefined)
    return { refuse: `${written || mount.target} has no form to which \`:ro\` could be added; make it read-only by hand` }
  return { use, operation: { op: 'replace', key, item, value } }
}

const MODES = /^(?:rw|ro|z|Z|nocopy|copy|cached|delegated|consistent|r?private|r?shared|r?slave|volume-nocopy)$/

/** A short volume with `ro` as its access mode, its other modes kept; undefined where source and target cannot be told apart. */
function withReadOnlyMode(written: string): string | undefined {
  // Colons inside `${VAR:-…}` and after a Windows drive do not separate.
  const parts = written.split(/(?<!^[A-Za-z]):(?![^{]*\})/)
  const last = parts.at(-1) ?? ''
  const modes = parts.length > 2 && last.split(',').every((mode) => MODES.test(mode)) ? last.split(',') : undefined
  if (parts.length < 2 || (parts.length > 2 && !modes) || parts.length > 3) return undefined
  const target = modes ? parts.at(-2) : last
  if (!target || !/^[/$]|^[A-Za-z]:/.test(target)) return undefined
  const rest = (modes ?? []).filter((mode) => mode !== 'rw' && mode !== 'ro')
  return `${parts.slice(0, modes ? -1 : undefined).join(':')}:${['ro', ...rest].join(',')}`
}

function isInterpolated(item: YamlNode): boolean {
  return isScalar(item) && /\$(?!\$)/.test(String(item.value).replaceAll('$$', ''))
}

interface Located {
  readonly use: Use
  readonly key: ListKey
  readonly item: YamlNode
}

interface LocatedMount extends Located {
  readonly key: 'tmpfs' | 'volumes'
  readonly mount: Mount
}

function locateMount(path: string, container: Container, uses: readonly Use[]): LocatedMount | { refuse: string } {
  const target = normaliseTarget(path)
  const sourced = container.mounts.items.find((item) => item.value.target === target)
  if (!sourced) return { refuse: `nothing is mounted at ${target}` }
  const found = locate(uses, sourced)
  if ('refuse' in found) return found
  const { key } = found
  return key === 'tmpfs' || key === 'volumes' ? { ...found, key, mount: sourced.value } : { refuse: 'the entry is no mount' }
}

/** The node of a list item by the place it was read from. */
function locate(uses: readonly Use[], { origin }: Sourced<unknown>): Located | { refuse: string } {
  for (const use of uses) {
    if (origin.kind !== 'text' || origin.file !== use.site.file) continue
    for (const key of ['tmpfs', 'volumes', 'security_opt', 'cap_drop', 'cap_add'] as const) {
      const pair = lookup(use.closure, key)?.pair
      const list = resolve(use.model, pair?.value)
      for (const item of isSeq(list) ? (list.items as YamlNode[]) : isScalar(list) ? [list] : []) {
        const node = resolve(use.model, item)
        // A text in place of a list may be told by its entry, key and all.
        const whole = isScalar(list) && (pair?.key as YamlNode).range?.[0] === origin.span[0] && node?.range?.[1] === origin.span[1]
        if (!whole && !isAt(node, origin)) continue
        if (isAlias(item)) return { refuse: `the entry is the alias *${item.source}; change what it stands for by hand` }
        return { use, key, item }
      }
    }
  }
  return { refuse: 'the entry was not found where it was read from; change it by hand' }
}

function isAt(node: YamlNode | undefined, origin: TextOrigin): boolean {
  return node?.range?.[0] === origin.span[0] && node.range[1] === origin.span[1]
}

/** Whether a service's `environment:` in one place names a variable. */
export function setsVariable(use: Use, name: string): boolean {
  const environment = resolve(use.model, lookup(use.closure, 'environment')?.pair.value)
  if (isMap(environment)) return closureOf(use.model, environment).some((map) => map.items.some((pair: Pair) => keyOf(pair) === name))
  return isSeq(environment) && environment.items.some((item) => isScalar(item) && String(item.value).split('=', 1)[0] === name)
}
