import { mountAt } from '../../model/apply-intent.ts'
import type { Container } from '../../model/container.ts'
import type { Span } from '../../model/fact.ts'
import type { Intent } from '../../model/intent.ts'
import { normaliseTarget } from '../../model/path.ts'
import { conflictsWithSecurityOption } from '../../model/security-option.ts'
import type { RefusedIntent } from '../../model/together.ts'
import type { Item } from '../../shell/value.ts'
import type { TextEdit } from '../../text/edit.ts'
import type { DefinitionEdit } from '../file-content.ts'
import type { FoundRun } from '../find.ts'
import { MOUNT_FLAGS, parseMount } from '../normalise/mounts.ts'
import { flagText } from './flag-text.ts'

/** The smallest edits of one command for the intents, none of which holds yet. */
export function editCommand(found: FoundRun, container: Container, intents: readonly Intent[], text: string): DefinitionEdit {
  const edits: TextEdit[] = []
  const refused: RefusedIntent[] = []
  const added: { intent: Intent; flag: string }[] = []
  for (const intent of intents) {
    const change = changeInPlace(found, container, intent)
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

/** Carries out an intent by changing an existing flag. A mount and a security option that are written already are the user's to change. */
function changeInPlace(found: FoundRun, container: Container, intent: Intent): InPlace {
  const { flags } = found.command
  switch (intent.do) {
    case 'set-read-only-root': {
      const use = flags.findLast(({ flag }) => flag.name === 'read-only')
      if (!use) return undefined
      if (container.readOnlyRoot.state === 'unknown') return { why: container.readOnlyRoot.why }
      // The last one counts, so a flag in a variable may stay.
      return use.item.own ? replaceWord(found, use.item.word, '--read-only') : undefined
    }
    case 'set-mount-read-only':
      return makeReadOnly(found, intent.path)
    case 'set-tmpfs-options':
    case 'tmpfs-to-volume':
      // A written mount replaces podman's own.
      if (mountAt(container, intent.path)?.implied) return undefined
      return { why: `${intent.path} is mounted by a flag already; change that flag by hand` }
    case 'add-security-option': {
      const rival = container.security.options.items.find(({ value }) => conflictsWithSecurityOption(value, intent.option))
      return rival && { why: `a flag says ${rival.value} already; change that flag by hand` }
    }
    // Of two flags for one variable, the later counts.
    case 'set-environment':
    case 'add-tmpfs':
    case 'add-volume':
    case 'drop-capability':
    case 'add-capability':
      return undefined
    default:
      return intent satisfies never
  }
}

/** Adds `:ro` or `,readonly` to the value of the flag that mounts a path, if that says nothing about its access. */
function makeReadOnly({ command, encode }: FoundRun, path: string): InPlace {
  const target = normaliseTarget(path)
  for (const use of command.flags) {
    const { flag, value } = use
    const end = value?.kind === 'field' ? value.pieces.at(-1)?.at[1] : undefined
    if (!MOUNT_FLAGS.includes(flag.name) || value?.kind !== 'field' || end === undefined || parseMount(value, use)?.target !== target)
      continue
    const isLong = flag.name === 'mount'
    const written = encode(isLong ? ',readonly' : ':ro')
    const isOpen = isLong ? !/,(?:readonly|ro)\b/i.test(value.text) : value.text.includes(':') && !/:[a-z,]+$/i.test(value.text)
    if (isOpen && written !== undefined) return { edits: [{ span: [end, end], text: written }] }
  }
  return { why: `no flag mounts ${path} so that its access could be added; make it read-only by hand` }
}

/** Writes another word in the place of one of the command's own. */
function replaceWord(found: FoundRun, span: Span, text: string): InPlace {
  const written = found.encode(text)
  return written === undefined ? { why: 'the quotes around the command cannot hold that' } : { edits: [{ span, text: written }] }
}
