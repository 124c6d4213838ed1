import type { Expander } from './parameter.ts'
import { expanderOf, lookUpParameter, type State } from './state.ts'
import { type Item, textOf, type Value } from './value.ts'
import type { ShellPart, ShellWord } from './words.ts'

/** Most combinations of the values of one command's variables; with more, the values count as unknown. */
const MAX_COMBINATIONS = 16

/** One choice of values for the variables that may have several. */
export interface ChosenValues {
  readonly expander: Expander
  /** It is one of several choices, or the variable may have yet another value. */
  readonly open: boolean
}

/** One expander for each combination of the values that the variables of these words may have. */
export function bindingsOf(words: readonly ShellWord[], state: State, output: Expander['output']): readonly ChosenValues[] {
  const plain = expanderOf(state, output ? { output } : {})
  let choices: readonly { readonly values: ReadonlyMap<string, Value>; readonly open: boolean }[] = [{ values: new Map(), open: false }]
  for (const name of new Set(words.flatMap(namesIn))) {
    const value = lookUpParameter(state, name)
    if (value?.kind !== 'choice' || choices.length * value.strings.length > MAX_COMBINATIONS) continue
    choices = choices.flatMap(({ values, open }) =>
      value.strings.map((pieces) => ({
        values: new Map([...values, [name, { kind: 'text', pieces, basis: 'guess' } as Value]]),
        open: open || value.open === true,
      })),
    )
  }
  if (choices.length === 1 && choices[0]?.values.size === 0) return [{ expander: plain, open: false }]
  return choices.map(({ values, open }) => ({ expander: { ...plain, lookup: (name) => values.get(name) ?? plain.lookup(name) }, open }))
}

function namesIn(word: ShellWord): readonly string[] {
  const inParts = (parts: readonly ShellPart[]): readonly string[] =>
    parts.flatMap((part) => {
      if (part.kind === 'pattern') return (part.choices ?? []).flatMap(inParts)
      if (part.kind !== 'variable') return []
      return [part.name, ...[part.operand, part.second].flatMap((operand) => (operand ? namesIn(operand) : []))]
    })
  return inParts(word.parts)
}

/** An argument as a word of a command that is read further: its known parts are literal text. */
export function wordOf(item: Item): ShellWord {
  if (item.kind === 'opaque') {
    return {
      text: item.text,
      value: undefined,
      parts: [{ kind: 'other', quoted: item.single, span: item.word, raw: item.text }],
      span: item.word,
    }
  }
  const parts = item.pieces.map(
    ({ text, at, hole }): ShellPart =>
      hole ? { kind: 'other', quoted: true, span: at, raw: text } : { kind: 'text', value: text, quoted: true, span: at, raw: text },
  )
  return { text: item.text, value: textOf(item.pieces), parts, span: item.word }
}
