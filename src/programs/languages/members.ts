import { remember } from '../../model/maps.ts'
import type { Code } from './code.ts'
import { enclosingClass, isSelf, VARIABLE } from './collect.ts'
import { importedName, lastName } from './full-name.ts'
import { fromEnvironment, memberOf, partOf } from './names.ts'
import type { Program } from './program.ts'
import type { Expression } from './syntax.ts'
import { type Around, anyOf, knownText, maybe, NOTHING, sureText, UNKNOWN_VALUE, type Values, variablesOf } from './value.ts'

type Member = Extract<Expression, { is: 'member' }>

/** What a member may be. `isKey`: it is the key of a map or an index, which in Go is no field. */
export function valuesOfMember(found: Member, around: Around, program: Program, isKey = false): Values {
  const full = importedName(found, around, program)
  const { environment, constants, words } = program.language
  const owner = full?.slice(0, full.lastIndexOf('.'))
  if (owner !== undefined && environment.has(owner)) return fromEnvironment(found.name, program)
  const known = full === undefined ? undefined : constants.get(full)?.(around.module, program)
  if (known) return known
  const word = words && owner === words.name ? program.surroundings.args?.[Number(found.name) - words.first] : undefined
  if (word !== undefined) return knownText(word)
  if (isSelf(found.of)) {
    const own = enclosingClass(around.scope)
    return (own && memberOf(own, found.name, around.module, program)) ?? UNKNOWN_VALUE
  }
  const values = program.value(found.of, around)
  const parts = values.map((value) => partOf(value, found.name, program, { scope: around.scope, at: found.at }))
  const some = parts.filter((part) => part !== undefined)
  if (some.length > 0) return anyOf(some)
  const usual = program.language.members?.get(found.name)?.(around.module, program)
  if (usual) return usual
  const option = program.language.optionNamed?.(found.name, program)
  if (option) return option
  const isField = !isKey && program.language.packageFields === true
  const field = isField ? ofPackage(found.name, around.module, program) : undefined
  if (field) return field
  const asked = lastName(found.of.is === 'call' ? found.of.callee : found.of) ?? ''
  return byName(found.name, program, (isField && /^[A-Z]/.test(found.name)) || /settings|config/i.test(asked))
}

/** A field or method that only the files of one package can name: what they set it to, whatever the object is. */
function ofPackage(name: string, module: Around['module'], program: Program): Values | undefined {
  if (!/^[a-z_]\w*$/.test(name)) return undefined
  const files = new Set([module, ...(program.surroundings.siblings?.(module) ?? [])])
  const given = [...files].flatMap((each) =>
    each.code.assigned(name).map(({ value, scope }) => ({ value, around: { scope, module: each } })),
  )
  if (given.length > MAX_GIVEN) return UNKNOWN_VALUE
  if (given.length > 0) return maybe(anyOf(given.map(({ value, around }) => program.value(value, around))))
  const found = [...files].flatMap((each) => methodsOf(each.code).flatMap((method) => (method === name ? [each] : [])))
  const scope = found[0]?.syntax.top.inner.get(name)
  return found[0] && scope && found.length === 1 ? [{ is: 'function', scope, module: found[0] }] : undefined
}

/** Names of the methods in a file of Go; one of two types may be there twice. */
function methodsOf(code: Code): readonly string[] {
  return remember(METHODS, code, () => [...code.text.matchAll(/^func \([^)\n]*\) (\w+)/gm)].flatMap(([, name]) => name ?? []))
}

const METHODS = new WeakMap<Code, readonly string[]>()

/** Most places that set one setting: with more, it is unknown which one counts. */
const MAX_GIVEN = 4

/** A constant of settings (`current_app.config["UPLOADS"]`, `settings.UPLOADS`), if only one place of the program sets it. */
export function byName(name: string, program: Program, isSetting = false): Values {
  if (!isSetting && !VARIABLE.test(name)) return UNKNOWN_VALUE
  const given = program.given(name, MAX_GIVEN)
  if (given.length === 0) return inSchema(name, program)
  if (given.length > MAX_GIVEN) return UNKNOWN_VALUE
  const values = given.map(({ value, around: { scope, module } }) => {
    const own = scope.is === 'class' ? memberOf(scope, name, module, program) : undefined
    return own ?? program.value(value, { scope, module })
  })
  return values.length === 1 && sureText(anyOf(values)) !== undefined && given[0]?.around.scope.is === 'class'
    ? anyOf(values)
    : maybe(anyOf(values))
}

/** A variable in a schema of the environment: `NAME: str({ default: "x" })`, `NAME: z.string().default("x")`. */
function inSchema(name: string, program: Program): Values {
  const [described] = program.described(name)
  if (!described) return UNKNOWN_VALUE
  const given = fromEnvironment(name, program)
  const isUnknown = given[0]?.is === 'unknown'
  if (given !== NOTHING && !isUnknown) return given
  const fallback = defaultIn(described.value)
  const value = fallback ? program.value(fallback, described.around) : NOTHING
  return isUnknown ? maybe(value, variablesOf(given)) : value
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
