import type { SyntaxNode } from '@lezer/common'
import { splitByComma, type Walk } from '../collect.ts'
import { literalText, OTHER } from '../grammar.ts'
import type { Expression } from '../syntax.ts'

/** What modules of JavaScript take from each other and hand out. */

/** The node after a sign. */
export function after(node: SyntaxNode, sign: string): SyntaxNode | null {
  return node.getChild(sign)?.nextSibling ?? null
}

export function identifierOf(node: SyntaxNode, walk: Walk): string | undefined {
  return walk.child(node, 'VariableDefinition') ?? walk.child(node, 'PropertyDefinition')
}

export function imports(node: SyntaxNode, walk: Walk): boolean {
  const source = node.getChild('String')
  if (!source) return true
  const module = literalText(walk.text(source))
  const isType = node.getChild('type') !== null
  walk.modules.push({ module, at: node.from, ...(isType ? { isWeak: true } : {}) })
  const whole = walk.child(node, 'VariableDefinition')
  if (whole !== undefined) walk.imports.set(whole, { module, name: node.getChild('Star') ? '*' : 'default' })
  named(node.getChild('ImportGroup'), walk, (name, alias) => walk.imports.set(alias, { module, name }))
  return true
}

function named(group: SyntaxNode | null, walk: Walk, take: (name: string, alias: string) => void): void {
  for (const words of group ? splitByComma(group) : []) {
    const names = words.filter(({ name }) => /^Variable/.test(name)).map((each) => walk.text(each))
    const [name] = names
    if (name !== undefined) take(name, names.at(-1) ?? name)
  }
}

export function exports(node: SyntaxNode, walk: Walk): boolean {
  const source = node.getChild('String')
  const group = node.getChild('ExportGroup')
  if (source) {
    const module = literalText(walk.text(source))
    walk.modules.push({ module, at: node.from })
    if (node.getChild('Star')) walk.stars.push(module)
    named(group, walk, (name, alias) => walk.imports.set(alias, { module, name }))
    return true
  }
  named(group, walk, (name, alias) => {
    if (name !== alias) walk.bind(alias, { is: 'name', name, at: node.from }, node.from)
  })
  const main = node.getChild('default') ? after(node, 'default') : after(node, 'Equals')
  if (main) {
    const value = /^(?:Function|Class)Declaration$/.test(main.name) ? OTHER(main.from) : walk.expression(main)
    const name = identifierOf(main, walk)
    walk.bind('default', name === undefined || value.is !== 'other' ? value : { is: 'name', name, at: main.from }, main.from)
  }
  return false
}

/** `const { a, b: c = 1 } = value` */
export function destructure(pattern: SyntaxNode, value: Expression, walk: Walk): void {
  for (const property of pattern.getChildren('PatternProperty')) {
    const names = property.getChildren('VariableDefinition')
    const key = property.getChild('PropertyName') ?? names[0]
    const name = names.at(-1)
    if (!key || !name || property.getChild('Spread')) continue
    const taken: Expression = { is: 'member', of: value, name: walk.text(key), at: property.from }
    const fallback = after(property, 'Equals')
    walk.bind(
      walk.text(name),
      fallback ? { is: 'either', left: taken, right: walk.expression(fallback), at: property.from } : taken,
      name.from,
    )
  }
}
