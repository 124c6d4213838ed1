import type { SyntaxNode } from '@lezer/common'
import { childrenOf, enclosingClass, type Grammar, splitByComma, type Walk } from '../collect.ts'
import { addClass, addFunction, answer, branches, forEach, literalText, OTHER, operation, perhaps } from '../grammar.ts'
import type { Argument, Expression, Parameter } from '../syntax.ts'
import { annotated, prefixOf, propertyOf } from './java-properties.ts'

/** Java, by the node names of @lezer/java. */
export const JAVA: Grammar = {
  expression,
  nodes: {
    'MethodInvocation ObjectCreationExpression': addCall,
    'ClassDeclaration RecordDeclaration InterfaceDeclaration EnumDeclaration': addType,
    MethodDeclaration: addMethod,
    ConstructorDeclaration: (node, walk) => addFunction(node, walk, CONSTRUCTOR, parametersOf(node, walk)),
    LambdaExpression: (node, walk) => addFunction(node, walk, undefined, parametersOf(node, walk)),
    ReturnStatement: answer,
    'FieldDeclaration ConstantDeclaration LocalVariableDeclaration': declaration,
    Resource: (node, walk) => {
      const name = node.getChild('Definition')
      if (name) walk.bind(walk.text(name), walk.expression(node.lastChild), name.from)
      return false
    },
    AssignmentExpression: (node, walk) => {
      const [target, sign, value] = childrenOf(node)
      const left = walk.expression(target)
      const right = walk.expression(value)
      const given: Expression = sign && walk.text(sign) === '+=' ? { is: 'join', how: 'concat', left, right, at: node.from } : right
      const member = left.is === 'member' && left.of.is === 'name' && left.of.name === 'this'
      if (left.is === 'name' && isLocal(left.name, walk)) walk.bind(left.name, given, node.from)
      else if (left.is === 'name' || member) addMember(left.name, given, node, walk)
      else walk.assign(left, given, node.from)
      return false
    },
    IfStatement: branches,
    EnhancedForStatement: (node, walk) => {
      const spec = node.getChild('ForSpec')
      return forEach(node, walk, spec?.getChild('Definition'), walk.expression(spec && childrenOf(spec).at(-1)))
    },
    'ForStatement WhileStatement DoStatement CatchClause SwitchBlock': perhaps,
    ImportDeclaration: (node, walk) => {
      const module = walk.text(node.getChild('ScopedIdentifier') ?? node.getChild('Identifier') ?? node)
      const dot = module.lastIndexOf('.')
      const last = module.slice(dot + 1)
      if (node.getChild('Asterisk')) walk.stars.push(module)
      else if (node.getChild('static')) walk.imports.set(last, { module: module.slice(0, dot), name: last })
      else walk.imports.set(last, { module, name: 'default' })
      return true
    },
  },
}

/** The name of a constructor's scope: The Java Virtual Machine Specification, 2.9.1. */
export const CONSTRUCTOR = '<init>'

function addCall(node: SyntaxNode, walk: Walk): boolean {
  walk.call(walk.expression(node))
  return false
}

/** Of methods of one name, it is unknown which one is called. */
function addMethod(node: SyntaxNode, walk: Walk): boolean {
  const name = walk.child(node, 'Definition')
  const isOverload = name !== undefined && walk.scope.inner.has(name)
  addFunction(node, walk, name, parametersOf(node, walk))
  if (isOverload) walk.bind(name, OTHER(node.from), node.from)
  return true
}

/** A field that a method sets. What several set has any of these values; what a framework calls says nothing that its settings do not. */
function addMember(name: string, value: Expression, node: SyntaxNode, walk: Walk): void {
  const owner = enclosingClass(walk.scope)
  let method = node.parent
  while (method && method.name !== 'MethodDeclaration' && method.name !== 'ClassBody') method = method.parent
  const type = method?.name === 'MethodDeclaration' ? method.parent?.parent : undefined
  if (type && /^set[A-Z]/.test(walk.scope.name ?? '') && prefixOf(type, walk) !== undefined) return
  const before = owner?.members.get(name) ?? []
  const others = [before[0], before.at(-1)].some((each) => each && each.scope !== walk.scope)
  const isShared = others || (walk.scope.name !== CONSTRUCTOR && owner?.bindings.has(name) === true)
  const bind = () => walk.bindMember(name, value, node.from)
  if (isShared) walk.under({ test: undefined, holds: true }, bind)
  else bind()
}

function addType(node: SyntaxNode, walk: Walk): boolean {
  const name = walk.child(node, 'Definition')
  const base = node.getChild('Superclass')?.getChild('TypeName')
  // Other files import a file's class.
  if (name !== undefined && walk.scope.is === 'module') walk.bind('default', { is: 'name', name, at: node.from }, node.from)
  return addClass(node, walk, name, base ? [walk.expression(base)] : [])
}

function expression(node: SyntaxNode, walk: Walk): Expression {
  const at = node.from
  switch (node.name) {
    case 'StringLiteral':
    case 'TextBlock':
    case 'CharacterLiteral':
      return { is: 'text', parts: [literalText(walk.text(node))], at }
    case 'Identifier':
    case 'TypeName':
    case 'Definition':
    case 'this':
      return { is: 'name', name: walk.text(node), at }
    case 'null':
      return { is: 'nothing', at }
    case 'IntegerLiteral':
    case 'FloatingPointLiteral':
    case 'BooleanLiteral':
      return { is: 'literal', value: walk.text(node), at }
    case 'FieldAccess':
    case 'ScopedIdentifier':
    case 'ScopedTypeName':
      return { is: 'member', of: walk.expression(node.firstChild), name: walk.text(node.lastChild ?? node), at }
    case 'GenericType':
      return walk.expression(node.firstChild)
    case 'ParenthesizedExpression':
    case 'CastExpression':
      return walk.expression(childrenOf(node).at(-1))
    case 'MethodInvocation':
      return invocation(node, walk)
    case 'ObjectCreationExpression': {
      const type = node.getChild('TypeName') ?? node.getChild('ScopedTypeName') ?? node.getChild('GenericType')
      return { is: 'call', callee: walk.expression(type), args: argumentsOf(node, walk), at, end: node.to }
    }
    case 'AssignmentExpression':
      return walk.expression(node.lastChild)
    case 'LambdaExpression':
      return { is: 'function', scope: walk.scopeOf(node, 'function', undefined, parametersOf(node, walk)), at }
    default:
      return withOperator(node, walk)
  }
}

function withOperator(node: SyntaxNode, walk: Walk): Expression {
  const at = node.from
  const [first, sign, second, , third] = childrenOf(node)
  if (node.name === 'TernaryExpression')
    return { is: 'choice', test: walk.expression(first), yes: walk.expression(second), no: walk.expression(third), at }
  if (node.name === 'UnaryExpression' && first && walk.text(first) === '!') return { is: 'not', of: walk.expression(sign), at }
  if (node.name !== 'BinaryExpression' || !sign) return OTHER(at)
  const [left, right] = [walk.expression(first), walk.expression(second)]
  return walk.text(sign) === '+' ? { is: 'join', how: 'concat', left, right, at } : operation(walk.text(sign), left, right, at)
}

function invocation(node: SyntaxNode, walk: Walk): Expression {
  const at = node.from
  const name = walk.child(node, 'MethodName') ?? ''
  const args = argumentsOf(node, walk)
  const object = node.firstChild?.name === 'MethodName' ? undefined : node.firstChild
  if (!object) return { is: 'call', callee: { is: 'name', name, at }, args, at, end: node.to }
  return { is: 'call', callee: { is: 'member', of: walk.expression(object), name, at }, args, at, end: node.to }
}

function argumentsOf(node: SyntaxNode, walk: Walk): readonly Argument[] {
  const list = node.getChild('ArgumentList')
  return list ? splitByComma(list).map(([first]) => ({ value: walk.expression(first) })) : []
}

function parametersOf(node: SyntaxNode, walk: Walk): readonly Parameter[] {
  return (node.getChild('FormalParameters')?.getChildren('FormalParameter') ?? []).flatMap((each): Parameter[] => {
    const name = walk.child(each, 'Definition')
    const fallback = annotated(each, walk) ?? instanceOf(each, walk)
    return name === undefined ? [] : [{ name, ...(fallback ? { fallback } : {}) }]
  })
}

/** `String a = "x", b;`, and what a framework gives to a field without a value. */
function declaration(node: SyntaxNode, walk: Walk): boolean {
  const owner = node.name === 'FieldDeclaration' ? node.parent?.parent : undefined
  for (const each of node.getChildren('VariableDeclarator')) {
    const name = walk.child(each, 'Definition')
    if (name === undefined) continue
    const written = each.getChild('AssignOp') ? walk.expression(each.lastChild) : undefined
    const usual = written ?? (owner ? instanceOf(node, walk) : undefined)
    const value = annotated(node, walk) ?? (owner && propertyOf(owner, name, written, walk)) ?? usual
    if (value) walk.bind(name, value, each.from)
    else if (!owner) walk.bind(name, OTHER(each.from), each.from)
  }
  return false
}

/** An object of the declared type: a framework makes it. What is not a class of the program stays unknown. */
function instanceOf(node: SyntaxNode, walk: Walk): Expression | undefined {
  const type = node.getChild('TypeName')
  return type ? { is: 'call', callee: walk.expression(type), args: [], at: type.from, end: type.to } : undefined
}

/** Whether a name is one of a function around this place, and not a field. */
function isLocal(name: string, { scope }: Walk): boolean {
  const owner = enclosingClass(scope)
  for (let at: typeof scope | undefined = scope; at && at !== owner; at = at.parent)
    if (at.bindings.has(name) || at.parameters.some((each) => each.name === name)) return true
  return owner === undefined
}
