import { enclosingClass } from './collect.ts'
import type { KnownCall } from './language.ts'
import type { Module } from './module.ts'
import { lastName, type Program } from './program.ts'
import type { Argument, Binding, Condition, Expression, Scope } from './syntax.ts'
import {
  type Around,
  anyOf,
  concat,
  joinTexts,
  maybe,
  NOTHING,
  slashAnew,
  sureText,
  text,
  UNKNOWN,
  type Value,
  type Values,
} from './value.ts'

/** The values that an expression may have. */
export function evaluate(found: Expression, around: Around, program: Program): Values {
  switch (found.is) {
    case 'literal':
      return text(found.value)
    case 'nothing':
      return NOTHING
    case 'other':
      return UNKNOWN
    case 'each':
      return found.items.flatMap((item) => evaluate(item, around, program))
    case 'list':
      return [{ is: 'list', items: found.items, around }]
    case 'record':
      return [{ is: 'record', entries: found.entries, around }]
    case 'function':
      return found.scope ? [{ is: 'function', scope: found.scope, module: around.module }] : UNKNOWN
    default:
      return program.once(found, () => worked(found, around, program))
  }
}

function worked(found: Expression, around: Around, program: Program): Values {
  const value = (inner: Expression): Values => evaluate(inner, around, program)
  switch (found.is) {
    case 'text':
      return joinTexts(
        found.parts.map((part) => (typeof part === 'string' ? text(part) : value(part))),
        concat,
      )
    case 'join':
      return joinTexts([value(found.left), value(found.right)], found.how === 'path' ? slashAnew : concat)
    case 'either':
      return either(value(found.left), () => value(found.right))
    case 'choice': {
      const holds = truth(found.test, around, program)
      return holds === undefined ? anyOf([value(found.yes), value(found.no)]) : value(holds ? found.yes : found.no)
    }
    case 'both':
      return truth(found.left, around, program) === true ? value(found.right) : UNKNOWN
    case 'same':
    case 'not': {
      const holds = truth(found, around, program)
      return holds === undefined ? UNKNOWN : text(String(holds))
    }
    case 'name':
      return constant(found.name, around, program) ?? lookUp(found.name, around, program)
    case 'module':
      return modulesNamed(found.module, around.module, program)
    case 'member':
      return member(found, around, program)
    case 'part':
      return indexed(found, around, program)
    case 'call':
      return called(found, around, program)
    default:
      return UNKNOWN
  }
}

/** `a[key]`: of a key that is not known, any part. */
function indexed(found: Extract<Expression, { is: 'part' }>, around: Around, program: Program): Values {
  const owner = fullName(found.of, around, program)
  const key = sureText(evaluate(found.key, around, program))
  if (key !== undefined && owner !== undefined && program.language.environment.has(owner)) return fromEnvironment(key, program)
  const parts = evaluate(found.of, around, program).flatMap((value): (Values | undefined)[] => {
    if (key !== undefined) return [partOf(value, key, program)]
    return value.is === 'record' ? value.entries.slice(0, 8).map((entry) => evaluate(entry.value, value.around, program)) : []
  })
  const some = parts.filter((part) => part !== undefined)
  return some.length === 0 ? UNKNOWN : key === undefined ? maybe(anyOf(some)) : anyOf(some)
}

/** `a || b`: the first that is set and not empty. */
function either(first: Values, second: () => Values): Values {
  const isSet = first.every(
    (value) => value.is !== 'nothing' && value.is !== 'unknown' && !(value.is === 'text' && value.text === '' && !value.open),
  )
  if (isSet && !first.some((value) => value.is === 'text' && value.maybe)) return first
  if (first.every(({ is }) => is === 'nothing')) return second()
  const known = first.filter((value) => value.is !== 'unknown' && !(value.is === 'text' && value.text === ''))
  return first.every((value) => value.is === 'text' && value.text === '' && !value.maybe)
    ? second()
    : maybe(anyOf([...(known.length > 0 ? [known] : []), second()]))
}

/** Whether a condition holds when the program runs; undefined where that is not known. */
export function truth(test: Expression, around: Around, program: Program): boolean | undefined {
  switch (test.is) {
    case 'not': {
      const inner = truth(test.of, around, program)
      return inner === undefined ? undefined : !inner
    }
    case 'both':
    case 'either': {
      const sides = [truth(test.left, around, program), truth(test.right, around, program)]
      const decides = test.is === 'either'
      if (sides.includes(decides)) return decides
      return sides.includes(undefined) ? undefined : !decides
    }
    case 'same': {
      const [left, right] = [single(evaluate(test.left, around, program)), single(evaluate(test.right, around, program))]
      return left === undefined || right === undefined ? undefined : left === right
    }
    default: {
      const found = single(evaluate(test, around, program))
      return found === undefined ? undefined : found !== '' && found !== null && !/^(?:false|0)$/.test(found)
    }
  }
}

function single(values: Values): string | null | undefined {
  return values.length === 1 && values[0]?.is === 'nothing' ? null : sureText(values)
}

/** Whether all conditions of a place hold; undefined where that is not known. */
export function conditionsHold(conditions: readonly Condition[], around: Around, program: Program): boolean | undefined {
  let sure: boolean | undefined = true
  for (const { test, holds } of conditions) {
    const answer = test && truth(test, around, program)
    if (answer !== undefined && answer !== holds) return false
    if (answer === undefined) sure = undefined
  }
  return sure
}

function constant(name: string, { module }: Around, program: Program): Values | undefined {
  return program.language.constants.get(name)?.(module, program)
}

/** The value of a name, where it stands. */
function lookUp(name: string, around: Around, program: Program): Values {
  for (let scope: Scope | undefined = around.scope; scope; scope = scope.parent) {
    // What a class has, its methods ask `self` for.
    if (scope.is === 'class' && scope !== around.scope) continue
    const found = ownValue(name, scope, around.module, program)
    if (found) return found
  }
  const taken = around.module.syntax.imports.get(name)
  if (taken) return importedValue(taken.module, taken.name, around.module, program)
  for (const star of around.module.syntax.stars) {
    for (const other of program.surroundings.imported(around.module, star).slice(0, 1)) {
      const found = exportedValue(name, other, program)
      if (found) return found
    }
  }
  return siblingValue(name, around.module, program) ?? UNKNOWN
}

/** A name of another file of the same package. */
function siblingValue(name: string, module: Module, program: Program): Values | undefined {
  for (const other of program.surroundings.siblings?.(module) ?? []) {
    const found = other === module ? undefined : ownValue(name, other.syntax.top, other, program)
    if (found) return found
  }
  return undefined
}

function ownValue(name: string, scope: Scope, module: Module, program: Program): Values | undefined {
  const bindings = scope.bindings.get(name)
  if (bindings) return boundValue(bindings, module, program)
  const at = scope.parameters.findIndex((parameter) => parameter.name === name)
  if (at !== -1) return givenValue(scope, at, module, program)
  const inner = scope.inner.get(name)
  return inner && [{ is: inner.is === 'class' ? 'class' : 'function', scope: inner, module }]
}

/** Of what a name is given one after the other: from the last that surely happens on. */
function boundValue(bindings: readonly Binding[], module: Module, program: Program): Values {
  const happening = bindings.slice(-8).flatMap((binding) => {
    const holds = conditionsHold(binding.conditions, { scope: binding.scope, module }, program)
    // Of a place that is taken where there is something already, the image has nothing.
    const isLegacy = holds === undefined && binding.conditions.every(({ test }) => asksForExistence(test))
    return holds === false || (isLegacy && bindings.length > 1) ? [] : [{ binding, isSure: holds === true }]
  })
  const last = happening.findLastIndex(({ isSure }) => isSure)
  const lists = happening.slice(Math.max(last, 0)).map(({ binding }) => evaluate(binding.value, { scope: binding.scope, module }, program))
  return lists.length === 0 ? UNKNOWN : anyOf(lists)
}

/** `if (!existsSync(path))` and the like. */
export function asksForExistence(test: Condition['test']): boolean {
  if (test?.is === 'not') return asksForExistence(test.of)
  if (test?.is === 'both' || test?.is === 'either') return asksForExistence(test.left) && asksForExistence(test.right)
  return (
    test?.is === 'call' &&
    /^(?:exists(?:Sync)?|isdir|is_dir|isfile|is_file|file_exists|access(?:Sync)?|pathExists(?:Sync)?)$/.test(lastName(test.callee) ?? '')
  )
}

/** Callers of one function that are looked at. */
const MAX_CALLERS = 12

/** What the callers of a function give it. */
function givenValue(scope: Scope, at: number, module: Module, program: Program): Values {
  const parameter = scope.parameters[at]
  const isMethod = scope.parent?.is === 'class'
  const isConstructor = scope.name === program.language.constructorName
  const name = isConstructor ? scope.parent?.name : scope.name
  if (!parameter || name === undefined)
    return parameter?.fallback ? maybe(evaluate(parameter.fallback, { scope, module }, program)) : UNKNOWN
  const first = scope.parameters[0]?.name
  const position = isMethod && (first === 'self' || first === 'cls') ? at - 1 : at
  if (position < 0) return enclosingClass(scope) ? [{ is: 'instance', scope: enclosingClass(scope) ?? scope, module }] : UNKNOWN
  const callers = program.callers(name).slice(0, MAX_CALLERS)
  const fallback = () => (parameter.fallback ? evaluate(parameter.fallback, { scope, module }, program) : UNKNOWN)
  const lists = callers.map((caller) => {
    const given = argumentOf(caller.call.args, parameter.name, position)
    return given ? evaluate(given, { scope: caller.scope, module: caller.module }, program) : fallback()
  })
  return lists.length === 0 ? maybe(fallback()) : anyOf(lists)
}

function argumentOf(args: readonly Argument[], name: string, position: number): Expression | undefined {
  const named = args.find((each) => each.name === name)
  return (named ?? args.filter((each) => each.name === undefined)[position])?.value
}

function modulesNamed(name: string, from: Module, program: Program): Values {
  const [module] = program.surroundings.imported(from, name)
  return module ? [{ is: 'module', module }] : UNKNOWN
}

function importedValue(specifier: string, name: string, from: Module, program: Program, depth = 0): Values {
  const [module] = program.surroundings.imported(from, specifier)
  if (name === '*') return module ? [{ is: 'module', module }] : UNKNOWN
  const found = module && exportedValue(name, module, program, depth)
  if (found) return found
  // A module of a package, or the whole of one that exports nothing by name.
  const inner =
    program.language.id === 'python'
      ? modulesNamed(specifier.endsWith('.') ? specifier + name : `${specifier}.${name}`, from, program)
      : UNKNOWN
  return inner === UNKNOWN && module && name === 'default' ? [{ is: 'module', module }] : inner
}

/** Modules that hand on what others have. */
const MAX_EXPORTS = 6

function exportedValue(name: string, module: Module, program: Program, depth = 0): Values | undefined {
  const { top, imports, stars } = module.syntax
  const own = ownValue(name, top, module, program)
  if (own || depth > MAX_EXPORTS) return own
  const taken = imports.get(name)
  if (taken) return importedValue(taken.module, taken.name, module, program, depth + 1)
  for (const star of stars) {
    const [other] = program.surroundings.imported(module, star)
    const found = other && exportedValue(name, other, program, depth + 1)
    if (found) return found
  }
  const sibling = depth === 0 ? siblingValue(name, module, program) : undefined
  if (sibling) return sibling
  // `module.exports = { name }`
  if (name === 'default' || depth > 2) return undefined
  const whole = ownValue('default', top, module, program)?.[0]
  return whole?.is === 'record' ? partOf(whole, name, program) : undefined
}

type Member = Extract<Expression, { is: 'member' }>

function member(found: Member, around: Around, program: Program): Values {
  const full = fullName(found, around, program)
  const { environment, constants } = program.language
  const owner = full?.slice(0, full.lastIndexOf('.'))
  if (owner !== undefined && environment.has(owner)) return fromEnvironment(found.name, program)
  const known = full === undefined ? undefined : constants.get(full)?.(around.module, program)
  if (known) return known
  if (found.of.is === 'name' && /^(?:self|this|cls|\$this|static)$/.test(found.of.name)) {
    const own = enclosingClass(around.scope)
    return (own && memberOf(own, found.name, around.module, program)) ?? UNKNOWN
  }
  const values = evaluate(found.of, around, program)
  const parts = values.map((value) => partOf(value, found.name, program))
  const some = parts.filter((part) => part !== undefined)
  if (some.length > 0) return anyOf(some)
  const asked =
    found.of.is === 'name' || found.of.is === 'member' ? found.of.name : found.of.is === 'call' ? (lastName(found.of.callee) ?? '') : ''
  const isField = program.language.id === 'go' && /^[A-Z]/.test(found.name)
  return byName(found.name, program, isField || /settings|config/i.test(asked))
}

/** A constant of settings (`current_app.config["UPLOADS"]`, `settings.UPLOADS`), where only one place of the program gives it a value. */
function byName(name: string, program: Program, isSetting = false): Values {
  if (!isSetting && !/^[A-Z][A-Z\d_]+$/.test(name)) return UNKNOWN
  const given = program.given(name)
  if (given.length === 0) return inSchema(name, program)
  if (given.length > 4) return UNKNOWN
  const values = given.map(({ value, around: { scope, module } }) => {
    const own = scope.is === 'class' ? memberOf(scope, name, module, program) : undefined
    return own ?? evaluate(value, { scope, module }, program)
  })
  return values.length === 1 && sureText(anyOf(values)) !== undefined && given[0]?.around.scope.is === 'class'
    ? anyOf(values)
    : maybe(anyOf(values))
}

/** A variable in a schema of the environment: `NAME: str({ default: "x" })`, `NAME: z.string().default("x")`. */
function inSchema(name: string, program: Program): Values {
  const [described] = program.described(name)
  if (!described) return UNKNOWN
  const given = fromEnvironment(name, program)
  if (given !== NOTHING && given !== UNKNOWN) return given
  const fallback = defaultIn(described.value)
  const value = fallback ? evaluate(fallback, described.around, program) : NOTHING
  return given === UNKNOWN ? maybe(value) : value
}

function defaultIn(found: Expression, depth = 0): Expression | undefined {
  if (found.is !== 'call' || depth > 8) return undefined
  if (found.callee.is === 'member' && found.callee.name === 'default') return found.args[0]?.value
  const options = found.args.flatMap(({ value }) => (value.is === 'record' ? value.entries : []))
  return (
    options.find(({ key }) => key === 'default')?.value ??
    (found.callee.is === 'member' ? defaultIn(found.callee.of, depth + 1) : undefined)
  )
}

/** A part of a value by its name; undefined where it has none that is known. */
export function partOf(value: Value, name: string, program: Program): Values | undefined {
  switch (value.is) {
    case 'record': {
      for (const entry of value.entries.toReversed()) {
        if (entry.key === name) {
          const found = evaluate(entry.value, value.around, program)
          return value.maybe ? maybe(found) : found
        }
        if (entry.key !== undefined) continue
        for (const spread of evaluate(entry.value, value.around, program)) {
          const found = partOf(spread, name, program)
          if (found) return found
        }
      }
      return undefined
    }
    case 'list': {
      const item = /^\d+$/.test(name) ? value.items[Number(name)] : undefined
      return item && evaluate(item, value.around, program)
    }
    case 'module':
      return exportedValue(name, value.module, program)
    case 'class':
    case 'instance':
      return memberOf(value.scope, name, value.module, program)
    case 'text':
      return program.language.methods.get(`.${name}`)?.({ args: [], named: new Map(), receiver: [value], program, module: NO_MODULE })
    default:
      return undefined
  }
}

const NO_MODULE = {} as Module

/** What an object has by a name: of its own, of its class, of those that the class stands on. Settings of pydantic ask the environment first. */
function memberOf(scope: Scope, name: string, module: Module, program: Program, depth = 0): Values | undefined {
  const bindings = [...(scope.bindings.get(name) ?? []), ...(scope.members.get(name) ?? [])]
  if (bindings.length > 0) {
    const own = boundValue(bindings, module, program)
    if (!isSettings(scope, module, program)) return own
    const given = program.surroundings.variable(name.toUpperCase())
    return typeof given === 'string' ? text(given) : maybe(own)
  }
  const method = scope.inner.get(name)
  if (method)
    return method.returns.length > 0 && isProperty(method) ? returned(method, module, program) : [{ is: 'function', scope: method, module }]
  if (depth > 4) return undefined
  for (const base of scope.bases) {
    for (const value of evaluate(base, { scope: scope.parent ?? scope, module }, program)) {
      const found = value.is === 'class' ? memberOf(value.scope, name, value.module, program, depth + 1) : undefined
      if (found) return found
    }
  }
  return undefined
}

/** What takes nothing but itself may be a property; of a method only the call is asked for. */
function isProperty({ parameters }: Scope): boolean {
  return parameters.every(({ name }) => name === 'self' || name === 'cls')
}

function isSettings(scope: Scope, module: Module, program: Program): boolean {
  return scope.bases.some((base) => /(?:^|\.)(?:Base)?Settings$/.test(fullName(base, { scope, module }, program) ?? ''))
}

/** A variable of the environment. */
export function fromEnvironment(name: string, { surroundings }: Program): Values {
  const value = surroundings.variable(name)
  return value === undefined ? UNKNOWN : value === null ? NOTHING : text(value)
}

type CallExpression = Extract<Expression, { is: 'call' }>

function called(found: CallExpression, around: Around, program: Program): Values {
  const { callee } = found
  const full = fullName(callee, around, program)
  const { functions, methods } = program.language
  const known = full === undefined ? undefined : functions.get(full)
  if (known) return known(knownCall(found, () => UNKNOWN, around, program))
  if (full === 'require' && found.args[0]) {
    return anyOf(
      evaluate(found.args[0].value, around, program).map((value) =>
        value.is === 'text' && !value.open ? modulesNamed(value.text, around.module, program) : UNKNOWN,
      ),
    )
  }
  const target = /^(?:member|name|call|module)$/.test(callee.is)
    ? evaluate(callee, around, program).flatMap((value) => wholeOf(value, program))
    : []
  const answers = target.flatMap((value): Values[] => {
    if (value.is === 'class') return [[{ is: 'instance', scope: value.scope, module: value.module }]]
    if (value.is === 'text') return [joinTexts([[value], ...found.args.map((each) => evaluate(each.value, around, program))], slashAnew)]
    return value.is === 'function' ? [returned(value.scope, value.module, program)] : []
  })
  if (answers.length > 0) return anyOf(answers)
  const method = callee.is === 'member' ? methods.get(callee.name) : undefined
  const read = fromReader(found, around, program)
  if (read) return read
  if (!method || callee.is !== 'member') return UNKNOWN
  return method(knownCall(found, () => evaluate(callee.of, around, program), around, program))
}

/** What a module stands for where it is called: its one export. */
function wholeOf(value: Value, program: Program): Values {
  return value.is === 'module' ? (exportedValue('default', value.module, program) ?? [value]) : [value]
}

/** `env("NAME", "x")`, `config.get("NAME", "x")`: whatever it is called, what asks for a variable by name gets the environment's. */
function fromReader({ callee, args }: CallExpression, around: Around, program: Program): Values | undefined {
  const word = callee.is === 'name' || callee.is === 'member' ? callee.name : ''
  if (!/^(?:env|get|getOrThrow|getEnv|get_env|getenv|optional|config|str|path|required|value)$/i.test(word)) return undefined
  const [first, second] = args
  const name = first && sureText(evaluate(first.value, around, program))
  if (name === undefined || !/^[A-Z][A-Z\d_]*$/.test(name)) return undefined
  const fallback = args.find((each) => each.name === 'default' || each.name === 'fallback')?.value ?? second?.value
  const given = program.surroundings.variable(name)
  if (typeof given === 'string') return text(given)
  const asked = byName(name, program)
  const other = asked !== UNKNOWN ? asked : fallback ? evaluate(fallback, around, program) : given === null ? NOTHING : UNKNOWN
  return given === undefined ? maybe(other) : other
}

function knownCall(found: CallExpression, receiver: () => Values, around: Around, program: Program): KnownCall {
  const value = (each: Argument): Values => evaluate(each.value, around, program)
  return {
    args: found.args.filter((each) => each.name === undefined).map(value),
    named: new Map(found.args.flatMap((each) => (each.name === undefined ? [] : [[each.name, value(each)]]))),
    receiver: receiver(),
    program,
    module: around.module,
  }
}

function returned(scope: Scope, module: Module, program: Program): Values {
  const around = { scope, module }
  const answers: Values[] = []
  for (const { value, conditions } of scope.returns.slice(0, 6)) {
    const holds = conditionsHold(conditions, around, program)
    if (holds !== false) answers.push(evaluate(value, around, program))
    if (holds === true) break
  }
  return answers.length === 0 ? UNKNOWN : anyOf(answers)
}

/**
 * The name by which the tables know what an expression stands for: `os.path.join`, `fs.writeFile`. A call of it has `()` behind. Undefined
 * for what the program makes itself.
 */
export function fullName(found: Expression, around: Around, program: Program, depth = 0): string | undefined {
  const standard = program.language.standardName
  if (depth > 6) return undefined
  switch (found.is) {
    case 'module':
      return standard(found.module)
    case 'member': {
      const of = fullName(found.of, around, program, depth + 1)
      return of === undefined ? undefined : standard(`${of}.${found.name}`)
    }
    case 'call': {
      const of = fullName(found.callee, around, program, depth + 1)
      return of === undefined ? undefined : `${of}()`
    }
    case 'name': {
      const own = bindingOf(found.name, around)
      if (own === 'inner') return undefined
      if (own) return fullName(own.value, { scope: own.scope, module: around.module }, program, depth + 1)
      const taken = around.module.syntax.imports.get(found.name)
      if (!taken) return standard(found.name)
      const [other] = program.surroundings.imported(around.module, taken.module)
      if (other) {
        const given = taken.name === '*' ? undefined : other.syntax.top.bindings.get(taken.name)?.at(-1)
        return given && fullName(given.value, { scope: given.scope, module: other }, program, depth + 1)
      }
      return standard(taken.name === '*' || taken.name === 'default' ? taken.module : `${taken.module}.${taken.name}`)
    }
    default:
      return undefined
  }
}

function bindingOf(name: string, { scope }: Around): Binding | 'inner' | undefined {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const bindings = at.bindings.get(name)
    if (bindings) return bindings.at(-1)
    if (at.inner.has(name) || at.parameters.some((parameter) => parameter.name === name)) return 'inner'
  }
  return undefined
}
