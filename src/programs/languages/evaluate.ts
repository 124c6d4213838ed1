import { truth } from './conditions.ts'
import { importedName, lastName } from './full-name.ts'
import type { KnownCall } from './language.ts'
import { byName, valuesOfMember } from './members.ts'
import { exportedValue, modulesNamed, returned, valuesOfName } from './names.ts'
import { frameOf, objectOf } from './parameters.ts'
import type { Program } from './program.ts'
import type { Argument, Expression } from './syntax.ts'
import {
  type Around,
  anyOf,
  concat,
  joinFrom,
  joinTexts,
  knownText,
  maybe,
  NOTHING,
  type ProgramValue,
  sureText,
  UNKNOWN_VALUE,
  type Values,
  variablesOf,
} from './value.ts'

/** The values that an expression may have. */
export function evaluate(found: Expression, around: Around, program: Program): Values {
  switch (found.is) {
    case 'literal':
      return knownText(found.value)
    case 'nothing':
      return NOTHING
    case 'other':
      return UNKNOWN_VALUE
    case 'each':
      return itemsOf(evaluate(found.of, around, program), program)
    case 'typed':
      return objectOf(found.type, around, program)
    case 'list':
      return [{ is: 'list', items: found.items, around }]
    case 'record':
      return [{ is: 'record', entries: found.entries, around }]
    case 'function':
      return found.scope ? [{ is: 'function', scope: found.scope, module: around.module }] : UNKNOWN_VALUE
    default:
      return program.once(found, around.frame, () => computed(found, around, program))
  }
}

function computed(found: Expression, around: Around, program: Program): Values {
  const value = (inner: Expression): Values => evaluate(inner, around, program)
  switch (found.is) {
    case 'text':
      return joinTexts(
        found.parts.map((part) => (typeof part === 'string' ? knownText(part) : value(part))),
        concat,
      )
    case 'join':
      return joinTexts([value(found.left), value(found.right)], found.how === 'path' ? joinFrom : concat)
    case 'either':
      return either(value(found.left), () => value(found.right))
    case 'choice': {
      const holds = truth(found.test, around, program)
      return holds === undefined ? anyOf([value(found.yes), value(found.no)]) : value(holds ? found.yes : found.no)
    }
    case 'both':
      return truth(found.left, around, program) === true ? value(found.right) : UNKNOWN_VALUE
    case 'same':
    case 'not': {
      const holds = truth(found, around, program)
      return holds === undefined ? UNKNOWN_VALUE : knownText(String(holds))
    }
    case 'name':
      return program.language.constants.get(found.name)?.(around.module, program) ?? valuesOfName(found, around, program)
    case 'module':
      return modulesNamed(found.module, around.module, program)
    case 'member':
      return valuesOfMember(found, around, program)
    case 'part':
      return indexed(found, around, program)
    case 'call':
      return called(found, around, program)
    default:
      return UNKNOWN_VALUE
  }
}

/** Items of a list that a loop goes through. */
const MAX_ITEMS = 24

/** The items of lists, one after the other; a loop over a dictionary of Python goes through its keys. */
function itemsOf(values: Values, program: Program): Values {
  const items = values.flatMap((value): readonly Values[] => {
    if (value.is === 'list') return value.items.slice(0, MAX_ITEMS).map((item) => evaluate(item, value.around, program))
    if (value.is !== 'record') return [UNKNOWN_VALUE]
    const entries = value.entries.slice(0, MAX_ITEMS)
    if (program.language.id !== 'python') return entries.map((entry) => evaluate(entry.value, value.around, program))
    return entries.map(({ key }) => (key === undefined ? UNKNOWN_VALUE : knownText(key)))
  })
  return items.length === 0 ? NOTHING : items.flat()
}

/** `a[key]`: with an unknown key, any part. A number that a name holds counts in a loop, so it is unknown. */
function indexed({ of, key, at }: Extract<Expression, { is: 'part' }>, around: Around, program: Program): Values {
  const keys = evaluate(key, around, program)
  const isCounter = ({ text }: { readonly text: string }) => key.is !== 'literal' && /^\d+$/.test(text)
  const isKnown = keys.every((each) => each.is === 'text' && !each.open && !isCounter(each))
  if (isKnown) {
    const found = keys.flatMap((each) =>
      each.is === 'text' ? valuesOfMember({ is: 'member', of, name: each.text, at }, around, program, true) : [],
    )
    return sureText(keys) === undefined ? maybe(found) : found
  }
  const parts = evaluate(of, around, program).flatMap((value) =>
    value.is === 'record' ? value.entries.slice(0, 8).map((entry) => evaluate(entry.value, value.around, program)) : [],
  )
  return parts.length === 0 ? UNKNOWN_VALUE : maybe(anyOf(parts))
}

/** `a || b`: the first value that is set and not empty. */
export function either(first: Values, second: () => Values): Values {
  const isSet = first.every(
    (value) => value.is !== 'nothing' && value.is !== 'unknown' && !(value.is === 'text' && value.text === '' && !value.open),
  )
  if (isSet && !first.some((value) => value.is === 'text' && value.maybe)) return first
  if (first.every(({ is }) => is === 'nothing')) return second()
  const known = first.filter((value) => value.is !== 'unknown' && !(value.is === 'text' && value.text === ''))
  return first.every((value) => value.is === 'text' && value.text === '' && !value.maybe)
    ? second()
    : maybe(anyOf([...(known.length > 0 ? [known] : []), second()]), variablesOf(first))
}

type CallExpression = Extract<Expression, { is: 'call' }>

function called(found: CallExpression, around: Around, program: Program): Values {
  const { callee } = found
  const full = importedName(callee, around, program)
  const { functions, methods } = program.language
  const known = full === undefined ? undefined : functions.get(full)
  if (known) return known(knownCall(found, () => UNKNOWN_VALUE, around, program))
  if (full === 'require' && found.args[0]) {
    return anyOf(
      program
        .value(found.args[0].value, around)
        .map((value) => (value.is === 'text' && !value.open ? modulesNamed(value.text, around.module, program) : UNKNOWN_VALUE)),
    )
  }
  const target = /^(?:member|name|call|module)$/.test(callee.is)
    ? program.value(callee, around).flatMap((value) => moduleValue(value, program))
    : []
  const answers = target.flatMap((value): Values[] => {
    // What a method without parameters returns, which may be a property.
    if (callee.is === 'member' && /^(?:instance|record|list)$/.test(value.is)) return [[value]]
    if (value.is === 'class') return [[{ is: 'instance', scope: value.scope, module: value.module }]]
    if (value.is === 'text') return [joinTexts([[value], ...found.args.map((each) => program.value(each.value, around))], joinFrom)]
    return value.is === 'function' ? [returned(value.scope, value.module, program, frameOf(found, value, around, program))] : []
  })
  if (answers.length > 0) return anyOf(answers)
  const method = callee.is === 'member' ? methods.get(callee.name) : undefined
  const read = fromReader(found, around, program)
  if (read) return read
  if (!method || callee.is !== 'member') return UNKNOWN_VALUE
  return method(knownCall(found, () => program.value(callee.of, around), around, program))
}

/** What a called module stands for: its only export. */
function moduleValue(value: ProgramValue, program: Program): Values {
  return value.is === 'module' ? (exportedValue('default', value.module, program) ?? [value]) : [value]
}

/** `env("NAME", "x")`, `config.get("NAME", "x")`: a call by the name of a variable gets its value, whatever the function is. */
function fromReader({ callee, args }: CallExpression, around: Around, program: Program): Values | undefined {
  const word = lastName(callee) ?? ''
  if (!/^(?:env|get|getOrThrow|getEnv|get_env|getenv|optional|config|str|path|required|value)$/i.test(word)) return undefined
  const [first, second] = args
  const name = first && sureText(program.value(first.value, around))
  if (name === undefined || !/^[A-Z][A-Z\d_]*$/.test(name)) return undefined
  const fallback = args.find((each) => each.name === 'default' || each.name === 'fallback')?.value ?? second?.value
  const given = program.surroundings.variable(name)
  if (typeof given === 'string') return knownText(given)
  const asked = byName(name, program)
  const other = asked !== UNKNOWN_VALUE ? asked : fallback ? program.value(fallback, around) : given === null ? NOTHING : UNKNOWN_VALUE
  return given === undefined ? maybe(other, [name]) : other
}

function knownCall(found: CallExpression, receiver: () => Values, around: Around, program: Program): KnownCall {
  const value = (each: Argument): Values => program.value(each.value, around)
  return {
    args: found.args.filter((each) => each.name === undefined).map(value),
    named: new Map(found.args.flatMap((each) => (each.name === undefined ? [] : [[each.name, value(each)]]))),
    receiver: receiver(),
    program,
    module: around.module,
  }
}
