import { groupBy } from '../../model/maps.ts'
import { evaluate } from './evaluate.ts'
import { lastName } from './full-name.ts'
import type { Language } from './language.ts'
import type { Module } from './module.ts'
import type { Sink } from './sink.ts'
import type { Assignment, Call, Expression } from './syntax.ts'
import { type Around, type Frame, UNKNOWN, type Values } from './value.ts'

/** What a program finds when it starts. */
export interface Surroundings {
  readonly language: Language
  /** The entry is started by its file, not imported by a server. */
  readonly isScript?: boolean
  /** Working directory. */
  readonly cwd: string
  /** Names of settings whose value says what is written, if they differ from the language's. */
  readonly settings?: ReadonlyMap<string, Sink>
  /** Home directory of the user that it runs as; undefined if unknown. */
  readonly home: string | undefined
  /** The environment: `null` if a variable is not set, undefined if it is unknown. */
  readonly variable: (name: string) => string | null | undefined
  /** Files that share their names with the module (Go's packages). */
  readonly siblings?: (module: Module) => readonly Module[]
  /** Directory of the program, if it is not the working directory. */
  readonly base?: string
  /** The modules that a module may mean by this text, the most likely first; empty for libraries. */
  readonly imported: (from: Module, name: string) => readonly Module[]
}

/** Most steps to evaluate one program: no real one needs more. */
const MAX_STEPS = 200_000

/** The modules of a started program, with the values of its expressions. */
export class Program {
  readonly surroundings: Surroundings
  /** Ordered by distance from the start. */
  readonly modules: readonly Module[]
  /** The files that are started directly. */
  readonly entries: ReadonlySet<Module>
  readonly #values = new Map<Expression, Values>()
  readonly #open = new Set<Expression>()
  #callers: ReadonlyMap<string | undefined, readonly Caller[]> | undefined
  #assigned: ReadonlyMap<string | undefined, readonly (Assignment & { readonly module: Module })[]> | undefined
  #given: ReadonlyMap<string | undefined, readonly Given[]> | undefined
  #described: ReadonlyMap<string | undefined, readonly Given[]> | undefined
  #left = MAX_STEPS

  constructor(surroundings: Surroundings, modules: readonly Module[], entries: ReadonlySet<Module>) {
    this.surroundings = surroundings
    this.modules = modules
    this.entries = entries
  }

  get language(): Language {
    return this.surroundings.language
  }

  get isScript(): boolean {
    return this.surroundings.isScript === true
  }

  /** Whether the limit was reached before the end. */
  get isExhausted(): boolean {
    return this.#left <= 0
  }

  /** The values that an expression may have. */
  value(found: Expression, around: Around): Values {
    return evaluate(found, around, this)
  }

  /** The value of an expression, computed once per call or for all calls; unknown if it depends on itself. */
  once(found: Expression, frame: Frame | undefined, work: () => Values): Values {
    const all = frame?.values ?? this.#values
    const known = all.get(found)
    if (known) return known
    if (this.#open.has(found) || this.#open.size > 60 || this.#left-- <= 0) return UNKNOWN
    this.#open.add(found)
    const values = work()
    this.#open.delete(found)
    // A value that depends on itself here may be known when it is evaluated from elsewhere.
    if (this.#open.size === 0 || values.every(({ is }) => is !== 'unknown')) all.set(found, values)
    return values
  }

  /** The calls of a function or method, by its last name. */
  callers(name: string): readonly Caller[] {
    this.#callers ??= groupBy(
      this.modules.flatMap((module) => module.syntax.calls.map((call) => ({ ...call, module }))),
      ({ call }) => lastName(call.callee),
    )
    return this.#callers.get(name) ?? []
  }

  /** Descriptions of environment variables in parts of objects that have their names. */
  described(name: string): readonly Given[] {
    this.#described ??= groupBy(
      this.modules.flatMap((module) =>
        module.syntax.variables.map(({ key, value, scope, at }) => ({ name: key, value, at, around: { scope, module } })),
      ),
      (given) => given.name,
    )
    return this.#described.get(name) ?? []
  }

  /** The values that a module gives to its own names and to those of its classes. */
  boundIn(module: Module): readonly Given[] {
    const { top } = module.syntax
    return [top, ...top.inner.values()].flatMap((scope) =>
      scope.is === 'function'
        ? []
        : [...scope.bindings].flatMap(([name, bindings]) =>
            bindings.map(({ value, at }) => ({ name, value, at, around: { scope, module } })),
          ),
    )
  }

  /** What is assigned to parts of any object with this name. */
  assigned(name: string): readonly (Assignment & { readonly module: Module })[] {
    this.#assigned ??= groupBy(
      this.modules.flatMap((module) => module.syntax.assignments.map((each) => ({ ...each, module }))),
      ({ target }) => target.name,
    )
    return this.#assigned.get(name) ?? []
  }

  /** What is given to this name in any object or scope: `app.config["NAME"] = value`, `NAME = value` in a module or class. */
  given(name: string): readonly Given[] {
    this.#given ??= groupBy(
      this.modules.flatMap((module) => [
        ...module.syntax.assignments.map(({ target, value, scope, at }) => ({ name: target.name, value, at, around: { scope, module } })),
        ...this.boundIn(module),
      ]),
      (given) => given.name,
    )
    return this.#given.get(name) ?? []
  }
}

interface Caller extends Call {
  readonly module: Module
}

interface Given {
  readonly name: string
  readonly value: Expression
  readonly around: Around
  readonly at: number
}
