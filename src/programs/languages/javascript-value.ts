import { pathFrom } from '../application.ts'
import { bracketed, expressionAt, type Module, part, type Snippet, separators, splitAt, trimmed } from './javascript.ts'

/** What an expression is worth. */
export type Value =
  | {
      readonly is: 'text'
      readonly text: string
      /** More follows that is not known. */
      readonly open: boolean
      /** Something that is not known may choose another value. */
      readonly maybe: boolean
    }
  | { readonly is: 'unset' }
  | { readonly is: 'unknown' }

/** What expressions of a module may ask for. */
export interface Surroundings {
  /** Working directory of the program. */
  readonly cwd: string
  /** The environment: `null` where a variable is not set, undefined where nobody knows. */
  readonly variable: (name: string) => string | null | undefined
  /** The module that another one imports by this text. */
  readonly imported: (from: Module, specifier: string) => Module | undefined
}

const UNKNOWN: Value = { is: 'unknown' }
const UNSET: Value = { is: 'unset' }

/** Constants that name constants, calls in calls: no path is written deeper. */
const MAX_DEPTH = 8

/** Evaluates what paths are made of: strings, `path.join`, `__dirname`, the environment with its defaults, constants. */
export function evaluate(expression: Snippet, module: Module, around: Surroundings, depth = 0): Value {
  const code = unwrapped(expression)
  if (depth > MAX_DEPTH || code.text === '') return UNKNOWN
  const inner = (snippet: Snippet): Value => evaluate(snippet, module, around, depth + 1)
  const [question] = separators(code, /(?<!\?)\?(?![.?])/)
  if (question) return chosen(part(code, 0, question.start), part(code, question.end), inner)
  const alternatives = splitAt(code, /\|\||\?\?/)
  if (alternatives.length > 1) return firstSet(alternatives.map(inner))
  const terms = splitAt(code, /\+/)
  if (terms.length > 1) return joined(terms.map(inner), '')
  return (
    literal(code, inner) ??
    place(code, module, around) ??
    fromEnvironment(code, around, inner) ??
    call(code, around, inner) ??
    named(code, module, around, depth)
  )
}

/** Without brackets around all of it, `as string`, `!` and `await`. */
function unwrapped(expression: Snippet): Snippet {
  let code = trimmed(expression)
  for (;;) {
    const { shape } = code
    const cast = /\s+(?:as|satisfies)\s+[\w.<>[\]| ]+$/.exec(shape)
    const before = /^(?:await\s|new\s+String\b)/.exec(shape)
    if (cast) code = trimmed(part(code, 0, cast.index))
    else if (before) code = trimmed(part(code, before[0].length))
    else if (shape.endsWith('!')) code = trimmed(part(code, 0, -1))
    else if (shape.startsWith('(') && bracketed(code, 0).shape.length === shape.length - 2) code = trimmed(part(code, 1, -1))
    else return code
  }
}

function chosen(condition: Snippet, rest: Snippet, inner: (snippet: Snippet) => Value): Value {
  const [colon] = separators(rest, /:/)
  if (!colon) return UNKNOWN
  const [first, second] = [part(rest, 0, colon.start), part(rest, colon.end)]
  const holds = truth(condition, inner)
  if (holds !== undefined) return inner(holds ? first : second)
  const values = [inner(first), inner(second)]
  const texts = values.flatMap((value) => (value.is === 'text' && !isMemory(value.text) ? [value] : []))
  // A database in memory is the way of tests. Of two paths the first stands for both.
  const isOnly = values.some((value) => value.is === 'text' && isMemory(value.text))
  return texts[0] ? { ...texts[0], maybe: texts[0].maybe || !isOnly } : UNKNOWN
}

/** Whether a condition on the environment holds: `process.env.X`, `process.env.NODE_ENV === 'test'`. */
function truth(condition: Snippet, inner: (snippet: Snippet) => Value): boolean | undefined {
  const [left, right] = splitAt(condition, /[!=]==?/)
  if (!left) return undefined
  const value = inner(left)
  if (value.is === 'unknown' || (value.is === 'text' && (value.open || value.maybe))) return undefined
  if (!right) return value.is === 'text' ? value.text !== '' : false
  const other = inner(right)
  if (other.is !== 'text' || other.open || other.maybe) return undefined
  const isEqual = value.is === 'text' && value.text === other.text
  return /!==?/.test(condition.shape) ? !isEqual : isEqual
}

/** `a || b || c`. */
function firstSet(values: readonly Value[]): Value {
  let maybe = false
  for (const value of values) {
    if (value.is === 'text' && value.text !== '') return { ...value, maybe: value.maybe || maybe }
    if (value.is === 'unknown') maybe = true
  }
  return maybe ? UNKNOWN : UNSET
}

function joined(values: readonly Value[], separator: string): Value {
  let text = ''
  let maybe = false
  for (const [at, value] of values.entries()) {
    if (value.is !== 'text') return at === 0 ? UNKNOWN : { is: 'text', text: text + separator, open: true, maybe }
    text += (text === '' ? '' : separator) + value.text
    maybe ||= value.maybe
    if (value.open) return { is: 'text', text, open: true, maybe }
  }
  return { is: 'text', text, open: false, maybe }
}

function known(text: string): Value {
  return { is: 'text', text, open: false, maybe: false }
}

function literal(code: Snippet, inner: (snippet: Snippet) => Value): Value | undefined {
  const { text, shape } = code
  if (/^(["'])\s*\1$/.test(shape) && shape.length > 1) return known(text.slice(1, -1).replaceAll(/\\(.)/g, '$1'))
  if (text === 'undefined' || text === 'null') return UNSET
  if (!/^`\s*`$/.test(shape)) return undefined
  const pieces = text.slice(1, -1).split(/\$\{([^{}]*)\}/)
  return joined(
    pieces.map((piece, at) => (at % 2 === 0 ? known(piece) : inner({ text: piece, shape: piece }))),
    '',
  )
}

/** Words for a directory. */
function place({ text }: Snippet, { path }: Module, { cwd }: Surroundings): Value | undefined {
  const directory = path.slice(0, path.lastIndexOf('/')) || '/'
  if (/^(?:__dirname|import\.meta\.dir(?:name)?)$/.test(text)) return known(directory)
  if (/^(?:__filename|import\.meta\.(?:url|path|filename)|fileURLToPath\(import\.meta\.url\))$/.test(text)) return known(path)
  if (/^(?:process\.cwd\(\)|Deno\.cwd\(\)|process\.env\.PWD|process\.env\.INIT_CWD)$/.test(text)) return known(cwd)
  if (/^(?:os\.)?tmpdir\(\)$/.test(text)) return known('/tmp')
  const beside = /^(?:fileURLToPath\()?new URL\(\s*(["'`])([^"'`$]+)\1\s*,\s*import\.meta\.url\s*,?\s*\)(?:\.pathname|\.href)?\)?$/.exec(
    text,
  )
  return beside?.[2] === undefined ? undefined : known(pathFrom(directory, beside[2].replace(/^file:\/\//, '')))
}

/** `process.env.X`, and what reads a variable with a default: `env('X', 'y')`, `config.get<string>('X', 'y')`. */
function fromEnvironment(code: Snippet, { variable }: Surroundings, inner: (snippet: Snippet) => Value): Value | undefined {
  const direct = /^(?:process|Bun|import\.meta)\.env(?:\?)?(?:\.(\w+)|\.?\[\s*["'`](\w+)["'`]\s*\])$/.exec(code.text)
  const reader = /^(?:[\w$]+\??\.)*(?:env|get|getOrThrow|getEnv|optional)(?:<[^>]*>)?\(\s*["'`]([A-Z][A-Z\d_]*)["'`]\s*,?/.exec(code.text)
  const name = direct?.[1] ?? direct?.[2] ?? reader?.[1]
  if (name === undefined || (reader && !code.shape.endsWith(')'))) return undefined
  const value = variable(name)
  if (value === undefined) {
    const [, fallback] = reader ? splitAt(bracketed(code, code.shape.indexOf('(')), /,/) : []
    const given = fallback && inner(fallback)
    return given?.is === 'text' ? { ...given, maybe: true } : UNKNOWN
  }
  if (value !== null) return known(value)
  const [, fallback] = reader ? splitAt(bracketed(code, code.shape.indexOf('(')), /,/) : []
  return fallback ? inner(fallback) : UNSET
}

function call(code: Snippet, { cwd }: Surroundings, inner: (snippet: Snippet) => Value): Value | undefined {
  const match = /^(?:[\w$]+\.)*(join|resolve|normalize|dirname|fileURLToPath|String|file|absolutePath|toString)\(/.exec(code.shape)
  if (!match || !code.shape.endsWith(')')) return undefined
  const inside = bracketed(code, match[0].length - 1)
  if (inside.shape.length !== code.shape.length - match[0].length - 1) return UNKNOWN
  const values = splitAt(inside, /,/)
    .filter(({ text }) => text !== '')
    .map(inner)
  switch (match[1]) {
    case 'join':
      return joined(values, '/')
    case 'resolve': {
      if (values.length === 0) return known(cwd)
      const start = values.findLastIndex((value) => value.is === 'text' && value.text.startsWith('/'))
      return joined(values.slice(Math.max(start, 0)), '/')
    }
    case 'dirname': {
      const [value] = values
      return value?.is === 'text' && value.text.includes('/')
        ? { ...value, text: value.text.slice(0, value.text.lastIndexOf('/')) || '/' }
        : UNKNOWN
    }
    default:
      return values[0] ?? UNKNOWN
  }
}

/** A constant of the same file or of one that it imports; the last name of `config.database.path` where only one place gives it a value. */
function named(code: Snippet, module: Module, around: Surroundings, depth: number): Value {
  if (!/^[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)*$/.test(code.text)) return UNKNOWN
  const [first = '', ...members] = code.text.split(/\??\./)
  const last = members.at(-1)
  if (first === 'process' || first === 'this' || first === 'req') return UNKNOWN
  const here = last === undefined ? constant(first, module) : constant(first, module) === undefined ? undefined : property(last, module)
  if (here) return evaluate(here, module, around, depth + 1)
  const specifier = importOf(first, module)
  const other = specifier === undefined ? undefined : around.imported(module, specifier)
  const there =
    other && (last === undefined ? (constant(first, other) ?? property(first, other)) : (property(last, other) ?? constant(last, other)))
  if (!other || !there) return UNKNOWN
  return (last === undefined ? undefined : validated(last, there, other, around, depth)) ?? evaluate(there, other, around, depth + 1)
}

/** A variable in a schema of the environment: `NAME: str({ default: 'x' })`, `NAME: z.string().default('x')`. */
function validated(name: string, code: Snippet, module: Module, around: Surroundings, depth: number): Value | undefined {
  const match = /^[A-Z][A-Z\d_]*$/.test(name) ? /\bdefault\s*[:(]\s*/.exec(code.shape) : null
  if (!match) return undefined
  const value = around.variable(name)
  if (value) return known(value)
  const fallback = evaluate(expressionAt(code, match.index + match[0].length), module, around, depth + 1)
  return value === undefined && fallback.is === 'text' ? { ...fallback, maybe: true } : fallback
}

function constant(name: string, module: Module): Snippet | undefined {
  const pattern = new RegExp(`(?:\\b(?:const|let|var)\\s+|\\bexports\\.)${escaped(name)}\\s*(?::[^=\\n;]+)?=(?!=|>)\\s*`, 'g')
  return only(pattern, module)
}

function property(name: string, module: Module): Snippet | undefined {
  return only(new RegExp(`(?<![?\\w$.])${escaped(name)}\\s*:\\s*`, 'g'), module)
}

/** The expression behind the only match: of two, nobody knows which one is meant. */
function only(pattern: RegExp, module: Module): Snippet | undefined {
  const [match, second] = module.shape.matchAll(pattern)
  return match && !second ? expressionAt(module, match.index + match[0].length) : undefined
}

function importOf(name: string, { text }: Module): string | undefined {
  const at = `(?<![\\w$])${escaped(name)}(?![\\w$])`
  const pattern = new RegExp(
    `\\bimport\\s[^'";]{0,300}?${at}[^'";]{0,300}?from\\s*["']([^"'\\n]+)["']|(?:const|let|var)\\s[^=;]{0,300}?${at}[^=;]{0,300}?=\\s*require\\(\\s*["']([^"'\\n]+)["']`,
  )
  const match = pattern.exec(text)
  return match?.[1] ?? match?.[2]
}

function escaped(name: string): string {
  return name.replaceAll('$', '\\$')
}

/** A database that is in no file. */
export function isMemory(text: string): boolean {
  return text === '' || /:memory:|mode=memory/.test(text)
}
