import type { Span } from '../model/fact.ts'
import { remember } from '../model/maps.ts'
import { absolutePath, normaliseTarget } from '../model/path.ts'
import { assign, basisIn } from './assign.ts'
import { assignedIn } from './assigned.ts'
import { bindingsOf, type ChosenValues, wordOf } from './bindings.ts'
import { isProgram, runBuiltin } from './builtins.ts'
import { expandWord } from './expand.ts'
import { cut, type Frame } from './frame.ts'
import { parseShell } from './parse.ts'
import { endsScript, newProcess } from './process.ts'
import type { ShellNode, ShellScript, SimpleCommand } from './script.ts'
import { branchOff, childState, functionOf, lookUp, removeVariable, type ShellFunction, type State, setVariable } from './state.ts'
import { type Basis, type Item, isWeaker, itemPath, textValue, UNKNOWN, type Value } from './value.ts'
import type { FoundScript } from './world.ts'
import { innerScript, scriptFile, setsErrexit, type Unwrapped, unwrap } from './wrappers.ts'

/** Most words of a command as it is written. */
const MAX_WORDS = 50_000

/** Depth of scripts that call scripts and functions that call functions; it also ends recursion. */
const MAX_DEPTH = 8

/** Runs one simple command, once for each combination of the values that its variables may have. */
export function interpretCommand({ command, inner }: ShellNode & { kind: 'command' }, state: State, outer: Frame): void {
  const { run } = outer
  if (run.steps <= 0 && !run.everything) {
    cut(command.span, outer)
    state.ended = 'script'
    return
  }
  run.steps--
  const frame: Frame = command.context.tolerated ? { ...outer, tolerated: true } : outer
  for (const node of inner) run.walk(node, state, frame)
  for (const assignment of command.assignments) if (assignment.lasting) assign(assignment, command, state, frame)
  if (command.words.length === 0 && command.redirections.length === 0) return
  if (run.matters?.(command) === false && isProgram(command.words[0]?.value) && !functionOf(state, command.words[0]?.value ?? '')) return
  const targets = () => command.redirections.flatMap(({ target }) => (target ? [target] : []))
  const bindings = run.everything
    ? [{ expander: frame.expander(state), open: false }]
    : bindingsOf([...command.words, ...targets()], state, frame.output(state))
  for (const binding of bindings) runExpanded(command, binding, bindings.length > 1, state, frame)
}

function runExpanded(command: SimpleCommand, { expander, open }: ChosenValues, isOneOfSeveral: boolean, state: State, frame: Frame): void {
  const { run } = frame
  if (run.words <= 0 || command.words.length > MAX_WORDS) {
    cut(command.span, frame)
    return
  }
  const items = command.words.flatMap((word) => expandWord(word, expander)).filter((item) => run.everything || !isOptional(item))
  run.words -= items.length - command.words.length
  if (items.length === 0 && command.words.length > 0 && command.redirections.length === 0) return
  const unwrapped = run.everything ? { words: [], wrappers: [], environment: [] } : unwrap(items.map(wordOf))
  const doubtful = frame.doubtful || open || (isOneOfSeveral && !frame.looped)
  const emit = (what: Unwrapped): boolean =>
    run.visit({
      found: frame.found,
      command,
      items,
      unwrapped: { ...what, ...userOf(what, frame) },
      state,
      expander,
      conditional: doubtful || frame.tolerated === true,
      stops: frame.tolerated !== true && endsScript(command, frame.process.errexit, isText(frame)),
      calls: frame.calls,
      ...(frame.into ? { into: frame.into } : {}),
    })
  const called: Frame = {
    ...frame,
    doubtful,
    conditional: frame.conditional || doubtful,
    depth: frame.depth + 1,
    ...userOf(unwrapped, frame),
  }
  if (run.everything) {
    if (emit(unwrapped)) return
    if (!calls(command, items, state, called)) runBuiltin(command, items, state, frame)
    leave(command, items, state)
    return
  }
  for (const words of unwrapped.acts ?? []) emit({ wrappers: [], words, environment: [] })
  if (runsText(command, unwrapped, state, called)) {
    if (command.redirections.some(({ heredoc }) => heredoc === undefined)) emit({ wrappers: [], words: [], environment: [] })
    return
  }
  const arguments_ = items.slice(items.length - unwrapped.words.length)
  if (calls(command, arguments_, state, called) || followsProgram(command, unwrapped, arguments_, state, called)) {
    if (command.redirections.length > 0) emit({ wrappers: [], words: [], environment: [] })
    return
  }
  runBuiltin(command, arguments_, state, frame)
  const [name] = unwrapped.words
  // What comes after the condition shows what the script does then; only the user is new.
  const isItself = called.conditional && startsItself(command)
  if (name?.value === 'set' && !frame.conditional) frame.process.errexit = setsErrexit(unwrapped.words) ?? frame.process.errexit
  if (name?.value !== 'cd') emit(isItself ? { ...unwrapped, words: [] } : unwrapped)
  leave(command, unwrapped.wrappers[0] === 'exec' ? items : arguments_, state)
}

/** Whether a start gives the script as text: `sh -c '…'`, or the shell form of a Dockerfile, whose shell has a name but no path. */
function isText({ open, found }: Frame): boolean {
  return open.size === 0 && !found.script.shebang?.includes('/')
}

/** An argument that only some branch of the script adds: a plain start does not. */
function isOptional(item: Item): boolean {
  return item.kind === 'opaque' && item.raw === '' && item.text === ''
}

/** `exit`, `exec` and `return` end the part that they are in; so do the script's own functions with such names. */
function leave({ context }: SimpleCommand, items: readonly Item[], state: State): void {
  const [name] = items
  if (context.substitution || name?.kind !== 'field') return
  if (/^(?:exit|die|fail)$/.test(name.text) || (name.text === 'exec' && items.length > 1)) state.ended = 'script'
  else if (name.text === 'return') state.ended = 'function'
  else if (name.text === 'break' || name.text === 'continue') state.ended = 'loop'
}

function userOf(unwrapped: Pick<Unwrapped, 'user'>, frame: Frame): { readonly user?: string } {
  const name = unwrapped.user ?? frame.user
  return name === undefined ? {} : { user: name }
}

/** `sh -c '…'` and similar commands run a text. */
function runsText(command: SimpleCommand, unwrapped: Unwrapped, state: State, frame: Frame): boolean {
  const script = innerScript(unwrapped.words, command.redirections)
  if (!script) return false
  if (frame.depth >= MAX_DEPTH) {
    cut(command.span, frame)
    return false
  }
  const parsed = parseShell(script.script)
  const found = { file: frame.found.file, script: parsed }
  const name = unwrapped.words[0]?.value
  if (name === 'eval') frame.run.walk(parsed.body, state, { ...frame, found })
  else if (name === 'trap') frame.run.walk(parsed.body, laterState(state, frame), { ...frame, found, conditional: true, doubtful: true })
  else {
    const child = childState(state)
    if (script.args) {
      const [name, ...items] = script.args.flatMap((word) => expandWord(word, frame.expander(state)))
      setVariable(child, '@', argumentsOf(items, 'sure'))
      if (name?.kind === 'field') setVariable(child, '0', { kind: 'text', pieces: name.pieces })
    }
    frame.run.walk(parsed.body, child, { ...frame, found, process: newProcess(parsed, unwrapped.words) })
  }
  return true
}

/** A state after the rest of a script: a variable that the script assigns at several places, or has not assigned yet, is unknown. */
function laterState(state: State, { found: { script }, run }: Frame): State {
  const later = branchOff(state)
  const [names, once] = [assignedIn(script.body), assignedOnce(script)]
  // Each trap costs a step a variable.
  run.steps -= names.size
  for (const name of names) if (!once.has(name) || lookUp(state, name) === undefined) setVariable(later, name, UNKNOWN)
  return later
}

const onceIn = new WeakMap<ShellScript, ReadonlySet<string>>()

/** The variables that a script assigns at one place. */
function assignedOnce(script: ShellScript): ReadonlySet<string> {
  return remember(onceIn, script, () => {
    const [once, several] = [new Set<string>(), new Set<string>()]
    for (const { assignments } of script.commands) for (const { name } of assignments) (once.has(name) ? several : once).add(name)
    for (const name of several) once.delete(name)
    return once
  })
}

/** The file of the commands that run: `source` changes it for its own, but not `$0`. */
const BASH_SOURCE = 'BASH_SOURCE'

/** Runs a called function or a sourced script; tells whether the command is such a call. */
function calls(command: SimpleCommand, items: readonly Item[], state: State, frame: Frame): boolean {
  const [name] = items
  if (name?.kind !== 'field') return false
  const { run } = frame
  const definition = functionOf(state, name.text)
  if (definition) {
    if (frame.open.has(definition.body)) return true
    if (frame.depth > MAX_DEPTH || run.steps <= 0) {
      cut(command.span, frame)
      return true
    }
    const basis: Basis = run.everything ? 'guess' : basisOfWords(command, state, frame)
    callFunction(definition, argumentsOf(items.slice(1), basis), state, { ...frame, calls: [...frame.calls, command] })
    return true
  }
  if (name.text !== '.' && name.text !== 'source') return false
  const path = items[1]
  const text = itemPath(path)
  const script = text === undefined || run.steps <= 0 ? undefined : openScript(text, state.cwd, frame, command.span)
  if (!script) return false
  if (frame.depth > MAX_DEPTH) {
    cut(command.span, frame)
    return false
  }
  const open = new Set([...frame.open, script.path])
  const caller = lookUp(state, BASH_SOURCE)
  setVariable(state, BASH_SOURCE, textValue(script.path))
  frame.run.walk(script.found.script.body, state, { ...frame, found: script.found, open })
  if (caller) setVariable(state, BASH_SOURCE, caller)
  else removeVariable(state, BASH_SOURCE)
  if (state.ended === 'function') state.ended = undefined
  return true
}

function basisOfWords(command: SimpleCommand, state: State, frame: Frame): Basis {
  const bases = command.words.map((word) => basisIn(word, state, frame))
  return bases.reduce((weakest, each) => (isWeaker(each, weakest) ? each : weakest), 'sure')
}

function argumentsOf(items: readonly Item[], basis: Basis): Value {
  return { kind: 'list', items, basis }
}

/** Runs the body of a function with its own arguments and local variables. */
export function callFunction({ found, body, conditional }: ShellFunction, args: Value | undefined, state: State, frame: Frame): void {
  frame.run.called.add(body)
  const outer = state.own.get('@')
  if (args) setVariable(state, '@', args)
  const locals = new Map<string, Value | undefined>()
  const frames: Frame = conditional && !frame.conditional ? { ...frame, conditional: true, doubtful: true } : frame
  frame.run.walk(body, state, { ...frames, found, locals, open: new Set([...frame.open, body]) })
  if (state.ended === 'function') state.ended = undefined
  locals.set('@', outer)
  for (const [name, value] of locals) {
    if (value) setVariable(state, name, value)
    else removeVariable(state, name)
  }
}

function openScript(
  path: string,
  cwd: string | undefined,
  frame: Frame,
  at: Span,
): { readonly found: FoundScript; readonly path: string } | undefined {
  const absolute = absolutePath(path, cwd)
  const clean = absolute === undefined ? undefined : frame.run.everything ? absolute : normaliseTarget(absolute)
  const found = clean === undefined || frame.open.has(clean) ? undefined : frame.run.world.open?.(clean, at)
  return found && clean !== undefined ? { found, path: clean } : undefined
}

/** `exec gosu app "$0" "$@"`: the script again, with the same words. */
function startsItself({ words }: SimpleCommand): boolean {
  return /^"?\$0"?$/.test(words.at(-2)?.text ?? '') && words.at(-1)?.text === '"$@"'
}

/** `sh script.sh`, `./script.sh`: a script of the image that runs as its own program. */
function followsProgram(command: SimpleCommand, { words }: Unwrapped, items: readonly Item[], state: State, frame: Frame): boolean {
  const file = scriptFile(words)
  const path = (file?.path ?? words[0])?.value
  if (path === undefined) return false
  const isNamed = !file && !path.includes('/')
  const located = isNamed ? frame.run.world.locate?.(path) : path
  const script = located === undefined ? undefined : openScript(located, isNamed ? undefined : state.cwd, frame, command.span)
  if (!script) return false
  if (frame.depth > MAX_DEPTH) {
    cut(command.span, frame)
    return false
  }
  const child: State = { ...branchOff(state), functions: { own: new Map() } }
  const args = items.slice(file ? words.length - file.args.length : 1)
  setVariable(child, '@', argumentsOf(args, 'sure'))
  setVariable(child, '0', textValue(script.path))
  setVariable(child, BASH_SOURCE, textValue(script.path))
  const open = new Set([...frame.open, script.path])
  frame.run.walk(script.found.script.body, child, {
    ...frame,
    found: script.found,
    open,
    process: newProcess(script.found.script, file ? words : []),
  })
  return true
}
