import type { Certainty } from './certainty.ts'
import type { ShellAssignment, SimpleCommand } from './commands.ts'
import type { FoundScript } from './execute.ts'
import { expandPositional } from './positional.ts'
import type { Scope } from './scope.ts'
import { type Lookup, resolveWord, type ShellWord } from './words.ts'

/** Where a walk through a script stands: what the shell itself would keep. */
export interface State {
  readonly scope: Scope
  cwd: string | undefined
  positional: readonly ShellWord[] | undefined
  readonly functions: Map<string, { readonly found: FoundScript; readonly commands: readonly SimpleCommand[] }>
  readonly certain: Certainty
}

/** How sure it is that a command runs, and once. */
export interface Step {
  readonly conditional: boolean
  /** In a loop. */
  readonly repeated: boolean
}

/** A subshell or a called program sees the variables, and changes only its own. */
export function childState(state: State): State {
  const { cwd, positional } = state
  return { scope: state.scope.inner(), cwd, positional, functions: new Map(state.functions), certain: state.certain.inner() }
}

/** What an assignment leaves behind. On a branch a variable has both values. */
export function assign(assignment: ShellAssignment, state: State, step: Step): void {
  const { name, append, value } = assignment
  if (value.kind === 'array' || assignment.index !== undefined || append) {
    state.scope.set(name, undefined)
    return
  }
  const { certain, scope, positional } = state
  const isSure = !step.conditional && !step.repeated
  const resolve = (lookup: Lookup) => (isSure ? resolveWord(value.word, lookup) : undefined)
  certain.set(name, resolve(certain.lookup(scope, positional)), resolve(certain.likely(scope, positional)))
  const values = expandPositional([value.word], certain.argumentsKnown ? positional : undefined).flatMap((word) => scope.values(word))
  if (step.conditional) scope.add(name, values)
  else scope.set(name, known(values))
}

export function known(values: readonly (string | undefined)[]): readonly string[] | undefined {
  return values.every((value) => value !== undefined) ? values.filter((value) => value !== undefined) : undefined
}

/** `: "${NAME:=value}"` gives a variable its default. */
export function defaultAssignments(words: readonly ShellWord[], state: State): void {
  for (const part of words.flatMap((word) => word.parts)) {
    if (part.kind !== 'variable' || (part.operator !== ':=' && part.operator !== '=') || !part.operand) continue
    if (state.scope.lookup(part.name) === null) state.scope.set(part.name, known(state.scope.values(part.operand)))
  }
}

/**
 * `set -- server "$@"` on a branch mostly stands behind "is there no argument" or "is the first one an option": a plain start
 * with a command goes past it.
 */
export function setPositional(words: readonly ShellWord[], state: State, step: Step): void {
  const first = state.positional?.[0]
  state.certain.argumentsKnown = !step.conditional && !step.repeated
  if (step.conditional && first && !first.text.startsWith('-')) return
  state.positional = words
}

export function shift(by: ShellWord | undefined, state: State, step: Step): void {
  if (step.conditional || step.repeated) state.certain.argumentsKnown = false
  if (step.conditional) return
  const count = by === undefined ? 1 : Number(by.value)
  state.positional = Number.isInteger(count) ? state.positional?.slice(count) : undefined
}

export function changeDirectory(words: readonly ShellWord[], state: State, step: Step): void {
  const target = words.slice(1).find((word) => !word.text.startsWith('-') || word.text === '-')
  const values = target ? state.scope.values(target) : [undefined]
  const path = values.length === 1 && values[0] !== undefined ? absolutePath(values[0], state.cwd) : undefined
  // After a `cd` that may not have happened nobody knows where we are, unless it leads to the same place.
  state.cwd = step.conditional && path !== state.cwd ? undefined : path
}

/** A path from the root; undefined where it is relative to a directory that is not known. `~` is not resolved. */
export function absolutePath(path: string, cwd: string | undefined): string | undefined {
  if (path === '' || path.startsWith('~')) return undefined
  if (path.startsWith('/')) return path
  return cwd === undefined ? undefined : `${cwd === '/' ? '' : cwd}/${path}`
}
