import { pushTo, remember } from '../../model/maps.ts'
import { pathFrom } from '../application.ts'
import { VARIABLE } from './collect.ts'
import { conditionsHold } from './conditions.ts'
import { evaluate } from './evaluate.ts'
import { importedName } from './full-name.ts'
import type { Language } from './language.ts'
import type { Module } from './module.ts'
import type { Sink } from './sink.ts'
import type { Call, Expression, Parameter, Scope } from './syntax.ts'
import { type Around, type CallFrame, CIRCULAR_VALUE, sureText, UNKNOWN_VALUE, type Values } from './value.ts'
import { modulesWithWord } from './word-index.ts'

/** What a program finds when it starts. */
export interface ProgramSurroundings {
  readonly language: Language
  /** The entry that is started by its file; absent: a server imports it. */
  readonly script?: Module
  /** Working directory. */
  readonly cwd: string
  /** Names of settings whose value says what is written, if they differ from the language's. */
  readonly settings?: ReadonlyMap<string, Sink>
  /** Home directory of the user that it runs as; undefined if unknown. */
  readonly home: string | undefined
  /** The environment: `null` if a variable is not set, undefined if it is unknown. */
  readonly variable: (name: string) => string | null | undefined
  /** The text of a file of the container; undefined if it is not there, or cannot be read. */
  readonly open?: (path: string) => string | undefined
  /** The words after the program's name, if its language has functions that read them; undefined elements are unknown. */
  readonly args?: readonly (string | undefined)[]
  /** Files that share their names with the module (Go's packages). */
  readonly siblings?: (module: Module) => readonly Module[]
  /** Directory of the program, if it is not the working directory. */
  readonly base?: string
  /** The modules that a module may mean by this text, the most likely first; empty for libraries. */
  readonly imported: (from: Module, name: string) => readonly Module[]
}

/** Instead of a depth: something was left out because it is nested too deeply. */
const TOO_DEEP = -1

/** A value from within a circle: it holds until the expression at the depth `restsOn`, which the circle leads back to, is done. */
interface Passing {
  readonly all: CallFrame['values']
  readonly values: Values
  readonly restsOn: number
}

/** What changes the working directory in Python, Node, PHP and Go, by its last name. */
const GOES_ELSEWHERE = ['chdir', 'Chdir']
/** The whole name: other objects have a method of that name too (a connection by SFTP). */
const CHANGES_DIRECTORY = /^(?:os\.|process\.)?[cC]hdir$/

/** Most steps to evaluate one program: no real one needs more. */
const MAX_STEPS = 200_000

/** The modules of a started program, with the values of its expressions. */
export class Program {
  readonly surroundings: ProgramSurroundings
  /** Ordered by distance from the start. */
  readonly modules: readonly Module[]
  /** The files that are started directly. */
  readonly entries: ReadonlySet<Module>
  readonly #values: CallFrame['values'] = new Map()
  /** The expressions without a value yet, each with its depth: how many others wait for it. */
  readonly #open = new Map<Expression | Parameter, number>()
  /** The smallest depth of an open expression that the current one leads back to; its own depth if it leads back to none. */
  #restsOn = 0
  readonly #passing = new Map<Expression | Parameter, Passing>()
  /** Those with passing values, by the depth that they rest on. */
  readonly #until = new Map<number, (Expression | Parameter)[]>()
  readonly #mentioning = new Map<string, readonly Module[]>()
  #words: ((word: string) => readonly Module[]) | undefined
  readonly #idle = new Map<Scope, boolean>()
  #stays: boolean | undefined
  readonly #callers = new Map<string, Search<Caller>>()
  readonly #given = new Map<string, Search<Given>>()
  readonly #described = new Map<string, Search<Given>>()
  #left = MAX_STEPS

  constructor(surroundings: ProgramSurroundings, modules: readonly Module[], entries: ReadonlySet<Module>) {
    this.surroundings = surroundings
    this.modules = modules
    this.entries = entries
  }

  get language(): Language {
    return this.surroundings.language
  }

  /** Whether the limit was reached before the end. */
  get isExhausted(): boolean {
    return this.#left <= 0
  }

  value(found: Expression, around: Around): Values {
    return evaluate(found, around, this)
  }

  /** The value of an expression or parameter, worked out once, in one call or for all. One that leads back to itself is not known. */
  once(found: Expression | Parameter, frame: CallFrame | undefined, work: () => Values): Values {
    const all = frame?.values ?? this.#values
    const known = all.get(found)
    if (known) return known
    const depth = this.#open.size
    const passing = this.#passing.get(found)
    const restsOn = passing?.all === all ? passing.restsOn : this.#open.get(found)
    if (restsOn !== undefined || depth > 60 || this.#left-- <= 0) {
      this.#restsOn = Math.min(this.#restsOn, restsOn ?? TOO_DEEP)
      return (passing?.all === all && passing.values) || (restsOn === undefined ? UNKNOWN_VALUE : CIRCULAR_VALUE)
    }
    const outer = this.#restsOn
    this.#restsOn = depth
    this.#open.set(found, depth)
    const values = work()
    this.#open.delete(found)
    const own = this.#restsOn
    for (const each of this.#until.get(depth) ?? []) this.#passing.delete(each)
    this.#until.delete(depth)
    if (own === depth || depth === 0 || values.every(({ is }) => is !== 'unknown')) all.set(found, values)
    else if (own !== TOO_DEEP) {
      this.#passing.set(found, { all, values, restsOn: own })
      pushTo(this.#until, own, found)
    }
    this.#restsOn = own === depth ? outer : Math.min(outer, own)
    return values
  }

  /** The modules that have a name anywhere in their text. */
  mentioning(name: string): readonly Module[] {
    return remember(this.#mentioning, name, () => {
      if (!/^\w+$/.test(name) || name === 'default') return this.modules.filter(({ code }) => code.mentions(name))
      this.#words ??= modulesWithWord(this.modules)
      return this.#words(name)
    })
  }

  /** The calls of a function or method, by its last name: all, or at least one more than `most`. */
  callers(name: string, most = Number.POSITIVE_INFINITY): readonly Caller[] {
    return this.#found(this.#callers, name, most, (module) =>
      module.code.calls(name).flatMap((each) => (this.mayRun(each.scope, module) ? [{ ...each, module }] : [])),
    )
  }

  /** The directory that relative paths start at; undefined if the program may go to another one. */
  get workingDirectory(): string | undefined {
    const { cwd } = this.surroundings
    if (this.#stays === undefined) {
      // What a directory is made of may ask for the current one.
      this.#stays = true
      this.#stays = GOES_ELSEWHERE.flatMap((name) => this.callers(name)).every(({ call: { callee, args }, scope, module }) => {
        const name = importedName(callee, { scope, module }, this)
        if (name !== undefined && !CHANGES_DIRECTORY.test(name)) return true
        const target = args[0] && sureText(this.value(args[0].value, { scope, module }))
        return target !== undefined && pathFrom(cwd, target) === cwd
      })
    }
    return this.#stays ? cwd : undefined
  }

  /** A path from the root; undefined if it is relative, and the program may go to another directory. */
  absolute(path: string): string | undefined {
    const directory = path.startsWith('/') ? '/' : this.workingDirectory
    return directory === undefined ? undefined : pathFrom(directory, path)
  }

  /** Whether the code of a scope may run: it is not in a function that only code calls which does not run. */
  mayRun(scope: Scope, module: Module): boolean {
    for (let at: Scope | undefined = scope; at; at = at.parent) if (this.#isIdle(at, module)) return false
    return true
  }

  /** Whether only code that does not run names a function: `main()` below `if __name__ == "__main__":` in a file that is imported. */
  #isIdle(scope: Scope, module: Module): boolean {
    const { name, parent } = scope
    if (name === undefined || scope.is !== 'function' || parent?.is !== 'module') return false
    const known = this.#idle.get(scope)
    if (known !== undefined) return known
    this.#idle.set(scope, false)
    const calls = module.code.calls(name)
    const isIdle =
      calls.length > 0 &&
      this.mentioning(name).length === 1 &&
      module.code.times(name) === calls.length + 1 &&
      calls.every(
        (call) => conditionsHold(call.conditions, { scope: call.scope, module }, this) === false || !this.mayRun(call.scope, module),
      )
    this.#idle.set(scope, isIdle)
    return isIdle
  }

  /** Descriptions of environment variables in parts of objects that have their names. */
  described(name: string): readonly Given[] {
    if (!VARIABLE.test(name)) return []
    return this.#found(this.#described, name, 0, (module) =>
      module.syntax.variables.flatMap(({ key, value, scope, at }) =>
        key === name ? [{ name, value, at, around: { scope, module } }] : [],
      ),
    )
  }

  /** What is given to a name of anything: `app.config["NAME"] = value`, `NAME = value` in a module or class. `most` as above. */
  given(name: string, most = Number.POSITIVE_INFINITY): readonly Given[] {
    return this.#found(this.#given, name, most, (module) =>
      [...module.code.assigned(name), ...module.code.bound(name)].map(({ value, scope, at }) => ({
        name,
        value,
        at,
        around: { scope, module },
      })),
    )
  }

  /** What modules have of a name: no more of them are looked at than it takes. */
  #found<T>(known: Map<string, Search<T>>, name: string, most: number, find: (module: Module) => readonly T[]): readonly T[] {
    const search = remember(known, name, (): Search<T> => ({ found: [], next: 0 }))
    const modules = this.mentioning(name)
    for (; search.found.length <= most; search.next++) {
      const module = modules[search.next]
      if (!module) break
      search.found.push(...find(module))
    }
    return search.found
  }
}

interface Search<T> {
  readonly found: T[]
  next: number
}

export interface Caller extends Call {
  readonly module: Module
}

interface Given {
  readonly name: string
  readonly value: Expression
  readonly around: Around
  readonly at: number
}
