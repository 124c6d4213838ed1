import type { LRParser } from '@lezer/lr'
import { pushTo, remember } from '../../model/maps.ts'
import { byNames } from '../../model/own.ts'
import type { Grammar } from './collect.ts'
import type { Module } from './module.ts'
import type { Program } from './program.ts'
import type { Signs } from './signs.ts'
import type { Sink } from './sink.ts'
import type { NamedModule, Scope } from './syntax.ts'
import type { Values } from './value.ts'

/** A function whose result is known from its arguments. `receiver`: for a method, the object that it is called on. */
export type KnownFunction = (call: KnownCall) => Values

/** A method whose result is known for any object. */
export type KnownMethod = (call: Omit<KnownCall, 'module'>) => Values

export interface KnownCall {
  readonly args: readonly Values[]
  readonly named: ReadonlyMap<string, Values>
  readonly receiver: Values
  readonly program: Program
  readonly module: Module
}

/** The value of a name that stands for itself. */
export type Constant = (module: Module, program: Program) => Values

/** What is needed to read a language, apart from its grammar. */
export interface Language {
  readonly id: 'python' | 'javascript' | 'php' | 'go'
  readonly grammar: Grammar
  readonly parser: (file: string) => LRParser
  /** The modules that a text imports, found without a parser; undefined: only the parser can tell. Absent: so it is for every text. */
  readonly modulesNamed?: (text: string) => readonly NamedModule[] | undefined
  /** The names that a text may declare outside of functions, and perhaps others; absent where only a parser can tell. */
  readonly declared?: (text: string) => Declared
  /** The same for names of parts of objects that it may give a value. */
  readonly assigned?: (text: string) => ReadonlySet<string>
  /** What a text has that loads modules by names that are made when it runs; absent where only a parser can tell. */
  readonly dynamic?: RegExp | 'never'
  /** The standard name of something with several names (`node:fs/promises` is `fs`). */
  readonly standardName: (name: string) => string
  /** By full name (`os.path.join`). */
  readonly functions: NamedTable<KnownFunction>
  /** Those of them that join paths. */
  readonly joins: ReadonlySet<string>
  /** Functions and methods that copy the parts of objects into the first one, or into their own (`update`), by their last names. */
  readonly copies?: readonly string[]
  /** Functions that give another one for their first argument, which does the same (`promisify`). */
  readonly wraps?: ReadonlySet<string>
  /** The list of the words of the command line, with the index of the first one behind the program. */
  readonly words?: { readonly name: string; readonly first: number }
  /** What an option of the command line is, by the name of the attribute that the parser makes of it; undefined for any other name. */
  readonly optionNamed?: (name: string, program: Program) => Values | undefined
  /** The same for the parameter of a function that gets the options. */
  readonly optionGiven?: (parameter: string, module: Module, program: Program) => Values | undefined
  /** A lower-case name of a field or method is known in the files of one package alone. */
  readonly packageFields?: true
  /** Names of the program's own command line; with its words, a program starts itself again. */
  readonly commandLine?: ReadonlySet<string>
  /** Methods of texts and paths, by name; `.parent` without brackets counts too. */
  readonly methods: ReadonlyMap<string, KnownMethod>
  /** Names that stand for a value (`__dirname`). */
  readonly constants: ReadonlyMap<string, Constant>
  /** Parts of any object whose value is known by their name (`app.instance_path`). */
  readonly members?: ReadonlyMap<string, Constant>
  /** The object that holds the environment (`process.env`). */
  readonly environment: ReadonlySet<string>
  readonly constructorName: string
  /** Calls that write, by full name; as `.name` for a method of any object, as `name=` for a keyword argument of any call. */
  readonly sinks: NamedTable<readonly Sink[]>
  /** What a text has that may call one of them. */
  readonly signs: Signs
  /** Names of settings whose value says what is written. */
  readonly settings: ReadonlyMap<string, Sink>
  /** A kind of value that shows a write under any name, with its sign in the text of a module. */
  readonly telling?: { readonly sign: string; readonly sink: Sink }
  /** Functions of a module that run at start without a visible call. */
  readonly starts: (module: Module) => readonly Scope[]
}

/** Names that a text may declare: all, and those that it may give a value. */
export interface Declared {
  readonly all: ReadonlySet<string>
  /** Absent where only a parser can tell. */
  readonly values?: ReadonlySet<string>
}

/** Values by full name; a name of unknown origin (`from os import *`) is found by its last part. */
export class NamedTable<T> {
  readonly #rows: ReadonlyMap<string, T>
  readonly #ends = new Map<string, string[]>()
  readonly #described = new Map<string, boolean>()

  constructor(rows: Iterable<readonly [string, T]>) {
    this.#rows = new Map(rows)
    for (const name of this.#rows.keys()) {
      const last = lastPart(name)
      pushTo(this.#ends, last, name)
    }
  }

  /** Whether anything with this last name is known. */
  mayHave(last: string): boolean {
    return this.#ends.has(last)
  }

  /** Whether anything of a package is known. */
  describes(owner: string): boolean {
    return remember(this.#described, owner, () =>
      [...this.#rows.keys()].some((name) => name.startsWith(owner) && /^(?:$|[./(])/.test(name.slice(owner.length))),
    )
  }

  exactly(name: string): T | undefined {
    return this.#rows.get(name)
  }

  get(name: string): T | undefined {
    const exact = this.#rows.get(name)
    if (exact !== undefined) return exact
    // A method of an object has no name of its own.
    const full = this.#ends.get(lastPart(name))?.find((each) => each.endsWith(`.${name}`) && !each.endsWith(`().${name}`))
    return full === undefined ? undefined : this.#rows.get(full)
  }
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).replace(/(?:\(\))+$/, '')
}

/** The table of sinks. */
export function sinkTable(rows: Readonly<Record<string, readonly Sink[]>>): NamedTable<readonly Sink[]> {
  return new NamedTable(byNames(rows))
}
