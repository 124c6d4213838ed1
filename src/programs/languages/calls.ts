import { importedName, lastName } from './full-name.ts'
import type { KnownCall } from './language.ts'
import { byName } from './members.ts'
import { exportedValue, frameOf, modulesNamed, returned } from './names.ts'
import type { Program } from './program.ts'
import type { Argument, Expression } from './syntax.ts'
import {
  type Around,
  anyOf,
  joinFrom,
  joinTexts,
  knownText,
  maybe,
  NOTHING,
  type ProgramValue,
  sureText,
  UNKNOWN_VALUE,
  type Values,
} from './value.ts'

type CallExpression = Extract<Expression, { is: 'call' }>

export function called(found: CallExpression, around: Around, program: Program): Values {
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
    // A method that nobody wrote gives its field.
    if (value.is !== 'function' && value.is !== 'class' && value.is !== 'unknown' && program.language.fieldOf) return [[value]]
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
  return given === undefined ? maybe(other) : other
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
