import type { Span } from '../model/fact.ts'
import { own } from '../model/own.ts'
import { baseName } from '../model/path.ts'
import { type Field, type Item, isKnown, type Opaque } from '../shell/value.ts'
import { MAX_NAME, upTo } from '../text/up-to.ts'
import { type EngineName, type FlagTable, flagsOf, globalFlagsOf, type Verb } from './flags.ts'
import { isImageName, isImagePlace, nameWords, variableName } from './image-place.ts'
import { type FlagUse, readFlag } from './read-flag.ts'

/** An argument before the image that may contain flags: those of `names`, or any. */
export interface Hidden {
  readonly item: Opaque
  readonly names?: ReadonlySet<string>
}

/** A `docker run` or similar command, split. Spans are in the file. */
export interface RunCommand {
  readonly engine: EngineName
  readonly verb: Verb
  readonly flags: readonly FlagUse[]
  /** Arguments before the image that may contain flags. */
  readonly hidden: readonly Hidden[]
  /** The image; for `service update` the service. */
  readonly image: Item
  /** Command and arguments of the container. */
  readonly args: readonly Item[]
  /** All items from the program's name on. */
  readonly items: readonly Item[]
  readonly imageIndex: number
  /** From the program's name to the image. */
  readonly span: Span
}

/** Commands that only print, search or describe their words. */
const SILENT =
  /^(?:_*(?:echo|printf?|cat|grep|[ef]grep|rg|log|info|warn(?:ing)?|err(?:or)?|debug|die|fatal|usage|help|msg|message|note|notice|say|ok|success|abort|panic|print\w*|log_\w+|echo_\w+)|\w+_(?:echo|log|msg|error|info|warn|print)|which|type|hash|alias|complete|compgen|unset|export|test|\[|:|true|false|sed|awk|pgrep|pkill|apt|apt-get|yum|dnf|apk|brew|pip|npm|git|make)$/i

/** Whether a program only prints, finds or describes its words, so that they are no command. */
export function isSilent(name: string): boolean {
  return SILENT.test(upTo(MAX_NAME, baseName(name)))
}

/** The script's own function around the program: `dockerCmd run`, `docker_cli run`. */
const WRAPPER = /^(docker|podman|nerdctl)_?(?:cmd|bin|cli|exe|wrapper|client|sudo|command)$/i

const PROGRAMS: Readonly<Record<string, EngineName>> = {
  docker: 'docker',
  'docker.exe': 'docker',
  'docker.io': 'docker',
  podman: 'podman',
  'podman-remote': 'podman',
  nerdctl: 'nerdctl',
  'nerdctl.lima': 'nerdctl',
}

/**
 * Finds `docker run`, `podman create`, `docker service create` … in the words of one simple command, after any wrappers (`sudo`, `env A=b`,
 * `exec`, `timeout 5`, the script's own functions). Undefined if there is none, or no image follows (`docker run --help`).
 */
export function findRunCommand(written: readonly Item[]): RunCommand | undefined {
  const items = withInput(written)
  for (const { at, engine, verbAt } of enginesIn(items)) {
    const verb = readVerb(items, verbAt, engine)
    if (verb) return readCommand(items, at, verb.next, engine, verb.verb)
    // `docker compose run`, `docker exec x docker run`: another command of the program; a wrapped one may follow.
  }
  return undefined
}

/** What `xargs docker run …` adds: the words that it reads go to the end, or replace its mark (`-I {}`). */
function withInput(items: readonly Item[]): readonly Item[] {
  const at = items.findIndex((item) => item.kind === 'field' && /^(?:.*\/)?(?:xargs|parallel)$/.test(item.text))
  const program = at === -1 ? undefined : items[at]
  if (program?.kind !== 'field' || isSilent(items[0]?.text ?? '')) return items
  const option = items.findIndex((item, index) => index > at && /^-I/.test(item.text))
  const mark = items[option]?.text.slice(2) || items[option + 1]?.text || ''
  const isMark = (item: Item): boolean => option !== -1 && mark !== '' && item.text.includes(mark)
  if (program.text.endsWith('parallel') || items.some((item, index) => index > option + 1 && isMark(item))) {
    const opened = (item: Field) => ({ ...item, pieces: item.pieces.map((piece) => ({ ...piece, hole: true })) })
    return items.map((item) => (item.kind === 'field' && (isMark(item) || item.text.includes('{}')) ? opened(item) : item))
  }
  const input: Opaque = { kind: 'opaque', text: 'what xargs reads', raw: '', word: program.word, own: false, front: false, single: false }
  return [...items, input]
}

/** Where the words of one simple command name an engine's program, and where the verb is, after the program's own options. */
export function* enginesIn(
  items: readonly Item[],
): Generator<{ readonly at: number; readonly engine: EngineName; readonly verbAt: number }> {
  const first = items[0]
  if (first?.kind === 'field' && isSilent(first.text)) return
  for (const [at, item] of items.entries()) {
    const engine = engineOf(item)
    if (engine) yield { at, engine, verbAt: afterOptions(items, at + 1, engine) }
  }
}

/** `docker`, `/usr/bin/docker`, and similar names: `$DOCKER`, `${CONTAINER_ENGINE}`, `$(DOCKER_CMD)`, `$(which docker)`. */
function engineOf(item: Item | undefined): EngineName | undefined {
  if (!item) return undefined
  if (isKnown(item)) {
    const name = baseName(item.text)
    return own(PROGRAMS, name) ?? own(PROGRAMS, WRAPPER.exec(name)?.[1]?.toLowerCase() ?? '')
  }
  const text = (item.kind === 'opaque' ? item.raw : item.text).replace(/^"|"$/g, '')
  const located = /^(?:\$\(|`)\s*(?:shell_)?(?:which|command[\s_]+-?v|type\s+-p)[\s_]+(docker|podman|nerdctl)\s*(?:\)|`)$/.exec(text)
  if (located) return own(PROGRAMS, located[1] ?? '')
  const name = /^(?:\S*\/)?\$[({]?(\w+)[)}]?$/.exec(text)?.[1] ?? /^\$\{(\w+)[:=?+-].*\}$/.exec(text)?.[1]
  if (name === undefined) return undefined
  if (/podman/i.test(name)) return 'podman'
  if (/nerdctl/i.test(name)) return 'nerdctl'
  const words = nameWords(name)
  return words.some((word) => ENGINE_WORD.test(word)) && words.every((word) => ENGINE_WORD.test(word) || PROGRAM_WORD.test(word))
    ? 'docker'
    : undefined
}

/** Parts of names of variables for an engine's program: `DOCKER`, `CONTAINER_ENGINE`, `OCI_CLI`. */
const ENGINE_WORD = /^(?:docker(?:cmd|bin|cli|exe|command)?|container|oci|cri|engine)$/
/** Other parts of such names; `GOVUK_DOCKER` and `DOCKER_COMPOSE` are different programs. */
const PROGRAM_WORD =
  /^(?:|engine|runtime|tool|cli|client|cmd|command|bin|binary|program|prog|exe|executable|sudo|path|my|the|local|host|which|use)$/

function afterOptions(items: readonly Item[], start: number, engine: EngineName): number {
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
  return at
}

/** The known text of the word at an index. */
export function wordAt(items: readonly Item[], at: number): string | undefined {
  const item = items[at]
  return item?.kind === 'field' ? item.text : undefined
}

function readVerb(items: readonly Item[], at: number, engine: EngineName): { verb: Verb; next: number } | undefined {
  const verb = wordAt(items, at)
  if (verb === 'run' || verb === 'create') return { verb, next: at + 1 }
  const second = wordAt(items, at + 1)
  if (verb === 'container' && (second === 'run' || second === 'create')) return { verb: second, next: at + 2 }
  if (verb === 'service' && engine !== 'nerdctl' && (second === 'create' || second === 'update'))
    return { verb: `service ${second}`, next: at + 2 }
  return undefined
}

function readCommand(items: readonly Item[], program: number, start: number, engine: EngineName, verb: Verb): RunCommand | undefined {
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
  // `docker run "$@"`: the arguments may begin with flags.
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

/** `docker run [OPTIONS] IMAGE [COMMAND]`, `docker run --init ...`: a synopsis, which no engine accepts as an image. */
function isSynopsis(image: Item): boolean {
  return image.kind === 'field' && /^(?:\[|(?:\.{3}|…|IMAGE(?:_NAME)?(?:\[.*)?)$)/.test(image.text)
}

/** What an argument may contain: if all its possible words are flags, only those. */
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
