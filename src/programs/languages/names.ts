import { asksForExistence, conditionsHold } from './conditions.ts'
import type { Module } from './module.ts'
import { givenFields, givenValue } from './parameters.ts'
import type { Program } from './program.ts'
import { changedTo, fieldChangedTo } from './record-changes.ts'
import { isSettings, settingVariable } from './setting-class.ts'
import type { Binding, Expression, Scope } from './syntax.ts'
import { type Around, anyOf, type CallFrame, knownText, maybe, NOTHING, type ProgramValue, UNKNOWN_VALUE, type Values } from './value.ts'

/** The value of a name at its place. */
export function valuesOfName({ name, at }: Extract<Expression, { is: 'name' }>, around: Around, program: Program): Values {
  for (let scope: Scope | undefined = around.scope; scope; scope = scope.parent) {
    // Methods reach a class's names through `self`.
    if (scope.is === 'class' && scope !== around.scope) continue
    const found = ownValue(name, scope, around.module, program, scope === around.scope ? { at, frame: around.frame } : undefined)
    if (found) return found
  }
  return takenValue(name, around.module, program) ?? siblingValue(name, around.module, program) ?? UNKNOWN_VALUE
}

function takenValue(name: string, module: Module, program: Program, depth = 0): Values | undefined {
  const { imports, stars } = module.syntax
  const taken = imports.get(name)
  if (taken) return importedValue(taken.module, taken.name, module, program, depth)
  for (const star of stars) {
    const [other] = program.surroundings.imported(module, star)
    const found = other && exportedValue(name, other, program, depth)
    if (found) return found
  }
  return undefined
}

/** A name of another file of the same package. */
function siblingValue(name: string, module: Module, program: Program): Values | undefined {
  for (const other of program.surroundings.siblings?.(module) ?? []) {
    const found = other === module || !other.code.mayDeclare(name) ? undefined : ownValue(name, other.syntax.top, other, program)
    if (found) return found
  }
  return undefined
}

/** The place of a name in its own scope, and the call that it is in. */
interface Here {
  readonly at: number
  readonly frame: CallFrame | undefined
}

/** `here` is undefined if the name may be read later. */
function ownValue(name: string, scope: Scope, module: Module, program: Program, here?: Here): Values | undefined {
  const bindings = scope.bindings.get(name)
  const at = scope.parameters.findIndex((parameter) => parameter.name === name)
  const parameter = at === -1 ? outwardValue(name, scope, module, program) : () => givenValue(scope, at, module, program, here?.frame)
  const before = here && bindings ? givenBefore(here.at, bindings) : bindings
  if (parameter && !before?.length) return parameter()
  if (bindings) return boundValue(before?.length ? before : bindings, module, program, here?.frame, parameter)
  const inner = scope.inner.get(name)
  return inner && [{ is: inner.is === 'class' ? 'class' : 'function', scope: inner, module }]
}

/** What a name that a function only assigns to has in the code around it. */
function outwardValue(name: string, scope: Scope, module: Module, program: Program): (() => Values) | undefined {
  if (!scope.parent || !scope.bindings.get(name)?.every(({ isOutward }) => isOutward)) return undefined
  const around = { scope: scope.parent, module }
  return () => valuesOfName({ is: 'name', name, at: scope.at }, around, program)
}

/** The values that a name got before it is read: from code above, or in a loop. */
function givenBefore(place: number, bindings: readonly Binding[]): readonly Binding[] {
  return bindings.filter(({ end, conditions }) => end <= place || conditions.some(({ test }) => test === undefined))
}

/** The possible values of a name from its last certain assignment on. `first`: the value of a parameter before all of them. */
function boundValue(bindings: readonly Binding[], module: Module, program: Program, frame?: CallFrame, first?: () => Values): Values {
  const around = ({ scope }: Binding): Around => (frame?.scope === scope ? { scope, module, frame } : { scope, module })
  const happening = bindings.slice(-8).flatMap((binding) => {
    if (binding.isOutward && !program.mayRun(binding.scope, module)) return []
    const holds = conditionsHold(binding.conditions, around(binding), program)
    // The image does not have such an existing file or directory, so a value that depends on it is not used.
    const isLegacy = holds === undefined && binding.conditions.every(({ test }) => asksForExistence(test))
    return holds === false || (isLegacy && bindings.length > 1) ? [] : [{ binding, isSure: holds === true }]
  })
  const last = happening.findLastIndex(({ isSure }) => isSure)
  const lists = happening.slice(Math.max(last, 0)).map(({ binding }) => program.value(binding.value, around(binding)))
  if (first && last === -1) lists.unshift(first())
  return lists.length === 0 ? UNKNOWN_VALUE : anyOf(lists)
}

export function modulesNamed(name: string, from: Module, program: Program): Values {
  const [module] = program.surroundings.imported(from, name)
  return module ? [{ is: 'module', module }] : UNKNOWN_VALUE
}

function importedValue(specifier: string, name: string, from: Module, program: Program, depth = 0): Values {
  const [module] = program.surroundings.imported(from, specifier)
  if (name === '*') return module ? [{ is: 'module', module }] : UNKNOWN_VALUE
  const found = module && exportedValue(name, module, program, depth)
  if (found) return found
  // A module of a package, or all of a module that exports nothing by name.
  const inner =
    program.language.id === 'python'
      ? modulesNamed(specifier.endsWith('.') ? specifier + name : `${specifier}.${name}`, from, program)
      : UNKNOWN_VALUE
  return inner === UNKNOWN_VALUE && module && name === 'default' ? [{ is: 'module', module }] : inner
}

/** Most modules in a chain of re-exports. */
const MAX_EXPORTS = 6

export function exportedValue(name: string, module: Module, program: Program, depth = 0): Values | undefined {
  const { top } = module.syntax
  const own = ownValue(name, top, module, program)
  if (own || depth > MAX_EXPORTS) return own
  const taken = takenValue(name, module, program, depth + 1) ?? (depth === 0 ? siblingValue(name, module, program) : undefined)
  if (taken) return taken
  // `module.exports = { name }`
  if (name === 'default' || depth > 2) return undefined
  const whole = ownValue('default', top, module, program)?.[0]
  return whole?.is === 'record' ? partOf(whole, name, program) : undefined
}

/** Most records that spread each other; one may lead back to itself. */
const MAX_SPREADS = 8

interface Place {
  readonly scope: Scope
  readonly at: number
}

type RecordValue = Extract<ProgramValue, { is: 'record' }>

/** A part of a value by its name, at a place; undefined if no such part is known. */
export function partOf(value: ProgramValue, name: string, program: Program, place?: Place, depth = 0): Values | undefined {
  if (value.is !== 'record') return partIn(value, name, program, depth)
  const { frame, module } = value.around
  const assigned = assignedTo(value, name, place)
  const own =
    assigned.length === 0
      ? partIn(value, name, program, depth)
      : boundValue(assigned, module, program, frame, () => partIn(value, name, program, depth) ?? NOTHING)
  const changed = own ? changedTo(value, name, program, place) : []
  return own && changed.length > 0 ? orChanged(own, changed) : own
}

/** What a part is, or what it is changed to; where that is unknown, it stays so. */
function orChanged(own: Values, changed: Values): Values {
  return maybe(anyOf([own, changed]))
}

/** `settings.name = value` after `settings := Settings{…}`, in the same function. */
function assignedTo({ entries, around }: RecordValue, name: string, place?: Place): readonly Binding[] {
  const { scope, module } = around
  const own = module.code.assigned(name).filter((each) => each.scope === scope)
  const ofIt = own.filter(
    ({ target: { of } }) =>
      of.is === 'name' && scope.bindings.get(of.name)?.some(({ value }) => value.is === 'record' && value.entries === entries),
  )
  return place?.scope === scope ? givenBefore(place.at, ofIt) : ofIt
}

function partIn(value: ProgramValue, name: string, program: Program, depth: number): Values | undefined {
  switch (value.is) {
    case 'record': {
      if (depth > MAX_SPREADS) return UNKNOWN_VALUE
      let isOpen = false
      for (const entry of value.entries.toReversed()) {
        if (entry.key === name) {
          const found = program.value(entry.value, value.around)
          return isOpen ? [...maybe(found), { is: 'unknown' }] : value.maybe ? maybe(found) : found
        }
        if (entry.key !== undefined) continue
        for (const spread of program.value(entry.value, value.around)) {
          const found = partOf(spread, name, program, undefined, depth + 1)
          if (found) return found
          isOpen ||= spread.is === 'unknown'
        }
      }
      return undefined
    }
    case 'list': {
      const item = /^\d+$/.test(name) ? value.items[Number(name)] : undefined
      return item && program.value(item, value.around)
    }
    case 'module':
      return exportedValue(name, value.module, program)
    case 'class':
    case 'instance':
      return memberOf(value.scope, name, value.module, program)
    case 'text':
      return program.language.methods.get(`.${name}`)?.({ args: [], named: new Map(), receiver: [value], program })
    default:
      return undefined
  }
}

/** An object's member by name: its own, its class's, or that of a base class. Settings of pydantic read the environment first. */
export function memberOf(scope: Scope, name: string, module: Module, program: Program, depth = 0): Values | undefined {
  const all = [...(scope.bindings.get(name) ?? []), ...(scope.members.get(name) ?? [])]
  if (all.length > 0) {
    const set = all.filter(({ value }) => value.is !== 'typed')
    const changed = fieldChangedTo(scope, name, module, program)
    const given = givenFields(scope, name, boundValue(set.length > 0 ? set : all, module, program), program)
    const own = changed.length > 0 ? orChanged(given, changed) : given
    if (!isSettings(scope, module, program)) return own
    const variable = program.surroundings.variable(settingVariable(scope, name))
    return typeof variable === 'string' ? knownText(variable) : maybe(own)
  }
  const method = scope.inner.get(name)
  if (method?.is === 'class') return [{ is: 'class', scope: method, module }]
  if (method)
    return method.returns.length > 0 && isProperty(method) ? returned(method, module, program) : [{ is: 'function', scope: method, module }]
  if (depth > 4) return undefined
  for (const base of scope.bases) {
    for (const value of program.value(base, { scope: scope.parent ?? scope, module })) {
      const found = value.is === 'class' ? memberOf(value.scope, name, value.module, program, depth + 1) : undefined
      if (found) return found
    }
  }
  return undefined
}

/** A method without further parameters may be a property; for any other method only a call counts. */
function isProperty({ parameters }: Scope): boolean {
  return parameters.every(({ name }) => name === 'self' || name === 'cls')
}

/** What a function returns: for any call of it, or for the one of a frame. */
export function returned(scope: Scope, module: Module, program: Program, frame?: CallFrame): Values {
  const around = { scope, module, ...(frame ? { frame } : {}) }
  const answers: Values[] = []
  for (const { value, conditions } of scope.returns.slice(0, 6)) {
    const holds = conditionsHold(conditions, around, program)
    if (holds !== false) answers.push(program.value(value, around))
    if (holds === true) break
  }
  return answers.length === 0 ? UNKNOWN_VALUE : anyOf(answers)
}

/** Variables that a web server sets for each request, whatever the container sets (RFC 3875, 4.1; php.net, "$_SERVER"). */
const OF_REQUEST =
  /^(?:AUTH_TYPE|CONTENT_(?:LENGTH|TYPE)|GATEWAY_INTERFACE|PATH_(?:INFO|TRANSLATED)|QUERY_STRING|REMOTE_(?:ADDR|HOST|IDENT|PORT|USER)|REQUEST_(?:METHOD|URI|SCHEME|TIME\w*)|SCRIPT_(?:NAME|FILENAME)|SERVER_(?:ADDR|NAME|PORT|PROTOCOL|SOFTWARE)|DOCUMENT_ROOT|HTTPS|HTTP_(?:ACCEPT|AUTHORIZATION|CONTENT|COOKIE|HOST|IF|ORIGIN|REFERER|USER|X)\w*|PHP_(?:SELF|AUTH\w*)|arg[cv])$/

/** An environment variable. */
export function fromEnvironment(name: string, { surroundings }: Program): Values {
  const value = surroundings.variable(name)
  if (OF_REQUEST.test(name)) return UNKNOWN_VALUE
  if (value === undefined) return [{ is: 'unknown', variables: [name] }]
  return value === null ? NOTHING : knownText(value)
}
