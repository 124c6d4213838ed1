import type { SyntaxNode } from '@lezer/common'
import { childrenOf, type Walk } from './collect.ts'
import type { Comparison, Expression, Parameter } from './syntax.ts'

/** What the grammars of several languages have in common. */

export function OTHER(at: number): Expression {
  return { is: 'other', at }
}

/** The text between the quotes of a literal, with `\n` and similar escapes resolved as far as paths have them. */
export function literalText(written: string): string {
  const [, prefix = '', quote = ''] = /^([a-zA-Z]*)("""|'''|"|'|`)/.exec(written) ?? []
  const text = written.slice(prefix.length + quote.length, written.endsWith(quote) ? written.length - quote.length : undefined)
  return /r/i.test(prefix) || !text.includes('\\') ? text : text.replaceAll(/\\(["'\\/`$])/g, '$1').replaceAll('\\n', '\n')
}

/** `global x` in a function. */
export function taken(node: SyntaxNode, walk: Walk): boolean {
  for (const name of node.getChildren('VariableName')) walk.take(walk.text(name))
  return true
}

/** Walks through a class. */
export function addClass(node: SyntaxNode, walk: Walk, name: string | undefined, bases: readonly Expression[]): boolean {
  const scope = walk.scopeOf(node, 'class', name)
  ;(scope.bases as Expression[]).push(...bases)
  if (name !== undefined) walk.scope.inner.set(name, scope)
  walk.enter(scope, () => walk.visitChildren(node))
  return true
}

/** Walks through a function or method. */
export function addFunction(node: SyntaxNode, walk: Walk, name: string | undefined, parameters: readonly Parameter[]): boolean {
  const scope = walk.scopeOf(node, 'function', name, parameters)
  if (name !== undefined) walk.scope.inner.set(name, scope)
  walk.enter(scope, () => walk.visitChildren(node))
  return true
}

/** A value that a function returns. */
export function answer(node: SyntaxNode, walk: Walk): boolean {
  walk.answer(walk.expression(childrenOf(node)[1]))
  return false
}

/** Walks through the branches of an `if` in one node, each under its condition and the negation of those before it. */
export function branches(node: SyntaxNode, walk: Walk): boolean {
  const before: Comparison[] = []
  let test: Expression | undefined
  let isNext = false
  const against = (conditions: readonly Comparison[], visit: () => void): void => {
    const [first, ...rest] = conditions
    if (!first) visit()
    else walk.under(first, () => against(rest, visit))
  }
  for (const part of childrenOf(node)) {
    if (/^(?:if|elif|elseif)$/.test(part.name)) isNext = true
    else if (part.name === 'else') test = undefined
    else if (isNext) {
      walk.visit(part)
      // What is prepared for the condition goes before it (`if err := f(); err != nil`).
      isNext = part.nextSibling?.name === ';'
      if (!isNext) test = walk.expression(part)
    } else {
      const own = test
      against(own ? [...before, { test: own, holds: true }] : before, () => walk.visit(part))
      if (own) before.push({ test: own, holds: false })
    }
  }
  return true
}

/** Walks through what may or may not run: a loop, an error handler. */
export function perhaps(node: SyntaxNode, walk: Walk): boolean {
  walk.under({ test: undefined, holds: true }, () => walk.visitChildren(node))
  return true
}

/** Walks through a loop over a list, once for all its items; a list that is not written there may be empty. */
export function forEach(node: SyntaxNode, walk: Walk, name: SyntaxNode | null | undefined, list: Expression): boolean {
  if (name) walk.bind(walk.text(name), { is: 'each', of: list, at: name.from }, name.from)
  return name && list.is === 'list' ? false : perhaps(node, walk)
}

/** Walks through `try`; what handles an error may not happen, and what may fail is guarded where errors of it are handled. */
export function attempt(node: SyntaxNode, walk: Walk): boolean {
  const guarded = walk.isGuarded
  let isHandler = false
  walk.isGuarded = guarded || node.getChild('except') !== null
  for (let child = node.firstChild; child; child = child.nextSibling) {
    const part = child
    if (/^(?:except|catch)$/.test(part.name)) isHandler = true
    if (/^(?:finally|else)$/.test(part.name)) isHandler = false
    if (isHandler) walk.under({ test: undefined, holds: true }, () => walk.visit(part))
    else walk.visit(part)
  }
  walk.isGuarded = guarded
  return true
}

/** The text of a string without holes; undefined for anything else. */
export function stringOf(found: Expression | undefined): string | undefined {
  if (found?.is !== 'text' || found.parts.length > 1) return undefined
  const [part = ''] = found.parts
  return typeof part === 'string' ? part : undefined
}

/** `of[key]`: a member where the key is written down. */
export function partAt(of: Expression, key: Expression, at: number): Expression {
  const name = stringOf(key) ?? (key.is === 'literal' ? key.value : undefined)
  return name === undefined ? { is: 'part', of, key, at } : { is: 'member', of, name, at }
}

/** What every language makes of two operands and the operator between them, however it writes that one. */
export function operation(sign: string, left: Expression, right: Expression, at: number): Expression {
  if (/^(?:\|\||\?\?|or)$/.test(sign)) return { is: 'either', left, right, at }
  if (/^(?:&&|and)$/.test(sign)) return { is: 'both', left, right, at }
  if (/^===?$/.test(sign)) return { is: 'same', left, right, at }
  return /^!==?$/.test(sign) ? { is: 'not', of: { is: 'same', left, right, at }, at } : OTHER(at)
}
