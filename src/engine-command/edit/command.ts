import { mountAt } from '../../model/apply-intent.ts'
import type { Container } from '../../model/container.ts'
import { isInside, type Span } from '../../model/fact.ts'
import type { Intent } from '../../model/intent.ts'
import { type Mount, normaliseTarget, type TmpfsOptions } from '../../model/mount.ts'
import { conflictsWithSecurityOption } from '../../model/security-option.ts'
import { inexpressible, tmpfsMountKeys, tmpfsText, withTmpfsOptions } from '../../model/tmpfs.ts'
import { type Field, fieldSpan, type Item, isExact, sliceField } from '../../shell/value.ts'
import type { TextEdit } from '../../text/edit.ts'
import { quoteWord } from '../../text/shell-word.ts'
import type { DefinitionEdit } from '../file-content.ts'
import type { FoundRun } from '../find.ts'
import { MOUNT_FLAGS, parseMount } from '../normalise/mounts.ts'
import { splitPair } from '../normalise/reader.ts'
import type { FlagUse } from '../read-flag.ts'
import { flagText } from './flag-text.ts'

/** The smallest edits of one command for the intents, none of which holds yet. */
export function editCommand(found: FoundRun, container: Container, intents: readonly Intent[], text: string): DefinitionEdit {
  const edits: TextEdit[] = []
  const refused: { intent: Intent; why: string }[] = []
  const added: { intent: Intent; flag: string }[] = []
  for (const intent of intents) {
    const change = changeInPlace(found, container, intent, text)
    if (change === undefined) {
      const flag = flagText(intent, found.command.verb)
      const written = flag === undefined ? undefined : found.encode(flag)
      if (written !== undefined) added.push({ intent, flag: written })
      else refused.push({ intent, why: flag === undefined ? unsaidBySwarm(intent) : 'the quotes around the command cannot hold that' })
    } else if ('why' in change) refused.push({ intent, why: change.why })
    else edits.push(...change.edits)
  }
  if (added.length === 0) return { edits, refused }
  const place = insertion(found, text)
  if ('why' in place) return { edits, refused: [...refused, ...added.map(({ intent }) => ({ intent, why: place.why }))] }
  return { edits: [...edits, place.insert(added.map(({ flag }) => flag))], refused }
}

/** Why `docker service create` cannot say what `docker run` can. */
function unsaidBySwarm(intent: Intent): string {
  return intent.do === 'add-tmpfs' ? 'a tmpfs of a swarm service takes a size and a mode only' : 'a swarm service has no flag for that'
}

type Insertion = { readonly insert: (flags: readonly string[]) => TextEdit } | { readonly why: string }

/** Where flags are added: right before the image, or in the array of flags. */
function insertion({ command }: FoundRun, text: string): Insertion {
  const { items, imageIndex } = command
  const before = items[imageIndex - 1]
  // After `--`, words are no longer flags.
  const index = before?.kind === 'field' && before.text === '--' && before.own ? imageIndex - 1 : imageIndex
  const anchor = items[index]
  if (!anchor) return { why: 'the image cannot be found' }
  if (anchor.front) {
    const array = arrayOfFlags(items.slice(0, index), text)
    return array ?? beforeWord(items, index, text)
  }
  if (anchor.kind === 'opaque') return { why: `${anchor.text} may hold flags and image together` }
  if (anchor.array) return inArray(anchor.array.element, anchor.array.literal, text)
  const first = anchor.pieces[0]
  if (first?.exact) return { insert: (flags) => ({ span: [first.at[0], first.at[0]], text: `${flags.join(' ')} ` }) }
  return { why: 'the image comes out of a variable in a way that cannot be edited' }
}

/** A line break with its indentation, after `\` where the shell needs one (`\\` in an expanded heredoc). */
const BREAK = /^[ \t]*\\{0,2}\r?\n[ \t]*$/

function beforeWord(items: readonly Item[], index: number, text: string): Insertion {
  const at = items[index]?.word ?? [0, 0]
  const gaps = gapsBefore(items, index, text)
  const last = gaps.at(-1)
  const breaks = gaps.filter(({ gap }) => BREAK.test(gap))
  // One flag per line, if most flags after the command's first line break are written so.
  const firstBreak = gaps.findIndex(({ gap }) => BREAK.test(gap))
  const flagsBehind = gaps.slice(firstBreak).filter(({ flag }) => flag)
  const byLine = breaks.length > 0 && flagsBehind.filter(({ gap }) => BREAK.test(gap)).length * 2 >= flagsBehind.length
  const gap = breaks.at(-1)?.gap
  if (!byLine || gap === undefined || !last) return { insert: (flags) => ({ span: [at[0], at[0]], text: `${flags.join(' ')} ` }) }
  if (BREAK.test(last.gap)) return { insert: (flags) => ({ span: [at[0], at[0]], text: flags.map((flag) => flag + last.gap).join('') }) }
  return { insert: (flags) => ({ span: last.span, text: [...flags, ''].map((flag) => gap + flag).join('') }) }
}

interface Gap {
  readonly gap: string
  readonly span: Span
  /** A flag, or the image, comes after it. */
  readonly flag: boolean
}

/** The text between the words of the command up to the image. */
function gapsBefore(items: readonly Item[], index: number, text: string): readonly Gap[] {
  const gaps: Gap[] = []
  for (let at = 1; at <= index; at++) {
    const from = items[at - 1]?.word
    const to = items[at]
    if (!from || !to || to.word[0] < from[1]) continue
    gaps.push({ gap: text.slice(from[1], to.word[0]), span: [from[1], to.word[0]], flag: at === index || to.text.startsWith('-') })
  }
  return gaps
}

/** An array with most of the flags (`"${args[@]}"`), assigned in one place. */
function arrayOfFlags(before: readonly Item[], text: string): Insertion | undefined {
  const inArrays = before.filter((item) => item.kind === 'field' && item.array !== undefined)
  const last = inArrays.at(-1)
  const own = before.filter((item) => item.own && item.text.startsWith('-'))
  if (last?.kind !== 'field' || !last.array || inArrays.length <= own.length) return undefined
  const { literal, element, name } = last.array
  // An array that two commands share, or that something else changes, is not the command's own.
  const uses = text.match(new RegExp(`\\$\\{${name}\\[[@*]\\]`, 'g'))?.length ?? 0
  if (uses !== 1) return undefined
  return inArray([element[1], element[1]], literal, text)
}

/** Adds elements between the elements of `name=(…)`, in its layout. */
function inArray(place: Span, literal: Span, text: string): Insertion {
  const behind = place[0] === place[1]
  const body = text.slice(literal[0], place[0])
  const newline = /(\r?\n[ \t]*)[^\n]*$/.exec(body)?.[1]
  const gap = newline ?? ' '
  return {
    insert: (flags) =>
      behind
        ? { span: place, text: flags.map((flag) => gap + flag).join('') }
        : { span: [place[0], place[0]], text: flags.map((flag) => flag + gap).join('') },
  }
}

/** `undefined`: there is nothing to change, so a flag must be added. */
type InPlace = { readonly edits: readonly TextEdit[] } | { readonly why: string } | undefined

/** Carries out an intent by changing an existing flag: the last one that says the opposite, or the mount itself. */
function changeInPlace(found: FoundRun, container: Container, intent: Intent, text: string): InPlace {
  const { flags } = found.command
  switch (intent.do) {
    case 'set-read-only-root': {
      const use = flags.findLast(({ flag }) => flag.name === 'read-only')
      if (!use) return undefined
      if (container.readOnlyRoot.state === 'unknown') return { why: container.readOnlyRoot.why }
      // The last one counts, so a flag in a variable may stay.
      return use.item.own ? replaceWord(found, use.item.word, '--read-only') : undefined
    }
    case 'set-tmpfs-options':
    case 'tmpfs-to-volume':
    case 'set-mount-read-only':
      return changeMount(found, container, intent, text)
    case 'set-environment': {
      const use = flags.findLast(
        (each) => each.flag.name === 'env' && each.value?.kind === 'field' && splitPair(each.value).name.text === intent.name,
      )
      if (use?.value?.kind !== 'field') return undefined
      const { value } = splitPair(use.value)
      return value && value.text !== '' ? replaceValue(found, value, intent.value) : undefined
    }
    case 'add-security-option': {
      const use = flags.findLast(
        (each) =>
          each.flag.name === 'security-opt' && each.value?.kind === 'field' && conflictsWithSecurityOption(each.value.text, intent.option),
      )
      return use?.value?.kind === 'field' ? replaceValue(found, use.value, intent.option) : undefined
    }
    case 'add-tmpfs':
    case 'add-volume':
    case 'drop-capability':
    case 'add-capability':
      return undefined
    default:
      return intent satisfies never
  }
}

type MountIntent = Extract<Intent, { do: 'set-tmpfs-options' | 'tmpfs-to-volume' | 'set-mount-read-only' }>

function changeMount(found: FoundRun, container: Container, intent: MountIntent, text: string): InPlace {
  const mount = mountAt(container, intent.path)
  // A written mount replaces podman's own.
  if (mount?.implied && intent.do !== 'set-mount-read-only') return undefined
  const use = found.command.flags.find((each) => targetOf(each) === normaliseTarget(intent.path))
  const value = use?.value
  if (!mount || !use || value?.kind !== 'field') return { why: `nothing in the command mounts ${intent.path}` }
  const swarm = found.command.verb.startsWith('service')
  const target = mount.writtenTarget ?? mount.target
  switch (intent.do) {
    case 'set-tmpfs-options': {
      if (mount.form === 'short') return replaceValue(found, value, withTmpfsOptions(value.text, intent.options))
      const long = longOptions(value, intent.options)
      if (long !== undefined) return replaceValue(found, value, long)
      return swarm
        ? { why: 'a tmpfs of a swarm service takes only size and mode' }
        : replaceUse(found, use, `--tmpfs ${quoteWord(tmpfsText(target, intent.options))}`, text)
    }
    case 'tmpfs-to-volume':
      if (use.flag.name === 'tmpfs') return replaceUse(found, use, `-v ${quoteWord(`${intent.name}:${target}`)}`, text)
      return replaceValue(found, value, `type=volume,source=${intent.name},destination=${target}`)
    case 'set-mount-read-only':
      return replaceValue(found, value, readOnlyText(value.text, mount))
    default:
      return intent satisfies never
  }
}

function targetOf(use: FlagUse): string | undefined {
  if (!MOUNT_FLAGS.includes(use.flag.name) || use.value?.kind !== 'field') return undefined
  return parseMount(use.value, use)?.target
}

/** `--mount type=tmpfs,…` with other options; undefined if its syntax cannot express them. */
function longOptions(value: Field, options: TmpfsOptions): string | undefined {
  if (inexpressible(options, 'mount').length > 0) return undefined
  const kept = [...value.text.split(',').filter((part) => !/^tmpfs-(?:size|mode)=/.test(part)), ...tmpfsMountKeys(options)]
  return kept.join(',')
}

function readOnlyText(value: string, mount: Mount): string {
  if (mount.form === 'long') return `${value.replace(/,(?:readonly|ro)=(?:0|f|false)\b/gi, '')},readonly`
  const modes = /:([a-zA-Z,]+)$/.exec(value)?.[1]
  // `-v /data` alone would take `ro` for the target.
  if (mount.type === 'volume' && mount.name === undefined) return value
  if (modes === undefined) return `${value}:ro`
  const kept = modes.split(',').filter((mode) => mode !== 'rw')
  return `${value.slice(0, -modes.length)}${['ro', ...kept].join(',')}`
}

/** Changes only the differing part of a value, in place. Inside quotes, text that needs other quotes is refused. */
function replaceValue(found: FoundRun, value: Field, text: string): InPlace {
  if (text === value.text) return { why: `"${value.text}" cannot say that` }
  const before = value.text
  let start = 0
  while (start < before.length && start < text.length && before[start] === text[start]) start++
  let end = 0
  while (end < before.length - start && end < text.length - start && before.at(-1 - end) === text.at(-1 - end)) end++
  const changed = text.slice(start, text.length - end)
  const written = found.encode(changed)
  if (written === undefined || !/^[\w@%+=:,./-]*$/.test(changed)) return { why: 'the quotes around the value cannot hold that' }
  const span = spanOf(value, start, before.length - end)
  return span ? { edits: [{ span, text: written }] } : { why: `"${value.text}" is put together from several places` }
}

/** Where a part of a value is in the file; undefined if it is not in one piece there. */
function spanOf(value: Field, start: number, end: number): Span | undefined {
  if (start < end) {
    const part = sliceField(value, start, end)
    return isExact(part) ? fieldSpan(part) : undefined
  }
  let at = 0
  for (const piece of value.pieces) {
    const last = at + piece.text.length
    if (start > at && start <= last) {
      if (piece.exact) return [piece.at[0] + start - at, piece.at[0] + start - at]
      return start === last ? [piece.at[1], piece.at[1]] : undefined
    }
    at = last
  }
  const first = value.pieces[0]
  return first?.exact ? [first.at[0], first.at[0]] : undefined
}

function replaceUse(found: FoundRun, use: FlagUse, text: string, file: string): InPlace {
  const value = use.value
  const whole =
    use.item.own &&
    (value === undefined || value === use.item || (value.own && value.word[0] >= use.item.word[1]) || isInside(value.word, use.item.word))
  if (!whole || /[\n]/.test(file.slice(use.span[0], use.span[1]))) return { why: 'the flag comes out of a variable' }
  return replaceWord(found, use.span, text)
}

function replaceWord(found: FoundRun, span: Span, text: string): InPlace {
  const written = found.encode(text)
  return written === undefined ? { why: 'the quotes around the command cannot hold that' } : { edits: [{ span, text: written }] }
}
