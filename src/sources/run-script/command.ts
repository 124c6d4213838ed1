import type { Span } from '../../model/fact.ts'
import { type Engine, type Flag, type FlagTable, flagsOf, globalFlagsOf, type Verb } from './flags.ts'
import { isImageName, isImagePlace, looksLikeImage, variableName } from './image-place.ts'
import { type Field, type Item, isKnown, type Opaque, sliceField } from './shell/field.ts'

/** One flag as it is used. `value` is absent for a boolean flag given bare, which means true. */
export interface FlagUse {
  readonly flag: Flag
  /** False for a flag that no table has; its arity was guessed from its shape. */
  readonly known: boolean
  readonly value?: Item
  /** The word with the flag's name. Of several joined letters (`-itd`) all share the word. */
  readonly item: Field
  /** Flag and value. */
  readonly span: Span
}

/** An argument before the image that may hold flags: those of `names`, or any. */
export interface Hidden {
  readonly item: Opaque
  readonly names?: ReadonlySet<string>
}

/** A `docker run` and its kin, taken apart. Spans are of the file. */
export interface RunCommand {
  readonly engine: Engine
  readonly verb: Verb
  readonly flags: readonly FlagUse[]
  /** Arguments before the image that may hold flags. */
  readonly hidden: readonly Hidden[]
  /** The image; of `service update` the service. */
  readonly image: Item
  /** Command and arguments of the container. */
  readonly args: readonly Item[]
  /** All items from the program's name on. */
  readonly items: readonly Item[]
  /** Number of the image among `items`. */
  readonly imageIndex: number
  /** From the program's name to the image. */
  readonly span: Span
}

/** Commands that only print, look for or describe their words. */
const SILENT =
  /^(?:_*(?:echo|printf?|cat|grep|[ef]grep|rg|log|info|warn(?:ing)?|err(?:or)?|debug|die|fatal|usage|help|msg|message|note|notice|say|ok|success|abort|panic|print\w*|log_\w+|echo_\w+)|\w+_(?:echo|log|msg|error|info|warn|print)|which|type|hash|alias|complete|compgen|unset|export|test|\[|:|true|false|sed|awk|pgrep|pkill|apt|apt-get|yum|dnf|apk|brew|pip|npm|git|make)$/i

/** A function of the script's own around the program: `dockerCmd run`, `docker_cli run`. */
const WRAPPER = /^(docker|podman|nerdctl)_?(?:cmd|bin|cli|exe|wrapper|client|sudo|command)$/i

const PROGRAMS: Readonly<Record<string, Engine>> = {
  docker: 'docker',
  'docker.exe': 'docker',
  'docker.io': 'docker',
  podman: 'podman',
  'podman-remote': 'podman',
  nerdctl: 'nerdctl',
  'nerdctl.lima': 'nerdctl',
}

/**
 * Finds `docker run`, `podman create`, `docker service create` … in the words of one simple command, behind whatever runs it
 * (`sudo`, `env A=b`, `exec`, `timeout 5`, a function of the script's own). Undefined where there is none, or where no image
 * follows (`docker run --help`).
 */
export function findRunCommand(items: readonly Item[]): RunCommand | undefined {
  const first = items[0]
  if (first?.kind === 'field' && SILENT.test(baseName(first.text))) return undefined
  for (let at = 0; at < items.length; at++) {
    const engine = engineOf(items[at])
    if (!engine) continue
    const verb = readVerb(items, at + 1, engine)
    if (verb) return readCommand(items, at, verb.next, engine, verb.verb)
    // `docker compose run`, `docker exec x docker run`: another command of the program; a wrapped one may follow.
  }
  return undefined
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** `docker`, `/usr/bin/docker`, and what is named like it: `$DOCKER`, `${CONTAINER_ENGINE}`, `$(DOCKER_CMD)`, `$(which docker)`. */
function engineOf(item: Item | undefined): Engine | undefined {
  if (!item) return undefined
  if (isKnown(item)) {
    const name = baseName(item.text)
    return PROGRAMS[name] ?? PROGRAMS[WRAPPER.exec(name)?.[1]?.toLowerCase() ?? '']
  }
  const text = (item.kind === 'opaque' ? item.raw : item.text).replace(/^"|"$/g, '')
  const located = /^(?:\$\(|`)\s*(?:shell_)?(?:which|command[\s_]+-?v|type\s+-p)[\s_]+(docker|podman|nerdctl)\s*(?:\)|`)$/.exec(text)
  if (located) return PROGRAMS[located[1] ?? '']
  const name = /^(?:\S*\/)?\$[({]?(\w+)[)}]?$/.exec(text)?.[1] ?? /^\$\{(\w+)[:=?+-].*\}$/.exec(text)?.[1]
  if (name === undefined) return undefined
  if (/podman/i.test(name)) return 'podman'
  if (/nerdctl/i.test(name)) return 'nerdctl'
  const engine = /docker|(?:^|_)(?:container|oci|cri)_?(?:engine|runtime|tool|cli|cmd|command|bin|program|exe)?$|(?:^|_)engine$/i
  return engine.test(name) && !/(?:image|name|opts?|args?|flags?|options|id|repo|file|dir|user|registry|tag|network)$/i.test(name)
    ? 'docker'
    : undefined
}

function readVerb(items: readonly Item[], start: number, engine: Engine): { verb: Verb; next: number } | undefined {
  const table = globalFlagsOf(engine)
  let at = start
  for (let item = items[at]; item; item = items[at]) {
    if (item.kind === 'opaque') {
      at++
      continue
    }
    const use = readFlag(items, at, table)
    if (!use) break
    at = use.next
  }
  const word = (index: number): string | undefined => (items[index]?.kind === 'field' ? items[index].text : undefined)
  const verb = word(at)
  if (verb === 'run' || verb === 'create') return { verb, next: at + 1 }
  const second = word(at + 1)
  if (verb === 'container' && (second === 'run' || second === 'create')) return { verb: second, next: at + 2 }
  if (verb === 'service' && engine !== 'nerdctl' && (second === 'create' || second === 'update'))
    return { verb: `service ${second}`, next: at + 2 }
  return undefined
}

function readCommand(items: readonly Item[], program: number, start: number, engine: Engine, verb: Verb): RunCommand | undefined {
  const table = flagsOf(engine, verb)
  const flags: FlagUse[] = []
  const hidden: Hidden[] = []
  let at = start
  for (let item = items[at]; item; item = items[at]) {
    if (item.kind === 'opaque') {
      if (isImagePlace(item, items.slice(at + 1))) break
      hidden.push(hiddenBy(item, table))
      at++
      continue
    }
    if (item.text === '--') {
      at++
      break
    }
    if (item.text === '') {
      at++
      continue
    }
    const use = readFlag(items, at, table)
    if (!use) break
    flags.push(...use.uses)
    at = use.next
  }
  const image = items[at]
  const own = items.slice(program)
  // `docker run "$@"`: whatever is passed may begin with flags.
  if (image?.kind === 'opaque' && !isImageName(variableName(image.raw)) && !image.single) hidden.push({ item: image })
  if (!image || isSynopsis(image) || flags.some(({ flag }) => flag.name === 'help')) return undefined
  const words = own.slice(0, at - program + 1).map(({ word }) => word)
  return {
    engine,
    verb,
    flags,
    hidden,
    image,
    args: items.slice(at + 1),
    items: own,
    imageIndex: at - program,
    span: [Math.min(...words.map(([from]) => from)), Math.max(...words.map(([, end]) => end))],
  }
}

/** `docker run [OPTIONS] IMAGE [COMMAND]`, `docker run --init ...`: the form of a command, which no engine takes as an image. */
function isSynopsis(image: Item): boolean {
  return image.kind === 'field' && /^(?:\[|(?:\.{3}|…|IMAGE(?:_NAME)?(?:\[.*)?)$)/.test(image.text)
}

/** What an argument hides: where all that it may be are flags, only those. */
function hiddenBy(item: Opaque, table: FlagTable): Hidden {
  const names = new Set<string>()
  const may = item.may ?? []
  for (let at = 0; at < may.length; ) {
    const use = readFlag(may, at, table)
    if (!use) return { item }
    for (const { flag } of use.uses) names.add(flag.name)
    at = use.next
  }
  return item.may ? { item, names } : { item }
}

/** Reads the flag at `at`, with its value; undefined where the word there is no flag (pflag's rules). */
function readFlag(items: readonly Item[], at: number, table: FlagTable): { uses: FlagUse[]; next: number } | undefined {
  const item = items[at]
  if (item?.kind !== 'field' || !/^-./.test(item.text) || item.text === '--') return undefined
  if (item.text.startsWith('--')) return readLong(items, at, item, 2, table)
  const cluster = readCluster(items, at, item, table)
  if (cluster) return cluster
  // Before 1.0 docker took long names behind one dash (`-name`, `-volumes-from`).
  return readLong(items, at, item, 1, table)
}

function readLong(items: readonly Item[], at: number, item: Field, dashes: number, table: FlagTable): { uses: FlagUse[]; next: number } {
  const equals = item.text.indexOf('=')
  const name = item.text.slice(dashes, equals === -1 ? undefined : equals)
  const found = table.long.get(name)
  if (equals !== -1) {
    const flag = found ?? { name, boolean: false, repeatable: true }
    return { uses: [{ flag, known: found !== undefined, value: sliceField(item, equals + 1), item, span: item.word }], next: at + 1 }
  }
  const next = items[at + 1]
  const flag: Flag = found ?? { name, boolean: !takesNext(next, items, at + 2), repeatable: true }
  const known = found !== undefined
  if (flag.boolean || !next) return { uses: [{ flag, known, item, span: item.word }], next: at + 1 }
  return { uses: [{ flag, known, value: next, item, span: [item.word[0], Math.max(next.word[1], item.word[1])] }], next: at + 2 }
}

/** Whether an unknown flag takes the next word: not where that is a flag itself, or the image. */
function takesNext(next: Item | undefined, items: readonly Item[], behind: number): boolean {
  if (!next || behind >= items.length) return false
  if (next.kind === 'opaque') return !isImagePlace(next, items.slice(behind))
  return !next.text.startsWith('-') && !looksLikeImage(next)
}

/** `-itd`, `-p80:80`, `-e=A=b`: letters of boolean flags, and at most one of a flag with a value, which takes the rest. */
function readCluster(items: readonly Item[], at: number, item: Field, table: FlagTable): { uses: FlagUse[]; next: number } | undefined {
  const uses: FlagUse[] = []
  for (let index = 1; index < item.text.length; index++) {
    const flag = table.short.get(item.text[index] ?? '')
    if (!flag) {
      if (uses.length === 0 && item.text.length > 2) return undefined
      const unknown: Flag = { name: item.text[index] ?? '', boolean: true, repeatable: true }
      uses.push({ flag: unknown, known: false, item, span: item.word })
      continue
    }
    const rest = index + 1
    if (flag.boolean) {
      if (item.text[rest] !== '=') {
        uses.push({ flag, known: true, item, span: item.word })
        continue
      }
      uses.push({ flag, known: true, value: sliceField(item, rest + 1), item, span: item.word })
      return { uses, next: at + 1 }
    }
    if (rest < item.text.length) {
      uses.push({ flag, known: true, value: sliceField(item, item.text[rest] === '=' ? rest + 1 : rest), item, span: item.word })
      return { uses, next: at + 1 }
    }
    const value = items[at + 1]
    uses.push({
      flag,
      known: true,
      item,
      span: value ? [item.word[0], Math.max(value.word[1], item.word[1])] : item.word,
      ...(value ? { value } : {}),
    })
    return { uses, next: value ? at + 2 : at + 1 }
  }
  return { uses, next: at + 1 }
}
