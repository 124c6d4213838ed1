import { absolutePath } from '../model/path.ts'
import { known, type State, type Step } from './state.ts'
import type { ShellWord } from './words.ts'

/** Builtins that set variables of which the walk does not keep track. */
const SETS_ANYTHING = new Set(['eval', 'getopts', 'let', 'mapfile', 'readarray', 'printf'])

/** Whether a command may set any variable, whatever else it does. */
export function setsAnything(words: readonly ShellWord[]): boolean {
  return SETS_ANYTHING.has(words[0]?.value ?? '')
}

/** What a builtin leaves behind in the shell that runs it. */
export function runBuiltin(words: readonly ShellWord[], state: State, step: Step): void {
  const [name, ...args] = words
  switch (name?.value) {
    case 'cd':
    case 'pushd':
      changeDirectory(args, state, step)
      return
    case 'set':
      if (args[0]?.value === '--') setPositional(args.slice(1), state, step)
      return
    case 'shift':
      shift(args[0], state, step)
      return
    case 'unset':
      for (const word of args) state.scope.set(word.text, undefined)
      return
    case 'read':
      for (const word of args) if (/^[A-Za-z_]\w*$/.test(word.text)) state.scope.set(word.text, undefined)
      return
    case '.':
    case 'source':
      // A library that is not at hand may set what it likes.
      state.certain.forgetAll()
      return
    case ':':
      assignDefaults(args, state)
  }
}

/** `: "${NAME:=value}"` gives a variable its default. */
function assignDefaults(words: readonly ShellWord[], state: State): void {
  for (const part of words.flatMap((word) => word.parts)) {
    if (part.kind !== 'variable' || (part.operator !== ':=' && part.operator !== '=') || !part.operand) continue
    if (state.scope.lookup(part.name) === null) state.scope.set(part.name, known(state.scope.values(part.operand)))
  }
}

/**
 * `set -- server "$@"` on a branch mostly stands behind "is there no argument" or "is the first one an option": a plain start
 * with a command goes past it.
 */
function setPositional(words: readonly ShellWord[], state: State, step: Step): void {
  const first = state.positional?.[0]
  state.certain.argumentsKnown = !step.conditional && !step.repeated
  if (step.conditional && first && !first.text.startsWith('-')) return
  state.positional = words
}

function shift(by: ShellWord | undefined, state: State, step: Step): void {
  if (step.conditional || step.repeated) state.certain.argumentsKnown = false
  if (step.conditional) return
  const count = by === undefined ? 1 : Number(by.value)
  state.positional = Number.isInteger(count) ? state.positional?.slice(count) : undefined
}

function changeDirectory(words: readonly ShellWord[], state: State, step: Step): void {
  const target = words.find((word) => !word.text.startsWith('-') || word.text === '-')
  const values = target ? state.scope.values(target) : [undefined]
  const path = values.length === 1 && values[0] !== undefined ? absolutePath(values[0], state.cwd) : undefined
  // After a `cd` that may not have happened nobody knows where we are, unless it leads to the same place.
  state.cwd = step.conditional && path !== state.cwd ? undefined : path
}
