import type { SyntaxNode } from '@lezer/common'
import { childrenOf, type Grammar, splitByComma, type Walk } from '../collect.ts'
import { addClass, addFunction, answer, branches, forEach, literalText, OTHER, operation, partAt, perhaps, stringOf } from '../grammar.ts'
import { cases } from '../switch.ts'
import type { Argument, Expression, ObjectEntry, Parameter, Scope } from '../syntax.ts'
import { after, destructure, exports, identifierOf, imports } from './javascript-imports.ts'

/** JavaScript and TypeScript, by the node names of @lezer/javascript. */
export const JAVASCRIPT: Grammar = {
  declares: true,
  expression,
  nodes: {
    'CallExpression NewExpression TaggedTemplateExpression': addCall,
    DynamicImport: (node, walk) => {
      importedBy(node, walk.expression(childrenOf(node)[1]), walk)
      return false
    },
    VariableDeclaration: declaration,
    AssignmentExpression: assignment,
    'ClassDeclaration ClassExpression': classNode,
    PropertyDeclaration: (node, walk) => {
      const name = walk.child(node, 'PropertyDefinition')
      const value = after(node, 'Equals')
      if (name !== undefined && value) walk.bind(name, walk.expression(value), node.from)
      return false
    },
    EnumDeclaration: (node, walk) => {
      const body = node.getChild('EnumBody')
      const name = walk.child(node, 'TypeDefinition')
      const members = body ? splitByComma(body) : []
      const entries = members.flatMap(([key, , value]): ObjectEntry[] =>
        key && value ? [{ key: walk.text(key), value: walk.expression(value), at: key.from }] : [],
      )
      if (name !== undefined) walk.bind(name, { is: 'record', entries, at: node.from }, node.from)
      return true
    },
    'FunctionDeclaration FunctionExpression ArrowFunction MethodDeclaration': functionNode,
    Property: (node, walk) => (node.getChild('ParamList') ? functionNode(node, walk) : false),
    // Its parts may describe environment variables, wherever it is.
    ObjectExpression: (node, walk) => {
      walk.expression(node)
      return false
    },
    ReturnStatement: answer,
    IfStatement: branches,
    ForStatement: loop,
    SwitchStatement: cases,
    'WhileStatement CatchClause': perhaps,
    ImportDeclaration: imports,
    ExportDeclaration: exports,
    'TypeAliasDeclaration InterfaceDeclaration TypeAnnotation': () => true,
  },
}

function addCall(node: SyntaxNode, walk: Walk): boolean {
  const found = walk.expression(node)
  if (found.is === 'call') walk.call(found)
  if (found.is === 'module') walk.modules.push({ module: found.module, at: node.from })
  if (found.is === 'call' && found.callee.is === 'name' && found.callee.name === 'require' && found.args[0])
    importedBy(node, found.args[0].value, walk)
  return false
}

function importedBy(node: SyntaxNode, value: Expression, walk: Walk): void {
  const module = stringOf(value)
  if (module !== undefined) walk.modules.push({ module, at: node.from })
  else walk.dynamic.push({ value, scope: walk.scope, at: node.from })
}

function expression(node: SyntaxNode, walk: Walk): Expression {
  const at = node.from
  switch (node.name) {
    case 'String':
      return { is: 'text', parts: [literalText(walk.text(node))], at }
    case 'TemplateString':
      return { is: 'text', parts: template(node, walk), at }
    case 'VariableName':
      return walk.text(node) === 'undefined' ? { is: 'nothing', at } : { is: 'name', name: walk.text(node), at }
    case 'ImportMeta':
      return { is: 'name', name: 'import.meta', at }
    case 'this':
    case 'super':
      return { is: 'name', name: 'this', at }
    case 'null':
      return { is: 'nothing', at }
    case 'Number':
    case 'BooleanLiteral':
      return { is: 'literal', value: walk.text(node), at }
    case 'ParenthesizedExpression':
    case 'SequenceExpression':
      return walk.expression(childrenOf(node).at(-1))
    case 'AwaitExpression':
    case 'PostfixExpression':
    case 'InstantiationExpression':
      return walk.expression(childrenOf(node)[node.name === 'AwaitExpression' ? 1 : 0])
    case 'MemberExpression':
      return member(node, walk)
    case 'DynamicImport': {
      const module = stringOf(walk.expression(childrenOf(node)[1]))
      return module === undefined ? OTHER(at) : { is: 'module', module, at }
    }
    case 'CallExpression':
    case 'NewExpression':
      return call(node, walk)
    case 'TaggedTemplateExpression': {
      const [tag, template] = childrenOf(node)
      return { is: 'call', callee: walk.expression(tag), args: [{ value: walk.expression(template) }], at, end: node.to }
    }
    case 'BinaryExpression':
      return binary(node, walk)
    case 'ConditionalExpression': {
      const [test, , yes, , no] = childrenOf(node)
      return { is: 'choice', test: walk.expression(test), yes: walk.expression(yes), no: walk.expression(no), at }
    }
    case 'UnaryExpression': {
      const [sign, of] = childrenOf(node)
      return sign && walk.text(sign) === '!' ? { is: 'not', of: walk.expression(of), at } : OTHER(at)
    }
    case 'ObjectExpression':
      return { is: 'record', entries: entries(node, walk), at }
    case 'ArrayExpression':
      return { is: 'list', items: splitByComma(node).map((group) => walk.expression(group.at(-1))), at }
    case 'ArrowFunction':
    case 'FunctionExpression':
      return { is: 'function', scope: walk.scopeOf(node, 'function', identifierOf(node, walk), parametersOf(node, walk)), at }
    case 'AssignmentExpression':
      return walk.expression(childrenOf(node).at(-1))
    default:
      return OTHER(at)
  }
}

function template(node: SyntaxNode, walk: Walk): readonly (string | Expression)[] {
  const parts: (string | Expression)[] = []
  let from = node.from + 1
  for (const hole of node.getChildren('Interpolation')) {
    parts.push(walk.slice(from, hole.from), walk.expression(childrenOf(hole)[1]))
    from = hole.to
  }
  return [...parts, walk.slice(from, node.to - 1)]
}

function member(node: SyntaxNode, walk: Walk): Expression {
  const [of] = childrenOf(node)
  const name = walk.child(node, 'PropertyName') ?? walk.child(node, 'PrivatePropertyName')
  if (name !== undefined) return { is: 'member', of: walk.expression(of), name, at: node.from }
  return partAt(walk.expression(of), walk.expression(childrenOf(node).at(-1)), node.from)
}

function call(node: SyntaxNode, walk: Walk): Expression {
  const parts = childrenOf(node)
  const callee = walk.expression(parts[node.name === 'NewExpression' ? 1 : 0])
  const list = node.getChild('ArgList')
  const args = list
    ? splitByComma(list).map(([first]): Argument => ({ value: first?.name === 'Spread' ? OTHER(first.from) : walk.expression(first) }))
    : []
  const module = callee.is === 'name' && callee.name === 'require' ? stringOf(args[0]?.value ?? OTHER(node.from)) : undefined
  if (module !== undefined) return { is: 'module', module, at: node.from }
  const taker = args[0]?.value
  if (callee.is === 'member' && callee.name === 'then' && callee.of.is === 'module' && taker?.is === 'function')
    giveModule(callee.of, taker.scope, walk)
  return { is: 'call', callee, args, at: node.from, end: node.to }
}

/** The first parameter of a function in `import(…).then(…)` is the module. */
function giveModule(module: Expression, taker: Scope | undefined, walk: Walk): void {
  const [parameter] = taker?.parameters ?? []
  if (taker && parameter) walk.enter(taker, () => walk.bind(parameter.name, module, module.at))
}

function binary(node: SyntaxNode, walk: Walk): Expression {
  const [first, sign, second] = childrenOf(node)
  const at = node.from
  const word = sign ? walk.text(sign) : ''
  const left = walk.expression(first)
  // `x as string`, `x satisfies T`
  if (word === 'as' || word === 'satisfies') return left
  const right = walk.expression(second)
  return word === '+' ? { is: 'join', how: 'concat', left, right, at } : operation(word, left, right, at)
}

function entries(node: SyntaxNode, walk: Walk): readonly ObjectEntry[] {
  return node.getChildren('Property').map((property): ObjectEntry => {
    const [first, second] = childrenOf(property)
    const at = property.from
    if (!first || first.name === 'Spread') return { key: undefined, value: walk.expression(second), at }
    const key = first.name === 'String' ? literalText(walk.text(first)) : first.name === 'PropertyDefinition' ? walk.text(first) : undefined
    if (property.getChild('ParamList'))
      return { key, value: { is: 'function', scope: walk.scopeOf(property, 'function', key, parametersOf(property, walk)), at }, at }
    const value = after(property, ':')
    if (value) {
      const given = walk.expression(value)
      walk.describe(key, given)
      return { key, value: given, at }
    }
    return { key, value: key === undefined ? OTHER(at) : { is: 'name', name: key, at }, at }
  })
}

function parametersOf(node: SyntaxNode, walk: Walk): readonly Parameter[] {
  const list = node.getChild('ParamList')
  if (!list) return []
  const groups = list.firstChild?.name === 'VariableDefinition' ? [[list.firstChild]] : splitByComma(list)
  return groups.map((group, at): Parameter => {
    const name = group.find((each) => each.name === 'VariableDefinition')
    const equals = group.findIndex((each) => each.name === 'Equals')
    const type = group.find((each) => each.name === 'TypeAnnotation')?.getChild('TypeName')
    return {
      name: name ? walk.text(name) : unnamed(at),
      ...(equals === -1 ? {} : { fallback: walk.expression(group[equals + 1]) }),
      ...(type ? { type: { is: 'name', name: walk.text(type), at: type.from } } : {}),
    }
  })
}

/** The name of a parameter that is taken apart where it is written: no program can have it. */
function unnamed(at: number): string {
  return `{${at}}`
}

/** `({ root, port = 80 }) => …` */
function takenApart(node: SyntaxNode, walk: Walk): void {
  const list = node.getChild('ParamList')
  for (const [index, group] of (list ? splitByComma(list) : []).entries()) {
    const pattern = group.find(({ name }) => name === 'ObjectPattern')
    if (pattern) destructure(pattern, { is: 'name', name: unnamed(index), at: pattern.from }, walk)
  }
}

function functionNode(node: SyntaxNode, walk: Walk): boolean {
  const name = identifierOf(node, walk)
  const body = node.lastChild
  const parameters = parametersOf(node, walk)
  const scope = walk.scopeOf(node, 'function', name, parameters)
  // `constructor(private readonly x: string)` stores its argument.
  if (name === 'constructor') walk.enter(scope, () => ownParameters(node, walk))
  walk.enter(scope, () => takenApart(node, walk))
  if (body && body.name !== 'Block') walk.enter(scope, () => walk.answer(walk.expression(body)))
  return addFunction(node, walk, name, parameters)
}

function ownParameters(node: SyntaxNode, walk: Walk): void {
  const list = node.getChild('ParamList')
  for (const group of list ? splitByComma(list) : []) {
    const name = group.find((each) => each.name === 'VariableDefinition')
    if (name && /^(?:Privacy|readonly)$/.test(group[0]?.name ?? ''))
      walk.bindMember(walk.text(name), { is: 'name', name: walk.text(name), at: name.from }, name.from)
  }
}

function classNode(node: SyntaxNode, walk: Walk): boolean {
  const base = after(node, 'extends')
  return addClass(node, walk, walk.child(node, 'VariableDefinition'), base ? [walk.expression(base)] : [])
}

function declaration(node: SyntaxNode, walk: Walk): boolean {
  for (const group of splitByComma(node)) {
    const target = group.find(({ name }) => /^(?:VariableDefinition|ObjectPattern)$/.test(name))
    const equals = group.findIndex(({ name }) => name === 'Equals')
    if (!target || equals === -1) continue
    const value = walk.expression(group[equals + 1])
    if (target.name === 'VariableDefinition') walk.bind(walk.text(target), value, target.from)
    else destructure(target, value, walk)
  }
  return false
}

function assignment(node: SyntaxNode, walk: Walk): boolean {
  const [target, sign, value] = childrenOf(node)
  const left = walk.expression(target)
  const right = updated(left, sign ? walk.text(sign) : '=', walk.expression(value), node.from)
  walk.assign(left, right, node.from)
  const exported = left.is === 'member' ? pathOf(left) : ''
  if (exported === 'module.exports') walk.bind('default', right, node.from)
  const name = /^(?:module\.)?exports\.(\w+)$/.exec(exported)?.[1]
  if (name !== undefined) walk.bind(name, right, node.from)
  return false
}

/** What `left` is after `left += right`, `left ||= right` and the like. */
function updated(left: Expression, sign: string, right: Expression, at: number): Expression {
  if (sign === '=') return right
  if (sign === '+=') return { is: 'join', how: 'concat', left, right, at }
  return sign === '||=' || sign === '??=' ? { is: 'either', left, right, at } : OTHER(at)
}

function pathOf(found: Expression): string {
  if (found.is === 'name') return found.name
  return found.is === 'member' ? `${pathOf(found.of)}.${found.name}` : '?'
}

function loop(node: SyntaxNode, walk: Walk): boolean {
  const spec = node.getChild('ForOfSpec')
  return forEach(node, walk, spec?.getChild('VariableDefinition'), walk.expression(spec && childrenOf(spec).at(-1)))
}
