import { flagUse, optionFlags, valueField } from '../../engine-command/definition.ts'
import type { FileContent, FoundDefinition } from '../../engine-command/file-content.ts'
import type { FlagUse } from '../../engine-command/read-flag.ts'
import type { Span } from '../../model/fact.ts'
import { type Field, type Item, isKnown } from '../../shell/value.ts'
import { fileName } from '../../text/file-name.ts'
import { type IniEntry, parseIni } from '../../text/ini.ts'
import type { MappedText } from '../../text/mapped-text.ts'
import { concatTexts, joinText, sliceText, sourceSpan, trimText } from '../../text/mapped-text.ts'
import { MAX_PATH } from '../../text/up-to.ts'
import type { Files } from '../source.ts'
import { QUADLET } from './dialect.ts'
import { editQuadlet } from './edit.ts'

/** Keys of `[Container]` and their flags (podman-systemd.unit(5), "Container units"). */
const FLAGS: ReadonlyMap<string, string> = new Map(
  Object.entries({
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
  }),
)

/** Keys whose value has several words: `DropCapability=CAP_A CAP_B`, `Environment=A=1 "B=2 3"`. */
const SPLIT = new Set(['AddCapability', 'DropCapability', 'Environment', 'Label', 'Annotation'])

/** Keys that become values of `--security-opt`. */
const SECURITY: ReadonlyMap<string, (value: string) => string | undefined> = new Map(
  Object.entries({
    NoNewPrivileges: (value: string) => (isTrue(value) ? 'no-new-privileges' : undefined),
    SeccompProfile: (value: string) => `seccomp=${value}`,
    AppArmor: (value: string) => `apparmor=${value}`,
    SecurityLabelDisable: (value: string) => (isTrue(value) ? 'label=disable' : undefined),
    SecurityLabelNested: (value: string) => (isTrue(value) ? 'label=nested' : undefined),
    SecurityLabelType: (value: string) => `label=type:${value}`,
    SecurityLabelLevel: (value: string) => `label=level:${value}`,
    SecurityLabelFileType: (value: string) => `label=filetype:${value}`,
    Mask: (value: string) => `mask=${value}`,
    Unmask: (value: string) => `unmask=${value}`,
  }),
)

function isTrue(value: string): boolean {
  return /^(?:1|yes|true|on|y|t)$/i.test(value)
}

/** Specifiers and variables of the unit, which only systemd can expand: each key becomes a part of its command line. */
const SPECIFIER = /%[A-Za-z]|\$\{\w+\}/g

/** A Podman quadlet (`*.container`): one container, written as keys. */
export function readQuadlet(text: string, file: string, io: Files): FileContent {
  const ini = parseIni(text)
  const own = ini.entries.filter(({ section }) => section === 'Container')
  const header = ini.sections.find(({ name }) => name === 'Container')
  const entries = header ? [...own, ...dropIns(file, io, header.span)] : own
  // Podman refuses a unit without an image.
  const image = entries.findLast(({ key, value }) => (key === 'Image' || key === 'Rootfs') && value.text.trim() !== '')
  if (!header || !image) return { commands: [], definitions: [], comments: ini.comments }
  const definition = readContainerUnit({ entries, own, header: header.span, text, file })
  return { commands: [], definitions: [definition], comments: ini.comments, statements: own.map(({ span }) => span) }
}

interface ContainerUnit {
  /** All entries about the container, those of the drop-ins last. */
  readonly entries: readonly IniEntry[]
  /** The unit's own entries, which can be edited. */
  readonly own: readonly IniEntry[]
  readonly header: Span
  readonly text: string
  readonly file: string
}

function readContainerUnit({ entries, own, header, text, file }: ContainerUnit): FoundDefinition {
  const last = (key: string) => entries.findLast((entry) => entry.key === key)
  const [image, exec, user, group] = [last('Image'), last('Exec'), last('User'), last('Group')]
  const command = exec && trimText(exec.value)
  const { flags, hidden } = readFlags(entries, text)
  const account = user && fieldOf(user, text)
  if (account && group) {
    flags.push(flagUse('podman', 'user', group.span, withText(account, `${account.text}:${fieldOf(group, text).text}`)))
  }
  return {
    spec: {
      engine: 'podman',
      verb: 'run',
      flags,
      hidden,
      image: image && imageOf(image, text),
      args: exec && command && command.text !== '' ? words(command).map((word) => commandWord(word, text, exec.span)) : [],
      // A comment that switches a rule off is above the image rather than above the section.
      span: entries.find(({ key }) => key === 'Image')?.span ?? header,
    },
    dialect: QUADLET,
    // The container is `systemd-NAME` without a key for its name; people know it by the unit's name.
    name: fileName(file).replace(/\.container$/, ''),
    oneOff: false,
    edit: (intents, container) => editQuadlet(intents, container, own, header, text),
  }
}

function fieldOf({ value, span }: IniEntry, text: string, unknown: RegExp = SPECIFIER): Field {
  return valueField(trimText(value), text, span, unknown)
}

/** The image. Of a unit that pulls or builds one, another file names it. */
function imageOf(entry: IniEntry, text: string): Item {
  const value = fieldOf(entry, text)
  return /\.(?:image|build)$/.test(value.text) ? fieldOf(entry, text, /.+/g) : value
}

/** The flags of `podman run` that the entries stand for. */
function readFlags(entries: readonly IniEntry[], text: string): { flags: FlagUse[]; hidden: FoundDefinition['spec']['hidden'] } {
  const hidden: FoundDefinition['spec']['hidden'][number][] = []
  let flags: FlagUse[] = []
  for (const entry of entries) {
    const whole = trimText(entry.value)
    const value = fieldOf(entry, text)
    const name = FLAGS.get(entry.key)
    const option = SECURITY.get(entry.key)?.(value.text)
    if (entry.key === 'PodmanArgs') {
      const more = optionFlags('podman', whole, text)
      flags.push(...more.flags)
      hidden.push(...more.hidden)
    } else if (option !== undefined) flags.push(flagUse('podman', 'security-opt', entry.span, withText(value, option)))
    // An empty value removes earlier ones (systemd.syntax(7)).
    else if (name !== undefined && whole.text === '') flags = flags.filter(({ flag }) => flag.name !== name)
    // A specifier for the unit's own name (systemd.unit(5), "Specifiers") leaves the container the unit's name.
    else if (name !== undefined && !(name === 'name' && /^%[nNp]$/.test(whole.text))) {
      const values = SPLIT.has(entry.key) ? words(whole).map((word) => valueField(word, text, entry.span, SPECIFIER)) : [value]
      for (const each of values) flags.push(flagUse('podman', name, entry.span, asFlagValue(name, each)))
    }
  }
  return { flags, hidden }
}

/** Turns systemd's booleans into pflag's, and the name of a unit (`web.volume`) into the object that quadlet creates for it. */
function asFlagValue(name: string, value: Field): Field {
  switch (name) {
    case 'read-only':
    case 'read-only-tmpfs':
    case 'init':
      return isKnown(value) ? withText(value, String(isTrue(value.text))) : value
    case 'device':
      // Podman skips a missing device (podman-systemd.unit(5), AddDevice=).
      return value.text.startsWith('-') ? withText(value, value.text.slice(1)) : value
    case 'network':
    case 'volume':
    case 'mount':
      return value.text.length <= MAX_PATH && /\.(?:volume|network)(?:[:,]|$)/.test(value.text)
        ? withText(value, value.text.replace(/(^|source=|src=)([\w@.-]+)\.(?:volume|network)(?=[:,]|$)/, '$1systemd-$2'))
        : value
    default:
      return value
  }
}

function withText(value: Field, text: string): Field {
  return { ...value, text, pieces: [{ text, at: value.word, exact: false, hole: value.pieces.some((piece) => piece.hole) }] }
}

/**
 * A word of a command line: a variable in braces, or one that is the whole word, is the unit's; `$$` is a dollar sign, and any other one is left
 * to a shell (systemd.service(5), "Command lines").
 */
function commandWord(word: MappedText, file: string, span: Span): Field {
  if (/^\$\w+$/.test(word.text)) return valueField(word, file, span, /.+/g)
  const pieces = word.text.split(/(\$\$)/)
  let at = 0
  const parts = pieces.map((piece) => {
    const part = sliceText(word, [at, at + piece.length])
    at += piece.length
    return piece === '$$' ? joinText([{ text: '$', source: sourceSpan(part, [0, 2]) }]) : part
  })
  return valueField(concatTexts(parts), file, span, SPECIFIER)
}

/** Words of a value, without quotes around a whole word (systemd.syntax(7), "Quoting"). */
function words(value: MappedText): readonly MappedText[] {
  return [...value.text.matchAll(/"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|\S+/g)].map((match) => {
    const quoted = match[1] !== undefined || match[2] !== undefined
    const start = match.index + (quoted ? 1 : 0)
    return sliceText(value, [start, match.index + match[0].length - (quoted ? 1 : 0)])
  })
}

/** What the drop-ins of a unit add (`web.container.d/*.conf`), in the order of their names, at `place`: the unit cannot edit them. */
function dropIns(file: string, io: Files, place: Span): readonly IniEntry[] {
  const folder = `${file}.d`
  return [...io.list(folder)]
    .filter((name) => name.endsWith('.conf'))
    .sort()
    .flatMap((name) => {
      const answer = io.read(`${folder}/${name}`)
      return answer.ok ? parseIni(answer.text).entries.filter(({ section }) => section === 'Container') : []
    })
    .map((entry) => ({ ...entry, span: place, value: joinText([{ text: entry.value.text, source: place }]) }))
}
