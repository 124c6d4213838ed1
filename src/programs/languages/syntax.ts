/**
 * Code as every language has it: values, names, calls, assignments, imports. A grammar makes this of a Lezer tree (`grammar.ts`), and all
 * that asks what a program writes reads this alone.
 */
export type Expression =
  /** A string; what it interpolates stands between its literal parts. */
  | { readonly is: 'text'; readonly parts: readonly (string | Expression)[]; readonly at: number }
  | { readonly is: 'name'; readonly name: string; readonly at: number }
  /** `a.b`, `a["b"]`, `A::b`. */
  | { readonly is: 'member'; readonly of: Expression; readonly name: string; readonly at: number }
  /** What a loop gives to its name: one after the other. */
  | { readonly is: 'each'; readonly items: readonly Expression[]; readonly at: number }
  /** `a[key]`, of a key that is worked out. */
  | { readonly is: 'part'; readonly of: Expression; readonly key: Expression; readonly at: number }
  | { readonly is: 'call'; readonly callee: Expression; readonly args: readonly Argument[]; readonly at: number; readonly end: number }
  /** `concat`: strings behind each other. `path`: with a slash between (Python's `Path / "x"`). */
  | { readonly is: 'join'; readonly how: 'concat' | 'path'; readonly left: Expression; readonly right: Expression; readonly at: number }
  /** `a || b`, `a ?? b`, `a or b`: the first that is set, and not empty. */
  | { readonly is: 'either'; readonly left: Expression; readonly right: Expression; readonly at: number }
  | { readonly is: 'choice'; readonly test: Expression; readonly yes: Expression; readonly no: Expression; readonly at: number }
  | { readonly is: 'both'; readonly left: Expression; readonly right: Expression; readonly at: number }
  | { readonly is: 'same'; readonly left: Expression; readonly right: Expression; readonly at: number }
  | { readonly is: 'not'; readonly of: Expression; readonly at: number }
  | { readonly is: 'list'; readonly items: readonly Expression[]; readonly at: number }
  | { readonly is: 'record'; readonly entries: readonly Entry[]; readonly at: number }
  /** Another module as a value: `require("x")`, `await import("x")`. */
  | { readonly is: 'module'; readonly module: string; readonly at: number }
  | { readonly is: 'function'; readonly scope: Scope | undefined; readonly at: number }
  /** `undefined`, `None`, `nil`. */
  | { readonly is: 'nothing'; readonly at: number }
  | { readonly is: 'literal'; readonly value: string; readonly at: number }
  | { readonly is: 'other'; readonly at: number }

export interface Argument {
  /** Of a keyword argument. */
  readonly name?: string
  readonly value: Expression
}

/** A key that is not known is undefined, as is that of what is spread into the record. */
export interface Entry {
  readonly key: string | undefined
  readonly value: Expression
  readonly at: number
}

/** A branch that leads to a place: it is taken where the test answers `holds`; without a test, nobody can say (a loop, a handler of errors). */
export interface Condition {
  readonly test: Expression | undefined
  readonly holds: boolean
}

export interface Binding {
  readonly value: Expression
  readonly scope: Scope
  readonly conditions: readonly Condition[]
  readonly at: number
  /** Where the statement that gives the value ends. */
  readonly end: number
}

export interface Parameter {
  readonly name: string
  readonly fallback?: Expression
}

/** A module, class or function, with the names that it gives values to. */
export interface Scope {
  readonly is: 'module' | 'class' | 'function'
  readonly name: string | undefined
  readonly parent: Scope | undefined
  readonly parameters: readonly Parameter[]
  readonly bindings: Map<string, Binding[]>
  /** Of a class: what its methods give to `self` or `this`. */
  readonly members: Map<string, Binding[]>
  /** Classes and functions that are in it, by name. */
  readonly inner: Map<string, Scope>
  /** Of a class: what it inherits from. */
  readonly bases: readonly Expression[]
  /** Of a function: what it answers. */
  readonly returns: { readonly value: Expression; readonly conditions: readonly Condition[] }[]
  readonly at: number
}

/** A call, where it stands. */
export interface Call {
  readonly call: Extract<Expression, { is: 'call' }>
  readonly scope: Scope
  readonly conditions: readonly Condition[]
}

/** `config["KEY"] = value`, `app.upload_dir = value`: what is assigned to a part of something. */
export interface Assignment extends Binding {
  readonly target: Extract<Expression, { is: 'member' }>
}

/** What a module takes from another: a name of it, `*` for all of it as one value. */
export interface Import {
  readonly module: string
  readonly name: string | '*'
}

/** The text of one file, read. */
export interface ModuleSyntax {
  readonly top: Scope
  readonly calls: readonly Call[]
  readonly assignments: readonly Assignment[]
  /** Parts of objects that are named like variables of the environment, and made by a call. */
  readonly variables: readonly { readonly key: string; readonly value: Expression; readonly scope: Scope; readonly at: number }[]
  /** By the name that it has here. */
  readonly imports: ReadonlyMap<string, Import>
  /** Modules whose names are all taken over (`from x import *`, `export * from`). */
  readonly stars: readonly string[]
  /** Every module that it names, with the place. `isWeak`: the name may be one of a value, or of a type that is gone when it runs. */
  readonly modules: readonly { readonly module: string; readonly at: number; readonly isWeak?: boolean }[]
  /** Modules whose names are made when it runs. */
  readonly dynamic: readonly { readonly value: Expression; readonly scope: Scope; readonly at: number }[]
  /** It has more than is read. */
  readonly isCut?: true
}
