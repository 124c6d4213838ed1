import { pathFrom } from '../application.ts'
import type { PythonModule } from './python-program.ts'

/** What an expression stands for. */
export interface PythonText {
  readonly text: string
  /** What follows the text is not known; where it is a path, something below its last slash. */
  readonly open: boolean
  /** Another setting may say otherwise. */
  readonly maybe: boolean
}

export interface PythonSurroundings {
  readonly cwd: string
  /** `null` where a variable is not set, undefined where its value is not known. */
  readonly variable: (name: string) => string | null | undefined
  /** Every module that is loaded: names are mostly imported as they are called. */
  readonly modules: readonly PythonModule[]
}

/** Names that lead to names: no real program has deeper ones. */
const MAX_DEPTH = 8

/** The text of an expression; undefined where nothing of it is known. Paths may be relative to the working directory. */
export function evaluatePython(expression: string, module: PythonModule, around: PythonSurroundings, depth = 0): PythonText | undefined {
  const code = expression.trim().replaceAll(/\s*\n\s*/g, ' ')
  if (code === '' || code.length > 500 || depth > MAX_DEPTH) return undefined
  const value = (text: string) => evaluatePython(text, module, around, depth + 1)
  const sure = (text: string): PythonText => ({ text, open: false, maybe: false })

  const alternatives = splitTop(code, /^\s+or\s+/)
  if (alternatives.length > 1) return either(alternatives.map(value))
  const ternary = splitTop(code, /^\s+(?:if|else)\s+/)
  if (ternary.length === 3) return maybe(value(ternary[0] ?? '') ?? value(ternary[2] ?? ''))
  const joined = splitTop(code, /^\s*\/\s*/)
  if (joined.length > 1) return joinPaths(joined.map(value))
  const added = splitTop(code, /^\s*\+\s*/)
  if (added.length > 1) return concatenate(added.map(value))

  const string = /^([rbuf]{0,2})(?:"([^"]*)"|'([^']*)')$/i.exec(code)
  if (string) return /f/i.test(string[1] ?? '') ? formatted(string[2] ?? string[3] ?? '', value) : sure(string[2] ?? string[3] ?? '')
  if (code === '__file__') return sure(module.path)
  if (/^(?:os\.getcwd|(?:pathlib\.)?Path\.cwd)\(\)$/.test(code)) return sure(around.cwd)
  if (/^tempfile\.gettempdir\(\)$/.test(code))
    return sure(typeof around.variable('TMPDIR') === 'string' ? (around.variable('TMPDIR') ?? '') : '/tmp')

  const attribute = /^(.+?)\.(?:parents\[(\d)\]|(parent)|(?:resolve|absolute|as_posix|expanduser|strip)\(\)|value)$/s.exec(code)
  if (attribute && isBalanced(attribute[1] ?? '')) {
    const steps = attribute[3] ? 1 : attribute[2] === undefined ? 0 : Number(attribute[2]) + 1
    return up(value(attribute[1] ?? ''), steps, around)
  }
  const call = /^([\w.]+)\((.*)\)$/s.exec(code)
  if (call && isBalanced(call[2] ?? '')) return called(call[1] ?? '', splitTop(call[2] ?? '', /^\s*,\s*/), value, around)
  const key = /^(?:[\w.]*\.)?config(?:\[\s*|\.get\(\s*)["'](\w+)["']\s*[\])]$/.exec(code)?.[1]
  if (key !== undefined) return named(`"${key}"`, module, around, depth) ?? named(key, module, around, depth)
  const field = /^(?:self|cls|settings|config|Config|app_settings|get_settings\(\))\.(\w+)$/.exec(code)?.[1]
  const name = field ?? /^\w+$/.exec(code)?.[0]
  return name === undefined ? undefined : named(name, module, around, depth)
}

/** `os.path.join(…)`, `Path(…)`, `os.getenv(…)` and the like. */
function called(
  name: string,
  args: readonly string[],
  value: (text: string) => PythonText | undefined,
  around: PythonSurroundings,
): PythonText | undefined {
  const [first = '', second] = args
  switch (name.replace(/^(?:os\.path|os|pathlib)\./, '')) {
    case 'join':
    case 'Path':
    case 'PurePath':
      return joinPaths(args.map(value))
    case 'str':
    case 'abspath':
    case 'realpath':
    case 'normpath':
    case 'expanduser':
    case 'fspath':
      return value(first)
    case 'dirname':
      return up(value(first), 1, around)
    case 'environ.get':
    case 'getenv': {
      const variable = /^["'](\w+)["']$/.exec(first)?.[1]
      const given = variable === undefined ? undefined : around.variable(variable)
      if (typeof given === 'string') return { text: given, open: false, maybe: false }
      const fallback = second === undefined ? undefined : value(second.replace(/^default\s*=\s*/, ''))
      return given === null ? fallback : maybe(fallback)
    }
    default:
      return undefined
  }
}

/** The value that a name is given: in the module itself, else in the first that gives it one outside of functions or as a setting. */
function named(name: string, module: PythonModule, around: PythonSurroundings, depth: number): PythonText | undefined {
  const isConstant = !/^[a-z]\w*$/.test(name)
  for (const each of [module, ...around.modules.filter((other) => other !== module)]) {
    const places = (each.assignments.get(name) ?? []).filter(
      ({ indented }) => !indented || isConstant || each === module || isSettings(each),
    )
    const expressions = new Set(places.map(({ offset }) => expressionFrom(each.text, offset).trim()))
    // A name that is used for several things is nothing that we can tell.
    const [first] = places
    if (!first || (first.indented && expressions.size > 1)) continue
    const given = first.indented && isSettings(each) ? around.variable(name.toUpperCase()) : null
    if (typeof given === 'string') return { text: given, open: false, maybe: false }
    const value = evaluatePython([...expressions][0] ?? '', each, around, depth + 1)
    // What stands in a class or function may be replaced by another one.
    if (value) return first.indented ? maybe(value) : value
  }
  return undefined
}

/** Settings of pydantic take a field from the variable of its name. */
function isSettings({ text }: PythonModule): boolean {
  return /\(\s*(?:\w+\.)?BaseSettings\b/.test(text)
}

/** The expression that begins at an offset: up to the comma, bracket or end of line that ends it. */
export function expressionFrom(text: string, offset: number): string {
  let depth = 0
  let quote = ''
  let at = offset
  for (; at < text.length && at < offset + 600; at++) {
    const sign = text[at] ?? ''
    if (quote !== '') {
      if (sign === quote) quote = ''
    } else if (sign === '"' || sign === "'") quote = sign
    else if ('([{'.includes(sign)) depth++
    else if (')]}'.includes(sign) && --depth < 0) break
    else if (depth === 0 && (sign === ',' || sign === ';' || (sign === '\n' && text[at - 1] !== '\\'))) break
  }
  return text.slice(offset, at)
}

/** The parts of an expression between separators that stand in no bracket and no string. */
function splitTop(code: string, separator: RegExp): readonly string[] {
  const parts: string[] = []
  let [depth, quote, from] = [0, '', 0]
  for (let at = 0; at < code.length; at++) {
    const sign = code[at] ?? ''
    if (quote !== '') {
      if (sign === quote) quote = ''
      continue
    }
    if (sign === '"' || sign === "'") quote = sign
    else if ('([{'.includes(sign)) depth++
    else if (')]}'.includes(sign)) depth--
    else if (depth === 0 && at > 0) {
      const found = separator.exec(code.slice(at, at + 40))?.[0]
      if (!found) continue
      parts.push(code.slice(from, at))
      at += found.length - 1
      from = at + 1
    }
  }
  return [...parts, code.slice(from)].map((part) => part.trim()).filter((part) => part !== '')
}

function isBalanced(code: string): boolean {
  let depth = 0
  for (const sign of code.replaceAll(/"[^"]*"|'[^']*'/g, '')) {
    if (sign === '(') depth++
    else if (sign === ')' && --depth < 0) return false
  }
  return depth === 0
}

function maybe(value: PythonText | undefined): PythonText | undefined {
  return value && { ...value, maybe: true }
}

/** `a or b`: the first that is known and not empty; what stands before it may be something. */
function either(values: readonly (PythonText | undefined)[]): PythonText | undefined {
  const at = values.findIndex((value) => value !== undefined && value.text !== '')
  return values[at]
}

function joinPaths(values: readonly (PythonText | undefined)[]): PythonText | undefined {
  let result: PythonText | undefined
  for (const value of values) {
    if (value === undefined) return result && { ...result, text: `${result.text}/`, open: true }
    const text = result === undefined || value.text.startsWith('/') ? value.text : `${result.text.replace(/\/$/, '')}/${value.text}`
    result = { text, open: value.open, maybe: value.maybe || result?.maybe === true }
    if (value.open) return result
  }
  return result
}

function concatenate(values: readonly (PythonText | undefined)[]): PythonText | undefined {
  let result: PythonText | undefined
  for (const value of values) {
    if (value === undefined) return result && { ...result, open: true }
    result = { text: (result?.text ?? '') + value.text, open: value.open, maybe: value.maybe || result?.maybe === true }
    if (value.open) return result
  }
  return result
}

function formatted(text: string, value: (text: string) => PythonText | undefined): PythonText | undefined {
  const parts = text.split(/(\{[^{}]*\})/).filter((part) => part !== '')
  return concatenate(parts.map((part) => (part.startsWith('{') ? value(part.slice(1, -1)) : { text: part, open: false, maybe: false })))
}

function up(value: PythonText | undefined, steps: number, { cwd }: PythonSurroundings): PythonText | undefined {
  if (!value || value.open) return undefined
  return steps === 0 ? value : { ...value, text: pathFrom(cwd, `${value.text}/${'../'.repeat(steps)}`) }
}
