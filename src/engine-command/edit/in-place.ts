import { mountAt } from '../../model/apply-intent.ts'
import type { Container } from '../../model/container.ts'
import { isInside, type Span } from '../../model/fact.ts'
import type { Intent } from '../../model/intent.ts'
import type { Mount, TmpfsOptions } from '../../model/mount.ts'
import { normaliseTarget } from '../../model/mount.ts'
import { conflictsWithSecurityOption } from '../../model/security-option.ts'
import { inexpressible, tmpfsMountKeys, tmpfsText, withTmpfsOptions } from '../../model/tmpfs.ts'
import { type Field, fieldSpan, isExact, sliceField } from '../../shell/value.ts'
import type { TextEdit } from '../../text/edit.ts'
import { quoteWord } from '../../text/shell-word.ts'
import type { FoundRun } from '../find.ts'
import { MOUNT_FLAGS, parseMount } from '../normalise/mounts.ts'
import { splitPair } from '../normalise/reader.ts'
import type { FlagUse } from '../read-flag.ts'

/** `undefined`: there is nothing to change, so a flag must be added. */
export type InPlace = { readonly edits: readonly TextEdit[] } | { readonly why: string } | undefined

/** Carries out an intent by changing an existing flag: the last one that says the opposite, or the mount itself. */
export function changeInPlace(found: FoundRun, container: Container, intent: Intent, text: string): InPlace {
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
