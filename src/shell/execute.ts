import { normaliseTarget } from '../model/mount.ts'
import { absolutePath } from '../model/path.ts'
import type { Branch, Fresh } from './branches.ts'
import { runBuiltin, setsAnything } from './builtins.ts'
import { Certainty } from './certainty.ts'
import { type ExecutedCommand, executedCommands } from './executed-command.ts'
import { mayRun, type Taken } from './guards.ts'
import { parseShell } from './parse.ts'
import { expandPositional } from './positional.ts'
import { endsScript, isMarker, leaves, newProcess, type Process, printsUnset } from './process.ts'
import { Scope } from './scope.ts'
import type { SimpleCommand } from './script.ts'
import { assign, childState, known, type State, type Step } from './state.ts'
import type { ShellWord } from './words.ts'
import type { FoundScript, World } from './world.ts'
import { innerScript, scriptFile, setsErrexit, type Unwrapped, unwrap } from './wrappers.ts'

/** Scripts that call scripts, functions that call functions: further down nobody is interested, and recursion ends. */
const MAX_DEPTH = 8
/** Commands of one start; no real one has as many, and an adversary gets no more. */
const MAX_COMMANDS = 5000

/**
 * Walks through a script as a shell would, without running anything: assignments and `cd` in order, functions where they are
 * called, `. lib.sh` and called scripts of the image followed, `"$@"` replaced by the arguments. Of conditions only those are evaluated
 * that the script's own arguments and constants decide; what stands behind another one is `conditional`. Pure, and bounded for any input.
 */
export function executeScript(found: FoundScript, world: World): readonly ExecutedCommand[] {
  const run: Run = { world, executed: [], budget: MAX_COMMANDS }
  const scope = new Scope(world.variables)
  const state: State = { scope, cwd: world.cwd, positional: world.positional, functions: new Map(), certain: new Certainty(world.given) }
  runScript(state, {
    run,
    found,
    depth: 0,
    conditional: false,
    doubtful: false,
    repeated: false,
    open: new Set(),
    process: newProcess(found.script),
  })
  return run.executed
}

interface Run {
  readonly world: World
  readonly executed: ExecutedCommand[]
  budget: number
}

interface Frame extends Step {
  readonly run: Run
  /** The script that is read. */
  readonly found: FoundScript
  readonly depth: number
  /** Paths of the image that are being run: a script that calls itself ends here. */
  readonly open: ReadonlySet<string>
  readonly user?: string
  /** Not even the environment that is given decides that it runs. What only that decides still counts as `conditional` for what follows. */
  readonly doubtful: boolean
  /** Whoever calls takes a failure for an answer. */
  readonly tolerated?: boolean
  readonly process: Process
}

function runScript(state: State, frame: Frame): void {
  const { found } = frame
  for (const command of found.script.commands) {
    const name = command.context.functionName
    if (name === undefined) continue
    const known = state.functions.get(name)
    state.functions.set(name, { found, commands: known?.found === found ? [...known.commands, command] : [command] })
  }
  const outside = found.script.commands.filter((command) => command.context.functionName === undefined)
  runCommands(outside, state, frame)
}

function runCommands(commands: readonly SimpleCommand[], state: State, frame: Frame): void {
  const decided = new Map<Branch, Taken>()
  const { found, run } = frame
  const { hasAccount } = run.world
  const fresh: Fresh = { ...(hasAccount ? { hasAccount } : {}), hasFile: (word) => (isMarker(word, found.script) ? false : undefined) }
  for (const command of commands) {
    if (frame.process.ended || run.budget-- <= 0) return
    const repeated = frame.repeated || command.context.repeated
    const runs = mayRun(command.context.guards, decided, state, repeated ? undefined : fresh)
    if (runs === 'no') continue
    const turns = bindLoops(command, state, frame)
    const conditional = frame.conditional || runs !== 'yes' || !turns
    const tolerated = frame.tolerated === true || command.context.tolerated
    const doubtful = frame.doubtful || runs === 'maybe' || !turns
    runCommand(command, state, { ...frame, repeated, conditional, tolerated, doubtful })
    const last = conditional || repeated ? undefined : leaves(command)
    if (last === 'script') frame.process.ended = true
    if (last !== undefined) return
  }
}

/** Gives loop variables all the values of their list at once. Answers whether each loop has a turn: not over a list that is there for somebody to fill. */
function bindLoops(command: SimpleCommand, state: State, frame: Frame): boolean {
  let turns = true
  for (const { variable, words } of command.context.loops) {
    const list = words ? expandPositional(words, state.positional) : state.positional
    const values = list?.flatMap((word) => loopValues(word, state.scope, frame.run.world))
    state.scope.set(variable, values && values.length > 0 ? known(values) : undefined)
    turns &&= !values?.every((value) => value === '') && !list?.every((word) => printsUnset(word, (name) => state.scope.lookup(name)))
  }
  return turns
}

function loopValues(word: ShellWord, scope: Scope, world: World): readonly (string | undefined)[] {
  const isPattern = word.parts.some((part) => part.kind === 'pattern')
  return scope.values(word).flatMap((value): readonly (string | undefined)[] => {
    if (value === undefined || !isPattern) return [value]
    return world.glob?.(value) ?? [undefined]
  })
}

function runCommand(command: SimpleCommand, state: State, frame: Frame): void {
  for (const assignment of command.assignments) {
    if (assignment.lasting && !command.context.subshell) assign(assignment, state, frame)
  }
  const unwrapped = unwrap(expandPositional(command.words, state.positional))
  const { words } = unwrapped
  const called: Frame = { ...frame, depth: frame.depth + 1, ...user(unwrapped, frame) }

  if (setsAnything(words)) state.certain.forgetAll()
  const script = innerScript(words, command.redirections)
  if (script && frame.depth < MAX_DEPTH) {
    const parsed = parseShell(script.script)
    runScript(
      { ...childState(state), positional: script.args, certain: state.certain.inner(true) },
      { ...called, found: { file: frame.found.file, script: parsed }, process: newProcess(parsed, words) },
    )
    return
  }
  if (callsFunction(words, state, called) || followsScript(words, state, called)) {
    if (command.redirections.length > 0) emit(command, { wrappers: [], words: [], environment: [] }, state, frame)
    return
  }
  runBuiltin(words, state, frame)
  if (words[0]?.value === 'set' && !frame.conditional) frame.process.errexit = setsErrexit(words) ?? frame.process.errexit
  if (words[0]?.value !== 'cd') emit(command, unwrapped, state, frame)
}

/** The user that a command runs as: the one its own wrapper changes to, else the one that something around it has changed to. */
function user(unwrapped: Pick<Unwrapped, 'user'>, frame: Frame): { readonly user?: string } {
  const name = unwrapped.user ?? frame.user
  return name === undefined ? {} : { user: name }
}

function emit(command: SimpleCommand, unwrapped: Unwrapped, state: State, frame: Frame): void {
  const { found, run, doubtful, tolerated } = frame
  const conditional = doubtful || tolerated === true
  const stops = frame.process.errexit && tolerated !== true && endsScript(command)
  const reached = { found, command, unwrapped: { ...unwrapped, ...user(unwrapped, frame) }, conditional, stops }
  run.executed.push(...executedCommands(reached, state))
}

function callsFunction(words: readonly ShellWord[], state: State, frame: Frame): boolean {
  const body = words[0]?.value === undefined ? undefined : state.functions.get(words[0].value)
  if (!body) return false
  if (frame.depth >= MAX_DEPTH) return true
  const outer = state.positional
  // Variables of a function are the caller's unless they are local, which is not worth telling apart here.
  const { scope, cwd, functions } = state
  const inner: State = { scope, cwd, positional: words.slice(1), functions, certain: state.certain.inner(true) }
  runCommands(body.commands, inner, { ...frame, found: body.found })
  state.cwd = inner.cwd
  state.positional = outer
  return true
}

function followsScript(words: readonly ShellWord[], state: State, frame: Frame): boolean {
  const file = scriptFile(words)
  const pathWord = file?.path ?? words[0]
  if (!pathWord || frame.depth >= MAX_DEPTH) return false
  let followed = false
  for (const value of state.scope.values(pathWord)) {
    const path = value === undefined ? undefined : absolutePath(value, file || value.includes('/') ? state.cwd : undefined)
    const clean = path === undefined ? undefined : normaliseTarget(path)
    const script = clean === undefined || frame.open.has(clean) ? undefined : frame.run.world.open?.(clean)
    if (!script || clean === undefined) continue
    followed = true
    const args = file ? file.args : words.slice(1)
    const inner: Frame = { ...frame, found: script, open: new Set([...frame.open, clean]) }
    if (file?.sourced) runScript(state, inner)
    else
      runScript(
        { ...childState(state), functions: new Map(), positional: args, certain: state.certain.inner(true) },
        { ...inner, process: newProcess(script.script, file ? words : []) },
      )
  }
  return followed
}
