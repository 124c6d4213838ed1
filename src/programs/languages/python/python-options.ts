import { lastName } from '../full-name.ts'
import type { Module } from '../module.ts'
import { fromEnvironment } from '../names.ts'
import type { Program } from '../program.ts'
import type { Call } from '../syntax.ts'
import { type Around, knownText, maybe, NOTHING, sureText, UNKNOWN_VALUE, type Values } from '../value.ts'

/** Options of the command line, which a program describes to argparse or click. */

/** The attribute with an option of argparse: what the command line gives, else its default; undefined for any other name. */
export function describedOption(name: string, program: Program): Values | undefined {
  const described = program.callers('add_argument')
  const found = described.find((each) => nameOf(each, each, program) === name)
  return found && optionValue(found, found, described, program)
}

/** The same for the parameter of a function that click calls: decorators describe it. */
export function decoratedOption(name: string, module: Module, program: Program): Values | undefined {
  const described = module.syntax.calls.filter(
    ({ call, decorates }) => decorates && /^(?:option|argument)$/.test(lastName(call.callee) ?? ''),
  )
  const found = described.find(({ scope, ...each }) => nameOf({ ...each, scope }, { scope, module }, program) === name)
  return found && optionValue(found, { scope: found.scope, module }, [], program)
}

function flagsOf({ call }: Pick<Call, 'call'>, around: Around, program: Program): readonly string[] {
  return call.args.flatMap(({ name, value }) => (name === undefined ? (sureText(program.value(value, around)) ?? []) : []))
}

/** `--out-dir` is `out_dir` (docs.python.org, "dest"). */
function nameOf(described: Call, around: Around, program: Program): string | undefined {
  const dest = described.call.args.find(({ name }) => name === 'dest')
  if (dest) return sureText(program.value(dest.value, around))
  const flags = flagsOf(described, around, program)
  const chosen = flags.find((each) => /^[A-Za-z]/.test(each)) ?? flags.find((each) => each.startsWith('--')) ?? flags[0]
  return chosen?.replace(/^-+/, '').replaceAll('-', '_')
}

function optionValue(described: Call, around: Around, all: readonly (Call & { readonly module: Module })[], program: Program): Values {
  const named = (key: string) => described.call.args.find(({ name }) => name === key)?.value
  if (named('action') !== undefined || named('is_flag') !== undefined) return UNKNOWN_VALUE
  const variable = named('envvar')
  const asked = variable && sureText(program.value(variable, around))
  const [set] = asked === undefined ? NOTHING : fromEnvironment(asked, program)
  if (set?.is === 'text') return [set]
  const flags = flagsOf(described, around, program)
  const given = flags.some((each) => each.startsWith('-')) ? afterFlag(flags, program) : operand(described, all, program)
  if (given) return given
  const usual = named('default')
  const fallback = usual ? program.value(usual, around) : NOTHING
  return program.surroundings.args?.every((word) => word !== undefined) ? fallback : maybe(fallback)
}

/** The value behind a flag on the command line; undefined without it. */
function afterFlag(flags: readonly string[], { surroundings: { args = [] } }: Program): Values | undefined {
  const at = args.findLastIndex((word) => word !== undefined && flags.includes(word.replace(/=.*$/s, '')))
  if (at === -1) return undefined
  const equals = args[at]?.indexOf('=') ?? -1
  const value = equals === -1 ? args[at + 1] : args[at]?.slice(equals + 1)
  return value === undefined ? UNKNOWN_VALUE : knownText(value)
}

/** A word in its order. Behind flags, which word is a flag's value is not followed. */
function operand(described: Call, all: readonly (Call & { readonly module: Module })[], program: Program): Values | undefined {
  const { args = [] } = program.surroundings
  if (args.length === 0) return undefined
  const places = all.filter((each) => flagsOf(each, each, program).every((flag) => !flag.startsWith('-')))
  const word = args[places.findIndex(({ call }) => call === described.call)]
  return word === undefined || args.some((each) => each?.startsWith('-')) ? UNKNOWN_VALUE : knownText(word)
}
