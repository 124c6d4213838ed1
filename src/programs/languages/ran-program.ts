import { baseName } from '../../model/path.ts'
import { executeScript } from '../../shell/execute.ts'
import { scriptFromText } from '../../shell/world.ts'
import { isShell } from '../../shell/wrappers.ts'
import { unknownWrite, writesOf } from '../../shell/writes.ts'
import { isSilentCommand, startsOthers } from '../silent-commands.ts'
import { evaluate } from './evaluate.ts'
import { importedName } from './full-name.ts'
import type { Module } from './module.ts'
import type { Program } from './program.ts'
import { argument, given, type Sink } from './sink.ts'
import type { Call } from './syntax.ts'
import type { ProgramValue } from './value.ts'

/** Why the writes of a program that a call runs are unknown; undefined if it writes nothing. */
export function unreadRun(sink: Sink, { call, scope }: Pick<Call, 'call' | 'scope'>, module: Module, program: Program): string | undefined {
  const around = { scope, module }
  const written = sink.path.map((place) => given(call, String(place))).find((each) => each !== undefined)
  const name = written && importedName(written.is === 'call' ? written.callee : written, around, program)
  if (name !== undefined && program.language.commandLine?.has(name)) return undefined
  const values = argument(call, sink.path, around, program) ?? []
  for (const value of values) {
    const why = unreadValue(value, module, program)
    if (why !== undefined) return why
  }
  return undefined
}

function unreadValue(value: ProgramValue, { found }: Module, program: Program): string | undefined {
  if (value.is === 'nothing') return undefined
  const command = value.is === 'list' ? wordsOf(value, program) : value.is === 'text' ? value : undefined
  if (!command) return 'which program it runs is not known'
  const { text, open } = command
  if (open && !/\S\s/.test(text)) return 'which program it runs is not known'
  const executed = executeScript(scriptFromText(found.file, text), { variables: new Map(), cwd: program.surroundings.cwd })
  const starts = executed.find(({ name }) => isShell(name) || startsOthers(name))
  if (starts) return `what ${starts.name}, which it runs, starts is not known`
  const unread = executed.find(({ name }) => !isSilentCommand(name))
  if (unread) return `${baseName(unread.name)}, which it runs, is a program that is not read`
  const writing = executed.find((each) => unknownWrite(each) !== undefined || writesOf(each).length > 0)
  return writing && `where ${writing.name}, which it runs, writes is not known`
}

/** The words of a list as a text for the shell, up to the first that is not known. */
function wordsOf(
  { items, around }: Extract<ProgramValue, { readonly is: 'list' }>,
  program: Program,
): { readonly text: string; readonly open: boolean } {
  const words: string[] = []
  for (const item of items) {
    const [value, ...others] = evaluate(item, around, program)
    if (value?.is !== 'text' || value.open || others.length > 0) return { text: `${words.join(' ')} `, open: true }
    words.push(`'${value.text.replaceAll("'", "'\\''")}'`)
  }
  return { text: words.join(' '), open: false }
}
