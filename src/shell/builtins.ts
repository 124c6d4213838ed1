import { absolutePath } from '../model/path.ts'
import { makeLocal } from './assign.ts'
import { targets } from './assigned.ts'
import type { Frame } from './frame.ts'
import { expandText } from './parameter.ts'
import type { SimpleCommand } from './script.ts'
import { forgetAll, lookUp, type State, setVariable } from './state.ts'
import { type Basis, type Item, itemPath, NOT_SET, pathText, textValue, UNKNOWN } from './value.ts'

/** The commands that change their shell, or end something in it. */
const SHELL =
  /^(?:cd|pushd|popd|set|shift|local|declare|typeset|unset|eval|\.|source|:|read|mapfile|readarray|getopts|printf|let|exit|die|fail|exec|return|break|continue)$/

/** Whether a command has the name of a program, which cannot change the shell. */
export function isProgram(name: string | undefined): boolean {
  return name !== undefined && !SHELL.test(name)
}

/** Carries out a builtin in its shell. `items`: its expanded words, the name first. */
export function runBuiltin(command: SimpleCommand, items: readonly Item[], state: State, frame: Frame): void {
  const [name, ...args] = items
  if (name?.kind !== 'field') return
  switch (name.text) {
    case 'cd':
      state.cwd = directoryOf(args, state)
      return
    case 'pushd':
      setVariable(state, 'DIRSTACK', state.cwd === undefined ? UNKNOWN : textValue(state.cwd))
      state.cwd = directoryOf(args, state)
      return
    case 'popd': {
      const before = lookUp(state, 'DIRSTACK')
      state.cwd = before?.kind === 'text' ? pathText(before.pieces) : undefined
      setVariable(state, 'DIRSTACK', UNKNOWN)
      return
    }
    case 'set':
      setPositional(args, state, frame)
      return
    case 'shift':
      shift(args[0], state)
      return
    case 'local':
    case 'declare':
    case 'typeset':
      for (const { text } of args) {
        if (!/^[A-Za-z_]\w*$/.test(text)) continue
        makeLocal(text, state, frame)
        if (name.text === 'local') setVariable(state, text, NOT_SET)
      }
      return
    case 'unset':
      for (const { text } of args) if (/^[A-Za-z_]\w*$/.test(text)) setVariable(state, text, NOT_SET)
      return
    case 'eval':
    case '.':
    case 'source':
      // Code that is not read may set any variable.
      if (!frame.run.everything) forgetAll(state)
      return
    case ':':
      assignDefaults(command, state, frame)
      return
    default:
      for (const target of targets(command.words)) setVariable(state, target, UNKNOWN)
  }
}

/** `: "${NAME:=value}"` gives a variable its default. */
function assignDefaults({ words }: SimpleCommand, state: State, frame: Frame): void {
  for (const part of words.flatMap((word) => word.parts)) {
    if (part.kind !== 'variable' || (part.operator !== ':=' && part.operator !== '=') || !part.operand || !state.closed) continue
    const basis: Basis = frame.run.world.given?.(part.name) === '' && !frame.repeated ? 'likely' : 'guess'
    if (lookUp(state, part.name) === undefined) {
      setVariable(state, part.name, { kind: 'text', pieces: expandText(part.operand, frame.expander(state)), basis })
    }
  }
}

function setPositional(args: readonly Item[], state: State, frame: Frame): void {
  let at = 0
  for (; /^[-+]./.test(args[at]?.text ?? '') && args[at]?.text !== '--'; at++) if (/^[-+][a-zA-Z]*o$/.test(args[at]?.text ?? '')) at++
  const dashes = args[at]?.text === '--'
  if (!dashes && at >= args.length) return
  setVariable(state, '@', { kind: 'list', items: args.slice(dashes ? at + 1 : at), basis: frame.repeated ? 'guess' : 'sure' })
}

function shift(by: Item | undefined, state: State): void {
  const list = lookUp(state, '@')
  const count = by === undefined ? 1 : Number(by.text)
  if (list === undefined) return
  if (
    list.kind !== 'list' ||
    !Number.isInteger(count) ||
    list.items.slice(0, count).some((item) => item.kind === 'opaque' && !item.single)
  ) {
    setVariable(state, '@', UNKNOWN)
  } else setVariable(state, '@', { ...list, items: list.items.slice(count) })
}

function directoryOf(args: readonly Item[], state: State): string | undefined {
  const targets = args.filter(({ text }) => !text.startsWith('-') || text === '-')
  const [target, more] = targets
  if (!target || more) return undefined
  const path = itemPath(target)
  return path === undefined || path === '-' ? undefined : absolutePath(path, state.cwd)
}
