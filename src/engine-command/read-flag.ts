import type { Span } from '../model/fact.ts'
import { type Field, type Item, sliceField } from '../shell/value.ts'
import type { Flag, FlagTable } from './flags.ts'
import { isImagePlace, looksLikeImage } from './image-place.ts'

/** One use of a flag. `value` is absent for a boolean flag without a value, which means true. */
export interface FlagUse {
  readonly flag: Flag
  readonly value?: Item
  /** The word with the flag's name; joined letters (`-itd`) share one word. */
  readonly item: Field
  /** Flag and value. */
  readonly span: Span
}

/** Reads the flag at `at` with its value; undefined if the word there is not a flag (pflag's rules). */
export function readFlag(items: readonly Item[], at: number, table: FlagTable): { uses: FlagUse[]; next: number } | undefined {
  const item = items[at]
  if (item?.kind !== 'field' || !/^-./.test(item.text) || item.text === '--') return undefined
  if (item.text.startsWith('--')) return readLong(items, at, item, 2, table)
  const cluster = readCluster(items, at, item, table)
  if (cluster) return cluster
  // Before 1.0, docker took long names after one dash (`-name`, `-volumes-from`).
  return readLong(items, at, item, 1, table)
}

function readLong(items: readonly Item[], at: number, item: Field, dashes: number, table: FlagTable): { uses: FlagUse[]; next: number } {
  const equals = item.text.indexOf('=')
  const name = item.text.slice(dashes, equals === -1 ? undefined : equals)
  const found = table.long.get(name)
  if (equals !== -1) {
    const flag = found ?? { name, boolean: false }
    return { uses: [{ flag, value: sliceField(item, equals + 1), item, span: item.word }], next: at + 1 }
  }
  const next = items[at + 1]
  const flag: Flag = found ?? { name, boolean: !takesNext(next, items, at + 2) }
  if (flag.boolean || !next) return { uses: [{ flag, item, span: item.word }], next: at + 1 }
  return { uses: [{ flag, value: next, item, span: [item.word[0], Math.max(next.word[1], item.word[1])] }], next: at + 2 }
}

/** Whether an unknown flag takes the next word: not if that is a flag itself, or the image. */
function takesNext(next: Item | undefined, items: readonly Item[], behind: number): boolean {
  if (!next || behind >= items.length) return false
  if (next.kind === 'opaque') return !isImagePlace(next, items.slice(behind))
  return !next.text.startsWith('-') && !looksLikeImage(next)
}

/** `-itd`, `-p80:80`, `-e=A=b`: letters of boolean flags, and at most one flag with a value, which takes the rest. */
function readCluster(items: readonly Item[], at: number, item: Field, table: FlagTable): { uses: FlagUse[]; next: number } | undefined {
  const uses: FlagUse[] = []
  for (let index = 1; index < item.text.length; index++) {
    const flag = table.short.get(item.text[index] ?? '')
    if (!flag) {
      if (uses.length === 0 && item.text.length > 2) return undefined
      const unknown: Flag = { name: item.text[index] ?? '', boolean: true }
      uses.push({ flag: unknown, item, span: item.word })
      continue
    }
    const rest = index + 1
    if (flag.boolean) {
      if (item.text[rest] !== '=') {
        uses.push({ flag, item, span: item.word })
        continue
      }
      uses.push({ flag, value: sliceField(item, rest + 1), item, span: item.word })
      return { uses, next: at + 1 }
    }
    if (rest < item.text.length) {
      uses.push({ flag, value: sliceField(item, item.text[rest] === '=' ? rest + 1 : rest), item, span: item.word })
      return { uses, next: at + 1 }
    }
    const value = items[at + 1]
    uses.push({
      flag,
      item,
      span: value ? [item.word[0], Math.max(value.word[1], item.word[1])] : item.word,
      ...(value ? { value } : {}),
    })
    return { uses, next: value ? at + 2 : at + 1 }
  }
  return { uses, next: at + 1 }
}
