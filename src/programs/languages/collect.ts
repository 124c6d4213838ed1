import type { SyntaxNode, Tree } from '@lezer/common'
import { pushTo, remember } from '../../model/maps.ts'
import { byNames } from '../../model/own.ts'
import type { Assignment, Binding, Call, Comparison, Expression, Import, ModuleSyntax, Parameter, PartAssignment, Scope } from './syntax.ts'

/** The meaning of the nodes of one language. */
export interface Grammar {
  readonly expression: (node: SyntaxNode, walk: Walk) => Expression
  /** Nodes with a meaning of their own, by their names. If a function returns false, the node is walked through like any other. */
  readonly nodes: Readonly<Record<string, Handler>>
  /** A function that assigns to a name without declaring it changes the name of the code around it. */
  readonly declares?: true
}

type Handler = (node: SyntaxNode, walk: Walk) => boolean | undefined

const handlers = new WeakMap<Grammar, ReadonlyMap<string, Handler>>()

/** Most nodes of one file, and deepest tree, that are walked: no file of a program has more. */
const MAX_NODES = 400_000
const MAX_DEPTH = 400

/** Longest file that is read, in UTF-16 units: with it, two offsets fit in one number. */
export const MAX_MODULE_TEXT = 1_000_000

/** The name of an environment variable. */
export const VARIABLE = /^[A-Z][A-Z\d_]+$/

/** A call may happen or not, before or after a place. */
const SOMETIME: Comparison = { test: undefined, holds: true }

/** A walk through the tree of one file, with its current position. */
export class Walk {
  readonly #grammar: Grammar
  readonly #nodes: ReadonlyMap<string, Handler>
  readonly #source: string
  #left = MAX_NODES
  /** Something was not read. */
  isCut = false
  #depth = 0
  /** Where the current node ends. */
  #end = 0
  scope: Scope
  conditions: readonly Comparison[] = []
  /** What is loaded here may be missing: an error is handled. */
  isGuarded = false
  readonly calls: Call[] = []
  readonly assignments: Assignment[] = []
  readonly parts: PartAssignment[] = []
  readonly variables: { key: string; value: Expression; scope: Scope; at: number }[] = []
  readonly imports = new Map<string, Import>()
  readonly stars: string[] = []
  readonly modules: { module: string; at: number; isWeak?: boolean }[] = []
  readonly dynamic: { value: Expression; scope: Scope; at: number }[] = []
  /** The names that a scope has of its own: parameters, and what it declares. */
  readonly #own = new Map<Scope, Set<string>>()
  /** Assignments in functions to names that may belong to the code around them. */
  readonly #outward: { name: string; binding: Binding }[] = []
  /** The names that a function takes from the code around it by a statement (`global x`). */
  readonly #taken = new Map<Scope, Set<string>>()
  readonly #functions = new Map<number, Scope>()
  readonly #known = new Map<number, Expression>()

  constructor(grammar: Grammar, source: string) {
    this.#grammar = grammar
    this.#nodes = remember(handlers, grammar, () => new Map(byNames(grammar.nodes)))
    this.#source = source
    this.scope = newScope('module', undefined, undefined, 0)
  }

  text(node: SyntaxNode): string {
    return this.#source.slice(node.from, node.to)
  }

  /** The text of the first child with a name. */
  child(node: SyntaxNode, name: string): string | undefined {
    const found = node.getChild(name)
    return found ? this.text(found) : undefined
  }

  slice(from: number, to: number): string {
    return this.#source.slice(from, to)
  }

  /** The expression of a node; `other` if there is none. */
  expression(node: SyntaxNode | null | undefined): Expression {
    if (!node) return { is: 'other', at: 0 }
    if (this.#left <= 0 || this.#depth >= MAX_DEPTH) {
      this.isCut = true
      return { is: 'other', at: node.from }
    }
    // A call inside a call is read on its own and as a part of the outer one.
    const key = (node.from * MAX_MODULE_TEXT + node.to) * 256 + (node.type.id % 256)
    const known = this.#known.get(key)
    if (known) return known
    this.#left--
    this.#depth++
    const found = this.#grammar.expression(node, this)
    this.#depth--
    this.#known.set(key, found)
    return found
  }

  /** Reads a node and everything in it. */
  visit(node: SyntaxNode): void {
    if (this.#left-- <= 0 || this.#depth >= MAX_DEPTH) {
      this.isCut = true
      return
    }
    this.#depth++
    const outer = this.#end
    this.#end = node.to
    if (this.#nodes.get(node.name)?.(node, this) !== true) this.visitChildren(node)
    this.#end = outer
    this.#depth--
  }

  visitChildren(node: SyntaxNode): void {
    for (let child = node.firstChild; child; child = child.nextSibling) this.visit(child)
  }

  /** Reads nodes that run only under a condition. */
  under(condition: Comparison, visit: () => void): void {
    const before = this.conditions
    this.conditions = [...before, condition]
    visit()
    this.conditions = before
  }

  /** `end`: where the name has its value, if not behind the current statement. */
  bind(name: string, value: Expression, at: number, end = this.#end): void {
    this.#ownNames(this.scope).add(name)
    pushTo(this.scope.bindings, name, { value, scope: this.scope, conditions: this.conditions, at, end })
  }

  /** `self.name = value` in a method. */
  bindMember(name: string, value: Expression, at: number): void {
    const owner = enclosingClass(this.scope)
    if (owner) pushTo(owner.members, name, { value, scope: this.scope, conditions: this.conditions, at, end: this.#end })
  }

  assign(target: Expression, value: Expression, at: number): void {
    if (target.is === 'name') this.#assignName(target.name, value, at)
    if (target.is === 'part') this.parts.push({ target, value, scope: this.scope, conditions: this.conditions, at, end: this.#end })
    if (target.is !== 'member') return
    this.assignments.push({ target, value, scope: this.scope, conditions: this.conditions, at, end: this.#end })
    if (isSelf(target.of)) this.bindMember(target.name, value, at)
  }

  #assignName(name: string, value: Expression, at: number): void {
    const { scope } = this
    const isOutward = scope.is === 'function' && (this.#grammar.declares || this.#taken.get(scope)?.has(name)) === true
    if (!isOutward || this.#ownNames(scope).has(name)) this.bind(name, value, at)
    else {
      const binding: Binding = { value, scope, conditions: this.conditions, at, end: this.#end, isOutward }
      pushTo(scope.bindings, name, binding)
      this.#outward.push({ name, binding })
    }
  }

  #ownNames(scope: Scope): Set<string> {
    return remember(this.#own, scope, () => new Set(scope.parameters.map(({ name }) => name)))
  }

  /** `global x` in a function. */
  take(name: string): void {
    remember(this.#taken, this.scope, () => new Set()).add(name)
  }

  /** A part of an object that may describe an environment variable. */
  describe(key: string | undefined, value: Expression): void {
    if (key !== undefined && value.is === 'call' && VARIABLE.test(key)) this.variables.push({ key, value, scope: this.scope, at: value.at })
  }

  /** A value that the current function returns. */
  answer(value: Expression): void {
    this.scope.returns.push({ value, conditions: this.conditions })
  }

  call(call: Expression, decorates?: true): void {
    if (call.is === 'call') this.calls.push({ call, scope: this.scope, conditions: this.conditions, ...(decorates ? { decorates } : {}) })
  }

  /** The scope of a class or function; always the same object. */
  scopeOf(node: SyntaxNode, is: 'class' | 'function', name: string | undefined, parameters: readonly Parameter[] = []): Scope {
    return remember(this.#functions, node.from, () => newScope(is, name, this.scope, node.from, parameters))
  }

  /** Walks through the body of a class or function. What is in it may run at any call. */
  enter(scope: Scope, visit: () => void): void {
    const [outer, conditions] = [this.scope, this.conditions]
    this.scope = scope
    if (scope.is === 'function') this.conditions = []
    visit()
    this.scope = outer
    this.conditions = conditions
  }

  /** Gives names the values that functions may assign to them, now that all names are known. */
  #assignOutward(): void {
    for (const { name, binding } of this.#outward) {
      if (this.#ownNames(binding.scope).has(name)) continue
      let owner = binding.scope.parent
      while (owner && (owner.is === 'class' || !this.#ownNames(owner).has(name))) owner = owner.parent
      if (owner) pushTo(owner.bindings, name, { ...binding, conditions: [...binding.conditions, SOMETIME] })
    }
  }

  finish(): ModuleSyntax {
    this.#assignOutward()
    const { scope: top, calls, assignments, parts, variables, imports, stars, modules, dynamic } = this
    return { top, calls, assignments, parts, variables, imports, stars, modules, dynamic, ...(this.isCut ? { isCut: true as const } : {}) }
  }
}

/** Reads the tree of a file with the grammar of its language. */
export function collectSyntax(tree: Tree, source: string, grammar: Grammar): ModuleSyntax {
  const walk = new Walk(grammar, source)
  walk.visit(tree.topNode)
  return walk.finish()
}

/** A scope without names. */
export function newScope(
  is: Scope['is'],
  name: string | undefined,
  parent: Scope | undefined,
  at: number,
  parameters: readonly Parameter[] = [],
): Scope & { bases: Expression[] } {
  return { is, name, parent, parameters, bindings: new Map(), members: new Map(), inner: new Map(), bases: [], returns: [], at }
}

/** Whether a method names its own object, or its own class: PHP's grammar gives `$this`, `self` and `static` as `this`. */
export function isSelf(found: Expression): boolean {
  return found.is === 'name' && /^(?:self|this|cls)$/.test(found.name)
}

/** The class of a method. */
export function enclosingClass(scope: Scope | undefined): Scope | undefined {
  for (let at = scope; at; at = at.parent) if (at.is === 'class') return at
  return undefined
}

/** The children of a node, without brackets, commas and comments. */
export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) if (!NOISE.test(child.name)) found.push(child)
  return found
}

const NOISE = /^(?:[()[\]{},;]|Comment|LineComment|BlockComment|⚠)$/

/** Splits a node's tokens at the commas. */
export function splitByComma(node: SyntaxNode): readonly (readonly SyntaxNode[])[] {
  const groups: SyntaxNode[][] = [[]]
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name === ',') groups.push([])
    else if (!NOISE.test(child.name)) groups.at(-1)?.push(child)
  }
  return groups.filter((group) => group.length > 0)
}
