import { enclosingClass } from './collect.ts'
import type { Module } from './module.ts'
import type { Program } from './program.ts'
import type { Argument, Call, Expression, Parameter, Scope } from './syntax.ts'
import { type Around, anyOf, type CallFrame, isOneValue, maybe, UNKNOWN_VALUE, type Values } from './value.ts'

/** What calls give to parameters, and to the fields of classes. */

/** Most callers of one function that are read. */
const MAX_CALLERS = 12

/** The value of a parameter: the argument of a frame's call, else what any caller passes. */
export function givenValue(scope: Scope, at: number, module: Module, program: Program, frame?: CallFrame): Values {
  const parameter = scope.parameters[at]
  if (!parameter) return UNKNOWN_VALUE
  return frame?.given.get(parameter.name) ?? program.once(parameter, undefined, () => givenByCallers(parameter, scope, at, module, program))
}

function givenByCallers(parameter: Parameter, scope: Scope, at: number, module: Module, program: Program): Values {
  const isMethod = scope.parent?.is === 'class'
  const isConstructor = scope.name === program.language.constructorName
  const names = callableNames(isConstructor && scope.parent ? scope.parent : scope)
  const items = names.length === 0 && at === 0 ? itemsGiven(scope, module, program) : undefined
  if (items) return items
  const fallback = () =>
    parameter.fallback
      ? program.value(parameter.fallback, { scope, module })
      : (program.language.optionGiven?.(parameter.name, module, program) ?? UNKNOWN_VALUE)
  const unasked = () => ofType(maybe(fallback()), parameter, { scope, module }, program)
  if (names.length === 0) return unasked()
  const first = scope.parameters[0]?.name
  const position = isMethod && (first === 'self' || first === 'cls') ? at - 1 : at
  if (position < 0) return enclosingClass(scope) ? [{ is: 'instance', scope: enclosingClass(scope) ?? scope, module }] : UNKNOWN_VALUE
  const all = names.flatMap((name) => program.callers(name, MAX_CALLERS))
  const callers = all.slice(0, MAX_CALLERS)
  const lists = callers.map((caller) => passed(caller.call.args, parameter.name, position, caller, program, fallback))
  if (lists.length === 0) return unasked()
  // The arguments of the other callers are unknown.
  return all.length > callers.length ? [...anyOf(lists), ...UNKNOWN_VALUE] : anyOf(lists)
}

/** An object of the class that a parameter is annotated with, if nothing else is known of it: a container of dependencies gives it. */
function ofType(values: Values, { type }: Parameter, around: Around, program: Program): Values {
  return type && values.every(({ is }) => is === 'unknown') ? objectOf(type, around, program) : values
}

/** An object of a class of the program; unknown for any other type. */
export function objectOf(type: Expression, around: Around, program: Program): Values {
  const [found] = program.value(type, around)
  return found?.is === 'class' ? [{ ...found, is: 'instance' }] : UNKNOWN_VALUE
}

/** Methods of a list that call a function with each item. */
const EACH = ['forEach', 'map', 'flatMap']

/** The items of the list whose method calls a function: `[a, b].forEach((each) => …)`; undefined for any other function. */
function itemsGiven(scope: Scope, module: Module, program: Program): Values | undefined {
  const isGiven = ({ value }: Argument) => value.is === 'function' && value.scope === scope
  const found = EACH.flatMap((name) => module.code.calls(name)).find(({ call }) => call.args[0] && isGiven(call.args[0]))
  const list = found?.call.callee
  if (!found || list?.is !== 'member') return undefined
  return program.value({ is: 'each', of: list.of, at: list.at }, { scope: found.scope, module })
}

/** The names of a function or class: its own, and those that its scope gives it (`const save = (file) => …`). */
export function callableNames(scope: Scope): readonly string[] {
  const given = [...(scope.parent?.bindings ?? [])].flatMap(([each, bindings]) =>
    bindings.some(({ value }) => value.is === 'function' && value.scope === scope) ? [each] : [],
  )
  return [...(scope.name === undefined ? [] : [scope.name]), ...given]
}

/** Most nested calls that are read separately. */
const MAX_FRAMES = 3

/** The certain arguments of one of several calls of a function; undefined if it may be any call. */
export function frameOf({ args }: Call['call'], { scope, module }: Around, around: Around, program: Program): CallFrame | undefined {
  const depth = (around.frame?.depth ?? 0) + 1
  if (depth > MAX_FRAMES || scope.parent?.is === 'class') return undefined
  const given = new Map<string, Values>()
  for (const [position, { name, fallback }] of scope.parameters.entries()) {
    const usual = () => (fallback ? program.value(fallback, { scope, module }) : UNKNOWN_VALUE)
    const values = passed(args, name, position, around, program, usual)
    if (isOneValue(values)) given.set(name, values)
  }
  return given.size === 0 ? undefined : { scope, given, depth, values: new Map() }
}

/** What a call gives to a parameter or field; `fallback` where it gives nothing, or perhaps among others (`f(**options)`). */
function passed(
  args: readonly Argument[],
  name: string,
  position: number,
  around: Around,
  program: Program,
  fallback: () => Values,
): Values {
  const named = args.find((each) => each.name === name)
  const found = (named ?? args.filter((each) => each.name === undefined)[position])?.value
  if (found) return program.value(found, around)
  const spread = args.find((each) => each.name === '**')?.value
  if (!spread) return fallback()
  const values = program.value({ is: 'member', of: spread, name, at: spread.at }, around)
  return values.some(({ is }) => is === 'unknown') ? maybe(fallback()) : values
}

/** The value of a field that calls of its class may give where a decorator or a base class makes the constructor: `Options(root="/srv")`. */
export function givenFields(scope: Scope, name: string, own: Values, program: Program): Values {
  const { id, constructorName } = program.language
  if (id !== 'python' || scope.name === undefined || scope.inner.has(constructorName) || !scope.bindings.has(name)) return own
  // The fields of a base class come first.
  const position = scope.bases.length > 0 ? Number.POSITIVE_INFINITY : [...scope.bindings.keys()].indexOf(name)
  const given = program
    .callers(scope.name, MAX_CALLERS)
    .map((caller) => passed(caller.call.args, name, position, caller, program, () => own))
  return given.every((values) => values === own) ? own : anyOf(given)
}
