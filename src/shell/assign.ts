import { bindingsOf } from './bindings.ts'
import { basisOf, conditional, expandWord } from './expand.ts'
import type { Frame } from './frame.ts'
import { expandText } from './parameter.ts'
import type { ShellAssignment, SimpleCommand } from './script.ts'
import { lookUp, loosen, oneOf, type State, setVariable } from './state.ts'
import { type Basis, field, type Item, type Piece, textOf, UNKNOWN, type Value, withoutQuotes } from './value.ts'
import type { ShellWord } from './words.ts'

/** Carries out an assignment. */
export function assign(assignment: ShellAssignment, command: SimpleCommand, state: State, frame: Frame): void {
  const { name, append, value, span } = assignment
  if (!append) note(frame, name, span[0])
  if (/^(?:local|declare|typeset)$/.test(command.words[0]?.text ?? '')) makeLocal(name, state, frame)
  setVariable(state, name, assignedValue(assignment, value, state, frame))
}

/** Makes a variable local: it gets its old value back at the end of the function. */
export function makeLocal(name: string, state: State, frame: Frame): void {
  if (frame.locals && !frame.locals.has(name)) frame.locals.set(name, state.own.get(name))
}

/** Notes where a variable gets a value. */
function note({ run }: Frame, name: string, place: number): void {
  const known = run.assigned.get(name)
  if (known === place || known === 'several') return
  run.assigned.set(name, known === undefined ? place : 'several')
  run.noted.add(name)
}

function assignedValue({ name, append, index }: ShellAssignment, value: ShellAssignment['value'], state: State, frame: Frame): Value {
  const before = lookUp(state, name)
  if (value.kind === 'array') {
    const items = elements(value, name, state, frame)
    if (!items) return UNKNOWN
    return { kind: 'list', items: append ? [...itemsOf(before), ...items] : items, basis: 'guess' }
  }
  if (index !== undefined) return atIndex(before, index, append ? undefined : value.word, state, frame)
  const basis = frame.repeated ? 'guess' : basisIn(value.word, state, frame)
  const bindings = frame.run.everything
    ? [{ expander: frame.expander(state), open: false }]
    : bindingsOf([value.word], state, frame.output(state))
  const strings = bindings.map(({ expander }) => withoutQuotes(expandText(value.word, expander, false)))
  if (bindings.some(({ open }) => open)) return append ? UNKNOWN : oneOf(strings, true)
  if (!append) return textValue(strings, basis)
  if (before?.kind === 'list') {
    // Text appended to a list goes to its first element.
    return before.items.length === 0 ? textValue(strings, basis) : UNKNOWN
  }
  if (before === undefined) return state.closed ? textValue(strings, 'guess') : UNKNOWN
  if (before.kind === 'unknown') return UNKNOWN
  const heads = before.kind === 'unset' ? [[]] : before.kind === 'text' ? [before.pieces] : before.strings
  const both = heads.flatMap((head) => strings.map((tail): readonly Piece[] => [...head, ...tail]))
  const isSure = before.kind === 'unset' || (before.kind === 'text' && (before.basis ?? 'sure') === basis)
  return before.kind === 'choice' ? oneOf(both, before.open) : textValue(both, isSure ? basis : 'guess')
}

/** What the text of a word depends on; the container is known to leave a variable unset if it gives it as empty. */
export function basisIn(word: ShellWord, state: State, frame: Frame): Basis {
  const absent = (name: string): Basis => (frame.run.world.given?.(name) === '' && !state.anythingSet ? 'likely' : 'guess')
  return basisOf(word, frame.expander(state), absent)
}

function textValue(strings: readonly (readonly Piece[])[], basis: Basis): Value {
  const [pieces, more] = strings
  if (more && strings.some((each) => textOf(each) === undefined)) return UNKNOWN
  if (!pieces || more) return oneOf(strings)
  return { kind: 'text', pieces, basis }
}

function itemsOf(before: Value | undefined): readonly Item[] {
  if (before === undefined || before.kind === 'unset') return []
  if (before.kind === 'list') return before.items
  return before.kind === 'text' ? [field(before.pieces, before.pieces[0]?.at ?? [0, 0], false)] : [conditional()]
}

/** `name=(…)`; undefined for an array with keys. */
function elements(
  value: ShellAssignment['value'] & { kind: 'array' },
  name: string,
  state: State,
  frame: Frame,
): readonly Item[] | undefined {
  if (value.words.some(({ text }) => /^\[[^\]]*\]=/.test(text))) return undefined
  return value.words
    .flatMap((word) => expandWord(word, frame.expander(state)))
    .map((item): Item => (item.kind === 'field' && item.own ? { ...item, array: { name, literal: value.span, element: item.word } } : item))
}

/** `name[3]=x`, if all elements before are known. */
function atIndex(before: Value | undefined, index: string, word: ShellWord | undefined, state: State, frame: Frame): Value {
  const items = before === undefined || before.kind === 'unset' ? [] : before.kind === 'list' ? before.items : undefined
  const at = /^\d{1,4}$/.test(index) ? Number(index) : -1
  if (!items || !word || at < 0 || at > items.length || items.slice(0, at + 1).some(({ kind }) => kind === 'opaque')) {
    return before === undefined ? UNKNOWN : loosen(before)
  }
  const item = field(expandText(word, frame.expander(state)), word.span, false)
  return { kind: 'list', items: [...items.slice(0, at), item, ...items.slice(at + 1)], basis: 'guess' }
}
