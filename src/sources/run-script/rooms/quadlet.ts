import type { Container } from '../../../model/container.ts'
import type { Span } from '../../../model/fact.ts'
import type { MappedText } from '../../../text/mapped-text.ts'
import { sliceText } from '../../../text/mapped-text.ts'
import type { FlagUse } from '../command.ts'
import type { FoundDefinition, RoomContent } from '../room.ts'
import type { Field, Item } from '../shell/field.ts'
import { flagUse, optionFlags, valueField } from './definition.ts'
import { type IniEntry, parseIni } from './ini.ts'
import { editQuadlet } from './quadlet-edit.ts'

/** Keys of `[Container]` and the flag each stands for (podman-systemd.unit(5), "Container units"). */
const FLAGS: Readonly<Record<string, string>> = {
  AddCapability: 'cap-add',
  AddDevice: 'device',
  ContainerName: 'name',
  DropCapability: 'cap-drop',
  Entrypoint: 'entrypoint',
  Environment: 'env',
  EnvironmentFile: 'env-file',
  HealthCmd: 'health-cmd',
  Label: 'label',
  LogDriver: 'log-driver',
  Memory: 'memory',
  Mount: 'mount',
  Network: 'network',
  PidsLimit: 'pids-limit',
  PublishPort: 'publish',
  ReadOnly: 'read-only',
  ReadOnlyTmpfs: 'read-only-tmpfs',
  RunInit: 'init',
  Secret: 'secret',
  ShmSize: 'shm-size',
  Tmpfs: 'tmpfs',
  Ulimit: 'ulimit',
  User: 'user',
  UserNS: 'userns',
  Volume: 'volume',
  WorkingDir: 'workdir',
}

/** Keys whose value is several words: `DropCapability=CAP_A CAP_B`, `Environment=A=1 "B=2 3"`. */
const SPLIT = new Set(['AddCapability', 'DropCapability', 'Environment', 'Label', 'Annotation'])

/** Keys that `--security-opt` says. */
const SECURITY: Readonly<Record<string, (value: string) => string | undefined>> = {
  NoNewPrivileges: (value) => (isTrue(value) ? 'no-new-privileges' : undefined),
  SeccompProfile: (value) => `seccomp=${value}`,
  AppArmor: (value) => `apparmor=${value}`,
  SecurityLabelDisable: (value) => (isTrue(value) ? 'label=disable' : undefined),
  SecurityLabelNested: (value) => (isTrue(value) ? 'label=nested' : undefined),
  SecurityLabelType: (value) => `label=type:${value}`,
  SecurityLabelLevel: (value) => `label=level:${value}`,
  SecurityLabelFileType: (value) => `label=filetype:${value}`,
  Mask: (value) => `mask=${value}`,
  Unmask: (value) => `unmask=${value}`,
}

function isTrue(value: string): boolean {
  return /^(?:1|yes|true|on|y|t)$/i.test(value)
}

/** Specifiers of systemd, which only the manager can expand. */
const SPECIFIER = /%[A-Za-z]/g

/** A Podman quadlet (`*.container`): one container, said in keys. */
export function readQuadlet(text: string, file: string): RoomContent {
  const ini = parseIni(text)
  const entries = ini.entries.filter(({ section }) => section === 'Container')
  const header = ini.sections.find(({ name }) => name === 'Container')
  if (!header || entries.length === 0) return { commands: [], definitions: [], comments: ini.comments }
  return { commands: [], definitions: [readContainerUnit(entries, header.span, text, file)], comments: ini.comments }
}

function readContainerUnit(entries: readonly IniEntry[], header: Span, text: string, file: string): FoundDefinition {
  const flags: FlagUse[] = []
  const hidden: FoundDefinition['spec']['hidden'][number][] = []
  let image: Item | undefined
  let args: readonly Item[] = []
  let user: Field | undefined
  for (const entry of entries) {
    const whole = trimmed(entry.value)
    const value = valueField(whole, text, entry.span, SPECIFIER)
    const name = FLAGS[entry.key]
    if (entry.key === 'Image') image = value
    else if (entry.key === 'Exec') args = whole.text === '' ? [] : words(whole).map((word) => valueField(word, text, entry.span, SPECIFIER))
    else if (entry.key === 'PodmanArgs') {
      const more = optionFlags('podman', whole, text)
      flags.push(...more.flags)
      hidden.push(...more.hidden)
    } else if (entry.key in SECURITY) {
      const option = SECURITY[entry.key]?.(value.text)
      if (option !== undefined)
        flags.push(
          flagUse('podman', 'security-opt', entry.span, {
            ...value,
            text: option,
            pieces: [{ text: option, at: entry.span, exact: false, hole: false }],
          }),
        )
    } else if (entry.key === 'Group') {
      if (user)
        flags.push(
          flagUse('podman', 'user', entry.span, {
            ...user,
            text: `${user.text}:${value.text}`,
            pieces: [...user.pieces, { text: `:${value.text}`, at: entry.span, exact: false, hole: false }],
          }),
        )
    } else if (name !== undefined) {
      if (name === 'user') user = value
      const values = SPLIT.has(entry.key) ? words(whole).map((word) => valueField(word, text, entry.span, SPECIFIER)) : [value]
      for (const each of values) flags.push(flagUse('podman', name, entry.span, asFlagValue(name, each)))
    }
  }
  const span: Span = header
  return {
    spec: { engine: 'podman', verb: 'run', flags, hidden, image, args, span },
    source: 'quadlet',
    name: unitName(file),
    oneOff: false,
    edit: (intents, container: Container) => editQuadlet(intents, container, entries, header, text),
  }
}

/** systemd's booleans as pflag's; a `name.volume` or `name.network` unit as the object that quadlet makes for it. */
function asFlagValue(name: string, value: Field): Field {
  if (/^(?:read-only|read-only-tmpfs|init)$/.test(name)) {
    const text = String(isTrue(value.text))
    return { ...value, text, pieces: [{ text, at: value.word, exact: false, hole: false }] }
  }
  return value
}

/** The container is `systemd-NAME` where no key names it; people know it by the unit's name. */
function unitName(file: string): string {
  return file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1).replace(/\.container$/, '')
}

function trimmed(value: MappedText): MappedText {
  const start = value.text.length - value.text.trimStart().length
  return sliceText(value, [start, Math.max(start, value.text.trimEnd().length)])
}

/** Words of a value, quotes around a whole word taken off (systemd.syntax(7), "Quoting"). */
function words(value: MappedText): readonly MappedText[] {
  return [...value.text.matchAll(/"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|\S+/g)].map((match) => {
    const quoted = match[1] !== undefined || match[2] !== undefined
    const start = match.index + (quoted ? 1 : 0)
    return sliceText(value, [start, match.index + match[0].length - (quoted ? 1 : 0)])
  })
}
