import type { SyntaxNode } from '@lezer/common'
import { baseName } from '../../../model/path.ts'
import { childrenOf, type Grammar, splitByComma, type Walk } from '../collect.ts'
import { addFunction, answer, branches, forEach, literalText, OTHER, perhaps } from '../grammar.ts'
import { cases } from '../switch.ts'
import type { Expression, ObjectEntry, Parameter } from '../syntax.ts'
import { asOperation, enclosed, goOperation, lastOperand, onLastOperand } from './go-operators.ts'

/** Go, by the node names of @lezer/go. */
export const GO: Grammar = {
  declares: true,
  expression,
  nodes: {
    CallExpr: (node, walk) => {
      walk.call(lastOperand(walk.expression(node)))
      return false
    },
    FunctionDecl: (node, walk) => addFunction(node, walk, walk.child(node, 'DefName'), parametersOf(node.getChild('Parameters'), walk)),
    MethodDecl: (node, walk) => {
      const [, own] = node.getChildren('Parameters')
      return addFunction(node, walk, walk.child(node, 'FieldName'), parametersOf(own, walk))
    },
    FunctionLiteral: (node, walk) => addFunction(node, walk, undefined, parametersOf(node.getChild('Parameters'), walk)),
    ReturnStatement: answer,
    VarDecl: declaration,
    VarSpec: declaration,
    ConstSpec: declaration,
    Assignment: (node, walk) => {
      const groups = splitByComma(node)
      const [first] = groups
      if (groups.length !== 1 || first?.length !== 3) return false
      const [target, sign, value] = first
      const left = walk.expression(target)
      const right = walk.expression(value)
      const isAdded = sign !== undefined && walk.text(sign) === '+='
      walk.assign(left, isAdded ? { is: 'join', how: 'concat', left, right, at: node.from } : right, node.from)
      return false
    },
    // `lumberjack.Logger{Filename: "x"}` acts like a call of its type.
    TypedLiteral: (node, walk) => {
      const type = node.getChild('QualifiedType')
      const [module, name] = [type?.getChild('VariableName'), type?.getChild('TypeName')]
      const at = node.from
      if (module && name) {
        const callee: Expression = { is: 'member', of: walk.expression(module), name: walk.text(name), at }
        walk.call({ is: 'call', callee, args: [{ value: walk.expression(node) }], at, end: node.to })
      }
      return false
    },
    // `Config{Dir: "x"}`: the value of a field, whoever uses it.
    Element: (node, walk) => {
      const key = node.getChild('Key')?.firstChild
      const value = childrenOf(node).at(-1)
      if (key?.name === 'VariableName' && value)
        walk.assign({ is: 'member', of: OTHER(node.from), name: walk.text(key), at: node.from }, walk.expression(value), node.from)
      return false
    },
    IfStatement: branches,
    ForStatement: forStatement,
    SwitchStatement: cases,
    'SwitchBlock SelectBlock': perhaps,
    ImportSpec: (node, walk) => {
      const path = node.getChild('String')
      if (!path) return true
      const module = literalText(walk.text(path))
      // gopkg.in puts the version after a dot.
      const own = module.replace(/[/.]v\d+$/, '')
      walk.modules.push({ module, at: node.from })
      // The package of `go-git` or `yaml-go` leaves that part out of its name; one of these two names is in the code.
      const given = walk.child(node, 'DefName')
      for (const name of given === undefined ? [baseName(own), baseName(own).replace(/^go-|-go$/, '')] : [given])
        walk.imports.set(name, { module, name: '*' })
      return true
    },
  },
}

function forStatement(node: SyntaxNode, walk: Walk): boolean {
  const range = node.getChild('RangeClause')
  return forEach(node, walk, range?.getChildren('DefName').at(-1), walk.expression(range?.getChild('TypedLiteral')))
}

function expression(node: SyntaxNode, walk: Walk): Expression {
  const at = node.from
  switch (node.name) {
    case 'String':
    case 'Rune':
      return { is: 'text', parts: [literalText(walk.text(node))], at }
    case 'VariableName':
    case 'DefName':
      return { is: 'name', name: walk.text(node), at }
    case 'Nil':
      return { is: 'nothing', at }
    case 'Number':
    case 'Bool':
      return { is: 'literal', value: walk.text(node), at }
    case 'ParenthesizedExpr':
      return enclosed(walk.expression(childrenOf(node).at(-1)))
    case 'SelectorExpr': {
      const name = walk.child(node, 'FieldName')
      const of = walk.expression(node.firstChild)
      return name === undefined ? OTHER(at) : onLastOperand(of, (last) => ({ is: 'member', of: last, name, at: last.at }))
    }
    case 'IndexExpr': {
      const [of, key] = childrenOf(node)
      return onLastOperand(walk.expression(of), (last) => ({ is: 'part', of: last, key: walk.expression(key), at: last.at }))
    }
    case 'CallExpr': {
      const list = node.getChild('Arguments')
      const args = list ? splitByComma(list).map(([first]) => ({ value: walk.expression(first) })) : []
      const callee = walk.expression(node.firstChild)
      return onLastOperand(callee, (last) => ({ is: 'call', callee: last, args, at: last.at, end: node.to }))
    }
    case 'UnaryExp': {
      const [sign, of] = childrenOf(node)
      const word = sign ? walk.text(sign) : ''
      if (word === '!') return asOperation({ is: 'not', of: walk.expression(of), at })
      return /^[&*]$/.test(word) ? walk.expression(of) : OTHER(at)
    }
    case 'BinaryExp':
      return binary(node, walk)
    case 'TypedLiteral':
      return composite(node, walk)
    case 'FunctionLiteral':
      return { is: 'function', scope: walk.scopeOf(node, 'function', undefined, parametersOf(node.getChild('Parameters'), walk)), at }
    default:
      return OTHER(at)
  }
}

function binary(node: SyntaxNode, walk: Walk): Expression {
  const [first, sign, second] = childrenOf(node)
  return goOperation(walk.expression(first), sign ? walk.text(sign) : '', walk.expression(second))
}

function composite(node: SyntaxNode, walk: Walk): Expression {
  const at = node.from
  const elements = node.getChild('LiteralValue')?.getChildren('Element') ?? []
  const isEmptyRecord = elements.length === 0 && (node.getChild('TypeName') ?? node.getChild('QualifiedType'))
  if (!isEmptyRecord && !elements.some((element) => element.getChild('Key')))
    return { is: 'list', items: elements.map((element) => walk.expression(childrenOf(element).at(-1))), at }
  const entries = elements.map((element): ObjectEntry => {
    const key = element.getChild('Key')?.firstChild
    const name = key?.name === 'String' ? literalText(walk.text(key)) : key?.name === 'VariableName' ? walk.text(key) : undefined
    return { key: name, value: walk.expression(childrenOf(element).at(-1)), at: element.from }
  })
  return { is: 'record', entries, at }
}

function parametersOf(node: SyntaxNode | null | undefined, walk: Walk): readonly Parameter[] {
  return (node?.getChildren('Parameter') ?? []).flatMap((parameter) =>
    parameter.getChildren('DefName').map((name) => ({ name: walk.text(name) })),
  )
}

/** A further result of a call: in the table of functions its name ends with `.[1]`. */
function further(given: Expression, index: number): Expression {
  if (given.is !== 'call') return OTHER(given.at)
  return { ...given, callee: { is: 'member', of: given.callee, name: `[${index}]`, at: given.at } }
}

/** `a, err := f()`, `const X = "a"`, `var a, b = 1, 2`. */
function declaration(node: SyntaxNode, walk: Walk): boolean {
  const names = node.getChildren('DefName')
  const parts = childrenOf(node)
  const sign = parts.findIndex(({ name }) => name === '=' || name === ':=')
  if (sign === -1) return false
  const values = parts.slice(sign + 1)
  for (const [index, name] of names.entries()) {
    const value = values[index] ?? values[0]
    if (!value) continue
    const given = walk.expression(value)
    walk.bind(walk.text(name), values.length < names.length && index > 0 ? further(given, index) : given, name.from)
  }
  return false
}
