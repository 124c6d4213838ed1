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
import type { Around, ProgramValue } from './value.ts'

/** Why the writes of a program that a call runs are unknown; undefined if it writes nothing. */
export function unreadRun(sink: Sink, { call, scope }: Pick<Call, 'call' | 'scope'>, module: Module, program: Program): string | undefined {
  if (typeof sink.runs === 'string') return unreadText(sink.runs, module, program)
  const around = { scope, module }
  const written = sink.path.map((place) => given(call, String(place))).find((each) => each !== undefined)
  const name = written && importedName(written.is === 'call' ? written.callee : written, around, program)
  if (name !== undefined && program.language.commandLine?.has(name)) return undefined
  const values = argument(call, sink.path, around, program) ?? []
  for (const value of values) {
    const isWord = value.is === 'text' && !value.open && !/\s/.test(value.text)
    const text = isWord ? [value.text, ...wordsAfter(written, call, around, program)].join(' ') : undefined
    const whole = value.is === 'text' && value.open && written ? textOf(written, around, program) : text
    const why = unreadValue(value, whole, module, program)
    if (why !== undefined) return why
  }
  return undefined
}

/** A variable of the shell in the place of what is not known. */
const OPEN = '$unknown'
const OPEN_VARIABLE: ReadonlyMap<string, string | undefined> = new Map([[OPEN.slice(1), undefined]])

/** `whole`: the text with its literal parts behind the first that is not known. */
function unreadValue(value: ProgramValue, whole: string | undefined, module: Module, program: Program): string | undefined {
  if (value.is === 'nothing') return undefined
  const known = value.is === 'list' ? wordsOf(value, program) : value.is === 'text' ? value.text : undefined
  if (known === undefined || (value.is === 'text' && value.open && !/\S\s/.test(known)) || known.startsWith(`"${OPEN}`))
    return 'which program it runs is not known'
  return unreadText(whole ?? (value.is === 'text' && value.open ? `${known} ${OPEN}` : known), module, program)
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
