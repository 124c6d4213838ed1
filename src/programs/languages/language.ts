import type { LRParser } from '@lezer/lr'
import type { Grammar } from './collect.ts'
import type { Module } from './module.ts'
import type { Program } from './program.ts'
import type { Sink } from './sink.ts'
import type { Scope } from './syntax.ts'
import type { Values } from './value.ts'

/** A function whose answer is known from what it is given. `receiver`: of a method, what it is called on. */
export type KnownFunction = (call: KnownCall) => Values

/** A method whose answer is known, wherever it is called. */
export type KnownMethod = (call: Omit<KnownCall, 'module'>) => Values

export interface KnownCall {
  readonly args: readonly Values[]
  readonly named: ReadonlyMap<string, Values>
  readonly receiver: Values
  readonly program: Program
  readonly module: Module
}

/** What a name stands for by itself. */
export type Constant = (module: Module, program: Program) => Values

/** What is to be known of a language, beside its grammar. */
export interface Language {
  readonly id: 'python' | 'javascript' | 'php' | 'go'
  readonly grammar: Grammar
  readonly parser: (file: string) => LRParser
  /** The name by which the tables know what a program calls otherwise (`node:fs/promises` is `fs`). */
  readonly standardName: (name: string) => string
  /** By full name (`os.path.join`). */
  readonly functions: NamedTable<KnownFunction>
  /** Methods of texts and paths, by name; `.parent` without brackets is one too. */
  readonly methods: ReadonlyMap<string, KnownMethod>
  /** Names that stand for a value by themselves (`__dirname`). */
  readonly constants: ReadonlyMap<string, Constant>
  /** Parts of objects whose value is known by their name, whatever the object is (`app.instance_path`). */
  readonly members?: ReadonlyMap<string, Constant>
  /** What the environment is read from by a name of its own (`process.env`). */
  readonly environment: ReadonlySet<string>
  /** The name of what constructs an object. */
  readonly constructorName: string
  /** Calls that write, by full name; by `.name` of a method whatever it is called on, by `name=` of a keyword whatever is called. */
  readonly sinks: NamedTable<readonly Sink[]>
  /** Names that say what is written when they are given a value. */
  readonly settings: ReadonlyMap<string, Sink>
  /** What a value says by itself, whatever name it is given: with the sign of it in the text of a module. */
  readonly telling?: { readonly sign: string; readonly sink: Sink }
  /** Functions of a module that run at start though nothing calls them. */
  readonly starts: (module: Module) => readonly Scope[]
}

/** Something known by full names; one that comes from nowhere (`from os import *`) is found by its end. */
export class NamedTable<T> {
  readonly #rows: ReadonlyMap<string, T>
  readonly #ends = new Map<string, string[]>()

  constructor(rows: Iterable<readonly [string, T]>) {
    this.#rows = new Map(rows)
    for (const name of this.#rows.keys()) {
      const last = lastPart(name)
      this.#ends.set(last, [...(this.#ends.get(last) ?? []), name])
    }
  }

  /** Whether anything of this last name is known. */
  mayHave(last: string): boolean {
    return this.#ends.has(last)
  }

  exactly(name: string): T | undefined {
    return this.#rows.get(name)
  }

  get(name: string): T | undefined {
    const exact = this.#rows.get(name)
    if (exact !== undefined) return exact
    const full = this.#ends.get(lastPart(name))?.find((each) => each.endsWith(`.${name}`))
    return full === undefined ? undefined : this.#rows.get(full)
  }
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).replace(/(?:\(\))+$/, '')
}

/** The table of sinks; several names stand with spaces between them. */
export function sinkTable(rows: Readonly<Record<string, Sink | readonly Sink[]>>): NamedTable<readonly Sink[]> {
  return new NamedTable(
    Object.entries(rows).flatMap(([names, sink]) =>
      names.split(' ').map((name): [string, readonly Sink[]] => [name, Array.isArray(sink) ? sink : [sink as Sink]]),
    ),
  )
}
