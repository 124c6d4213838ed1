import type { Case, SyntaxNode, TestExpression } from 'unbash'
import type { MappedText } from '../text/mapped-text.ts'
import { matchesWildcard } from '../text/wildcard.ts'
import { resolveWord } from './expand.ts'
import { readWord, type ShellWord, type ValueOf } from './words.ts'

/** The condition of an `if` or similar, as far as its words decide it. */
export type Test =
  /** `pattern`: the right side may have `*` and `?` (`[[ … ]]`, `case`). */
  | { readonly kind: 'equal'; readonly left: ShellWord; readonly right: ShellWord; readonly pattern: boolean }
  | { readonly kind: 'empty'; readonly word: ShellWord }
  | { readonly kind: 'number'; readonly operator: string; readonly left: ShellWord; readonly right: ShellWord }
  | { readonly kind: 'not'; readonly test: Test }
  | { readonly kind: 'all' | 'any'; readonly tests: readonly Test[] }
  /** Whether a user or group with this name exists (`id`, `getent`). */
  | { readonly kind: 'account'; readonly word: ShellWord }
  /** Whether a file with this name exists (`-f`, `-e`). */
  | { readonly kind: 'file'; readonly word: ShellWord }
  /** Directories, programs and anything else that a script may test. */
  | { readonly kind: 'unknown' }

/** An `if` with its `elif`s, a `case`, or `test && command`: the first clause that holds is taken, else the part after the last. */
export interface Branch {
  readonly clauses: readonly Test[]
}

const UNKNOWN: Test = { kind: 'unknown' }

/** What a new container has; each function returns undefined if that is unknown. */
export interface Fresh {
  readonly hasAccount?: (name: string) => boolean | undefined
  readonly hasFile?: (word: ShellWord) => boolean | undefined
}

/** The clause that a branch takes; undefined if that depends on something unknown. */
export function takenClause({ clauses }: Branch, lookup: ValueOf, fresh: Fresh = {}): number | undefined {
  for (const [index, test] of clauses.entries()) {
    const answer = evaluate(test, lookup, fresh)
    if (answer === undefined) return undefined
    if (answer) return index
  }
  return clauses.length
}

function evaluate(test: Test, lookup: ValueOf, fresh: Fresh): boolean | undefined {
  switch (test.kind) {
    case 'equal':
      return isEqual(resolveAsked(test.left, lookup), test, lookup)
    case 'empty': {
      const value = resolveWord(test.word, lookup)
      return value === undefined ? undefined : value === ''
    }
    case 'account': {
      const name = resolveWord(test.word, lookup)
      return name === undefined ? undefined : fresh.hasAccount?.(name)
    }
    case 'file':
      return fresh.hasFile?.(test.word)
    case 'number':
      return compare(resolveAsked(test.left, lookup), test.operator, resolveAsked(test.right, lookup))
    case 'not': {
      const answer = evaluate(test.test, lookup, fresh)
      return answer === undefined ? undefined : !answer
    }
    case 'all':
    case 'any': {
      const answers = test.tests.map((each) => evaluate(each, lookup, fresh))
      const decides = test.kind === 'any'
      return answers.includes(decides) ? decides : answers.includes(undefined) ? undefined : !decides
    }
    case 'unknown':
      return undefined
    default:
      return test satisfies never
  }
}

/** A word of a test. `$(id -u)` is the shell's EUID. */
function resolveAsked(word: ShellWord, lookup: ValueOf): string | undefined {
  const [part, more] = word.parts
  const asksUser = part?.kind === 'command' && !more && /^(?:\$\(\s*|`)id\s+-u(?:\s*\)|`)$/.test(part.raw)
  return asksUser ? (lookup('EUID') ?? undefined) : resolveWord(word, lookup)
}

function isEqual(left: string | undefined, { right, pattern }: Test & { kind: 'equal' }, lookup: ValueOf): boolean | undefined {
  const wanted = resolveAsked(right, lookup)
  if (left === undefined || wanted === undefined) return undefined
  const patterns = right.parts.filter(({ kind }) => kind === 'pattern')
  if (patterns.length === 0) return left === wanted
  // Patterns that mix quoted and unquoted stars, and sets like [a-z], are rare.
  const isPlain = right.parts.every((part) =>
    part.kind === 'pattern' ? /^[*?]+$/.test(part.raw) : part.kind === 'text' && !/[*?]/.test(part.value),
  )
  return pattern && isPlain ? matchesWildcard(wanted, left) : undefined
}

function compare(left: string | undefined, operator: string, right: string | undefined): boolean | undefined {
  if (left === undefined || right === undefined || !/^-?\d{1,9}$/.test(left) || !/^-?\d{1,9}$/.test(right)) return undefined
  const difference = Number(left) - Number(right)
  switch (operator) {
    case '-eq':
      return difference === 0
    case '-ne':
      return difference !== 0
    case '-gt':
      return difference > 0
    case '-ge':
      return difference >= 0
    case '-lt':
      return difference < 0
    case '-le':
      return difference <= 0
    default:
      return undefined
  }
}

/** The test that the exit status of a command, or of a list of commands, stands for. */
export function readTest(node: SyntaxNode, mapped: MappedText): Test {
  switch (node.type) {
    case 'CompoundList': {
      const [only] = node.commands
      return only && node.commands.length === 1 ? readTest(only, mapped) : UNKNOWN
    }
    case 'Statement':
      return node.background ? UNKNOWN : readTest(node.command, mapped)
    case 'Pipeline': {
      const [only] = node.commands
      if (!only || node.commands.length > 1) return UNKNOWN
      const test = readTest(only, mapped)
      return node.prefixes.filter(({ type }) => type === 'Negation').length % 2 === 1 ? negate(test) : test
    }
    case 'AndOr':
      // Both operators have equal precedence, from the left (POSIX 2.9.3).
      return node.commands
        .map((command) => readTest(command, mapped))
        .reduce((left, right, index) => ({ kind: node.operators[index - 1] === '&&' ? 'all' : 'any', tests: [left, right] }))
    case 'TestCommand':
      return readExpression(node.expression, mapped)
    case 'Command': {
      const name = node.name?.value
      const words = node.args.map((word) => readWord(word, mapped))
      if (name === 'true' || name === ':') return { kind: 'all', tests: [] }
      if (name === 'false') return { kind: 'any', tests: [] }
      if (name === 'id' || name === 'getent') return accountTest(name, words)
      if (name === 'test') return readWords(words)
      return name === '[' && words.at(-1)?.value === ']' ? readWords(words.slice(0, -1)) : UNKNOWN
    }
    default:
      return UNKNOWN
  }
}

/** The clauses of a `case`. */
export function readCase(node: Case, mapped: MappedText): Branch {
  // With `;&` or `;;&`, another clause runs too.
  if (node.items.some(({ terminator }) => terminator !== undefined && terminator !== ';;'))
    return { clauses: node.items.map(() => UNKNOWN) }
  const left = readWord(node.word, mapped)
  const clauses = node.items.map(
    ({ pattern }): Test => ({
      kind: 'any',
      tests: pattern.map((word) => ({ kind: 'equal', left, right: readWord(word, mapped), pattern: true })),
    }),
  )
  return { clauses }
}

/** `id -u app`, `getent passwd app`; `words` come after the name. */
function accountTest(name: string, words: readonly ShellWord[]): Test {
  const [first, second, third] = name === 'id' ? [undefined, ...words.filter(({ text }) => !text.startsWith('-'))] : words
  const isAsked = name === 'id' || first?.value === 'passwd' || first?.value === 'group'
  return isAsked && second && !third ? { kind: 'account', word: second } : UNKNOWN
}

function negate(test: Test): Test {
  return { kind: 'not', test }
}

function readExpression(node: TestExpression, mapped: MappedText): Test {
  switch (node.type) {
    case 'TestUnary':
      return unary(node.operator, readWord(node.operand, mapped))
    case 'TestBinary':
      return binary(readWord(node.left, mapped), node.operator, readWord(node.right, mapped), true)
    case 'TestLogical':
      return { kind: node.operator === '&&' ? 'all' : 'any', tests: node.operands.map((operand) => readExpression(operand, mapped)) }
    case 'TestNot': {
      const test = readExpression(node.operand, mapped)
      return node.negations.length % 2 === 1 ? negate(test) : test
    }
    case 'TestGroup':
      return readExpression(node.expression, mapped)
    default:
      return node satisfies never
  }
}

/** The operands of `[` (POSIX, "test"): `-o` has lower precedence than `-a`. */
function readWords(words: readonly ShellWord[]): Test {
  for (const [operator, kind] of [
    ['-o', 'any'],
    ['-a', 'all'],
  ] as const) {
    const at = words.findIndex((word) => word.text === operator)
    if (at > 0) return { kind, tests: [readWords(words.slice(0, at)), readWords(words.slice(at + 1))] }
  }
  const [first, second, third] = words
  if (first?.text === '!' && words.length > 1) return negate(readWords(words.slice(1)))
  if (first && words.length === 1) return negate({ kind: 'empty', word: first })
  if (first && second && words.length === 2) return unary(first.text, second)
  return first && second && third && words.length === 3 ? binary(first, second.text, third, false) : UNKNOWN
}

function unary(operator: string, word: ShellWord): Test {
  if (operator === '-f' || operator === '-e') return { kind: 'file', word }
  const empty: Test = { kind: 'empty', word }
  return operator === '-z' ? empty : operator === '-n' ? negate(empty) : UNKNOWN
}

function binary(left: ShellWord, operator: string, right: ShellWord, pattern: boolean): Test {
  if (operator === '=' || operator === '==') return { kind: 'equal', left, right, pattern }
  if (operator === '!=') return negate({ kind: 'equal', left, right, pattern })
  return /^-(?:eq|ne|gt|ge|lt|le)$/.test(operator) ? { kind: 'number', operator, left, right } : UNKNOWN
}
