import type { SyntaxNode } from '@lezer/common'
import { childrenOf, type Grammar, splitByComma, type Walk } from '../collect.ts'
import {
  addClass,
  addFunction,
  answer,
  attempt,
  branches,
  forEach,
  literalText,
  OTHER,
  operation,
  partAt,
  perhaps,
  stringOf,
  taken,
} from '../grammar.ts'
import type { Argument, Expression, ObjectEntry, Parameter } from '../syntax.ts'
import { LOADS_BY_NAME, pythonImports } from './python-imports.ts'

function loadedByName({ callee, args }: Extract<Expression, { is: 'call' }>, at: number, walk: Walk): void {
  const name = callee.is === 'name' || callee.is === 'member' ? callee.name : undefined
  const given = args[0]?.value
  if (name === undefined || !LOADS_BY_NAME.test(name) || !given) return
  const module = stringOf(given)
  if (module === undefined) {
    if (/import_/.test(name)) walk.dynamic.push({ value: given, scope: walk.scope, at })
    return
  }
  walk.modules.push({ module, at, isWeak: true })
  const above = module.slice(0, Math.max(module.lastIndexOf('.'), 0))
  if (above !== '') walk.modules.push({ module: above, at, isWeak: true })
}

/** `app.config.from_mapping(NAME=value)`, `app.config.update({"NAME": value})`: the settings of Flask (flask.Config). */
function configured({ callee, args }: Extract<Expression, { is: 'call' }>, at: number, walk: Walk): void {
  if (callee.is !== 'member' || !/^(?:from_mapping|update)$/.test(callee.name)) return
  const { of } = callee
  if (of.is !== 'member' || of.name !== 'config') return
  for (const { name, value } of args) {
    const given = value.is === 'record' && name === undefined ? value.entries : [{ key: name, value }]
    for (const each of given) if (each.key !== undefined) walk.assign({ is: 'member', of, name: each.key, at }, each.value, at)
  }
}

/** Python, by the node names of @lezer/python. */
export const PYTHON: Grammar = {
  expression,
  nodes: {
    AssignStatement: assignment,
    ScopeStatement: taken,
    CallExpression: (node, walk) => {
      const found = walk.expression(node)
      walk.call(found)
      if (found.is === 'call') {
        loadedByName(found, node.from, walk)
        configured(found, node.from, walk)
      }
      return false
    },
    Decorator: (node, walk) => {
      walk.call(decorator(node, walk), true)
      return false
    },
    ClassDefinition: (node, walk) => {
      const bases = node.getChild('ArgList')
      const given = bases ? splitByComma(bases).map(([first]) => walk.expression(first)) : []
      return addClass(node, walk, walk.child(node, 'VariableName'), given)
    },
    FunctionDefinition: (node, walk) =>
      addFunction(node, walk, walk.child(node, 'VariableName'), parametersOf(node.getChild('ParamList'), walk)),
    LambdaExpression: (node, walk) => {
      const parameters = parametersOf(node.getChild('ParamList'), walk)
      walk.enter(walk.scopeOf(node, 'function', undefined, parameters), () => walk.answer(walk.expression(childrenOf(node).at(-1))))
      return addFunction(node, walk, undefined, parameters)
    },
    ReturnStatement: answer,
    WithStatement: withStatement,
    IfStatement: branches,
    TryStatement: attempt,
    ForStatement: loop,
    WhileStatement: perhaps,
    ImportStatement: pythonImports,
  },
}

function expression(node: SyntaxNode, walk: Walk): Expression {
  const at = node.from
  switch (node.name) {
    case 'String':
      return { is: 'text', parts: [literalText(walk.text(node))], at }
    case 'ContinuedString':
      return { is: 'text', parts: childrenOf(node).flatMap((part) => partsOf(walk.expression(part))), at }
    case 'FormatString':
      return { is: 'text', parts: formatted(node, walk), at }
    case 'VariableName':
      return { is: 'name', name: walk.text(node), at }
    case 'ParenthesizedExpression':
    case 'AwaitExpression':
      return walk.expression(childrenOf(node).at(-1))
    case 'MemberExpression':
      return member(node, walk)
    case 'CallExpression': {
      const [callee, args] = childrenOf(node)
      return { is: 'call', callee: walk.expression(callee), args: args ? argumentsOf(args, walk) : [], at, end: node.to }
    }
    case 'BinaryExpression':
      return binary(node, walk)
    case 'ConditionalExpression': {
      const [yes, , test, , no] = childrenOf(node)
      return { is: 'choice', test: walk.expression(test), yes: walk.expression(yes), no: walk.expression(no), at }
    }
    case 'UnaryExpression': {
      const [sign, of] = childrenOf(node)
      return sign?.name === 'not' ? { is: 'not', of: walk.expression(of), at } : OTHER(at)
    }
    case 'DictionaryExpression':
      return { is: 'record', entries: entries(node, walk), at }
    case 'ArrayExpression':
    case 'TupleExpression':
    case 'SetExpression':
      return { is: 'list', items: splitByComma(node).map(([first]) => walk.expression(first)), at }
    case 'LambdaExpression':
      return { is: 'function', scope: walk.scopeOf(node, 'function', undefined, parametersOf(node.getChild('ParamList'), walk)), at }
    case 'None':
      return { is: 'nothing', at }
    case 'Number':
    case 'Boolean':
      return { is: 'literal', value: walk.text(node).toLowerCase(), at }
    case 'NamedExpression':
      return walk.expression(childrenOf(node).at(-1))
    default:
      return OTHER(at)
  }
}

function partsOf(found: Expression): readonly (string | Expression)[] {
  return found.is === 'text' ? found.parts : [found]
}

function formatted(node: SyntaxNode, walk: Walk): readonly (string | Expression)[] {
  const whole = walk.text(node)
  const opening = /^\w*(?:"""|'''|"|')/.exec(whole)?.[0] ?? ''
  const closing = opening.replace(/^\w*/, '').length
  const parts: (string | Expression)[] = []
  let from = node.from + opening.length
  for (const hole of node.getChildren('FormatReplacement')) {
    parts.push(walk.slice(from, hole.from), walk.expression(childrenOf(hole)[0]))
    from = hole.to
  }
  return [...parts, walk.slice(from, node.to - closing)]
}

function member(node: SyntaxNode, walk: Walk): Expression {
  const [of, second, third] = childrenOf(node)
  const at = node.from
  if (second?.name === '.') return { is: 'member', of: walk.expression(of), name: third ? walk.text(third) : '', at }
  return partAt(walk.expression(of), walk.expression(second), at)
}

const OPERATORS: Readonly<Record<string, 'concat' | 'path'>> = { '+': 'concat', '/': 'path' }

function binary(node: SyntaxNode, walk: Walk): Expression {
  const [first, sign, second, third] = childrenOf(node)
  const at = node.from
  const word = sign ? walk.text(sign) : ''
  const left = walk.expression(first)
  const how = OPERATORS[word]
  // The second word of `not in` and `is not` is an operand of its own.
  const right = walk.expression(third ?? second)
  if (how) return { is: 'join', how, left, right, at }
  if (word === 'is') return operation(third ? '!=' : '==', left, right, at)
  if (word === 'in' && right.is === 'list') {
    // Equal to one of these: not different from all of them.
    const none = right.items.map((item): Expression => ({ is: 'not', of: { is: 'same', left, right: item, at }, at }))
    const [first = OTHER(at), ...others] = none
    return { is: 'not', of: others.reduce((all, each): Expression => ({ is: 'both', left: all, right: each, at }), first), at }
  }
  // `environ.Path(__file__) - 2` of django-environ.
  if (word === '-') return { is: 'call', callee: { is: 'member', of: left, name: '-', at }, args: [{ value: right }], at, end: node.to }
  return operation(word, left, right, at)
}

function entries(node: SyntaxNode, walk: Walk): readonly ObjectEntry[] {
  return splitByComma(node).map((group) => {
    const colon = group.findIndex(({ name }) => name === ':')
    const [first] = group
    const key = colon === 1 ? walk.expression(first) : undefined
    return { key: key && stringOf(key), value: walk.expression(group[colon === -1 ? 1 : colon + 1]), at: first?.from ?? node.from }
  })
}

function argumentsOf(node: SyntaxNode, walk: Walk): readonly Argument[] {
  return splitByComma(node).flatMap((group): Argument[] => {
    const [first, second, third] = group
    if (first?.name === '**') return [{ name: '**', value: walk.expression(second) }]
    if (first?.name === '*') return [{ value: OTHER(first.from) }]
    if (second?.name === 'AssignOp' && first) return [{ name: walk.text(first), value: walk.expression(third) }]
    return [{ value: walk.expression(first) }]
  })
}

function parametersOf(node: SyntaxNode | null, walk: Walk): readonly Parameter[] {
  if (!node) return []
  return splitByComma(node).flatMap((group): Parameter[] => {
    const name = group.find((each) => each.name === 'VariableName')
    const equals = group.findIndex((each) => each.name === 'AssignOp')
    if (!name || group[0]?.name.startsWith('*')) return []
    const type = typeOf(group.find((each) => each.name === 'TypeDef'))
    return [
      {
        name: walk.text(name),
        ...(equals === -1 ? {} : { fallback: walk.expression(group[equals + 1]) }),
        ...(type ? { type: walk.expression(type) } : {}),
      },
    ]
  })
}

/** The class that an annotation names, also in `Annotated[…]` and `Optional[…]`; undefined for any other type. */
function typeOf(annotation: SyntaxNode | null | undefined): SyntaxNode | undefined {
  const found = annotation ? childrenOf(annotation).find(({ name }) => /^(?:VariableName|MemberExpression)$/.test(name)) : undefined
  return found?.getChild('[') ? found.getChildren('VariableName')[1] : found
}

function assignment(node: SyntaxNode, walk: Walk): boolean {
  const parts = childrenOf(node)
  const equals = parts.findIndex(({ name }) => name === 'AssignOp')
  const target = parts[0]
  // `x, y = 1, 2`: as many names as values.
  const groups = splitByComma(node)
  if (groups.length > 1) {
    const joined = groups.findIndex((group) => group.some(({ name }) => name === 'AssignOp'))
    const values = [groups[joined]?.at(-1), ...groups.slice(joined + 1).map(([first]) => first)]
    const names = groups.slice(0, joined + 1).map(([first]) => first)
    for (const [index, name] of names.entries())
      if (name)
        walk.assign(walk.expression(name), values.length === names.length ? walk.expression(values[index]) : OTHER(node.from), node.from)
    return false
  }
  if (target && equals !== -1) {
    const value = walk.expression(parts.at(-1))
    for (const each of parts.slice(0, -1)) {
      if (each.name === 'VariableName' || each.name === 'MemberExpression') walk.assign(walk.expression(each), value, each.from)
    }
  }
  // A field of a class without a value.
  if (equals === -1 && walk.scope.is === 'class' && target?.name === 'VariableName') {
    const type = walk.expression(typeOf(node.getChild('TypeDef')))
    walk.bind(walk.text(target), { is: 'typed', type, at: node.from }, node.from)
  }
  return false
}

function withStatement(node: SyntaxNode, walk: Walk): boolean {
  const parts = childrenOf(node)
  for (const [index, part] of parts.entries()) {
    const name = parts[index + 1]
    if (part.name === 'as' && name?.name === 'VariableName')
      walk.bind(walk.text(name), walk.expression(parts[index - 1]), name.from, name.to)
  }
  // What fails below `contextlib.suppress(ImportError)` is passed over, as where an `except` handles it.
  if (!parts.some((part) => part.name === 'CallExpression' && /^(?:contextlib\.)?suppress\b/.test(walk.text(part)))) return false
  const guarded = walk.isGuarded
  walk.isGuarded = true
  walk.visitChildren(node)
  walk.isGuarded = guarded
  return true
}

/** `@a.b(x)`, whose names and arguments have no node of their own. */
function decorator(node: SyntaxNode, walk: Walk): Expression {
  const at = node.from
  const [first, ...others] = childrenOf(node).filter(({ name }) => name === 'VariableName')
  const callee = others.reduce<Expression>((of, name) => ({ is: 'member', of, name: walk.text(name), at }), walk.expression(first))
  const args = node.getChild('ArgList')
  return args ? { is: 'call', callee, args: argumentsOf(args, walk), at, end: node.to } : callee
}

function loop(node: SyntaxNode, walk: Walk): boolean {
  const [, name, , values] = childrenOf(node)
  if (name?.name !== 'VariableName') return perhaps(node, walk)
  return forEach(node, walk, name, walk.expression(values))
}
