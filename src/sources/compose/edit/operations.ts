import { isMap, isScalar, type Node as YamlNode } from 'yaml'
import { mountAt } from '../../../model/apply-intent.ts'
import { capabilityName } from '../../../model/capability.ts'
import type { Container } from '../../../model/container.ts'
import type { Intent } from '../../../model/intent.ts'
import type { TmpfsOptions } from '../../../model/mount.ts'
import { normaliseTarget } from '../../../model/path.ts'
import { conflictsWithSecurityOption } from '../../../model/security-option.ts'
import { sizeText } from '../../../model/size.ts'
import { expressible, inexpressible, newTmpfsSyntax, parseTmpfsEntry, type TmpfsSyntax, tmpfsText } from '../../../model/tmpfs.ts'
import { isShortEntry } from '../../../model/volume-text.ts'
import type { ProjectService } from '../site.ts'
import { isEmptyNode } from './layout.ts'
import { isSameEntry, type LocatedMount, locateMount, writtenEntries } from './locate.ts'
import { append, escapeDollars, homeOf, listUse, type Planned, type Reach, setsVariable, setterOf, type Use } from './operation.ts'
import { type NewEntry, type NewValue, newText, word } from './render.ts'
import { lookup } from './yaml-model.ts'

/** The operations on the service's texts for an intent that does not hold yet. */
export function operationsFor(intent: Intent, container: Container, reach: Reach, services: readonly ProjectService[]): readonly Planned[] {
  const { uses, places } = reach
  switch (intent.do) {
    case 'set-read-only-root': {
      const setter = setterOf(places, (use) => !isEmptyNode(lookup(use.closure, 'read_only')?.pair.value))
      return [{ use: setter ?? homeOf(places), operation: { op: 'switch-on', key: 'read_only' } }]
    }
    case 'add-tmpfs':
      return [mounted(container, intent.path) ?? addTmpfs(intent, container, places)]
    case 'add-volume': {
      const taken = mounted(container, intent.path) ?? (intent.shared ? undefined : usedElsewhere(intent.name, container, services))
      return [taken ?? appendVolume(places, intent.name, intent.path)]
    }
    case 'set-tmpfs-options':
      return setTmpfsOptions(intent, container, uses)
    case 'tmpfs-to-volume':
      return tmpfsToVolume(intent, container, uses, usedElsewhere(intent.name, container, services))
    case 'set-mount-read-only':
      return [setMountReadOnly(intent, container, reach)]
    case 'set-environment': {
      const setter = setterOf(places, (use) => setsVariable(use, intent.name))
      const use = setter ?? listUse(places, 'environment')
      return [
        'refuse' in use
          ? use
          : { use, operation: { op: 'variable', key: 'environment', name: intent.name, value: escapeDollars(intent.value) } },
      ]
    }
    case 'add-security-option': {
      const rival = container.security.options.items.find(({ value }) => conflictsWithSecurityOption(value, intent.option))
      const why = rival && `\`security_opt\` says ${rival.value} already; change that entry by hand`
      return [why ? { refuse: why } : append(places, 'security_opt', newText(escapeDollars(intent.option)))]
    }
    case 'drop-capability':
      return [append(places, 'cap_drop', newText(capabilityName(intent.capability)))]
    case 'add-capability':
      return [append(places, 'cap_add', newText(capabilityName(intent.capability)))]
    default:
      return intent satisfies never
  }
}

/** Why nothing more can be mounted at a path. */
function mounted(container: Container, path: string): { refuse: string } | undefined {
  const mount = mountAt(container, path)
  return mount ? { refuse: `${mount.target} is mounted already (${mount.type}), and the engine refuses two mounts on one path` } : undefined
}

/** Refuses a named volume that another service has, because it would mix their data. */
function usedElsewhere(name: string, container: Container, others: readonly ProjectService[]): { refuse: string } | undefined {
  for (const other of others) {
    if (other.container === container) continue
    const shared = other.container.mounts.items.some(({ value }) => value.type === 'volume' && value.name === name)
    if (shared) return { refuse: `the volume ${name} is used by ${other.name}; mount a volume of another name by hand` }
  }
  return undefined
}

/** A new tmpfs: under `tmpfs:`, or in the long syntax under `volumes:` if a stack may read it. */
function addTmpfs({ path, options }: Extract<Intent, { do: 'add-tmpfs' }>, container: Container, uses: readonly Use[]): Planned {
  const syntax = newTmpfsSyntax(container, options)
  if (syntax === 'short') return append(uses, 'tmpfs', newText(escapeDollars(tmpfsText(path, options))))
  const lost = inexpressible(options, syntax)
  if (lost.length > 0) return { refuse: `swarm gives a tmpfs a size only, not ${lost.join(', ')}; use a volume for ${path}` }
  return append(uses, 'volumes', longTmpfs(path, longTmpfsFields(options, syntax, container)))
}

function longTmpfsFields(options: TmpfsOptions, syntax: TmpfsSyntax, { maybeStack }: Container): NewEntry[] {
  const { size, mode } = expressible(options, syntax)
  return [
    // A stack takes only a number of bytes.
    ...(size === undefined ? [] : [{ key: 'size', value: word(syntax === 'stack' || maybeStack ? String(size) : sizeText(size)) }]),
    ...(mode === undefined ? [] : [{ key: 'mode', value: word(`0${mode.toString(8)}`) }]),
  ]
}

function longTmpfs(path: string, fields: ReturnType<typeof longTmpfsFields>): NewValue {
  const options = fields.length === 0 ? [] : [{ key: 'tmpfs', value: { kind: 'map', entries: fields } as const }]
  return {
    kind: 'map',
    entries: [{ key: 'type', value: word('tmpfs') }, { key: 'target', value: newText(escapeDollars(path)) }, ...options],
  }
}

/** A new entry for a named volume. */
function appendVolume(uses: readonly Use[], name: string, path: string): Planned {
  const long = longVolume(name, path)
  const short = isShortEntry(name, path) ? newText(`${escapeDollars(name)}:${escapeDollars(path)}`) : long
  return append(uses, 'volumes', short, long)
}

function longVolume(name: string, path: string): NewValue {
  return {
    kind: 'map',
    entries: [
      { key: 'type', value: word('volume') },
      { key: 'source', value: newText(escapeDollars(name)) },
      { key: 'target', value: newText(escapeDollars(path)) },
    ],
  }
}

/** Other options for an existing tmpfs. */
function setTmpfsOptions(
  intent: Extract<Intent, { do: 'set-tmpfs-options' }>,
  container: Container,
  uses: readonly Use[],
): readonly Planned[] {
  const found = locateMount(intent.path, container, uses)
  if ('refuse' in found) return [found]
  const { use, key, item, mount } = found
  if (mount.type !== 'tmpfs') return [{ refuse: `${mount.target} is a ${mount.type} mount, not a tmpfs` }]
  if (key === 'tmpfs') {
    const path = mount.writtenTarget ?? mount.target
    if (isInterpolated(item)) return [{ refuse: `the tmpfs entry holds a variable; set the options of ${path} by hand` }]
    // A stack ignores the short syntax.
    if (newTmpfsSyntax(container, intent.options) !== 'short') {
      return [
        { use, operation: { op: 'remove', key, item } },
        ...twinsOf(found, uses),
        addTmpfs({ do: 'add-tmpfs', path, options: intent.options }, container, [use]),
      ]
    }
    const replacement: Planned = { use, operation: { op: 'replace', key, item, value: escapeDollars(tmpfsText(path, intent.options)) } }
    return [replacement, ...twinsOf(found, uses)]
  }
  const syntax = container.swarm ? 'stack' : 'mount'
  const lost = inexpressible(intent.options, syntax)
  if (lost.length > 0)
    return [{ refuse: `the long syntax cannot say ${lost.join(', ')}; move ${mount.target} from \`volumes:\` to \`tmpfs:\` by hand` }]
  if (!isMap(item)) return [{ refuse: `the entry of ${mount.target} is not laid out as expected; change it by hand` }]
  const fields = longTmpfsFields(intent.options, syntax, container)
  const value: NewValue | undefined = fields.length === 0 ? undefined : { kind: 'map', entries: fields }
  return [{ use, operation: { op: 'fields', key, item, fields: [{ key: 'tmpfs', ...(value ? { value } : {}) }] } }]
}

/** Removes the other entries of `tmpfs:` for the same path; Compose drops only equal ones. */
function twinsOf(found: LocatedMount, uses: readonly Use[]): Planned[] {
  const twins = writtenEntries(uses, 'tmpfs').filter(
    (each) => !isSameEntry(each, found) && normaliseTarget(parseTmpfsEntry(each.text).path) === found.mount.target,
  )
  return twins.map(({ use, item }) => ({ use, operation: { op: 'remove', key: 'tmpfs', item } }))
}

/** A named volume instead of a tmpfs. */
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
    return [{ use, operation: { op: 'remove', key, item } }, ...twinsOf(found, uses), added]
  }
  if (!isMap(item)) return [{ refuse: `the entry of ${mount.target} is not laid out as expected; change it by hand` }]
  const fields = [{ key: 'type', value: word('volume') }, { key: 'source', value: newText(escapeDollars(intent.name)) }, { key: 'tmpfs' }]
  return [{ use, operation: { op: 'fields', key, item, fields } }]
}

/** Makes an existing mount read-only. */
function setMountReadOnly(intent: Extract<Intent, { do: 'set-mount-read-only' }>, container: Container, { uses, places }: Reach): Planned {
  const found = locateMount(intent.path, container, uses)
  if ('refuse' in found) return found
  const { use, key, item, mount } = found
  if (key === 'volumes' && isMap(item))
    return { use, operation: { op: 'fields', key, item, fields: [{ key: 'read_only', value: word('true') }] } }
  const written = isScalar(item) ? String(item.value) : ''
  const value = key === 'volumes' ? withReadOnlyMode(written) : undefined
  if (value === undefined)
    return { refuse: `${written || mount.target} has no form to which \`:ro\` could be added; make it read-only by hand` }
  // Compose keeps the later of two entries on one path, so an override can repeat it, if a relative path means the same there.
  if (!places.includes(use) && (use.site.role === 'base' || use.site.role === 'override')) return append(places, 'volumes', newText(value))
  return { use, operation: { op: 'replace', key, item, value } }
}

const MODES = /^(?:rw|ro|z|Z|nocopy|copy|cached|delegated|consistent|r?private|r?shared|r?slave|volume-nocopy)$/

/** Longest short volume, in characters, that is edited: two paths of a hundred directories. */
const MAX_SPEC = 500

/** A short volume with `ro` as its access mode, other modes kept; undefined if source and target cannot be told apart. */
function withReadOnlyMode(written: string): string | undefined {
  if (written.length > MAX_SPEC) return undefined
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
