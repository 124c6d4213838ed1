import type { SyntaxNode } from '@lezer/common'
import type { Walk } from './collect.ts'
import type { Condition, Expression, Parameter } from './syntax.ts'

/** What the grammars of several languages have in common. */

export function OTHER(at: number): Expression {
  return { is: 'other', at }
}

/** What stands between the quotes of a literal; `\n` and the like are put in as far as paths have them. */
export function literalText(written: string): string {
  const [, prefix = '', quote = ''] = /^([a-zA-Z]*)("""|'''|"|'|`)/.exec(written) ?? []
  const text = written.slice(prefix.length + quote.length, written.endsWith(quote) ? written.length - quote.length : undefined)
  return /r/i.test(prefix) || !text.includes('\\') ? text : text.replaceAll(/\\(["'\\/`$])/g, '$1').replaceAll('\\n', '\n')
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

/** How a language writes branches: the words before a condition, the word before what is left, and the nodes that hold statements. */
interface Branches {
  readonly words: RegExp
  readonly otherwise: string
  readonly body: string
}

/** Walks through the branches of an `if` in one node, each under its condition and against those before it. */
export function branches(node: SyntaxNode, walk: Walk, { words, otherwise, body }: Branches): boolean {
  const before: Condition[] = []
  let test: Expression | undefined
  let isNext = false
  const against = (conditions: readonly Condition[], visit: () => void): void => {
    const [first, ...rest] = conditions
    if (!first) visit()
    else walk.under(first, () => against(rest, visit))
  }
  for (let child = node.firstChild; child; child = child.nextSibling) {
    const part = child
    if (words.test(part.name)) isNext = true
    else if (part.name === otherwise) test = undefined
    else if (part.name === body) {
      const own = test
      against(own ? [...before, { test: own, holds: true }] : before, () => walk.visit(part))
      if (own) before.push({ test: own, holds: false })
    } else if (isNext && part.nextSibling?.name === ';') {
      // What is prepared for the condition.
      walk.visit(part)
    } else if (isNext && part.name !== ';') {
      test = walk.expression(part)
      isNext = false
      walk.visit(part)
    } else walk.visit(part)
  }
  return true
}
