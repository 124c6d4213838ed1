import { operation as common } from '../grammar.ts'
import type { Expression } from '../syntax.ts'

/**
 * Operators of Go. @lezer/go 1.0 gives `.name`, `[key]` and `(…)` a lower precedence than operators: it reads `"a" + b.c` as `("a" + b).c`,
 * and `a && b.c == d` as `(a && b).c == d`. Here they get the order of the language (The Go Programming Language Specification, "Operator
 * precedence").
 */

/** Expressions whose last operand is not in brackets, so that what follows belongs to that operand. */
const bare = new WeakSet<Expression>()

export function asOperation(found: Expression): Expression {
  bare.add(found)
  return found
}

/** An expression in brackets is one operand. */
export function enclosed(found: Expression): Expression {
  return bare.has(found) ? { ...found } : found
}

/** Changes the last operand of an expression, or the expression itself if it has no operator. */
export function onLastOperand(found: Expression, change: (last: Expression) => Expression): Expression {
  if (!bare.has(found)) return change(found)
  if (found.is === 'not') return asOperation({ ...found, of: onLastOperand(found.of, change) })
  if (isBinary(found)) return asOperation({ ...found, right: onLastOperand(found.right, change) })
  return found
}

export function lastOperand(found: Expression): Expression {
  let last = found
  while (bare.has(last) && (last.is === 'not' || isBinary(last))) last = last.is === 'not' ? last.of : last.right
  return last
}

type Binary = Extract<Expression, { readonly left: Expression }>

function isBinary(found: Expression): found is Binary {
  return found.is === 'join' || found.is === 'same' || found.is === 'both' || found.is === 'either'
}

/** Two operands with an operator between; a left side of lower precedence keeps its own left operand. */
export function goOperation(left: Expression, sign: string, right: Expression): Expression {
  if (bindsWeaker(left, sign)) return onRight(left, (operand) => goOperation(operand, sign, right))
  const { at } = left
  switch (sign) {
    case '+':
      return asOperation({ is: 'join', how: 'concat', left, right, at })
    // `os.O_CREATE | os.O_WRONLY`: both names.
    case '|':
      return { is: 'list', items: [left, right], at }
    default: {
      const made = common(sign, left, right, at)
      return asOperation(made.is === 'not' ? { ...made, of: asOperation(made.of) } : made)
    }
  }
}

function onRight(found: Expression, change: (operand: Expression) => Expression): Expression {
  if (found.is === 'not') return asOperation({ ...found, of: onRight(found.of, change) })
  return isBinary(found) ? asOperation({ ...found, right: change(found.right) }) : found
}

function bindsWeaker(left: Expression, sign: string): boolean {
  if (!bare.has(left)) return false
  const own = left.is === 'not' && bare.has(left.of) ? left.of : left
  const strength = own.is === 'either' ? 1 : own.is === 'both' ? 2 : own.is === 'same' ? 3 : own.is === 'join' ? 4 : 5
  return strength < strengthOf(sign)
}

function strengthOf(sign: string): number {
  if (sign === '||') return 1
  if (sign === '&&') return 2
  if (/^(?:[=!]=|[<>]=?)$/.test(sign)) return 3
  return /^[-+|^]$/.test(sign) ? 4 : 5
}
