import type { SyntaxNode } from '@lezer/common'
import { childrenOf, type Walk } from './collect.ts'
import type { Comparison, Expression } from './syntax.ts'

/** What starts a branch of a `switch`, and what leaves one, in the grammars of all languages. */
const LABEL = /^(?:Case|CaseLabel|DefaultLabel|CaseStatement|DefaultStatement)$/
const LEAVES = /^(?:Break|Continue|Return|Throw)Statement$/

interface Branch {
  readonly tests: readonly Expression[]
  readonly isDefault: boolean
  readonly statements: SyntaxNode[]
}

/** Walks through a `switch`: each branch under what its labels say, and those of the branches before it that run on into it. */
export function cases(node: SyntaxNode, walk: Walk): boolean {
  const parts = childrenOf(node)
  const before = parts.slice(0, -1)
  for (const part of before) walk.visit(part)
  const subject = before.at(-1)
  const value = subject && !/^(?:switch|;)$/.test(subject.name) ? walk.expression(subject) : undefined
  const branches = branchesOf(childrenOf(parts.at(-1) ?? node), value, walk)
  const all = branches.flatMap(({ tests }) => tests)
  let reaching: readonly Branch[] = []
  for (const branch of branches) {
    reaching = [...reaching, branch]
    walk.under(conditionOf(reaching, all), () => {
      for (const statement of branch.statements) walk.visit(statement)
    })
    if (leavesAfter(branch, node)) reaching = []
  }
  return true
}

/** Statements before the first label are a branch without one, which may run. */
function branchesOf(parts: readonly SyntaxNode[], value: Expression | undefined, walk: Walk): readonly Branch[] {
  const branches: Branch[] = [{ tests: [], isDefault: false, statements: [] }]
  for (const part of parts) {
    if (!LABEL.test(part.name)) {
      branches.at(-1)?.statements.push(part)
      continue
    }
    const words = childrenOf(part)
    const colon = words.findIndex(({ name }) => name === ':')
    const label = colon === -1 ? words : words.slice(0, colon)
    branches.push({
      tests: label.filter(({ name }) => !/^(?:case|default|,)$/.test(name)).map((word) => testOf(word, value, walk)),
      isDefault: label.some(({ name }) => name === 'default'),
      statements: words.slice(label.length),
    })
  }
  return branches
}

/** A `switch` of Go without a value compares nothing: its labels are conditions. */
function testOf(word: SyntaxNode, value: Expression | undefined, walk: Walk): Expression {
  const right = walk.expression(word)
  return value ? { is: 'same', left: value, right, at: word.from } : right
}

/** The default branch runs if no label holds but those that lead to it too. */
function conditionOf(reaching: readonly Branch[], all: readonly Expression[]): Comparison {
  const own = reaching.flatMap(({ tests }) => tests)
  const isDefault = reaching.some((branch) => branch.isDefault)
  const asked = isDefault ? all.filter((test) => !own.includes(test)) : own
  const [first, ...rest] = asked
  const test = first && rest.reduce<Expression>((left, right) => ({ is: 'either', left, right, at: first.at }), first)
  return { test, holds: !isDefault }
}

/** In Go a branch runs on only where it says so. */
function leavesAfter({ statements }: Branch, node: SyntaxNode): boolean {
  if (node.lastChild?.name === 'SwitchBlock' && node.lastChild.getChild('Case'))
    return !statements.some(({ name }) => name === 'FallthroughStatement')
  return statements.some(leaves)
}

function leaves(node: SyntaxNode): boolean {
  return LEAVES.test(node.name) || (/Block$/.test(node.name) && childrenOf(node).some(leaves))
}
