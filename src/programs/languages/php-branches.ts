import type { SyntaxNode } from '@lezer/common'
import { childrenOf, type Walk } from './collect.ts'
import type { Expression } from './syntax.ts'

/** Branches and loops of PHP. */

export function ifStatement(node: SyntaxNode, walk: Walk): boolean {
  let test: Expression | undefined
  const before: Expression[] = []
  const against = (index: number, visit: () => void): void => {
    const found = before[index]
    if (!found) visit()
    else walk.under({ test: found, holds: false }, () => against(index + 1, visit))
  }
  for (let child = node.firstChild; child; child = child.nextSibling) {
    const part = child
    if (/^(?:if|elseif|:|endif|;)$/.test(part.name)) continue
    if (part.name === 'else') test = undefined
    else if (part.name === 'ParenthesizedExpression') {
      test = walk.expression(part)
      walk.visit(part)
    } else {
      const own = test
      against(0, () => (own ? walk.under({ test: own, holds: true }, () => walk.visit(part)) : walk.visit(part)))
      if (own) before.push(own)
    }
  }
  return true
}

export function foreach(node: SyntaxNode, walk: Walk): boolean {
  const spec = node.getChild('ForSpec')
  const [values, , item] = spec ? childrenOf(spec) : []
  const name = item?.name === 'Pair' ? childrenOf(item).at(-1) : item
  const list = walk.expression(values)
  const items = list.is === 'list' ? list.items : list.is === 'record' ? list.entries.map(({ value }) => value) : undefined
  if (name?.name === 'VariableName' && items) {
    walk.bind(walk.text(name), { is: 'each', items: items.slice(0, 12), at: name.from }, name.from)
    return false
  }
  return loop(node, walk)
}

export function loop(node: SyntaxNode, walk: Walk): boolean {
  walk.under({ test: undefined, holds: true }, () => walk.visitChildren(node))
  return true
}

export function tryStatement(node: SyntaxNode, walk: Walk): boolean {
  let isHandler = false
  for (let child = node.firstChild; child; child = child.nextSibling) {
    const part = child
    if (part.name === 'catch') isHandler = true
    if (part.name === 'finally') isHandler = false
    if (isHandler) walk.under({ test: undefined, holds: true }, () => walk.visit(part))
    else walk.visit(part)
  }
  return true
}
