import { baseName } from '../../model/path.ts'
import { executeScript } from '../../shell/execute.ts'
import { scriptFromText } from '../../shell/world.ts'
import { isShell } from '../../shell/wrappers.ts'
import { unknownWrite, writesOf } from '../../shell/writes.ts'
import { quoteWord } from '../../text/shell-word.ts'
import { isSilentCommand, startsOthers } from '../silent-commands.ts'
import { evaluate } from './evaluate.ts'
import { importedName } from './full-name.ts'
import type { Module } from './module.ts'
import type { Program } from './program.ts'
import { argument, given, type Sink } from './sink.ts'
import type { Call, Expression } from './syntax.ts'
import { type Around, type ProgramValue, sureText, type Values } from './value.ts'

/** What a call runs: a text for the shell, with the directory that it starts in, or why that is not known. */
type Ran = { readonly text: string; readonly cwd: string | undefined } | { readonly why: string }

/** Languages whose calls get the working directory and the environment as options; those of others set them elsewhere. */
const HAS_OPTIONS = /^(?:python|javascript)$/

/** What a call runs that may write. */
export function ranPrograms(sink: Sink, { call, scope }: Pick<Call, 'call' | 'scope'>, module: Module, program: Program): readonly Ran[] {
  if (typeof sink.runs === 'string') {
    const why = unreadText(sink.runs, module, program)
    return why === undefined ? [] : [{ why }]
  }
  const around = { scope, module }
  const written = sink.path.map((place) => given(call, String(place))).find((each) => each !== undefined)
  const name = written && importedName(written.is === 'call' ? written.callee : written, around, program)
  if (name !== undefined && program.language.commandLine?.has(name)) return []
  const values = argument(call, sink.path, around, program) ?? []
  return values.flatMap((value): readonly Ran[] => {
    const isWord = value.is === 'text' && !value.open && !/\s/.test(value.text)
    const after = isWord ? [value.text, ...wordsAfter(written, call, around, program)].join(' ') : undefined
    const whole = value.is === 'text' && value.open && written ? textOf(written, around, program) : after
    const text = textFor(value, whole, program)
    if (text === undefined) return value.is === 'nothing' ? [] : [{ why: 'which program it runs is not known' }]
    const why = unreadText(text, module, program)
    if (why === undefined) return []
    const isChanged = HAS_OPTIONS.test(program.language.id) && isGiven(call, 'env', around, program)
    return isChanged ? [{ why }] : [{ text, cwd: directoryOf(call, around, program) }]
  })
}

/** The argument by a name, or by the same name in the options of a call. */
function optionOf(call: Call['call'], name: string, around: Around, program: Program): Values | undefined {
  return argument(call, [name, `1.${name}`, `2.${name}`], around, program)
}

function isGiven(call: Call['call'], name: string, around: Around, program: Program): boolean {
  return optionOf(call, name, around, program)?.some(({ is }) => is !== 'nothing') === true
}

/** The directory that a program starts in; undefined if it is not known. */
function directoryOf(call: Call['call'], around: Around, program: Program): string | undefined {
  const { language } = program
  if (!HAS_OPTIONS.test(language.id)) return undefined
  if (!isGiven(call, 'cwd', around, program)) return program.workingDirectory
  const chosen = sureText(optionOf(call, 'cwd', around, program) ?? [])
  return chosen === undefined ? undefined : program.absolute(chosen)
}

/** A variable of the shell in the place of what is not known. */
const OPEN = '$unknown'
export const OPEN_VARIABLE: ReadonlyMap<string, string | undefined> = new Map([[OPEN.slice(1), undefined]])

/** The text for the shell; undefined if its program is not known. `whole`: with its literal parts behind the first that is not known. */
function textFor(value: ProgramValue, whole: string | undefined, program: Program): string | undefined {
  const known = value.is === 'list' ? wordsOf(value, program) : value.is === 'text' ? value.text : undefined
  if (known === undefined || (value.is === 'text' && value.open && !/\S\s/.test(known)) || known.startsWith(`"${OPEN}`)) return undefined
  return whole ?? (value.is === 'text' && value.open ? `${known} ${OPEN}` : known)
}

/** Why the writes of a text for the shell are unknown. */
function unreadText(text: string, { found }: Module, program: Program): string | undefined {
  const executed = executeScript(scriptFromText(found.file, text), { variables: OPEN_VARIABLE, cwd: program.surroundings.cwd })
  const starts = executed.find(({ name }) => isShell(name) || startsOthers(name))
  if (starts) return `what ${starts.name}, which it runs, starts is not known`
  const unread = executed.find(({ name }) => !isSilentCommand(name))
  if (unread) return `${baseName(unread.name)}, which it runs, is a program that is not read`
  const writing = executed.find((each) => unknownWrite(each) !== undefined || writesOf(each).length > 0)
  return writing && `where ${writing.name}, which it runs, writes is not known`
}

/** The words of a list as a text for the shell. */
function wordsOf({ items, around }: Extract<ProgramValue, { readonly is: 'list' }>, program: Program): string {
  const words = items.map((item) => {
    const [value, ...others] = evaluate(item, around, program)
    return value?.is !== 'text' || value.open || others.length > 0 ? `"${OPEN}"` : quoteWord(value.text)
  })
  return words.join(' ')
}

/** The words of a program that are arguments of their own (`exec.Command("tar", "xf", file)`) or a list after its name (`spawn('tar', [...])`). */
function wordsAfter(name: Expression | undefined, { args }: Call['call'], around: Around, program: Program): readonly string[] {
  const at = args.findIndex(({ value }) => value === name)
  return args.slice(at + 1).flatMap((each) => {
    const values = each.name === undefined ? evaluate(each.value, around, program) : []
    const [value] = values
    if (value?.is === 'list') return [wordsOf(value, program)]
    return value?.is === 'text' && !value.open && values.length === 1
      ? [quoteWord(value.text)]
      : value?.is === 'unknown'
        ? [`"${OPEN}"`]
        : []
  })
}

/** A text with interpolated parts, as a text for the shell. */
function textOf(expression: Expression, around: Around, program: Program): string {
  if (expression.is === 'text')
    return expression.parts.map((part) => (typeof part === 'string' ? part : textOf(part, around, program))).join('')
  if (expression.is === 'join' && expression.how === 'concat')
    return `${textOf(expression.left, around, program)}${textOf(expression.right, around, program)}`
  const [value, ...others] = evaluate(expression, around, program)
  return value?.is === 'text' && others.length === 0 ? `${value.text}${value.open ? ` ${OPEN}` : ''}` : OPEN
}
