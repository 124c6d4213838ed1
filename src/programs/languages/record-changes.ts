import { remember } from '../../model/maps.ts'
import { baseName, parentOf } from '../../model/path.ts'
import { enclosingClass, isSelf } from './collect.ts'
import { conditionsHold } from './conditions.ts'
import type { Language } from './language.ts'
import type { Module } from './module.ts'
import type { Program } from './program.ts'
import type { Comparison, Expression, ObjectEntry, Scope } from './syntax.ts'
import { type Around, type ProgramValue, sureText, UNKNOWN_VALUE, type Values } from './value.ts'

type RecordValue = Extract<ProgramValue, { is: 'record' }>

/** What changes a part of an object: without a key any part, with `from` those of another object. */
interface Change {
  readonly of: Expression
  readonly key?: Expression
  readonly value?: Expression
  readonly from?: readonly Expression[]
  readonly scope: Scope
  readonly conditions: readonly Comparison[]
  readonly at: number
}

/** Most modules that are searched for changes of one part; with more, it is not known what changes it. */
const MAX_MODULES = 60

/**
 * What the program may give to a part of an object elsewhere than in the scope that makes it: in a function or another module
 * (`config.dir = x`), under a computed key (`config[key] = x`), from another object (`Object.assign(config, x)`).
 */
export function changedTo(
  value: RecordValue,
  name: string,
  program: Program,
  place?: { readonly scope: Scope; readonly at: number },
): Values {
  const { scope, module } = value.around
  const names = namesOf(value)
  if (names.length === 0) return []
  const users = scope.is === 'module' ? usersOf(module, name, program) : []
  const found: Values[number][] = users.length > MAX_MODULES ? [...UNKNOWN_VALUE] : []
  for (const each of [module, ...users.slice(0, MAX_MODULES)]) {
    for (const change of changesIn(each, name, program.language)) {
      if (change.value !== undefined && change.key === undefined && change.scope === scope) continue
      if (place?.scope === change.scope && each === module && place.at <= change.at) continue
      const around = { scope: change.scope, module: each }
      if (!changes(value, names, change.of, around, program) || !program.mayRun(change.scope, each)) continue
      if (conditionsHold(change.conditions, around, program) === false) continue
      found.push(...given(change, name, around, program))
    }
  }
  return found
}

/** What the methods of a class may give to a field under a computed name (`this[key] = x`, `Object.assign(this, x)`, `setattr(self, key, x)`). */
export function fieldChangedTo(owner: Scope, name: string, module: Module, program: Program): Values {
  return changesIn(module, name, program.language).flatMap((change) => {
    if (!isSelf(change.of) || enclosingClass(change.scope) !== owner) return []
    return change.key || change.from ? given(change, name, { scope: change.scope, module }, program) : []
  })
}

/** The names of an object in the scope that makes it, or of one that it is a part of. */
function namesOf({ entries, around }: RecordValue): readonly string[] {
  return remember(NAMES, entries, () =>
    [...around.scope.bindings].flatMap(([name, bindings]) => (bindings.some(({ value }) => holds(value, entries)) ? [name] : [])),
  )
}

function holds(value: Expression, entries: readonly ObjectEntry[], depth = 0): boolean {
  if (value.is !== 'record' || depth > MAX_NESTED) return false
  return value.entries === entries || value.entries.some((entry) => holds(entry.value, entries, depth + 1))
}

const MAX_NESTED = 3

const NAMES = new WeakMap<readonly ObjectEntry[], readonly string[]>()

/** Modules that name the file of a module, or its directory, and whose words may change a part of an object. */
function usersOf(module: Module, name: string, program: Program): readonly Module[] {
  const stem = baseName(module.path).replace(/\.\w+$/, '')
  const word = /^(?:index|__init__)$/.test(stem) ? baseName(parentOf(module.path)) : stem
  const words = [name, 'setattr', ...(program.language.copies ?? [])]
  return program
    .mentioning(word)
    .filter((other) => other !== module && (other.code.mayAssignParts || words.some((each) => other.code.mentions(each))))
}

function changesIn(module: Module, name: string, language: Language): readonly Change[] {
  return remember(
    remember(CHANGES, module, () => new Map()),
    name,
    () => readChanges(module, name, language),
  )
}

const CHANGES = new WeakMap<Module, Map<string, readonly Change[]>>()

function readChanges({ code, syntax }: Module, name: string, language: Language): readonly Change[] {
  const named = code.assigned(name).map(({ target, ...each }) => ({ ...each, of: target.of }))
  const parts = code.mayAssignParts ? syntax.parts.map(({ target, ...each }) => ({ ...each, of: target.of, key: target.key })) : []
  const copies = (language.copies ?? [])
    .flatMap((copy) => code.calls(copy))
    .flatMap(({ call: { callee, args, at }, scope, conditions }): Change[] => {
      const [first, ...others] = args.map((each) => each.value)
      const isMethod = callee.is === 'member' && callee.name === 'update'
      const of = isMethod ? callee.of : first
      return of ? [{ of, from: isMethod && first ? [first] : others, scope, conditions, at }] : []
    })
  const set = code.calls('setattr').flatMap(({ call: { callee, args, at }, scope, conditions }): Change[] => {
    const [of, key, value] = args.map((each) => each.value)
    return callee.is === 'name' && of && key && value ? [{ of, key, value, scope, conditions, at }] : []
  })
  return [...named, ...parts, ...copies, ...set]
}

/** Whether what is changed may be this object. */
function changes(
  { entries, around: own }: RecordValue,
  names: readonly string[],
  of: Expression,
  around: Around,
  program: Program,
): boolean {
  const root = rootOf(of)
  if (root === undefined) return false
  const holder = holderOf(root, around.scope)
  if (around.module === own.module) {
    const isOwn = holder === own.scope && names.includes(root)
    if (!isOwn && !holder?.parameters.some(({ name }) => name === root)) return false
    // What functions of other modules get from their callers is not asked for: a large project took a quarter more time.
  } else if (holder?.is === 'function') return false
  return program
    .value(of, around)
    .some((value) =>
      value.is === 'module' ? value.module === own.module && names.includes('default') : value.is === 'record' && value.entries === entries,
    )
}

/** `a` of `a.b.c`. */
function rootOf(found: Expression): string | undefined {
  if (found.is === 'member') return rootOf(found.of)
  return found.is === 'name' && !isSelf(found) ? found.name : undefined
}

/** The scope that has a name. */
function holderOf(name: string, scope: Scope): Scope | undefined {
  for (let at: Scope | undefined = scope; at; at = at.parent)
    if (at.bindings.has(name) || at.parameters.some((parameter) => parameter.name === name)) return at
  return undefined
}

function given({ key, value, from }: Change, name: string, around: Around, program: Program): Values {
  if (from) {
    return from.flatMap((source) =>
      program.value(source, around).flatMap((each): Values => {
        const isKnown = each.is === 'record' && each.entries.every((entry) => entry.key !== undefined)
        const entry = each.is === 'record' ? each.entries.findLast((one) => one.key === name) : undefined
        return isKnown ? (entry ? program.value(entry.value, each.around) : []) : UNKNOWN_VALUE
      }),
    )
  }
  const written = key && sureText(program.value(key, around))
  if (key && written === undefined) return UNKNOWN_VALUE
  if (value === undefined || (key && written !== name)) return []
  return program.value(value, around)
}
