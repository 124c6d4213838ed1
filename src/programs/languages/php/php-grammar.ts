import type { SyntaxNode } from '@lezer/common'
import { childrenOf, enclosingClass, type Grammar, splitByComma, type Walk } from '../collect.ts'
import {
  addClass,
  addFunction,
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
import { cases } from '../switch.ts'
import type { Argument, Expression, ObjectEntry, Parameter } from '../syntax.ts'

/** PHP, by the node names of @lezer/php. */
export const PHP: Grammar = {
  expression,
  nodes: {
    'CallExpression NewExpression': addCall,
    AssignmentExpression: (node, walk) => {
      const [target, , value] = childrenOf(node)
      walk.assign(walk.expression(target), walk.expression(value), node.from)
      return false
    },
    GlobalDeclaration: taken,
    UpdateExpression: (node, walk) => {
      const [target, sign, value] = childrenOf(node)
      const left = walk.expression(target)
      const right = walk.expression(value)
      const isDefault = sign !== undefined && walk.text(sign) === '??='
      walk.assign(
        left,
        isDefault ? { is: 'either', left, right, at: node.from } : { is: 'join', how: 'concat', left, right, at: node.from },
        node.from,
      )
      return false
    },
    'ConstDeclaration PropertyDeclaration FunctionStaticDeclaration': declaration,
    'FunctionDefinition MethodDeclaration FunctionExpression': functionNode,
    ArrowFunction: (node, walk) => {
      const body = node.lastChild
      const scope = walk.scopeOf(node, 'function', undefined, parametersOf(node, walk))
      if (body) walk.enter(scope, () => walk.answer(walk.expression(body)))
      return addFunction(node, walk, undefined, parametersOf(node, walk))
    },
    'ClassDeclaration TraitDeclaration': classNode,
    ReturnStatement: (node, walk) => {
      const value = walk.expression(childrenOf(node)[1])
      if (walk.scope.is === 'module') walk.bind('default', value, node.from)
      else walk.answer(value)
      return false
    },
    IfStatement: branches,
    ForeachStatement: foreach,
    SwitchStatement: cases,
    'ForStatement WhileStatement': perhaps,
    TryStatement: attempt,
    NamespaceUseDeclaration: (node, walk) => {
      // `use Monolog\Handler\{StreamHandler, SyslogHandler as Log}`
      const group = node.getChild('UseGroup')
      const above = group ? walk.slice(node.getChild('NamespaceName')?.from ?? group.from, group.from) : ''
      for (const words of group ? group.getChildren('UseClause').map(childrenOf) : splitByComma(node)) {
        const name = words.find((each) => each.name === 'QualifiedName' || each.name === 'Name')
        const alias = words.findIndex((each) => each.name === 'as')
        if (!name) continue
        const module = above + nameText(name, walk)
        const own = alias === -1 ? module.slice(module.lastIndexOf('\\') + 1) : walk.text(words[alias + 1] ?? name)
        walk.imports.set(own, { module, name: '*' })
      }
      return true
    },
    'IncludeExpression RequireExpression': include,
  },
}

function addCall(node: SyntaxNode, walk: Walk): boolean {
  const found = walk.expression(node)
  walk.call(found)
  if (found.is === 'call' && found.callee.is === 'name' && found.callee.name === 'define') {
    const [name, value] = found.args
    const text = name && stringOf(name.value)
    if (text !== undefined && value) walk.bind(text, value.value, node.from)
  }
  return false
}

function include(node: SyntaxNode, walk: Walk): boolean {
  walk.dynamic.push({ value: walk.expression(childrenOf(node).at(-1)), scope: walk.scope, at: node.from })
  return false
}

/** A name with the namespace that its first part was imported for: `Handler\StreamHandler` after `use Monolog\Handler`. */
function qualified(node: SyntaxNode, walk: Walk): string {
  const [, first = '', rest = ''] = /^(\w+)(\\.*)$/.exec(walk.text(node)) ?? []
  const imported = walk.imports.get(first)
  return imported ? imported.module + rest : nameText(node, walk)
}

/** `\PDO` is `PDO`. */
function nameText(node: SyntaxNode, walk: Walk): string {
  return walk.text(node).replace(/^\\/, '')
}

function expression(node: SyntaxNode, walk: Walk): Expression {
  const at = node.from
  switch (node.name) {
    case 'String':
      return { is: 'text', parts: stringParts(node, walk), at }
    case 'VariableName':
      return { is: 'name', name: walk.text(node) === '$this' ? 'this' : walk.text(node), at }
    case 'Name':
      return named(nameText(node, walk), at)
    case 'QualifiedName':
      return named(qualified(node, walk), at)
    case 'null':
      return { is: 'nothing', at }
    case 'Integer':
    case 'Float':
    case 'Boolean':
      return { is: 'literal', value: walk.text(node).toLowerCase(), at }
    case 'ParenthesizedExpression':
    case 'CastExpression':
    case 'CloneExpression':
      return walk.expression(childrenOf(node).at(-1))
    case 'MemberExpression':
    case 'ScopedExpression':
      return memberExpression(node, walk)
    case 'SubscriptExpression': {
      const [of, second] = childrenOf(node)
      return partAt(walk.expression(of), walk.expression(second), at)
    }
    case 'CallExpression':
    case 'NewExpression':
      return call(node, walk)
    case 'BinaryExpression':
      return binary(node, walk)
    case 'ConditionalExpression':
      return conditional(node, walk)
    case 'UnaryExpression': {
      const [sign, of] = childrenOf(node)
      const word = sign ? walk.text(sign) : ''
      if (word === '@') return walk.expression(of)
      return word === '!' ? { is: 'not', of: walk.expression(of), at } : OTHER(at)
    }
    case 'ArrayExpression':
      return array(node, walk)
    case 'FunctionExpression':
    case 'ArrowFunction':
      return { is: 'function', scope: walk.scopeOf(node, 'function', undefined, parametersOf(node, walk)), at }
    case 'AssignmentExpression':
      return walk.expression(childrenOf(node).at(-1))
    case 'IncludeExpression':
    case 'RequireExpression':
      // What the file returns.
      return {
        is: 'call',
        callee: { is: 'name', name: 'require', at },
        args: [{ value: walk.expression(childrenOf(node).at(-1)) }],
        at,
        end: node.to,
      }
    default:
      return OTHER(at)
  }
}

/** `$of->name`, and `Of::name`; the class itself is `this`. */
function memberExpression(node: SyntaxNode, walk: Walk): Expression {
  const [of, , name] = childrenOf(node)
  const at = node.from
  const isScoped = node.name === 'ScopedExpression'
  if (!name || (!isScoped && name.name !== 'Name')) return OTHER(at)
  const isOwn = isScoped && of && /^(?:self|static|parent)$/.test(walk.text(of))
  return { is: 'member', of: isOwn ? { is: 'name', name: 'this', at } : walk.expression(of), name: walk.text(name), at }
}

function call(node: SyntaxNode, walk: Walk): Expression {
  const written = walk.expression(childrenOf(node)[node.name === 'NewExpression' ? 1 : 0])
  const own = written.is === 'name' && /^(?:self|static)$/.test(written.name) ? enclosingClass(walk.scope)?.name : undefined
  const callee: Expression = own === undefined ? written : { is: 'name', name: own, at: written.at }
  const list = node.getChild('ArgList')
  return { is: 'call', callee, args: list ? argumentsOf(list, walk) : [], at: node.from, end: node.to }
}

function named(name: string, at: number): Expression {
  if (/^(?:true|false)$/i.test(name)) return { is: 'literal', value: name.toLowerCase(), at }
  return /^null$/i.test(name) ? { is: 'nothing', at } : { is: 'name', name, at }
}

function stringParts(node: SyntaxNode, walk: Walk): readonly (string | Expression)[] {
  const written = walk.text(node)
  const holes = childrenOf(node)
  if (holes.length === 0) return [literalText(written)]
  const parts: (string | Expression)[] = []
  let from = node.from + 1
  for (const hole of holes) {
    parts.push(walk.slice(from, hole.from), walk.expression(hole.name === 'Interpolation' ? childrenOf(hole)[0] : hole))
    from = hole.to
  }
  return [...parts, walk.slice(from, node.to - 1)]
}

function binary(node: SyntaxNode, walk: Walk): Expression {
  const [first, sign, second] = childrenOf(node)
  const at = node.from
  const left = walk.expression(first)
  const right = walk.expression(second)
  const word = sign ? walk.text(sign) : ''
  return word === '.' ? { is: 'join', how: 'concat', left, right, at } : operation(word, left, right, at)
}

/** `a ? b : c`, and `a ?: c`. */
function conditional(node: SyntaxNode, walk: Walk): Expression {
  const parts = childrenOf(node)
  const at = node.from
  const test = walk.expression(parts[0])
  const colon = parts.findIndex(({ name }) => name === ':')
  const no = walk.expression(parts[colon + 1])
  return colon === 2 ? { is: 'either', left: test, right: no, at } : { is: 'choice', test, yes: walk.expression(parts[2]), no, at }
}

function array(node: SyntaxNode, walk: Walk): Expression {
  const at = node.from
  const groups = splitByComma(node).map((group) => group.filter(({ name }) => name !== 'array'))
  if (!groups.some(([first]) => first?.name === 'Pair')) return { is: 'list', items: groups.map(([first]) => walk.expression(first)), at }
  const entries = groups.flatMap(([pair]): ObjectEntry[] => {
    if (pair?.name !== 'Pair') return []
    const [name, , value] = childrenOf(pair)
    return [{ key: stringOf(walk.expression(name)), value: walk.expression(value), at: pair.from }]
  })
  return { is: 'record', entries, at }
}

function argumentsOf(node: SyntaxNode, walk: Walk): readonly Argument[] {
  return splitByComma(node).flatMap(([first]): Argument[] => {
    if (!first || first.name === 'VariadicUnpacking') return []
    if (first.name !== 'NamedArgument') return [{ value: walk.expression(first) }]
    const [name, , value] = childrenOf(first)
    return name ? [{ name: walk.text(name), value: walk.expression(value) }] : []
  })
}

function parametersOf(node: SyntaxNode, walk: Walk): readonly Parameter[] {
  const list = node.getChild('ParamList')
  return (list ? childrenOf(list) : []).map((parameter): Parameter => {
    const equals = parameter.getChild('AssignOp')
    const type = (parameter.getChild('OptionalType') ?? parameter).getChild('NamedType')?.firstChild
    return {
      name: walk.child(parameter, 'VariableName') ?? '',
      ...(equals ? { fallback: walk.expression(equals.nextSibling) } : {}),
      ...(type ? { type: walk.expression(type) } : {}),
    }
  })
}

function functionNode(node: SyntaxNode, walk: Walk): boolean {
  const name = walk.child(node, 'Name')
  const parameters = parametersOf(node, walk)
  const scope = walk.scopeOf(node, 'function', name, parameters)
  // `function __construct(private string $path)` stores its argument.
  for (const promoted of node.getChild('ParamList')?.getChildren('PropertyParameter') ?? []) {
    const kept = promoted.getChild('VariableName')
    if (kept)
      walk.enter(scope, () => walk.bindMember(walk.text(kept).slice(1), { is: 'name', name: walk.text(kept), at: kept.from }, kept.from))
  }
  return addFunction(node, walk, name, parameters)
}

function classNode(node: SyntaxNode, walk: Walk): boolean {
  const base = node.getChild('BaseClause')
  return addClass(node, walk, walk.child(node, 'Name'), base ? [walk.expression(childrenOf(base)[1])] : [])
}

function declaration(node: SyntaxNode, walk: Walk): boolean {
  for (const declared of node.getChildren('VariableDeclarator')) {
    const [name, , value] = childrenOf(declared)
    if (name && value)
      walk.bind(walk.scope.is === 'class' ? walk.text(name).replace(/^\$/, '') : walk.text(name), walk.expression(value), declared.from)
  }
  return false
}

function foreach(node: SyntaxNode, walk: Walk): boolean {
  const spec = node.getChild('ForSpec')
  const [values, , item] = spec ? childrenOf(spec) : []
  const name = item?.name === 'Pair' ? childrenOf(item).at(-1) : item
  const list = walk.expression(values)
  const items = list.is === 'record' ? list.entries.map(({ value }) => value) : undefined
  return forEach(node, walk, name?.name === 'VariableName' ? name : undefined, items ? { is: 'list', items, at: list.at } : list)
}
