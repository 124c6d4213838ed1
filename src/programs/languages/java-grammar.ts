import type { SyntaxNode } from '@lezer/common'
import { childrenOf, enclosingClass, type Grammar, splitByComma, type Walk } from './collect.ts'
import { addClass, addFunction, branches, forEach, literalText, OTHER, operation, partAt, perhaps, stringOf } from './grammar.ts'
import type { Argument, Expression, Parameter } from './syntax.ts'

/** Java, by the node names of @lezer/java. */
export const JAVA: Grammar = {
  expression,
  nodes: {
    MethodInvocation: addCall,
    ObjectCreationExpression: addCall,
    ClassDeclaration: addType,
    RecordDeclaration: addType,
    InterfaceDeclaration: addType,
    EnumDeclaration: addType,
    MethodDeclaration: (node, walk) => addFunction(node, walk, walk.child(node, 'Definition'), parametersOf(node, walk)),
    ConstructorDeclaration: (node, walk) => addFunction(node, walk, CONSTRUCTOR, parametersOf(node, walk)),
    LambdaExpression: (node, walk) => addFunction(node, walk, undefined, parametersOf(node, walk)),
    ReturnStatement: (node, walk) => {
      walk.answer(walk.expression(childrenOf(node)[1]))
      return false
    },
    FieldDeclaration: declaration,
    ConstantDeclaration: declaration,
    LocalVariableDeclaration: declaration,
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
      if (left.is === 'name' && !isLocal(left.name, walk)) walk.bindMember(left.name, given, node.from)
      else walk.assign(left, given, node.from)
      return false
    },
    IfStatement: branches,
    EnhancedForStatement: (node, walk) => {
      const spec = node.getChild('ForSpec')
      return forEach(node, walk, spec?.getChild('Definition'), walk.expression(spec && childrenOf(spec).at(-1)))
    },
    ForStatement: perhaps,
    WhileStatement: perhaps,
    DoStatement: perhaps,
    CatchClause: perhaps,
    SwitchBlock: perhaps,
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

/** The call that stands for a place whose value a framework gives: `@Value("${a}")`, or `a` of a class with properties. */
export const GIVEN_PROPERTY = '@property'

function addCall(node: SyntaxNode, walk: Walk): boolean {
  walk.call(walk.expression(node))
  return false
}

function addType(node: SyntaxNode, walk: Walk): boolean {
  const name = walk.child(node, 'Definition')
  const base = node.getChild('Superclass')?.getChild('TypeName')
  // Other files import a file's class.
  if (name !== undefined && walk.scope.is === 'module') walk.bind('default', { is: 'name', name, at: node.from }, node.from)
  const added = addClass(node, walk, name, base ? [walk.expression(base)] : [])
  const header = node.getChild('RecordHeader')
  const scope = name === undefined ? undefined : walk.scope.inner.get(name)
  if (scope && header) walk.enter(scope, () => addComponents(node, header, walk))
  return added
}

/** The components of a record: fields, which its constructor is given. */
function addComponents(record: SyntaxNode, header: SyntaxNode, walk: Walk): void {
  const components = header.getChildren('RecordComponent').map((each) => ({ each, name: walk.child(each, 'Definition') ?? '' }))
  const maker = walk.scopeOf(
    header,
    'function',
    CONSTRUCTOR,
    components.map(({ name }) => ({ name })),
  )
  walk.scope.inner.set(CONSTRUCTOR, maker)
  for (const { each, name } of components) {
    const value = annotated(each, walk) ?? propertyOf(record, name, undefined, walk)
    if (value) walk.bind(name, value, each.from)
    else walk.enter(maker, () => walk.bindMember(name, { is: 'name', name, at: each.from }, each.from))
  }
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
    case 'ArrayAccess': {
      const [of, key] = childrenOf(node)
      return partAt(walk.expression(of), walk.expression(key), at)
    }
    case 'ArrayCreationExpression':
      return walk.expression(node.getChild('ArrayInitializer'))
    case 'ArrayInitializer':
      return { is: 'list', items: splitByComma(node).map(([each]) => walk.expression(each)), at }
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

/** `List.of("a")` and `Arrays.asList("a")` are lists. */
const LISTS = /^(?:List|Set|Arrays|ImmutableList)\.(?:of|asList)$/

function invocation(node: SyntaxNode, walk: Walk): Expression {
  const at = node.from
  const name = walk.child(node, 'MethodName') ?? ''
  const args = argumentsOf(node, walk)
  const object = node.firstChild?.name === 'MethodName' ? undefined : node.firstChild
  if (!object) return { is: 'call', callee: { is: 'name', name, at }, args, at, end: node.to }
  if (LISTS.test(`${walk.text(object)}.${name}`)) return { is: 'list', items: args.map(({ value }) => value), at }
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

/** Annotations whose first value is a text with places for properties, and those that have the name of one. */
const TEXT = /^Value$/
const NAME = /^(?:ConfigProperty|Property)$/

function annotated(node: SyntaxNode, walk: Walk): Expression | undefined {
  for (const each of node.getChild('Modifiers')?.getChildren('Annotation') ?? []) {
    const name = walk.text(each.getChild('Identifier') ?? each)
    if (!TEXT.test(name) && !NAME.test(name)) continue
    const values = annotationValues(each, walk)
    const first = values.get('value') ?? values.get('name')
    const fallback = values.get('defaultValue')
    const text = first && stringOf(first)
    if (text !== undefined && NAME.test(name)) return property(`\${${text}}`, fallback, each.from)
    return (
      first && {
        is: 'call',
        callee: { is: 'name', name: GIVEN_PROPERTY, at: each.from },
        args: [{ value: first }],
        at: each.from,
        end: each.to,
      }
    )
  }
  return undefined
}

function annotationValues(annotation: SyntaxNode, walk: Walk): ReadonlyMap<string, Expression> {
  const list = annotation.getChild('AnnotationArgumentList')
  const pairs = (list?.getChildren('ElementValuePair') ?? []).map(
    (pair) => [walk.child(pair, 'Identifier') ?? '', walk.expression(pair.lastChild)] as const,
  )
  const [first] = list ? childrenOf(list) : []
  return new Map(pairs.length > 0 || !first ? pairs : [['value', walk.expression(first)]])
}

function property(text: string, fallback: Expression | undefined, at: number): Expression {
  const args = [{ value: { is: 'text', parts: [text], at } as const }, ...(fallback ? [{ value: fallback }] : [])]
  return { is: 'call', callee: { is: 'name', name: GIVEN_PROPERTY, at }, args, at, end: at }
}

/** The value of a field that the settings of the program give, as its class says. */
function propertyOf(owner: SyntaxNode, name: string, usual: Expression | undefined, walk: Walk): Expression | undefined {
  const prefix = prefixOf(owner, walk)
  return prefix === undefined ? undefined : property(`\${${prefix}.${name}}`, usual, owner.from)
}

/** The prefix of a class with properties; a class in it has the name of the field of its type. */
function prefixOf(owner: SyntaxNode, walk: Walk): string | undefined {
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

/** Whether a name is one of a function around this place, and not a field. */
function isLocal(name: string, { scope }: Walk): boolean {
  const owner = enclosingClass(scope)
  for (let at: typeof scope | undefined = scope; at && at !== owner; at = at.parent)
    if (at.bindings.has(name) || at.parameters.some((each) => each.name === name)) return true
  return owner === undefined
}
