import { joinText, type MappedText, sliceText, sourceSpan } from '../../../text/mapped-text.ts'
import { partsOf, type TextPart, unknownText } from './rewrite.ts'

/** Variables of a Makefile whose value can be told; `open`: some condition may add to it. */
export type MakeVariables = ReadonlyMap<string, { readonly value: MappedText; readonly open: boolean }>

const MAX_DEPTH = 12
const MAX_LENGTH = 200_000

/**
 * Expands a text as make does before it gives it to the shell (GNU make manual, "Basics of Variable References"): known variables
 * become their value, `$$` a dollar sign. What cannot be told (functions, automatic variables) becomes a command substitution,
 * which the shell reader takes for an unknown just the same.
 */
export function expandMake(text: MappedText, variables: MakeVariables): MappedText {
  const parts: TextPart[] = []
  const budget = { left: MAX_LENGTH }
  expandInto(parts, text, variables, 0, budget)
  return joinText(parts)
}

function expandInto(parts: TextPart[], from: MappedText, variables: MakeVariables, depth: number, budget: { left: number }): void {
  const { text } = from
  const copy = (start: number, end: number): void => {
    parts.push(...partsOf(sliceText(from, [start, end])))
    budget.left -= end - start
  }
  let at = 0
  for (let dollar = text.indexOf('$'); dollar !== -1 && budget.left > 0; dollar = text.indexOf('$', at)) {
    copy(at, dollar)
    const next = text[dollar + 1] ?? ''
    if (next === '$') {
      parts.push({ text: '$', source: sourceSpan(from, [dollar, dollar + 2]) })
      at = dollar + 2
      continue
    }
    const end = next === '(' || next === '{' ? closing(text, dollar + 1) : dollar + 2
    const inner = text.slice(dollar + 2, end - 1)
    const known = /^[\w.\-/]+$/.test(inner) && end > dollar + 2 ? variables.get(inner) : undefined
    const source = sourceSpan(from, [dollar, end])
    if (known && depth < MAX_DEPTH) expandInto(parts, known.value, variables, depth + 1, budget)
    if (known?.open) parts.push({ text: ' ', source: [source[0], source[0]] })
    if (!known || known.open || depth >= MAX_DEPTH)
      parts.push({ text: unknownText(text.slice(dollar, end).replace(/^\$[({]?|[)}]$/g, '')), source })
    at = end
  }
  copy(at, text.length)
}

/** Offset behind the bracket that closes the one at `at`; the end of the text where none does. */
function closing(text: string, at: number): number {
  const open = text[at] ?? ''
  const close = open === '(' ? ')' : '}'
  let depth = 0
  for (let index = at; index < text.length; index++) {
    if (text[index] === open) depth++
    else if (text[index] === close && --depth === 0) return index + 1
  }
  return text.length
}

/** The scripts of `$(shell …)` calls. */
export function shellCalls(text: MappedText): readonly MappedText[] {
  const calls: MappedText[] = []
  for (const match of text.text.matchAll(/\$[({]shell\s+/g)) {
    const end = closing(text.text, match.index + 1)
    calls.push(sliceText(text, [match.index + match[0].length, end - 1]))
  }
  return calls
}
