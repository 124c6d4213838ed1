import type { Certainty } from './certainty.ts'
import { expandPositional } from './positional.ts'
import type { Scope } from './scope.ts'
import type { ShellAssignment, SimpleCommand } from './script.ts'
import { type Lookup, resolveWord, type ShellWord } from './words.ts'
import type { FoundScript } from './world.ts'

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
