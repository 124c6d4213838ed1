import { MAX_PATH } from '../../../text/up-to.ts'
import type { Style } from './style.ts'

/** A value to write: a text, a number or word that must not be quoted, a list, a mapping. */
export type NewValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'list'; readonly items: readonly NewValue[] }
  /** `parted`: with blank lines between the entries, in block style. */
  | { readonly kind: 'map'; readonly entries: readonly NewEntry[]; readonly parted?: boolean }

/** An entry of a mapping to write. `<<` is written bare. */
export interface NewEntry {
  readonly key: string
  readonly value: NewValue
}

export const newText = (value: string): NewValue => ({ kind: 'text', text: value })
export const word = (value: string): NewValue => ({ kind: 'word', word: value })

export interface Rendering {
  readonly style: Style
  /** The quote of the neighbours, if all have the same. */
  readonly quote?: '"' | "'" | undefined
  /** As JSON: keys and texts in double quotes. */
  readonly json?: boolean
}

/** What YAML 1.1 or 1.2 parsers would not read as text. */
const NOT_TEXT =
  /^(?:|~|null|true|false|y|yes|n|no|on|off|<<|=|[-+]?(?:0[xob]?)?[\d_]*\.?[\d_]*(?:e[-+]?\d+)?|[-+]?0x[\da-f_]+|[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.\d*)?|[-+]?\.inf|\.nan|\d{4}-\d\d?-\d\d?.*)$/i

/** Whether a text is still a text without quotes (YAML 1.2, plain scalars). */
export function isPlain(value: string, flow: boolean): boolean {
  if (value.length > MAX_PATH || NOT_TEXT.test(value)) return false
  if (/^[-?:,[\]{}#&*!|>'"%@`\s]/.test(value) || /[\s:]$/.test(value) || /: | #|[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/.test(value))
    return false
  return !flow || !/[,[\]{}]/.test(value)
}

/** Puts a text into quotes; single ones only if it needs no escapes. */
export function quoted(value: string, quote: '"' | "'"): string {
  if (quote === "'" && !/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/.test(value)) return `'${value.replaceAll("'", "''")}'`
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** A text as a scalar: in the neighbours' quotes, else plain if possible. */
export function scalar(value: string, rendering: Rendering, flow: boolean): string {
  if (rendering.json) return quoted(value, '"')
  if (rendering.quote) return quoted(value, rendering.quote)
  return isPlain(value, flow) ? value : quoted(value, rendering.style.quote)
}

/** A value inside a flow collection, on one line. */
export function renderFlow(value: NewValue, rendering: Rendering): string {
  switch (value.kind) {
    case 'text':
      return scalar(value.text, rendering, true)
    case 'word':
      return value.word
    case 'list':
      return `[${value.items.map((item) => renderFlow(item, rendering)).join(', ')}]`
    case 'map':
      return `{ ${value.entries.map((entry) => renderFlowEntry(entry, rendering)).join(', ')} }`
    default:
      return value satisfies never
  }
}

/** `key: value` inside a flow mapping. */
export function renderFlowEntry({ key, value }: NewEntry, rendering: Rendering): string {
  return `${renderKey(key, rendering, true)}: ${renderFlow(value, rendering)}`
}

function renderKey(key: string, rendering: Rendering, flow: boolean): string {
  return key === '<<' ? key : scalar(key, { style: rendering.style, ...(rendering.json ? { json: true } : {}) }, flow)
}

/** The lines of an item of a block list whose dash is in `column`. `gap` is between dash and item. */
export function renderBlockItem(value: NewValue, column: number, rendering: Rendering, gap = ' '): string[] {
  const lines = renderBlockValue(value, column + 1 + gap.length, rendering)
  const [first = '', ...rest] = lines
  return [`${' '.repeat(column)}-${gap}${first.trimStart()}`, ...rest]
}

/** The lines of a value that begins in `column`, each with its indentation. */
function renderBlockValue(value: NewValue, column: number, rendering: Rendering): string[] {
  const indent = ' '.repeat(column)
  switch (value.kind) {
    case 'text':
      return [indent + scalar(value.text, rendering, false)]
    case 'word':
      return [indent + value.word]
    case 'list':
      return value.items.flatMap((item) => renderBlockItem(item, column, rendering))
    case 'map':
      return value.entries.flatMap((entry, index) => [
        ...(value.parted && index > 0 ? [''] : []),
        ...renderBlockEntry(entry, column, rendering),
      ])
    default:
      return value satisfies never
  }
}

/** The lines of an entry of a block mapping whose keys are in `column`. */
export function renderBlockEntry({ key, value }: NewEntry, column: number, rendering: Rendering): string[] {
  const head = `${' '.repeat(column)}${renderKey(key, rendering, false)}:`
  switch (value.kind) {
    case 'text':
      return [`${head} ${scalar(value.text, rendering, false)}`]
    case 'word':
      return [value.word === '' ? head : `${head} ${value.word}`]
    case 'list': {
      const short = value.items.every((item) => item.kind === 'text' || item.kind === 'word')
      if (rendering.style.brackets && short) return [`${head} ${renderFlow(value, rendering)}`]
      return [head, ...renderBlockValue(value, column + rendering.style.dash, rendering)]
    }
    case 'map':
      return [head, ...renderBlockValue(value, column + rendering.style.step, rendering)]
    default:
      return value satisfies never
  }
}
