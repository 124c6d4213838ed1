import type { SyntaxNode } from '@lezer/common'
import { remember } from '../../../model/maps.ts'
import { childrenOf, type Walk } from '../collect.ts'
import { stringOf } from '../grammar.ts'
import type { Expression } from '../syntax.ts'

/** The call that stands for a place whose value a framework gives: `@Value("${a}")`, or `a` of a class with properties. */
export const GIVEN_PROPERTY = '@property'

/** What a framework gives to a field or parameter by `@Value`. */
export function annotated(node: SyntaxNode, walk: Walk): Expression | undefined {
  const given = node.getChild('Modifiers')?.getChildren('Annotation') ?? []
  const found = given.find((each) => walk.child(each, 'Identifier') === 'Value')
  const value = found && annotationValues(found, walk).get('value')
  return value && property(value, undefined, found.from)
}

function annotationValues(annotation: SyntaxNode, walk: Walk): ReadonlyMap<string, Expression> {
  const list = annotation.getChild('AnnotationArgumentList')
  const pairs = (list?.getChildren('ElementValuePair') ?? []).map(
    (pair) => [walk.child(pair, 'Identifier') ?? '', walk.expression(pair.lastChild)] as const,
  )
  const [first] = list ? childrenOf(list) : []
  return new Map(pairs.length > 0 || !first ? pairs : [['value', walk.expression(first)]])
}

function property(text: Expression, fallback: Expression | undefined, at: number): Expression {
  const args = [{ value: text }, ...(fallback ? [{ value: fallback }] : [])]
  return { is: 'call', callee: { is: 'name', name: GIVEN_PROPERTY, at }, args, at, end: at }
}

/** The value of a field that the settings of the program give, as its class says. */
export function propertyOf(owner: SyntaxNode, name: string, usual: Expression | undefined, walk: Walk): Expression | undefined {
  const prefix = prefixOf(owner, walk)
  if (prefix === undefined) return undefined
  return property({ is: 'text', parts: [`\${${prefix}.${name}}`], at: owner.from }, usual, owner.from)
}

/** The prefix of a class with properties; a class in it has the name of the field of its type. */
export function prefixOf(owner: SyntaxNode, walk: Walk): string | undefined {
  const known = remember(prefixes, walk, () => new Map<number, { readonly prefix: string | undefined }>())
  return remember(known, owner.from, () => ({ prefix: findPrefix(owner, walk) })).prefix
}

const prefixes = new WeakMap<Walk, Map<number, { readonly prefix: string | undefined }>>()

function findPrefix(owner: SyntaxNode, walk: Walk): string | undefined {
  const found = owner
    .getChild('Modifiers')
    ?.getChildren('Annotation')
    .find((each) => /^(?:ConfigurationProperties|ConfigMapping)$/.test(walk.child(each, 'Identifier') ?? ''))
  const values = found && annotationValues(found, walk)
  const prefix = values && (values.get('prefix') ?? values.get('value'))
  if (prefix) return stringOf(prefix)
  const outer = owner.parent?.parent
  const above = owner.parent?.name === 'ClassBody' && outer ? prefixOf(outer, walk) : undefined
  if (above === undefined) return undefined
  const own = walk.child(owner, 'Definition')
  const field = owner.parent?.getChildren('FieldDeclaration').find((each) => walk.child(each, 'TypeName') === own)
  const declared = field?.getChild('VariableDeclarator')?.getChild('Definition')
  return declared ? `${above}.${walk.text(declared)}` : undefined
}
