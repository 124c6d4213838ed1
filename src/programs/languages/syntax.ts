/** Code of any language, built by a grammar from a Lezer tree (`grammar.ts`); all that looks for writes reads only this. */
export type Expression =
  /** A string; interpolated expressions are between its literal parts. */
  | { readonly is: 'text'; readonly parts: readonly (string | Expression)[]; readonly at: number }
  | { readonly is: 'name'; readonly name: string; readonly at: number }
  /** `a.b`, `a["b"]`, `A::b`. */
  | { readonly is: 'member'; readonly of: Expression; readonly name: string; readonly at: number }
  /** The values of a loop's variable, one after the other: the items of a list. */
  | { readonly is: 'each'; readonly of: Expression; readonly at: number }
  /** `a[key]` with a computed key. */
  | { readonly is: 'part'; readonly of: Expression; readonly key: Expression; readonly at: number }
  | { readonly is: 'call'; readonly callee: Expression; readonly args: readonly Argument[]; readonly at: number; readonly end: number }
  /** `concat`: strings one after the other. `path`: with a slash between (Python's `Path / "x"`). */
  | { readonly is: 'join'; readonly how: 'concat' | 'path'; readonly left: Expression; readonly right: Expression; readonly at: number }
  /** `a || b`, `a ?? b`, `a or b`: the first value that is set and not empty. */
  | { readonly is: 'either'; readonly left: Expression; readonly right: Expression; readonly at: number }
  | { readonly is: 'choice'; readonly test: Expression; readonly yes: Expression; readonly no: Expression; readonly at: number }
  | { readonly is: 'both'; readonly left: Expression; readonly right: Expression; readonly at: number }
  | { readonly is: 'same'; readonly left: Expression; readonly right: Expression; readonly at: number }
  | { readonly is: 'not'; readonly of: Expression; readonly at: number }
  | { readonly is: 'list'; readonly items: readonly Expression[]; readonly at: number }
  | { readonly is: 'record'; readonly entries: readonly ObjectEntry[]; readonly at: number }
  /** Another module as a value: `require("x")`, `await import("x")`. */
  | { readonly is: 'module'; readonly module: string; readonly at: number }
  | { readonly is: 'function'; readonly scope: Scope | undefined; readonly at: number }
  /** A value of which only the class is written down: `store: FileStore`. */
  | { readonly is: 'typed'; readonly type: Expression; readonly at: number }
  /** `undefined`, `None`, `nil`. */
  | { readonly is: 'nothing'; readonly at: number }
  | { readonly is: 'literal'; readonly value: string; readonly at: number }
  | { readonly is: 'other'; readonly at: number }

export interface Argument {
  /** For a keyword argument. */
  readonly name?: string
  readonly value: Expression
}

/** An unknown key is undefined, and so is the key of what is spread into the record. */
export interface ObjectEntry {
  readonly key: string | undefined
  readonly value: Expression
  readonly at: number
}

/** A branch around a place: it is taken if the test's result is `holds`; without a test that is unknown (a loop, an error handler). */
export interface Comparison {
  readonly test: Expression | undefined
  readonly holds: boolean
}

export interface Binding {
  readonly value: Expression
  readonly scope: Scope
  readonly conditions: readonly Comparison[]
  readonly at: number
  /** Where the assigning statement ends. */
  readonly end: number
  /** A function assigns it to a name of the code around it. */
  readonly isOutward?: true
}

export interface Parameter {
  readonly name: string
  readonly fallback?: Expression
  /** The class that its annotation names. */
  readonly type?: Expression
}

/** A module, class or function, with the names that it sets. */
export interface Scope {
  readonly is: 'module' | 'class' | 'function'
  readonly name: string | undefined
  readonly parent: Scope | undefined
  readonly parameters: readonly Parameter[]
  readonly bindings: Map<string, Binding[]>
  /** For a class: what its methods assign to `self` or `this`. */
  readonly members: Map<string, Binding[]>
  /** Inner classes and functions, by name. */
  readonly inner: Map<string, Scope>
  /** For a class: its base classes. */
  readonly bases: readonly Expression[]
  readonly returns: { readonly value: Expression; readonly conditions: readonly Comparison[] }[]
  readonly at: number
}

/** A call, and its place. */
export interface Call {
  readonly call: Extract<Expression, { is: 'call' }>
  readonly scope: Scope
  readonly conditions: readonly Comparison[]
  /** It is a decorator: it makes the function that another one is replaced with. */
  readonly decorates?: true
}

/** `config["KEY"] = value`, `app.upload_dir = value`: an assignment to a part of something. */
export interface Assignment extends Binding {
  readonly target: Extract<Expression, { is: 'member' }>
}

/** `config[key] = value`: an assignment under a computed key. */
export interface PartAssignment extends Binding {
  readonly target: Extract<Expression, { is: 'part' }>
}

/** What a module imports from another: a name, or `*` for all of it as one value. */
export interface Import {
  readonly module: string
  readonly name: string | '*'
}

/** The parsed text of one file. */
export interface ModuleSyntax {
  readonly top: Scope
  readonly calls: readonly Call[]
  readonly assignments: readonly Assignment[]
  readonly parts: readonly PartAssignment[]
  /** Parts of objects with a name like an environment variable's and a call as value. */
  readonly variables: readonly { readonly key: string; readonly value: Expression; readonly scope: Scope; readonly at: number }[]
  /** Imports by their local name. */
  readonly imports: ReadonlyMap<string, Import>
  /** Modules whose names are all imported (`from x import *`, `export * from`). */
  readonly stars: readonly string[]
  readonly modules: readonly NamedModule[]
  /** Modules whose names are computed at run time. */
  readonly dynamic: readonly { readonly value: Expression; readonly scope: Scope; readonly at: number }[]
  /** It has more than is read. */
  readonly isCut?: true
}

/** A module that another one names, with the place. */
export interface NamedModule {
  readonly module: string
  readonly at: number
  /** It need not be there: the name may be one of a value, or of a type that is gone when it runs. `unknown`: only a parser can tell. */
  readonly isWeak?: boolean | 'unknown'
}
